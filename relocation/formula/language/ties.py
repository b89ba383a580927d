"""How numbers are told apart where floats would decide: one definition, which every target reads.

0.1 + 0.2 is 0.30000000000000004 in floats, and 4.1 * 100 is 409.99999999999994. Spreadsheet programs forgive some of
this, each in a way of its own, so the same formula would say yes in one and no in another. No program is asked for its
way: what a formula compares, cuts to a whole number, signs or rounds is rounded first, to more decimals than any plan
states and fewer than floats get wrong.

    places(x)     6, and 3 where |x| is 500 million or more: a ten-thousandth of a fen, a twentieth of one
    a = b         round(a - b, places(b)) = 0, and in this manner <>, <, <=, > and >=
    floor(x)      the largest whole number not above round(x, places(x))
    sign(x)       -1, 0 or 1 as x < 0, x = 0 or x > 0; a - b and a + b beside 0 are a beside b and a beside -b
    round(x, 2)   round(round(x, places(x)), 2), halves away from zero
    ratio(a, b)   not available where b = 0 in this sense; else a / b

A number alone as a condition holds where it is <> 0. Nothing is rounded where floats are sure: whole and rounded numbers,
one of them below 500 million, are compared as they stand; a quotient of whole numbers is cut as it stands; and a number
in which nothing is taken from anything stands as it is beside 0 (see `facts`).

`without_ties` writes this out, and the spreadsheet target spells the result. `with_thresholds` says the same with fewer
operations for those that calculate: round(x, 6) > 0 is x >= the smallest number that does not round to nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from relocation.formula.language.arithmetic import CENTS, FINE, LARGE, PLACES, THRESHOLDS
from relocation.formula.language.expression import (
    Constant,
    Expression,
    Operation,
    magnitude,
    when,
)
from relocation.formula.language.facts import Facts
from relocation.formula.language.operations import COMPARISONS

REVERSED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "=": "=", "<>": "<>"}  # with the sides changed
NOTHING = Constant(0.0)
MOST_DIVISOR = 1e6  # quotients of whole numbers by less than this are whole or well away from it


def without_ties(node: Expression, facts: Facts) -> Expression:
    """The expression with comparisons, floors, signs and rounding that every program works out alike."""
    if not isinstance(node, Operation) or not node.arguments:
        return node
    arguments = tuple(without_ties(argument, facts) for argument in node.arguments)
    rule = "compare" if node.name in COMPARISONS else node.name
    return RULES[rule](node, arguments, facts) if rule in RULES else Operation(node.name, arguments)


def _compare(node: Operation, arguments: tuple[Expression, ...], facts: Facts) -> Expression:
    """Of a comparison whose right side may be large, but not its left one, the sides change places."""
    (first, second), (left, right) = node.arguments, arguments
    name = node.name
    if first == NOTHING or (facts.is_small(first) and not facts.is_small(second)):
        name, first, second, left, right = REVERSED[name], second, first, right, left
    if facts.is_even(first) and facts.is_even(second) and facts.is_small(second):
        return Operation(node.name, arguments)
    if right == NOTHING and facts.is_clear(first):
        return Operation(name, (left, right))
    if right == NOTHING:
        return Operation(name, (_beside_nothing(first, left, facts), NOTHING))
    return Operation(name, (_decimals(left - right, _places(second, right, facts)), NOTHING))


def _floor(node: Operation, arguments: tuple[Expression, ...], facts: Facts) -> Expression:
    [value] = node.arguments
    if facts.is_even(value) or _is_safe_quotient(value, facts):
        return Operation("floor", arguments)
    return Operation("floor", (_decimals(arguments[0], _places(value, arguments[0], facts)),))


def _is_safe_quotient(value: Expression, facts: Facts) -> bool:
    match value:
        case Operation("/", (above, below)):
            low, high = facts.bounds.of(below)
            return (
                max(abs(low), abs(high)) < MOST_DIVISOR
                and facts.is_whole(above)
                and facts.is_whole(below)
                and facts.is_small(value)
            )
    return False


def _sign(node: Operation, arguments: tuple[Expression, ...], facts: Facts) -> Expression:
    if facts.is_clear(node.arguments[0]):
        return Operation("sign", arguments)
    return Operation("sign", (_beside_nothing(node.arguments[0], arguments[0], facts),))


def _beside_nothing(value: Expression, written: Expression, facts: Facts) -> Operation:
    """A number without dust. How much dust there may be, a sum or a difference tells by its second part."""
    match value, written:
        case Operation("+" | "-", (first, second)), Operation(_, (_, part)) if not facts.is_small(first):
            return _decimals(written, _places(second, part, facts))
    return _decimals(written, Constant(FINE))


def _round(node: Operation, arguments: tuple[Expression, ...], facts: Facts) -> Expression:
    [value], [written] = node.arguments, arguments
    if facts.is_even(value):
        return _decimals(written, Constant(CENTS))
    return _decimals(_decimals(written, _places(value, written, facts)), Constant(CENTS))


def _places(value: Expression, written: Expression, facts: Facts) -> Expression:
    """To how many decimals a number is looked at."""
    if facts.is_small(value):
        return Constant(FINE)
    is_large = Operation(">=", (magnitude(written), Constant(LARGE)))
    return when(is_large, PLACES[True], PLACES[False])


def _decimals(value: Expression, places: Expression) -> Operation:
    return Operation("decimals", (value, places))


def _ratio(node: Operation, arguments: tuple[Expression, ...], facts: Facts) -> Expression:
    """Dust below the line counts as 0.0."""
    above, below = arguments
    if facts.is_clear(node.arguments[1]):
        return Operation("ratio", arguments)
    is_something = Operation("<>", (_beside_nothing(node.arguments[1], below, facts), NOTHING))
    return Operation("ratio", (above, when(is_something, below)))


RULES: dict[str, Callable[[Operation, tuple[Expression, ...], Facts], Expression]] = {
    "compare": _compare,
    "floor": _floor,
    "sign": _sign,
    "round": _round,
    "ratio": _ratio,
}


def with_thresholds(node: Expression) -> Expression:
    """The same without rounding what is only compared with nothing."""
    if not isinstance(node, Operation) or not node.arguments:
        return node
    arguments = tuple(with_thresholds(argument) for argument in node.arguments)
    match Operation(node.name, arguments):
        case Operation(name, (Operation("decimals", (value, places)), right)) if (
            name in COMPARISONS and right == NOTHING
        ):
            return _beside(name, value, _threshold(places))
        case Operation(name, (left, Operation("decimals", (value, places)))) if (
            name in COMPARISONS and left == NOTHING
        ):
            return _beside(REVERSED[name], value, _threshold(places))
        case Operation("sign", (Operation("decimals", (value, places)),)):
            return when(_beside("=", value, _threshold(places)), 0, Operation("sign", (value,)))
    return Operation(node.name, arguments)


def _threshold(places: Expression) -> Expression:
    """The smallest number that does not round to nothing."""
    match places:
        case Constant(number):
            return Constant(THRESHOLDS[int(number)])
        case Operation("if", (condition, large, small)):
            return Operation("if", (condition, _threshold(large), _threshold(small)))
    raise TypeError(f"no number of decimals: {places!r}")


def _beside(name: str, value: Expression, threshold: Expression) -> Expression:
    """A comparison of a rounded number with nothing, without the rounding."""
    below = Constant(-threshold.value) if isinstance(threshold, Constant) else -threshold
    match name:
        case ">":
            return Operation(">=", (value, threshold))
        case "<=":
            return Operation("<", (value, threshold))
        case "<":
            return Operation("<=", (value, below))
        case ">=":
            return Operation(">", (value, below))
    nothing = Operation("<", (magnitude(value), threshold))
    return nothing if name == "=" else Operation("not", (nothing,))
