"""The outputs that one may ask of many scenarios, and which inputs a number depends on, as its formula and all formulas below it say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    ChoiceIs,
    Expression,
    Grouped,
    InputReference,
    LineReference,
    Previous,
    Reduction,
)
from relocation.given import names_of
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound, near
from relocation.short_names import OTHERWISE, key_of, names_among

MAIN_OUTPUTS = (
    "fund_balance.revenue",
    "fund_balance.expenditure",
    "fund_balance.balance",
    "cash.minimum",
    "cash.peak_funding_need",
    "loans.interest_total",
    "household.net_cash",
    "npv",
    "irr",
    "payback",
    "dscr_min",
    "dscr_avg",
    "icr_min",
    "llcr",
    "coverage_multiple",
    "liabilities_to_assets_max",
)


def known_output(name: str, known: Collection[str]) -> str:
    """The one of some keys that is meant, perhaps by its short name. Raises ProblemsFound if none is."""
    key = key_of(name)
    if key not in known:
        expected = Label(f"one of {', '.join(known)}", f"{'、'.join(known)} 之一")
        raise ProblemsFound([Problem("output", name, expected, near(name, names_among(known), OTHERWISE))])
    return key


def output_names(book: Book, wanted: Sequence[str]) -> list[str]:
    """The keys of the wanted outputs, short names written out. Raises ProblemsFound for what is no single number."""
    return outputs_of([book], wanted)


def outputs_of(books: Sequence[Book], wanted: Sequence[str]) -> list[str]:
    """The keys of the wanted outputs, each of which at least one of the books must have as a single number."""
    keys = [key_of(name) for name in names_of(wanted, "outputs", OTHERWISE)]
    single = {key: None for book in books for key in book.lines if key not in book.plan.series}
    problems = [_no_output(key, list(single)) for key in keys if key not in single]
    if problems:
        raise ProblemsFound(problems)
    return keys


def _no_output(name: str, known: Sequence[str]) -> Problem:
    expected = Label("an output that is one number", "单一数值的输出项")
    return Problem(name, name, expected, near(name, names_among(known), OTHERWISE))


def inputs_behind(book: Book, key: str) -> set[str]:
    """The paths of the inputs that can move a line, whatever the other inputs are."""
    seen: set[str] = set()
    fresh = [key]
    while fresh:
        reached = fresh.pop()
        if reached in seen:
            continue
        seen.add(reached)
        if reached in book.lines:
            fresh += [name for node in book.lines[reached].nodes for name in _names(node)]
    return seen & book.inputs.keys()


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
