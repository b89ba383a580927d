"""A project counted in other periods is the same project: nothing moves but the grain of time."""

from typing import Any

import pytest

import relocation
from relocation.problems import ProblemsFound
from relocation.project.period_length import counted_in
from relocation.project.project import Project
from relocation.project.template import template_project


@pytest.fixture(scope="module")
def lujia() -> Project:
    return relocation.load("lujia")


def test_years_become_months(lujia: Project) -> None:
    monthly = counted_in(lujia, "month")
    assert monthly.timeline.period == "month"
    assert monthly.timeline.periods == 12 * 12
    assert monthly.loans["adbc"].term == 10 * 12
    assert monthly.loans["adbc"].grace == 2 * 12
    assert monthly.construction["housing"].duration == 2 * 12
    # The second year begins in month 13, the third in month 25.
    receipts = monthly.land_quota.receipts.values()
    assert [one.period for one in receipts] == [13, 25]


def test_months_become_years_again(lujia: Project) -> None:
    assert counted_in(counted_in(lujia, "month"), "year") == lujia
    assert counted_in(counted_in(lujia, "quarter"), "year") == lujia


def test_amounts_and_their_sources_stay(lujia: Project) -> None:
    monthly = counted_in(lujia, "month")
    yearly_values = {one.path: one for one in lujia.values()}
    for one in monthly.values():
        if one.record.unit != "period" and one.path != "timeline.period":
            assert one == yearly_values[one.path]
        assert one.source.provenance == yearly_values[one.path].source.provenance


def test_the_fund_balance_does_not_depend_on_the_period(lujia: Project) -> None:
    for period in ("month", "quarter"):
        appraisal = counted_in(lujia, period).appraise()
        assert appraisal.number("fund_balance.balance") == pytest.approx(49_483_000, abs=1e-6)


def test_a_time_that_is_no_whole_year_is_named(lujia: Project) -> None:
    monthly = counted_in(lujia, "month").replace({"construction.housing.duration": 18, "loans.adbc.grace": 6})
    with pytest.raises(ProblemsFound) as found:
        counted_in(monthly, "year")
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
    assert counted_in(stated, "month").sources["loans.adbc.term"].derivation == ""
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
    monthly = counted_in(stepped, "month")
    assert [step.period for step in monthly.loans["adbc"].rate_steps.values()] == [25, 0]
    assert counted_in(monthly, "year") == stepped
