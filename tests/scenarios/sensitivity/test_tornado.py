"""A tornado is what moving each input by hand gives, ranked; what cannot be moved says why."""

from __future__ import annotations

import math
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import relocation as rl
from relocation.model import build_book
from relocation.problems import ProblemsFound
from relocation.project.project import Project
from relocation.scenarios.outputs import inputs_behind
from relocation.scenarios.sensitivity.tornado import tornado
from tests.random_projects import random_project
from tests.small_village import small_project

BALANCE = "fund_balance.balance"


@pytest.fixture(scope="module")
def lujia() -> Project:
    return rl.load("lujia")


def by_hand(project: Project, path: str, value: float, metric: str) -> float:
    return project.replace({path: value}).appraise().number(metric)


def row(frame: pd.DataFrame, path: str) -> pd.Series:
    return frame[frame.path == path].iloc[0]


def check(project: Project, frame: pd.DataFrame, metric: str) -> None:
    """Every row against appraisals of its own values, which lie where the share says unless the note says why not."""
    now = project.appraise().number(metric)
    for one in frame.itertuples():
        assert one.base == pytest.approx(now, rel=1e-11, abs=1e-6, nan_ok=True)
        if one.low_value != one.low_value:
            assert one.note
            continue
        low, high = (by_hand(project, one.path, value, metric) for value in (one.low_value, one.high_value))
        assert one.low == pytest.approx(low, rel=1e-10, abs=1e-5, nan_ok=True)
        assert one.high == pytest.approx(high, rel=1e-10, abs=1e-5, nan_ok=True)
        assert one.swing == pytest.approx(abs(high - low), rel=1e-9, abs=1e-4, nan_ok=True)
    known = frame[frame.swing.notna()]
    assert known.moved.tolist() == sorted(known.moved)  # shares before steps
    for _, own in known.groupby("moved"):
        assert all(this >= following * (1 - 1e-8) for this, following in pairwise(own.swing))
    assert frame.swing.isna().tolist() == sorted(frame.swing.isna().tolist())


@pytest.mark.parametrize("metric", [BALANCE, "npv", "cash.minimum"])
def test_lujia_against_moving_each_input_by_hand(lujia: Project, metric: str) -> None:
    frame = tornado(lujia, metric, by=0.10)
    check(lujia, frame, metric)
    for one in frame[frame.note == ""].itertuples():
        now = lujia.value(one.path)
        if lujia.at(one.path).record.kind != "whole":
            assert (one.low_value, one.high_value) == (now * 0.9, now * 1.1)


def test_a_tenth_of_the_quota_price_is_fifteen_million(lujia: Project) -> None:
    # Hou, line 93: quota revenue of 150 million yuan in a balance of 49.483 million.
    one = row(tornado(lujia, "balance", by=0.10), "land_quota.price")
    assert [one.low, one.high, one.swing, one.base] == pytest.approx(
        [34.483e6, 64.483e6, 30e6, 49.483e6], abs=0.005
    )
    assert (one.label, one.unit) == ("Quota price", "yuan/mu")


def test_every_number_that_the_metric_depends_on_is_moved_unless_it_is_nothing(lujia: Project) -> None:
    frame = tornado(lujia, BALANCE)
    found = {*frame.path, *frame.also}
    moved = {
        one.path
        for one in lujia.values()
        if one.value and one.record.kind in {"number", "share"} and matters(lujia, one.path, one.value)
    }
    assert moved
    assert moved <= found
    assert "land_quota.retained_area" not in found  # 0, of which a tenth is nothing


def matters(project: Project, path: str, value: float) -> bool:
    try:
        return abs(by_hand(project, path, value * 0.9, BALANCE) - 49_483_000) > 0.005
    except ProblemsFound:
        return False


def test_dependence_follows_formulas_through_totals_choices_and_earlier_periods(lujia: Project) -> None:
    book = build_book(lujia)
    assert {"land_quota.price", "construction.housing.rate"} <= inputs_behind(book, BALANCE)
    assert not any(path.startswith("loans.") for path in inputs_behind(book, BALANCE))
    assert {"loans.adbc.method", "loans.adbc.rate", "land_quota.delay"} <= inputs_behind(book, "cash.minimum")
    assert "evaluation.discount_rate" in inputs_behind(book, "npv")
    assert {"loans.adbc.rate", "land_quota.price"} <= inputs_behind(book, "dscr_min")  # through years


@settings(max_examples=12)
@given(
    st.integers(0, 400),
    st.sampled_from([BALANCE, "npv", "cash.minimum", "loans.interest_total"]),
    st.sampled_from([0.05, 0.3]),
)
def test_any_project_against_moving_each_input_by_hand(seed: int, metric: str, by: float) -> None:
    project = random_project(seed)
    check(project, tornado(project, metric, by=by), metric)


def test_a_share_stops_at_the_end_of_its_range_and_says_so(lujia: Project) -> None:
    one = row(tornado(lujia, BALANCE), "land_quota.acceptance")
    assert (one.low_value, one.high_value) == (0.9, 1.0)
    assert one.note == "stops at 1, the end of its range"
    assert "端点" in row(tornado(lujia, BALANCE, lang="zh"), "land_quota.acceptance").note


def test_whole_numbers_move_by_at_least_one_and_say_so(lujia: Project) -> None:
    frame = tornado(lujia, "cash.minimum", by=0.25, paths=["loans.adbc.term", "loans.adbc.grace"])
    assert (row(frame, "loans.adbc.term").low_value, row(frame, "loans.adbc.term").high_value) == (7, 12)
    assert "stops at 12: loans.adbc.term must be" in row(frame, "loans.adbc.term").note
    grace = row(frame, "loans.adbc.grace")
    assert (grace.low_value, grace.high_value, grace.note) == (
        1,
        3,
        "moved by 1, the least of a whole number",
    )


