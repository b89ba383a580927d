"""Day numbers and months later, against the calendar of the standard library."""

import math
from calendar import monthrange
from datetime import date

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relocation.calendar import day_number, day_of, month_after
from relocation.formula.language.book import Book
from relocation.formula.language.expression import month_after as month_after_in_a_book
from relocation.formula.language.line_items import FormulaError
from relocation.formula.targets import numpy_operations
from relocation.formula.targets.scalar import compile_scalar
from relocation.labels import Label


def months_later(day: date, months: int) -> date:
    """The last day of a shorter month stands for a day that it lacks."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@given(st.dates(date(1900, 3, 1), date(2500, 12, 31)), st.integers(-1200, 2400))
@example(date(2024, 2, 29), 12)
@example(date(2023, 12, 31), 2)
@example(date(2099, 8, 31), 6)
@example(date(2000, 1, 31), 1)
@example(date(1900, 3, 31), -1)
def test_months_are_those_of_the_calendar(day: date, months: int) -> None:
    later = day_number(months_later(day, months))
    assert month_after(day_number(day), float(months)) == later
    in_arrays = numpy_operations.month_after(np.array([day_number(day), math.nan]), np.float64(months))
    assert in_arrays[0] == later
    assert math.isnan(in_arrays[1])


@given(st.dates())
def test_a_day_number_stands_for_its_day(day: date) -> None:
    assert day_of(day_number(day)) == day


def test_day_numbers_are_those_of_spreadsheets() -> None:
    assert day_number(date(2018, 1, 31)) == 43131
    assert day_of(43131.75) == date(2018, 1, 31)


@pytest.mark.parametrize("day", [math.nan, math.inf, 1e9])
def test_what_is_no_day_has_no_day_after_it(day: float) -> None:
    assert math.isnan(month_after(day, 1.0))
    assert math.isnan(month_after(43131, day))


def test_a_book_refuses_what_lies_beyond_the_years_of_a_date() -> None:
    book, name = Book(1), Label("end", "终")
    months = book.input("months", name, "month", whole=True)
    book.line("end", name, "date", month_after_in_a_book(43131, months))
    run = compile_scalar(book)
    assert run({"months": 12.0})["end"] == day_number(date(2019, 1, 31))
    for too_many in (120_000.0, 1e9):
        with pytest.raises(FormulaError, match="outside its range"):
            run({"months": too_many})
