"""The statements of a plan: amounts over its whole life with their provenance, its cash by period, indicators, checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from relocation.calendar import day_of
from relocation.caller import for_caller
from relocation.checks import CHECKS
from relocation.indicators import INDICATORS
from relocation.labels import COMMA, Label, joined, same
from relocation.project.fields import PROVENANCE
from relocation.statements import RESERVED_CASH, STATEMENT_TITLES, cash_plan_rows
from relocation.statements import Row as StatementRow
from relocation.tables.cells import AGREEMENT, to_the_fen, told_by
from relocation.tables.numbers import FIRST_MONTH, FIRST_YEAR, HALF_A_FEN, SCALES, number_text, unit_label
from relocation.tables.record import (
    NO_WORDS,
    Amount,
    Cell,
    Column,
    Row,
    Said,
    Sentence,
    Table,
)
from relocation.tables.wording import month_text

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal
    from relocation.formula.language.irr import Status

LABEL_WIDTH = 36  # of the first column of a cash plan, at most
HEAD_WIDTH = 12  # characters of a heading above figures, before it goes on in the next line
MOST_SIDE_BY_SIDE = 24  # periods; a longer plan runs down the page and shows totals only
STARTS = "timeline.date"
NOTHING_EMPTY: Mapping[str, tuple[str, ...]] = {}
CASH_TOTALS = (
    "cash.opening",
    "cash.inflow",
    "cash.outflow",
    "cash.closing",
    "cash.cumulative_before_financing",
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
    amount = Amount(appraisal.number(row.key), unit, named=unit != "yuan" and scale != "yuan", live=row.key)
    depth = 0 if row.is_total else 2 if row.is_detail else 1
    provenance = Said(PROVENANCE[appraisal.provenance(row.key)], live=row.key)
    cells = (line_label(appraisal, row), amount, provenance)
    return Row(cells, strong=row.is_total, quiet=row.is_detail, depth=depth)


def line_label(appraisal: Appraisal, row: StatementRow) -> Label:
    """What a row of a statement is called."""
    return row.label or appraisal.book.lines[row.key].label


def period_starts(appraisal: Appraisal) -> list[Amount]:
    """Periods by their first day: 2016, or 2016-04 where they are shorter than a year."""
    unit = FIRST_YEAR if appraisal.number("timeline.months") == 12 else FIRST_MONTH
    return [Amount(day, unit, live=STARTS) for day in appraisal.series(STARTS)]


def period_names(appraisal: Appraisal) -> list[str]:
    """The same as texts."""
    return [start.text("en") for start in period_starts(appraisal)]


def cash_plan_table(appraisal: Appraisal, scale: str) -> Table:
    """Every line of every period, or of a long plan its totals."""
    rows, title = cash_plan_rows(appraisal.book), STATEMENT_TITLES["cash_plan"]
    if appraisal.book.periods <= MOST_SIDE_BY_SIDE:
        return _side_by_side(appraisal, title, rows, scale)
    totals = [row for row in rows if row.key in CASH_TOTALS]
    return periods_table(appraisal, "cash_plan", title, totals, scale, (Said(_totals_only(), "strong"),))


def _side_by_side(appraisal: Appraisal, title: Label, rows: Sequence[StatementRow], scale: str) -> Table:
    """Periods as columns; what is set aside is seen where something is."""
    names = period_names(appraisal)
    columns = (
        Column("line", NO_WORDS, words=True, room=LABEL_WIDTH),
        *(Column(name, same(name), period=period, live=STARTS) for period, name in enumerate(names, start=1)),
    )
    is_reserved = any(appraisal.series("loans.reserve"))
    cells = (
        replace(_series_row(appraisal, row), empty=not is_reserved, seen_by=RESERVED_CASH[:1])
        if row.key in RESERVED_CASH
        else _series_row(appraisal, row)
        for row in rows
    )
    return Table(
        "cash_plan", title, columns, tuple(cells), scale=scale, scaled=True, parted=True, spanned=True
    )


def _series_row(appraisal: Appraisal, row: StatementRow) -> Row:
    amounts = (Amount(value, "yuan", live=row.key) for value in appraisal.series(row.key))
    return Row((line_label(appraisal, row), *amounts), strong=row.is_total)


def line_columns(
    appraisal: Appraisal, rows: Sequence[StatementRow], empty: Mapping[str, tuple[str, ...]] = NOTHING_EMPTY
) -> list[Column]:
    """A column for each line, one that `empty` names with the lines that let it be seen."""
    return [
        Column(
            row.key,
            line_label(appraisal, row),
            room=HEAD_WIDTH,
            empty=row.key in empty,
            seen_by=empty.get(row.key, ()),
        )
        for row in rows
    ]


def periods_table(
    appraisal: Appraisal,
    key: str,
    title: Label,
    rows: Sequence[StatementRow],
    scale: str,
    notes: tuple[Sentence, ...],
    empty: Mapping[str, tuple[str, ...]] = NOTHING_EMPTY,
) -> Table:
    """Periods as rows; those at the end in which nothing stands any more are empty.

    So are the columns that `empty` says, each with the lines that let it be seen.
    """
    columns = (Column("period", Label("Period", "期次")), *line_columns(appraisal, rows, empty))
    series = [appraisal.series(row.key) for row in rows]
    moved = [
        period
        for period, values in enumerate(zip(*series, strict=True), start=1)
        if any(abs(value) >= HALF_A_FEN for value in values)
    ]
    last = max(moved, default=0)
    cells = (
        Row((start, *_amounts(rows, values)), period=period, empty=period > last)
        for period, (start, *values) in enumerate(
            zip(period_starts(appraisal), *series, strict=True), start=1
        )
    )
    return Table(key, title, columns, tuple(cells), scale=scale, scaled=True, notes=notes)


def _amounts(rows: Sequence[StatementRow], values: Sequence[float]) -> Iterator[Amount]:
    """What each line has in a period."""
    return (Amount(value, "yuan", live=row.key) for row, value in zip(rows, values, strict=True))


def indicators_table(appraisal: Appraisal, scale: str) -> Table:
    """Every indicator with its unit, or with what else there is to say of it."""
    columns = (
        NAME,
        Column("value", Label("value", "数值")),
        Column("unit", Label("unit", "单位"), words=True),
    )
    rows = (
        Row((appraisal.book.lines[key].label, *indicator_cells(appraisal, key, scale))) for key in INDICATORS
    )
    return Table("indicators", Label("Indicators", "指标"), columns, tuple(rows), scale=scale)


def indicator_cells(appraisal: Appraisal, key: str, scale: str) -> tuple[Cell, Label]:
    """The value of an indicator and its unit; a period with its date, a rate of return with its status."""
    value, unit = appraisal.number(key), appraisal.book.lines[key].unit
    if key in appraisal.rates_of_return:
        return Amount(value, unit, live=key), rate_status(appraisal, key)
    if unit == "date":
        return Amount(value, unit, live=key), NO_WORDS
    told = unit_label(unit, scale)
    if key == "cash.minimum_period":
        name = period_names(appraisal)[int(value) - 1]
        told = Label(f"period, from {name}", f"期，始于 {name}")
    elif key == "dscr_min_year" and value == value:
        month = month_text(day_of(appraisal.series("annual.date")[int(value) - 1]))
        told = Label(f"project year, from {month}", f"项目年度，始于 {month}")
    return Amount(value, unit, live=key), told


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
    checks = (
        Agreement(
            check.label,
            appraisal.number(key := f"checks.{check.key}"),
            appraisal.number(f"{key}.passed") == 1,
            key,
        )
        for check in CHECKS
    )
    return agreement_table(Label("Checks", "检查"), checks)


class Agreement(NamedTuple):
    """What must agree: by how much it is off, whether that is near enough, and the key of the line that says so."""

    label: Label
    difference: float
    passed: bool
    key: str = ""


def agreement_table(title: Label, checks: Iterable[Agreement]) -> Table:
    """What must agree, one to a row."""
    columns = (
        NAME,
        Column("difference", Label("difference, yuan", "差额（元）")),
        Column("passed", Label("passed", "通过")),
    )
    return Table("checks", title, columns, tuple(map(_agreement, checks)))


def _agreement(check: Agreement) -> Row:
    line = f"{check.key}.passed" if check.key else ""
    passed = told_by(line, float(check.passed), AGREEMENT)
    return Row((check.label, to_the_fen(check.difference, check.key), passed))


def _totals_only() -> Label:
    return for_caller(
        Label(
            "Totals only; -f csv and -o plan.xlsx show every line of every period.",
            "此处仅列合计；用 -f csv 或 -o plan.xlsx 查看各期各项。",
        ),
        Label(
            "Totals only; cash_plan() and to_excel show every line of every period.",
            "此处仅列合计；用 cash_plan() 或 to_excel 查看各期各项。",
        ),
    )
