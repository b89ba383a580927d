"""A project counted in other periods is the same project: nothing moves but the grain of time."""

from typing import Any

import pytest

import relocation
from relocation.problems import ProblemsFound
from relocation.project.project import Project
from relocation.project.template import template_project
from tests.small_village import series, small_project


@pytest.fixture(scope="module")
def lujia() -> Project:
    return relocation.load("lujia")


def test_years_become_months(lujia: Project) -> None:
    monthly = lujia.counted_in("month")
    assert monthly.timeline.period == "month"
    assert monthly.timeline.periods == 12 * 12
    assert monthly.loans["adbc"].term == 10 * 12
    assert monthly.loans["adbc"].grace == 2 * 12
    assert monthly.construction["housing"].duration == 2 * 12
    # The second year begins in month 13, the third in month 25.
    receipts = monthly.land_quota.receipts.values()
    assert [one.period for one in receipts] == [13, 25]


def test_months_become_years_again(lujia: Project) -> None:
    assert lujia.counted_in("month").counted_in("year") == lujia
    assert lujia.counted_in("quarter").counted_in("year") == lujia


def test_amounts_and_their_sources_stay(lujia: Project) -> None:
    monthly = lujia.counted_in("month")
    yearly_values = {one.path: one for one in lujia.values()}
    for one in monthly.values():
        if one.record.unit != "period" and one.path != "timeline.period":
            assert one == yearly_values[one.path]
        assert one.source.provenance == yearly_values[one.path].source.provenance


def test_the_fund_balance_does_not_depend_on_the_period(lujia: Project) -> None:
    for period in ("month", "quarter"):
        appraisal = lujia.counted_in(period).appraise()
        assert appraisal.number("fund_balance.balance") == pytest.approx(49_483_000, abs=1e-6)


def test_a_time_that_is_no_whole_year_is_named(lujia: Project) -> None:
    monthly = lujia.counted_in("month").replace({"construction.housing.duration": 18, "loans.adbc.grace": 6})
    with pytest.raises(ProblemsFound) as found:
        monthly.counted_in("year")
    assert [problem.where for problem in found.value.problems] == [
        "construction.housing.duration",
        "loans.adbc.grace",
    ]
    for problem in found.value.problems:
        assert problem.text("en") != problem.text("zh")


def test_a_derivation_does_not_outlive_its_number(lujia: Project) -> None:
    sources = dict(lujia.sources)
    sources["loans.adbc.term"] = sources["loans.adbc.term"].model_copy(update={"derivation": "2 + 8"})
    stated = Project.build(lujia.nested(), sources)
    assert stated.counted_in("month").sources["loans.adbc.term"].derivation == ""
    assert stated.sources["loans.adbc.term"].derivation == "2 + 8"


@pytest.mark.parametrize(("changes", "periods"), [({}, 144), ({"timeline.periods": 130}, 130)])
def test_a_template_in_months_counts_everything_in_months(
    lujia: Project, changes: dict[str, Any], periods: int
) -> None:
    monthly = template_project(lujia, {"timeline.period": "month", **changes})
    assert monthly.timeline.periods == periods
    assert monthly.loans["adbc"].term == 120


def test_a_rate_step_keeps_its_moment_and_an_unused_one_stays_unused(lujia: Project) -> None:
    nested = lujia.nested()
    nested["loans"]["adbc"]["rate_steps"] = {
        "later": {"period": 3, "rate": 0.04},
        "none": {"period": 0, "rate": 0.0},
    }
    stepped = Project.build(nested)
    monthly = stepped.counted_in("month")
    assert [step.period for step in monthly.loans["adbc"].rate_steps.values()] == [25, 0]
    assert monthly.counted_in("year") == stepped


@pytest.mark.parametrize("terms", [
    {"draw_interest": "none"},
    {"draw_interest": "none", "grace": 2},
    {"draw_interest": "none", "grace": 2, "grace_basis": "outside"},
    {"draw_interest": "full", "grace": 1},
])  # fmt: skip
@pytest.mark.parametrize("period", ["quarter", "month"])
def test_a_loan_falls_on_the_same_days_whatever_is_counted(period: Any, terms: dict[str, Any]) -> None:
    """A bullet has one repayment, so that its drawdown and its repayment are the same days in years and in months."""
    loan = {"principal": 1_000.0, "rate": 0.06, "term": 4, "method": "bullet", "start": 2, **terms}
    yearly = small_project(9, loans={"bank": loan})
    counted = yearly.counted_in(period)
    assert counted.counted_in("year") == yearly
    per_year = {"quarter": 4, "month": 12}[period]
    old, new = yearly.appraise(), counted.appraise()
    for key, last_day in (("drawdown", terms["draw_interest"] == "none"), ("principal_repaid", True)):
        years = [at for at, one in enumerate(series(old, f"loans.bank.{key}")) if one]
        periods = [at for at, one in enumerate(series(new, f"loans.bank.{key}")) if one]
        assert periods == [(at + 1) * per_year - 1 if last_day else at * per_year for at in years]
    assert new.number("loans.interest_total") == pytest.approx(old.number("loans.interest_total"))


def test_a_stated_repayment_stays_on_the_last_day_of_its_year() -> None:
    plan = {
        "a": {"period": 2, "amount": 400.0},
        "b": {"period": 4, "amount": 600.0},
        "c": {"period": 0, "amount": 0.0},
    }
    loan = {"principal": 1_000.0, "rate": 0.06, "term": 4, "method": "stated", "repayments": plan}
    yearly = small_project(4, loans={"bank": loan})
    monthly = yearly.counted_in("month")
    assert [one.period for one in monthly.loans["bank"].repayments.values()] == [24, 48, 0]
    assert monthly.counted_in("year") == yearly
    assert monthly.appraise().number("loans.interest_total") == pytest.approx(
        yearly.appraise().number("loans.interest_total")
    )


def test_replacing_the_length_of_a_period_counts_every_time_anew() -> None:
    lujia = relocation.load("lujia")
    quarterly = lujia.replace({"timeline.period": "quarter", "loans.adbc.grace": 4})
    assert (quarterly.timeline.periods, quarterly.loans["adbc"].term, quarterly.loans["adbc"].grace) == (
        48,
        40,
        4,
    )
    assert quarterly.sources["loans.adbc.term"] == lujia.sources["loans.adbc.term"]
    assert quarterly.sources["timeline.period"].note.startswith("changed from year")
    assert quarterly.appraise().number("fund_balance.balance") == 49_483_000
