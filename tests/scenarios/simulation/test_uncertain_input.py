"""A distribution meets an input: what fits, what is cut, what is refused, and how whole numbers come about."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

import relocation as rl
from relocation.scenarios.simulation.distributions import (
    PERT,
    Discrete,
    Distribution,
    Empirical,
    Fixed,
    Lognormal,
    Normal,
    Triangular,
    Uniform,
)
from relocation.scenarios.simulation.sampling import HIGHEST, LOWEST
from relocation.scenarios.simulation.uncertain_input import UncertainInput, uncertain_input

BASE = rl.load("lujia")
MIDPOINTS = (np.arange(600_000) + 0.5) / 600_000


def made(path: str, stated: Distribution) -> UncertainInput:
    found, problems = uncertain_input(path, BASE.at(path).record, stated)
    assert found is not None, [one.text() for one in problems]
    assert not problems
    return found


def sides(one: UncertainInput) -> list[float]:
    """The lowest and the highest value that can come."""
    return sorted(set(one.values(np.array([LOWEST, HIGHEST])).tolist()))


@pytest.mark.parametrize(
    ("path", "stated"),
    [
        ("land_quota.acceptance", Uniform(0.5, 1.5)),
        ("land_quota.acceptance", Triangular(-0.1, 0.5, 1)),
        ("land_quota.price", PERT(-1, 0, 1)),
        ("loans.adbc.term", Uniform(0, 10)),
        ("loans.adbc.rate", Fixed(-0.01)),
        ("loans.adbc.rate", Discrete((0.04, 4.9))),
        ("loans.adbc.rate", Empirical((0.04, -0.01))),
        ("loans.adbc.rate", Normal(0.049, 0.01, low=-0.1)),
        ("loans.adbc.rate", Normal(0.049, 0.01, high=1.5)),
        ("loans.adbc.rate", Normal(50, 0.01)),
        ("loans.adbc.rate", Lognormal(1e9, 1.0)),
        ("loans.adbc.term", Uniform(7.2, 7.8)),
        ("loans.adbc.term", Discrete((7.5, 8))),
        ("loans.adbc.term", Fixed(7.5)),
        ("loans.adbc.method", Uniform(0, 1)),
        ("loans.adbc.method", Fixed(1)),
        ("loans.adbc.method", Discrete(("annuity", "nonsense"))),
        ("loans.adbc.rate", Fixed("annuity")),
        ("loans.adbc.rate", 0.05),
        ("loans.adbc.rate", Normal(0.049, -1)),
    ],
)
def test_what_does_not_fit_is_a_problem_of_the_input(path: str, stated: Any) -> None:
    found, problems = uncertain_input(path, BASE.at(path).record, stated)
    assert found is None
    assert problems
    for one in problems:
        assert one.where == path
        assert one.name == BASE.at(path).record.label
        assert one.text("en") != one.text("zh")


def test_endless_tails_are_cut_at_the_range_and_the_loss_is_told() -> None:
    rate = made("loans.adbc.rate", Normal(0.01, 0.01))
    assert rate.share_cut == pytest.approx(stats.norm.cdf(-1), rel=1e-9)
    values = rate.values(MIDPOINTS)
    assert values.min() >= 0
    expected = stats.truncnorm(-1, 99, 0.01, 0.01)
    assert np.abs(values - expected.ppf(MIDPOINTS)).max() < 1e-12
    assert made("land_quota.price", Triangular(6e4, 9e4, 12e4)).share_cut == 0


def test_stated_bounds_cut_before_the_range_does() -> None:
    rate = made("loans.adbc.rate", Normal(0.05, 0.01, low=0.04, high=0.07))
    values = rate.values(MIDPOINTS)
    assert (values.min(), values.max()) == pytest.approx((0.04, 0.07), abs=1e-6)


def test_whole_numbers_between_two_ends_are_equally_likely() -> None:
    values, counts = np.unique(made("loans.adbc.term", Uniform(5, 10)).values(MIDPOINTS), return_counts=True)
    assert values.tolist() == [5, 6, 7, 8, 9, 10]
    assert counts.tolist() == [100_000] * 6
    inside = np.unique(made("loans.adbc.term", Uniform(5.5, 7.5)).values(MIDPOINTS))
    assert inside.tolist() == [6, 7]


def test_other_whole_numbers_are_rounded_to_the_nearest() -> None:
    term = made("loans.adbc.term", Triangular(3, 7, 10))
    exact = stats.triang(4 / 7, 3, 7)
    values, counts = np.unique(term.values(MIDPOINTS), return_counts=True)
    for value, count in zip(values.tolist(), counts.tolist(), strict=True):
        expected = exact.cdf(value + 0.5) - exact.cdf(value - 0.5)
        assert count / 600_000 == pytest.approx(expected, abs=1e-5)


def test_choices_come_by_name() -> None:
    method = made("loans.adbc.method", Discrete(("annuity", "equal_principal"), (3, 1)))
    keys = [choice.key for choice in method.record.choices]
    values, counts = np.unique(method.values(MIDPOINTS), return_counts=True)
    found = {keys[int(value)]: count for value, count in zip(values, counts, strict=True)}
    assert found == {"annuity": 450_000, "equal_principal": 150_000}
    assert sides(method) == sorted(values.tolist())


@pytest.mark.parametrize(
    ("path", "stated"),
    [
        ("land_quota.price", Uniform(60_000, 120_000)),
        ("loans.adbc.rate", Normal(0.049, 0.01)),
        ("loans.adbc.term", Triangular(3, 7, 10)),
        ("land_quota.price", Lognormal(97_637, 20_000)),
    ],
)
def test_no_value_lies_beyond_the_sides(path: str, stated: Distribution) -> None:
    one = made(path, stated)
    values = one.values(MIDPOINTS)
    assert sides(one)[0] <= values.min()
    assert values.max() <= sides(one)[-1]
