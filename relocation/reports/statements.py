"""The statements of a plan: amounts over its whole life with their provenance, its cash by period, indicators, checks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from relocation.calendar import day_of
from relocation.checks import CHECKS
from relocation.indicators import INDICATORS
from relocation.labels import COMMA, Label, joined, same
from relocation.project.fields import PROVENANCE
from relocation.statements import RESERVED_CASH, STATEMENT_TITLES, cash_plan_rows
from relocation.statements import Row as StatementRow
from relocation.tables.numbers import SCALES, number_text, unit_label
from relocation.tables.record import (
    FAILS,
    HOLDS,
    NO_WORDS,
    Amount,
    Cell,
    Column,
    Row,
    Said,
    Sentence,
    Table,
    to_the_fen,
)
from relocation.tables.wording import month_text, period_text

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal
    from relocation.formula.language.irr import Status

LABEL_WIDTH = 36  # of the first column of a cash plan, at most
HEAD_WIDTH = 12  # characters of a heading above figures, before it goes on in the next line
MOST_SIDE_BY_SIDE = 24  # periods; a longer plan runs down the page and shows totals only
CASH_TOTALS = (
    "cash.opening",
    "cash.inflow",
    "cash.outflow",
    "cash.closing",
    "cash.cumulative_before_financing",
)
TOTALS_ONLY = Label(
    "Totals only; -f csv and -o plan.xlsx show every line of every period.",
    "此处仅列合计；用 -f csv 或 -o plan.xlsx 查看各期各项。",
)
RATE_STATUS: dict[Status, Label] = {
    "unique": Label("unique", "唯一"),
    "multiple": Label("multiple", "多个"),
    "none": Label("none", "不存在"),
}
NAME = Column("line", NO_WORDS, words=True)


def statement_table(appraisal: Appraisal, name: str, rows: Sequence[StatementRow], scale: str) -> Table:
    """A statement of amounts over the whole life, each with its provenance."""
    columns = (
        NAME,
        Column("amount", SCALES[scale].name),
        Column("provenance", Label("provenance", "数据性质"), words=True),
    )
    return Table(
        name,
        STATEMENT_TITLES[name],
        columns,
        tuple(_statement_row(appraisal, row, scale) for row in rows),
        scale=scale,
    )


def _statement_row(appraisal: Appraisal, row: StatementRow, scale: str) -> Row:
    """What is counted otherwise than in money, such as per household, stands with its own unit."""
    unit = appraisal.book.lines[row.key].unit
    amount = Amount(appraisal.number(row.key), unit, named=unit != "yuan" and scale != "yuan")
    depth = 0 if row.is_total else 2 if row.is_detail else 1
    cells = (line_label(appraisal, row), amount, PROVENANCE[appraisal.provenance(row.key)])
    return Row(cells, strong=row.is_total, quiet=row.is_detail, depth=depth)


def line_label(appraisal: Appraisal, row: StatementRow) -> Label:
    """What a row of a statement is called."""
    return row.label or appraisal.book.lines[row.key].label


def period_names(appraisal: Appraisal) -> list[str]:
    """Periods by their first day: 2016, or 2016-04 where they are shorter than a year."""
    months = appraisal.number("timeline.months")
    return [period_text(day, months) for day in appraisal.series("timeline.date")]


def cash_plan_table(appraisal: Appraisal, scale: str) -> Table:
    """Every line of every period, or of a long plan its totals."""
    is_reserved = any(appraisal.series("loans.reserve"))
    rows = [row for row in cash_plan_rows(appraisal.book) if is_reserved or row.key not in RESERVED_CASH]
    title = STATEMENT_TITLES["cash_plan"]
    if appraisal.book.periods <= MOST_SIDE_BY_SIDE:
        return _side_by_side(appraisal, title, rows, scale)
    totals = [row for row in rows if row.key in CASH_TOTALS]
    return periods_table(appraisal, "cash_plan", title, totals, scale, (Said(TOTALS_ONLY, "strong"),))


def _side_by_side(appraisal: Appraisal, title: Label, rows: Sequence[StatementRow], scale: str) -> Table:
    """Periods as columns."""
    names = period_names(appraisal)
    columns = (
        Column("line", NO_WORDS, words=True, room=LABEL_WIDTH),
        *(Column(name, same(name)) for name in names),
    )
    cells = (_series_row(appraisal, row) for row in rows)
    return Table(
        "cash_plan", title, columns, tuple(cells), scale=scale, scaled=True, parted=True, spanned=True
    )


def _series_row(appraisal: Appraisal, row: StatementRow) -> Row:
    amounts = (Amount(value, "yuan") for value in appraisal.series(row.key))
    return Row((line_label(appraisal, row), *amounts), strong=row.is_total)


def periods_table(
    appraisal: Appraisal,
    key: str,
    title: Label,
    rows: Sequence[StatementRow],
    scale: str,
    notes: tuple[Sentence, ...],
) -> Table:
    """Periods as rows; periods at the end in which nothing stands any more are left out."""
    heads = (Column(row.key, line_label(appraisal, row), room=HEAD_WIDTH) for row in rows)
    columns = (Column("period", Label("Period", "期次")), *heads)
    series = [appraisal.series(row.key) for row in rows]
    moved = [
        period
        for period, values in enumerate(zip(*series, strict=True))
        if any(abs(value) >= 0.005 for value in values)
    ]
    names = period_names(appraisal)[: max(moved, default=-1) + 1]
    cells = (
        Row((name, *(Amount(values[period], "yuan") for values in series)))
        for period, name in enumerate(names)
    )
    return Table(key, title, columns, tuple(cells), scale=scale, scaled=True, notes=notes)


def indicators_table(appraisal: Appraisal, scale: str) -> Table:
    """Every indicator with its unit, or with what else there is to say of it."""
    columns = (
        NAME,
        Column("value", Label("value", "数值")),
        Column("unit", Label("unit", "单位"), words=True),
    )
    rows = (Row((appraisal.book.lines[key].label, *_indicator(appraisal, key, scale))) for key in INDICATORS)
    return Table("indicators", Label("Indicators", "指标"), columns, tuple(rows), scale=scale)


def _indicator(appraisal: Appraisal, key: str, scale: str) -> tuple[Cell, Label]:
    """The value of an indicator and its unit; a period with its date, a rate of return with its status."""
    value, unit = appraisal.number(key), appraisal.book.lines[key].unit
    if key in appraisal.rates_of_return:
        return Amount(value, unit), rate_status(appraisal, key)
    if unit == "date":
        return day_of(value).isoformat(), NO_WORDS
    told = unit_label(unit, scale)
    if key == "cash.minimum_period":
        name = period_names(appraisal)[int(value) - 1]
        told = Label(f"period, from {name}", f"期，始于 {name}")
    elif key == "dscr_min_year" and value == value:
        month = month_text(day_of(appraisal.series("annual.date")[int(value) - 1]))
        told = Label(f"project year, from {month}", f"项目年度，始于 {month}")
    return Amount(value, unit), told


def rate_status(appraisal: Appraisal, key: str) -> Label:
    """Whether there is exactly one rate of return; of several all stand beside the status."""
    rate = appraisal.rates_of_return[key]
    if appraisal.number(key) == appraisal.number(key):
        return RATE_STATUS["unique"]
    if rate.status == "none":
        return RATE_STATUS["none"]
    rates = joined((same(number_text(value, "1/year")) for value in rate.rates), COMMA)
    return RATE_STATUS[rate.status].colon(rates)


def checks_table(appraisal: Appraisal) -> Table:
    """Whether the accounts hold, to the fen."""
    return agreement_table(
        Label("Checks", "检查"),
        [
            (
                check.label,
                appraisal.number(f"checks.{check.key}"),
                appraisal.number(f"checks.{check.key}.passed") == 1,
            )
            for check in CHECKS
        ],
    )


def agreement_table(title: Label, checks: Sequence[tuple[Label, float, bool]]) -> Table:
    """What must agree: by how much it is off, and whether that is near enough."""
    columns = (
        NAME,
        Column("difference", Label("difference, yuan", "差额（元）")),
        Column("passed", Label("passed", "通过")),
    )
    rows = (
        Row((label, to_the_fen(difference), HOLDS if passed else FAILS))
        for label, difference, passed in checks
    )
    return Table("checks", title, columns, tuple(rows))
