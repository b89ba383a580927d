"""How tables look: as wide as the terminal and no wider, columns aligned in both languages, plain without a terminal."""

import re

import pytest
from rich.cells import cell_len

from relocation.labels import said_twice
from relocation.tables.terminal import text_of
from tests.cli.running import relocation

COMMANDS = [
    ("demo",),
    ("run", "lujia"),
    ("explain", "lujia", "fund_balance.balance"),
    ("loan", "--principal", "66000000", "--rate", "0.049", "--term", "10", "--grace", "2"),
    ("schema",),
]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("columns", [80, 100, 160])
@pytest.mark.parametrize("command", COMMANDS[:3], ids=lambda command: command[0])
def test_no_line_is_wider_than_the_terminal(command: tuple[str, ...], columns: int, lang: str) -> None:
    outcome = relocation(*command, "--lang", lang, columns=columns)
    assert outcome.code == 0
    widest = max(outcome.stdout.splitlines(), key=cell_len)
    assert cell_len(widest) <= columns, widest


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("command", COMMANDS[3:], ids=lambda command: command[0])
def test_a_table_of_large_figures_fits_a_page(command: tuple[str, ...], lang: str) -> None:
    assert max(map(cell_len, relocation(*command, "--lang", lang).stdout.splitlines())) <= 100


@pytest.mark.parametrize("columns", [60, 100])
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_nothing_is_cut_however_narrow_the_terminal(command: tuple[str, ...], columns: int) -> None:
    assert "…" not in relocation(*command, columns=columns).stdout


@pytest.mark.parametrize("columns", [60, 80, 100, 160])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_figure_of_the_demo_is_broken_or_cut(columns: int, lang: str) -> None:
    said = relocation("demo", "--lang", lang, columns=columns).stdout
    for figure in ("163,266,000", "113,783,000", "49,483,000", "66,000,000", "107,000", "-5,848,000"):
        assert figure in said


@pytest.mark.parametrize("columns", [60, 100])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_cash_plan_shows_every_period_once(columns: int, lang: str) -> None:
    said = relocation("run", "lujia", "--lang", lang, columns=columns).stdout
    heads = [line.split() for line in said.splitlines() if re.fullmatch(r"(\s+20\d\d)+\s*", line)]
    assert [year for head in heads for year in head] == [str(year) for year in range(2016, 2028)]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_numbers_of_a_column_end_in_one_place(lang: str) -> None:
    """A Chinese character takes two places on the terminal."""
    lines = relocation("run", "lujia", "--lang", lang, "--unit", "yuan").stdout.splitlines()
    ends = set()
    for line in lines[lines.index("Fund balance" if lang == "en" else "资金平衡表") + 2 :]:
        if not line:
            break
        match = re.search(r"[\d,]{5,}(?=\s)", line)
        if match:
            ends.add(cell_len(line[: match.end()]))
    assert len(ends) == 1


def test_without_a_terminal_there_is_no_colour() -> None:
    for command in COMMANDS:
        assert "\x1b" not in relocation(*command).stdout


def test_a_long_plan_runs_down_the_page() -> None:
    changes = ("--set", "timeline.period=month", "--set", "timeline.periods=120")
    lines = relocation("run", "lujia", *changes).stdout.splitlines()
    rows = [line for line in lines if re.match(r"\s+20\d\d-\d\d\s", line)]
    assert len(rows) >= 120
    assert any("-f csv" in line for line in lines)


def test_the_demo_explains_every_discrepancy() -> None:
    said = " ".join(relocation("demo").stdout.split())
    assert said.count("Hou, line") >= 12
    for text in ("198", "17,561", "1,609,100", "47 percent"):
        assert text in said
    assert "数" not in said.replace("输出语言", "")
    assert not re.search("percent", relocation("demo", "--lang", "zh").stdout)


def test_a_name_in_square_brackets_is_no_command_to_the_terminal() -> None:
    assert text_of(["[bold]dear[/bold] :smile:"]) == "[bold]dear[/bold] :smile:\n"


@pytest.mark.parametrize(
    ("text", "en", "zh"),
    [
        ("See brick houses. / 见砖房。", "See brick houses.", "见砖房。"),
        ("1,000 / 2 = 500", "1,000 / 2 = 500", "1,000 / 2 = 500"),
        ("only English", "only English", "only English"),
        ("只有 / 中文", "只有 / 中文", "只有 / 中文"),
    ],
)
def test_a_note_in_two_languages_is_shown_in_one(text: str, en: str, zh: str) -> None:
    assert said_twice(text) == (en, zh)
