"""The operations of the language, each in one place: what is known of it, and how every target writes it.

A new target gets a field here and a module that reads it; a new operation gets an entry here, and in `expression` the
function that builds it. Templates take their operands as {0}, {1}, ... and all of them as {all}.

    python      one scenario in plain floats; `named` is the same where operands are names, which may stand twice
    numpy       a block of scenarios; {out}, or {out_by_name} where numpy insists, is where the result may be written, with
                its comma, or nothing
    lane        one scenario of a compiled block; `lane_known` where the first operand always is a number
    javascript  one scenario in a browser
    excel       a cell
    text        for people; a planner may write it so where `typed` says it

What a template calls stands with its target. `ties` writes floor, sign, round, ratio and comparisons in other operations
before a target meets them, and a spreadsheet gets a ratio as a choice: that is why some have no template.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import NamedTuple

from relocation.formula.language import intervals
from relocation.formula.language.intervals import FLAG, NO_NUMBER, Bounds

NOT_AVAILABLE_TEXT = "n/a"


class Sign(NamedTuple):
    """A sign between two operands, or before a single one; of two signs the stronger takes its operands first."""

    text: str
    strength: int


class Whole(Enum):
    """When a result is a whole number."""

    NEVER_SURE = auto()
    ALWAYS = auto()
    OF_WHOLE = auto()  # if all operands are


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One operation. `operands` says how many it takes; None that there are two or more."""

    operands: int | None
    python: str
    numpy: str
    lane: str
    javascript: str
    excel: str | Sign
    text: str | Sign
    named: str = ""
    lane_known: str = ""
    typed: bool = False
    bounds: Callable[..., Bounds] | None = None  # of the bounds of its operands
    whole: Whole = Whole.NEVER_SURE
    keeps_clear: bool = False  # has its right sign, and is 0.0 where it is nothing, if all operands are so
    is_condition: bool = False
    asks_for_size: bool = (
        False  # a spreadsheet finds any text greater than any number: operands must be available
    )
    may_be_missing: bool = False  # it can be not available where all operands are
    costly: bool = False  # more work than to keep the result


def _call(name: str, operands: int) -> Kind:
    """A function that goes by one name; a spreadsheet writes it in capitals."""
    places = [f"{{{place}}}" for place in range(operands)]
    call = f"{name}({', '.join(places)})"
    excel = f"{name.upper()}({','.join(places)})"
    return Kind(
        operands=operands, python=call, numpy=call, lane=call, javascript=call, excel=excel, text=call
    )


def _between(python: str, numpy: str, sign: Sign, bounds: Callable[..., Bounds] | None) -> Kind:
    """A sign between two operands, which Python may write otherwise than a spreadsheet."""
    written = f"({{0}} {python} {{1}})"
    return Kind(
        operands=2,
        python=written,
        numpy=f"{numpy}({{0}}, {{1}}{{out}})",
        lane=written,
        javascript=written,
        excel=sign,
        text=Sign(f" {python} ", sign.strength),
        bounds=bounds,
    )


def _comparison(python: str, numpy: str, sign: str, javascript: str = "") -> Kind:
    kind = _between(python, numpy, Sign(sign, 1), None)
    return replace(
        kind,
        javascript=f"({{0}} {javascript or python} {{1}})",
        is_condition=True,
        asks_for_size=True,
    )


def _connective(name: str, operands: int, python: str, lane: str, javascript: str) -> Kind:
    kind = replace(_call(name, operands), python=python, lane=lane, javascript=javascript, text=python)
    numpy = f"logical_{kind.numpy[:-1]}{{out}})"
    return replace(kind, numpy=numpy, is_condition=True, asks_for_size=True)


def _extreme(name: str, than: str, numpy: str, lane: str, bounds: Callable[..., Bounds]) -> Kind:
    """Where it is calculated, of two operands at a time."""
    return replace(
        _call(name, 2),
        operands=None,
        named=f"({{1}} if {{1}} {than} {{0}} else {{0}})",
        numpy=f"{numpy}({{0}}, {{1}}{{out_by_name}})",
        lane=f"{lane}({{0}}, {{1}})",
        lane_known=f"{lane}_known({{0}}, {{1}})",
        javascript=f"{lane}({{0}}, {{1}})",
        excel=f"{name.upper()}({{all}})",
        text=f"{name}({{all}})",
        typed=True,
        bounds=bounds,
        whole=Whole.OF_WHOLE,
        keeps_clear=True,
        asks_for_size=True,
    )


