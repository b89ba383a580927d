"""The Annual sheet: every table by year, all on the same columns of years.

A printed page carries the years on top and room for signatures below; a table its unit of money and how to read it.
"""

from __future__ import annotations

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from relocation.annual import AnnualRow
from relocation.excel.layout.calculation import (
    FIRST_PERIOD_COLUMN,
    OPENING_COLUMN,
    PERIOD_ROW,
    SINGLE_COLUMN,
    AnnualBlock,
    period_column,
)
from relocation.excel.write import printing, styles
from relocation.excel.write.draft import Draft
from relocation.excel.write.page import Page
from relocation.excel.write.styles import Look, varied
from relocation.formula.language.expression import LineReference, total
from relocation.labels import Label

SINGLE, OPENING = get_column_letter(SINGLE_COLUMN), get_column_letter(OPENING_COLUMN)
NAME_WIDTH, UNIT_WIDTH = 42.3, 7.5  # a name runs over the column of units where that is empty
BEYOND_ALL = '[>=1000000]"-";[<=-0.005]-#,##0.00;#,##0.00'  # a cover that only keeps a year out of the lowest is not for reading
SIGNATURES = Label(
    "Prepared by: __________  Reviewed by: __________  Responsible: __________",
    "编制：__________  复核：__________  负责人：__________",
)


def write_annual(draft: Draft) -> None:
    """Writes every line that stands by years with its live formula."""
    page = Page.of(draft, "annual")
    page.title(
        Label("Annual statements", "年度报表"),
        Label(
            "By project year, twelve months each from the first day; every figure is a live formula.",
            "按项目年度（自起始日起每12个月）汇总，各数字均为实时公式。",
        ),
    )
    _write_head(page)
    for block in draft.places.annual.blocks:
        _write_table(page, block)
    page.widths({"A": NAME_WIDTH, "B": UNIT_WIDTH, "C": 1, SINGLE: 12.5, OPENING: 1})
    for _, column in draft.places.annual.columns:
        page.ws.column_dimensions[column].width = 11.6
    page.ws.freeze_panes = f"{period_column(1)}{PERIOD_ROW + 2}"
    starts = [block.row for block in draft.places.annual.blocks]
    page.print_to_scale((PERIOD_ROW, PERIOD_ROW + 1), columns="A:E", blocks=starts)
    page.foot(SIGNATURES)
    printing.break_columns(page.ws, FIRST_PERIOD_COLUMN, draft.book.groups)


def _write_head(page: Page) -> None:
    heads: dict[str, Label | str] = {
        "A": Label("Project year", "项目年序"),
        **dict.fromkeys(("B", "C", OPENING), ""),
        SINGLE: Label("Total", "合计"),
    }
    for column, text in heads.items():
        page.text(f"{column}{PERIOD_ROW}", text, **styles.HEADING)
    begins = Label("begins", "起始年月")
    page.text(f"A{PERIOD_ROW + 1}", begins, colour=styles.QUIET, alignment=styles.CENTRE)
    counted = varied(styles.HEADING, number_format="0")
    dated = varied(styles.BELOW_HEADING, number_format="yyyy-mm")
    day = page.draft.book.lines["annual.date"].formula
    for year, column in page.draft.places.annual.columns:
        # The head counts from the column before, as the axis of periods does.
        text = f"={period_column(year - 1)}{PERIOD_ROW}+1"
        page.raw_formula(f"{column}{PERIOD_ROW}", text, float(year), "annual.year", year, **counted)
        page.formula(f"{column}{PERIOD_ROW + 1}", day, "annual.date", year, **dated)


def _write_table(page: Page, block: AnnualBlock) -> None:
    draft = page.draft
    page.section(block.row, block.table.title, draft.book.groups + OPENING_COLUMN)
    unit = page.said(Label("Unit: ", "单位：")) + draft.unit_text("yuan")
    band: Look = {"fill": styles.SECTION_FILL, "colour": styles.ACCENT, "alignment": styles.RIGHT}
    page.text(f"{SINGLE}{block.row}", unit, **band)
    note: Look = {"fill": styles.SECTION_FILL, "colour": styles.QUIET, "italic": True}
    page.text(f"{period_column(1)}{block.row}", block.table.note, **note)
    for line, row in block.lines:
        _write_line(page, line, row)


def _write_line(page: Page, shown: AnnualRow, row: int) -> None:
    draft, line = page.draft, page.draft.book.lines[shown.key]
    look = row_look(page, shown, row, period_column(draft.book.groups))
    if shown.entry.style == "work" and line.unit == "times":
        look["number_format"] = BEYOND_ALL
    # Money is what the title says and a share stands in per cent; only another unit is named.
    unit = "" if line.unit in {"yuan", "share"} else draft.unit_text(line.unit)
    write_name(page, shown, row, look, NAME_WIDTH if unit else NAME_WIDTH + UNIT_WIDTH + 1)
    page.text(f"B{row}", unit, **varied(look, colour=styles.QUIET, bold=False))
    if shown.key not in draft.book.plan.series:
        page.formula(f"{SINGLE}{row}", line.formula, shown.key, **look)
        return
    if "fill" in look:
        page.fill_row(row, draft.book.groups + OPENING_COLUMN)
    if line.summed:
        strong = varied(look, bold=shown.entry.style == "row")
        page.formula(f"{SINGLE}{row}", total(LineReference(shown.key)), shown.key, **strong)
    page.series(row, line.formula, shown.key, draft.places.annual.columns, **look)
    if shown.entry.style == "check":  # red where it is off by a fen or more
        cells = f"{SINGLE}{row}:{period_column(draft.book.groups)}{row}"
        page.colour_where(cells, "greaterThanOrEqual", "0.01", styles.FAIL_FILL)


def write_name(page: Page, shown: AnnualRow, row: int, look: Look, width: float) -> None:
    """The label of a row, set in by its level, in further lines where it is longer than so many characters."""
    text = page.said(page.draft.book.lines[shown.key].label)
    level = max(shown.level - 1, 0)
    is_long = printing.lines_of(page.names.text(text, shown.item), width - 1 - level) > 1
    indent = Alignment(horizontal="left", vertical="center", indent=level, wrap_text=is_long)
    page.text(f"A{row}", text, **varied(look, alignment=indent))


def row_look(page: Page, shown: AnnualRow, row: int, last_column: str) -> Look:
    """Totals stand out, what only explains or proves steps back; the row of a slot looks like nothing until it is used."""
    look: Look = {**_style_of(shown), "item": shown.item}
    if page.draft.names.is_slot(shown.item):
        is_total = look.pop("fill", None) is not None
        look.pop("border", None)
        page.mark_used(row, last_column, styles.TOTAL if is_total else styles.PLAIN)
    return look


def _style_of(shown: AnnualRow) -> Look:
    match shown.entry.style:
        case "row" if shown.level == 1 and shown.entry.unit == "yuan":
            return {"bold": True, "border": styles.TOTAL_LINE, "fill": styles.TOTAL_FILL}
        case "row":
            return {"border": styles.HAIRLINE, "bold": bool(shown.entry.parts)}
        case "check" | "work":
            return {"colour": styles.QUIET, "italic": True}
    return {"border": styles.HAIRLINE, "italic": shown.entry.style == "detail"}
