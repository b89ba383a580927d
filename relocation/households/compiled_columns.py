"""What is seen of whole columns: which texts are plain, the hash of an id, numbers in hundredths. Compiled, where that pays.

The loops (extra `fast`) tell the same as the functions on columns that they replace, in one pass over a column.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from relocation.formula.kernel.kernel_file import compiled
from relocation.households import arrow_buffers as buffers
from relocation.households import batch_loops
from relocation.households.arrow_buffers import Rows
from relocation.households.money import Column
from relocation.reading.values import LARGEST_DOUBLE, NEAR

if TYPE_CHECKING:
    import pyarrow as pa

Hashes = NDArray[np.uint64]
FNV_OFFSET, FNV_PRIME = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
SPACING = 2.0**-51  # of a number, at most 1.5 times the distance to the next double
LETTERS = (
    0x40000  # code points that a loop looks up, rare Chinese characters included; no letters stand beyond
)
HEAD = '''"""Written by relocation; the name of this file is the hash of its text."""

from typing import Any

from numba import njit
from numpy import rint, uint64


@njit({types}, error_model="numpy", nogil=True, cache=CACHE)
'''
PLAIN = '"void(i4[::1], u1[::1], b1[::1], b1[::1], b1[::1], b1[::1], i8, b1[::1])"'
HUNDREDTHS = '"b1(f8[::1], f8, f8, f8, f8, i8[::1], b1[::1])"'
HASHES = '"b1(i4[::1], u1[::1], b1[::1], u8, u8, u8[::1])"'


@dataclass(frozen=True)
class Loops:
    """The compiled loops over columns without nulls."""

    def plain(self, texts: pa.StringArray, signs: tuple[Rows, Rows, Rows], longest: int) -> Rows:
        """Texts of letters, digits and the first of three tables of `signs`; the others may not stand first and last."""
        found = np.empty(len(texts), dtype=np.bool_)
        self._plain(*_bytes_of(texts), *signs, self._letters, longest, found)
        return found

    def hashes(self, texts: pa.StringArray, foreign: Rows) -> Hashes | None:
        """The hashes of texts in capitals; None where one of their signs is foreign."""
        found = np.empty(len(texts), dtype=np.uint64)
        sound = self._hashes(*_bytes_of(texts), foreign, FNV_OFFSET, FNV_PRIME, found)
        return found if sound else None

    def hundredths(self, values: NDArray[np.float64], low: float, high: float) -> tuple[Column, Rows] | None:
        """As `hundredths_of_doubles`, of the numbers from `low` to `high`; None where it takes a closer look."""
        if high > LARGEST_DOUBLE / 100 or low < -LARGEST_DOUBLE / 100:
            return None
        stored, sound = np.empty(len(values), dtype=np.int64), np.empty(len(values), dtype=np.bool_)
        done = self._hundredths(_own(values), low, high, NEAR, NEAR / SPACING, stored, sound)
        return (stored, sound) if done else None

    @cached_property
    def _letters(self) -> Rows:
        """Which code points the library calls letters or digits; the halves of pairs are none by themselves."""
        import pyarrow.compute as pc

        codes = np.delete(np.arange(LETTERS, dtype=np.uint32), np.s_[0xD800:0xE000])
        signs = codes.tobytes().decode(f"utf-32-{sys.byteorder[0]}e").encode()
        lengths = 1 + np.searchsorted([0x80, 0x800, 0x10000], codes, side="right")  # bytes of each in UTF-8
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        found = np.zeros(LETTERS, dtype=np.bool_)
        found[codes] = buffers.truths(
            pc.utf8_is_alnum(buffers.texts_of(starts, np.frombuffer(signs, np.uint8)))
        )
        return found

    @cached_property
    def _plain(self) -> Callable[..., Any]:
        return _compiled(batch_loops.plain, PLAIN)

    @cached_property
    def _hundredths(self) -> Callable[..., Any]:
        return _compiled(batch_loops.hundredths, HUNDREDTHS)

    @cached_property
    def _hashes(self) -> Callable[..., Any]:
        return _compiled(batch_loops.hashes, HASHES)


_loops: Loops | None = None


def use_loops() -> None:
    """From now on columns are looked at in compiled loops, where numba is installed; what is told of them stays the same."""
    global _loops
    try:
        import numba  # noqa: F401
    except ImportError:
        return
    _loops = _loops or Loops()


def loops() -> Loops | None:
    """The loops, where they are in use."""
    return _loops


def _bytes_of(texts: pa.StringArray) -> tuple[NDArray[Any], NDArray[Any]]:
    """Where texts begin, and their bytes."""
    return _own(buffers.starts(texts)), _own(buffers.signs(texts))


def _own(column: NDArray[Any]) -> NDArray[Any]:
    """The column, copied where it may only be read or lies apart, of which a loop does not know."""
    return np.require(column, requirements=("C", "W"))


def _compiled(loop: Callable[..., Any], types: str) -> Callable[..., Any]:
    return compiled(HEAD.format(types=types) + inspect.getsource(loop), loop.__name__)
