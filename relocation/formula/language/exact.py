"""What is known to be exact whatever valid input there is: which numbers are whole, and which are 0.0 where they are nothing.

A number in which nothing is taken from anything is off by a few units of its last digit at most, so that its sign is right
and nothing is 0.0; a difference may leave dust. Whole numbers are exact in every program.

A line counts as exact as long as nothing speaks against it, so that an account may lean on its own past.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from relocation.formula.language.book import Book, LineItem
from relocation.formula.language.bounds import KnownBounds
from relocation.formula.language.decimals import FINE, LARGE
from relocation.formula.language.expression import (
    Constant,
    Expression,
    Grouped,
    InputReference,
    LineReference,
    Operation,
    Period,
    Previous,
    Reduction,
)

ROUNDED = frozenset({"round", "decimals"})
ALWAYS_WHOLE = frozenset({"floor", "sign", "flag", "month_after"})
KEEPING_WHOLE = frozenset({"+", "-", "*", "neg", "min", "max", "abs"}) | ROUNDED
KEEPING_CLEAR = frozenset({"*", "/", "^", "neg", "min", "max", "abs", "ratio"})
PICKING, ADDING = frozenset({"final", "lowest", "highest"}), frozenset({"total", "average", "discounted"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a book: the bounds of its lines, which are `whole`, and which are `clear`, that is without dust."""

    book: Book
    bounds: KnownBounds
    whole: Collection[str]
    clear: Collection[str]

    def is_small(self, node: Expression) -> bool:
        """Whether a number is always below 500 million."""
        low, high = self.bounds.of(node)
        return low > -LARGE and high < LARGE

    def is_even(self, node: Expression) -> bool:
        """Whether a number is always whole, or was rounded to decimals."""
        match node:
            case Constant(value):
                return value == round(value, FINE)
            case Operation(name) if name in ROUNDED:
                return True
            case Operation("if", (_, value, otherwise)):
                return self.is_even(value) and self.is_even(otherwise)
        return self.is_whole(node)

    def is_whole(self, node: Expression) -> bool:
        """Whether a number is always whole."""
        match node:
            case Constant(value):
                return value.is_integer()
            case InputReference(key):
                return self.book.inputs[key].whole or bool(self.book.inputs[key].choices)
            case LineReference(key) | Previous(key) | Grouped(key):
                return key in self.whole
            case Reduction(name, key):
                return (name == "total" or name in PICKING) and key in self.whole
            case Operation("if", (_, value, otherwise)):
                return self.is_whole(value) and self.is_whole(otherwise)
            case Operation("^", (base, Constant(exponent))):
                return exponent >= 0 and exponent.is_integer() and self.is_whole(base)
            case Operation(name, arguments) if name in KEEPING_WHOLE:
                return all(map(self.is_whole, arguments))
            case Operation(name):
                return name in ALWAYS_WHOLE
        return isinstance(node, Period)

    def is_clear(self, node: Expression) -> bool:
        """Whether a number has its right sign and is 0.0 where it is nothing."""
        match node:
            case LineReference(key) | Previous(key) | Grouped(key) | Reduction(_, key) if key in self.clear:
                return self._takes_clearly(node)
            case Operation("if", (condition, value, otherwise)):
                return self.is_clear(otherwise) and (self.is_clear(value) or _asks_whether(condition, value))
            case Operation("+", (left, right)):
                return self.is_clear(left) and self.is_clear(right) and self._is_one_sided(left, right)
            case Operation("payment", (_, _, principal)):
                return self.is_clear(principal)
            case Operation(name, arguments) if name in KEEPING_CLEAR:
                return all(map(self.is_clear, arguments))
        return isinstance(node, Constant | InputReference) or self.is_even(node)

    def _takes_clearly(self, node: Expression) -> bool:
        """Whether what is taken of clear lines is clear itself: what is summed up must be on one side of nothing."""
        match node:
            case Grouped(key):
                return self._is_one_sided(LineReference(key))
            case Reduction(name, key, by) if name in ADDING:
                summed = [key] if name != "discounted" else [key, str(by)]
                return all(one in self.clear and self._is_one_sided(LineReference(one)) for one in summed)
            case Reduction(name):
                return name in PICKING
        return True

    def _is_one_sided(self, *nodes: Expression) -> bool:
        known = list(map(self.bounds.of, nodes))
        return all(low >= 0 for low, _ in known) or all(high <= 0 for _, high in known)


def _asks_whether(condition: Expression, value: Expression) -> bool:
    """Whether a condition says that a number is not nothing."""
    match condition:
        case Operation(">" | "<" | "<>", (asked, Constant(0.0))):
            return asked == value or (
                isinstance(asked, Operation) and asked.name in ROUNDED and asked.arguments[0] == value
            )
    return False


def facts_of(book: Book, bounds: KnownBounds) -> Facts:
    """What is known of a book whose lines lie between these bounds."""
    unknown = Facts(book, bounds, frozenset(), frozenset())
    users = _users(book)
    whole = _lines(book, users, lambda lines: replace(unknown, whole=lines).is_whole)
    known = replace(unknown, whole=whole)
    clear = _lines(book, users, lambda lines: replace(known, clear=lines).is_clear)
    return replace(known, clear=clear)


def _lines(
    book: Book,
    users: Mapping[str, set[str]],
    claim: Callable[[Collection[str]], Callable[[Expression], bool]],
) -> frozenset[str]:
    """The lines of which a claim holds if it holds of those that they name."""
    found = asked = set(book.lines)
    while asked:
        holds = claim(found)
        wrong = {key for key in asked if not _holds(holds, book.lines[key])}
        found = found - wrong
        asked = {user for key in wrong for user in users[key]} & found
    return frozenset(found)


def _users(book: Book) -> Mapping[str, set[str]]:
    """The lines that name each line."""
    users: dict[str, set[str]] = {key: set() for key in book.lines}
    for user, line in book.lines.items():
        for node in line.nodes:
            if isinstance(node, LineReference | Previous | Grouped | Reduction):
                users[node.key].add(user)
    return users


def _holds(claim: Callable[[Expression], bool], line: LineItem) -> bool:
    return claim(line.formula) and (line.opening is None or claim(line.opening))
