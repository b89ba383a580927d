"""What is kept of very many scenarios, against the same scenarios kept whole; a chunk lost or doubled is noticed."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from relocation.formula.language.expression import Constant
from relocation.formula.language.line_items import LineItem
from relocation.labels import Label
from relocation.scenarios.simulation.counting import count, count_compiled
from relocation.scenarios.simulation.histogram import BINS, Grid
from relocation.scenarios.simulation.outcome import Outcome, first_order, rank_correlations
from relocation.scenarios.simulation.rules import FEN, Rule
from relocation.scenarios.simulation.tally import Measure, Tally

LINE = LineItem("npv", Label("NPV", "净现值"), "yuan", Constant(0.0))
RULES = (Rule("money", ">=", 0.0, FEN), Rule("ratio", ">=", 1.2, 1e-12))


def drawn(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Shares of three inputs, and two outputs: money with fat tails, and a ratio that is not always available."""
    random = np.random.default_rng(seed)
    shares = random.random((3, n))
    money = 1e6 * (shares[0] - 0.3) + 1e5 * shares[1] ** 2 + 2e4 * random.standard_t(3, n)
    ratio = np.where(random.random(n) < 0.2, np.nan, 1 + shares[1])
    return shares, np.array([money, ratio])


def tallied(shares: np.ndarray, numbers: np.ndarray, sizes: list[int]) -> tuple[Measure, list[Tally]]:
    """The tallies of chunks of these sizes."""
    ends = np.cumsum([0, *sizes])
    measure = Measure.around(("money", "ratio"), numbers[:, : sizes[0]], RULES)
    refused = np.zeros(numbers.shape[1], dtype=bool)
    return measure, [
        measure.tally(shares[:, a:b], numbers[:, a:b], refused[a:b], ()) for a, b in pairwise(ends.tolist())
    ]


def total(tallies: list[Tally]) -> Tally:
    found = tallies[0]
    for one in tallies[1:]:
        found = found.plus(one)
    return found


def outcome(measure: Measure, tally: Tally, at: int, ordered: np.ndarray | None = None) -> Outcome:
    moments = tally.moments
    count = int(moments.count[at])
    return Outcome(
        LINE,
        count,
        tally.scenarios - count,
        float(moments.mean[at]),
        math.sqrt(moments.squares[at] / (count - 1)),
        float(moments.low[at]),
        float(moments.high[at]),
        measure.grids[at],
        tally.histogram[at],
        tally.outside[at],
        ordered,
    )


def test_moments_and_counts_are_those_of_all_scenarios_together() -> None:
    shares, numbers = drawn(50_000)
    _, tallies = tallied(shares, numbers, [20_000, 20_000, 9_999, 1])
    found = total(tallies)
    assert found.scenarios == 50_000
    for at, row in enumerate(numbers):
        known = row[~np.isnan(row)]
        assert found.moments.count[at] == len(known)
        assert found.moments.mean[at] == pytest.approx(known.mean(), rel=1e-13)
        assert found.moments.squares[at] / len(known) == pytest.approx(known.var(), rel=1e-12)
        assert (found.moments.low[at], found.moments.high[at]) == (known.min(), known.max())
        assert found.histogram[at].sum() == len(known)
        assert found.class_counts[at].sum(axis=1).tolist() == [len(known)] * 3
    assert found.broken.tolist() == [
        int((numbers[0] < -0.005).sum()),
        int((~(numbers[1] >= 1.2 - 1e-12)).sum()),
    ]


