"""The bridge test in the script of a page: the same cases, changes and figures as in Python, of changed inputs too."""

from typing import Any

import pytest

import relocation
from relocation.calendar import day_number
from relocation.javascript import script
from relocation.project.project import Project
from relocation.stress import STRESSES, StressedCase, bridge_test, stress_data
from tests.page_plan import PagePlan
from tests.random_projects import random_project
from tests.test_stress import village

ASK = """
function askedStress(now, data) {
  return finished(stressedCases(data, planNow(now))).map(one => {
    const {key, label, changes, longerBy, problems} = one;
    return {key, label, changes, longerBy, refused: problems.length > 0, figures: stressFigures(one)};
  });
}
"""
FIGURES = {"lowestCash": "lowest_cash", "bridge": "bridge", "balance": "balance", "period": "period"}
RATIOS = {"coverage": "coverage", "bondCoverage": "bond_coverage"}


def page_of(project: Project, stress: str = "") -> PagePlan:
    return PagePlan(project, stress or script("stress"), ASK)


def assert_same(page: PagePlan, project: Project) -> None:
    given: Any = page.call("askedStress", project, stress_data(project))
    for case, told in zip(bridge_test(project).cases, given, strict=True):
        assert (told["key"], told["label"]) == (case.stress.key, list(case.stress.label))
        assert told["longerBy"] == case.longer_by, case.stress.key
        assert told["changes"] == {change.path: change.after for change in case.changes}
        assert told["refused"] == (case.appraisal is None), case.reason
        if case.appraisal is not None:
            assert_figures(case, told["figures"])


def assert_figures(case: StressedCase, figures: dict[str, Any]) -> None:
    for name, attribute in (FIGURES | RATIOS).items():
        wanted = getattr(case, attribute)
        assert figures[name] == (wanted and pytest.approx(wanted, rel=1e-12, abs=1e-6)), name
    assert case.day is not None
    assert figures["day"] == day_number(case.day)
    assert (figures["loansRepaid"], figures["viable"]) == (case.loans_repaid, case.viable)


def test_a_page_stresses_lujia_and_its_what_ifs_as_python_does() -> None:
    project = relocation.load("lujia")
    page = page_of(project)
    for changes in ({}, {"land_quota.delay": 7, "land_quota.price": 70_000.0}):
        assert_same(page, project.replace(changes))


@pytest.mark.parametrize("seed", range(8))
def test_a_page_stresses_any_plan_as_python_does(seed: int) -> None:
    project = random_project(seed, periods=6)
    assert_same(page_of(project), project)


def test_what_python_refuses_a_page_refuses() -> None:
    """No rate is above 1."""
    project = village(loans={"dear": {"principal": 1000.0, "rate": 0.995, "term": 3, "start": 1}})
    assert [case.stress.key for case in bridge_test(project).cases if case.appraisal is None] == [
        "rate_100", "mildest_together", "harshest_together",
    ]  # fmt: skip
    assert_same(page_of(project), project)


def test_a_script_that_forgets_the_rate_steps_is_noticed() -> None:
    right = "needed.some(each => !(of(each) > 0))"
    text = script("stress")
    assert text.count(right) == 1
    loan = {"principal": 0.0, "rate": 0.05, "term": 3, "start": 1}
    project = village(loans={"spare": loan})
    page = page_of(project, text.replace(right, "false"))
    given: Any = page.call("askedStress", project, stress_data(project))
    place = [stress.key for stress in STRESSES].index("rate_100")
    assert given[place]["changes"] == {"loans.spare.rate": 0.060000000000000005}
    assert bridge_test(project).cases[place].changes == ()
