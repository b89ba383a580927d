"""A points ledger as a live workbook: entries with the balance after each, every household, what it costs the budget.

The sheet of entries is also what `relocation points` reads: add rows in its yellow part, save, and read it again.
"""

from __future__ import annotations

from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName

from relocation.excel.write import styles
from relocation.excel.write.cell_styles import Look
from relocation.excel.write.conditional_looks import colour_where
from relocation.excel.write.draft import Draft, draft_without_places
from relocation.excel.write.input_marks import list_validation
from relocation.excel.write.livelihood_page import SET_IN
from relocation.excel.write.page import Page
from relocation.excel.write.plain_cells import whole_fen
from relocation.excel.write.workbook import bytes_of
from relocation.households.money import Ratio
from relocation.labels import Label, Language
from relocation.points.entries import BALANCE, CHANGE, COLUMNS, SHEET
from relocation.points.ledger import KINDS, PointsEntry, PointsLedger

HOUSEHOLDS, COST = Label("Households", "农户"), Label("Cost", "成本")
HEADING_ROW = 4
FIRST_ROW = HEADING_ROW + 1
SPARE_ROWS = 200  # empty rows for entries to come, already with their balance
BELOW_ZERO = Label("Below zero (rows)", "结余为负的行数")
OPEN: Look = {
    "fill": styles.INPUT_FILL,
    "colour": styles.INPUT_INK,
    "border": styles.HAIRLINE,
    "protection": styles.UNLOCKED,
    "alignment": styles.LEFT,
}
NUMBER: Look = {"border": styles.HAIRLINE, "number_format": "#,##0"}
SUM: Look = {**NUMBER, "bold": True, "fill": styles.TOTAL_FILL}
YUAN = "#,##0.00"
VALUE_NAME = "in_points__value"


def points_workbook(ledger: PointsLedger, value: Ratio, *, lang: Language = "en") -> bytes:
    """The workbook, byte for byte the same for the same ledger; `value` is what a point is worth [fen]."""
    return bytes_of(points_draft(ledger, value, lang=lang), front=0)


def points_draft(ledger: PointsLedger, value: Ratio, *, lang: Language = "en") -> Draft:
    """All sheets with their formulas, and beside them the value of every formula cell."""
    draft = draft_without_places(lang)
    entries, homes, cost = (
        Page(draft, key, draft.workbook.create_sheet(name.text(lang)))
        for key, name in (("points", SHEET), ("households", HOUSEHOLDS), ("cost", COST))
    )
    last = FIRST_ROW + len(ledger.entries) + SPARE_ROWS - 1
    _entries(entries, ledger, last)
    _households(homes, ledger, last)
    _cost(cost, ledger, value, last)
    return draft


def _column(page: Page, letter: str, last: int) -> str:
    """The cells of a column of entries, seen from another sheet."""
    title = page.draft.workbook.worksheets[0].title
    return f"{title}!${letter}${FIRST_ROW}:${letter}${last}"


def _entries(page: Page, ledger: PointsLedger, last: int) -> None:
    lang = page.draft.lang
    page.title(
        Label("Points of the benevolence supermarket", "爱心超市积分"),
        Label(
            "One row for each entry, in order of their days. The balance follows and may not fall below zero.",
            "一行一笔，按日期先后填写；结余自动计算，不得为负。",
        ),
    )
    heads = [*(one.record.label for one in COLUMNS), BALANCE, CHANGE]
    page.heading(HEADING_ROW, [head.text(lang) for head in heads])
    page.ws.row_dimensions[HEADING_ROW].height = 28
    kinds = list_validation([label.text(lang) for label in KINDS.values()])
    kinds.add(f"D{FIRST_ROW}:D{last}")
    page.ws.add_data_validation(kinds)
    balances: dict[str, int] = {}
    for at in range(last - FIRST_ROW + 1):
        row = FIRST_ROW + at
        entry = ledger.entries[at] if at < len(ledger.entries) else None
        _entry(page, row, entry)
        after = None
        if entry is not None:
            after = balances[entry.household] = balances.get(entry.household, 0) + entry.signed
        _balance(page, row, after)
        _change(page, row, entry)
    below = Rule(
        type="cellIs", operator="lessThan", formula=["0"], dxf=DifferentialStyle(fill=styles.FAIL_FILL)
    )
    page.ws.conditional_formatting.add(f"H{FIRST_ROW}:H{last}", below)
    page.widths({"A": 10, "B": 13, "C": 24, "D": 20, "E": 10, "F": 44, "G": 24, "H": 14, "I": 14})
    page.ws.freeze_panes = f"A{FIRST_ROW}"
    page.print_setup(titles=f"1:{HEADING_ROW}")


def _entry(page: Page, row: int, entry: PointsEntry | None) -> None:
    """The seven cells of an entry, or seven empty ones."""
    lang = page.draft.lang
    texts = (
        ("", "", "", "", "", "", "")
        if entry is None
        else (
            entry.identity,
            "",
            entry.household,
            KINDS[entry.kind].text(lang),
            "",
            entry.reason,
            entry.approver,
        )
    )
    for column, text in zip("ABCDEFG", texts, strict=True):
        look: Look = {**OPEN, "alignment": SET_IN if column in "CF" else styles.LEFT}
        cell = page.text(f"{column}{row}", text, **look)
        if column in "AC":
            cell.number_format = "@"  # ids of eighteen digits are texts
    if entry is not None:
        day = page.ws[f"B{row}"]
        day.value, day.number_format = entry.day, "yyyy-mm-dd"
        count: Look = {**OPEN, "number_format": "#,##0", "alignment": styles.RIGHT}
        page.number(f"E{row}", entry.points, "", **count)


