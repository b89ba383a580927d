"""What is not known exactly of an input: distributions, as frozen records.

    Fixed(60_000)                          one value
    Uniform(60_000, 120_000)               everything between the two, equally likely
    Triangular(60_000, 97_637, 120_000)    lowest, most likely, highest
    PERT(60_000, 97_637, 120_000)          the same three, with thinner ends
    Normal(97_637, 10_000)                 mean and standard deviation; low and high cut it, if given
    Lognormal(97_637, 10_000)              likewise of a value that is never negative
    Discrete((0, 12, 24), (5, 3, 2))       values with weights; for a chosen input the values are its choices
    Empirical(data)                        each of the data equally likely

Every distribution is known by its quantile function: one number between 0 and 1 in, one value out.
"""

from __future__ import annotations

from relocation.scenarios.simulation.distributions.bounded import PERT, Triangular, Uniform
from relocation.scenarios.simulation.distributions.distribution import Distribution
from relocation.scenarios.simulation.distributions.single_values import Discrete, Empirical, Fixed
from relocation.scenarios.simulation.distributions.tailed import Lognormal, Normal, Tailed

__all__ = [
    "DISTRIBUTIONS",
    "PERT",
    "Discrete",
    "Distribution",
    "Empirical",
    "Fixed",
    "Lognormal",
    "Normal",
    "Tailed",
    "Triangular",
    "Uniform",
]

DISTRIBUTIONS: dict[str, type[Distribution]] = {
    kind.key: kind for kind in (Fixed, Uniform, Triangular, PERT, Normal, Lognormal, Discrete, Empirical)
}
