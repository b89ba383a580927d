"""Rank correlation: what was wanted is reached, nothing else changes, and what cannot be is refused."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from relocation.scenarios.simulation.sampling import CHUNK, Correlations, read_correlations, shares

PATHS = ("a", "b", "c", "d")


def problems_of(stated: Correlations, fixed: tuple[str, ...] = ()) -> list[str]:
    found, problems = read_correlations(stated, PATHS, fixed)
    assert (found is None) == bool(problems)
    return [f"{one.where} | {one.text()} | {one.text('zh')}" for one in problems]


@pytest.mark.parametrize("method", ["random", "latin", "sobol"])
@pytest.mark.parametrize("size", [2000, CHUNK])
def test_the_wanted_rank_correlation_is_reached(method: str, size: int) -> None:
    wanted = {("a", "c"): 0.7, ("c", "d"): -0.4, ("a", "d"): 0.1}
    correlation, _ = read_correlations(wanted, PATHS, ())
    assert correlation is not None
    drawn = shares(method, 3, 1, 4, size)
    found = correlation.applied(drawn)
    ranks = stats.spearmanr(found.T).statistic
    for (first, second), rank in wanted.items():
        assert ranks[PATHS.index(first), PATHS.index(second)] == pytest.approx(rank, abs=0.02)
    assert np.array_equal(found[1], drawn[1])
    assert np.array_equal(np.sort(found, axis=1), np.sort(drawn, axis=1))
    assert abs(ranks[0, 1]) < 4 / size**0.5


@settings(max_examples=25)
@given(st.floats(-0.99, 0.99))
def test_any_pair_may_have_any_correlation(rank: float) -> None:
    correlation, _ = read_correlations({("b", "a"): rank}, PATHS, ())
    assert correlation is not None
    found = correlation.applied(shares("random", 1, 0, 4, 5000))
    assert stats.spearmanr(found[0], found[1]).statistic == pytest.approx(rank, abs=0.02)


@pytest.mark.parametrize("size", [1, 2, 3, 8, 9])
def test_a_few_scenarios_keep_their_values(size: int) -> None:
    correlation, _ = read_correlations([("a", "b", 0.9), ("b", "c", 0.9), ("a", "c", 0.9)], PATHS, ())
    assert correlation is not None
    drawn = shares("random", 1, 0, 4, size)
    assert np.array_equal(np.sort(correlation.applied(drawn), axis=1), np.sort(drawn, axis=1))


def test_correlations_that_cannot_hold_together_are_named_with_a_factor_that_can() -> None:
    wanted = {("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.9}
    [text] = problems_of(wanted)
    assert "positive definite" in text
    assert "a, b, c" in text
    factor = float(text.split("multiply all by ")[1].split(":")[0])
    assert 0.4 < factor < 1
    assert not problems_of({pair: rank * factor for pair, rank in wanted.items()})
    assert problems_of({pair: rank * (factor + 0.002) for pair, rank in wanted.items()})


def test_a_matrix_is_judged_by_its_scores_too() -> None:
    # As ranks this is just positive definite: 1 + 2 * -0.499 > 0. As normal scores, 2 sin(pi r / 6), it is not.
    ranks = {("a", "b"): -0.499, ("b", "c"): -0.499, ("a", "c"): -0.499}
    assert "positive definite" in problems_of(ranks)[0]


@pytest.mark.parametrize(
    ("stated", "fixed", "said"),
    [
        ({("a", "x"): 0.5}, (), "an input that has a distribution"),
        ({("a", "b"): 1.5}, (), "above -1 and below 1"),
        ({("a", "b"): 1.0}, (), "above -1 and below 1"),
        ({("a", "b"): float("nan")}, (), "above -1 and below 1"),
        ({("a", "b"): "much"}, (), "above -1 and below 1"),
        ({("a", "a"): 0.5}, (), "two different inputs"),
        ({("a", "b"): 0.5, ("b", "a"): 0.5}, (), "each pair of inputs once"),
        ([("a", "b", 0.5), ("a", "b", 0.5)], (), "each pair of inputs once"),
        ({("a", "b"): 0.5}, ("b",), "more than one value"),
    ],
)
def test_what_is_no_correlation_is_told(stated: Correlations, fixed: tuple[str, ...], said: str) -> None:
    [text] = problems_of(stated, fixed)
    assert said in text


def test_everything_wrong_is_told_at_once() -> None:
    assert len(problems_of([("a", "x", 2), ("b", "b", 0.5), ("a", "c", 0.1), ("c", "a", 0.1)])) == 4


def test_nothing_stated_changes_nothing() -> None:
    assert read_correlations({}, PATHS, ()) == (None, [])
