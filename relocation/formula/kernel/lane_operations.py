"""Operations of the language for one scenario, written so that numba compiles them; they run in plain Python as well.

A generated kernel carries the text of those it needs, so that the hash of its source covers them too.
"""

from __future__ import annotations

from math import nan

from numpy import expm1, floor, log1p

from relocation.formula.language.decimals import ALL_WHOLE, MOST_NUDGE, NUDGE

LANES = 64  # scenarios of a block
MOST_PERIODS = 0xFFFF  # as a mask it tells the compiler that a period is no negative number
FIRST_YEAR_DAYS = 693_899  # from 1 March of the year 0 to day 0 of a spreadsheet, 1899-12-30
DAYS_OF_400_YEARS = 146_097


def ratio(numerator: float, denominator: float) -> float:
    """A quotient, not available where the denominator is zero."""
    return nan if denominator == 0.0 else numerator / denominator


def payment(rate: float, periods: float, principal: float) -> float:
    """A = P i / (1 - (1 + i)^-n), and P / n where the rate is zero."""
    if rate == 0.0:
        return principal / periods
    level: float = principal * rate / -expm1(-periods * log1p(rate))
    return level


def sign(value: float) -> float:
    """1, -1 or 0, and not available for what is not."""
    return 1.0 if value > 0.0 else -1.0 if value < 0.0 else value


def decimals(value: float, places: float) -> float:
    """So many decimals, halves away from zero. See decimals.decimals."""
    scale = 100.0 if places == 2.0 else 1000.0 if places == 3.0 else 1000000.0
    units = abs(value) * scale
    nudge = units * NUDGE if units * NUDGE < MOST_NUDGE else MOST_NUDGE
    rounded: float = floor(units + 0.5 + nudge) / scale
    return value if units >= ALL_WHOLE else rounded if value > 0.0 else 0.0 - rounded


def month_after(day: float, months: float) -> float:
    """The day number so many whole months later, by the rule of the calendar; the last day of a shorter month."""
    if not (abs(day) < 1e7 and abs(months) < 1e6):
        return nan
    year, month, of_month = date_of_day(int(day))
    year, month = year + (month + int(months)) // 12, (month + int(months)) % 12
    following = day_of_month(year + (month + 1) // 12, (month + 1) % 12)
    first = day_of_month(year, month)
    return float(first + min(of_month, following - first - 1))


def date_of_day(number: int) -> tuple[int, int, int]:
    """Year, month and day of the month, both counted from 0; years are counted from 1 March, which is month 0."""
    days = number + FIRST_YEAR_DAYS
    era = days // DAYS_OF_400_YEARS
    rest = days - era * DAYS_OF_400_YEARS
    year = (rest - rest // 1460 + rest // 36_524 - rest // 146_096) // 365
    of_year = rest - (365 * year + year // 4 - year // 100)
    month = (5 * of_year + 2) // 153
    return era * 400 + year, month, of_year - (153 * month + 2) // 5


def day_of_month(year: int, month: int) -> int:
    """The number of the first day of a month, both counted as in `date_of_day`."""
    leaps = year // 4 - year // 100 + year // 400
    return 365 * year + leaps + (153 * month + 2) // 5 - FIRST_YEAR_DAYS


def choose(condition: bool, value: float, otherwise: float) -> float:
    """One of two numbers that are both worked out."""
    return value if condition else otherwise


def direction(is_small: bool, before: float, value: float) -> float:
    """The sign of a number, or the sign before where the number is small."""
    return before if is_small else 1.0 if value > 0.0 else -1.0


def available(value: float) -> float:
    """A number, and nothing where it is not available."""
    return value if value == value else 0.0


def smaller_known(known: float, value: float) -> float:
    """The smaller of a number that is one and another; what is not a number wins."""
    return known if known < value else value


def larger_known(known: float, value: float) -> float:
    """The larger of a number that is one and another; what is not a number wins."""
    return known if known > value else value


def smaller(left: float, right: float) -> float:
    """The smaller of two numbers; what is not a number wins."""
    return left if (left < right) | (left != left) else right


def larger(left: float, right: float) -> float:
    """The larger of two numbers; what is not a number wins."""
    return left if (left > right) | (left != left) else right


def place_in(group: float, groups: int) -> int:
    """The place of a group counted from 1; the place after the last for what is no group."""
    inside = (group >= 1.0) & (group <= groups)
    place = int(group) if inside else groups + 1
    return place - 1 if not inside or place == group else groups
