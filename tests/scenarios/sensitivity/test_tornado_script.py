"""The tornado in the script of a page: the same inputs, moved as far, in the same order, of changed inputs too."""

import math
from itertools import pairwise
from typing import Any

import pytest

import relocation
from relocation.javascript import script
from relocation.labels import LANGUAGES
from relocation.project.project import Project
from relocation.scenarios.sensitivity.tornado import tornado, tornado_data
from tests.page_plan import PagePlan
from tests.random_projects import random_project

ASK = """
function askedTornado(now, data, by) {
  return finished(tornadoRows(data, planNow(now), by));
}
"""
HEADS = {"low_value": "lowValue", "high_value": "highValue", "low": "low", "high": "high", "swing": "swing"}
SAME = 1e-9  # of the metric: what is less is a difference of floats


def page_of(project: Project, text: str = "") -> PagePlan:
    return PagePlan(project, text or script("scenarios.sensitivity.tornado"), ASK)


def asked(page: PagePlan, project: Project, metric: str, by: float) -> Any:
    return page.call("askedTornado", project, tornado_data(project, metric), by)


def assert_same(page: PagePlan, project: Project, metric: str, by: float) -> None:
    given = asked(page, project, metric, by)
    frames = {lang: tornado(project, metric, by, lang=lang) for lang in LANGUAGES}
    wanted = frames["en"].set_index("path")
    assert {row["path"] for row in given} == set(wanted.index)
    size = max(1.0, *(abs(row["base"] or 0) + abs(row["swing"] or 0) for row in given)) if given else 1.0
    for row in given:
        for head, name in HEADS.items():
            number = wanted.at[row["path"], head]
            assert (row[name] is None) == math.isnan(number), (row["path"], head)
            assert row[name] is None or row[name] == pytest.approx(number, rel=1e-9, abs=SAME * size)
        for place, lang in enumerate(LANGUAGES):
            said = frames[lang].set_index("path").at[row["path"], "note"]
            assert ("; ", "；")[place].join(note[place] for note in row["notes"]) == said
            assert row["label"][place] == frames[lang].set_index("path").at[row["path"], "label"]
        assert (row["also"], row["moved"]) == (
            wanted.at[row["path"], "also"],
            wanted.at[row["path"], "moved"],
        )
    ranks = [2 if row["swing"] is None else int(row["moved"] == "step") for row in given]
    assert ranks == sorted(ranks)
    for rank in (0, 1):
        own = [row["swing"] for row, its in zip(given, ranks, strict=True) if its == rank]
        assert all(this >= following - SAME * size for this, following in pairwise(own))


def test_a_page_ranks_the_inputs_of_lujia_and_of_a_what_if_as_python_does() -> None:
    project = relocation.load("lujia")
    page = page_of(project)
    assert_same(page, project, "fund_balance.balance", 0.1)
    assert_same(page, project.replace({"land_quota.delay": 7}), "cash.minimum", 0.2)


@pytest.mark.parametrize("seed", range(6))
def test_a_page_ranks_the_inputs_of_any_plan_as_python_does(seed: int) -> None:
    project = random_project(seed, periods=5)
    assert_same(page_of(project), project, "cash.minimum", (0.1, 0.9, 1.0)[seed % 3])


@pytest.mark.parametrize("key", ["fund_balance.balance", "cash.minimum"])
def test_inputs_that_move_a_number_alike_stand_in_their_order_on_the_page_and_in_python(key: str) -> None:
    """Quantity and rate of a line move it by the same, but for the last digit of their powers."""
    project = relocation.load("lujia")
    ranked = tornado(project, key)
    assert [row["path"] for row in asked(page_of(project), project, key, 0.1)] == ranked.path.tolist()
    paths = sorted(
        (value.path for value in project.values()), key=lambda path: not path.endswith((".price", ".rate"))
    )
    order = {path: place for place, path in enumerate(paths)}
    for this, following in pairwise(ranked.dropna(subset="swing").itertuples()):
        is_alike = this.moved == following.moved and math.isclose(this.swing, following.swing, rel_tol=1e-12)
        assert not is_alike or order[this.path] < order[following.path]


def test_a_script_that_moves_whole_numbers_by_parts_is_noticed() -> None:
    right = 'field.kind !== "whole"'
    text = script("scenarios.sensitivity.tornado")
    assert text.count(right) == 1
    project = relocation.load("lujia")
    given = asked(page_of(project, text.replace(right, "true")), project, "cash.minimum", 0.02)
    assert any(row["path"] == "loans.adbc.term" and row["lowValue"] != 9 for row in given)
