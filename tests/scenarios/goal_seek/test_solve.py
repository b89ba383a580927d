"""Goal seek against closed forms and against putting the answer back in; a clear answer where there is none."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import relocation as rl
from relocation.problems import ProblemsFound
from relocation.project.project import Project
from relocation.scenarios.goal_seek.solution import Solution
from relocation.scenarios.goal_seek.solve import solve
from tests.random_projects import random_project
from tests.small_village import small_project

BALANCE, PRICE, AREA = "fund_balance.balance", "land_quota.price", "land_quota.area"


@pytest.fixture(scope="module")
def lujia() -> Project:
    return rl.load("lujia")


def put_back(project: Project, found: Solution) -> float:
    assert found.value is not None
    return project.replace({found.path: found.value}).appraise().number(found.output)


def test_break_even_price_of_lujia(lujia: Project) -> None:
    # Hou, line 93: expenditure 113.783 less subsidies 13.266 million yuan, over 1,536.3 mu.
    found = solve(lujia, PRICE, {BALANCE: 0})
    assert found.status == "found"
    assert found.value == pytest.approx(100_517_000 / 1536.3, rel=1e-14)
    assert round(float(found.value or 0), 2) == 65_427.98
    assert put_back(lujia, found) == pytest.approx(0, abs=0.005)
    assert found.change == pytest.approx(-0.32988667, abs=1e-8)


def test_break_even_area_of_lujia(lujia: Project) -> None:
    found = solve(lujia, AREA, {"balance": 0})
    assert found.value == pytest.approx(100_517_000 / (150_000_000 / 1536.3), rel=1e-14)
    assert round(float(found.value or 0), 1) == 1029.5


def test_the_discount_rate_at_which_nothing_is_earned_is_the_rate_of_return(lujia: Project) -> None:
    found = solve(lujia, "evaluation.discount_rate", {"npv": 0})
    assert found.value == pytest.approx(lujia.appraise().number("irr"), abs=1e-12)


def test_a_rate_of_return_is_met_where_that_rate_makes_the_flow_worth_nothing(lujia: Project) -> None:
    found = solve(lujia, PRICE, {"irr": 0.08})
    at_rate = solve(lujia.replace({"evaluation.discount_rate": 0.08}), PRICE, {"npv": 0})
    assert found.value == pytest.approx(at_rate.value, rel=1e-10)


TRIED = (
    (PRICE, BALANCE),
    (PRICE, "npv"),
    (AREA, "cash.minimum"),
    ("land_quota.acceptance", BALANCE),
    ("construction.item_1b.rate", "npv"),
    ("construction.item_1b.physical_contingency", BALANCE),
    ("loans.item_1b.rate", "loans.interest_total"),
    ("loans.item_1b.principal", "loans.interest_total"),
    ("evaluation.discount_rate", "npv"),
    ("income.item_1b.growth", "npv"),
)


@settings(max_examples=25)
@given(st.integers(0, 300), st.sampled_from(TRIED), st.floats(0.3, 1.7))
def test_the_answer_put_back_gives_the_target_to_the_fen(
    seed: int, asked: tuple[str, str], factor: float
) -> None:
    project, (path, output) = random_project(seed), asked
    known = {one.path: one for one in project.values()}
    assume(path in known)
    there = min(known[path].value * factor, known[path].record.high or math.inf)
    try:
        target = project.replace({path: there}).appraise().number(output)
    except ProblemsFound:
        assume(False)
    assume(math.isfinite(target))
    found = solve(project, path, {output: target})
    assert found.status in {"found", "many", "any"}, (there, found)
    assert put_back(project, found) == pytest.approx(target, rel=1e-12, abs=0.005)
    if found.status == "found" and found.depends:
        assert found.value == pytest.approx(there, rel=1e-5, abs=1e-6)


def test_an_output_that_does_not_depend_on_the_input_has_no_answer(lujia: Project) -> None:
    found = solve(lujia, "loans.adbc.rate", {BALANCE: 0})
    assert (found.status, found.value, found.depends) == ("none", None, False)
    assert "does not depend on loans.adbc.rate" in found.text()
    assert "无关" in found.text("zh")


def test_an_output_at_the_target_whatever_the_input_is() -> None:
    village = small_project(4, loans={"bank": {"principal": 100.0, "rate": 0.05, "term": 2}})
    found = solve(village, "loans.bank.rate", {BALANCE: 0})
    assert (found.status, found.value) == ("any", 0.05)
    assert "whatever" in found.text()


def test_a_target_out_of_reach_tells_how_far_the_output_goes(lujia: Project) -> None:
    found = solve(lujia, PRICE, {BALANCE: -200e6})
    assert (found.status, found.value, found.values) == ("none", None, ())
    assert found.lowest is not None
    # Without any quota revenue the balance is 13.266 less 113.783 million.
    assert found.lowest.output == pytest.approx(-100_517_000, abs=0.005)
    assert found.lowest.at == 0
    assert "-100,517,000 yuan (at 0 yuan/mu)" in found.text()


def test_a_target_at_the_very_end_of_the_range_is_reached(lujia: Project) -> None:
    found = solve(lujia, PRICE, {BALANCE: -100_517_000})
    assert (found.status, found.value) == ("found", 0.0)
    capped = solve(lujia, "land_quota.acceptance", {BALANCE: 49_483_000})
    assert (capped.status, capped.value) == ("found", 1.0)


def test_rules_between_inputs_bound_the_search() -> None:
    land = {"area": 100.0, "price": 10.0, "retained_area": 60.0}
    village = small_project(4, land_quota=land)
    found = solve(village, AREA, {BALANCE: 0})
    assert found.value == pytest.approx(60, rel=1e-9)
    assert found.status == "found"
    none = solve(village, AREA, {BALANCE: -1})
    assert none.status == "none"
    assert none.lowest is not None
    assert none.lowest.at == pytest.approx(60, rel=1e-9)


def test_several_values_are_listed_and_the_nearest_to_the_present_is_taken(lujia: Project) -> None:
    # A loan bridges a gap up to a point; a larger one costs more interest than there is cash.
    found = solve(lujia, "loans.adbc.principal", {"cash.minimum": 0})
    assert found.status == "many"
    assert len(found.values) == 2
    small, large = found.values
    assert found.value == small
    for value in found.values:
        alone = lujia.replace({"loans.adbc.principal": value}).appraise()
        assert alone.number("cash.minimum") == pytest.approx(0, abs=0.005)
    near_large = lujia.replace({"loans.adbc.principal": 1.6e8})
    assert solve(near_large, "loans.adbc.principal", {"cash.minimum": 0}).value == pytest.approx(large)


def test_a_range_of_values_is_told_by_its_ends_and_the_present_one_is_kept() -> None:
    village = small_project(
        4,
        land_quota={"area": 1.0, "price": 500.0},
        construction={"road": {"quantity": 1.0, "rate": 300.0, "start": 2}},
    )
    # Money comes first: from a price of 300 on nothing has to be bridged.
    found = solve(village, PRICE, {"cash.peak_funding_need": 0})
    assert (found.status, found.value) == ("many", 500.0)
    assert found.values[0] == pytest.approx(300, rel=1e-9)
    assert found.values[-1] == 1e13


def test_a_jump_over_the_target_is_no_answer_and_is_told(lujia: Project) -> None:
    found = solve(lujia, PRICE, {"cash.minimum_period": 3})
    assert found.status == "none"
    (jump,) = found.jumps
    assert {jump.before, jump.after} == {10.0, 1.0}
    for value, expected in ((jump.below, jump.before), (jump.above, jump.after)):
        assert lujia.replace({PRICE: value}).appraise().number("cash.minimum_period") == expected
    assert "jumps" in found.text()
    assert "跳至" in found.text("zh")


def test_a_ratio_that_flies_apart_takes_no_value_between(lujia: Project) -> None:
    # revenue / balance is at least 1 above the break-even price, and below 0 under it.
    found = solve(lujia, PRICE, {"elasticity.quota": 0.5})
    assert found.status == "none"


def test_a_whole_number_is_the_last_that_keeps_the_target(lujia: Project) -> None:
    """How late may the quota money come? Five months leave cash, six do not."""
    found = solve(lujia, "land_quota.delay", {"cash.minimum": 0})
    lowest = {
        months: lujia.replace({"land_quota.delay": months}).appraise().number("cash.minimum")
        for months in (5, 6)
    }
    assert lowest[5] > 0 > lowest[6]
    assert (found.value, found.exact, found.status) == (5, False, "found")
    assert isinstance(found.value, int)
    assert found.reached == pytest.approx(lowest[5])
    assert "largest whole number that gives at least 0 yuan; with 6 months" in found.text()
    assert "最大整数" in found.text("zh")


def test_where_more_gives_more_a_whole_number_is_the_smallest_that_keeps_the_target(lujia: Project) -> None:
    found = solve(lujia, "loans.adbc.term", {"loans.interest_total": 15_000_000})
    interest = {
        term: lujia.replace({"loans.adbc.term": term}).appraise().number("loans.interest_total")
        for term in (7, 8)
    }
    assert interest[7] < 15_000_000 < interest[8]
    assert (found.value, found.exact) == (8, False)
    assert "smallest whole number that gives at least" in found.text()


def test_a_whole_number_that_meets_the_target_is_exact() -> None:
    village = small_project(
        10, loans={"bank": {"principal": 1200.0, "rate": 0.1, "term": 5, "draw_interest": "full"}}
    )
    # Equal principal over n periods with interest from the first: 120 (n + 1) / 2.
    found = solve(village, "loans.bank.term", {"loans.interest_total": 480})
    assert (found.value, found.exact, found.status) == (7, True, "found")


def test_short_and_full_names_are_the_same(lujia: Project) -> None:
    short, full = (solve(lujia, PRICE, {name: 1e6}) for name in ("balance", BALANCE))
    assert (short.value, short.output) == (full.value, full.output)


def test_the_record_is_json(lujia: Project) -> None:
    record = json.loads(json.dumps(solve(lujia, PRICE, {"balance": 0}).to_record(), allow_nan=False))
    assert (record["path"], record["status"], record["exact"]) == (PRICE, "found", True)
    assert round(record["value"], 2) == 65_427.98
    none = json.loads(
        json.dumps(solve(lujia, "loans.adbc.rate", {BALANCE: 0}).to_record("zh"), allow_nan=False)
    )
    assert (none["value"], none["reached"], none["status"]) == (None, None, "none")


def test_the_answer_reads_in_both_languages(lujia: Project) -> None:
    found = solve(lujia, PRICE, {BALANCE: 0})
    assert found.text() == (
        "Balance is 0 yuan at land_quota.price = 65,427.976307 yuan/mu. "
        "Now it stands at 97,637.18 yuan/mu, which gives 49,483,000 yuan."
    )
    assert found.text("zh") == (
        "land_quota.price = 65,427.976307 元/亩 时，结余为 0 元。目前为 97,637.18 元/亩，对应 49,483,000 元。"
    )


@pytest.mark.parametrize(
    ("path", "target", "expected"),
    [
        ("land_quota.prise", {BALANCE: 0}, "land_quota.price"),
        (PRICE, {"npw": 0}, "npv"),
        (PRICE, {"cash.closing": 0}, "one number"),
        (PRICE, {}, "one output"),
        (PRICE, {"npv": 0, BALANCE: 0}, "one output"),
        (PRICE, {"npv": math.nan}, "one output"),
        (PRICE, {"npv": "much"}, "one output"),
        (PRICE, {"npv": True}, "one output"),
        ("loans.adbc.method", {"npv": 0}, "vary"),
        ("village.name_en", {"npv": 0}, "compare"),
        ("timeline.start", {"npv": 0}, "compare"),
        ("timeline.periods", {"npv": 0}, "compare"),
    ],
)
def test_what_cannot_be_sought_is_named(lujia: Project, path: str, target: Any, expected: str) -> None:
    with pytest.raises(ProblemsFound, match=expected):
        solve(lujia, path, target)


@pytest.mark.parametrize("target", ["npv=0", 5, {}, {"npv": 0, "irr": 0}, {"npv": "0"}])
def test_what_is_no_single_target_is_told(lujia: Project, target: object) -> None:
    with pytest.raises(ProblemsFound, match="one output and its target"):
        solve(lujia, PRICE, target)  # type: ignore[arg-type]
