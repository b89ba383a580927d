"""Warnings that refuse nothing: more beneficiaries than people, households that pay in."""

from __future__ import annotations

from typing import Any

import pytest

from relocation.cases import load
from relocation.problems import Problem
from relocation.project.plausibility import doubts
from tests.small_village import small_project


def about(path: str, **groups: Any) -> list[Problem]:
    return [problem for problem in doubts(small_project(**groups)) if problem.where == path]


@pytest.mark.parametrize(("basis", "most"), [("person", 25), ("household", 10)])
def test_more_beneficiaries_than_the_village_has_are_doubted(basis: str, most: int) -> None:
    def subsidy(quantity: float) -> dict[str, Any]:
        return {"subsidies": {"state": {"quantity": quantity, "rate": 9_000.0, "basis": basis}}}

    assert about("subsidies.state.quantity", **subsidy(most)) == []
    (problem,) = about("subsidies.state.quantity", **subsidy(most + 1))
    assert problem.severity == "warning"
    assert f"village.{basis}s = {most}" in problem.text("en")
    assert f"village.{basis}s = {most}" in problem.text("zh")
    assert "subsidies.state.basis" in problem.remedy.en


def test_square_metres_are_not_counted_against_people() -> None:
    state = {"quantity": 4_000.0, "rate": 500.0, "basis": "m2"}
    assert about("subsidies.state.quantity", subsidies={"state": state}) == []


def test_households_that_pay_more_than_they_get_are_doubted_in_both_languages() -> None:
    soil = {"quantity": 1_000.0, "rate": 1_000.0}
    flats = {"quantity": 1_000.0, "rate": 1_200.0}
    (problem,) = about("purchases.flats.quantity", compensation={"soil": soil}, purchases={"flats": flats})
    assert problem.severity == "warning"
    assert "1,000,000" in problem.text("en")
    assert "补偿" in problem.text("zh")
    same = {**flats, "rate": 1_000.0}
    assert about("purchases.flats.quantity", compensation={"soil": soil}, purchases={"flats": same}) == []


def test_lujia_raises_no_doubt() -> None:
    assert doubts(load("lujia")) == []


def test_an_unusual_magnitude_reads_well_in_both_languages() -> None:
    (problem,) = about("land_quota.price", land_quota={"area": 1_500.0, "price": 9.76})
    assert (
        "expected usually 1,000 to 5,000,000 yuan/mu; if it was meant in 万元, write 97600"
        in problem.text("en")
    )
    assert "应为1,000 至 5,000,000 元/亩（通常范围）；若原意为万元，请填 97600" in problem.text("zh")


def test_an_area_in_square_metres_is_told_in_mu() -> None:
    """15 mu are a hectare, so Lujia's 1,536.3 mu are 1,024,200 m2."""
    (problem,) = about("land_quota.area", land_quota={"area": 1_024_200.0, "price": 97_600.0})
    assert problem.remedy.en == "if it was meant in m2, write 1536.3"
    assert problem.remedy.zh == "若原意为平方米，请填 1536.3"


def test_of_several_purchases_the_largest_is_named() -> None:
    bought = {
        name: {"quantity": quantity, "rate": 1_200.0}
        for name, quantity in (("garages", 12.0), ("flats", 1_000.0), ("stores", 40.0))
    }
    soil = {"soil": {"quantity": 1_000.0, "rate": 1_000.0}}
    doubted = doubts(small_project(compensation=soil, purchases=bought))
    assert [one.where for one in doubted if one.where.startswith("purchases")] == ["purchases.flats.quantity"]


@pytest.mark.parametrize(("last", "doubted"), [(1 / 3, False), (0.333, True), (0.333_333_3, True)])
def test_a_thousandth_of_a_loan_left_out_is_doubted_and_what_floats_lose_is_not(
    last: float, doubted: bool
) -> None:
    shares = {"a": 1 / 3, "b": 1 / 3, "c": last}
    drawdowns = {name: {"share": share, "period": 2} for name, share in shares.items()}
    loan = {"principal": 1_000_000.0, "rate": 0.05, "term": 5, "grace": 3, "drawdowns": drawdowns}
    told = [one.where for one in doubts(small_project(7, loans={"bank": loan})) if "draw" in one.where]
    assert told == (["loans.bank.drawdowns.c.share"] if doubted else [])


def test_drawdowns_that_leave_a_part_out_are_doubted_with_what_becomes_of_it() -> None:
    loan = {"principal": 1_000_000.0, "rate": 0.05, "term": 5, "grace": 3, "start": 2}
    part = {"drawdowns": {"later": {"share": 0.4, "period": 3}}}
    (found,) = [
        one for one in doubts(small_project(7, loans={"bank": {**loan, **part}})) if "draw" in one.where
    ]
    assert (found.where, found.found, found.severity) == (
        "loans.bank.drawdowns.later.share",
        "0.4",
        "warning",
    )
    assert "0.6" in found.text("en")
    assert "period 2" in found.text("en")
    assert "第2期" in found.text("zh")
    need = {**loan, **part, "drawdown_rule": "on_need"}
    (found,) = [one for one in doubts(small_project(7, loans={"bank": need})) if "draw" in one.where]
    assert "on need" in found.text("en")
    whole = {"drawdowns": {"a": {"share": 0.4, "period": 3}, "b": {"share": 0.6, "period": 2}}}
    assert not [
        one for one in doubts(small_project(7, loans={"bank": {**loan, **whole}})) if "draw" in one.where
    ]