def test_counts_do_not_depend_on_the_order_of_the_chunks() -> None:
    _, tallies = tallied(*drawn(30_000), [10_000, 10_000, 10_000])
    one, other = total(tallies), total([tallies[0], tallies[2], tallies[1]])
    for name in ("scenarios", "refused", "broken", "histogram", "class_counts"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    assert one.moments.mean == pytest.approx(other.moments.mean, rel=1e-14)


@pytest.mark.parametrize("chunks", [[0, 1], [0, 1, 2, 2]])
def test_a_chunk_lost_or_doubled_shows_in_the_count(chunks: list[int]) -> None:
    _, tallies = tallied(*drawn(30_000), [10_000, 10_000, 10_000])
    found = total([tallies[chunk] for chunk in chunks])
    assert found.scenarios == 10_000 * len(chunks) != 30_000
    assert found.histogram[0].sum() == found.moments.count[0] == found.scenarios


def test_moments_of_numbers_far_from_nothing_keep_their_digits() -> None:
    shares, _ = drawn(20_000)
    numbers = np.array([1e12 + shares[0], shares[1]])
    _, tallies = tallied(shares, numbers, [10_000, 10_000])
    assert total(tallies).moments.squares[0] / 20_000 == pytest.approx(1 / 12, rel=0.02)


def test_a_chunk_without_any_value_adds_nothing() -> None:
    shares, numbers = drawn(2_000)
    numbers[:, 1_000:] = np.nan
    _, tallies = tallied(shares, numbers, [1_000, 1_000])
    one, both = tallies[0].moments, total(tallies).moments
    assert np.array_equal(one.mean, both.mean)
    assert np.array_equal(one.squares, both.squares)
    assert np.array_equal(one.low, both.low)
    assert np.array_equal(one.high, both.high)


def test_quantiles_of_bins_are_within_the_resolution_they_state() -> None:
    shares, numbers = drawn(200_000)
    measure, tallies = tallied(shares, numbers, [50_000] * 4)
    found = outcome(measure, total(tallies), 0)
    for share in (0.0, 1e-5, 0.001, 0.01, 0.05, 0.25, 0.5, 0.9, 0.999, 1.0):
        exact = float(np.quantile(numbers[0], share))
        quantile = found.quantile(share)
        assert abs(quantile.value - exact) <= quantile.resolution
        assert quantile.low <= exact <= quantile.high
    assert found.quantile(0.5).resolution < 1e-3 * (numbers[0].max() - numbers[0].min())


def test_quantiles_beyond_the_bins_say_so() -> None:
    """The first chunk promises a narrow range, the second breaks the promise."""
    numbers = np.array([np.append(np.linspace(0, 1, 1000), np.linspace(-50, 90, 1000)), np.ones(2000)])
    measure, tallies = tallied(np.full((3, 2000), 0.5), numbers, [1000, 1000])
    found = outcome(measure, total(tallies), 0)
    assert found.quantile(0.0).value == pytest.approx(-50, abs=found.quantile(0.0).resolution)
    for share in (0.01, 0.1, 0.9, 0.99):
        quantile = found.quantile(share)
        assert abs(quantile.value - np.quantile(numbers[0], share)) <= quantile.resolution
        assert quantile.resolution > 10
    grid = measure.grids[0]
    beyond = [int((numbers[0] < grid.low).sum()), int((numbers[0] >= grid.high).sum())]
    assert found.histogram[[0, -1]].tolist() == beyond


def test_the_interval_of_a_quantile_holds_the_truth_in_95_of_100_samples() -> None:
    held = 0
    for seed in range(400):
        sample = np.sort(np.random.default_rng(seed).normal(size=501))
        one = Outcome(
            LINE,
            501,
            0,
            0,
            1,
            sample[0],
            sample[-1],
            Grid.around(sample),
            np.empty(0, int),
            np.empty(0),
            sample,
        )
        quantile = one.quantile(0.1)
        held += quantile.low <= stats.norm.ppf(0.1) <= quantile.high
    assert 0.92 * 400 < held < 0.995 * 400


def test_worst_cases_are_those_of_the_scenarios_themselves() -> None:
    shares, numbers = drawn(100_000)
    measure, tallies = tallied(shares, numbers, [50_000, 50_000])
    ordered = np.sort(numbers[0])
    binned = outcome(measure, total(tallies), 0)
    exact = outcome(measure, total(tallies), 0, ordered)
    assert exact.value_at_risk == -np.quantile(ordered, 0.05)
    assert exact.expected_shortfall == pytest.approx(-ordered[:5000].mean(), rel=1e-12)
    width = measure.grids[0].width
    assert binned.value_at_risk == pytest.approx(exact.value_at_risk, abs=width)
    assert binned.expected_shortfall == pytest.approx(exact.expected_shortfall, abs=width)


def test_a_part_of_a_scenario_counts_in_part() -> None:
    ordered = np.arange(30.0)  # the worst 5 % are one scenario and a half
    one = Outcome(LINE, 30, 0, 0, 1, 0, 29, Grid.around(ordered), np.empty(0, int), np.empty(0), ordered)
    assert one.expected_shortfall == pytest.approx(-(0 + 0.5 * 1) / 1.5)


def test_an_output_that_is_never_available_has_no_quantile() -> None:
    one = Outcome(
        LINE,
        0,
        5,
        math.nan,
        math.nan,
        math.nan,
        math.nan,
        Grid.around(np.full(5, np.nan)),
        np.zeros(BINS + 2, int),
        np.zeros(2),
        None,
    )
    assert math.isnan(one.quantile(0.5).value)
    assert math.isnan(one.expected_shortfall)
    with pytest.raises(ValueError, match="between 0 and 1"):
        one.quantile(1.5)


@settings(max_examples=50)
@given(st.lists(st.floats(-1e12, 1e12), min_size=1, max_size=50))
def test_every_value_is_counted_in_the_bin_that_holds_it(values: list[float]) -> None:
    row = np.array(values)
    grid = Grid.around(row)
    counts = grid.count(row)
    assert counts.sum() == len(values)
    assert counts[0] == counts[-1] == 0
    assert grid.count(np.array([grid.low - 3 * grid.width, grid.high + 3 * grid.width]))[
        [0, -1]
    ].tolist() == [1, 1]


def test_a_single_value_has_bins_too() -> None:
    assert Grid.around(np.zeros(3)).count(np.zeros(3)).sum() == 3
    assert Grid.around(np.full(3, 5e7)).count(np.full(3, 5e7))[[0, -1]].tolist() == [0, 0]


def test_the_shares_of_the_variance_are_the_closed_form() -> None:
    random = np.random.default_rng(4)
    shares = random.random((3, 400_000))
    line = 3 * shares[0] + 4 * shares[1]  # variances 9 : 16, and nothing from the third
    product = (shares[0] - 0.5) * (shares[1] - 0.5)  # nothing from either alone
    _, tallies = tallied(shares, np.array([line, product]), [200_000, 200_000])
    found = first_order(total(tallies))
    assert found[0] == pytest.approx([9 / 25, 16 / 25, 0], abs=0.003)
    assert found[1] == pytest.approx([0, 0, 0], abs=0.001)


def test_chance_is_taken_off_the_shares_of_the_variance() -> None:
    """An input without effect has share 0 on average, even with few scenarios."""
    found = []
    for seed in range(200):
        random = np.random.default_rng(seed)
        _, tallies = tallied(random.random((3, 500)), random.normal(size=(2, 500)), [500])
        found.append(first_order(tallies[0])[0, 0])
    assert abs(float(np.mean(found))) < 4 * float(np.std(found)) / 200**0.5
    assert float(np.std(found)) < 0.05


def test_an_output_that_never_changes_has_no_drivers() -> None:
    shares, numbers = drawn(1000)
    numbers[1] = 7.0
    _, tallies = tallied(shares, numbers, [1000])
    assert np.isnan(first_order(tallies[0])[1]).all()


def test_rank_correlations_are_those_of_scipy() -> None:
    shares, numbers = drawn(5000)
    inputs = np.array([shares[0], np.floor(shares[1] * 4), shares[2]])
    found = rank_correlations(inputs, numbers)
    for at, row in enumerate(numbers):
        known = ~np.isnan(row)
        expected = [stats.spearmanr(one[known], row[known]).statistic for one in inputs]
        assert found[at] == pytest.approx(expected, abs=1e-12)


def test_refusals_are_named_up_to_ten() -> None:
    _, [one] = tallied(*drawn(10), [10])
    many = replace(one, refusals=tuple(range(8)))  # type: ignore[arg-type]
    assert many.plus(many).refusals == (0, 1, 2, 3, 4, 5, 6, 7, 0, 1)


@pytest.mark.parametrize("n", [1, 63, 64, 20_001])
def test_compiled_counts_are_those_on_columns_to_the_last_bit(n: int) -> None:
    """Where numbers are missing, infinite, and outside all bins too."""
    pytest.importorskip("numba")
    shares, numbers = drawn(n)
    wide = np.array([*numbers, 3 * numbers[0], np.where(shares[0] > 0.9, math.inf, shares[0])])
    shares[:, 0] = 1 - 2.0**-53, 2.0**-54, 0.5
    grids = [Grid.around(row[: n // 2 + 1]) for row in numbers] * 2
    expected = count(shares, wide, grids, [1e5, 1.0, -3.5, 0.0])
    found = count_compiled(shares, wide, grids, [1e5, 1.0, -3.5, 0.0])
    for one, other in zip(expected, found, strict=True):
        assert one.dtype == other.dtype
        assert np.array_equal(one, other, equal_nan=one.dtype == float)
    assert found.class_counts[0].sum() == 3 * n
