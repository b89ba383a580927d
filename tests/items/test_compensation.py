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
