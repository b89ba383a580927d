"""Counting values in bins of equal width, and reading quantiles from the counts with their error; and the loop that counts a whole chunk, as plain Python that numba compiles."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Counts = NDArray[np.int64]

BINS = 4096
WIDENED = 0.5  # of the range that the first chunk spans, on either side


@dataclass(frozen=True)
class Grid:
    """Bins of equal width from low on; what lies below or above is counted in two more."""

    low: float
    width: float

    @classmethod
    def around(cls, values: Array) -> Grid:
        """Bins for values of which these are the first."""
        known = values[np.isfinite(values)]
        low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
        margin = (high - low) * WIDENED or max(abs(high), 1.0) * 1e-6
        return cls(low - margin, (high - low + 2 * margin) / BINS)

    @property
    def high(self) -> float:
        return self.low + BINS * self.width

    @property
    def scale(self) -> float:
        """Bins per unit."""
        return 1 / self.width

    def edges(self) -> Array:
        """The BINS + 1 borders of the bins."""
        return np.asarray(self.low + self.width * np.arange(BINS + 1), dtype=float)

    def count(self, values: Array) -> Counts:
        """How many values lie below, in each bin, above: BINS + 2 counts. Values must be finite."""
        places = np.clip((values - self.low) * self.scale, -1.0, BINS)
        return np.bincount(np.floor(places).astype(np.intp) + 1, minlength=BINS + 2).astype(np.int64)


TILE = 64  # scenarios


def count(
    shares: Any,
    numbers: Any,
    lows: Any,
    highs: Any,
    scales: Any,
    centres: Any,
    histogram: Any,
    outside: Any,
    all_known: Any,
    counts: Any,
    sums: Any,
    places: Any,
    apart: Any,
) -> None:
    """Adds a chunk to counts and sums. Shapes: shares (inputs, n), numbers (outputs, n), lows to centres (outputs,), histogram
    (outputs, bins + 2), outside (outputs, 2), all_known (inputs, classes), counts and sums (inputs, classes, outputs),
    places (inputs, TILE), apart (TILE, outputs).
    """
    inputs, classes = all_known.shape
    outputs, bins = histogram.shape[0], histogram.shape[1] - 2
    for first in range(0, shares.shape[1], TILE):
        size = min(TILE, shares.shape[1] - first)
        for output in range(outputs):
            low, high, scale = lows[output], highs[output], scales[output]
            for position in range(size):
                value = numbers[output, first + position]
                apart[position, output] = value - centres[output]
                if value == value:
                    place = min(max((value - low) * scale, -1.0), float(bins))
                    histogram[output, floor(place) + 1] += 1
                    if value < low:
                        outside[output, 0] += value
                    if value >= high:
                        outside[output, 1] += value
        for row in range(inputs):
            for position in range(size):
                places[row, position] = min(int(shares[row, first + position] * classes), classes - 1)
        for position in range(size):
            known = True
            for output in range(outputs):
                known = known and apart[position, output] == apart[position, output]
            for row in range(inputs):
                place_of_input = places[row, position]
                if known:
                    all_known[row, place_of_input] += 1
                    for output in range(outputs):
                        sums[row, place_of_input, output] += apart[position, output]
                else:
                    for output in range(outputs):
                        if apart[position, output] == apart[position, output]:
                            counts[row, place_of_input, output] += 1
                            sums[row, place_of_input, output] += apart[position, output]
