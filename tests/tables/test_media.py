"""A report in each medium and both languages: what is said, in which order, with which marks, and what programs get."""

import json
import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from relocation.labels import Label, Language, same
from relocation.tables.cells import FAILS, HOLDS
from relocation.tables.page import report_page
from relocation.tables.pictures import LOW, NOW
from relocation.tables.programs import report_csv
from relocation.tables.record import (
    NO_WORDS,
    Amount,
    Bar,
    Column,
    Named,
    Report,
    Row,
    Said,
    Stacked,
    Table,
)
from relocation.tables.terminal import report_text, wrapped

LOANS = Table(
    "loans",
    Label("Loans", "贷款"),
    (
        Column("loan", Label("loan", "贷款"), words=True),
        Column("repaid", Label("repaid\nso far", "已\n还本")),
        Column("cover", Label("cover", "倍数")),
        Column("holds", Label("holds", "满足")),
        Column("source", Label("source", "来源"), words=True, below=True),
    ),
    (
        Row((Label("Banks", "银行"),), band=True),
        Row(
            (
                Named("adbc", Label("ADBC <10 years>", "农发行")),
                Amount(66e6, "yuan"),
                Amount(1.3, "times", before="≥ "),
                HOLDS,
                "contract & note",
            ),
            depth=1,
        ),
        Row(
            (
                Named("icbc", Label("ICBC", "工行")),
                Amount(None, "yuan"),
                Amount(float("nan"), "times"),
                FAILS,
                "",
            ),
            depth=1,
        ),
        Row(
            (
                Label("Together", "合计"),
                Amount(66e6, "yuan", signed=True),
                Amount(None, "times"),
                Named(None, Label("not judged", "不适用"), "quiet"),
                "",
            ),
            strong=True,
            apart=True,
        ),
    ),
    scale="million",
    scaled=True,
    notes=(Said(Label("Level payments.", "等额还款。"), "warn"),),
)
REPORT = Report(
    Label("Lujia", "陆家"),
    (Said(Label("Viable.", "可行。"), "good"), Label("All <is> well.", "一切正常。")),
    (LOANS, Table("none", Label("Nothing here", "无"), LOANS.columns, ())),
    (Label("A note.", "附注。"),),
    {"viable": True, "loan": Amount(66e6, "yuan"), "cover": Amount(float("nan"), "times"), "year": None},
)


def lines(report: Report, lang: Language = "en") -> list[str]:
    return report_text(report, "table", lang, plain=True).splitlines()


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            [
                "Lujia",
                "Viable.",
                "All <is> well.",
                "Loans (million yuan)",
                "so far",
                "Banks",
                "ADBC <10 years>",
                "contract & note",
                "ICBC",
                "Together",
                "Level payments.",
                "A note.",
            ],
        ),
        (
            "zh",
            [
                "陆家",
                "可行。",
                "一切正常。",
                "贷款（百万元）",
                "还本",
                "银行",
                "农发行",
                "contract & note",
                "工行",
                "合计",
                "等额还款。",
                "附注。",
            ],
        ),
    ],
)
def test_the_terminal_tells_everything_in_order(lang: Language, said: list[str]) -> None:
    text = report_text(REPORT, "table", lang, plain=True)
    assert [text.index(one) for one in said] == sorted(text.index(one) for one in said)
    assert "\ue000" not in text


