"""The documents say what the program does: generated pages are fresh, commands and Python blocks print what stands there."""

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command

import relocation
from docs.make import COMMANDS, FOLDER, WRITTEN, pages
from relocation.cli import app
from relocation.folders import data_dir
from relocation.scenarios.simulation.spec_file import read_spec
from tests.cli.running import relocation as relocation_command
from tests.documents import READMES, ROOT, blocks, bring_examples, sessions, shell_lines
from tests.rendered_commands import is_rendered
from tests.test_architecture import LAYERS

DOCUMENTS = (*READMES, *sorted(path for path in FOLDER.glob("*.md") if path.name not in WRITTEN))


def run(line: str, folder: Path) -> str:
    """What a command line prints, at the width of a page and in English unless it asks for Chinese."""
    command, *arguments = shlex.split(line)
    assert command == "relocation", line
    with contextlib.chdir(folder):
        outcome = relocation_command(*arguments)
    assert outcome.code == 0, f"{line}: {outcome.stderr}"
    return outcome.stdout


def missing_lines(said: str, printed: str) -> list[str]:
    """The lines of a document that the program does not print, in this order; `...` stands for any lines.

    How many spaces stand between two words is left to the width of the table.
    """
    rest = iter([" ".join(line.split()) for line in printed.splitlines()])
    wanted = [" ".join(line.split()) for line in said.splitlines() if line.strip() not in ("...", "")]
    return [line for line in wanted if not any(line == one for one in rest)]


def test_every_generated_page_is_fresh() -> None:
    stale = [name for name, text in pages().items() if (FOLDER / name).read_text("utf-8") != text]
    assert stale == [], "run: python docs/make.py"


def test_the_generated_pages_hold_every_command() -> None:
    assert set(get_command(app).commands) == set(COMMANDS)  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_every_command_and_public_name_is_in_the_readme(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [name for name in relocation.__all__ if f"`{name}`" not in text] == []
    assert [name for name in COMMANDS if f"| `relocation {name}" not in text] == []


@pytest.mark.parametrize("path", READMES, ids=lambda path: path.name)
def test_the_readme_shows_the_layers_of_the_package(path: Path) -> None:
    [shown] = [block.text for block in blocks(path) if block.marker == "layers"]
    rows = [tuple(re.split(r"\s{2,}", line)[0].split(", ")) for line in shown.splitlines()]
    assert rows == list(reversed(LAYERS))


@pytest.mark.parametrize("marker", ["demo-command", "test-command"])
def test_both_readmes_open_with_the_same_two_commands(marker: str) -> None:
    said = [[block.text for block in blocks(path) if block.marker == marker] for path in READMES]
    assert said[0] == said[1]
    [[command]] = said[:1]
    assert command.startswith("python3 -m venv .venv && .venv/bin/pip install -q ")


def test_the_readmes_have_the_same_sections_blocks_and_figures() -> None:
    english, chinese = (path.read_text("utf-8") for path in READMES)
    assert len(re.findall(r"^## ", english, re.MULTILINE)) == len(re.findall(r"^## ", chinese, re.MULTILINE))
    assert [b[:2] for b in blocks(READMES[0])] == [b[:2] for b in blocks(READMES[1])]
    figures = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
    tables = [re.findall(r"^\|.*\|$", text, re.MULTILINE) for text in (english, chinese)]
    assert len(tables[0]) == len(tables[1])
    for one, other in zip(*tables, strict=True):
        assert set(figures.findall(one)) == set(figures.findall(other))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_pictures_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8"))
    assert targets or path.name == "decisions.md"
    assert [one for one in targets if "://" not in one and not (path.parent / one).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_files_of_the_package_that_are_named_are_there(path: Path) -> None:
    named = re.findall(r"`(relocation/[\w/.]*)`", path.read_text("utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize(
    ("path", "line", "said"), [(path, *session) for path in DOCUMENTS for session in sessions(path)]
)
def test_a_command_prints_what_a_document_shows(path: Path, line: str, said: str, tmp_path: Path) -> None:
    bring_examples(tmp_path)
    assert missing_lines(said, run(line, tmp_path)) == [], path.name


def test_a_wrong_figure_in_a_document_is_noticed() -> None:
    printed = "Balance  49.483\nLoan  66.000\n"
    assert missing_lines("...\nLoan  66.000\n", printed) == []
    assert missing_lines("Balance  49.484\n", printed) == ["Balance 49.484"]
    assert missing_lines("Loan  66.000\nBalance  49.483\n", printed) == ["Balance 49.483"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_shell_lines_of_a_document_run(path: Path, tmp_path: Path) -> None:
    """One after the other in one folder; what makes these pages is left to other tests, as are pages of which every line is rendered."""
    lines = [
        line for line in shell_lines(path) if line not in ("python docs/make.py", "python docs/build_site.py")
    ]
    if all(map(is_rendered, lines)):
        return  # tests/test_rendered.py types them in both languages, and holds that they end well
    bring_examples(tmp_path)
    for line in lines:
        run(line, tmp_path)


def printed_by_comments(text: str) -> list[str]:
    """What the print lines of a block say they print."""
    said = [re.split(r"\s{2,}# ", line) for line in text.splitlines() if line.startswith("print(")]
    return [parts[1].strip() for parts in said if len(parts) == 2]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_python_block_runs_and_prints_what_its_comments_say(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks(path):
        if block.language == "python":
            output = io.StringIO()
            with contextlib.redirect_stdout(output):
                exec(compile(block.text, str(path), "exec"), names)
            assert output.getvalue().splitlines()[
                : len(printed_by_comments(block.text))
            ] == printed_by_comments(block.text)


@pytest.mark.parametrize("name", ["index.md", "index.zh.md"])
def test_the_line_of_ones_own_can_be_added_to_a_project(name: str, tmp_path: Path) -> None:
    [block] = [one for one in blocks(FOLDER / name) if one.language == "toml"]
    lujia = Path(str(data_dir("models"))) / "lujia.toml"
    village = tmp_path / "village.toml"
    village.write_text(lujia.read_text("utf-8") + "\n" + block.text, encoding="utf-8")
    appraisal = relocation.load(village).appraise()
    # 2 percent of 46,529,000 + 12,290,400 + 13,126,600 of construction
    assert appraisal.number("other.management_fee.total") == pytest.approx(1_438_920, abs=0.01)


@pytest.mark.parametrize("name", ["scenarios.md", "scenarios.zh.md"])
def test_the_files_shown_on_scenarios_are_files_that_can_be_used(name: str, tmp_path: Path) -> None:
    shown = {one.language: one.text for one in blocks(FOLDER / name)}
    assert shown["csv"] == (ROOT / "examples" / "futures.csv").read_text("utf-8")
    (tmp_path / "spec.toml").write_text(shown["toml"], encoding="utf-8")
    spec = read_spec(tmp_path / "spec.toml", relocation.load("lujia"))
    assert spec.options == {
        "n": 100_000,
        "seed": 1,
        "sampling": "latin",
        "outputs": ["balance", "cash.minimum"],
        "rules": ["dscr_min>=1.2"],
    }


def test_both_pages_on_scenarios_have_the_same_sections_and_commands() -> None:
    english, chinese = (FOLDER / name for name in ("scenarios.md", "scenarios.zh.md"))
    heads = [re.findall(r"^#+ ", path.read_text("utf-8"), re.MULTILINE) for path in (english, chinese)]
    assert heads[0] == heads[1]
    assert [one[:2] for one in blocks(english)] == [one[:2] for one in blocks(chinese)]
