"""Dates as people and programs write them: read where there is one reading, else refused with the days that may be meant."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relocation.written_dates import read_date

DAY = date(2018, 1, 15)
USUAL = st.dates(date(1950, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2018/1/15",
        "2018.1.15",
        "2018年1月15日",
        "2018-1-15",
        "2018-01-15",
        "2018年1月15号",
        "２０１８／１／１５",
        "2018 / 1 / 15",
        "2018-01-15 00:00:00",
        "2018/1/15 0:00",
        "2018-01-15T00:00:00.000Z",
        "2018-01-14 23:59:17",
        "2018-01-15 00:00:43",
    ],
)
def test_a_date_is_a_date_however_it_is_parted(text: str) -> None:
    read = read_date(text)
    assert read.day == DAY
    assert read.remedy is None or read.spelt


@given(USUAL, st.integers(-60, 60))
def test_the_nearest_midnight_within_a_minute_is_the_day(day: date, seconds: int) -> None:
    moment = datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)
    assert read_date(moment)[:2] == (day, None)


@pytest.mark.parametrize("hour", [8, 12, 16])
def test_hours_are_warned_about_with_both_days(hour: int) -> None:
    """A program that is wrong about the zone by eight hours writes 16:00 of the day before."""
    read = read_date(datetime(2018, 1, 14, hour))
    assert read.day == date(2018, 1, 14)
    assert read.remedy is not None
    assert "2018-01-15" in read.remedy.en
    assert "2018-01-15" in read.remedy.zh


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("1/2/2018", ["2018-01-02", "2018-02-01"]),
        ("03.04.2016", ["2016-03-04", "2016-04-03"]),
        ("15/1/2018", ["2018-01-15"]),
        ("12/25/2017", ["2017-12-25"]),
        ("5/5/2018", ["2018-05-05"]),
        ("2026年3月", ["2026-03-01", "2026-03-31"]),
        ("2024-2", ["2024-02-01", "2024-02-29"]),
        ("2016-02-30", ["2016-02-29"]),
        ("20180115", ["2018-01-15"]),
        ("15 Jan 2018", ["2018-01-15"]),
        ("January 15, 2018", ["2018-01-15"]),
        ("18/1/15", ["2018-01-15"]),
        (43115, ["2018-01-15"]),
        ("43115", ["2018-01-15"]),
        (20180115, ["2018-01-15"]),
    ],
)
def test_what_is_no_date_is_told_the_days_it_may_mean(found: object, meant: list[str]) -> None:
    read = read_date(found)
    assert read.day is None
    assert read.remedy is not None
    for day in meant:
        assert day in read.remedy.en
        assert day in read.remedy.zh


@pytest.mark.parametrize(
    "found", ["1/2/2018", "2026年3月", "2016-02-30", 43115, "soon", "18/1/15", "201-3-1"]
)
def test_a_remedy_followed_to_the_letter_works(found: object) -> None:
    read = read_date(found)
    assert read.remedy is not None
    for text in (read.remedy.en, read.remedy.zh):
        days = re.findall(r"\d{4}-\d{2}-\d{2}", text)
        assert days
        assert all(read_date(day) == (date.fromisoformat(day), None, False) for day in days)


@pytest.mark.parametrize("day", [date(1905, 7, 10), datetime(1905, 7, 10), "0201-03-01", "2201-03-01"])
def test_a_date_far_away_may_lack_digits(day: object) -> None:
    """2018 typed into a cell with a date format is the 2018th day after 1899."""
    read = read_date(day)
    assert read.day is not None
    assert read.remedy is not None
    assert "digits are missing" in read.remedy.en


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans()))
def test_anything_gives_a_day_or_a_remedy(found: object) -> None:
    read = read_date(found)
    assert read.day is not None or read.remedy is not None


@given(
    USUAL,
    st.sampled_from(
        [
            "{:%Y-%m-%d}",
            "{0.year}/{0.month}/{0.day}",
            "{0.year}年{0.month}月{0.day}日",
            "{0.year}.{0.month}.{0.day}",
        ]
    ),
)
def test_every_day_is_read_back(day: date, form: str) -> None:
    assert read_date(form.format(day)).day == day
