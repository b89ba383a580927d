"""Distributions with tails that never end by themselves."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from relocation.labels import Label
from relocation.scenarios.simulation.distributions.distribution import Array, Distribution, Fault, said
from relocation.scenarios.simulation.distributions.quantiles import normal_quantile, normal_share

LEAST_KEPT = 1e-9  # less than this of a curve between its bounds is nothing


class Tailed(Distribution):
    """A distribution with tails that never end, unless `low` and `high` cut them.

    `mean` and `std` are those of the whole curve. What is cut away is spread over the rest in proportion.
    """

    mean: float
    std: float
    low: float | None
    high: float | None

    def _contradictions(self) -> Iterator[Fault]:
        if self.std <= 0:
            yield said(self, "std"), Label("std > 0", "std > 0")
        elif self.low is not None and self.high is not None and not self.low < self.high:
            yield said(self, "low", "high"), Label("low < high", "low < high")
        elif self.share_kept < LEAST_KEPT:
            expected = Label("bounds that leave something of the curve", "上下限之间应有分布")
            yield said(self, "mean", "std", "low", "high"), expected

    @property
    def support(self) -> tuple[float, float]:
        low, high = self._from_normal(np.array([-np.inf, np.inf])).tolist()
        return (
            low if self.low is None else max(self.low, low),
            high if self.high is None else min(self.high, high),
        )

    @property
    def share_kept(self) -> float:
        """The share of the whole curve between low and high."""
        low, high = self._ends
        # The difference of two small shares keeps its digits, that of two large ones does not.
        below, above = (low, high) if low < 0 else (-high, -low)
        return float(normal_share(above) - normal_share(below))

    @property
    def _ends(self) -> tuple[float, float]:
        """low and high on the standard normal curve."""
        low = -math.inf if self.low is None else float(self._to_normal(np.array(self.low)))
        high = math.inf if self.high is None else float(self._to_normal(np.array(self.high)))
        return low, high

    def _quantile(self, share: Array) -> Array:
        low, high = self._ends
        below = normal_share(low) + share * self.share_kept
        above = normal_share(-high) + (1 - share) * self.share_kept
        place = np.where(below <= above, normal_quantile(below), -normal_quantile(above))
        return np.clip(self._from_normal(place), *self.support)

    @abstractmethod
    def _from_normal(self, place: Array) -> Array:
        """The values that stand at places of the standard normal curve."""

    @abstractmethod
    def _to_normal(self, x: Array) -> Array:
        """The places on the standard normal curve where values stand."""


@dataclass(frozen=True)
class Normal(Tailed):
    """The bell curve with this mean and standard deviation."""

    key = "normal"
    label = Label("normal", "正态分布")
    mean: float
    std: float
    low: float | None = None
    high: float | None = None

    def _from_normal(self, place: Array) -> Array:
        return self.mean + self.std * place

    def _to_normal(self, x: Array) -> Array:
        return (x - self.mean) / self.std


@dataclass(frozen=True)
class Lognormal(Tailed):
    """A value whose logarithm is normal; mean and std are those of the value itself."""

    key = "lognormal"
    label = Label("lognormal", "对数正态分布")
    mean: float
    std: float
    low: float | None = None
    high: float | None = None

    @classmethod
    def of_logarithm(
        cls, mu: float, sigma: float, low: float | None = None, high: float | None = None
    ) -> Lognormal:
        """From the mean and the standard deviation of the natural logarithm."""
        mean = math.exp(mu + sigma * sigma / 2)
        return cls(mean, mean * math.sqrt(math.expm1(sigma * sigma)), low, high)

    def _contradictions(self) -> Iterator[Fault]:
        if self.mean <= 0:
            yield said(self, "mean"), Label("mean > 0", "mean > 0")
        else:
            yield from super()._contradictions()

    @property
    def _logarithm(self) -> tuple[float, float]:
        variance = math.log1p((self.std / self.mean) ** 2)
        return math.log(self.mean) - variance / 2, math.sqrt(variance)

    def _from_normal(self, place: Array) -> Array:
        mu, sigma = self._logarithm
        return np.exp(mu + sigma * place)

    def _to_normal(self, x: Array) -> Array:
        mu, sigma = self._logarithm
        with np.errstate(divide="ignore"):
            return (np.log(np.maximum(x, 0.0)) - mu) / sigma