def _balance(page: Page, row: int, after: int | None) -> None:
    """What the household's entries in this row and all above come to.

    EXACT tells 01 from 1 and A1 from a1, and takes no id for a pattern; over a column it needs an array formula.
    """
    own = f"EXACT($C${FIRST_ROW}:C{row},C{row})"
    text = f'=IF(C{row}="","",SUM({own}*$I${FIRST_ROW}:I{row}))'
    value = "" if after is None else float(after)
    page.raw_formula(f"H{row}", text, value, f"balance.{row - FIRST_ROW + 1}", array=True, **NUMBER)


def _change(page: Page, row: int, entry: PointsEntry | None) -> None:
    """Points earned, or redeemed ones below zero; what is no number is nothing."""
    earned, redeemed = (label.text(page.draft.lang) for label in KINDS.values())
    text = f'=IF(ISNUMBER(E{row}),((D{row}="{earned}")-(D{row}="{redeemed}"))*E{row},0)'
    value = 0.0 if entry is None else float(entry.signed)
    page.raw_formula(f"I{row}", text, value, f"change.{row - FIRST_ROW + 1}", **NUMBER)


def _households(page: Page, ledger: PointsLedger, last: int) -> None:
    lang = page.draft.lang
    heads = (Label("Household id", "户编号"), *KINDS.values(), Label("Balance", "结余"))
    page.title(HOUSEHOLDS, Label("Households of the ledger when it was written.", "生成本文件时账上的农户。"))
    page.heading(HEADING_ROW, [head.text(lang) for head in heads])
    ids, changes = (_column(page, letter, last) for letter in "CI")
    sums = {household: {"earn": 0, "redeem": 0} for household in ledger.balances()}
    for entry in ledger.entries:
        sums[entry.household][entry.kind] += entry.points
    for row, (household, found) in enumerate(sums.items(), start=FIRST_ROW):
        page.text(f"A{row}", household, border=styles.HAIRLINE).number_format = "@"
        for column, kind, sign in zip("BC", KINDS, (">", "<"), strict=True):
            text = f"=ABS(SUM(EXACT({ids},A{row})*({changes}{sign}0)*{changes}))"
            page.raw_formula(
                f"{column}{row}", text, float(found[kind]), f"{kind}.{row}", array=True, **NUMBER
            )
        left = float(found["earn"] - found["redeem"])
        page.raw_formula(f"D{row}", f"=B{row}-C{row}", left, f"left.{row}", **NUMBER)
    page.widths({"A": 30, "B": 14, "C": 14, "D": 14})
    page.ws.freeze_panes = f"A{FIRST_ROW}"
    page.print_setup(titles=f"1:{HEADING_ROW}", landscape=False)


def _cost(page: Page, ledger: PointsLedger, value: Ratio, last: int) -> None:
    lang = page.draft.lang
    page.title(
        Label("What the points cost the budget", "积分的预算成本"),
        Label("Cost = points redeemed x value of a point.", "成本＝兑换积分×每分价值。"),
    )
    changes = _column(page, "I", last)
    rows: tuple[tuple[Label, str, float, str], ...] = (
        (Label("Points earned", "获得积分"), f'=SUMIF({changes},">0")', ledger.earned, "#,##0"),
        (
            Label("Points redeemed", "兑换积分"),
            f'=-SUMIF({changes},"<0")',
            ledger.redeemed,
            "#,##0",
        ),
        (Label("Not yet redeemed", "未兑换积分"), "=B5-B6", ledger.earned - ledger.redeemed, "#,##0"),
        (Label("Cost (yuan)", "成本（元）"), whole_fen("B6*B4"), ledger.cost(value) / 100, YUAN),
        (Label("Still owed (yuan)", "尚须支付（元）"), whole_fen("B7*B4"), ledger.owed(value) / 100, YUAN),
        (
            BELOW_ZERO,
            f'=COUNTIF({_column(page, "H", last)},"<0")',
            0.0,
            "0",
        ),
    )
    page.text("A4", Label("Value of a point (yuan)", "每分价值（元）").text(lang), border=styles.HAIRLINE)
    open_look: Look = {**OPEN, "number_format": "0.00##", "alignment": styles.RIGHT}
    page.number("B4", float(value.fraction / 100), "", **open_look)
    page.draft.workbook.defined_names[VALUE_NAME] = DefinedName(
        VALUE_NAME, attr_text=f"'{page.ws.title}'!$B$4"
    )
    for row, (label, text, number, number_format) in enumerate(rows, start=5):
        page.text(f"A{row}", label.text(lang), border=styles.HAIRLINE)
        look: Look = {**SUM, "number_format": number_format}
        page.raw_formula(f"B{row}", text, float(number), f"points.{row}", **look)
    colour_where(page, "B10", "greaterThan", "0", styles.FAIL_FILL)
    page.widths({"A": 34, "B": 18})
    page.print_setup(landscape=False)
