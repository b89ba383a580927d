"""One formula text per line for a spreadsheet, readable by whoever must sign it.

The target writes the text and asks a `Placement` where things stand; which sheet, row and column that is belongs
to the workbook. Only functions that Excel, WPS, LibreOffice and Gnumeric share are used.
"""

from __future__ import annotations

from typing import Protocol

from relocation.formula.book import Book
from relocation.formula.expression import (
    ChoiceIs,
    Expression,
    InputReference,
    LineReference,
    Operation,
    Period,
    Previous,
    Reduction,
    walk,
)
from relocation.formula.notation import Notation, write

NOT_AVAILABLE_TEXT = "n/a"


class Placement(Protocol):
    """Where the things a formula names stand, seen from one cell."""

    def input(self, key: str) -> str:
        """The address of an input."""

    def choice(self, key: str, choice: str) -> str:
        """The text that the input's cell holds when it stands at `choice`."""

    def line(self, key: str) -> str:
        """The address of a line: this column for a series, its one cell for a single number."""

    def previous(self, key: str) -> str:
        """The address of a series one column to the left."""

    def whole(self, key: str) -> str:
        """The range of a series over all periods."""

    def last(self, key: str) -> str:
        """The address of a series in the last period."""

    def period(self) -> str:
        """The address of this column's period number."""


def number_text(value: float) -> str:
    """A constant as a spreadsheet writes it."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


EXCEL = Notation(
    infix={
        "=": ("=", 1),
        "<>": ("<>", 1),
        "<": ("<", 1),
        "<=": ("<=", 1),
        ">": (">", 1),
        ">=": (">=", 1),
        "+": ("+", 2),
        "-": ("-", 2),
        "*": ("*", 3),
        "/": ("/", 3),
        "^": ("^", 4),
    },
    functions={
        "if": "IF({0},{1},{2})",
        "and": "AND({0},{1})",
        "or": "OR({0},{1})",
        "not": "NOT({0})",
        "min": "MIN({all})",
        "max": "MAX({all})",
        "abs": "ABS({0})",
        "sign": "SIGN({0})",
        "floor": "INT({0})",
        "round": "ROUND({0},2)",
        "ratio": 'IF({1}=0,"n/a",{0}/({1}))',
        "payment": "-PMT({0},{1},{2})",
        "month_after": "EDATE({0},{1})",
        "flag": "({0})*1",
        "na": '"n/a"',
    },
    negative=5,
    plain_flag=True,
    separator=",",
    number=number_text,
)

REDUCTIONS = {
    "total": "SUM({0})",
    "lowest": "MIN({0})",
    "highest": "MAX({0})",
    "average": "AVERAGE({0})",
    "discounted": "SUMPRODUCT({0},{1})",
    "irr": "IRR({0},{1})",
}


def excel_formula(book: Book, expression: Expression, placement: Placement) -> str:
    """The formula of an expression, with its leading '='.

    Not available shows as the text n/a: a formula that builds on a line which may be so passes the text on
    instead of an error.
    """
    text = _text(book, expression, placement)
    passes_on = any(
        isinstance(node, LineReference) and node.key in book.plan.maybe_missing for node in walk(expression)
    )
    if passes_on and not isinstance(expression, LineReference):
        text = f'IFERROR({text},"{NOT_AVAILABLE_TEXT}")'
    return "=" + text


def _text(book: Book, expression: Expression, placement: Placement) -> str:
    def leaf(node: Expression) -> str | None:
        match node:
            case InputReference(key):
                return placement.input(key)
            case ChoiceIs(key, choice):
                return f'{placement.input(key)}="{placement.choice(key, choice)}"'
            case LineReference(key):
                return placement.line(key)
            case Previous(key):
                return placement.previous(key)
            case Period():
                return placement.period()
            case Reduction():
                return _reduction(book, node, placement)
            case Operation("ratio", (top, bottom)):
                return _ratio(_operand(top), _operand(bottom), top, bottom)
        return None

    def _operand(node: Expression) -> str:
        return write(node, EXCEL, leaf)

    return write(expression, EXCEL, leaf)


def _ratio(top: str, bottom: str, numerator: Expression, denominator: Expression) -> str:
    bracketed_top = f"({top})" if _is_sum(numerator) else top
    bracketed_bottom = f"({bottom})" if isinstance(denominator, Operation) else bottom
    return f'IF({bottom}=0,"{NOT_AVAILABLE_TEXT}",{bracketed_top}/{bracketed_bottom})'


def _is_sum(node: Expression) -> bool:
    return isinstance(node, Operation) and node.name in {"+", "-", "neg"}


def _reduction(book: Book, node: Reduction, placement: Placement) -> str:
    if node.name == "final":
        return placement.last(node.key)
    series = placement.whole(node.key)
    second = ""
    if node.by is not None:
        second = placement.whole(node.by) if node.name == "discounted" else placement.line(node.by)
    text = REDUCTIONS[node.name].format(series, second)
    if node.key in book.plan.maybe_missing and node.name in {"lowest", "highest", "average"}:
        # A spreadsheet takes the lowest of no numbers to be 0; here it is not available.
        return f'IF(COUNT({series})=0,"{NOT_AVAILABLE_TEXT}",{text})'
    return text
