"""Which input drives an output: shares of its variance, and rank correlation.

The first-order index of an input is the variance of the output's mean, given the input, over the whole variance. It is
estimated from the scenarios at hand: each input's distribution is cut into classes of equal weight, and the means of
the classes are compared. Chance alone makes means differ; that part is taken off (epsilon squared, T. L. Kelley 1935).
Inputs that are correlated share what they explain, so their indices may add up to more than 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relocation.scenarios.simulation.tally import Tally



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
    found = np.full((len(numbers), len(inputs)), np.nan)
    whole = np.array([ranks(row) for row in inputs])
    for at, row in enumerate(numbers):
        known = ~np.isnan(row)
        if known.sum() < 2:
            continue
        of_inputs = whole if known.all() else np.array([ranks(one[known]) for one in inputs])
        found[at] = [_correlation(one, ranks(row[known])) for one in of_inputs]
    return found


def ranks(values: Array) -> Array:
    """Ranks from 0; equal values share the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts + 1) / 2)[place])


def _correlation(one: Array, other: Array) -> float:
    one, other = one - one.mean(), other - other.mean()
    size = float(np.sqrt(np.dot(one, one) * np.dot(other, other)))
    return float(np.dot(one, other)) / size if size else np.nan
