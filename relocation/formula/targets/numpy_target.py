"""A block of scenarios at once: every number is an array with one entry per scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relocation.formula.language.array_operations import day_after_months, decimals, level_payment, ratio
from relocation.formula.language.book import Book
from relocation.formula.language.irr import sure_rate
from relocation.formula.targets.program import Dialect, program
from relocation.formula.targets.scalar import HALF_CENT

Array = NDArray[np.float64]


def _ignoring(reduce: Callable[..., Any], empty: float) -> Callable[[Array], Array]:
    """A reduction over the periods that leaves out what is not available, and is so itself if nothing is left."""

    def run(series: Array) -> Array:
        gone = np.isnan(series[1:])
        result = reduce(np.where(gone, empty, series[1:]), axis=0)
        return np.where(gone.all(axis=0), np.nan, result)

    return run


def _average(series: Array) -> Array:
    count = (~np.isnan(series[1:])).sum(axis=0)
    return np.asarray(ratio(np.nansum(series[1:], axis=0), count))


def _grouped(series: Array, by: Array, groups: int) -> list[Array]:
    return [np.nansum(np.where(by[1:] == group, series[1:], 0.0), axis=0) for group in range(groups + 1)]


def _irr(series: Array) -> Array:
    return np.array([sure_rate(column, HALF_CENT) for column in series[1:].T.tolist()])


NUMPY = Dialect(
    operations={
        "/": "np.divide({0}, {1})",
        "^": "np.power({0}, {1}, dtype=float)",
        "neg": "(0.0 - {0})",
        "and": "np.logical_and({0}, {1})",
        "or": "np.logical_or({0}, {1})",
        "not": "np.logical_not({0})",
        "if": "np.where({0}, {1}, {2})",
        "min": "np.minimum({0}, {1})",
        "max": "np.maximum({0}, {1})",
        "abs": "np.abs({0})",
        "sign": "np.sign({0})",
        "floor": "np.floor({0})",
        "decimals": "decimals({0}, {1})",
        "ratio": "ratio({0}, {1})",
        "payment": "payment({0}, {1}, {2})",
        "month_after": "month_after({0}, {1})",
        "flag": "np.multiply({0}, 1.0)",
        "na": "np.nan",
    },
    reductions={
        "total": "total({0})",
        "final": "{0}[-1]",
        "lowest": "lowest({0})",
        "highest": "highest({0})",
        "average": "average({0})",
        "discounted": "({0}[1:] * {1}[1:]).sum(axis=0)",
        "irr": "irr({0})",
    },
    series="fresh({0}, {1})",
    members="{0}",
    grouped="grouped({0}, {1}, groups)",
)


def compile_numpy(book: Book) -> Callable[[Mapping[str, Any]], dict[str, Array]]:
    """A function from {input: array of n numbers, or one number or choice for all} to {line: array}.

    Single lines come back with shape (n,), series with shape (periods + 1, n); row 0 is the opening value.
    """
    names: dict[str, Any] = {
        "np": np,
        "ratio": ratio,
        "payment": level_payment,
        "decimals": decimals,
        "month_after": day_after_months,
        "total": lambda series: np.nansum(series[1:], axis=0),
        "lowest": _ignoring(np.min, np.inf),
        "highest": _ignoring(np.max, -np.inf),
        "average": _average,
        "grouped": _grouped,
        "irr": _irr,
    }
    exec(compile(program(book, NUMPY), "<book>", "exec"), names)
    return _Block(book, names)


class _Block:
    """Calls the generated function with arrays of one shared length."""

    def __init__(self, book: Book, names: dict[str, Any]) -> None:
        self.book = book
        self.names = names

    def __call__(self, values: Mapping[str, Any]) -> dict[str, Array]:
        columns = [self._column(key, values[key]) for key in self.book.inputs]
        size = max((len(column) for column in columns), default=1)
        inputs = np.array([np.broadcast_to(column, size) for column in columns])

        def fresh(opening: Any, length: int) -> Array:
            series = np.empty((length + 1, size))
            series[0] = opening
            return series

        with np.errstate(all="ignore"):
            self.names["fresh"] = fresh
            found = self.names["calculate"](inputs, self.book.periods, self.book.groups)
        return {
            key: np.array(np.broadcast_to(value, (size,)) if np.ndim(value) < 2 else value)
            for key, value in found.items()
        }

    def _column(self, key: str, value: Any) -> Array:
        choices = self.book.inputs[key].choices
        if choices:
            value = [
                choices.index(one) if isinstance(one, str) else one for one in np.atleast_1d(value).tolist()
            ]
        return np.atleast_1d(np.asarray(value, dtype=float))
