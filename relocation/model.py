"""From a project to its book of line items: the only module that knows which lines there are, and in what order."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from relocation.annual import declare_annual, declare_years_and_balances
from relocation.annual.years import years_in
from relocation.checks import declare_checks
from relocation.formula.book import Book
from relocation.formula.expression import PERIOD, month_after, when
from relocation.formula.scalar import DAY_ZERO
from relocation.indicators import declare_indicators
from relocation.items.collective_income import declare_yearly
from relocation.items.compensation import declare_compensation
from relocation.items.construction import declare_construction
from relocation.items.land_quota import declare_land_quota
from relocation.items.loans import LoanParts, declare_loans
from relocation.items.other import declare_other
from relocation.items.subsidies import declare_subsidy
from relocation.labels import Label
from relocation.own_formulas import OwnFormulas
from relocation.project.groups import MONTHS
from relocation.project.names import item_name
from relocation.project.project import InputValue, Project
from relocation.statements import declare_statements
from relocation.verdict import declare_flags, declare_verdict

NUMBERS = {"number", "whole", "share", "choice", "date"}


def build_book(project: Project) -> Book:
    """Declares the inputs and line items of a project, in the order of the appraisal."""
    timeline = project.timeline
    book = Book(timeline.periods, years_in(timeline.periods, MONTHS[timeline.period]))
    for one in _book_values(project):
        _declare_input(book, one)
    _declare_timeline(book)
    declare_land_quota(book, _named("land_quota.receipts", project.land_quota.receipts))
    for identity, name in _named("subsidies", project.subsidies):
        declare_subsidy(book, identity, name)
    declare_construction(book, _named("construction", project.construction))
    declare_compensation(
        book, _named("compensation", project.compensation), _named("purchases", project.purchases)
    )
    for group, items in (("income", project.income), ("costs", project.costs)):
        for identity, name in _named(group, items):
            declare_yearly(book, group, identity, name)  # type: ignore[arg-type]
    formulas = OwnFormulas(book)
    for identity, name in _named("other", project.other):
        item = project.other[identity]
        declare_other(
            book, identity, name, item.kind, formulas.read(f"other.{identity}.formula", item.formula)
        )
    declare_loans(book, _loans(project))
    declare_statements(book)
    declare_years_and_balances(book)
    declare_indicators(book)
    declare_annual(book)
    declare_checks(book)
    declare_verdict(book)
    declare_flags(book)
    _declare_published(book, project, formulas)
    formulas.refuse_unknown()
    return book


def book_inputs(project: Project) -> dict[str, float | str]:
    """The values of the book's inputs; a date becomes its day number."""
    return {one.path: _plain(one.value) for one in _book_values(project)}


def _book_values(project: Project) -> Iterator[InputValue]:
    return (one for one in project.values() if one.record.kind in NUMBERS)


def _plain(value: Any) -> float | str:
    if isinstance(value, date):
        return float((value - DAY_ZERO).days)
    return value if isinstance(value, str) else float(value)


def _named(path: str, items: Mapping[str, Any]) -> list[tuple[str, Label]]:
    """Ids with the names of the items of a group."""
    return [
        (identity, item_name(f"{path}.{identity}", item.label_en, item.label_zh))
        for identity, item in items.items()
    ]


def _loans(project: Project) -> Iterator[LoanParts]:
    for identity, name in _named("loans", project.loans):
        loan = project.loans[identity]
        yield LoanParts(identity, name, list(loan.drawdowns), list(loan.rate_steps), list(loan.repayments))


def _declare_input(book: Book, one: InputValue) -> None:
    """Declares an input with its range; a lowest value that is itself excluded becomes the next number above it."""
    record = one.record
    low = -math.inf if record.low is None else record.low
    book.input(
        one.path,
        record.label,
        record.unit,
        tuple(choice.key for choice in record.choices),
        lowest=math.nextafter(low, math.inf) if record.low_open else low,
        highest=math.inf if record.high is None else record.high,
        whole=record.kind in {"whole", "date"},
    )


def _declare_timeline(book: Book) -> None:
    month, quarter = (book.choice("timeline.period", key) for key in ("month", "quarter"))
    months = book.line(
        "timeline.months",
        Label("Months per period", "每期月数"),
        "month",
        when(month, MONTHS["month"], when(quarter, MONTHS["quarter"], MONTHS["year"])),
    )
    book.line("timeline.number", Label("Period", "期次"), "period", PERIOD)
    book.line(
        "timeline.date",
        Label("Period begins", "期初日期"),
        "date",
        month_after(book.reference("timeline.start"), (PERIOD - 1) * months),
    )


def _declare_published(book: Book, project: Project, formulas: OwnFormulas) -> None:
    """Beside each printed figure that has a formula: what the model gives, and the difference."""
    for identity, name in _named("published", project.published):
        item = project.published[identity]
        formula = formulas.read(f"published.{identity}.formula", item.formula)
        if formula is not None:
            ours = book.line(f"published.{identity}.ours", name, item.unit, formula)
            label = Label(f"{name.en}: ours less printed", f"{name.zh}：本模型减原文")
            book.line(
                f"published.{identity}.difference",
                label,
                item.unit,
                ours - book.reference(f"published.{identity}.value"),
            )
