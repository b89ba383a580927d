"""The beta distribution with both shapes at least 1, forwards and backwards.

The distribution function is the series DLMF 8.17.8. Its inverse is solved once on a grid and interpolated from then on:
against share ** (1 / a) the lower half has no singularity, and likewise the upper half.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray



def beta_share(x: ArrayLike, a: float, b: float) -> Array:
    """The share of the beta distribution with a, b >= 1 below x: the regularised incomplete beta function."""
    part: Array = np.clip(np.asarray(x, dtype=float), 0.0, 1.0)
    near = part <= (a + 1) / (a + b + 2)
    far = 1 - _series(np.where(near, 0.0, 1 - part), b, a)
    return np.where(near, _series(np.where(near, part, 0.0), a, b), far)


def _series(x: Array, a: float, b: float) -> Array:
    return np.asarray(np.exp(_log_series(x, a, b)))


def _log_series(x: Array, a: float, b: float) -> Array:
    """The logarithm of the share below x, DLMF 8.17.8: all terms are positive, so nothing cancels."""
    total, term, n = np.ones_like(x), np.ones_like(x), 0
    while np.any(term > 1e-17 * total):
        term = term * x * ((a + b + n) / (a + 1 + n))
        total += term
        n += 1
    with np.errstate(divide="ignore"):
        return np.asarray(a * np.log(x) + b * np.log1p(-x) - math.log(a) - _log_beta(a, b) + np.log(total))


def _log_beta(a: float, b: float) -> float:
    return math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b)


NODES = 4096
NEWTON_STEPS = 12


@dataclass(frozen=True)
class _Half:
    """One half of a beta quantile function: the distance from its end against share ** (1 / power), which is smooth."""

    power: float
    step: float
    distance: Array
    slope: Array

    def __call__(self, share: Array) -> Array:
        """Cubic Hermite interpolation between the nodes."""
        at = np.minimum(share ** (1 / self.power) / self.step, NODES)
        left = np.minimum(at.astype(np.intp), NODES - 1)
        t = at - left
        rise = self.distance[left + 1] - self.distance[left]
        before, after = self.slope[left] * self.step, self.slope[left + 1] * self.step
        return np.asarray(
            self.distance[left]
            + t * (before + t * (3 * rise - 2 * before - after + t * (before + after - 2 * rise)))
        )


def beta_quantile(share: ArrayLike, a: float, b: float) -> Array:
    """The value below which a share of the beta distribution with a, b >= 1 lies."""
    share = np.asarray(share, dtype=float)
    lower = share <= 0.5
    found = np.empty_like(share)
    found[lower] = _half(a, b)(share[lower])
    found[~lower] = 1 - _half(b, a)(1 - share[~lower])
    return np.asarray(np.clip(found, 0.0, 1.0))


@lru_cache(maxsize=64)
def _half(a: float, b: float) -> _Half:
    """The lower half: up to the median, the smooth variable goes from 0 to 0.5 ** (1 / a)."""
    variable = np.linspace(0, 0.5 ** (1 / a), NODES + 1)
    at_end = math.exp((math.log(a) + _log_beta(a, b)) / a)  # slope where the distance is 0
    distance, slope = _solved(variable[1:], at_end, a, b)
    return _Half(a, variable[1], np.append(0.0, distance), np.append(at_end, slope))


def _solved(variable: Array, slope: float, a: float, b: float) -> tuple[Array, Array]:
    """The distances at which share ** (1 / a) has these values, and their slopes: Newton on what is nearly a line."""
    x = np.minimum(slope * variable, a / (a + b))
    for _ in range(NEWTON_STEPS):
        log_share = _log_series(x, a, b)
        here = np.exp(log_share / a)
        log_density = (a - 1) * np.log(x) + (b - 1) * np.log1p(-x) - _log_beta(a, b)
        rise = a * np.exp(log_share - log_density) / here
        x = np.clip(x + (variable - here) * rise, x / 2, (1 + x) / 2)
    return x, rise
