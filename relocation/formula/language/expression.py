"""The nodes of a formula: what a line item says, before anybody reads it.

An expression is a small immutable tree. It holds no numbers of a project and computes nothing; the targets read it.
Two kinds of value exist: numbers and conditions. A condition used where a number is wanted counts as 1 when it holds and
0 when it does not, in every target. What operations there are: `operations` and `reductions`. What is equal, larger or
whole is settled in `ties`, for every target alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import Union

from relocation.formula.language.operations import OPERATIONS

Operand = Union["Expression", float, int]


class Expression:
    """A node. Python's arithmetic and order operators build larger nodes; use `equals` for equality."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type[Expression], tuple[object, ...]]:
        """As what it was made of: a book on disk has many thousands of nodes."""
        return type(self), tuple(getattr(self, name) for name in self.__slots__)

    def __add__(self, other: Operand) -> Operation:
        return _operation("+", self, other)

    def __radd__(self, other: Operand) -> Operation:
        return _operation("+", other, self)

    def __sub__(self, other: Operand) -> Operation:
        return _operation("-", self, other)

    def __rsub__(self, other: Operand) -> Operation:
        return _operation("-", other, self)

    def __mul__(self, other: Operand) -> Operation:
        return _operation("*", self, other)

    def __rmul__(self, other: Operand) -> Operation:
        return _operation("*", other, self)

    def __truediv__(self, other: Operand) -> Operation:
        return _operation("/", self, other)

    def __rtruediv__(self, other: Operand) -> Operation:
        return _operation("/", other, self)

    def __pow__(self, other: Operand) -> Operation:
        return _operation("^", self, other)

    def __neg__(self) -> Operation:
        return _operation("neg", self)

    def __lt__(self, other: Operand) -> Operation:
        return _operation("<", self, other)

    def __le__(self, other: Operand) -> Operation:
        return _operation("<=", self, other)

    def __gt__(self, other: Operand) -> Operation:
        return _operation(">", self, other)

    def __ge__(self, other: Operand) -> Operation:
        return _operation(">=", self, other)

    def __and__(self, other: Expression) -> Operation:
        return Operation("and", (as_condition(self), as_condition(other)))

    def __or__(self, other: Expression) -> Operation:
        return Operation("or", (as_condition(self), as_condition(other)))

    def __invert__(self) -> Operation:
        return Operation("not", (as_condition(self),))

    def __bool__(self) -> bool:
        raise TypeError("a formula has no truth value while it is written; use when(), & and |")

    @property
    def is_condition(self) -> bool:
        """Whether the node holds or does not hold, rather than being a number."""
        return False


@dataclass(frozen=True, slots=True)
class Constant(Expression):
    """A number that is part of the method itself (0, 1, 12), never one that a planner could state."""

    value: float


@dataclass(frozen=True, slots=True)
class InputReference(Expression):
    """The value of an input: one number for the whole scenario."""

    key: str


