"""Builds the site from the documents, in English and Chinese, without network:

    python docs/build_site.py            into build/site; open build/site/index.html
    python docs/build_site.py FOLDER     into another folder

needs the extra `docs`. The documents stay what they are, Markdown that reads well by itself; here each language gets its pages
under names of their own, links are led to them, and the order of the pages is said. A warning is an error.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import relocation
from docs.contents import CONTENTS
from relocation.labels import Label, Language

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent
TARGET = ROOT / "build" / "site"
LANGUAGES: tuple[Language, ...] = ("en", "zh")
SPHINX_LANGUAGES = {"en": "en", "zh": "zh_CN"}
TITLE = Label("relocation", "relocation 搬迁测算")
OUTSIDE = {  # documents that lie elsewhere, and the names of their pages
    "README.md": "readme",
    "README.zh.md": "readme",
    "CHANGELOG.md": "changes",
    "benchmarks/README.md": "benchmarks",
    "benchmarks/results.md": "benchmark_results",
    "benchmarks/daily/results.md": "daily_results",
}
# Links of a list to the other language, which every page of the site has beside it.
TWINS = re.compile(r", \[中文\]\([^)]*\)|\s\(\[中文\]\([^)]*\)\)")
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
OUTPUTS = "<!-- outputs -->"
TRY = Label("The files themselves, written when this site was built: ", "以下文件在构建本站时生成：")
PAGE, WORD, WORKBOOK = (
    Label("the page", "网页"),
    Label("the Word document", "Word 文档"),
    Label("the live workbook", "实时工作簿"),
)
FENCE = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
FIRST_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>relocation</title>
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="0; url=en/index.html">
<p><a href="en/index.html">English</a> · <a href="zh/index.html" lang="zh-CN">中文</a></p></html>
"""


@cache
def documents() -> tuple[Path, ...]:
    """Every document that becomes a page."""
    return (*sorted(FOLDER.glob("*.md")), *(ROOT / path for path in OUTSIDE))


def page_name(document: Path) -> str:
    """The name of the page of a document, which is the same in both languages."""
    name = OUTSIDE.get(document.relative_to(ROOT).as_posix(), document.name)
    return name.removesuffix(".md").removesuffix(".zh")


def language_of(document: Path) -> Language:
    """The language that a document is written in."""
    return "zh" if document.name.endswith(".zh.md") else "en"


def pages_of(lang: Language) -> dict[str, Path]:
    """The document of each page: the one in this language, or the only one there is."""
    found = {page_name(path): path for path in documents() if language_of(path) == "en"}
    return found | {page_name(path): path for path in documents() if language_of(path) == lang}


def write_sources(lang: Language, folder: Path) -> None:
    """Writes what Sphinx builds the site of one language from."""
    pages = pages_of(lang)
    for name, document in pages.items():
        change = partial(led, document=document, lang=lang, folder=folder)
        text = with_directives(outside_fences(document.read_text("utf-8"), change))
        if name == "index":
            text += order_of_pages(lang)
        if name == "gallery":
            text = text.replace(OUTPUTS, outputs(lang, folder / "files"))
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    shutil.copytree(FOLDER / "images", folder / "images")


def outside_fences(text: str, change: Callable[[str], str]) -> str:
    """The text with a change to all that stands in no fenced block."""
    parts = FENCE.split(text)
    return "".join(part if place % 2 else change(part) for place, part in enumerate(parts))


def led(text: str, document: Path, lang: Language, folder: Path) -> str:
    """A text of a document with one title, whose links lead to the pages of the site."""

    def link(found: re.Match[str]) -> str:
        picture, words, target = found.groups()
        path, _, anchor = target.partition("#")
        if "://" in target or not path:
            return found[0]
        if picture:
            return f"![{words}](images/{Path(path).name})"
        return _link(words, (document.parent / path).resolve(), anchor, lang, folder)

    one_title = re.sub(r"(?<=\n)# ", "## ", TWINS.sub("", text))
    return LINK.sub(link, one_title)


def _link(words: str, path: Path, anchor: str, lang: Language, folder: Path) -> str:
    """A link to a page of this language or of the other, to a file that is brought along, or, to a folder, its words."""
    mark = f"#{anchor}" if anchor else ""
    if path in documents():
        name, other = page_name(path), language_of(path)
        if pages_of(lang)[name] == path:
            return f"[{words}]({name}.md{mark})"
        return f'<a href="../{other}/{name}.html{mark}">{words}</a>'
    if path.is_dir():
        return words
    place = folder / "files" / path.relative_to(ROOT)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(path, place)
    return f"[{words}]({place.relative_to(folder).as_posix()})"


def with_directives(text: str) -> str:
    """The text with each object of Python documented where `<!-- python: kind name -->` stands, instead of its heading."""
    marked = re.compile(
        r"^### [^\n]+\n\n<!-- python: (\w+) ([\w.]+) ?([\w, ]*) -->\n\n[^\n]*(?:\n[^\n#]+)*", re.MULTILINE
    )
    return marked.sub(lambda found: _directive(*found.groups()), text)


def _directive(kind: str, name: str, members: str) -> str:
    shown = f"\n   :members: {members.removeprefix('all')}" if members else ""
    return f"```{{eval-rst}}\n.. auto{kind}:: {name}{shown}\n```\n"


def outputs(lang: Language, folder: Path) -> str:
    """Writes the files that the gallery shows, and returns links to them."""
    folder.mkdir(exist_ok=True)
    appraisal = relocation.load("lujia").appraise()
    appraisal.to_html(folder / f"lujia-{lang}.html", lang=lang)
    appraisal.to_word(folder / f"lujia-{lang}.docx", lang=lang)
    appraisal.to_excel(folder / f"lujia-{lang}.xlsx", lang=lang)
    names = {"html": PAGE, "docx": WORD, "xlsx": WORKBOOK}
    links = " · ".join(
        f"[{label.text(lang)}](files/lujia-{lang}.{ending})" for ending, label in names.items()
    )
    return f"{TRY.text(lang)}{links}"


def order_of_pages(lang: Language) -> str:
    """The contents beside each page, by chapter."""
    blocks = []
    for chapter, pages in CONTENTS.items():
        entries = "\n".join(f"{title.text(lang)} <{name}>" for name, title in pages.items())
        head = f":hidden:\n:titlesonly:\n:caption: {chapter.text(lang)}"
        blocks.append(f"```{{toctree}}\n{head}\n\n{entries}\n```")
    return "\n" + "\n\n".join(blocks) + "\n"


def build(target: Path) -> None:
    """Both languages; raises CalledProcessError where Sphinx finds anything to say."""
    with tempfile.TemporaryDirectory() as name:
        started = [_start(lang, Path(name) / lang, target / lang) for lang in LANGUAGES]
        ended = [process.wait() for process in started]
    if any(ended):
        raise SystemExit("the site could not be built")
    (target / "index.html").write_text(FIRST_PAGE, encoding="utf-8")


def _start(lang: Language, sources: Path, target: Path) -> subprocess.Popen[bytes]:
    """Sphinx at work on one language; each needs a process of its own."""
    sources.mkdir()
    write_sources(lang, sources)
    shutil.rmtree(target, ignore_errors=True)
    settings = {"language": SPHINX_LANGUAGES[lang], "html_title": TITLE.text(lang)}
    said = [f"-D{name}={value}" for name, value in settings.items()]
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-n", "--keep-going", "-E", "-b", "html"]
    places = ["-d", sources.parent / f"{lang}.doctrees", "-c", FOLDER, sources, target]
    return subprocess.Popen([*command, *said, *places], env={**os.environ, "PYTHONUTF8": "1"})


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
