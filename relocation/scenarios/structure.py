"""Which projects share a book: those that have the same inputs and differ in numbers and choices only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from relocation.appraisal import Appraisal
from relocation.checks import enforce
from relocation.formula.book import Book
from relocation.formula.scalar import Values, compile_scalar
from relocation.model import book_inputs, build_book
from relocation.project.project import Project
from relocation.scenarios.batch import may_vary

Structure = tuple[tuple[str, Any], ...]


def structure(project: Project) -> Structure:
    """What decides the lines of a project's book: which inputs there are, and the value of each that is no number."""
    return tuple((one.path, None if may_vary(one.record) else one.value) for one in project.values())


class Appraiser:
    """Appraises one project after another; projects of one structure share a book."""

    def __init__(self) -> None:
        self._books: dict[Structure, tuple[Book, Callable[[Mapping[str, float | str]], Values]]] = {}

    def appraise(self, project: Project) -> Appraisal:
        """All numbers of a project. Raises what `relocation.appraisal.appraise` raises."""
        shape = structure(project)
        if shape not in self._books:
            book = build_book(project)
            self._books[shape] = book, compile_scalar(book)
        book, calculate = self._books[shape]
        values = calculate(book_inputs(project))
        enforce(values)
        return Appraisal(project, book, values)
