"""The formula texts of a planner: read into the language of line items, with every problem told at once."""

from __future__ import annotations

from relocation.formula.book import Book, FormulaError, UnknownName
from relocation.formula.expression import Expression, InputReference, LineReference, as_number
from relocation.formula.text import parse
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound


class OwnFormulas:
    """Reads the planner's formula texts; names may point to lines that are declared later."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.named: list[tuple[str, str]] = []  # path of the formula, name in it
        self.problems: list[Problem] = []

    def read(self, path: str, text: str) -> Expression | None:
        if not text:
            return None
        try:
            return parse(text, lambda name: self.resolve(path, name))
        except FormulaError as error:
            self.problems.append(_formula_problem(path, text, str(error)))
            return as_number(0)

    def resolve(self, path: str, name: str) -> Expression:
        if name in self.book.inputs:
            if self.book.inputs[name].choices:
                raise FormulaError(f"{name} is chosen from a list and cannot be calculated with")
            return InputReference(name)
        self.named.append((path, name))
        return LineReference(name)

    def refuse_unknown(self) -> None:
        """Raises ProblemsFound for everything wrong with the texts, unknown names with close matches included."""
        for path, name in self.named:
            if name not in self.book.lines:
                error = UnknownName(name, [*self.book.lines, *self.book.inputs])
                self.problems.append(_formula_problem(path, name, str(error)))
        if not self.problems:
            self._refuse_circles()
        if self.problems:
            raise ProblemsFound(self.problems)

    def _refuse_circles(self) -> None:
        if not self.named:
            return
        try:
            _ = self.book.plan
        except FormulaError as error:
            path, name = self.named[0]
            self.problems.append(_formula_problem(path, name, str(error)))


def _formula_problem(path: str, found: str, why: str) -> Problem:
    return Problem(
        where=path,
        found=found,
        expected=Label(f"a formula over lines and inputs ({why})", f"由项目和输入组成的公式（{why}）"),
        remedy=Label(
            "use names such as land_quota.area, t, + - * / **, min, max, previous(...) and `a if b else c`",
            "可用名称如 land_quota.area、t、+ - * / **、min、max、previous(...) 及 `a if b else c`",
        ),
    )
