"""Dates as people and programs write them. A date that may be read in two ways is never guessed; the remedy names it.

2018-01-15, 2018/1/15, 2018.1.15, 2018年1月15日     are dates, with a time of day or without
1/2/2018                                            is the first of February or the second of January: refused
2026年3月                                            lacks its day: refused with the days that may be meant
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from relocation.calendar import day_of
from relocation.labels import Label

FIRST_SERIAL, LAST_SERIAL = 18264, 73050  # 1950 to 2099 in a spreadsheet's count of days
USUAL_YEARS = (1950, 2099)
A_MINUTE = timedelta(minutes=1)
TIME = r"(?:[T\s]\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d)?)?"
WHOLE = re.compile(
    r"(?P<year>\d{1,4})\s*(?:(?P<sign>[-/.])\s*(?P<month>\d{1,2})\s*(?P=sign)\s*(?P<day>\d{1,2})"
    r"|年\s*(?P<month_zh>\d{1,2})\s*月\s*(?P<day_zh>\d{1,2})\s*[日号]?)" + TIME
).fullmatch
YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + TIME).fullmatch
MONTH_ONLY = re.compile(r"(\d{4})\s*(?:[-/.]\s*(\d{1,2})|年\s*(\d{1,2})\s*月?)").fullmatch
EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})").fullmatch
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
NAMED_MONTH = re.compile(
    r"(\d{1,2})[ -]([a-z]{3})[a-z]*[ ,-]+(\d{4})|([a-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})"
).fullmatch
ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}").fullmatch
SUCH_AS = Label("write it as 2016-01-31", "请写作 2016-01-31")


class ReadDate(NamedTuple):
    """A day, or none, and what to do: with a day a warning, without one an error."""

    day: date | None
    remedy: Label | None = None
    spelt: bool = False  # the warning is of the spelling alone


def read_date(written: Any) -> ReadDate:
    """The day that a value stands for."""
    if isinstance(written, datetime):
        return _usual(_nearest_midnight(written))
    if isinstance(written, date):
        return _usual(ReadDate(written))
    if isinstance(written, bool):
        return ReadDate(None, SUCH_AS)
    if isinstance(written, (int, float)):
        return ReadDate(None, _of_number(written))
    return _of_text(unicodedata.normalize("NFKC", str(written)).strip(), str(written).strip())


def _of_text(text: str, typed: str) -> ReadDate:
    match = WHOLE(text)
    if match and len(match["year"]) == 4:
        return _of_parts(match, spelt=not ISO(typed))
    return ReadDate(None, _long_year(match) if match else _meant(text))


def _long_year(match: re.Match[str]) -> Label:
    """A year of two digits is more likely of this century; one of three lacks one that nobody knows."""
    year = f"20{match['year']}" if len(match["year"]) == 2 else "2016"
    day = _day(year, match["month"] or match["month_zh"], match["day"] or match["day_zh"]) or date(
        2016, 1, 31
    )
    return Label(f"write the year with four digits, such as {day}", f"年份请写四位，如 {day}")


def _of_parts(match: re.Match[str], *, spelt: bool) -> ReadDate:
    month, day = match["month"] or match["month_zh"], match["day"] or match["day_zh"]
    day_found = _day(match["year"], month, day)
    if day_found is None:
        return ReadDate(None, _no_such_day(int(match["year"]), int(month)))
    read = ReadDate(day_found)
    if match["hour"] is not None:
        clock = timedelta(
            hours=int(match["hour"]), minutes=int(match["minute"]), seconds=int(match["second"] or 0)
        )
        if clock >= timedelta(days=1):
            return ReadDate(None, _write(day_found))
        read = _nearest_midnight(datetime(day_found.year, day_found.month, day_found.day) + clock)
    if read.remedy is None and spelt and match["hour"] is None:
        said = f"read as {day_found}; write it so", f"已读作 {day_found}；请如此填写"
        read = ReadDate(day_found, Label(*said), spelt=True)
    return _usual(read)


def _nearest_midnight(moment: datetime) -> ReadDate:
    """Other programs shift a date by seconds; by hours only where they are wrong about the zone."""
    day = moment.date()
    since = timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second)
    following = day + timedelta(days=1) if day < date.max else day
    if since <= A_MINUTE:
        return ReadDate(day)
    if timedelta(days=1) - since <= A_MINUTE:
        return ReadDate(following)
    return ReadDate(
        day,
        Label(
            f"read as {day}; write it without a time of day, or {following} if that is meant",
            f"已读作 {day}；请去掉时刻，如指次日请填 {following}",
        ),
    )


def _usual(read: ReadDate) -> ReadDate:
    """A date with digits missing is far away."""
    low, high = USUAL_YEARS
    if read.day is None or low <= read.day.year <= high:
        return read
    said = f"read as {read.day}, usually {low} to {high}; look whether digits are missing"
    return ReadDate(
        read.day, Label(said, f"已读作 {read.day}，通常为 {low} 至 {high} 年；请核对是否缺少数字")
    )


def _meant(text: str) -> Label:
    """What to write instead of a text that is no date by itself."""
    if match := YEAR_LAST(text):
        first, second = _day(match[3], match[1], match[2]), _day(match[3], match[2], match[1])
        readings = list(dict.fromkeys(reading for reading in (first, second) if reading))
        if len(readings) == 2:
            return Label(
                f"write {readings[0]} or {readings[1]}: it may be either",
                f"请填 {readings[0]} 或 {readings[1]}：两种读法皆有可能",
            )
        return _write(readings[0]) if readings else SUCH_AS
    if match := MONTH_ONLY(text):
        return _of_month(int(match[1]), int(match[2] or match[3]))
    if match := EIGHT_DIGITS(text):
        day = _day(*match.groups())
        return _write(day) if day else SUCH_AS
    if match := NAMED_MONTH(text.casefold()):
        day_of, name, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
        day = _day(year, MONTHS.index(name) + 1, day_of) if name in MONTHS else None
        return _write(day) if day else SUCH_AS
    return _of_number(int(text)) if text.isascii() and text.isdigit() and len(text) == 5 else SUCH_AS


def _of_number(number: float) -> Label:
    """What to write instead of a bare number: a day number, or a date without its signs."""
    day = None
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        day = day_of(number)
    elif match := EIGHT_DIGITS(f"{number:.0f}"):
        day = _day(*match.groups())
    shown = day or date(2016, 1, 1)
    return Label(f"write it as {shown} and give the cell a date format", f"请写作 {shown} 并设为日期格式")


def _of_month(year: int, month: int) -> Label:
    if not 1 <= month <= 12:
        return SUCH_AS
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return Label(
        f"add the day: {first} for the first of the month, {last} for its last",
        f"请补上日：月初为 {first}，月末为 {last}",
    )


def _no_such_day(year: int, month: int) -> Label:
    if not (1 <= month <= 12 and year):
        return SUCH_AS
    last = date(year, month, monthrange(year, month)[1])
    return Label(
        f"there is no such day; the last of the month is {last}", f"没有这一天；该月最后一天为 {last}"
    )


def _write(day: date) -> Label:
    return Label(f"write it as {day}", f"请写作 {day}")


def _day(year: Any, month: Any, day: Any) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
