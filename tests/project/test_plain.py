"""Values as numpy, pandas and decimal hold them: accepted, or one clear problem, and never another error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest

import relocation as rl
from relocation.problems import ProblemsFound

BASE = rl.load("lujia")
PRICE = "land_quota.price"
D = rl.distributions


@pytest.mark.parametrize(
    "value",
    [
        np.int64(90_000),
        np.uint64(90_000),
        np.float64(90_000),
        np.float32(90_000),
        np.array(90_000),
        Decimal("90000"),
        Decimal("9E+4"),
        Fraction(90_000),
        pd.Series([90_000])[0],
    ],
)
def test_a_number_is_that_number_whoever_holds_it(value: Any) -> None:
    changed = BASE.replace({PRICE: value})
    assert changed == BASE.replace({PRICE: 90_000.0})
    assert type(changed.value(PRICE)) is float
    assert rl.solve(BASE, PRICE, {"fund_balance.balance": value}).target == 90_000
    assert D.Uniform(value, 120_000) == D.Uniform(90_000, 120_000)


@pytest.mark.parametrize(
    "value", [np.int64(12), np.int8(12), np.float64(12), Decimal(12), np.array(12), 12.0]
)
def test_a_whole_number_is_one_too(value: Any) -> None:
    changed = BASE.replace({"land_quota.delay": value})
    assert changed.value("land_quota.delay") == 12
    assert type(changed.value("land_quota.delay")) is int


@pytest.mark.parametrize(
    "value",
    [pd.Timestamp("2017-01-01"), np.datetime64("2017-01-01"), np.datetime64("2017-01-01T00:00", "ns")],
)
def test_a_day_is_that_day(value: Any) -> None:
    assert BASE.replace({"timeline.start": value}).value("timeline.start") == date(2017, 1, 1)


BAD = {
    "missing": pd.NA,
    "no time": pd.NaT,
    "nothing": None,
    "not a number": float("nan"),
    "infinity": float("inf"),
    "huge": 10**400,
    "hugely negative": -(10**400),
    "truth": np.bool_(True),
    "several": np.array([1.0, 2.0]),
    "a list": [1],
    "a text": "much",
    "bytes": b"5",
    "a day": pd.Timestamp("2016-01-01"),
    "complex": 1j,
    "an object": object(),
}
WAYS: dict[str, Callable[[Any], Any]] = {
    "replace": lambda value: BASE.replace({PRICE: value}),
    "scale": lambda value: BASE.scale(PRICE, value),
    "build": lambda value: type(BASE).build(_with_price(value)),
    "solve": lambda value: rl.solve(BASE, PRICE, {"fund_balance.balance": value}),
    "tornado": lambda value: rl.tornado(BASE, "fund_balance.balance", by=value),
    "uniform": lambda value: rl.simulate(BASE, {PRICE: D.Uniform(value, 120_000)}, n=2, seed=1),
    "empirical": lambda value: rl.simulate(BASE, {PRICE: D.Empirical([value, 90_000])}, n=2, seed=1),
    "weights": lambda value: rl.simulate(BASE, {PRICE: D.Discrete([1, 2], [1, value])}, n=2, seed=1),
    "seed": lambda value: rl.simulate(BASE, {PRICE: D.Uniform(1, 2)}, n=2, seed=value),
    "draws": lambda value: rl.simulate(BASE, {PRICE: D.Uniform(1, 2)}, n=value, seed=1),
}


def _with_price(value: Any) -> dict[str, Any]:
    nested = BASE.nested()
    return {**nested, "land_quota": {**nested["land_quota"], "price": value}}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", BAD)
def test_what_is_no_number_is_one_clear_problem(way: str, kind: str) -> None:
    if way in {"seed", "draws"} and kind == "huge":
        pytest.skip("a seed may be of any size; so many draws are refused by their own test")
    with pytest.raises(ProblemsFound) as found:
        WAYS[way](BAD[kind])
    for problem in found.value.problems:
        assert problem.expected.zh
        assert len(problem.text()) < 400


def test_vary_tells_of_a_value_by_its_place() -> None:
    table = rl.vary(BASE, {PRICE: [90_000, np.array([1, 2]), pd.NA, np.float32(80_000)]}, ["npv"])
    assert sorted(table.problems) == [(1,), (2,)]


def test_there_is_no_minus_zero() -> None:
    assert str(BASE.replace({"land_quota.delay": 0, PRICE: -0.0}).value(PRICE)) == "0.0"


@pytest.mark.parametrize(
    "act", [lambda: BASE.replace(None), lambda: type(BASE).build([1]), lambda: BASE.replace({7: 1})]
)  # type: ignore[arg-type]
def test_what_names_no_values_is_a_problem(act: Callable[[], Any]) -> None:
    with pytest.raises(ProblemsFound):
        act()