def test_a_whole_number_at_nothing_moves_by_one_if_it_is_asked_for(lujia: Project) -> None:
    one = row(tornado(lujia, "cash.minimum", paths=["land_quota.delay"]), "land_quota.delay")
    assert (one.low_value, one.high_value) == (0, 1)
    assert one.note == "stops at 0, the end of its range; moved by 1, the least of a whole number"


def test_a_step_that_the_project_refuses_goes_as_far_as_it_allows() -> None:
    village = small_project(4, land_quota={"area": 100.0, "price": 1.0, "retained_area": 95.0})
    one = row(tornado(village, BALANCE, paths=["land_quota.area"]), "land_quota.area")
    assert one.low_value == pytest.approx(95, rel=1e-9)
    assert "land_quota.resettlement_area" in one.note
    assert one.high_value == pytest.approx(110)
    assert [one.low, one.high] == pytest.approx([0, 15], abs=1e-6)


def test_what_cannot_be_moved_at_all_stands_last_and_says_why(lujia: Project) -> None:
    frame = tornado(lujia, "cash.minimum")
    last = frame.iloc[-2:]
    assert set(last.path) == {"land_quota.receipts.first.share", "land_quota.receipts.second.share"}
    assert last.swing.isna().all()
    assert all("sum to 1" in note for note in last.note)


def test_a_number_that_is_nothing_says_so_if_it_is_asked_for(lujia: Project) -> None:
    one = tornado(lujia, BALANCE, paths=["land_quota.retained_area"], lang="zh").iloc[0]
    assert math.isnan(one.swing)
    assert "vary" in one.note


def test_a_choice_shows_the_lowest_and_the_highest_of_its_outcomes(lujia: Project) -> None:
    path, metric = "loans.adbc.method", "loans.interest_total"
    one = tornado(lujia, metric, paths=[path]).iloc[0]
    each = {
        choice.key: by_hand(lujia, path, choice.key, metric)  # type: ignore[arg-type]
        for choice in lujia.at(path).record.choices
        if choice.key != "stated"  # refused, as Lujia's lender states no plan
    }
    assert one.low == pytest.approx(min(each.values()), rel=1e-11)
    assert one.high == pytest.approx(max(each.values()), rel=1e-11)
    assert each[one.low_value] == pytest.approx(one.low, rel=1e-11)
    assert each[one.high_value] == pytest.approx(one.high, rel=1e-11)


def test_a_negative_number_has_its_lower_value_on_the_low_side() -> None:
    item = {"amount": 1000.0, "growth": -0.1}
    village = small_project(4, income={"rent": item})
    one = row(tornado(village, "npv", by=0.5, paths=["income.rent.growth"]), "income.rent.growth")
    assert [one.low_value, one.high_value] == pytest.approx([-0.15, -0.05])
    assert one.low < one.base < one.high


@pytest.mark.parametrize("by", [0, -0.1, 1.5, math.nan])
def test_a_share_that_is_none_is_an_error(lujia: Project, by: float) -> None:
    with pytest.raises(ProblemsFound, match="share"):
        tornado(lujia, BALANCE, by=by)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["land_quota.prise"], "land_quota.price"),
        (["village.name_en"], "compare"),
        (["timeline.periods"], "compare"),
    ],
)
def test_a_path_that_cannot_be_moved_is_named(lujia: Project, paths: list[str], expected: str) -> None:
    with pytest.raises(ProblemsFound, match=expected):
        tornado(lujia, BALANCE, paths=paths)
    with pytest.raises(ProblemsFound, match="npv"):
        tornado(lujia, "npw")


def test_a_quantity_and_its_rate_that_move_the_number_alike_are_one_row(lujia: Project) -> None:
    frame = tornado(lujia, BALANCE)
    housing = row(frame, "construction.housing.rate")
    assert housing.also == "construction.housing.quantity"
    assert housing.label == "Resettlement housing (6 buildings): Quantity or unit cost"
    assert "construction.housing.quantity" not in set(frame.path)
    # 27,370 m2 at 1,700 yuan: a tenth down and up is a fifth of 46.529 million.
    assert housing.swing == pytest.approx(2 * 0.1 * 27_370 * 1_700, abs=0.01)
    split = tornado(lujia, BALANCE, split=True)
    assert {"construction.housing.quantity", "construction.housing.rate"} <= set(split.path)
    assert set(split.also) == {""}
    assert len(split) - len(frame) == (frame.also != "").sum() == 7
    assert "工程量或单价" in row(tornado(lujia, BALANCE, lang="zh"), "construction.reclamation.rate").label


def test_what_is_named_stands_by_itself(lujia: Project) -> None:
    paths = ["construction.housing.quantity", "construction.housing.rate"]
    assert sorted(tornado(lujia, BALANCE, paths=paths).path) == paths


def test_whole_periods_and_months_are_ranked_apart(lujia: Project) -> None:
    frame = tornado(lujia.replace({"land_quota.delay": 12}), "cash.minimum")
    known = frame[frame.swing.notna()]
    steps = known[known.moved == "step"]
    assert {"land_quota.delay", "loans.adbc.term"} <= set(steps.path)
    assert not any(path.endswith((".rate", ".price", ".principal")) for path in steps.path)
    assert steps.index.min() == (known.moved == "share").sum()  # behind all shares, however much they move
    assert steps.swing.max() > known[known.moved == "share"].swing.min()
