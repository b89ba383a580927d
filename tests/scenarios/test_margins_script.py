"""How far from failing a page finds a plan, of changed inputs too, and what it says of that: as Python."""

from dataclasses import asdict
from typing import Any

import pytest

import relocation
from relocation.javascript import script
from relocation.project.project import Project
from relocation.scenarios.margins import margins, margins_data
from tests.page_plan import PagePlan
from tests.random_projects import random_project
from tests.scenarios.test_margins import by_months

ASK = """
function askedMargins(now, data) {
  const found = finished(marginsOf(data, planNow(now)));
  return {found, text: marginsText(data, found)};
}
function countedSteps(now, data) {
  return Array.from(marginsOf(data, planNow(now))).length;
}
"""
NEAR = 5e-7  # of a share: the last step of the search


def assert_same(page: PagePlan, project: Project) -> None:
    wanted = margins(project.appraise())
    given: Any = page.call("askedMargins", project, margins_data(project))
    found = asdict(wanted)
    assert {key: given["found"][key] for key in ("short", "late_months", "sells_quota")} == {
        key: found[key] for key in ("short", "late_months", "sells_quota")
    }
    for key in ("price_fall", "cost_rise", "needed_rise"):
        assert (given["found"][key] is None) == (found[key] is None), key
        assert given["found"][key] is None or given["found"][key] == pytest.approx(found[key], abs=NEAR)
    assert given["text"] == list(wanted.sentence)


def test_a_page_finds_how_far_lujia_is_from_failing() -> None:
    project = relocation.load("lujia")
    page = PagePlan(project, ASK)
    for changes in ({}, {"land_quota.price": 80_000.0}, {"land_quota.price": 30_000.0}):
        assert_same(page, project.replace(changes))


@pytest.mark.parametrize("seed", [1, 4, 7, 12])
def test_a_page_finds_how_far_any_plan_is_from_failing(seed: int) -> None:
    project = random_project(seed, periods=4)
    assert_same(PagePlan(project, ASK), project)


@pytest.mark.parametrize("price", [0.0, 50_000.0, 80_000.0, 100_000.0])
def test_a_page_makes_the_timeline_longer_for_late_money(price: float) -> None:
    """Income runs to the end of twelve months, and so it does where the timeline is longer."""
    income = {"rent": {"amount": 12_000.0, "start": 2}}
    project = by_months(price, income=income).project
    assert_same(PagePlan(project, ASK), project)


def test_the_search_can_be_continued_step_by_step() -> None:
    project = by_months(100_000.0).project
    assert PagePlan(project, ASK).call("countedSteps", project, margins_data(project)) > 50


def test_a_search_that_takes_the_wrong_end_is_noticed() -> None:
    right = "fails ? low : high"
    text = script("scenarios.margins")
    assert text.count(right) == 1
    changed = {"scenarios.margins": text.replace(right, "fails ? high : low")}
    project = by_months(50_000.0).project
    given: Any = PagePlan(project, ASK, changed=changed).call("askedMargins", project, margins_data(project))
    assert given["found"]["needed_rise"] != pytest.approx(margins(project.appraise()).needed_rise, abs=1e-9)
