"""Tables over several inputs give what one appraisal after another gives; what the project refuses is named."""

from __future__ import annotations

import math
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import relocation as rl
from relocation.problems import ProblemsFound
from relocation.project.project import Project
from relocation.scenarios.sensitivity.spider import spider
from relocation.scenarios.sensitivity.vary import vary
from tests.small_village import small_project

PRICE, DELAY, METHOD, PERIODS = (
    "land_quota.price",
    "land_quota.delay",
    "loans.bank.method",
    "timeline.periods",
)


@pytest.fixture(scope="module")
def village() -> Project:
    loan = {"principal": 4e6, "rate": 0.05, "term": 4, "grace": 1}
    return small_project(
        6,
        land_quota={"area": 100.0, "price": 90_000.0, "receipts": {"all": {"share": 1.0, "period": 2}}},
        construction={"housing": {"quantity": 2000.0, "rate": 2000.0}},
        loans={"bank": loan},
    )


def appraised(project: Project, values: dict[str, Any], key: str) -> float:
    try:
        return project.replace(values).appraise().number(key)
    except ProblemsFound:
        return math.nan


@settings(max_examples=20)
@given(
    st.lists(st.sampled_from([0.0, 40_000.0, 90_000.0, 120_000.0, -1.0]), min_size=1, max_size=3),
    st.lists(st.sampled_from([0, 1, 12, 30, 240]), min_size=1, max_size=3),
    st.lists(st.sampled_from(["annuity", "bullet", "sweep"]), min_size=1, max_size=2),
)
def test_every_cell_is_an_appraisal(
    village: Project, prices: list[float], delays: list[int], methods: list[str]
) -> None:
    found = vary(village, {PRICE: prices, DELAY: delays, METHOD: methods}, ["cash.minimum", "npv"])
    for place in product(*(range(len(values)) for values in (prices, delays, methods))):
        values = {PRICE: prices[place[0]], DELAY: delays[place[1]], METHOD: methods[place[2]]}
        for number, key in enumerate(found.outputs):
            expected = appraised(village, values, key)
            assert found.values[(number, *place)] == pytest.approx(expected, rel=1e-11, abs=1e-6, nan_ok=True)
        assert (place in found.problems) == math.isnan(expected)


def test_two_ways_make_a_grid_with_the_values_at_its_edges(village: Project) -> None:
    found = vary(village, {PRICE: (60_000, 90_000, 10_000), DELAY: [0, 12]}, ["balance", "cash.minimum"])
    grid = found.grid("balance")
    assert (grid.index.name, grid.columns.name) == (PRICE, DELAY)
    assert grid.index.tolist() == [60_000, 70_000, 80_000, 90_000]
    assert grid.columns.tolist() == [0, 12]
    # 100 mu at the price, less 2,000 x 2,000 of housing; the delay moves no amount.
    assert grid[0].tolist() == grid[12].tolist() == [2_000_000.0, 3_000_000.0, 4_000_000.0, 5_000_000.0]


def test_one_way_is_a_single_column(village: Project) -> None:
    grid = vary(village, {PRICE: [0, 50_000]}, ["balance"]).grid("fund_balance.balance", lang="zh")
    assert grid.columns.tolist() == ["结余"]
    assert grid["结余"].tolist() == [-4_000_000.0, 1_000_000.0]


def test_steps_include_both_ends_without_the_dust_of_adding_up(village: Project) -> None:
    found = vary(village, {"evaluation.discount_rate": (0, 0.3, 0.1)}, ["npv"])
    assert found.axes[0].values == (0.0, 0.1, 0.2, 0.3)
    down = vary(village, {"evaluation.discount_rate": (0.3, 0.05, -0.1)}, ["npv"])
    assert down.axes[0].values == (0.3, 0.2, 0.1)


@pytest.mark.parametrize(
    "steps", [(0, 1, 0), (0, 1, -0.1), (0, 1, 1e-9), ("a", 1, 2), (0, math.inf, 1), (0, 1)]
)
def test_steps_that_lead_nowhere_are_an_error(village: Project, steps: Any) -> None:
    with pytest.raises(ProblemsFound, match="step"):
        vary(village, {PRICE: steps}, ["npv"])


def test_no_values_and_no_ways_are_errors(village: Project) -> None:
    for ways in ({}, {PRICE: []}):
        with pytest.raises(ProblemsFound):
            vary(village, ways, ["npv"])


def test_more_than_a_million_combinations_are_refused(village: Project) -> None:
    ways = {PRICE: list(range(2000)), "land_quota.area": list(range(501))}
    with pytest.raises(ProblemsFound, match="1002000"):
        vary(village, ways, ["npv"])


def test_unknown_paths_and_outputs_are_named_together_with_what_is_near(village: Project) -> None:
    with pytest.raises(ProblemsFound) as found:
        vary(village, {"land_quota.prise": [1], "loans.bank.trem": [1]}, ["npv"])
    assert [
        "land_quota.price" in found.value.problems[0].text(),
        "loans.bank.term" in found.value.problems[1].text(),
    ]
    with pytest.raises(ProblemsFound, match="npv"):
        vary(village, {PRICE: [1]}, ["npw"])


