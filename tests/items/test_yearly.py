"""Yearly income and costs after the move: they grow by whole years and never enter the relocation fund."""

from __future__ import annotations

import pytest

from tests.small_village import appraised, problems_of, series


def test_income_grows_once_a_year() -> None:
    item = {"amount": 120_000.0, "growth": 0.05, "start": 3}
    flow = series(appraised(5, income={"rent": item}), "income.rent.flow")
    assert flow == pytest.approx([0, 0, 120_000, 126_000, 132_300], abs=1e-9)


def test_quarters_share_the_year_and_step_up_after_four_of_them() -> None:
    item = {"amount": 120_000.0, "growth": 0.05, "start": 2}
    flow = series(appraised(10, "quarter", income={"rent": item}), "income.rent.flow")
    assert flow == pytest.approx([0, *[30_000] * 4, *[31_500] * 4, 33_075], abs=1e-9)


def test_months_share_the_year_and_a_shrinking_cost_steps_down() -> None:
    item = {"amount": 12_000.0, "growth": -0.1}
    flow = series(appraised(25, "month", costs={"heating": item}), "costs.heating.flow")
    assert flow == pytest.approx([*[1_000] * 12, *[900] * 12, 810], abs=1e-9)


def test_a_duration_ends_the_flow_and_none_lets_it_run() -> None:
    costs = {"guard": {"amount": 50.0, "start": 2, "duration": 2}, "lamps": {"amount": 7.0, "start": 2}}
    appraisal = appraised(5, costs=costs)
    assert series(appraisal, "costs.guard.flow") == [0, 50, 50, 0, 0]
    assert series(appraisal, "costs.lamps.flow") == [0, 7, 7, 7, 7]


def test_the_fund_balance_does_not_know_them_and_the_cash_plan_does() -> None:
    appraisal = appraised(4, income={"rent": {"amount": 100.0}}, costs={"care": {"amount": 30.0, "start": 3}})
    assert appraisal.number("fund_balance.balance") == 0
    assert series(appraisal, "cash.closing") == [100, 200, 270, 340]
    assert appraisal.number("sources.income") == 400
    assert appraisal.number("uses.costs") == 60


def test_units_times_price_are_an_amount_too() -> None:
    """1,500.5 mu at 320 yuan a mu and year, growing by 2 %."""
    rent = {"quantity": 1_500.5, "rate": 320.0, "unit": "mu", "growth": 0.02}
    flow = series(appraised(3, income={"rent": rent}), "income.rent.flow")
    assert flow == pytest.approx([480_160, 489_763.2, 499_558.464], abs=1e-6)
    heating = {"quantity": 60.0, "rate": 801.0, "start": 2}
    assert series(appraised(3, costs={"heating": heating}), "costs.heating.flow") == [0, 48_060, 48_060]


def test_an_amount_beside_units_and_price_is_refused() -> None:
    (problem,) = problems_of(3, income={"rent": {"amount": 10.0, "quantity": 3.0, "rate": 4.0}})
    assert (problem.where, problem.found) == ("income.rent.amount", "10")
    assert "12" in problem.text("en")
    assert "12" in problem.text("zh")
    assert problems_of(3, income={"rent": {"amount": 10.0, "quantity": 3.0}}) == []


@pytest.mark.parametrize(("have", "lacks"), [("quantity", "rate"), ("rate", "quantity")])
def test_units_without_a_price_are_refused(have: str, lacks: str) -> None:
    assert [one.where for one in problems_of(3, costs={"care": {have: 5.0}})] == [f"costs.care.{lacks}"]
