"""One formula text per line for a spreadsheet, readable by whoever must sign it.

The target writes the text and asks a `Placement` where things stand; which sheet, row and column that is belongs to the
workbook. Only functions that Excel, WPS, LibreOffice and Gnumeric share are used, and what they tell apart each in a way
of its own is spelt as `ties` writes it out, so that a formula says the same in all of them.
"""

from __future__ import annotations

from typing import Protocol

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    NOT_AVAILABLE,
    ChoiceIs,
    Expression,
    Grouped,
    InputReference,
    LineReference,
    Operation,
    Period,
    Previous,
    Reduction,
)
from relocation.formula.language.notation import Notation, write
from relocation.formula.language.operations import NOT_AVAILABLE_TEXT, OPERATIONS
from relocation.formula.language.reductions import REDUCTIONS, By
from relocation.formula.language.ties import NOTHING


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
        """The range of a series over all periods, or over all groups if it stands by groups."""

    def last(self, key: str) -> str:
        """The address of a series in the last period, or in the last group."""

    def period(self) -> str:
        """The address of this column's period number; of its group's number where lines stand by groups."""


EXCEL = Notation(lambda kind: kind.excel, separator=",", plain_flag=True)


def excel_formula(book: Book, expression: Expression, placement: Placement) -> str:
    """The formula of an expression, with its leading '='.

    Not available is the text n/a. Where the formula only passes it on, it stands there as it is; where it would
    reach an operator, which makes an error of it, the whole formula is guarded and is n/a itself.
    """
    written = book.plan.without_ties(expression)
    text = _text(book, written, placement)
    if _may_fail(book, written):
        text = f'IFERROR({text},"{NOT_AVAILABLE_TEXT}")'
    return "=" + text


def _may_fail(book: Book, node: Expression, shown: bool = True) -> bool:
    """Whether an error could arise. `shown` says that the node is what the cell shows, not an operand."""
    missing = book.plan.maybe_missing
    match node:
        case Operation("if", (_, value, otherwise)):
            return _may_fail(book, value, shown) or _may_fail(book, otherwise, shown)
        case Operation(name, arguments):
            itself = OPERATIONS[name].may_be_missing and not shown
            return itself or any(_may_fail(book, argument, False) for argument in arguments)
        case LineReference(key):
            return not shown and key in missing
        case Reduction(name, key):
            fold = REDUCTIONS[name]
            return fold.may_be_missing or (not shown and key in missing and fold.passes_missing)
    return False


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
            case Grouped(key, by):
                return f"SUMIF({placement.whole(by)},{placement.period()},{placement.whole(key)})"
            case Reduction():
                return _reduction(book, node, placement)
            case Operation("ratio", (top, bottom)):
                nothing, bottom = _divides_nothing(bottom)
                quotient = Operation("/", (top, bottom))
                return write(Operation("if", (nothing, NOT_AVAILABLE, quotient)), EXCEL, leaf)
        return None

    return write(expression, EXCEL, leaf)


def _divides_nothing(bottom: Expression) -> tuple[Expression, Expression]:
    """When a quotient is not available, and what stands below its line: dust is asked for once, in the condition."""
    match bottom:
        case Operation("if", (Operation("<>", (Operation("decimals", (asked, _)), _) as compared), value, _)):
            if asked is value:
                return Operation("=", compared), value
    return Operation("=", (bottom, NOTHING)), bottom


def _reduction(book: Book, node: Reduction, placement: Placement) -> str:
    fold = REDUCTIONS[node.name]
    if node.name == "final":
        return placement.last(node.key)
    series = placement.whole(node.key)
    besides = ""
    if node.by is not None:
        besides = placement.whole(node.by) if fold.by is By.SERIES else placement.line(node.by)
    text = fold.excel.format(series, besides)
    if node.key in book.plan.maybe_missing and (fold.is_extreme or node.name == "average"):
        # A spreadsheet takes the lowest of no numbers to be 0; here it is not available.
        return f'IF(COUNT({series})=0,"{NOT_AVAILABLE_TEXT}",{text})'
    return text
