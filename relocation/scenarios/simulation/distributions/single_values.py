"""Distributions over single values: one, several with their weights, or data."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from relocation.labels import Label
from relocation.project.values import is_finite, plain
from relocation.scenarios.simulation.distributions.distribution import (
    Array,
    Distribution,
    Fault,
    no_numbers,
)


@dataclass(frozen=True)
class Fixed(Distribution):
    """One value: a number, or one of the choices of a chosen input."""

    key = "fixed"
    label = Label("fixed", "固定值")
    value: float | str

    def _faults(self) -> Iterator[Fault]:
        return iter(()) if isinstance(self.value, str) else no_numbers(self)

    @property
    def mean(self) -> float:
        return float(self.value)

    @property
    def std(self) -> float:
        return 0.0

    @property
    def support(self) -> tuple[float, float]:
        return float(self.value), float(self.value)

    def _quantile(self, share: Array) -> Array:
        return np.full(share.shape, float(self.value))


@dataclass(frozen=True)
class Discrete(Distribution):
    """Single values, each with its weight; without weights all are equally likely. Weights need not sum to 1."""

    key = "discrete"
    label = Label("discrete", "离散分布")
    values: Sequence[float | str]
    weights: Sequence[float] | None = None

    def __post_init__(self) -> None:
        _keep_as_tuple(self, "values")
        if self.weights is not None:
            _keep_as_tuple(self, "weights")

    def _faults(self) -> Iterator[Fault]:
        yield from _bad_values(self.values, "values", texts=True)
        if self.weights is None:
            return
        if len(self.weights) != len(self.values):
            found = f"values: {len(self.values)}, weights: {len(self.weights)}"
            yield found, Label("one weight for each value", "每个取值对应一个权重")
        bad = [weight for weight in self.weights if not is_finite(weight) or weight < 0]
        if bad:
            yield f"weights: {_listed(bad)}", Label("weights that are not negative", "权重不得为负")
        elif not sum(self.weights) > 0:
            yield f"weights: {_listed(self.weights)}", Label("weights with a sum above 0", "权重之和大于0")

    @cached_property
    def _steps(self) -> tuple[Array, Array]:
        """The values in rising order, and the shares at or below each."""
        values = np.array(self.values, dtype=float)
        weights = np.ones(len(values)) if self.weights is None else np.array(self.weights, dtype=float)
        values, weights = values[weights > 0], weights[weights > 0]
        order = np.argsort(values, kind="stable")
        shares = np.cumsum(weights[order])
        return values[order], shares / shares[-1]

    @property
    def mean(self) -> float:
        values, shares = self._steps
        return float(np.dot(values, np.diff(shares, prepend=0.0)))

    @property
    def std(self) -> float:
        values, shares = self._steps
        return math.sqrt(float(np.dot((values - self.mean) ** 2, np.diff(shares, prepend=0.0))))

    @property
    def support(self) -> tuple[float, float]:
        values, _ = self._steps
        return float(values[0]), float(values[-1])

    def _quantile(self, share: Array) -> Array:
        values, shares = self._steps
        return np.asarray(values[np.searchsorted(shares[:-1], share, side="left")])


@dataclass(frozen=True)
class Empirical(Distribution):
    """Each of the data equally likely, for instance the prices of past sales. No value between them comes out."""

    key = "empirical"
    label = Label("from data", "经验分布")
    data: Sequence[float]

    def __post_init__(self) -> None:
        _keep_as_tuple(self, "data")

    def _faults(self) -> Iterator[Fault]:
        return _bad_values(self.data, "data", texts=False)

    @cached_property
    def _sorted(self) -> Array:
        return np.sort(np.array(self.data, dtype=float))

    @property
    def mean(self) -> float:
        return float(self._sorted.mean())

    @property
    def std(self) -> float:
        return float(self._sorted.std())

    @property
    def support(self) -> tuple[float, float]:
        return float(self._sorted[0]), float(self._sorted[-1])

    def _quantile(self, share: Array) -> Array:
        size = len(self._sorted)
        place = np.ceil(share * size).astype(np.intp) - 1
        return np.asarray(self._sorted[np.clip(place, 0, size - 1)])


def _keep_as_tuple(distribution: Any, name: str) -> None:
    """Lists, arrays and columns of a table become plain tuples, so that a record can be compared and sent elsewhere."""
    given = getattr(distribution, name)
    if isinstance(given, Iterable) and not isinstance(given, str):
        listed = given.tolist() if hasattr(given, "tolist") else given
        entries = listed if isinstance(listed, Iterable) else (listed,)
        object.__setattr__(distribution, name, tuple(plain(entry) for entry in entries))
    else:
        object.__setattr__(distribution, name, (plain(given),))


def _bad_values(values: Sequence[Any], name: str, *, texts: bool) -> Iterator[Fault]:
    if not values:
        yield f"{name}: 0", Label("at least one value", "至少一个取值")
    bad = [value for value in values if not (texts and isinstance(value, str)) and not is_finite(value)]
    if bad:
        yield f"{name}: {_listed(bad)}", Label("finite numbers", "有限的数值")


def _listed(values: Sequence[Any], most: int = 5) -> str:
    more = ", ..." if len(values) > most else ""
    return ", ".join(str(value) for value in values[:most]) + more
