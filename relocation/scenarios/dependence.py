"""Which inputs a number depends on, as its formula and all formulas below it say."""

from __future__ import annotations

from collections.abc import Iterator

from relocation.formula.book import Book
from relocation.formula.expression import (
    ChoiceIs,
    Expression,
    Grouped,
    InputReference,
    LineReference,
    Previous,
    Reduction,
)


def inputs_behind(book: Book, key: str) -> set[str]:
    """The paths of the inputs that can move a line, whatever the other inputs are."""
    found: set[str] = set()
    fresh = [key]
    while fresh:
        one = fresh.pop()
        if one in found:
            continue
        found.add(one)
        if one in book.lines:
            fresh += [name for node in book.lines[one].nodes for name in _names(node)]
    return found & book.inputs.keys()


def _names(node: Expression) -> Iterator[str]:
    match node:
        case InputReference(key) | ChoiceIs(key) | LineReference(key) | Previous(key):
            yield key
        case Grouped(key, by):
            yield from (key, by)
        case Reduction(_, key, by):
            yield key
            if by is not None:
                yield by