def test_what_decides_the_rows_of_the_model_varies_as_well(village: Project) -> None:
    ways = {PERIODS: [4, 6, 12], "loans.bank.term": [3, 4, 9]}
    found = vary(village, ways, ["loans.interest_total"])
    for place in product(range(3), range(3)):
        values = {PERIODS: ways[PERIODS][place[0]], "loans.bank.term": ways["loans.bank.term"][place[1]]}
        expected = appraised(village, values, "loans.interest_total")
        assert found.values[(0, *place)] == pytest.approx(expected, rel=1e-11, nan_ok=True)
        assert (place in found.problems) == math.isnan(expected)


def test_a_value_that_cannot_be_read_is_named_and_the_others_run(village: Project) -> None:
    found = vary(
        village, {METHOD: ["annuity", "到期还本", "loan shark"], PRICE: ["*0.5", 90_000]}, ["balance"]
    )
    frame = found.to_frame("zh")
    assert list(frame.columns) == [METHOD, PRICE, "output", "label", "unit", "value", "problem"]
    assert frame[METHOD].tolist() == ["annuity"] * 2 + ["bullet"] * 2 + ["loan shark"] * 2
    assert frame.value.tolist()[:4] == [500_000.0, 5_000_000.0] * 2
    assert frame.value.isna().tolist() == [False] * 4 + [True] * 2
    assert [("loan shark" in said) for said in frame.problem] == [False] * 4 + [True] * 2


def test_a_combination_that_makes_the_model_fail_is_named() -> None:
    own = {"kind": "memo", "amount": 0.0, "formula": "(1 + village.households) ** village.persons"}
    large = small_project(4, other={"own": own}).replace({"village.persons": 1000})
    found = vary(large, {"village.households": [1, 2, 5, 900, 1000]}, ["other.own.total"])
    # The largest float is about 1.8e308; 2 ** 1000 is 1.07e301, 3 ** 1000 is 1.3e477.
    assert found.values[0, 0] == 4 * 2.0**1000
    assert set(found.problems) == {(1,), (2,), (3,), (4,)}
    assert "too large" in found.problems[(3,)][0].text()


def test_a_grid_needs_an_output_that_was_asked_for_and_at_most_two_ways(village: Project) -> None:
    found = vary(village, {PRICE: [1], DELAY: [0], METHOD: ["bullet"]}, ["npv"])
    with pytest.raises(ProblemsFound, match="to_frame"):
        found.grid("npv")
    with pytest.raises(ProblemsFound, match="npv"):
        found.grid("balance")


def test_a_spider_moves_one_input_at_a_time(village: Project) -> None:
    frame = spider(village, [PRICE, "loans.bank.rate"], [0.5, 1, 1.5], "npv", lang="zh")
    assert frame.label.tolist()[3:] == ["bank：贷款年利率"] * 3
    assert frame.unit.tolist()[:3] == ["元/亩"] * 3
    for row in frame.itertuples():
        assert row.value == village.value(row.path) * row.factor
        assert row.output == pytest.approx(appraised(village, {row.path: row.value}, "npv"), rel=1e-11)


def test_a_spider_names_what_the_project_refuses_and_asks_for_numbers(village: Project) -> None:
    frame = spider(village, ["loans.bank.term"], [1, 1.5, 9], "npv")
    assert frame.output.isna().tolist() == [False, False, True]
    assert "timeline.periods" in frame.problem[2]
    with pytest.raises(ProblemsFound, match="number"):
        spider(village, [METHOD], [1], "npv")


def test_a_spider_follows_an_input_that_decides_the_rows_of_the_model(village: Project) -> None:
    frame = spider(village, ["timeline.periods", PRICE], [1, 2], "npv")
    assert frame.path.tolist() == ["timeline.periods"] * 2 + [PRICE] * 2
    for row in frame.itertuples():
        assert row.output == pytest.approx(appraised(village, {row.path: row.value}, "npv"), rel=1e-11)


def test_a_spider_is_what_a_table_of_each_input_alone_says(village: Project) -> None:
    """Every number of the project, far beyond what it accepts: outputs and reasons are those of vary."""
    paths = [one.path for one in village.values() if one.record.kind in {"number", "whole", "share"}]
    factors = [0, 0.5, 1.25, 3]
    frame = spider(village, paths, factors, "npv")
    for path, rows in frame.groupby("path", sort=False):
        values = [village.value(str(path)) * factor for factor in factors]
        found = vary(village, {str(path): values}, ["npv"])
        assert rows.output.tolist() == pytest.approx(found.values[0].tolist(), rel=1e-11, nan_ok=True), path
        refused = [bool(found.problems.get((at,))) for at in range(len(factors))]
        assert (rows.problem != "").tolist() == refused, path
    assert 0 < (frame.problem != "").mean() < 0.5


def test_every_path_that_a_spider_cannot_take_is_named(village: Project) -> None:
    with pytest.raises(ProblemsFound) as found:
        spider(village, ["land_quota.prise", METHOD, "village.name_en"], [1], "npv")
    assert [one.where for one in found.value.problems] == ["land_quota.prise", METHOD, "village.name_en"]


def test_lujia_in_a_table_of_price_and_delay() -> None:
    grid = vary(rl.load("lujia"), {PRICE: ["*1", "*0.8"], DELAY: [0, 12]}, ["balance"]).grid("balance")
    assert grid[0].tolist() == pytest.approx([49_483_000, 19_483_000], abs=0.005)


def test_one_value_and_one_name_need_no_list(village: Project) -> None:
    whole = vary(village, {PRICE: ["*0.8"]}, ["npv"])
    for one in ("*0.8", whole.axes[0].values[0]):
        assert vary(village, {PRICE: one}, "npv").to_frame().equals(whole.to_frame())
