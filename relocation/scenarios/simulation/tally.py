"""What is kept of a chunk of scenarios: counts and moments, of a size that does not depend on how many there were.

Tallies add up. Counts are whole numbers and add up in any order; moments are added in the order of the chunks, so that
the last bit of a result does not depend on who was ready first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relocation.problems import Problem
from relocation.scenarios.simulation.counting import count, count_compiled
from relocation.scenarios.simulation.histogram import Array, Counts, Grid
from relocation.scenarios.simulation.rules import Rule

MOST_NAMED = 10  # scenarios that the project refuses


@dataclass(frozen=True)
class Refusal:
    """A scenario that the project refuses: its number, its inputs and why."""

    number: int
    inputs: dict[str, Any]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Moments:
    """Of each output: how many scenarios have a value, their mean and sum of squared deviations, the ends."""

    count: Counts
    mean: Array
    squares: Array
    low: Array
    high: Array

    @classmethod
    def of(cls, numbers: Array) -> Moments:
        """Of a matrix with one row per output; NaN is not available."""
        known = ~np.isnan(numbers)
        count = known.sum(axis=1)
        filled = np.where(known, numbers, 0.0)
        mean = filled.sum(axis=1) / np.maximum(count, 1)
        squares = (np.where(known, numbers - mean[:, None], 0.0) ** 2).sum(axis=1)
        low = np.where(known, numbers, np.inf).min(axis=1, initial=np.inf)
        high = np.where(known, numbers, -np.inf).max(axis=1, initial=-np.inf)
        return cls(count, mean, squares, low, high)

    def plus(self, other: Moments) -> Moments:
        """Chan, Golub and LeVeque (1979)."""
        count = self.count + other.count
        whole = np.maximum(count, 1)
        apart = other.mean - self.mean
        mean = self.mean + apart * (other.count / whole)
        squares = self.squares + other.squares + apart**2 * (self.count * (other.count / whole))
        return Moments(
            count, mean, squares, np.minimum(self.low, other.low), np.maximum(self.high, other.high)
        )


@dataclass(frozen=True)
class Tally:
    """Everything that is kept of some scenarios.

    `histogram` has a row per output; `outside` the sums of the values below and above its bins. `class_counts` and
    `class_sums` have the shape (outputs, inputs, CLASSES); the sums are of the distances from `centres`.
    """

    scenarios: int
    refused: int
    refusals: tuple[Refusal, ...]
    moments: Moments
    broken: Counts
    histogram: Counts
    outside: Array
    class_counts: Counts
    class_sums: Array

    def plus(self, other: Tally) -> Tally:
        """The tally of these scenarios and those that follow."""
        return Tally(
            self.scenarios + other.scenarios,
            self.refused + other.refused,
            (self.refusals + other.refusals)[:MOST_NAMED],
            self.moments.plus(other.moments),
            self.broken + other.broken,
            self.histogram + other.histogram,
            self.outside + other.outside,
            self.class_counts + other.class_counts,
            self.class_sums + other.class_sums,
        )


@dataclass(frozen=True)
class Measure:
    """How outputs are counted: bins and a value near the middle for each output, and the rules."""

    outputs: tuple[str, ...]
    grids: tuple[Grid, ...]
    centres: tuple[float, ...]
    rules: tuple[Rule, ...]
    is_compiled: bool = False

    @classmethod
    def around(
        cls, outputs: Sequence[str], numbers: Array, rules: Sequence[Rule], *, is_compiled: bool = False
    ) -> Measure:
        """Fitted to the numbers of the first chunk."""
        centres = [float(row[np.isfinite(row)].mean()) if np.isfinite(row).any() else 0.0 for row in numbers]
        return cls(
            tuple(outputs),
            tuple(Grid.around(row) for row in numbers),
            tuple(centres),
            tuple(rules),
            is_compiled,
        )

    def tally(
        self, shares: Array, numbers: Array, refused: NDArray[np.bool_], refusals: Sequence[Refusal]
    ) -> Tally:
        """The tally of some scenarios from the shares of their inputs and the numbers of their outputs."""
        counted = (count_compiled if self.is_compiled else count)(shares, numbers, self.grids, self.centres)
        row_of = {key: position for position, key in enumerate(self.outputs)}
        broken = [int((rule.broken(numbers[row_of[rule.output]]) & ~refused).sum()) for rule in self.rules]
        return Tally(
            numbers.shape[1],
            int(refused.sum()),
            tuple(refusals),
            Moments.of(numbers),
            np.array(broken, dtype=np.int64),
            *counted,
        )