def test_figures_end_in_one_place_and_rows_are_set_in() -> None:
    rows = [line for line in lines(REPORT, "zh") if "66.000" in line or "工行" in line]
    assert "≥ 1.30" in rows[0]
    assert rows[0].split()[1] == "66.000"
    assert rows[1].split()[1:] == ["-", "n/a", "✗"]
    assert rows[2].split()[1:] == ["+66.000", "-", "不适用"]
    ends = {cell_len(row[: row.index("66.000") + 6]) for row in (rows[0], rows[2])}
    assert len(ends) == 1
    assert rows[0].index("农发行") == rows[2].index("合计") + 2


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_page_escapes_and_marks(lang: Language) -> None:
    page = report_page([REPORT], lang)
    assert page.startswith(f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">')
    assert '<p class="answer good">' in page
    assert "<td class=good>✓</td>" not in page
    assert '<td class="n good">✓</td>' in page
    assert '<td class="n bad">✗</td>' in page
    assert '<tr class="strong apart">' in page
    assert '<th scope=rowgroup colspan="4">' in page
    assert "<small>contract &amp; note</small>" in page
    assert "contract & note" not in page
    if lang == "en":
        assert "<th class=d1 scope=row>ADBC &lt;10 years&gt;<small>" in page
        assert "<p class=answer>All &lt;is&gt; well.</p>" in page
        assert "repaid so far</th>" in page
    assert "http" not in page


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_programs_get_ids_numbers_and_null(lang: Language) -> None:
    record = json.loads(report_text(REPORT, "json", lang))
    assert record["viable"] is True
    assert record["loan"] == 66e6
    assert record["cover"] is None
    assert record["year"] is None
    assert [row["loan"] for row in record["loans"]] == [
        "adbc",
        "icbc",
        "Together" if lang == "en" else "合计",
    ]
    assert [row["repaid"] for row in record["loans"]] == [66e6, None, 66e6]
    assert [row["holds"] for row in record["loans"]] == [True, False, None]
    assert record["answers"][0] == ("Viable." if lang == "en" else "可行。")
    heads, first, *_ = report_csv(REPORT, lang).splitlines()
    assert heads == "loan,repaid,cover,holds,source"
    assert first == "adbc,66000000.0,1.3,True,contract & note"


def test_what_programs_rely_on_may_have_a_shape_of_its_own() -> None:
    report = Report(
        Label("", ""), (), (LOANS,), program=lambda lang: {"lang": lang}, csv=lambda lang: f"{lang}\n"
    )
    assert json.loads(report_text(report, "json", "zh")) == {"lang": "zh"}
    assert report_text(report, "csv", "zh") == "zh\n"


def test_readers_see_the_rows_that_are_shown_and_programs_all() -> None:
    rows = tuple(Row((Amount(year, "year"), Amount(year, "number"))) for year in range(2000, 2010))
    columns = (Column("year", Label("year", "年")), Column("n", Label("n", "数")))
    table = Table("years", Label("Years", "逐年"), columns, rows, frozenset({0, 9}))
    report = Report(Label("T", "题"), (), (table,))
    assert [line.split()[0] for line in lines(report) if line.strip().startswith("20")] == ["2000", "2009"]
    assert len(json.loads(report_text(report, "json", "en"))["years"]) == 10
    assert report_page([report]).count("<tr>") == 3


def wide(parted: bool) -> Report:
    columns = [Column("line", Label("line", "项目"), words=True)]
    columns += [Column(f"p{year}", Label(str(year), str(year))) for year in range(2000, 2024)]
    cells = (Label("Income", "收入"), *(Amount(1_234_567, "yuan") for _ in range(24)))
    table = Table(
        "plan",
        Label("Cash plan", "资金计划"),
        tuple(columns),
        (Row(cells),),
        parted=parted,
        spanned=True,
        scaled=True,
    )
    return Report(Label("", ""), (), (table,))


@pytest.mark.parametrize("columns", [60, 100])
def test_a_table_that_is_too_wide_goes_on_below(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    said = lines(wide(True))
    assert max(map(cell_len, said)) <= columns
    years = [year for line in said if line.strip().startswith("line ") for year in line.split()[1:]]
    assert years == [str(year) for year in range(2000, 2024)]
    assert sum("Income" in line for line in said) == sum("Cash plan 20" in line for line in said) > 1
    assert all(line.endswith("(yuan)") for line in said if "Cash plan" in line)


def test_columns_that_are_kept_or_joined_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    columns = [Column("output", Label("output", "指标"), words=True)]
    for case in range(6):
        columns.append(Column(f"v{case}", Label(f"case{case}", "方案")))
        columns.append(Column(f"d{case}", Label(f"less{case}", "差额"), joined=True))
    columns.append(Column("unit", Label("unit", "单位"), words=True, kept=True))
    cells = (Label("NPV", "净现值"), *(Amount(1e6, "yuan") for _ in range(12)), Label("yuan", "元"))
    table = Table("cases", Label("", ""), tuple(columns), (Row(cells),), parted=True)
    heads = [line.split() for line in lines(Report(Label("", ""), (), (table,))) if "output" in line]
    assert len(heads) > 1
    for head in heads:
        assert head[0] == "output"
        assert head[-1] == "unit"
        values, differences = head[1:-1:2], head[2:-1:2]
        assert [one[-1] for one in values] == [one[-1] for one in differences]


def test_a_bar_and_what_is_stacked_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    columns = (
        Column("input", Label("input", "输入项"), words=True),
        Column("mean", Label("mean", "均值")),
        Column("bar", Label("", ""), words=True, unbroken=True),
    )
    stacked = Stacked((Amount(49e6, "yuan"), Amount(1e6, "yuan", before="±")))
    rows = (
        Row(("price", stacked, Bar(0.0, 3.0, 1.0, (0.0, 3.0)))),
        Row(("rate", Amount(None, "yuan"), Bar(1.0, 1.0, 1.0, (1.0, 1.0)))),
    )
    report = Report(Label("", ""), (), (Table("tornado", Label("", ""), columns, rows, scale="million"),))
    said = lines(report)
    first = next(line for line in said if "price" in line)
    assert "49.000" in first
    assert first.count(LOW) * 2 == pytest.approx(first.count("█"), abs=2)
    assert NOW in first
    assert any(line.strip() == "±1.000" for line in said)
    page = report_page([report])
    assert page.count("<rect") == 4
    assert "<small>±1.000</small>" in page
    assert json.loads(report_text(report, "json", "en"))["tornado"][0] == {
        "input": "price",
        "mean": 49e6,
        "bar": None,
    }


@pytest.mark.parametrize("columns", range(60, 70))
def test_chinese_is_broken_anywhere_but_not_in_a_figure(
    monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = "指标单价低于 78,109.74 元/亩（下降 20.00 %）时资金不能平衡，" * 6
    said = lines(Report(Label("", ""), (Label("", text),)), "zh")
    assert "".join("".join(said).split()) == "".join(text.split())
    assert all(cell_len(line) > columns - 12 for line in said[:-1])
    assert [line for line in said if line[0] in "，）。" or re.match(r"[\d,.]*%|,\d|\.\d", line)] == []
    assert sum(line.count("78,109.74") for line in said) == sum(line.count("20.00 %") for line in said) == 6


def test_a_chinese_heading_is_broken_outside_words_and_brackets() -> None:
    assert wrapped("财务净现值（FNPV，首期不折现）", 12).splitlines() == [
        "财务净现值",
        "（FNPV，首期不折",
        "现）",
    ]
    assert wrapped("期末余额", 12) == "期末余额"
    assert wrapped("Net present value", 12).splitlines() == ["Net present", "value"]


@pytest.mark.parametrize(("figures", "parts"), [(12, 1), (13, 1), (14, 2), (24, 2), (40, 4)])
def test_a_page_goes_on_below_where_paper_is_too_narrow(figures: int, parts: int) -> None:
    """Every figure once, in its order, with its row's name in every part; the title above and the notes below stand once."""
    columns = (
        Column("name", Label("name", "名称"), words=True),
        *(Column(f"{number}", same(f"c{number}")) for number in range(figures)),
        Column("unit", Label("unit", "单位"), words=True),
    )
    rows = (
        Row((same("a band"),), band=True),
        Row((same("a row"), *map(str, range(100, 100 + figures)), same("m2"))),
    )
    table = Table("t", Label("Wide", "宽"), columns, rows, parted=True, notes=(same("a note"),))
    text = report_page([Report(NO_WORDS, tables=(table,))], "en")
    assert (text.count("<table"), text.count("Wide"), text.count("a note")) == (parts, 1, 1)
    assert [text.count(word) for word in ("a row", "a band", ">m2<", ">unit<")] == [parts] * 4
    assert re.findall(r">(1\d\d)<", text) == [*map(str, range(100, 100 + figures))]
    assert re.findall(r">c(\d+)<", text) == [*map(str, range(figures))]
    whole = report_page([Report(NO_WORDS, tables=(replace(table, parted=False),))], "en")
    assert whole.count("<table") == 1
