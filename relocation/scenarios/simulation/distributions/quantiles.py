"""The normal and the beta distribution forwards and backwards, to double precision."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.polynomial.polynomial import polyval
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

# Coefficients of AS 241: numerator and denominator near the centre, in the tails, far out in the tails.
CENTRE = (
    (
        3.3871328727963666080e0,
        1.3314166789178437745e2,
        1.9715909503065514427e3,
        1.3731693765509461125e4,
        4.5921953931549871457e4,
        6.7265770927008700853e4,
        3.3430575583588128105e4,
        2.5090809287301226727e3,
    ),
    (
        1.0,
        4.2313330701600911252e1,
        6.8718700749205790830e2,
        5.3941960214247511077e3,
        2.1213794301586595867e4,
        3.9307895800092710610e4,
        2.8729085735721942674e4,
        5.2264952788528545610e3,
    ),
)
TAIL = (
    (
        1.42343711074968357734e0,
        4.63033784615654529590e0,
        5.76949722146069140550e0,
        3.64784832476320460504e0,
        1.27045825245236838258e0,
        2.41780725177450611770e-1,
        2.27238449892691845833e-2,
        7.74545014278341407640e-4,
    ),
    (
        1.0,
        2.05319162663775882187e0,
        1.67638483018380384940e0,
        6.89767334985100004550e-1,
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ),
)
FAR_TAIL = (
    (
        6.65790464350110377720e0,
        5.46378491116411436990e0,
        1.78482653991729133580e0,
        2.96560571828504891230e-1,
        2.65321895265761230930e-2,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7,
    ),
    (
        1.0,
        5.99832206555887937690e-1,
        1.36929880922735805310e-1,
        1.48753612908506148525e-2,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ),
)

_erfc = np.vectorize(math.erfc, otypes=[float])


def normal_share(z: ArrayLike) -> Array:
    """The share of the standard normal distribution below z."""
    return np.asarray(0.5 * _erfc(-np.asarray(z, dtype=float) / math.sqrt(2)), dtype=float)


def normal_quantile(share: ArrayLike) -> Array:
    """The value below which a share of the standard normal distribution lies; -inf at 0, inf at 1."""
    share = np.asarray(share, dtype=float)
    centred = share - 0.5
    square = 0.180625 - centred * centred
    quantile = np.asarray(centred * _rational(CENTRE, square))
    outside = np.abs(centred) > 0.425
    if outside.any():
        quantile[outside] = _normal_tail(share[outside])
    return quantile


def _normal_tail(share: Array) -> Array:
    with np.errstate(divide="ignore"):
        root = np.sqrt(-np.log(np.minimum(share, 1 - share)))
    far = root > 5
    with np.errstate(invalid="ignore"):
        size = np.where(far, _rational(FAR_TAIL, root - 5), _rational(TAIL, root - 1.6))
    size = np.where(np.isinf(root), np.inf, size)
    return np.where(share < 0.5, -size, size)


def _rational(coefficients: tuple[tuple[float, ...], tuple[float, ...]], points: Array) -> Array:
    above, below = coefficients
    return np.asarray(polyval(points, above) / polyval(points, below))


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
        node = np.minimum(share ** (1 / self.power) / self.step, NODES)
        left = np.minimum(node.astype(np.intp), NODES - 1)
        t = node - left
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
    quantile = np.empty_like(share)
    quantile[lower] = _half(a, b)(share[lower])
    quantile[~lower] = 1 - _half(b, a)(1 - share[~lower])
    return np.asarray(np.clip(quantile, 0.0, 1.0))


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
