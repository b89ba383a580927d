"""Many scenarios of one book: the inputs that differ come as rows of a matrix, the outputs go as rows of another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from relocation.formula.book import Book
from relocation.formula.numpy_target import compile_numpy

Array = NDArray[np.float64]
Block = Callable[[Array], Array]


def compile_block(
    book: Book, base: Mapping[str, float | str], varied: Sequence[str], outputs: Sequence[str]
) -> Block:
    """A function from a matrix (len(varied), n) to a matrix (len(outputs), n).

    `base` gives the inputs that do not vary; the row of a chosen input holds indices of its choices. The outputs are
    lines that are one number; not available is NaN.
    """
    run = compile_numpy(book)

    def block(columns: Array) -> Array:
        found = run({**base, **dict(zip(varied, columns, strict=True))})
        size = columns.shape[1]
        return np.array([np.broadcast_to(found[key], size) for key in outputs]).reshape(len(outputs), size)

    return block
