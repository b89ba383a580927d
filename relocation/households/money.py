"""Exact money: whole fen, areas in whole hundredths of a square metre, rates as ratios of integers.

Every amount of a household goes through `rounded`, on Python integers and on int64 columns alike. Nothing wraps: what
does not fit into 64 bits raises AmountTooLarge.

    amount = sign * (how many bases there are in |quantity * rate|) * base       half a base goes away from zero
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import Literal, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.int64]
Whole = TypeVar("Whole", int, Column)
Magnitude = TypeVar("Magnitude", int, NDArray[np.uint64])
Direction = Literal["nearest", "up", "down"]

FEN, JIAO, YUAN = 1, 10, 100
LARGEST = 2**63 - 1


class AmountTooLarge(OverflowError):
    """A result that 64 bits cannot hold. `rows` are its positions in the column, empty for a sum."""

    def __init__(self, rows: tuple[int, ...] = ()) -> None:
        self.rows = rows
        super().__init__("a number beyond 64 bits" + (f" in {len(rows)} rows" if rows else ""))


class Ratio(NamedTuple):
    """An exact rate: numerator / denominator, in lowest terms, the denominator above zero."""

    numerator: int
    denominator: int = 1

    @classmethod
    def of(cls, rate: str | float | Decimal | Fraction) -> Ratio:
        """The ratio of a number or text ("1500", "0.7", "2/3"); of a double that of its decimals. Raises ValueError."""
        exact = Fraction(repr(rate) if isinstance(rate, float) else rate)
        return cls(exact.numerator, exact.denominator)

    @property
    def fraction(self) -> Fraction:
        """The same as a fraction."""
        return Fraction(self.numerator, self.denominator)


def times(quantity: Column, rate: Ratio, base: int = FEN, direction: Direction = "nearest") -> Column:
    """quantity * rate as a multiple of `base`, rounded as by `rounded`. Raises AmountTooLarge with the rows."""
    numerator, divisor = rate.numerator, rate.denominator * base
    most = _highest_unsigned(quantity) * numerator
    if min(numerator, base - 1) < 0 or max(most, numerator) > LARGEST - divisor:
        return rounded(product(quantity, numerator), rate.denominator, base, direction)
    # Nothing is below zero and nothing leaves 64 bits, so that the columns need not be looked at on the way.
    multiples = quantity.view(np.uint64) * numerator
    if divisor > 1:
        multiples += ahead(divisor, direction)
        multiples //= divisor
    if base > 1:
        multiples *= base
    return multiples.view(np.int64)


def rounded(
    numerator: Whole, denominator: int = 1, base: int = FEN, direction: Direction = "nearest"
) -> Whole:
    """numerator / denominator as a multiple of `base`: of its magnitude the nearest, half a base away from zero.

    `up` is away from zero, `down` is towards it. Raises AmountTooLarge where a multiple needs more than 64 bits.
    """
    divisor = denominator * base
    if denominator <= 0 or base <= 0 or divisor > LARGEST:
        raise ValueError("denominator and base are above zero and their product fits into 64 bits")
    if isinstance(numerator, int):
        magnitude = _multiples(abs(numerator), divisor, direction) * base
        return magnitude if numerator >= 0 else -magnitude
    multiples = _multiples(magnitudes(numerator), divisor, direction)
    _refuse_above(multiples, LARGEST // base)
    amount = (multiples * np.uint64(base)).view(np.int64)
    return np.where(numerator < 0, -amount, amount) if _any_negative(numerator) else amount


def _multiples(magnitude: Magnitude, divisor: int, direction: Direction) -> Magnitude:
    """How many divisors there are in a number from 0 to 2**63; unsigned, so that no sum before the division wraps."""
    return magnitude if divisor == 1 else (magnitude + ahead(divisor, direction)) // divisor


def ahead(divisor: int, direction: Direction) -> int:
    """What is added to a magnitude so that the quotient, cut off, is rounded: (n + ahead) // divisor."""
    return {"nearest": divisor // 2, "up": divisor - 1, "down": 0}[direction]


def product(column: Whole, factor: int) -> Whole:
    """column * factor. Raises AmountTooLarge with the rows that 64 bits cannot hold."""
    if isinstance(column, int):
        return column * factor
    if factor:
        # Rounded towards zero, the quotient is the largest magnitude that may be multiplied.
        _refuse_above(column, LARGEST // abs(factor))
    return column * np.int64(factor) if abs(factor) <= LARGEST else np.zeros_like(column)


def plus(first: Column, *others: Column) -> Column:
    """The sum of columns, row by row. Raises AmountTooLarge with the rows that 64 bits cannot hold."""
    if not others:
        return first.copy()
    if sum(map(largest, (first, *others))) > LARGEST:
        return reduce(_watched_sum, others, first)
    total = first + others[0]
    for column in others[1:]:
        total += column
    return total


def _watched_sum(first: Column, second: Column) -> Column:
    total = first + second
    # A sum has wrapped if its sign differs from that of both its parts.
    _refuse(((first ^ total) & (second ^ total)) < 0)
    return total


def total(column: Column) -> int:
    """The sum of a column as a Python integer, which has no limit: upper and lower halves are summed apart."""
    wide = np.asarray(column, dtype=np.int64)
    return (int((wide >> 32).sum()) << 32) + int((wide & 0xFFFFFFFF).sum())


def magnitudes(column: Column) -> NDArray[np.uint64]:
    """Absolute values; the smallest int64 has one too."""
    unsigned = column.view(np.uint64)
    return np.where(column < 0, np.negative(unsigned), unsigned) if _any_negative(column) else unsigned


def largest(column: Column | NDArray[np.uint64]) -> int:
    """The largest magnitude in a column, 0 for none."""
    most = _highest_unsigned(column)
    return most if most <= LARGEST else max(int(column.max()), -int(column.min()))


def _highest_unsigned(column: Column | NDArray[np.uint64]) -> int:
    """The largest number of a column read without signs: beyond LARGEST where any is below zero."""
    return int(column.view(np.uint64).max(initial=0))


def _any_negative(column: Column) -> bool:
    return _highest_unsigned(column) > LARGEST


def _refuse_above(column: Column | NDArray[np.uint64], most: int) -> None:
    """The extremes tell at once whether there is any row to refuse."""
    if largest(column) > most:
        _refuse(magnitudes(column.view(np.int64)) > most if column.dtype == np.int64 else column > most)


def _refuse(rows: NDArray[np.bool_]) -> None:
    if rows.any():
        raise AmountTooLarge(tuple(int(row) for row in np.flatnonzero(rows)))


def decimal_text(amount: int) -> str:
    """Hundredths as plain decimal text, exactly: "-0.05", "1234.50"."""
    whole, rest = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{whole}.{rest:02d}"
