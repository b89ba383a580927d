"""What is known of numbers before they are calculated, whatever valid input there is. Formulas are proved and written with it.

    bounds    between which numbers it lies, so that no formula divides by zero or takes a root of a negative number
    whole     it is a whole number, which every program holds exactly
    clear     its sign is right, and it is 0.0 where it is nothing: a number in which nothing is taken from anything is off by
              a few units of its last digit at most, but a difference may leave dust
    missing   it may be not available

A line counts as whole or clear as long as nothing speaks against it, so that an account may lean on its own past.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace

from relocation.formula.language.arithmetic import FINE, LARGE
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
from relocation.formula.language.intervals import ANYTHING, NO_NUMBER, Bounds
from relocation.formula.language.line_items import Declarations, LineItem, links
from relocation.formula.language.operations import OPERATIONS, Whole
from relocation.formula.language.reductions import REDUCTIONS

ROUNDED = frozenset({"round", "decimals"})


@dataclass
class KnownBounds:
    """The bounds of expressions over a book, each worked out once.

    `lines` are the bounds of its lines as far as they are known; those that an expression names must be known before it.
    """

    book: Declarations
    lines: dict[str, Bounds] = field(default_factory=dict)
    _worked_out: dict[int, tuple[Expression, Bounds]] = field(default_factory=dict, repr=False)

    def of(self, node: Expression) -> Bounds:
        """The lowest and the highest value of an expression."""
        match node:
            case Operation():
                kept = self._worked_out.get(id(node))
                if kept is None or kept[0] is not node:
                    self._worked_out[id(node)] = kept = node, self._operation(node)
                return kept[1]
            case Constant(value):
                return value, value
            case Period():
                return 1.0, float(max(self.book.periods, self.book.groups))
            case InputReference(key):
                item = self.book.inputs[key]
                return (0.0, len(item.choices) - 1.0) if item.choices else (item.lowest, item.highest)
            case LineReference(key):
                return self.lines.get(key, ANYTHING)
            case Grouped(key):
                return REDUCTIONS["total"].bounds(self.lines.get(key, ANYTHING))
            case Reduction(name, key):
                return REDUCTIONS[name].bounds(self.lines.get(key, ANYTHING))
        return ANYTHING

    def _operation(self, node: Operation) -> Bounds:
        bounds = OPERATIONS[node.name].bounds
        if bounds is None:
            return ANYTHING
        operands = [self.of(argument) for argument in node.arguments]
        return NO_NUMBER if NO_NUMBER in operands and node.name != "if" else bounds(*operands)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a book: the bounds of its lines, which are `whole`, and which are `clear`, that is without dust."""

    book: Declarations
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
                return (name == "total" or REDUCTIONS[name].picks) and key in self.whole
            case Operation("if", (_, value, otherwise)):
                return self.is_whole(value) and self.is_whole(otherwise)
            case Operation("^", (base, Constant(exponent))):
                return exponent >= 0 and exponent.is_integer() and self.is_whole(base)
            case Operation(name, arguments):
                whole = OPERATIONS[name].whole
                return whole is Whole.ALWAYS or (
                    whole is Whole.OF_WHOLE and all(map(self.is_whole, arguments))
                )
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
            case Operation(name, arguments) if OPERATIONS[name].keeps_clear:
                return all(map(self.is_clear, arguments))
        return isinstance(node, Constant | InputReference) or self.is_even(node)

    def _takes_clearly(self, node: Expression) -> bool:
        """Whether what is taken of clear lines is clear itself: what is summed up must be on one side of nothing."""
        match node:
            case Grouped(key):
                return self._is_one_sided(LineReference(key))
            case Reduction(name) if REDUCTIONS[name].adds:
                summed = [line for line, _ in links(node)]
                return all(line in self.clear and self._is_one_sided(LineReference(line)) for line in summed)
            case Reduction(name):
                return REDUCTIONS[name].picks
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


def facts_of(book: Declarations, bounds: KnownBounds) -> Facts:
    """What is known of a book whose lines lie between these bounds."""
    unknown = Facts(book, bounds, frozenset(), frozenset())
    whole = _lines_of_which(book, lambda lines: replace(unknown, whole=lines).is_whole)
    known = replace(unknown, whole=whole)
    return replace(known, clear=_lines_of_which(book, lambda lines: replace(known, clear=lines).is_clear))


def _lines_of_which(
    book: Declarations, claim: Callable[[Collection[str]], Callable[[Expression], bool]]
) -> frozenset[str]:
    """The lines of which a claim holds if it holds of those that they name."""
    users = book.users()
    kept = asked = set(book.lines)
    while asked:
        holds = claim(kept)
        wrong = {key for key in asked if not _holds(holds, book.lines[key])}
        kept = kept - wrong
        asked = {user for key in wrong for user in users[key]} & kept
    return frozenset(kept)


def _holds(claim: Callable[[Expression], bool], line: LineItem) -> bool:
    return claim(line.formula) and (line.opening is None or claim(line.opening))


def maybe_missing(book: Declarations, order: Iterable[str]) -> frozenset[str]:
    """Lines that can be not available: they take a ratio or a rate of return, or build on a line that does."""
    missing: set[str] = set()
    for key in order:
        if any(may_be_missing(node, missing) for node in book.lines[key].nodes):
            missing.add(key)
    return frozenset(missing)


def may_be_missing(node: Expression, missing: Collection[str]) -> bool:
    """Whether a node itself can be not available, if these lines can be."""
    match node:
        case Operation(name):
            return OPERATIONS[name].may_be_missing
        case LineReference(key):
            return key in missing
        case Reduction(name, key):
            fold = REDUCTIONS[name]
            return fold.may_be_missing or (fold.passes_missing and key in missing)
    return False
