"""Counting values in bins of equal width, and reading quantiles from the counts with their error."""

from __future__ import annotations

from dataclasses import dataclass

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
