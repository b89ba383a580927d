"""Everything that the commands show, as text, so that two versions of the program can be compared.

    python tests/rendered_commands.py FOLDER            writes every rendering as a file; compare two with diff -r
    python tests/rendered_commands.py --record WHY      takes what differs as intended, for the reason given

The lines are those of the documents (README and docs/), and the wider list of tests/rendered_more.py. Each is rendered in both
languages, as table, JSON and CSV where it takes them, with the files that it writes. tests/test_rendered.py compares.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pyarrow.parquet
from typer.main import get_command

import relocation as package
from relocation.cli import app
from relocation.labels import Language
from tests import rendered_record
from tests.cli.running import relocation
from tests.documents import READMES, ROOT, bring_examples, sessions, shell_lines
from tests.rendered_more import LINES
from tests.word.reading import document_text
from tests.workbook_text import workbook_text

OWN_FILES = Path(__file__).with_name("rendered_files")
LANGUAGES: tuple[Language, ...] = ("en", "zh")
OUTPUT, FORM, LANGUAGE = ("-o", "--output"), ("-f", "--format"), ("--lang",)
FORMS, NO_TABLE = ("table", "json", "csv"), ("explain", "csv")  # a tree has no columns
NEEDS_A_CLUSTER = "--scheduler"
NOT_RENDERED = {
    "verify": "shows the versions of what is installed, and how little off they are",
    "web": "serves a page until it is interrupted",
}
SHOWS_VERSIONS = "--verify"
# The script, the style and their hashes are alike on all pages and have tests of their own.
SCRIPTED = re.compile(
    r"<script>.*?</script>|<style>.*?</style>|<meta http-equiv=\"Content-Security-Policy\"[^>]*>", re.DOTALL
)
DIGITS = 12  # that all machines agree on
LONGEST_NAME = 100
MORE = "more_"  # before the names of groups that no document shows

Line = tuple[str, ...]


@cache
def groups() -> dict[str, list[Line]]:
    """Lines that are typed one after the other in one folder, by the page that shows them or what they are about."""
    lines: dict[str, list[Line]] = {}
    for path in (*READMES, *sorted((ROOT / "docs").glob("*.md"))):
        shown = [*shell_lines(path), *(line for line, _ in sessions(path))]
        lines.setdefault(path.name.split(".")[0], []).extend(_typed(shown))
    for name, text in LINES.items():
        lines[f"{MORE}{name}"] = list(_typed(f"relocation {line}" for line in text.split("\n") if line))
    return {name: list(dict.fromkeys(typed)) for name, typed in lines.items() if typed}


def _typed(lines: Iterable[str]) -> Iterator[Line]:
    """The arguments of every line that is ours, without language and form: each is rendered in all of them."""
    for line in lines:
        if is_rendered(line):
            yield _without(tuple(shlex.split(line)[1:]), (*LANGUAGE, *FORM))


def is_rendered(line: str) -> bool:
    """Whether a line is a command of ours that shows the same wherever it is typed."""
    command, *arguments = shlex.split(line)
    is_steady = NEEDS_A_CLUSTER not in arguments and not NOT_RENDERED.keys() & {*arguments[:1]}
    return command == "relocation" and is_steady


def _without(line: Line, options: tuple[str, ...]) -> Line:
    """A line without these options and their values."""
    before = ("", *line)
    return tuple(
        word for word, last in zip(line, before, strict=False) if word not in options and last not in options
    )


def _value(line: Line, options: tuple[str, ...]) -> str | None:
    """What a line gives an option."""
    return next((value for option, value in pairwise(line) if option in options), None)


def renderings(group: str, lang: Language, exact: bool = False) -> dict[str, str]:
    """Name -> text of everything that the lines of a group print and write."""
    texts: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        bring_examples(Path(folder))
        shutil.copytree(OWN_FILES, folder, dirs_exist_ok=True)
        for line in groups()[group]:
            for name, text in _rendered(line, lang):
                texts[f"{group}/{_folder_name(line)}/{lang}.{name}"] = text if exact else neutral(text)
    return texts


def _rendered(line: Line, lang: Language) -> Iterator[tuple[str, str]]:
    """What a line prints in every form; of one that writes a file, that file and what it prints beside it."""
    if not (written := _value(line, OUTPUT)):
        for form in _forms(line[0]):
            yield f"{form}.txt", _printed((*line, FORM[0], form), lang)
        return
    yield "written.txt", _printed((*line, "--force"), lang)
    if Path(written).exists():
        yield f"{Path(written).name}.txt", file_text(Path(written))


@cache
def _forms(command: str) -> tuple[str, ...]:
    """The forms in which a command prints; one that only writes has none."""
    options = [option for param in get_command(app).commands[command].params for option in param.opts]
    return tuple(form for form in FORMS if FORM[0] in options and (command, form) != NO_TABLE)


def _printed(line: Line, lang: Language) -> str:
    outcome = relocation(*line, *LANGUAGE, lang, RELOCATION_LANG=lang)
    said = f"--- stderr\n{outcome.stderr}" if outcome.stderr else ""
    return f"$ relocation {shlex.join(line)}\nexit code {outcome.code}\n{said}--- stdout\n{outcome.stdout}"


def file_text(path: Path) -> str:
    """What a file holds, whatever its kind."""
    if path.suffix == ".xlsx":
        return workbook_text(path.read_bytes())
    if path.suffix == ".parquet":
        table = pyarrow.parquet.read_table(path)
        return f"{table.schema}\n" + "".join(f"{row}\n" for row in table.to_pylist())
    if path.suffix == ".docx":
        return document_text(path.read_bytes())
    if path.suffix == ".html":
        return SCRIPTED.sub("", path.read_text("utf-8"))
    # A picture of letters depends on the fonts of a machine, and what a browser prints on the browser.
    return f"a {path.suffix} file" if path.suffix in {".png", ".pdf"} else path.read_text("utf-8")


def neutral(text: str) -> str:
    """Without what differs between machines and releases: last digits and the version."""
    text = text.replace(f"relocation {package.__version__}", "relocation <version>")
    return re.sub(r"\d+\.\d+(?:[eE][-+]?\d+)?", _rounded, text)


def _rounded(number: re.Match[str]) -> str:
    digits = number[0].partition("e")[0].replace(".", "").lstrip("0")
    return number[0] if len(digits) <= DIGITS else f"{float(number[0]):.{DIGITS}g}"


def _folder_name(line: Line) -> str:
    """A line as the name of a folder."""
    return re.sub(r"[^\w.=,+-]+", "_", " ".join(line).replace("*", "x"))[:LONGEST_NAME].strip("_ ")


def all_renderings(only: Sequence[str] = (), exact: bool = False) -> Iterator[tuple[str, str]]:
    for group in only or groups():
        for lang in LANGUAGES:
            yield from renderings(group, lang, exact).items()


def write_all(folder: Path, texts: Iterable[tuple[str, str]]) -> None:
    for name, text in texts:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(description="Writes what the commands show, or records it.")
    options.add_argument("folder", nargs="?", type=Path, help="where every rendering is written as a file")
    options.add_argument("--only", action="append", choices=groups(), help="this group of lines; repeatable")
    options.add_argument("--exact", action="store_true", help="with all digits, to compare on one machine")
    options.add_argument("--record", metavar="WHY", help="what differs from now on, and why")
    asked = options.parse_args()
    gc.set_threshold(200_000, 20, 100)
    if asked.folder:
        write_all(asked.folder, all_renderings(asked.only or (), asked.exact))
    if asked.record:
        print(
            rendered_record.add(asked.record, asked.only or groups(), dict(all_renderings(asked.only or ())))
        )


if __name__ == "__main__":
    main()
