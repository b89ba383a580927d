"""What the source of a numpy kernel calls: operations that write into an array, or do nothing where nothing is to do."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from relocation.formula.language.array_operations import day_after_months, decimals, level_payment, ratio

Floats = NDArray[np.float64]


def choose(condition: Any, value: Any, otherwise: Any) -> Any:
    """As `where`, but one of the two as it stands where the condition says the same of all scenarios."""
    holds = np.count_nonzero(condition)
    if holds == 0:
        return otherwise
    return value if holds == np.size(condition) else np.where(condition, value, otherwise)


def add_available(total: Floats, series: Any) -> None:
    """Adds the numbers that are available."""
    known = np.equal(series, series)
    count = np.count_nonzero(known)
    if count:
        total += series if count == np.size(known) else np.where(known, series, 0.0)


def add_and_count(total: Floats, counted: Floats, series: Any) -> None:
    """Adds the numbers that are available, and counts them."""
    known = np.equal(series, series)
    count = np.count_nonzero(known)
    if count == np.size(known):
        total += series
        counted += 1.0
    elif count:
        total += np.where(known, series, 0.0)
        counted += known


def into_group(sums: Floats, amount: Any, group: int, first: bool) -> None:
    """Adds an amount of one period to the sum of its group, of which it may be the first; groups count from 0."""
    if group < 0:
        return
    if first:
        sums[group] = amount
    elif amount is not NOTHING:
        sums[group] += amount


def into_groups(sums: Floats, amount: Any, groups: Any) -> None:
    """Adds an amount of one period to the sum of the group that each scenario has it in; groups count from 1."""
    for at in range(len(sums)):
        sums[at] += np.where(groups == at + 1, amount, 0.0)


class Room:
    """Arrays that one block after another uses again, because fresh memory costs as much as the work in it."""

    def __init__(self) -> None:
        self.arrays: dict[str, NDArray[Any]] = {}

    def floats(self, name: str, *shape: int) -> Floats:
        """An array with anything in it."""
        return self._array(name, shape, float)

    def flags(self, name: str, *shape: int) -> NDArray[Any]:
        """An array of truth values, with any of them in it."""
        return self._array(name, shape, bool)

    def _array(self, name: str, shape: tuple[int, ...], kind: type) -> NDArray[Any]:
        if name not in self.arrays:
            self.arrays[name] = np.empty(shape, kind)
        return self.arrays[name][..., : shape[-1]]


NOTHING = 0.0
CALLED = (
    "add", "subtract", "multiply", "divide", "absolute", "sign", "floor", "negative", "power", "equal", "not_equal", "less",
    "less_equal", "greater", "greater_equal", "logical_and", "logical_or", "logical_not", "minimum", "maximum", "fmin",
    "fmax", "copyto", "count_nonzero", "zeros", "full", "where", "isinf", "inf", "nan",
)  # fmt: skip
NUMPY_OPERATIONS: dict[str, Any] = {
    **{name: getattr(np, name) for name in CALLED},
    "zero": NOTHING,
    "choose": choose,
    "ratio": ratio,
    "decimals": decimals,
    "payment": level_payment,
    "month_after": day_after_months,
    "add_available": add_available,
    "add_and_count": add_and_count,
    "into_group": into_group,
    "into_groups": into_groups,
}
