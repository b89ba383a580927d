"""What stands beside words and figures: bars, profiles, charts of lines, trees, and columns for which there is no room."""

import pytest
from rich.cells import cell_len

from relocation.labels import Label, Language, same
from relocation.tables.page import report_page
from relocation.tables.pictures import HIGH, LEGEND, bar_text, grid_lines, line_of_blocks
from relocation.tables.record import (
    NO_WORDS,
    Amount,
    Bar,
    Branch,
    Column,
    Lines,
    Profile,
    Report,
    Row,
    Said,
    Table,
)
from relocation.tables.terminal import report_text


def table(columns: tuple[Column, ...], *rows: Row, chart: Lines | None = None) -> Report:
    return Report(NO_WORDS, tables=(Table("t", NO_WORDS, columns, rows, chart=chart),))


def text(report: Report, lang: Language = "en") -> str:
    return report_text(report, "table", lang, plain=True)


@pytest.mark.parametrize(
    ("counts", "blocks"), [((1, 2, 4, 8), "▁▂▄█"), ((0, 16, 1), " █▁"), ((3,), "█"), ((0, 5), " █")]
)
def test_the_most_have_the_highest_block_and_what_is_there_is_seen(
    counts: tuple[int, ...], blocks: str
) -> None:
    assert line_of_blocks(counts) == blocks
    page = report_page([table((Column("a", NO_WORDS),), Row((Profile(counts),)))])
    assert page.count("<rect") == len(counts)
    assert f'height="{10:.2f}"' in page


def test_a_bar_with_one_side_is_as_long_as_its_share() -> None:
    assert bar_text(Bar(0, 3, None, (0, 12)), 100) == HIGH * 10
    assert bar_text(Bar(0, 12, None, (0, 12)), 20) == HIGH * 20
    assert bar_text(Bar(0, 0, None, (0, 0)), 20) == ""
    columns = (Column("share", NO_WORDS), Column("bar", NO_WORDS, words=True))
    one_sided = table(columns, Row(("a", Bar(0, 3, None, (0, 12)))))
    assert LEGEND.en not in text(one_sided)
    assert LEGEND.zh in text(table(columns, Row(("a", Bar(0, 3, 1, (0, 12))))), "zh")


def test_lines_go_straight_from_point_to_point() -> None:
    chart = Lines((("A", ((0.5, 0.0), (1.5, 12.0))), ("B", ((0.5, 6.0), (1.5, 6.0)))), "mu")
    lines = grid_lines(chart, "yuan", 60)
    assert lines[0].startswith("12.00 ┤")
    assert lines[12].startswith(" 0.00 ┤")
    assert [line.rstrip()[-1] for line in lines[:13]] == ["A" if row != 6 else "B" for row in range(13)]
    assert lines[-1].split() == ["×0.5", "×1.5"]
    assert grid_lines(Lines((("A", ((1, 5.0), (2, 5.0))),), "mu"), "yuan", 60) == []


def test_of_two_lines_at_one_place_the_first_is_seen() -> None:
    points = ((1.0, 0.0), (2.0, 1.0))
    drawn = "".join(grid_lines(Lines((("A", points), ("B", points)), "times"), "yuan", 60))
    assert "A" in drawn
    assert "B" not in drawn


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_tree_tells_each_branch_below_its_own(lang: Language) -> None:
    leaf = Branch(Label("Price <1>: 2", "价格 <1>：2"), "price", (Said(same("printed & read"), "quiet"),))
    report = Report(NO_WORDS, tree=Branch(Label("Revenue: 4", "收入：4"), "revenue", below=(leaf, leaf)))
    lines = text(report, lang).splitlines()
    assert lines[0] == ("Revenue: 4  revenue" if lang == "en" else "收入：4  revenue")
    assert [line[:4] for line in lines[1:]] == ["├── ", "│   ", "└── ", "    "]
    assert lines[2].endswith("printed & read")
    page = report_page([report], lang)
    assert page.count("<li>") == 3
    assert "&lt;1&gt;" in page
    assert "printed &amp; read" in page


SPARE = (
    Column("name", Label("name", "名称"), words=True, room=20),
    Column("first", Label("first", "首列")),
    Column("second", Label("second", "次列"), spare=1),
    Column("third", Label("third", "末列"), spare=2),
)


@pytest.mark.parametrize(("columns", "shown"), [(100, 4), (72, 3), (60, 2)])
def test_spare_columns_leave_from_the_highest(
    monkeypatch: pytest.MonkeyPatch, columns: int, shown: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    long = "1" * 20
    said = text(table(SPARE, Row(("a village with a long name", long, long, long))))
    assert said.split()[:shown] == ["name", "first", "second", "third"][:shown]
    assert said.count(long) == shown - 1
    assert max(map(cell_len, said.splitlines())) <= columns


@pytest.mark.parametrize(("columns", "beside"), [(100, True), (60, False)])
def test_a_column_without_room_may_stand_below_the_name(
    monkeypatch: pytest.MonkeyPatch, columns: int, beside: bool
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    heads = (
        Column("no", Label("no.", "编号"), words=True, unbroken=True),
        Column("name", Label("name", "名称"), words=True),
        Column("value", Label("value", "数值")),
        Column("difference", Label("difference", "差额"), below=True, spare=1),
        Column("place", Label("place", "出处"), words=True, below=True),
    )
    long = "2" * 24
    report = table(
        heads,
        Row(("L01", "the rate of a loan", long, Amount(1.5, "mu"), "line 9")),
        Row(("L02", "another", long, Amount(None, "mu"), "")),
    )
    said = text(report)
    assert ("difference 1.50; line 9" in " ".join(said.split())) is not beside
    assert said.splitlines()[1].split()[-1] == ("difference" if beside else "value")
    assert "line 9" in said
    assert "<small>line 9</small>" in report_page([report])


def test_what_only_readers_need_is_made_for_them_only() -> None:
    def made() -> Report:
        asked.append(True)
        return Report(same("Made"))

    asked: list[bool] = []
    report = Report(NO_WORDS, program=lambda _: {}, csv=lambda _: "", made=made)
    assert (report_text(report, "json", "en"), report_text(report, "csv", "en")) == ("{}\n", "")
    assert not asked
    assert text(report) == "Made\n"
    assert "<h1>Made</h1>" in report_page([report])
