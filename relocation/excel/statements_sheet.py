"""The Statements sheet: fund balance, sources and uses, cash plan, loan schedules, household, published figures."""

from __future__ import annotations

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from relocation.excel import styles
from relocation.excel.item_names import mark
from relocation.excel.layout import OPENING_COLUMN, SINGLE_COLUMN, period_column
from relocation.excel.page import Draft, Look, Page
from relocation.excel.passes import mark_used
from relocation.formula.expression import LineReference, total
from relocation.labels import Label
from relocation.project.names import is_slot
from relocation.project.slots import slots_on
from relocation.statements import (
    CONVENTION_NOTES,
    LOAN_CONVENTIONS,
    LOAN_TIMES,
    ORDER_NOTE,
    STATEMENT_TITLES,
    Row,
    cash_plan_rows,
    fund_balance_rows,
    gap_rows,
    household_rows,
    loan_paths,
    loan_rows,
    published_rows,
    sources_and_uses_rows,
)

SINGLE = get_column_letter(SINGLE_COLUMN)


def write_statements(draft: Draft) -> None:
    """Writes the statements as links to the Calculation sheet."""
    page = draft.page("statements")
    page.title(
        Label("Statements", "报表"),
        Label(
            "Fund balance and cash plan stand side by side and are never mixed: a loan is financing, never revenue.",
            "资金平衡与资金计划分列，互不混淆：贷款是融资，不是收入。",
        ),
    )
    page.time_axis()
    last = draft.book.periods + OPENING_COLUMN
    row = 7
    for name, rows in (
        ("fund_balance", fund_balance_rows(draft.book)),
        ("sources_and_uses", sources_and_uses_rows(draft.book)),
        ("cash_plan", cash_plan_rows(draft.book)),
    ):
        row = _write_statement(page, row, STATEMENT_TITLES[name], rows, last)
    row = _write_loans(page, row, last, spare=False)
    for name, rows in (("household", household_rows(draft.book)), ("gap", gap_rows(draft.book))):
        row = _write_statement(page, row, STATEMENT_TITLES[name], rows, last)
    row = _write_published(page, row, last)
    _write_loans(page, row, last, spare=True)
    page.widths({"A": 52, "B": 13, "C": 1, SINGLE: 16, get_column_letter(OPENING_COLUMN): 1})
    for _, column in draft.places.calculation.columns:
        page.ws.column_dimensions[column].width = 13.5
    page.ws.freeze_panes = f"{period_column(1)}6"
    page.print_setup(titles="1:5", columns="A:E", pages_wide=-(-draft.book.periods // 12))


def _write_loans(page: Page, row: int, last: int, *, spare: bool) -> int:
    """The schedules of the loans, or those of the spare slots, which stand at the end of the sheet."""
    title = STATEMENT_TITLES["loan"]
    for path in loan_paths(page.draft.book):
        if is_slot(path) == spare:
            said = Label(f"{title.en}: {mark(path)}", f"{title.zh}：{mark(path)}")
            row = _write_statement(page, row, said, loan_rows(path), last, path) - 1
            row = _write_conventions(page, row, path) + 1
    return row


def _write_conventions(page: Page, row: int, path: str) -> int:
    """Below a schedule: how the loan is counted, as links to what was chosen on the Inputs sheet."""
    draft, places = page.draft, page.draft.places.on("statements", SINGLE)
    indent = Alignment(indent=2, vertical="center")
    quiet: Look = {"colour": styles.QUIET, "size": 8, "alignment": indent, "item": path}
    for key in LOAN_CONVENTIONS:
        item = draft.book.inputs[f"{path}.{key}"]
        page.text(f"A{row}", item.label.text(draft.lang), **quiet)
        shown: Look = {**quiet, "alignment": styles.RIGHT, "number_format": "0"}
        page.link(f"{SINGLE}{row}", places.input(item.key), draft.input_value(item.key), item.key, **shown)
        row += 1
    for key, label in LOAN_TIMES.items():
        page.text(f"A{row}", label.text(draft.lang), **quiet)
        line = f"{path}.{key}"
        page.link(f"{SINGLE}{row}", places.line(line), draft.value(line, None), line, **shown)
        row += 1
    for note in (*CONVENTION_NOTES, ORDER_NOTE):
        page.text(f"A{row}", note.text(draft.lang), **quiet)
        row += 1
    return row


def _write_statement(page: Page, row: int, title: Label, rows: list[Row], last: int, item: str = "") -> int:
    if is_slot(item):
        page.text(f"A{row}", title.text(page.draft.lang), bold=True, size=11, colour=styles.ACCENT)
        mark_used(page, f"A{row}:{get_column_letter(last)}{row}", styles.SECTION)
    else:
        page.section(row, title, last)
    for one in rows:
        row += 1
        _write_row(page, row, one)
    return row + 2


def _write_row(page: Page, row: int, item: Row) -> None:
    """A row of a statement; one of a slot is blank until the slot is used."""
    draft, line = page.draft, page.draft.book.lines[item.key]
    of = next(iter(slots_on(item.key)), "")
    look: Look = {"bold": item.is_total, "item": of}
    if of:
        across = f"A{row}:{get_column_letter(draft.book.periods + OPENING_COLUMN)}{row}"
        mark_used(page, across, styles.TOTAL if item.is_total else styles.PLAIN)
    elif item.is_total:
        _fill_row(page, row)
        look |= {"border": styles.TOTAL_LINE, "fill": styles.TOTAL_FILL}
    else:
        look |= {"border": styles.HAIRLINE}
    indent = Alignment(indent=0 if item.is_total else 1 + item.is_detail, vertical="center", wrap_text=True)
    named: Look = {**look, "alignment": indent, "italic": item.is_detail}
    page.text(f"A{row}", (item.label or line.label).text(draft.lang), **named)
    quiet: Look = {**look, "colour": styles.QUIET, "alignment": styles.LEFT, "size": 8, "bold": False}
    page.text(f"B{row}", draft.unit_text(line.unit), **quiet)
    if item.key not in draft.book.plan.series:
        page.line(f"{SINGLE}{row}", item.key, **look)
        return
    if line.summed:
        page.formula(f"{SINGLE}{row}", total(LineReference(item.key)), item.key, **look)
    for period, column in draft.places.calculation.columns:
        page.line(f"{column}{row}", item.key, period, **look)


def _fill_row(page: Page, row: int) -> None:
    """A total reaches over the whole width, so that the eye can follow it from its name to the last period."""
    for column in range(1, page.draft.book.periods + OPENING_COLUMN + 1):
        cell = page.ws.cell(row, column)
        cell.fill, cell.border = styles.TOTAL_FILL, styles.TOTAL_LINE


def _write_published(page: Page, row: int, last: int) -> int:
    rows = published_rows(page.draft.book)
    if not rows:
        return row
    page.section(row, STATEMENT_TITLES["published"], last)
    lang = page.draft.lang
    for column, text in (
        (SINGLE, Label("Ours", "本模型")),
        ("F", Label("As printed", "原文")),
        ("G", Label("Difference", "差额")),
    ):
        page.text(
            f"{column}{row}", text.text(lang), bold=True, fill=styles.SECTION_FILL, alignment=styles.RIGHT
        )
    for identity in rows:
        row += 1
        line = page.draft.book.lines[f"published.{identity}.ours"]
        page.text(
            f"A{row}", line.label.text(lang), alignment=Alignment(indent=1, vertical="center", wrap_text=True)
        )
        page.text(f"B{row}", page.draft.unit_text(line.unit), colour=styles.QUIET)
        plain: Look = {
            "number_format": "#,##0.00"
            if line.unit != "yuan"
            else styles.number_format("yuan", page.draft.money)
        }
        page.line(f"{SINGLE}{row}", f"published.{identity}.ours", **plain)
        path = f"published.{identity}.value"
        places = page.draft.places.on("statements", "F")
        page.raw_formula(f"F{row}", f"={places.input(path)}", page.draft.inputs[path], path, **plain)
        page.line(f"G{row}", f"published.{identity}.difference", **plain)
    return row + 2
