"""Switching values against closed forms of the fund balance, and against putting them back in."""

from __future__ import annotations

import math

import pandas as pd
import pytest

import relocation as rl
from relocation.indicators import DRIVERS
from relocation.problems import ProblemsFound
from relocation.project.project import Project
from relocation.scenarios.goal_seek.solve import solve
from relocation.scenarios.sensitivity.switching import members, switching_values
from tests.small_village import small_project

BALANCE = "fund_balance.balance"


@pytest.fixture(scope="module")
def lujia() -> Project:
    return rl.load("lujia")


@pytest.fixture(scope="module")
def balance(lujia: Project) -> pd.DataFrame:
    return switching_values(lujia).set_index("path")


def village() -> Project:
    """Every driver has something: 500 of quota, 300 of subsidies, 200 of other revenue; 800 is spent, 50 paid in."""
    return small_project(
        4,
        land_quota={"area": 5.0, "price": 100.0},
        subsidies={"county": {"quantity": 3.0, "rate": 100.0}},
        construction={"road": {"quantity": 4.0, "rate": 150.0}},
        compensation={"houses": {"quantity": 1.0, "rate": 250.0}},
        purchases={"flats": {"quantity": 1.0, "rate": 50.0}},
        other={"gift": {"kind": "revenue", "amount": 200.0}},
    )


def test_the_drivers_of_lujia(balance: pd.DataFrame) -> None:
    # Hou, line 93: revenue 150 + 13.266, expenditure 113.783, balance 49.483 million yuan.
    assert balance.change["driver.expenditure"] == pytest.approx(49.483 / 113.783, rel=1e-12)
    assert round(balance.change["driver.expenditure"] * 100, 2) == 43.49
    assert balance.change["driver.quota"] == pytest.approx(-49.483 / 150, rel=1e-12)
    # Without all subsidies 36.217 million would still be left.
    assert math.isnan(balance.change["driver.subsidies"])
    assert balance.status["driver.subsidies"] == "none"


def test_the_inputs_of_lujia_each_by_itself(balance: pd.DataFrame, lujia: Project) -> None:
    assert round(balance.switching_value["land_quota.price"], 2) == 65_427.98
    assert round(balance.switching_value["land_quota.area"], 1) == 1029.5
    for path, value in balance.switching_value.dropna().items():
        if not str(path).startswith("driver."):
            assert lujia.replace({str(path): value}).appraise().number(BALANCE) == pytest.approx(0, abs=0.005)
            assert balance.change[path] == pytest.approx(value / lujia.value(str(path)) - 1, rel=1e-12)


def test_the_smallest_change_stands_first_and_what_never_switches_last(balance: pd.DataFrame) -> None:
    changes = balance.change.abs().tolist()
    known = [one for one in changes if not math.isnan(one)]
    assert known == sorted(known)
    assert changes[: len(known)] == known
    assert set(balance.status[len(known) :]) == {"none"}


@pytest.mark.parametrize("metric", ["balance", "npv"])
def test_a_driver_moves_all_its_prices_together(metric: str) -> None:
    # All falls into the first period, where nothing is discounted: NPV and balance are the same sums.
    changes = switching_values(village(), metric).set_index("path").change
    expected = {
        "quota": -200 / 500,
        "subsidies": -200 / 300,
        "other_revenue": -200 / 200,
        "expenditure": 200 / 800,
    }
    for driver in DRIVERS:
        assert changes[f"driver.{driver}"] == pytest.approx(expected[driver], rel=1e-9), driver


def test_another_target_of_the_balance_is_searched_for() -> None:
    changes = switching_values(village(), "balance", target=100.0).set_index("path").change
    assert changes["driver.expenditure"] == pytest.approx(100 / 800, rel=1e-9)
    assert changes["land_quota.price"] == pytest.approx(-100 / 500, rel=1e-9)


def test_a_driver_put_back_brings_the_output_to_its_target(lujia: Project) -> None:
    change = switching_values(lujia, "npv").set_index("path").change["driver.expenditure"]
    changed = {path: lujia.value(path) * (1 + change) for path in members(lujia)["expenditure"]}
    assert lujia.replace(changed).appraise().number("npv") == pytest.approx(0, abs=0.005)


def test_a_line_with_a_formula_of_its_own_has_no_price_to_move() -> None:
    own = {"kind": "cost", "amount": 0.0, "formula": "10"}
    project = small_project(4, other={"own": own, "plain": {"kind": "cost", "amount": 5.0}})
    assert members(project)["expenditure"] == ["other.plain.amount"]


def test_named_inputs_only_and_in_chinese(lujia: Project) -> None:
    frame = switching_values(lujia, "npv", paths=["loans.adbc.term", "land_quota.price"], lang="zh")
    assert frame.path.tolist() == ["land_quota.price", "loans.adbc.term"]
    assert frame.label.tolist() == ["指标单价", "中国农业发展银行贷款：贷款期限"]
    assert frame.unit.tolist() == ["元/亩", "期"]
    assert frame.switching_value[0] == solve(lujia, "land_quota.price", {"npv": 0}).value


@pytest.mark.parametrize(
    ("metric", "paths", "expected"),
    [
        ("npw", None, "npv"),
        ("npv", ["loans.adbc.method"], "number"),
        ("npv", ["land_quota.prise"], "land_quota.price"),
    ],
)
def test_what_cannot_be_asked_is_named(
    lujia: Project, metric: str, paths: list[str] | None, expected: str
) -> None:
    with pytest.raises(ProblemsFound, match=expected):
        switching_values(lujia, metric, paths=paths)
