"""The Annual sheet: every table by year, all on the same columns of years.

A printed page carries the years on top and room for signatures below; a table its unit of money and how to read it.
"""

from __future__ import annotations

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter

from relocation.annual import AnnualRow
from relocation.excel.write import printing, styles
from relocation.excel.write.cell_styles import Look
from relocation.excel.write.conditional_looks import fill_row, mark_used
from relocation.excel.write.draft import Draft
from relocation.excel.write.layout import (
    FIRST_PERIOD_COLUMN,
    OPENING_COLUMN,
    PERIOD_ROW,
    SINGLE_COLUMN,
    AnnualBlock,
    period_column,
)
from relocation.excel.write.page import Page
from relocation.formula.language.expression import LineReference, total
from relocation.labels import Label

SINGLE, OPENING = get_column_letter(SINGLE_COLUMN), get_column_letter(OPENING_COLUMN)
NAME_WIDTH, UNIT_WIDTH = 42.3, 7.5  # a name runs over the column of units where that is empty
BEYOND_ALL = '[>=1000000]"-";0.000'  # a cover that only keeps a year out of the lowest is not for reading
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
    head: Look = {"bold": True, "colour": "FFFFFF", "fill": styles.HEADING_FILL, "alignment": styles.CENTRE}
    for column in ("A", "B", "C", SINGLE, OPENING):
        page.text(f"{column}{PERIOD_ROW}", "", **head)
    page.text(f"A{PERIOD_ROW}", Label("Project year", "项目年序").text(page.draft.lang), **head)
    page.text(f"{SINGLE}{PERIOD_ROW}", Label("Total", "合计").text(page.draft.lang), **head)
    begins = Label("begins", "起始年月").text(page.draft.lang)
    page.text(f"A{PERIOD_ROW + 1}", begins, colour=styles.QUIET, alignment=styles.CENTRE)
    counted: Look = {**head, "number_format": "0"}
    for year, column in page.draft.places.annual.columns:
        # The head counts from the column before, as the axis of periods does.
        page.raw_formula(
            f"{column}{PERIOD_ROW}",
            f"={period_column(year - 1)}{PERIOD_ROW}+1",
            float(year),
            "annual.year",
            year,
            **counted,
        )
        page.formula(
            f"{column}{PERIOD_ROW + 1}",
            page.draft.book.lines["annual.date"].formula,
            "annual.date",
            year,
            colour=styles.QUIET,
            alignment=styles.CENTRE,
            number_format="yyyy-mm",
            fill=styles.TOTAL_FILL,
        )


def _write_table(page: Page, block: AnnualBlock) -> None:
    draft, lang = page.draft, page.draft.lang
    page.section(block.row, block.table.title, draft.book.groups + OPENING_COLUMN)
    unit = Label("Unit: ", "单位：").text(lang) + draft.unit_text("yuan")
    band: Look = {"fill": styles.SECTION_FILL, "colour": styles.ACCENT, "alignment": styles.RIGHT}
    page.text(f"{SINGLE}{block.row}", unit, **band)
    note: Look = {"fill": styles.SECTION_FILL, "colour": styles.QUIET, "italic": True}
    page.text(f"{period_column(1)}{block.row}", block.table.note.text(lang), **note)
    for row, at in block.lines:
        _write_line(page, row, at)


def _write_line(page: Page, row: AnnualRow, at: int) -> None:
    draft, line = page.draft, page.draft.book.lines[row.key]
    look = row_look(page, row, at, period_column(draft.book.groups))
    if line.unit == "share":
        look["number_format"] = "0.0%"
    if row.entry.style == "work" and line.unit == "times":
        look["number_format"] = BEYOND_ALL
    # Money is what the title says and a share stands in per cent; only another unit is named.
    unit = "" if line.unit in {"yuan", "share"} else draft.unit_text(line.unit)
    write_name(page, row, at, look, NAME_WIDTH if unit else NAME_WIDTH + UNIT_WIDTH + 1)
    quiet: Look = {**look, "colour": styles.QUIET, "bold": False}
    page.text(f"B{at}", unit, **quiet)
    if row.key not in draft.book.plan.series:
        page.formula(f"{SINGLE}{at}", line.formula, row.key, **look)
        return
    if "fill" in look:
        fill_row(page, at, page.draft.book.groups + OPENING_COLUMN)
    if line.summed:
        strong: Look = {**look, "bold": row.entry.style == "row"}
        page.formula(f"{SINGLE}{at}", total(LineReference(row.key)), row.key, **strong)
    page.series(at, line.formula, row.key, draft.places.annual.columns, **look)
    if row.entry.style == "check":
        _colour_breach(page, at)


def write_name(page: Page, row: AnnualRow, at: int, look: Look, width: float) -> None:
    """The label of a row, set in by its level, in further lines where it is longer than so many characters."""
    text = page.draft.book.lines[row.key].label.text(page.draft.lang)
    level = max(row.level - 1, 0)
    is_long = printing.lines_of(page.names.text(text, row.item), width - 1 - level) > 1
    indent = Alignment(horizontal="left", vertical="center", indent=level, wrap_text=is_long)
    named: Look = {**look, "alignment": indent}
    page.text(f"A{at}", text, **named)


def row_look(page: Page, row: AnnualRow, at: int, last_column: str) -> Look:
    """Totals stand out, what only explains or proves steps back; the row of a slot looks like nothing until it is used."""
    look: Look = {**_style_of(row), "item": row.item}
    if page.draft.names.is_slot(row.item):
        is_total = look.pop("fill", None) is not None
        look.pop("border", None)
        mark_used(page, f"A{at}:{last_column}{at}", styles.TOTAL if is_total else styles.PLAIN)
    return look


def _style_of(row: AnnualRow) -> Look:
    match row.entry.style:
        case "row" if row.level == 1 and row.entry.unit == "yuan":
            return {"bold": True, "border": styles.TOTAL_LINE, "fill": styles.TOTAL_FILL}
        case "row":
            return {"border": styles.HAIRLINE, "bold": bool(row.entry.parts)}
        case "check" | "work":
            return {"colour": styles.QUIET, "italic": True}
    return {"border": styles.HAIRLINE, "italic": row.entry.style == "detail"}


def _colour_breach(page: Page, row: int) -> None:
    """Red where a check is off by a fen or more."""
    rule = Rule(
        type="cellIs", operator="greaterThanOrEqual", formula=["0.01"],
        dxf=DifferentialStyle(fill=styles.FAIL_FILL),
    )  # fmt: skip
    last = period_column(page.draft.book.groups)
    page.ws.conditional_formatting.add(f"{SINGLE}{row}:{last}{row}", rule)
