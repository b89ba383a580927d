"""Many scenarios of one book: the inputs that differ come as rows of a matrix, the outputs go as rows of another.

    block = compile_block(book, base, ["price", "rate"], ["npv", "irr"])
    block(columns)                        # (2, n) -> (2, n)

The book is first cut down to what the outputs need and specialised to what varies. Three targets then do the rest:

    scalar   one scenario after another in plain floats; no time to get ready
    numpy    each operation on blocks of scenarios; always there
    numba    compiled for the processor (extra `fast`); a compiled kernel is kept on disk for the next process

"auto" chooses by the number of scenarios alone, so that the same call gives the same digits whatever was called before: a
few go one by one, and numba pays from `NUMBA_PAYS` periods times scenarios on, where it is installed. The targets agree
to about 12 digits of the money that moves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from relocation.formula.kernel.numba_block import numba_kernel
from relocation.formula.kernel.schedule import Schedule, make_schedule
from relocation.formula.kernel.specialise import specialise
from relocation.formula.language.book import Book
from relocation.formula.targets.numpy_block import numpy_kernel
from relocation.formula.targets.scalar_block import scalar_kernel

Array = NDArray[np.float64]
Target = Literal["auto", "scalar", "numpy", "numba"]

FEW = 16  # scenarios that are faster one by one
# Periods times scenarios that numpy works out in the time a kernel takes to compile: 8 seconds for that of the benchmark
# (26 inputs, 10 outputs, 120 periods), in which numpy does 27 to 30 million a second and core.
NUMBA_PAYS = 240_000_000
MOST_NODES = 1_000  # of a schedule that compiles in a time worth waiting for
KERNELS: dict[str, Callable[[Schedule], Callable[[Array], Array]]] = {
    "scalar": scalar_kernel,
    "numpy": numpy_kernel,
    "numba": numba_kernel,
}


def has_numba() -> bool:
    """Whether the extra `fast` is installed."""
    return find_spec("numba") is not None


@dataclass(eq=False)
class Block:
    """Works out the outputs of many scenarios. Made by `compile_block`; each target is made ready when first used."""

    book: Book
    base: dict[str, float | str]
    varied: list[str]
    outputs: list[str]
    target: Target
    scenarios: int | None
    _kernels: dict[Target, Callable[[Array], Array]] = field(default_factory=dict, init=False, repr=False)

    def __call__(self, columns: Array) -> Array:
        """The outputs, shape (len(outputs), n), of scenarios of shape (len(varied), n).

        Not available is NaN; so is every output of a scenario with an input that is not a finite number. A number that
        grows too large is infinite or NaN in its own scenario and touches no other.
        """
        rows = np.ascontiguousarray(columns, dtype=float)
        if rows.shape[1] == 0 or not self.outputs:
            return np.empty((len(self.outputs), rows.shape[1]))
        return self._run(self.chosen(self.scenarios or rows.shape[1]))(rows)

    def chosen(self, scenarios: int) -> Target:
        """The target that works out so many scenarios."""
        if self.target != "auto":
            return self.target
        if scenarios <= FEW:
            return "scalar"
        many = scenarios * self.book.periods >= NUMBA_PAYS
        return "numba" if many and has_numba() and self.schedule.size <= MOST_NODES else "numpy"

    def _run(self, target: Target) -> Callable[[Array], Array]:
        if target not in self._kernels:
            self._kernels[target] = KERNELS[target](self.schedule)
        return self._kernels[target]

    @cached_property
    def schedule(self) -> Schedule:
        """What is left to do for each scenario."""
        return make_schedule(specialise(self.book, self.base, self.varied, self.outputs))


def compile_block(
    book: Book,
    base: Mapping[str, float | str],
    varied: Sequence[str],
    outputs: Sequence[str],
    *,
    target: Target = "auto",
    scenarios: int | None = None,
) -> Block:
    """A function from a matrix (len(varied), n) to a matrix (len(outputs), n).

    `base` gives the inputs that do not vary; the row of a chosen input holds indices of its choices. The outputs are
    lines that are one number; not available is NaN. `scenarios` says how many there will be in all where a call is only a
    part of them, so that "auto" chooses one target for all parts.
    """
    return Block(book, dict(base), list(varied), list(outputs), target, scenarios)
