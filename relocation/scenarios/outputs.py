"""The outputs that one may ask of many scenarios: the lines of a book that are one number."""

from __future__ import annotations

from collections.abc import Sequence

from relocation.changes import SHORT_NAMES
from relocation.formula.book import Book
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound, near


def output_names(book: Book, wanted: Sequence[str]) -> list[str]:
    """The keys of the wanted outputs, short names written out. Raises ProblemsFound for what is no single number."""
    keys = [SHORT_NAMES.get(name, name) for name in wanted]
    single = [key for key in book.lines if key not in book.plan.series]
    problems = [_no_output(key, single) for key in keys if key not in set(single)]
    if problems:
        raise ProblemsFound(problems)
    return keys


def _no_output(name: str, known: Sequence[str]) -> Problem:
    expected = Label("an output that is one number", "单一数值的输出项")
    return Problem(name, name, expected, near(name, [*SHORT_NAMES, *known]))
