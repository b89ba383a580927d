"""Chunks of numbers between 0 and 1: the same whoever draws them, even where that is promised."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from scipy.stats import qmc

from relocation.scenarios.simulation import sampling
from relocation.scenarios.simulation.sampling import CHUNK, METHODS, chunk_size, chunks_in, shares


@pytest.mark.parametrize("method", METHODS)
def test_a_chunk_is_drawn_from_its_number_and_the_seed_alone(method: str) -> None:
    later = shares(method, 5, 3, 2, 1000)
    shares(method, 5, 1, 2, 1000)
    assert np.array_equal(shares(method, 5, 3, 2, 1000), later)
    for other in (shares(method, 6, 3, 2, 1000), shares(method, 5, 4, 2, 1000)):
        assert not np.array_equal(other, later)
        assert abs(stats.spearmanr(other[0], later[0]).statistic) < (1.1 if method == "sobol" else 0.12)


@pytest.mark.parametrize("method", METHODS)
def test_no_number_is_0_or_1(method: str) -> None:
    drawn = shares(method, 0, 0, 3, CHUNK)
    assert drawn.shape == (3, CHUNK)
    assert drawn.min() > 0
    assert drawn.max() < 1


def test_the_ends_are_kept_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(METHODS, "random", lambda *_: np.array([[0.0, 1.0, 0.5]]))
    drawn = shares("random", 0, 0, 1, 3)
    assert drawn.min() > 0
    assert drawn.max() < 1


@pytest.mark.parametrize("method", METHODS)
def test_numbers_are_uniform_and_independent(method: str) -> None:
    drawn = shares(method, 11, 2, 4, CHUNK)
    for row in drawn:
        assert stats.kstest(row, "uniform").pvalue > 1e-3 / 4
    assert np.abs(np.corrcoef(drawn) - np.eye(4)).max() < 4 / CHUNK**0.5


def test_streams_of_many_chunks_are_uniform_as_often_as_they_should_be() -> None:
    streams = [row for chunk in range(50) for row in shares("random", 0, chunk, 4, 5000)]
    chances = [stats.kstest(row, "uniform").pvalue for row in streams]
    assert stats.kstest(chances, "uniform").pvalue > 0.01


def test_one_more_input_leaves_the_others_as_they_are() -> None:
    assert np.array_equal(shares("random", 1, 0, 3, 500)[:2], shares("random", 1, 0, 2, 500))


def test_fewer_scenarios_are_the_first_of_many() -> None:
    assert np.array_equal(shares("random", 1, 4, 2, 500)[:, :100], shares("random", 1, 4, 2, 100))


@pytest.mark.parametrize("size", [1, 7, 1000, CHUNK])
def test_a_latin_hypercube_has_one_number_in_each_step(size: int) -> None:
    drawn = shares("latin", 3, 1, 3, size)
    steps = np.sort(np.floor(drawn * size), axis=1)
    assert np.array_equal(steps, np.tile(np.arange(size), (3, 1)))
    if size > 100:
        assert not np.array_equal(np.argsort(drawn[0]), np.argsort(drawn[1]))


def test_sobol_chunks_are_one_sequence() -> None:
    sequence = qmc.Sobol(5, scramble=True, rng=np.random.default_rng(9))
    for chunk in range(6):
        whole = sequence.random(CHUNK).T
        ours = shares("sobol", 9, chunk, 5, CHUNK)
        assert np.abs(ours - whole).max() < 2**-sampling.SOBOL_BITS
    far = qmc.Sobol(5, scramble=True, rng=np.random.default_rng(9)).fast_forward(77 * CHUNK)
    assert np.abs(shares("sobol", 9, 77, 5, 100) - far.random(100).T).max() < 2**-sampling.SOBOL_BITS


def test_sobol_covers_better_than_chance() -> None:
    values = {method: qmc.discrepancy(shares(method, 2, 0, 3, 1024).T) for method in ("sobol", "random")}
    assert values["sobol"] < values["random"] / 5


@pytest.mark.parametrize(
    ("n", "sizes"), [(1, [1]), (CHUNK, [CHUNK]), (CHUNK + 1, [CHUNK, 1]), (2 * CHUNK - 5, [CHUNK, CHUNK - 5])]
)
def test_chunks_hold_every_scenario_once(n: int, sizes: list[int]) -> None:
    assert [chunk_size(n, chunk) for chunk in range(chunks_in(n))] == sizes
