"""The rows of a table by year: what each shows, its number such as 1.2, and its rank among the rows.

A table is a sequence of entries. An entry without a formula is the sum of its parts, which are numbered below it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from relocation.annual.years import of_year
from relocation.formula.language.book import Book
from relocation.formula.language.expression import Expression, LineReference, Operand, magnitude, sum_of
from relocation.labels import Label
from relocation.project.paths import InputPath

# A detail explains the row above, a figure is one number for all years, a check shows how far two ways to work out a
# number are apart, work is what other rows need. None of them has a number such as 1.2, and no sum counts them.
Style = Literal["row", "detail", "figure", "check", "work"]
NO_ITEM = InputPath()


@dataclass(frozen=True, slots=True)
class Entry:
    """A row before it stands in its table. `flow` says that a total over the years is meaningful.

    `item` is the path of the item that a row tells of, its parts too: loans.adbc.
    """

    key: str
    label: Label
    formula: Operand | None = None
    parts: tuple[Entry, ...] = ()
    flow: bool = True
    unit: str = "yuan"
    style: Style = "row"
    item: InputPath = NO_ITEM


@dataclass(frozen=True, slots=True)
class AnnualRow:
    """A row in its table: the line it shows, its label with its number, and how deep it stands (1 = a total).

    `item` is the path of the item of which it tells, if it is one item's row.
    """

    key: str
    label: Label
    level: int
    entry: Entry
    item: InputPath = NO_ITEM


def detail(key: str, label: Label, formula: Operand) -> Entry:
    """A row that explains the one above it."""
    return Entry(key, label, formula, style="detail")


def balance(key: str, label: Label, formula: Operand | None = None, parts: tuple[Entry, ...] = ()) -> Entry:
    """A row that says how something stands at the end of each year."""
    return Entry(key, label, formula, parts, flow=False)


def figure(key: str, label: Label, formula: Operand, unit: str = "yuan") -> Entry:
    """One number for all years."""
    return Entry(key, label, formula, flow=False, unit=unit, style="figure")


def check(label: Label, expression: Expression, other: Operand) -> Entry:
    """The row that proves a table."""
    return Entry("check", label, magnitude(expression - other), style="check")


def work(key: str, label: Label, formula: Operand, unit: str = "yuan") -> Entry:
    """A row that other rows need and nobody reads."""
    return Entry(key, label, formula, flow=False, unit=unit, style="work")


def row_of(table: str, key: str) -> LineReference:
    """The line of a row, to be named in the formulas of other rows."""
    return LineReference(f"annual.{table}.{key}")


def rows(
    table: str, entries: Sequence[Entry], number: str = "", item: InputPath = NO_ITEM, level: int = 1
) -> Iterator[AnnualRow]:
    """All rows from the top. Only the rows of the form bear numbers, not the items that a planner puts into it."""
    count = 0
    for entry in entries:
        own, label, of_item = number, entry.label, entry.item or item
        if entry.style == "row" and not of_item:
            count += 1
            own = f"{number}.{count}" if number else str(count)
            label = Label(f"{own} {label.en}", f"{own} {label.zh}")
        depth = level if entry.style in {"row", "detail"} else 0
        yield AnnualRow(f"annual.{table}.{entry.key}", label, depth, entry, of_item)
        yield from rows(table, entry.parts, own, of_item, level + 1)


def declare_rows(book: Book, table: str, entries: Sequence[Entry]) -> None:
    """Declares a line for every row."""
    for row in rows(table, entries):
        entry = row.entry
        book.line(
            row.key,
            row.label,
            entry.unit,
            _sum_of_parts(table, entry) if entry.formula is None else entry.formula,
            section="annual",
            summed=entry.flow,
            grouped=entry.style != "figure",
        )


def _sum_of_parts(table: str, entry: Entry) -> Expression:
    return sum_of(row_of(table, part.key) for part in entry.parts if part.style == "row")


RELOCATION_IN = {
    "quota": "land_quota.received",
    "other_revenue": "cash.other_revenue",
    "subsidies": "cash.subsidy",
}
# Paid by the budget to the lender: it lowers the interest that is paid and never passes through cash.
INTEREST_SUBSIDIES = {"interest_subsidies": "loans.subsidy_received"}
HEADINGS = {heading: f"cash.works_{heading}" for heading in ("engineering", "reclamation", "other")}
RELOCATION_OUT = {
    "works": "cash.works",
    "compensation": "compensation.net_paid",
    "other_costs": "cash.other_costs",
}
INCOME = {"income_after_move": "cash.income_after_move"}
COSTS = {"costs_after_move": "cash.costs_after_move"}
OTHER_FINANCING_IN = {"other_financing_in": "cash.other_financing_in"}
OWN_CAPITAL = {"own_capital": "cash.own_capital"}
FINANCING_IN = {"loans_drawn": "loans.drawdown", **OTHER_FINANCING_IN, **OWN_CAPITAL}
FINANCING_OUT = {
    "principal_repaid": "loans.principal_repaid",
    "interest_paid": "loans.interest_paid",
    "issue_costs": "loans.issue_costs",
    "other_financing_out": "cash.other_financing_out",
}


def flows(book: Book, *groups: dict[str, str]) -> tuple[Entry, ...]:
    """One row for each purpose: row key -> the line by period."""
    return tuple(
        Entry(key, book.lines[line].label, of_year(line)) for group in groups for key, line in group.items()
    )
