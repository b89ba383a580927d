"""Distributions over everything between a lowest and a highest value."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from relocation.labels import Label
from relocation.scenarios.simulation.distributions.distribution import Array, Distribution, Fault, said
from relocation.scenarios.simulation.distributions.quantiles import beta_quantile

HIGHEST_WEIGHT = 100.0  # of a PERT distribution; beyond it there is hardly any spread left


@dataclass(frozen=True)
class Uniform(Distribution):
    """Every value between low and high equally likely; of a whole number each, both ends included."""

    key = "uniform"
    label = Label("uniform", "均匀分布")
    low: float
    high: float

    def _contradictions(self) -> Iterator[Fault]:
        if not self.low < self.high:
            yield said(self, "low", "high"), Label("low < high", "low < high")

    @property
    def mean(self) -> float:
        return (self.low + self.high) / 2

    @property
    def std(self) -> float:
        return (self.high - self.low) / math.sqrt(12)

    @property
    def support(self) -> tuple[float, float]:
        return self.low, self.high

    def _quantile(self, share: Array) -> Array:
        return self.low + share * (self.high - self.low)


@dataclass(frozen=True)
class Triangular(Distribution):
    """Density rising in a straight line from low to mode and falling to high."""

    key = "triangular"
    label = Label("triangular", "三角分布")
    low: float
    mode: float
    high: float

    def _contradictions(self) -> Iterator[Fault]:
        return _unordered(self)

    @property
    def mean(self) -> float:
        return (self.low + self.mode + self.high) / 3

    @property
    def std(self) -> float:
        low, mode, high = self.low, self.mode, self.high
        return math.sqrt(((high - low) ** 2 + (mode - low) * (mode - high)) / 18)

    @property
    def support(self) -> tuple[float, float]:
        return self.low, self.high

    def _quantile(self, share: Array) -> Array:
        width, rise, fall = self.high - self.low, self.mode - self.low, self.high - self.mode
        rising = self.low + np.sqrt(share * width * rise)
        falling = self.high - np.sqrt((1 - share) * width * fall)
        return np.where(share < rise / width, rising, falling)


@dataclass(frozen=True)
class PERT(Distribution):
    """A beta distribution between low and high; `weight` says how strongly it gathers at the mode, 4 by custom."""

    key = "pert"
    label = Label("PERT", "PERT 分布")
    low: float
    mode: float
    high: float
    weight: float = 4.0

    def _contradictions(self) -> Iterator[Fault]:
        yield from _unordered(self)
        if not 0 < self.weight <= HIGHEST_WEIGHT:
            yield (
                said(self, "weight"),
                Label(f"0 < weight <= {HIGHEST_WEIGHT:g}", f"0 < weight <= {HIGHEST_WEIGHT:g}"),
            )

    @property
    def _shapes(self) -> tuple[float, float]:
        width = self.high - self.low
        rise, fall = (self.mode - self.low) / width, (self.high - self.mode) / width
        return 1 + self.weight * rise, 1 + self.weight * fall

    @property
    def mean(self) -> float:
        return (self.low + self.weight * self.mode + self.high) / (self.weight + 2)

    @property
    def std(self) -> float:
        a, b = self._shapes
        return (self.high - self.low) * math.sqrt(a * b / (a + b + 1)) / (a + b)

    @property
    def support(self) -> tuple[float, float]:
        return self.low, self.high

    def _quantile(self, share: Array) -> Array:
        return self.low + (self.high - self.low) * beta_quantile(share, *self._shapes)


def _unordered(distribution: Triangular | PERT) -> Iterator[Fault]:
    low, mode, high = distribution.low, distribution.mode, distribution.high
    if not (low <= mode <= high and low < high):
        expected = Label("low <= mode <= high and low < high", "low <= mode <= high 且 low < high")
        yield said(distribution, "low", "mode", "high"), expected
