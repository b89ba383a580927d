"""Compensation less what households pay for their new homes: the cash redemption and the average household."""

from __future__ import annotations

import math

import pytest

from tests.small_village import appraised, series, small_project

HOUSES = {"brick": {"quantity": 31_280.0, "rate": 1_500.0}, "soil": {"quantity": 27_761.0, "rate": 1_000.0}}
FLATS = {"flats": {"quantity": 27_370.0, "rate": 1_200.0}}


def test_purchases_are_netted_against_compensation_and_are_no_revenue() -> None:
    appraisal = appraised(compensation=HOUSES, purchases=FLATS)
    # 31,280 x 1,500 + 27,761 x 1,000 = 46,920,000 + 27,761,000; 27,370 x 1,200 = 32,844,000.
    assert appraisal.number("compensation.total") == 74_681_000
    assert appraisal.number("purchases.total") == 32_844_000
    assert appraisal.number("compensation.net") == 41_837_000
    assert appraisal.number("fund_balance.expenditure") == 41_837_000
    assert appraisal.number("fund_balance.revenue") == 0


def test_the_average_household_nets_107000_of_191000() -> None:
    project = small_project(compensation=HOUSES, purchases=FLATS)
    appraisal = project.replace({"village.persons": 917, "village.households": 391}).appraise()
    found = [appraisal.number(f"household.{key}") for key in ("compensation", "purchases", "net_cash")]
    assert found == [191_000, 84_000, 107_000]


def test_without_households_an_average_is_not_available() -> None:
    project = small_project(compensation=HOUSES)
    appraisal = project.replace({"village.persons": 0, "village.households": 0}).appraise()
    assert math.isnan(appraisal.number("household.net_cash"))
    assert appraisal.to_record()["indicators"]["household.net_cash"] is None


def test_groups_are_paid_at_their_own_times() -> None:
    appraisal = appraised(
        compensation={
            "walls": {"quantity": 100.0, "rate": 60.0, "group": "attachment", "start": 1, "duration": 3},
            "moving": {"quantity": 10.0, "rate": 900.0, "group": "allowance", "start": 2},
        },
        purchases={"garage": {"quantity": 2.0, "rate": 1_000.0, "start": 3, "duration": 2}},
    )
    assert series(appraisal, "compensation.paid") == [2_000, 11_000, 2_000, 0]
    assert series(appraisal, "purchases.paid") == [0, 0, 1_000, 1_000]
    assert series(appraisal, "compensation.net_paid") == [2_000, 11_000, 1_000, -1_000]


def test_households_may_pay_more_than_they_get_and_the_fund_earns_it() -> None:
    appraisal = appraised(
        compensation={"soil": {"quantity": 10.0, "rate": 1_000.0}},
        purchases={"flats": {"quantity": 10.0, "rate": 1_200.0}},
    )
    assert appraisal.number("household.net_cash") == pytest.approx(-200)
    assert appraisal.number("fund_balance.balance") == pytest.approx(2_000)


def test_where_nobody_is_compensated_every_period_still_shows_nothing_paid() -> None:
    appraisal = appraised()
    for key in ("compensation.paid", "purchases.paid", "compensation.net_paid"):
        assert series(appraisal, key) == [0, 0, 0, 0]


def test_contingencies_stand_beside_the_cash_of_households() -> None:
    """A tenth of 100,000 set aside; no household gets more of it on average."""
    item = {"quantity": 100.0, "rate": 1_000.0, "physical_contingency": 0.1}
    project = small_project(compensation={"brick": item}).replace({"village.households": 10})
    appraisal = project.appraise()
    assert appraisal.number("compensation.contingency") == 10_000
    assert appraisal.number("compensation.net") == 100_000
    assert appraisal.number("household.net_cash") == 10_000
    assert appraisal.number("fund_balance.expenditure") == 110_000
    assert sum(series(appraisal, "cash.cost")) == 110_000


@pytest.mark.parametrize(
    ("lead", "form", "expected"),
    [(0.0, "third_edition", (53.69, 169.06)), (0.0, "older", (110.0, 231.0)), (1.0, "older", (110.0, 231.0))],
)
def test_compensation_rises_as_works_do(lead: float, form: str, expected: tuple[float, float]) -> None:
    """1,000 in each of two years, a tenth set aside, 10 % a year: the vector of works, 1,100 x (1.1^0.5 - 1) and so on."""
    item = {
        "quantity": 2.0,
        "rate": 1_000.0,
        "duration": 2,
        "physical_contingency": 0.1,
        "price_contingency": 0.1,
    }
    rules = {"estimate_lead": lead, "price_contingency_form": form}
    appraisal = appraised(compensation={"brick": item}, evaluation=rules)
    rise = series(appraisal, "compensation.brick.price_rise")
    assert rise[:2] == pytest.approx(expected, abs=0.005)
    assert series(appraisal, "compensation.paid")[:2] == pytest.approx([1_100 + one for one in rise[:2]])
    assert appraisal.number("compensation.price_rise") == pytest.approx(sum(rise))
    assert appraisal.number("fund_balance.expenditure") == pytest.approx(2_200 + sum(rise))


def test_rates_rise_from_the_first_work_or_compensation_on() -> None:
    """Works of the first year without a rise of their own: compensation of the third is 2.5 years after them."""
    item = {"quantity": 1.0, "rate": 1_000.0, "start": 3, "price_contingency": 0.1}
    works = {"housing": {"quantity": 1.0, "rate": 500.0}}
    alone = appraised(compensation={"brick": item})
    after = appraised(compensation={"brick": item}, construction=works)
    assert alone.number("compensation.price_rise") == pytest.approx(1_000 * (1.1**0.5 - 1))
    assert after.number("compensation.price_rise") == pytest.approx(1_000 * (1.1**2.5 - 1))
    earlier = {**item, "start": 1}
    works["housing"]["start"] = 3
    before = appraised(compensation={"brick": earlier}, construction=works)
    assert before.number("compensation.price_rise") == pytest.approx(1_000 * (1.1**0.5 - 1))
