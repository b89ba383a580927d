"""What is seen of whole columns: which texts are plain, the hash of an id, numbers in hundredths. Compiled, where that pays.

The loops (extra `fast`) tell the same as the functions on columns that they replace, in one pass over a column. They are
plain Python, of which numba is given the text. Texts stand one behind the other in `signs`; `starts` says where each
begins, and at its end where the last one ends.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy import rint, uint64
from numpy.typing import NDArray

from relocation.formula.kernel.kernel_file import compiled
from relocation.households import arrow_columns as arrow
from relocation.households.arrow_columns import Rows
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


def plain(
    starts: Any,
    signs: Any,
    ordinary: Any,
    not_first: Any,
    not_last: Any,
    letters: Any,
    longest: int,
    is_plain: Any,
) -> None:
    """Which texts hold only signs that `ordinary` (of 128) and `letters` (by code point) know, at the ends none that may not
    stand there. What is no UTF-8, or lies beyond those letters, is not told plain."""
    for row in range(is_plain.size):
        place, end = starts[row], starts[row + 1]
        sound = 0 < end - place <= longest and not not_first[signs[place]] and not not_last[signs[end - 1]]
        while sound and place < end:
            sign = int(signs[place])
            if sign < 0x80:
                sound = ordinary[sign]
                place += 1
            elif 0xE0 <= sign < 0xF0 and place + 2 < end:
                second, third = int(signs[place + 1]), int(signs[place + 2])
                letter = (sign & 0x0F) << 12 | (second & 0x3F) << 6 | (third & 0x3F)
                sound = second & 0xC0 == 0x80 and third & 0xC0 == 0x80 and letter >= 0x800 and letters[letter]
                place += 3
            elif 0xC0 <= sign < 0xE0 and place + 1 < end:
                second = int(signs[place + 1])
                letter = (sign & 0x1F) << 6 | (second & 0x3F)
                sound = second & 0xC0 == 0x80 and letter >= 0x80 and letters[letter]
                place += 2
            elif 0xF0 <= sign < 0xF8 and place + 3 < end:
                second, third, last = int(signs[place + 1]), int(signs[place + 2]), int(signs[place + 3])
                letter = (sign & 0x07) << 18 | (second & 0x3F) << 12 | (third & 0x3F) << 6 | (last & 0x3F)
                follow = second & 0xC0 == 0x80 and third & 0xC0 == 0x80 and last & 0xC0 == 0x80
                sound = follow and 0x10000 <= letter < letters.size and letters[letter]
                place += 4
            else:
                sound = False
        is_plain[row] = sound


def hashes(starts: Any, signs: Any, foreign: Any, seed: Any, prime: Any, hashed_texts: Any) -> bool:
    """FNV-1a of 64 bits of texts in capitals; False where a sign is foreign, and then of no use."""
    for row in range(hashed_texts.size):
        hashed = seed
        for place in range(starts[row], starts[row + 1]):
            sign = signs[place]
            if foreign[sign]:
                return False
            capital = uint64(sign) - uint64(32) if 97 <= sign <= 122 else uint64(sign)
            hashed = (hashed ^ capital) * prime
        hashed_texts[row] = hashed
    return True


def hundredths(
    values: Any, low: float, high: float, near: float, sure: float, stored: Any, sound: Any
) -> bool:
    """Doubles in hundredths, and which of them lie from `low` to `high` and have two decimals; the others are 0.

    False where a hundredth beyond `sure` is not whole, since there what it is measured with is not `near`.
    """
    for row in range(values.size):
        value, whole, exact = values[row], 0.0, False
        if low <= value <= high:
            scaled = value * 100.0
            whole = rint(scaled)
            exact = abs(scaled - whole) <= near
            if not exact and abs(scaled) > sure:
                return False
        stored[row] = int(whole) if exact else 0
        sound[row] = exact
    return True


@dataclass(frozen=True)
class Loops:
    """The compiled loops over columns without nulls."""

    def plain(self, texts: pa.StringArray, signs: tuple[Rows, Rows, Rows], longest: int) -> Rows:
        """Texts of letters, digits and the first of three tables of `signs`; the others may not stand first and last."""
        is_plain = np.empty(len(texts), dtype=np.bool_)
        self._plain(*_bytes_of(texts), *signs, self._letters, longest, is_plain)
        return is_plain

    def hashes(self, texts: pa.StringArray, foreign: Rows) -> Hashes | None:
        """The hashes of texts in capitals; None where one of their signs is foreign."""
        hashed = np.empty(len(texts), dtype=np.uint64)
        sound = self._hashes(*_bytes_of(texts), foreign, FNV_OFFSET, FNV_PRIME, hashed)
        return hashed if sound else None

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
        is_letter = np.zeros(LETTERS, dtype=np.bool_)
        is_letter[codes] = arrow.truths(
            pc.utf8_is_alnum(arrow.texts_of(starts, np.frombuffer(signs, np.uint8)))
        )
        return is_letter

    @cached_property
    def _plain(self) -> Callable[..., Any]:
        return _compiled(plain, PLAIN)

    @cached_property
    def _hundredths(self) -> Callable[..., Any]:
        return _compiled(hundredths, HUNDREDTHS)

    @cached_property
    def _hashes(self) -> Callable[..., Any]:
        return _compiled(hashes, HASHES)


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
    return _own(arrow.starts(texts)), _own(arrow.signs(texts))


def _own(column: NDArray[Any]) -> NDArray[Any]:
    """The column, copied where it may only be read or lies apart, of which a loop does not know."""
    return np.require(column, requirements=("C", "W"))


def _compiled(loop: Callable[..., Any], types: str) -> Callable[..., Any]:
    return compiled(HEAD.format(types=types) + inspect.getsource(loop), loop.__name__)
