"""Many scenarios of one book: the inputs that differ come as rows of a matrix, the outputs go as rows of another.

    block = compile_block(book, base, ["price", "rate"], ["npv", "irr"])
    block(columns)                        # (2, n) -> (2, n)

The book is first narrowed to what the outputs need and specialised to what varies. Three targets then do the rest:

    scalar   one scenario after another in plain floats; no time to get ready
    numpy    each operation on blocks of scenarios; always there
    numba    compiled for the processor (extra `fast`); a compiled kernel is kept on disk for the next process

"auto" chooses by the number of scenarios alone, so the same call always gives the same digits: a few go one by one,
and numba pays from `NUMBA_PAYS` periods times scenarios on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from relocation.formula.book import Book, FormulaError
from relocation.formula.narrow import narrowed
from relocation.formula.numpy_block import numpy_kernel
from relocation.formula.scalar import compile_scalar
from relocation.formula.schedule import Schedule, make_schedule
from relocation.formula.specialise import specialise

Array = NDArray[np.float64]
Target = Literal["auto", "scalar", "numpy"]

FEW = 3  # scenarios that are faster one by one


class Block:
    """Works out the outputs of many scenarios. Made by `compile_block`; each target is made ready when first used."""

    def __init__(
        self,
        book: Book,
        base: Mapping[str, float | str],
        varied: Sequence[str],
        outputs: Sequence[str],
        target: Target = "auto",
    ) -> None:
        self.book = book
        self.base = dict(base)
        self.varied = list(varied)
        self.outputs = list(outputs)
        self.target = target

    def __call__(self, columns: Array) -> Array:
        """The outputs, shape (len(outputs), n), of scenarios of shape (len(varied), n).

        Not available is NaN; so is every output of a scenario with an input that is not a finite number. A number that
        grows too large is infinite or NaN in its own scenario and touches no other.
        """
        rows = np.ascontiguousarray(columns, dtype=float)
        if rows.shape[1] == 0 or not self.outputs:
            return np.empty((len(self.outputs), rows.shape[1]))
        return self._run(self.chosen(rows.shape[1]))(rows)

    def chosen(self, scenarios: int) -> Target:
        """The target that works out so many scenarios."""
        if self.target != "auto":
            return self.target
        return "scalar" if scenarios <= FEW else "numpy"

    def _run(self, target: Target) -> Callable[[Array], Array]:
        return self._one_by_one if target == "scalar" else self._numpy

    @cached_property
    def schedule(self) -> Schedule:
        """What is left to do for each scenario."""
        return make_schedule(specialise(self.book, self.base, self.varied, self.outputs))

    @cached_property
    def _numpy(self) -> Callable[[Array], Array]:
        return numpy_kernel(self.schedule)

    @cached_property
    def _one_by_one(self) -> Callable[[Array], Array]:
        fixed = {key: value for key, value in self.base.items() if key not in self.varied}
        run = compile_scalar(narrowed(self.book, self.outputs, fixed, self.varied))

        def one(column: Sequence[float]) -> list[float]:
            try:
                found = run({**self.base, **dict(zip(self.varied, column, strict=True))})
                return [float(found[key]) for key in self.outputs]  # type: ignore[arg-type]
            except (FormulaError, TypeError):  # too large a number, or a root of a negative one
                return [np.nan] * len(self.outputs)

        def all_of_them(columns: Array) -> Array:
            found = np.array([one(column) for column in columns.T.tolist()]).T
            return np.where(np.isfinite(columns).all(axis=0), found, np.nan)

        return all_of_them


def compile_block(
    book: Book,
    base: Mapping[str, float | str],
    varied: Sequence[str],
    outputs: Sequence[str],
    *,
    target: Target = "auto",
) -> Block:
    """A function from a matrix (len(varied), n) to a matrix (len(outputs), n).

    `base` gives the inputs that do not vary; the row of a chosen input holds indices of its choices. The outputs are
    lines that are one number; not available is NaN.
    """
    return Block(book, base, varied, outputs, target)
