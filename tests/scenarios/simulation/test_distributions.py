"""Distributions against closed forms, the standard library and scipy."""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from relocation.problems import ProblemsFound
from relocation.scenarios.simulation.distributions import (
    DISTRIBUTIONS,
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
from relocation.scenarios.simulation.distributions.quantiles import (
    beta_quantile,
    normal_quantile,
    normal_share,
)

SHARES = np.concatenate(
    [10.0 ** -np.arange(1, 16), 1 - 10.0 ** -np.arange(1, 13), np.linspace(0.001, 0.999, 4999)]
)

# Midpoints of a million equal steps: a quadrature whose error is far below the tolerance of the moments.
MIDPOINTS = (np.arange(1_000_000) + 0.5) / 1_000_000

CONTINUOUS: list[tuple[Distribution, object]] = [
    (Uniform(-3, 9), stats.uniform(-3, 12)),
    (Triangular(60_000, 97_637, 120_000), stats.triang(37_637 / 60_000, 60_000, 60_000)),
    (Triangular(0, 0, 4), stats.triang(0, 0, 4)),
    (Triangular(0, 4, 4), stats.triang(1, 0, 4)),
    (PERT(60_000, 97_637, 120_000), stats.beta(1 + 4 * 37_637 / 6e4, 1 + 4 * 22_363 / 6e4, 60_000, 60_000)),
    (PERT(0, 0, 1), stats.beta(1, 5)),
    (PERT(0, 1, 1), stats.beta(5, 1)),
    (PERT(2, 5, 10, weight=10), stats.beta(1 + 10 * 3 / 8, 1 + 10 * 5 / 8, 2, 8)),
    (Normal(97_637, 10_000), stats.norm(97_637, 10_000)),
    (Normal(0, 1, low=-1, high=2), stats.truncnorm(-1, 2)),
    (Normal(5, 2, low=6), stats.truncnorm(0.5, np.inf, 5, 2)),
    (Lognormal.of_logarithm(11.4, 0.25), stats.lognorm(0.25, scale=math.exp(11.4))),
]


@pytest.mark.parametrize(("ours", "other"), CONTINUOUS, ids=lambda one: type(one).__name__)
def test_quantiles_are_those_of_scipy(ours: Distribution, other: stats.rv_continuous) -> None:
    expected = other.ppf(SHARES)
    scale = expected.max() - expected.min()
    assert np.abs(ours.quantile(SHARES) - expected).max() < 1e-10 * scale


@pytest.mark.parametrize(
    ("ours", "other"), CONTINUOUS[:9] + CONTINUOUS[11:], ids=lambda one: type(one).__name__
)
def test_moments_are_the_closed_forms_and_those_of_the_quantiles(
    ours: Distribution, other: stats.rv_continuous
) -> None:
    assert (ours.mean, ours.std) == pytest.approx((other.mean(), other.std()), rel=1e-12)
    values = ours.quantile(MIDPOINTS)
    assert (values.mean(), values.std()) == pytest.approx((ours.mean, ours.std), rel=2e-5)


def test_pert_has_the_mean_that_planners_know() -> None:
    assert PERT(10, 16, 40).mean == (10 + 4 * 16 + 40) / 6


def test_the_normal_quantile_is_that_of_the_standard_library() -> None:
    expected = np.array([NormalDist().inv_cdf(share) for share in SHARES.tolist()])
    assert np.abs(normal_quantile(SHARES) - expected).max() < 1e-14 * np.abs(expected).max()
    assert normal_quantile([0.0, 0.5, 1.0]).tolist() == [-math.inf, 0.0, math.inf]
    assert (
        np.abs(
            normal_quantile(10.0 ** -np.arange(20, 300, 20)) - stats.norm.ppf(10.0 ** -np.arange(20, 300, 20))
        ).max()
        < 1e-12
    )


def test_the_normal_share_keeps_its_digits_in_the_lower_tail() -> None:
    points = np.array([-38.0, -20.0, -8.0, -1.0, 0.0, 3.0, 9.0])
    assert normal_share(points) == pytest.approx(stats.norm.cdf(points), rel=1e-12)


@pytest.mark.parametrize(
    "shapes", [(1, 1), (1, 5), (5, 1), (3, 3), (1.0001, 4.9999), (1.5, 1.5), (2.2, 3.8), (8, 4)]
)
def test_the_beta_quantile_is_that_of_scipy(shapes: tuple[float, float]) -> None:
    expected = stats.beta.ppf(SHARES, *shapes)
    assert np.abs(beta_quantile(SHARES, *shapes) - expected).max() < 1e-10


@settings(max_examples=40)
@given(st.floats(0, 1), st.floats(0.01, 100))
def test_whatever_the_mode_and_weight_the_share_of_a_quantile_is_the_share(
    mode: float, weight: float
) -> None:
    pert = PERT(0, mode, 1, weight)
    shares = np.linspace(0.01, 0.99, 99)
    values = pert.quantile(shares)
    assert (np.diff(values) > 0).all()
    assert stats.beta.cdf(values, 1 + weight * mode, 1 + weight * (1 - mode)) == pytest.approx(
        shares, abs=1e-8
    )


def test_discrete_values_come_in_proportion_to_their_weights() -> None:
    delay = Discrete((24, 0, 12), (2, 5, 3))
    values, counts = np.unique(delay.quantile(MIDPOINTS), return_counts=True)
    assert values.tolist() == [0, 12, 24]
    assert counts.tolist() == [500_000, 300_000, 200_000]
    assert delay.mean == pytest.approx(0.3 * 12 + 0.2 * 24)
    assert delay.std == pytest.approx(math.sqrt(0.3 * 144 + 0.2 * 576 - 8.4**2))


def test_a_value_of_no_weight_never_comes() -> None:
    assert Discrete((1, 2, 3), (0, 1, 0)).quantile([0.0, 1e-17, 0.5, 1.0]).tolist() == [2, 2, 2, 2]


def test_data_come_equally_often() -> None:
    data = Empirical(np.array([3.0, 1.0, 2.0, 2.0]))
    values, counts = np.unique(data.quantile(MIDPOINTS), return_counts=True)
    assert (values.tolist(), counts.tolist()) == ([1, 2, 3], [250_000, 500_000, 250_000])
    assert (data.mean, data.std) == (2.0, math.sqrt(0.5))
    assert data.quantile([0, 0.25, 0.5, 1]).tolist() == [1, 1, 2, 3]


def test_a_fixed_value_is_itself() -> None:
    assert Fixed(5).quantile([0.1, 0.9]).tolist() == [5, 5]


def test_a_cut_tail_stays_inside_and_is_told() -> None:
    cut = Normal(0, 1, low=-1, high=2)
    assert cut.quantile([0, 1]).tolist() == pytest.approx([-1, 2], rel=1e-14)
    assert (cut.quantile(SHARES) >= -1).all()
    assert (cut.quantile(SHARES) <= 2).all()
    assert cut.share_kept == pytest.approx(NormalDist().cdf(2) - NormalDist().cdf(-1), rel=1e-13)


NONSENSE = {
    "bounds the wrong way round": Uniform(2, 1),
    "no width": Uniform(1, 1),
    "mode outside": Triangular(1, 5, 4),
    "nothing between": PERT(1, 1, 1),
    "weight below nothing": PERT(0, 1, 2, weight=-1),
    "no spread": Normal(0, 0),
    "negative spread": Lognormal(1, -1),
    "a lognormal mean below nothing": Lognormal(-1, 1),
    "bounds beyond the curve": Normal(0, 1, low=50),
    "bounds crossed": Normal(0, 1, low=2, high=-2),
    "not a number": Uniform(math.nan, 1),
    "endless": Uniform(0, math.inf),
    "a text": Triangular("a", 1, 2),  # type: ignore[arg-type]
    "a truth value": Uniform(False, True),
    "negative weight": Discrete((1, 2), (1, -1)),
    "no weight at all": Discrete((1, 2), (0, 0)),
    "one weight too few": Discrete((1, 2), (1,)),
    "no values": Discrete(()),
    "no data": Empirical([]),
    "data with a gap": Empirical([1.0, math.nan]),
    "text in data": Empirical([1.0, "2"]),  # type: ignore[list-item]
    "fixed at nothing": Fixed(math.nan),
}


@pytest.mark.parametrize("nonsense", NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_is_a_problem_and_gives_no_number(nonsense: Distribution) -> None:
    found = nonsense.problems("land_quota.price")
    assert found
    assert all(one.where == "land_quota.price" and one.expected.zh for one in found)
    with pytest.raises(ProblemsFound):
        nonsense.quantile(0.5)


def test_every_parameter_that_is_wrong_is_told() -> None:
    found = Triangular("a", math.nan, 2).problems()  # type: ignore[arg-type]
    assert len(found) == 2
    assert len(PERT(3, 2, 1, weight=0).problems()) == 2
    assert len(Discrete((1, math.nan), (-1, 1, 1)).problems()) == 3


def test_each_distribution_has_its_own_name() -> None:
    assert len(DISTRIBUTIONS) == 8
    assert all(kind.key == key for key, kind in DISTRIBUTIONS.items())