OPERATIONS: dict[str, Kind] = {
    "+": replace(
        _between("+", "add", Sign("+", 2), intervals.corners(lambda a, b: a + b)), whole=Whole.OF_WHOLE
    ),
    "-": replace(
        _between("-", "subtract", Sign("-", 2), intervals.corners(lambda a, b: a - b)), whole=Whole.OF_WHOLE
    ),
    "*": replace(
        _between("*", "multiply", Sign("*", 3), intervals.corners(intervals.times)),
        whole=Whole.OF_WHOLE,
        keeps_clear=True,
    ),
    "/": replace(
        _between("/", "divide", Sign("/", 3), intervals.quotient),
        javascript="quotient({0}, {1})",
        keeps_clear=True,
    ),
    "^": replace(
        _between("**", "power", Sign("^", 4), intervals.power),
        javascript="power({0}, {1})",
        text=Sign(" ** ", 5),  # stronger than a minus before it, in Python but not in a spreadsheet
        keeps_clear=True,
        costly=True,
    ),
    "neg": Kind(
        operands=1,
        python="(0.0 - {0})",
        numpy="subtract(0.0, {0}{out})",
        lane="(-{0})",
        javascript="(0 - {0})",
        excel=Sign("-", 5),
        text=Sign("-", 4),
        bounds=intervals.negative,
        whole=Whole.OF_WHOLE,
        keeps_clear=True,
    ),
    "=": _comparison("==", "equal", "=", "==="),
    "<>": _comparison("!=", "not_equal", "<>", "!=="),
    "<": _comparison("<", "less", "<"),
    "<=": _comparison("<=", "less_equal", "<="),
    ">": _comparison(">", "greater", ">"),
    ">=": _comparison(">=", "greater_equal", ">="),
    "and": _connective("and", 2, "({0} and {1})", "({0} & {1})", "({0} && {1})"),
    "or": _connective("or", 2, "({0} or {1})", "({0} | {1})", "({0} || {1})"),
    "not": _connective("not", 1, "(not {0})", "(not {0})", "(!{0})"),
    "if": Kind(
        operands=3,
        python="({1} if {0} else {2})",
        numpy="choose({0}, {1}, {2})",
        lane="choose({0}, {1}, {2})",
        javascript="({0} ? {1} : {2})",
        excel="IF({0},{1},{2})",
        text="({1} if {0} else {2})",
        bounds=intervals.either,
    ),
    "flag": Kind(
        operands=1,
        python="(1.0 if {0} else 0.0)",
        numpy="multiply({0}, 1.0)",
        lane="choose({0}, 1.0, 0.0)",
        javascript="({0} ? 1 : 0)",
        excel="({0})*1",
        text="({0})",
        bounds=lambda _: FLAG,
        whole=Whole.ALWAYS,
    ),
    "min": _extreme("min", "<", "minimum", "smaller", intervals.smallest),
    "max": _extreme("max", ">", "maximum", "larger", intervals.largest),
    "abs": replace(
        _call("abs", 1),
        numpy="absolute({0}{out})",
        javascript="Math.abs({0})",
        typed=True,
        bounds=intervals.magnitude,
        whole=Whole.OF_WHOLE,
        keeps_clear=True,
    ),
    "sign": replace(
        _call("sign", 1),
        python="float(({0} > 0) - ({0} < 0))",
        numpy="sign({0}{out})",
        javascript="signOf({0})",
        typed=True,
        bounds=intervals.sign,
        whole=Whole.ALWAYS,
        asks_for_size=True,
    ),
    "floor": replace(
        _call("floor", 1),
        python="float(floor({0}))",
        numpy="floor({0}{out})",
        javascript="wholeBelow({0})",
        excel="INT({0})",
        typed=True,
        bounds=intervals.whole_below,
        whole=Whole.ALWAYS,
        asks_for_size=True,
    ),
    "round": Kind(
        operands=1,
        python="",
        numpy="",
        lane="",
        javascript="",
        excel="",
        text="round({0}, 2)",
        bounds=intervals.rounded,
        whole=Whole.OF_WHOLE,
        asks_for_size=True,
    ),
    "decimals": replace(
        _call("decimals", 2),
        javascript="toDecimals({0}, {1})",
        excel="ROUND({0},{1})",
        text="round({0}, {1})",
        bounds=intervals.rounded,
        whole=Whole.OF_WHOLE,
        asks_for_size=True,
    ),
    "ratio": replace(
        _call("ratio", 2),
        named="({0} / {1} if {1} else nan)",
        numpy="ratio({0}, {1}{out})",
        excel="",
        typed=True,
        bounds=intervals.quotient,
        keeps_clear=True,
        may_be_missing=True,
    ),
    "payment": replace(_call("payment", 3), excel="-PMT({0},{1},{2})", typed=True, costly=True),
    "month_after": replace(
        _call("month_after", 2),
        javascript="monthAfter({0}, {1})",
        excel="EDATE({0},{1})",
        whole=Whole.ALWAYS,
        costly=True,
    ),
    "na": Kind(
        operands=0,
        python="nan",
        numpy="nan",
        lane="nan",
        javascript="NaN",
        excel=f'"{NOT_AVAILABLE_TEXT}"',
        text=NOT_AVAILABLE_TEXT,
        bounds=lambda: NO_NUMBER,
        may_be_missing=True,
    ),
}

COMPARISONS = frozenset(
    name for name, kind in OPERATIONS.items() if kind.is_condition and isinstance(kind.excel, Sign)
)
