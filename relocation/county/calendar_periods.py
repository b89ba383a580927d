"""The months, quarters and years of the calendar, in which villages are added up."""

from __future__ import annotations

from datetime import date

from relocation.project.groups import MONTHS


def calendar_start(day: date, period: str) -> date:
    """The first day of the calendar month, quarter or year in which a day falls."""
    months = MONTHS[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def next_start(day: date, period: str) -> date:
    """The first day of the period after the one that begins on a day."""
    years, month = divmod(day.month - 1 + MONTHS[period], 12)
    return date(day.year + years, month + 1, 1)
