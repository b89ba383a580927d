"""The sheets Fund, Gate and Simulation of an insurance scheme: the account live, the gate of each year, and what was drawn."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.workbook.defined_name import DefinedName

from relocation.excel.sheets.fund_claim import PLAIN, SMALL, SUM, WORDS, YUAN
from relocation.excel.write import styles
from relocation.excel.write.page import Page, whole_fen
from relocation.excel.write.styles import Look
from relocation.insurance.fund import COLUMNS, FundYear
from relocation.insurance.poverty_lines import national_lines
from relocation.insurance.scheme import Scheme
from relocation.labels import Label
from relocation.livelihood.income_report import note_of, source_text
from relocation.tables.record import Amount, Report, cell_text

TERMS = (
    ("premium", Label("Premium a year for each insured person", "每名参保人年保费"), YUAN),
    ("insured_share", Label("Insured share of the rural population", "参保比例（占农村人口）"), "0.00%"),
    ("rural_population", Label("Rural population", "农村人口"), "#,##0"),
)
PREMIUM_ROW, FIRST_ROW = 8, 12
YEAR = Label("Year", "年份")
CHECK = Label("Difference (0)", "差额（应为0）")
DRY = Label("Year, if topped up", "需补足的年份")
SOURCE_HEAD = Label("Where the claims come from", "补偿支出的来源")
OPEN: Look = {
    "fill": styles.INPUT_FILL,
    "colour": styles.INPUT_INK,
    "border": styles.HAIRLINE,
    "protection": styles.UNLOCKED,
}
OPEN_YUAN: Look = {**OPEN, "number_format": YUAN}
YEAR_LOOK: Look = {"border": styles.HAIRLINE, "number_format": "0", "alignment": styles.LEFT}
OPEN_YEAR: Look = {**OPEN, "number_format": "0", "alignment": styles.LEFT}


def write_fund(page: Page, scheme: Scheme, years: Sequence[FundYear], origin: Label) -> None:
    """The account of the fund over years; claims and the first opening are yellow, the rest follows."""
    lang = page.draft.lang
    page.title(
        Label(f"{scheme.name.en}: the fund", f"{scheme.name.zh}：基金收支"),
        Label(
            "Yuan. Opening + premium + top-up - claims = carried forward, which opens the next year. Change the yellow cells.",
            "单位：元。期初结余＋保费收入＋财政补足－补偿支出＝结转下年。请修改黄色单元格。",
        ),
    )
    _terms(page, scheme, years[0].premium)
    heads = [YEAR, *COLUMNS.values(), CHECK, DRY, SOURCE_HEAD]
    page.heading(FIRST_ROW - 1, [head.text(lang) for head in heads])
    page.ws.row_dimensions[FIRST_ROW - 1].height = 30
    for at, one in enumerate(years):
        _year(page, FIRST_ROW + at, one, first=not at, origin=origin)
    _totals(page, FIRST_ROW + len(years), years)
    page.widths({"A": 46, "B": 18, "C": 18, "D": 18, "E": 18, "F": 18, "G": 14, "H": 14, "I": 50})
    page.ws.freeze_panes = f"B{FIRST_ROW}"
    page.print_setup(titles="1:2")


def _terms(page: Page, scheme: Scheme, premium: int) -> None:
    lang = page.draft.lang
    for row, (key, label, number_format) in enumerate(TERMS, start=4):
        page.text(f"A{row}", label.text(lang), **WORDS)
        look: Look = {**OPEN, "number_format": number_format}
        page.number(f"B{row}", getattr(scheme.fund, key), "", **look)
        source = scheme.sources.get(f"fund.{key}")
        said = Label(
            "; ".join(filter(None, (source_text(source).en, note_of(source).en))),
            "；".join(filter(None, (source_text(source).zh, note_of(source).zh))),
        )
        page.text(f"C{row}", said.text(lang), size=8, colour=styles.QUIET)
        name = f"in_fund__{key}"
        page.draft.workbook.defined_names[name] = DefinedName(name, attr_text=f"'{page.ws.title}'!$B${row}")
    label = Label("Premium of a year by the scheme", "方案年保费总额")
    page.text(f"A{PREMIUM_ROW - 1}", label.text(lang), **WORDS)
    page.raw_formula(
        f"B{PREMIUM_ROW - 1}",
        whole_fen("B4*B5*B6"),
        scheme.yearly_premium / 100,
        "fund.premium_by_scheme",
        **PLAIN,
    )
    page.text(
        f"A{PREMIUM_ROW}",
        Label("Another premium of a year, if not 0", "另定年保费（非0时采用）").text(lang),
        **WORDS,
    )
    other = 0.0 if premium == scheme.yearly_premium else premium / 100
    page.number(f"B{PREMIUM_ROW}", other, "", **OPEN_YUAN)


def _year(page: Page, row: int, one: FundYear, *, first: bool, origin: Label) -> None:
    lang = page.draft.lang
    if first:
        page.number(f"A{row}", one.year, "", **OPEN_YEAR)
        page.number(f"B{row}", one.opening / 100, "", **OPEN_YUAN)
    else:
        page.raw_formula(f"A{row}", f"=A{row - 1}+1", float(one.year), None, **YEAR_LOOK)
        _put(page, f"B{row}", f"=F{row - 1}", one.opening, f"{one.year}.opening")
    premium = f"$B${PREMIUM_ROW}"
    _put(
        page,
        f"C{row}",
        f"=IF({premium}>0,{premium},$B${PREMIUM_ROW - 1})",
        one.premium,
        f"{one.year}.premium",
    )
    _put(page, f"D{row}", f"=MAX(0,ROUND(E{row}-B{row}-C{row},2))", one.top_up, f"{one.year}.top_up")
    page.number(f"E{row}", one.claims / 100, "", **OPEN_YUAN)
    _put(
        page, f"F{row}", f"=ROUND(B{row}+C{row}+D{row}-E{row},2)", one.carried_forward, f"{one.year}.carried"
    )
    _put(
        page, f"G{row}", f"=ROUND(B{row}+C{row}+D{row}-E{row}-F{row},2)", one.difference, f"{one.year}.check"
    )
    dry = float(one.year) if one.top_up else ""
    page.raw_formula(f"H{row}", f'=IF(D{row}>0,A{row},"")', dry, f"fund.{one.year}.dry", **YEAR_LOOK)
    page.text(f"I{row}", origin.text(lang), **SMALL)


def _put(page: Page, cell: str, text: str, fen: int, part: str) -> None:
    page.raw_formula(cell, text, fen / 100, f"fund.{part}", **PLAIN)


def _totals(page: Page, row: int, years: Sequence[FundYear]) -> None:
    lang = page.draft.lang
    page.text(f"A{row}", Label("All years", "各年合计").text(lang), bold=True, fill=styles.TOTAL_FILL)
    for column, key in (("C", "premium"), ("D", "top_up"), ("E", "claims")):
        total = sum(getattr(one, key) for one in years) / 100
        page.raw_formula(
            f"{column}{row}",
            f"=SUM({column}{FIRST_ROW}:{column}{row - 1})",
            total,
            f"fund.total.{key}",
            **SUM,
        )
    dry = next((one.year for one in years if one.top_up), 0)
    page.text(
        f"A{row + 1}",
        Label("First year that needs a top-up (0: none)", "首次需补足的年份（0为无）").text(lang),
    )
    years_of = f"H{FIRST_ROW}:H{row - 1}"
    text = f"=IF(COUNT({years_of})=0,0,MIN({years_of}))"
    look: Look = {**SUM, "number_format": "0"}
    page.raw_formula(f"D{row + 1}", text, float(dry), "fund.first_dry_year", **look)


def write_gate(page: Page, scheme: Scheme) -> None:
    """The income above which nothing is paid, year by year: times the poverty line of the year before."""
    lang = page.draft.lang
    page.title(
        Label("The income gate", "收入保障线"),
        Label(
            "Yuan a person and year. Gate = times x the national line of the year before; exactly the gate is let through.",
            "元/人·年。保障线＝倍数×上年国家贫困标准；恰等于时视为符合。",
        ),
    )
    page.text("A4", Label("Times last year's line", "上年标准倍数").text(lang), **WORDS)
    page.number("B4", scheme.income_gate.times, "", **OPEN_YUAN)
    page.text("D4", source_text(scheme.sources.get("income_gate.times")).text(lang), **SMALL)
    page.heading(
        6,
        [
            one.text(lang)
            for one in (
                Label("Year of the claim", "申请年份"),
                Label("Line of the year before", "上年标准"),
                Label("Gate", "保障线"),
                Label("Source of the line", "标准来源"),
            )
        ],
    )
    national = national_lines()
    sources = {one.year: national.sources.get(f"lines.{key}.amount") for key, one in national.lines.items()}
    own = {
        one.year: scheme.sources.get(f"income_gate.lines.{key}.amount")
        for key, one in scheme.income_gate.lines.items()
    }
    for row, year in enumerate(sorted(scheme.poverty_lines), start=7):
        gate = scheme.gate(year + 1)
        assert gate is not None
        page.number(f"A{row}", year + 1, "", **YEAR_LOOK)
        page.number(f"B{row}", scheme.poverty_lines[year].amount, "", **OPEN_YUAN)
        page.raw_formula(f"C{row}", whole_fen(f"$B$4*B{row}"), gate / 100, f"gate.{year + 1}", **PLAIN)
        page.text(f"D{row}", source_text(own.get(year) or sources.get(year)).text(lang), **SMALL)
    page.widths({"A": 26, "B": 22, "C": 18, "D": 70})
    page.print_setup(titles="1:6")


def write_simulation(page: Page, report: Report) -> None:
    """What was drawn, as values: the tables and sentences of the report."""
    lang = page.draft.lang
    page.title(
        Label("Simulated futures of the fund (values)", "基金模拟结果（数值）"),
        Label(
            "Drawn when this file was written; it does not move.", "生成本文件时的抽样结果，不随填写变动。"
        ),
    )
    row = 4
    for answer in report.answers:
        page.text(f"A{row}", answer.text(lang), bold=True)
        row += 1
    for table in report.tables:
        page.section(row + 1, table.title, len(table.columns))
        page.heading(row + 2, [column.heading(lang) for column in table.columns])
        page.ws.row_dimensions[row + 2].height = 32
        row += 3
        for one in table.rows:
            for at, cell in enumerate(one.cells):
                _value(
                    page,
                    f"{'ABCDEFGH'[at]}{row}",
                    cell_text(cell, lang),
                    cell if isinstance(cell, Amount) else None,
                )
            row += 1
    for note in report.notes:
        row += 1
        page.text(f"A{row}", note.text(lang), size=8, colour=styles.QUIET)
    page.widths(dict.fromkeys("ABCDEFGH", 22))
    page.print_setup(titles="1:2")


FORMATS = {"year": "0", "probability": "0.00%", "yuan": "#,##0", "fen": YUAN}


def _value(page: Page, cell: str, text: str, amount: Amount | None) -> None:
    if amount is None or amount.plain is None:
        page.text(cell, text, **WORDS)
    else:
        look: Look = {"border": styles.HAIRLINE, "number_format": FORMATS.get(amount.unit, "#,##0.######")}
        page.number(cell, float(amount.plain), "", **look)
