"""What many scenarios say of one output: moments, quantiles with their error, the worst cases."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from relocation.formula.language.line_items import LineItem
from relocation.given import refused, whole_within
from relocation.labels import Label
from relocation.project.values import is_finite, plain
from relocation.scenarios.simulation.histogram import BINS, Grid
from relocation.scenarios.simulation.tally import Tally

Array = NDArray[np.float64]
Counts = NDArray[np.int64]

CONFIDENCE = 1.959963984540054  # standard deviations on either side that hold 95 % of a normal distribution
QUANTILES = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)  # shown unless others are asked for
BALANCES = ("fund_balance.balance", "cash.minimum", "cash.free_minimum", "npv")  # less than nothing is a loss
MOST_BARS = 1_000_000
BARS = 64  # of a histogram, unless another number is asked for
WORST = 0.05  # share of the scenarios that count as the worst


@dataclass(frozen=True)
class Quantile:
    """The value below which a share of the scenarios lies.

    `low` and `high` hold the quantile of endlessly many scenarios with 95 % confidence, by order statistics;
    `resolution` is the most by which `value` can miss the quantile of these scenarios, 0 where it is exact.
    """

    share: float
    value: float
    low: float
    high: float
    resolution: float


@dataclass(frozen=True)
class Outcome:
    """One output over all scenarios that have a value of it. Values are in the unit of the line.

    `std` is the sample standard deviation. `ordered` holds the values themselves where all of them were kept.
    """

    line: LineItem
    count: int
    not_available: int
    mean: float
    std: float
    low: float
    high: float
    grid: Grid
    histogram: Counts
    outside: Array
    ordered: Array | None

    def __repr__(self) -> str:
        ends = f"{self.low:,.6g} to {self.high:,.6g}"
        return f"<Outcome {self.line.key}: {self.count:,} values, mean {self.mean:,.6g}, {ends}>"

    def quantile(self, share: float) -> Quantile:
        """The quantile of a share from 0 to 1; NaN where no scenario has a value."""
        if not is_finite(plain(share)) or not 0 <= share <= 1:
            expected = Label("a share between 0 and 1, such as 0.05", "0至1之间的比例，如0.05")
            raise refused("quantile", share, expected, Label("correct the share", "请更正比例"))
        if not self.count:
            return Quantile(share, math.nan, math.nan, math.nan, math.nan)
        place = share * (self.count - 1)
        value, resolution = self._between(place)
        around = CONFIDENCE * math.sqrt(self.count * share * (1 - share))
        first, last = math.floor(self.count * share - around) - 1, math.ceil(self.count * share + around)
        low, high = self._span(max(first, 0))[0], self._span(min(last, self.count - 1))[1]
        return Quantile(share, value, low, high, resolution)

    @property
    def value_at_risk(self) -> float:
        """The loss [yuan] that is not exceeded in 95 of 100 scenarios; negative is a gain. NaN for what is no balance."""
        return -self.quantile(WORST).value if self.is_balance else math.nan

    @property
    def expected_shortfall(self) -> float:
        """The average loss [yuan] of the worst 5 of 100 scenarios; negative is a gain. NaN for what is no balance."""
        return -self._mean_of_lowest(WORST) if self.is_balance else math.nan

    @property
    def is_balance(self) -> bool:
        """Whether more is better, and less than nothing a loss."""
        return self.line.key in BALANCES

    def histogram_of(self, bars: int) -> tuple[Array, Counts]:
        """The bars + 1 borders of equal intervals from the lowest to the highest value, and the values in each.

        Where all values are the same there is one interval, where there are none none. Values that were counted
        in bins are counted in the interval of the middle of their bin. Raises ProblemsFound for less than one bar.
        """
        bars = whole_within(bars, "bars", 1, MOST_BARS)
        if not self.count:
            return np.array([]), np.array([], dtype=np.int64)
        if self.low == self.high:
            return np.array([self.low, self.high]), np.array([self.count])
        edges = np.linspace(self.low, self.high, bars + 1)
        return edges, self._counts(edges)

    def _counts(self, edges: Array) -> Counts:
        if self.ordered is not None:
            return np.histogram(self.ordered, edges)[0].astype(np.int64)
        middles = (self._edges[:-1] + self._edges[1:]) / 2
        return np.histogram(middles, edges, weights=self.histogram)[0].astype(np.int64)

    def _between(self, place: float) -> tuple[float, float]:
        """The value at a place between two ranks, and how far it may be off."""
        below, above = self._estimate(math.floor(place)), self._estimate(math.ceil(place))
        return below[0] + (above[0] - below[0]) * (place - math.floor(place)), max(below[1], above[1])

    def _estimate(self, rank: int) -> tuple[float, float]:
        """The value of a rank from 0, spread evenly inside its bin, and how far it may be off."""
        low, high, before, held = self._bin(rank)
        return low + (high - low) * (rank - before + 0.5) / held, high - low

    def _span(self, rank: int) -> tuple[float, float]:
        low, high, _, _ = self._bin(rank)
        return low, high

    def _bin(self, rank: int) -> tuple[float, float, int, int]:
        """The ends of the bin that holds a rank, how many values lie before it, how many in it."""
        if self.ordered is not None:
            return float(self.ordered[rank]), float(self.ordered[rank]), rank, 1
        place = int(np.searchsorted(self._cumulated, rank, side="right"))
        held = int(self.histogram[place])
        before = int(self._cumulated[place]) - held
        edges = self._edges
        return float(edges[place]), float(edges[place + 1]), before, held

    @cached_property
    def _cumulated(self) -> Counts:
        return np.cumsum(self.histogram)

    @cached_property
    def _edges(self) -> Array:
        """The borders of all bins, the two outer ones included; no value lies beyond the lowest and the highest."""
        inner = self.grid.edges()
        return np.clip(np.concatenate(([-np.inf], inner, [np.inf])), self.low, self.high)

    def _mean_of_lowest(self, share: float) -> float:
        """The mean of the lowest share of the values, the last of them counted in part."""
        if not self.count:
            return math.nan
        wanted = share * self.count
        held, sums = self._held_and_sums()
        before = np.cumsum(held) - held
        taken = np.clip(wanted - before, 0, held)
        means = np.divide(sums, held, out=np.zeros_like(sums), where=held > 0)
        return float(np.dot(taken, means) / wanted)

    def _held_and_sums(self) -> tuple[Array, Array]:
        if self.ordered is not None:
            return np.ones(self.count), self.ordered
        held = self.histogram.astype(float)
        edges = self._edges
        sums = held * (edges[:-1] + edges[1:]) / 2
        sums[0], sums[BINS + 1] = self.outside
        return held, sums


@dataclass(frozen=True)
class Driver:
    """What an input does to an output. `share` is the first-order index; `rank_correlation` tells the direction."""

    path: str
    share: float
    rank_correlation: float


def first_order(tally: Tally) -> Array:
    """The first-order index of each input for each output, shape (outputs, inputs); NaN where nothing varies."""
    counts, sums = tally.class_counts.astype(float), tally.class_sums
    total = counts.sum(axis=2)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = sums.sum(axis=2) / total
        apart = np.where(counts > 0, sums / counts - middle[:, :, None], 0.0)
        between = (counts * apart**2).sum(axis=2)
        whole = tally.moments.squares[:, None]
        free = (counts > 0).sum(axis=2) - 1
        chance = (whole - between) / (total - free - 1) * free
        return np.asarray(np.where(whole > 0, (between - chance) / whole, np.nan))


def rank_correlations(inputs: Array, numbers: Array) -> Array:
    """Spearman's rank correlation of each output with each input, shape (outputs, inputs)."""
    correlations = np.full((len(numbers), len(inputs)), np.nan)
    whole = np.array([ranks(row) for row in inputs])
    for position, row in enumerate(numbers):
        known = ~np.isnan(row)
        if known.sum() < 2:
            continue
        of_inputs = (
            whole
            if known.all()
            else np.array([ranks(numbers_of_input[known]) for numbers_of_input in inputs])
        )
        correlations[position] = [_correlation(of_input, ranks(row[known])) for of_input in of_inputs]
    return correlations


def ranks(values: Array) -> Array:
    """Ranks from 0; equal values share the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts + 1) / 2)[place])


def _correlation(array: Array, other: Array) -> float:
    array, other = array - array.mean(), other - other.mean()
    size = float(np.sqrt(np.dot(array, array) * np.dot(other, other)))
    return float(np.dot(array, other)) / size if size else np.nan
