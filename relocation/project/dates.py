"""Dates that can be counted: spreadsheets agree on them from March 1900 to the year 9999, and no plan needs more than here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from relocation.labels import Label
from relocation.problems import Problem
from relocation.project.groups import MONTHS, Timeline

FIRST_DAY, LAST_YEAR = date(1950, 1, 1), 2300


def last_start(timeline: Timeline) -> date:
    """The last day on which a timeline of this length may begin."""
    years = timeline.periods * MONTHS[timeline.period] // 12
    return date(max(LAST_YEAR - years, FIRST_DAY.year), 12, 31)


def odd_dates(timeline: Timeline) -> Iterator[Problem]:
    """A timeline that begins or ends outside the years in which dates can be counted."""
    first, years = timeline.start.year, timeline.periods * MONTHS[timeline.period] / 12
    if not FIRST_DAY.year <= first <= LAST_YEAR:
        yield Problem(
            "timeline.start",
            timeline.start.isoformat(),
            Label("a date between 1950 and 2300", "1950年至2300年之间的日期"),
            Label("correct the date", "请更正日期"),
        )
    elif timeline.start > last_start(timeline):
        yield Problem(
            "timeline.periods",
            f"{timeline.periods}",
            Label(
                f"a timeline that ends by 2300, not one of {years:g} years",
                f"不晚于2300年结束的时间轴，而非{years:g}年",
            ),
            Label(
                "write fewer periods, or quarters or months (timeline.period)",
                "请减少期数，或改为按季、按月（timeline.period）",
            ),
        )
