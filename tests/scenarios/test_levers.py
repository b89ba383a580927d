"""Which inputs decide, by hand: how far each may go, what that does to lowest cash, and where the plan stops it."""

import pytest

import relocation
from relocation.scenarios.levers import RANGES, Lever, levers, place
from tests.random_projects import random_project
from tests.scenarios.test_margins import by_months


def by_path(price: float = 100_000.0, **groups: object) -> dict[str, Lever]:
    return {lever.path: lever for lever in levers(by_months(price, **groups).project)}


def test_late_money_decides_although_no_delay_is_planned() -> None:
    """1,000,000 in month 1 and works of 800,000 in month 4: cash is lowest at 200,000, or at -800,000 where money comes too late.

    Twelve months have room for eleven of delay.
    """
    delay = by_path()["land_quota.delay"]
    assert (delay.value, delay.step, delay.below, delay.above) == (0, 1, 0, 11)
    assert (delay.low, delay.high) == (0, 11)
    assert delay.spread == pytest.approx(1_000_000)


def test_a_price_goes_as_far_as_in_the_bridge_test() -> None:
    """From 70,000 to 130,000 a mu, in round steps: lowest cash moves by 60,000 for each of 10 mu."""
    price = by_path()["land_quota.price"]
    assert (price.step, price.low, price.high) == (2_000, 70_000, 130_000)
    assert price.spread == pytest.approx(600_000)


def test_a_quantity_and_its_rate_are_one_lever() -> None:
    found = by_path()
    assert "construction.works.rate" in found
    assert "construction.works.quantity" not in found
    assert found["construction.works.rate"].spread == pytest.approx(0.4 * 800_000)


def test_the_strongest_stands_first_and_what_does_nothing_nowhere() -> None:
    spreads = [lever.spread for lever in levers(relocation.load("lujia"))]
    assert spreads == sorted(spreads, reverse=True)
    assert 6 <= len(spreads) <= 8
    assert min(spreads) > 0
    assert levers(relocation.load("jinpo")) == []


@pytest.mark.parametrize("seed", range(12))
def test_every_place_of_a_lever_is_one_that_the_plan_takes(seed: int) -> None:
    project = random_project(seed)
    for lever in levers(project):
        assert lever.low <= project.value(lever.path) <= lever.high
        assert place(lever.value, lever.step, 0) == project.value(lever.path)
        for number in (lever.low, lever.high):
            is_whole = lever.record.kind == "whole"
            project.replace({lever.path: int(number) if is_whole else number})


def test_every_range_says_what_it_rests_on() -> None:
    for spans in RANGES.values():
        for span in spans:
            assert all(span.grounds)
            assert span.low < span.high