@dataclass(frozen=True, slots=True)
class ChoiceIs(Expression):
    """Whether the input `key`, which is chosen from a list, stands at `choice`."""

    key: str
    choice: str

    @property
    def is_condition(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class LineReference(Expression):
    """The value of a line item, in the same period when it is a series."""

    key: str

    @property
    def previous(self) -> Previous:
        """The line's value one period earlier; its opening value in the first period."""
        return Previous(self.key)


@dataclass(frozen=True, slots=True)
class Previous(Expression):
    """A series line one period earlier."""

    key: str


@dataclass(frozen=True, slots=True)
class Period(Expression):
    """The number of the period, counted from 1; of the group in a line that stands by groups."""


@dataclass(frozen=True, slots=True)
class Operation(Expression):
    """An operator or function over expressions."""

    name: str
    arguments: tuple[Expression, ...] = ()

    @property
    def is_condition(self) -> bool:
        return OPERATIONS[self.name].is_condition


@dataclass(frozen=True, slots=True)
class Reduction(Expression):
    """One number out of a whole series: its total, last, lowest or highest value, average, discounted sum, rate of return.

    `by` names what the reduction needs besides: the discount factors of `discounted`, the guess of `irr`.
    """

    name: str
    key: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Grouped(Expression):
    """The sum of a series over the periods of one group: those where the series `by` gives the group's number."""

    key: str
    by: str


def as_expression(value: Operand) -> Expression:
    """A plain number becomes a constant; an expression stays as it is."""
    return value if isinstance(value, Expression) else Constant(float(value))


def as_number(value: Operand) -> Expression:
    """A condition becomes 1 or 0; a number stays as it is."""
    node = as_expression(value)
    return Operation("flag", (node,)) if node.is_condition else node


def as_condition(value: Operand) -> Expression:
    """A number becomes the condition that it differs from zero; a condition stays as it is."""
    node = as_expression(value)
    return node if node.is_condition else Operation("<>", (node, Constant(0.0)))


def _operation(name: str, *operands: Operand) -> Operation:
    return Operation(name, tuple(as_number(operand) for operand in operands))


def equals(left: Operand, right: Operand) -> Operation:
    """The condition that two numbers are the same, as far as decimals count."""
    return _operation("=", left, right)


def when(condition: Operand, value: Operand, otherwise: Operand = 0) -> Operation:
    """`value` where the condition holds, else `otherwise`."""
    return Operation("if", (as_condition(condition), as_number(value), as_number(otherwise)))


def smaller(*values: Operand) -> Operation:
    """The smallest of the values in this period."""
    return _operation("min", *values)


def larger(*values: Operand) -> Operation:
    """The largest of the values in this period."""
    return _operation("max", *values)


def magnitude(value: Operand) -> Operation:
    """The value without its sign."""
    return _operation("abs", value)


def sign(value: Operand) -> Operation:
    """-1, 0 or 1."""
    return _operation("sign", value)


def floor(value: Operand) -> Operation:
    """The largest whole number not above the value."""
    return _operation("floor", value)


def to_cents(value: Operand) -> Operation:
    """The value to two decimals, for asking whether money is anything at all: half a cent, which is neither, may be told
    apart by its last bit. To calculate with whole cents, use `rounded`.
    """
    return _operation("decimals", value, 2)


def rounded(value: Operand) -> Operation:
    """The value to two decimals, halves away from zero, also where floats are a little off a half."""
    return _operation("round", value)


def ratio(numerator: Operand, denominator: Operand) -> Operation:
    """numerator / denominator, and not available (never 0, never infinite) where the denominator is nothing."""
    return _operation("ratio", numerator, denominator)


def ratio_of_money(numerator: Operand, denominator: Operand, unit: Operand = 1) -> Operation:
    """A ratio over an amount of money, not available where that is nothing to the fen: floats leave residues.

    `unit` is what stands for one yuan where amounts are so large that floats cannot tell a fen.
    """
    return ratio(numerator, when(to_cents(magnitude(denominator) / unit) > 0, denominator))


def payment(rate: Operand, periods: Operand, principal: Operand) -> Operation:
    """The level payment that repays `principal` in `periods` at `rate` per period, at the end of each period.

    A = P i / (1 - (1 + i)^-n), and P / n where the rate is zero.
    """
    return _operation("payment", rate, periods, principal)


def month_after(date: Operand, months: Operand) -> Operation:
    """The day number of the date `months` after `date` (day numbers as in a spreadsheet: days since 1899-12-30)."""
    return _operation("month_after", date, months)


NOT_AVAILABLE = Operation("na")
PERIOD = Period()


def _series_key(line: LineReference) -> str:
    if not isinstance(line, LineReference):
        raise TypeError(
            "a total, minimum, average or rate of return is taken over a line, so that it has a row of its own"
        )
    return line.key


def total(line: LineReference) -> Reduction:
    """The sum of a series over all periods."""
    return Reduction("total", _series_key(line))


def final(line: LineReference) -> Reduction:
    """The value of a series in the last period."""
    return Reduction("final", _series_key(line))


def lowest(line: LineReference) -> Reduction:
    """The smallest value of a series; periods where it is not available are left out."""
    return Reduction("lowest", _series_key(line))


def highest(line: LineReference) -> Reduction:
    """The largest value of a series; periods where it is not available are left out."""
    return Reduction("highest", _series_key(line))


def average(line: LineReference) -> Reduction:
    """The mean of a series; periods where it is not available are left out."""
    return Reduction("average", _series_key(line))


def discounted(line: LineReference, factors: LineReference) -> Reduction:
    """The sum of a series times its discount factors, itself a series: sum of x_t * d_t."""
    return Reduction("discounted", _series_key(line), _series_key(factors))


def irr(line: LineReference, guess: LineReference) -> Reduction:
    """The rate per period at which a series is worth zero; not available unless exactly one such rate exists.

    `guess` is a line with a first estimate for spreadsheets, whose search needs one; it never changes the answer.
    """
    return Reduction("irr", _series_key(line), _series_key(guess))


def in_group(line: LineReference, by: LineReference) -> Grouped:
    """The sum of a series over the periods of this group: sum of x_t where by_t is the group's number.

    A line with such a sum stands by groups (years, say) instead of periods. A balance at the end of a group is
    its sum by a series that gives the number in the last period of each group, and 0 elsewhere.
    """
    return Grouped(_series_key(line), _series_key(by))


MOST_ADDED = (
    60  # terms in a row: each stands deeper than the one after it, and Python follows a formula only so deep
)


def sum_of(terms: Iterable[Expression]) -> Expression:
    """The sum of expressions; 0 when there are none. A long one is the sum of sums."""
    listed = [*terms] or [as_number(0)]
    if len(listed) > MOST_ADDED:
        parts = (listed[start : start + MOST_ADDED] for start in range(0, len(listed), MOST_ADDED))
        return sum_of(map(sum_of, parts))
    return reduce(add, listed)


def walk(expression: Expression) -> Iterator[Expression]:
    """The node and all nodes below it."""
    ahead = [expression]
    while ahead:
        node = ahead.pop()
        yield node
        if isinstance(node, Operation):
            ahead.extend(reversed(node.arguments))
