"""Distributions with tails that never end by themselves."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from relocation.labels import Label
from relocation.scenarios.distributions.distribution import Array, Distribution, Fault, said
from relocation.scenarios.distributions.normal import normal_quantile, normal_share

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
        natural = self._curve_quantile(np.array([0.0, 1.0])).tolist()
        low = natural[0] if self.low is None else max(self.low, natural[0])
        high = natural[1] if self.high is None else min(self.high, natural[1])
        return low, high

    @property
    def _ends(self) -> tuple[float, float]:
        """The shares of the whole curve below `low` and below `high`."""
        below = [0.0 if self.low is None else float(self._curve_share(np.array(self.low)))]
        below += [1.0 if self.high is None else float(self._curve_share(np.array(self.high)))]
        return below[0], below[1]

    @property
    def share_kept(self) -> float:
        """The share of the whole curve between low and high."""
        below_low, below_high = self._ends
        return below_high - below_low

    def _quantile(self, share: Array) -> Array:
        below_low, below_high = self._ends
        values = self._curve_quantile(below_low + share * (below_high - below_low))
        return np.clip(values, *self.support)

    def _share_below(self, x: Array) -> Array:
        below_low, below_high = self._ends
        return np.clip((self._curve_share(x) - below_low) / (below_high - below_low), 0.0, 1.0)

    @abstractmethod
    def _curve_quantile(self, share: Array) -> Array: ...

    @abstractmethod
    def _curve_share(self, x: Array) -> Array: ...


@dataclass(frozen=True)
class Normal(Tailed):
    """The bell curve with this mean and standard deviation."""

    key = "normal"
    mean: float
    std: float
    low: float | None = None
    high: float | None = None

    def _curve_quantile(self, share: Array) -> Array:
        return self.mean + self.std * normal_quantile(share)

    def _curve_share(self, x: Array) -> Array:
        return normal_share((x - self.mean) / self.std)


@dataclass(frozen=True)
class Lognormal(Tailed):
    """A value whose logarithm is normal; mean and std are those of the value itself."""

    key = "lognormal"
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

    def _curve_quantile(self, share: Array) -> Array:
        mu, sigma = self._logarithm
        return np.exp(mu + sigma * normal_quantile(share))

    def _curve_share(self, x: Array) -> Array:
        mu, sigma = self._logarithm
        with np.errstate(divide="ignore"):
            return normal_share((np.log(np.maximum(x, 0.0)) - mu) / sigma)
