"""A project is frozen and validated wholly; each value keeps its source, and a changed value loses it."""

from typing import Any

import pytest
from pydantic import ValidationError

import relocation
from relocation.problems import ProblemsFound
from relocation.project.project import Project
from relocation.project.sourced_inputs import Source


@pytest.fixture(scope="module")
def lujia() -> Project:
    return relocation.load("lujia")


def problems_at(found: pytest.ExceptionInfo[ProblemsFound]) -> list[str]:
    return [problem.where for problem in found.value.problems]


def test_a_project_cannot_be_changed_in_place(lujia: Project) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        lujia.land_quota.price = 1.0  # type: ignore[misc]


def test_every_value_has_one_source(lujia: Project) -> None:
    assert {one.path for one in lujia.values()} == set(lujia.sources)


def test_a_changed_value_is_an_assumption_that_names_the_old_one(lujia: Project) -> None:
    cheaper = lujia.replace({"land_quota.price": 80_000})
    source = cheaper.sources["land_quota.price"]
    assert source.provenance == "assumption"
    assert "97637.18" in source.note
    assert "derived" in source.note
    assert lujia.value("land_quota.price") == 150_000_000 / 1536.3


def test_an_unchanged_value_keeps_its_source(lujia: Project) -> None:
    same = lujia.replace({"loans.adbc.principal": 66_000_000})
    assert same == lujia


def test_scaling_multiplies(lujia: Project) -> None:
    assert lujia.scale("land_quota.price", 0.8).land_quota.price == pytest.approx(150e6 / 1536.3 * 0.8)


@pytest.mark.parametrize("path", ["timeline.period", "village.name_en", "timeline.start"])
def test_only_numbers_can_be_scaled(lujia: Project, path: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        lujia.scale(path, 2)
    assert problems_at(found) == [path]


def test_a_whole_number_stays_whole(lujia: Project) -> None:
    assert lujia.replace({"loans.adbc.term": 8.0}).loans["adbc"].term == 8
    with pytest.raises(ProblemsFound):
        lujia.replace({"loans.adbc.term": 8.5})


def test_an_unknown_path_comes_with_close_matches(lujia: Project) -> None:
    with pytest.raises(ProblemsFound) as found:
        lujia.replace({"land_quota.prise": 1.0, "loan.adbc.rate": 0.04})
    assert problems_at(found) == ["land_quota.prise", "loan.adbc.rate"]
    first, second = found.value.problems
    assert "land_quota.price" in first.text("en")
    assert "land_quota.price" in first.text("zh")
    assert "loans.adbc.rate" in second.text("en")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0, "many", True, None])
def test_what_is_no_amount_is_refused(lujia: Project, value: Any) -> None:
    with pytest.raises(ProblemsFound) as found:
        lujia.replace({"land_quota.price": value})
    assert problems_at(found) == ["land_quota.price"]


def test_all_problems_are_told_at_once(lujia: Project) -> None:
    with pytest.raises(ProblemsFound) as found:
        lujia.replace({"land_quota.area": -1.0, "loans.adbc.rate": 4.9, "loans.adbc.method": "balloon"})
    assert problems_at(found) == ["land_quota.area", "loans.adbc.rate", "loans.adbc.method"]
    texts = {problem.where: problem for problem in found.value.problems}
    assert "0.049" in texts["loans.adbc.rate"].text("en")
    assert "等额本金" in texts["loans.adbc.method"].text("zh")


def test_an_unknown_key_is_refused_with_what_was_meant() -> None:
    with pytest.raises(ProblemsFound) as found:
        Project.build({"village": {}, "timeline": {}, "land_quota": {"aera": 1.0}})
    wheres = problems_at(found)
    assert "land_quota.aera" in wheres
    assert "timeline.start" in wheres
    assert "area" in found.value.problems[wheres.index("land_quota.aera")].text("en")


def test_two_projects_with_the_same_values_and_sources_are_equal(lujia: Project) -> None:
    again = Project.build(lujia.nested(), lujia.sources)
    assert again == lujia
    other = Project.build(lujia.nested(), {**lujia.sources, "land_quota.area": Source(note="another")})
    assert other != lujia
