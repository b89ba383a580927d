"""The Statements sheet: fund balance, sources and uses, cash plan, loan schedules, household."""

from __future__ import annotations

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from relocation.excel.layout.calculation import (
    FIRST_PERIOD_COLUMN,
    OPENING_COLUMN,
    SINGLE_COLUMN,
    period_column,
)
from relocation.excel.write import printing, styles
from relocation.excel.write.draft import Draft
from relocation.excel.write.page import Page
from relocation.excel.write.styles import Look, varied
from relocation.formula.language.expression import LineReference, total
from relocation.labels import Label
from relocation.project.name_marks import mark
from relocation.project.names import is_slot
from relocation.project.paths import InputPath
from relocation.project.template import slots_on
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
    sources_and_uses_rows,
)

SINGLE = get_column_letter(SINGLE_COLUMN)
# The columns of names and of what they say, for the conventions of a loan; a name runs over the columns after it.
SIDE_BY_SIDE = (
    ("A", "B"),
    (period_column(1), period_column(4)),
    (period_column(6), period_column(9)),
)
LONGEST_PRINTED = 24  # periods; a longer plan is printed by years


def write_statements(draft: Draft) -> None:
    """Writes the statements as links to the Calculation sheet."""
    page = Page.of(draft, "statements")
    page.title(
        Label("Statements", "报表"),
        Label(
            "Fund balance and cash plan stand side by side and are never mixed: a loan is financing, never revenue.",
            "资金平衡与资金计划分列，互不混淆：贷款是融资，不是收入。",
        ),
    )
    page.time_axis()
    last, starts = draft.book.periods + OPENING_COLUMN, [7]
    for name, rows in (
        ("fund_balance", fund_balance_rows(draft.book)),
        ("sources_and_uses", sources_and_uses_rows(draft.book)),
        ("household", household_rows(draft.book)),
        ("gap", gap_rows(draft.book)),
        ("cash_plan", cash_plan_rows(draft.book)),
    ):
        starts.append(_write_statement(page, starts[-1], STATEMENT_TITLES[name], rows, last))
    _write_loans(page, starts, last, spare=False)
    _write_loans(page, starts, last, spare=True)
    page.widths({"A": 38, "B": 8, "C": 1, SINGLE: 12.5, get_column_letter(OPENING_COLUMN): 1})
    for period in range(1, max(draft.book.periods, printing.PERIODS_ON_A_PAGE) + 1):
        page.ws.column_dimensions[period_column(period)].width = 11.8
    page.ws.freeze_panes = f"{period_column(1)}6"
    _set_print(page, starts)


def _set_print(page: Page, starts: list[int]) -> None:
    """Twelve periods on a page; of a plan by months the totals only, since the tables by year print its course."""
    periods = page.draft.book.periods
    by_year = periods > LONGEST_PRINTED
    if by_year:
        said = Label(
            "On paper totals only: the sheet Annual prints the course of this plan, by years.",
            "打印时仅列合计：本方案逐期情况见“年度报表”（按年打印）。",
        )
        page.text("A3", said, colour=styles.QUIET)
    page.print_to_scale(
        (4, 5),
        columns="A:E",
        landscape=not by_year,
        blocks=sorted({*starts} - {page.ws.max_row + 1}),
        last=get_column_letter(OPENING_COLUMN) if by_year else "",
    )
    if not by_year:
        printing.break_columns(page.ws, FIRST_PERIOD_COLUMN, periods)


def _write_loans(page: Page, starts: list[int], last: int, *, spare: bool) -> None:
    """The schedules of the loans, or those of the spare slots, which stand at the end of the sheet."""
    title = STATEMENT_TITLES["loan"]
    paths = [path for path in loan_paths(page.draft.book) if is_slot(path) == spare]
    for path in paths:
        said = Label(f"{title.en}: {mark(path)}", f"{title.zh}：{mark(path)}")
        row = _write_statement(page, starts[-1], said, loan_rows(path), last, path) - 1
        starts.append(_write_conventions(page, row, path) + 1)
    if paths and not spare:
        starts[-1] = _write_notes(page, starts[-1] - 1) + 1


def _write_conventions(page: Page, row: int, path: InputPath) -> int:
    """Below a schedule: how the loan is counted, side by side, as links to what was chosen on the Inputs sheet."""
    draft = page.draft
    said = [(draft.book.inputs[f"{path}.{key}"].label, f"{path}.{key}", True) for key in LOAN_CONVENTIONS] + [
        (label, f"{path}.{key}", False) for key, label in LOAN_TIMES.items()
    ]
    high = -(-len(said) // len(SIDE_BY_SIDE))
    for place, (label, key, is_input) in enumerate(said):
        name, shown = SIDE_BY_SIDE[place // high]
        _write_convention(page, name, shown, row + place % high, label, key, path, is_input=is_input)
    return row + high


def _write_convention(
    page: Page, name: str, shown: str, row: int, label: Label, key: str, path: str, *, is_input: bool
) -> None:
    draft, places = page.draft, page.draft.places.on("statements", shown)
    quiet: Look = {"colour": styles.QUIET, "alignment": styles.SET_IN_TWICE, "item": path}
    page.text(f"{name}{row}", label, **quiet)
    linked: Look = {**quiet, "alignment": styles.RUN_OVER, "number_format": "0"}
    source = places.input(key) if is_input else places.line(key)
    value = draft.input_value(key) if is_input else draft.value(key, None)
    page.link(f"{shown}{row}", source, value, key, **linked)


def _write_notes(page: Page, row: int) -> int:
    """What holds for every loan."""
    for note in (*CONVENTION_NOTES, ORDER_NOTE):
        page.text(f"A{row}", note, colour=styles.QUIET, alignment=styles.SET_IN_TWICE)
        row += 1
    return row


def _write_statement(page: Page, row: int, title: Label, rows: list[Row], last: int, item: str = "") -> int:
    if is_slot(item):
        page.text(f"A{row}", title, **styles.GROUP)
        page.mark_used(row, get_column_letter(last), styles.SECTION)
    else:
        page.section(row, title, last)
    for shown in rows:
        row += 1
        _write_row(page, row, shown)
    return row + 2


def _write_row(page: Page, row: int, shown: Row) -> None:
    """A row of a statement; one of a slot is blank until the slot is used."""
    draft, line = page.draft, page.draft.book.lines[shown.key]
    slot, last = next(iter(slots_on(shown.key)), ""), draft.book.periods + OPENING_COLUMN
    look: Look = {"bold": shown.is_total, "item": slot}
    if slot:
        page.mark_used(row, get_column_letter(last), styles.TOTAL if shown.is_total else styles.PLAIN)
    elif shown.is_total:
        page.fill_row(row, last)
        look |= {"border": styles.TOTAL_LINE, "fill": styles.TOTAL_FILL}
    else:
        look |= styles.LINE
    set_in = 0 if shown.is_total else 1 + shown.is_detail
    indent = Alignment(horizontal="left", indent=set_in, vertical="center", wrap_text=True)
    page.text(f"A{row}", shown.label or line.label, **varied(look, alignment=indent, italic=shown.is_detail))
    quiet = varied(look, colour=styles.QUIET, alignment=styles.LEFT, bold=False)
    page.text(f"B{row}", draft.unit_text(line.unit), **quiet)
    if shown.key not in draft.book.plan.series:
        page.line(f"{SINGLE}{row}", shown.key, **look)
        return
    if line.summed:
        page.formula(f"{SINGLE}{row}", total(LineReference(shown.key)), shown.key, **look)
    page.series(row, LineReference(shown.key), shown.key, draft.places.calculation.columns, **look)
