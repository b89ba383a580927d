"""The axis of project years, twelve months each from the first day, and what falls into each of them.

    year_t     = floor((t - 1) m / 12) + 1                       m months per period
    year_end_t = year_t in the last period of a year or of the timeline, else 0

A flow of a year is its sum by `timeline.year`, a balance its sum by `timeline.year_end`. The last year may be short.
"""

from __future__ import annotations

from math import ceil

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    PERIOD,
    Expression,
    Grouped,
    LineReference,
    as_number,
    equals,
    floor,
    highest,
    in_group,
    month_after,
)
from relocation.labels import Label

YEAR, YEAR_END = LineReference("timeline.year"), LineReference("timeline.year_end")


def years_in(periods: int, months: int) -> int:
    """How many project years a timeline touches."""
    return ceil(periods * months / 12)


def declare_years(book: Book) -> None:
    """Declares to which year each period belongs, and the head of the axis of years."""
    months = LineReference("timeline.months")
    year = book.line(
        YEAR.key, Label("Project year", "项目年序"), "number", floor((PERIOD - 1) * months / 12) + 1
    )
    closes = equals(floor(PERIOD * months / 12), year) | equals(PERIOD, book.reference("timeline.periods"))
    book.line(
        YEAR_END.key,
        Label("Project year, in its last period", "项目年序（年末期）"),
        "number",
        year * as_number(closes),
    )
    book.line("annual.year", Label("Project year", "项目年序"), "number", PERIOD, grouped=True)
    start = book.reference("timeline.start")
    book.line(
        "annual.date",
        Label("Year begins", "年度起始"),
        "date",
        month_after(start, (PERIOD - 1) * 12),
        grouped=True,
    )


def declare_last_period(
    book: Book,
    reached: LineReference,
    when_so: Label,
    last: LineReference,
    label: Label,
    condition: Expression,
) -> LineReference:
    """Declares the last period in which a condition holds, 0 where it never does, and before it each period in which it does."""
    book.line(reached.key, when_so, "period", PERIOD * as_number(condition))
    return book.line(last.key, label, "period", highest(reached))


def of_year(key: str) -> Grouped:
    """What a flow comes to in a year."""
    return in_group(LineReference(key), YEAR)


def at_year_end(key: str) -> Grouped:
    """How a balance stands at the end of a year."""
    return in_group(LineReference(key), YEAR_END)
