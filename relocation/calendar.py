"""Dates as spreadsheets count them: days since 1899-12-30, on which all programs agree from March 1900 on.

The calendar is worked out in whole numbers, so that one text serves Python, arrays of numpy and compiled kernels.
"""

from __future__ import annotations

from datetime import date, timedelta
from math import nan
from typing import Any

DAY_ZERO = date(1899, 12, 30)
FIRST_YEAR_DAYS = 693_899  # from 1 March of the year 0 to day 0
DAYS_OF_400_YEARS = 146_097


def day_of(number: float) -> date:
    """The date of a day number. Raises OverflowError or ValueError for what is no day of the years 1 to 9999."""
    return DAY_ZERO + timedelta(days=int(number))


def day_number(day: date) -> float:
    """The number of a date."""
    return float((day - DAY_ZERO).days)


def month_after(day: float, months: float) -> float:
    """The day number so many whole months later; the last day of a shorter month stands for a day it lacks.

    Not available (NaN) where one of the two is no usable number.
    """
    if not (abs(day) < 1e7 and abs(months) < 1e6):
        return nan
    same, last = days_months_later(int(day), int(months))
    return float(min(same, last))


def days_months_later(day: Any, months: Any) -> tuple[Any, Any]:
    """The same day of the month so many months later, be there one or not, and the last day of that month.

    Takes whole numbers, or arrays of them, as all below.
    """
    year, month, of_month = date_of_day(day)
    year, month = year + (month + months) // 12, (month + months) % 12
    following = day_of_month(year + (month + 1) // 12, (month + 1) % 12)
    return day_of_month(year, month) + of_month, following - 1


def date_of_day(number: Any) -> tuple[Any, Any, Any]:
    """Year, month and day of the month, both counted from 0; years are counted from 1 March, which is month 0."""
    days = number + FIRST_YEAR_DAYS
    era = days // DAYS_OF_400_YEARS
    rest = days - era * DAYS_OF_400_YEARS
    year = (rest - rest // 1460 + rest // 36_524 - rest // 146_096) // 365
    of_year = rest - (365 * year + year // 4 - year // 100)
    month = (5 * of_year + 2) // 153
    return era * 400 + year, month, of_year - (153 * month + 2) // 5


def day_of_month(year: Any, month: Any) -> Any:
    """The number of the first day of a month, both counted as in `date_of_day`."""
    leaps = year // 4 - year // 100 + year // 400
    return 365 * year + leaps + (153 * month + 2) // 5 - FIRST_YEAR_DAYS
