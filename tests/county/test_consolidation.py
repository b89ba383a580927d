"""The county is the sum of its villages: by hand for two of them, and for any villages to the fen."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import fsum
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relocation.county.consolidation import ALL_FLOWS, County, Village, calendar_start, consolidate
from relocation.county.figures import FIGURES
from relocation.project.project import Project
from tests.random_projects import projects
from tests.small_village import finished

unhurried = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def village(file: str, start: date, period: str, periods: int, **groups: Any) -> Village:
    timeline = {"start": start, "period": period, "periods": periods}
    people = {"households": 10, "persons": 25, "name_en": file.removesuffix(".toml")}
    return Village(
        file, Project.build({"village": people, "timeline": timeline, **finished(groups)}).appraise()
    )


def works(amount: float, start: int, duration: int = 1) -> dict[str, Any]:
    return {
        "construction": {"works": {"quantity": 1.0, "rate": amount, "start": start, "duration": duration}}
    }


def quota(amount: float, period: int) -> dict[str, Any]:
    receipts = {"all": {"share": 1.0, "period": period}}
    return {"land_quota": {"area": 1.0, "price": amount, "receipts": receipts}}


def first() -> Village:
    """By years from 2026: pays 600 in 2026, gets 1,000 in 2027."""
    return village("first.toml", date(2026, 1, 1), "year", 3, **works(600, 1), **quota(1_000, 2))


def second() -> Village:
    """By quarters from July 2026: gets 500 in its first quarter, pays 100 in each of eight quarters."""
    return village("second.toml", date(2026, 7, 1), "quarter", 8, **works(800, 1, 8), **quota(500, 1))


def two() -> County:
    return consolidate([first(), second()])


def test_two_tiny_villages_by_hand() -> None:
    county = two()
    assert county.period == "year"
    assert county.days == [date(2026, 1, 1), date(2027, 1, 1), date(2028, 1, 1)]
    assert county.flows["cash.revenue"] == [500, 1_000, 0]
    assert county.flows["cash.cost"] == [800, 400, 200]  # 600 + 2 quarters, 4 quarters, 2 quarters
    assert county.closing == [-300, 300, 100]
    assert (county.lowest_cash, county.lowest_cash_day) == (-300, date(2026, 1, 1))
    totals = {figure.key: county.total(figure) for figure in FIGURES}
    assert totals == {
        "households": 20,
        "persons": 50,
        "revenue": 1_500,
        "expenditure": 1_400,
        "balance": 100,
        "loan": 0,
        "interest": 0,
        "net_cash": 0,
        "gap": 600 + 300,
    }
    assert all(check.passed for check in county.checks)


@pytest.mark.parametrize(("later", "year"), [(0.02, 2027), (0.001, 2026), (0.0, 2026)])
def test_the_purse_is_lowest_where_it_is_lower_by_a_fen(later: float, year: int) -> None:
    """600 are paid in 2026, next to nothing in 2027: a tenth of a fen is none, and the first of equal days is named."""
    paid = {"one": {"quantity": 1.0, "rate": 600.0}, "two": {"quantity": 1.0, "rate": later, "start": 2}}
    county = consolidate([village("a.toml", date(2026, 1, 1), "year", 3, construction=paid)])
    assert county.lowest_cash == pytest.approx(-600 - later, abs=1e-9)
    assert county.lowest_cash_day == date(year, 1, 1)


def test_what_a_household_of_the_county_keeps_is_worth_as_much_as_there_are_households() -> None:
    """1,000 for ten households of one village, nothing for the thirty of another: 25 each, not 50 and not 500."""
    paid = {"compensation": {"brick": {"quantity": 10.0, "rate": 100.0}}}
    one = village("one.toml", date(2026, 1, 1), "year", 2, **paid)
    many = second().appraisal.project.replace({"village.households": 30, "village.persons": 90})
    assert consolidate([one, Village("many.toml", many.appraise())]).net_cash_per_household == 25


def test_one_village_that_is_not_viable_decides() -> None:
    rich = village("rich.toml", date(2026, 1, 1), "year", 2, **works(100, 2), **quota(500, 1))
    assert (rich.viable, first().viable) == (True, False)
    assert [consolidate(each).viable for each in ([rich], [rich, first()], [first()])] == [True, False, False]


def test_villages_side_by_side_keep_their_own_lowest_cash() -> None:
    one, other = (row for row in two().to_record()["villages"])
    assert (one["lowest_cash"], one["lowest_cash_date"], one["viable"]) == (-600, "2026-01-01", False)
    # 500 - 100 in the first quarter, then 100 less in each: lowest in the last, from April 2028.
    assert (other["lowest_cash"], other["lowest_cash_date"]) == (-300, "2028-04-01")


def test_the_common_purse_is_never_poorer_than_the_villages_apart() -> None:
    apart = sum(one.appraisal.number("cash.minimum") for one in two().villages)
    assert two().lowest_cash >= apart


@pytest.mark.parametrize(
    ("periods", "coarsest"),
    [(("month", "month"), "month"), (("month", "quarter"), "quarter"), (("quarter", "year"), "year")],
)
def test_the_county_counts_by_the_longest_period_of_any_village(
    periods: tuple[str, str], coarsest: str
) -> None:
    found = [village(f"{at}.toml", date(2026, 2, 1), one, 4) for at, one in enumerate(periods)]
    assert consolidate(found).period == coarsest


@pytest.mark.parametrize(
    ("period", "start"),
    [("month", date(2026, 8, 1)), ("quarter", date(2026, 7, 1)), ("year", date(2026, 1, 1))],
)
def test_a_day_falls_into_its_calendar_period(period: str, start: date) -> None:
    assert calendar_start(date(2026, 8, 31), period) == start


def test_villages_that_never_meet_leave_empty_years_between_them() -> None:
    early = village("early.toml", date(2010, 5, 1), "year", 1, **works(100, 1))
    late = village("late.toml", date(2014, 5, 1), "year", 1, **works(100, 1))
    county = consolidate([late, early])
    assert [day.year for day in county.days] == [2010, 2011, 2012, 2013, 2014]
    assert county.closing == [-100, -100, -100, -100, -200]


def test_a_county_without_households_has_no_average() -> None:
    timeline = {"start": date(2026, 1, 1), "periods": 2}
    empty = Village("empty.toml", Project.build({"village": {}, "timeline": timeline}).appraise())
    county = consolidate([empty])
    assert county.net_cash_per_household is None
    assert county.to_record()["county"]["net_cash_per_household"] is None


def villages(fewest: int) -> st.SearchStrategy[list[Project]]:
    return st.lists(projects(most_periods=16), min_size=fewest, max_size=4)


def county_of(found: list[Project]) -> County:
    return consolidate([Village(f"{at}.toml", one.appraise()) for at, one in enumerate(found)])


def exactly(values: list[float]) -> Fraction:
    return sum(map(Fraction, values), Fraction(0))


@unhurried
@given(found=villages(1))
def test_the_county_is_the_sum_of_its_villages_to_the_fen(found: list[Project]) -> None:
    county = county_of(found)
    scale = max(1.0, fsum(abs(one) for key in ALL_FLOWS for one in county.flows[key]) / 1e10)
    for figure in FIGURES:
        apart = exactly([figure.of(one.appraisal) for one in county.villages])
        assert abs(float(apart - Fraction(county.total(figure)))) < 0.005 * scale, figure.key
    for key in ALL_FLOWS:
        apart = exactly([value for one in county.villages for value in one.appraisal.series(key)])
        assert abs(float(apart - exactly(county.flows[key]))) < 0.005 * scale, key
    ends = exactly([one.appraisal.series("cash.closing")[-1] for one in county.villages])
    assert abs(float(ends - Fraction(county.closing[-1]))) < 0.005 * scale
    assert [check.key for check in county.checks if not check.passed] == []


@unhurried
@given(found=villages(2), seed=st.randoms())
def test_the_order_of_villages_changes_nothing(found: list[Project], seed: Any) -> None:
    county = county_of(found)
    shuffled = list(county.villages)
    seed.shuffle(shuffled)
    other = consolidate(shuffled)
    record, again = county.to_record(), other.to_record()
    for key in ("period", "periods", "checks"):
        assert record[key] == again[key], key
    without_names = {**record["county"], "failed": sorted(record["county"]["failed"])}
    assert without_names == {**again["county"], "failed": sorted(again["county"]["failed"])}


def test_a_village_counted_twice_in_time_is_found_by_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: a calendar that puts a period into two years."""
    plain = County.by_calendar

    def twice(self: County, one: Village, key: str) -> list[float]:
        return [value * 2 for value in plain(self, one, key)]

    monkeypatch.setattr(County, "by_calendar", twice)
    broken = {check.key for check in two().checks if not check.passed}
    assert broken == {"cash.revenue", "cash.cost", "closing"}


def test_a_fen_that_is_lost_between_two_years_is_found_by_the_check(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = County.by_calendar

    def short(self: County, one: Village, key: str) -> list[float]:
        return [value - 0.01 * (key == "cash.revenue" and value > 0) for value in plain(self, one, key)]

    monkeypatch.setattr(County, "by_calendar", short)
    assert {check.key for check in two().checks if not check.passed} == {"cash.revenue", "closing"}


def test_the_frame_has_the_villages_and_then_the_county_in_both_languages() -> None:
    assert list(two().to_frame()["name"]) == ["first", "second", "County"]
    assert list(two().to_frame("zh")["name"])[-1] == "全县"
