"""The formula texts of a planner: read into the language of line items, with every problem told at once."""

from __future__ import annotations

from relocation.formula.language.book import Book, FormulaError, UnknownName
from relocation.formula.language.expression import Expression, InputReference, LineReference, as_number
from relocation.formula.language.text import parse
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound


class OwnFormulas:
    """Reads the planner's formula texts; names may point to lines that are declared later."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.texts: dict[str, str] = {}  # path of a formula -> its text
        self.named: list[tuple[str, str]] = []  # path of the formula, name in it
        self.problems: list[Problem] = []

    def read(self, path: str, text: str) -> Expression | None:
        if not text:
            return None
        self.texts[path] = text
        try:
            return parse(text, lambda name: self.resolve(path, name))
        except FormulaError as error:
            self.problems.append(_formula_problem(path, text, error.label))
            return as_number(0)

    def resolve(self, path: str, name: str) -> Expression:
        if name in self.book.inputs:
            if self.book.inputs[name].choices:
                raise FormulaError(
                    f"{name} is chosen from a list and cannot be calculated with",
                    f"{name} 为选项，不能参与计算",
                )
            return InputReference(name)
        self.named.append((path, name))
        return LineReference(name)

    def refuse_unknown(self) -> None:
        """Raises ProblemsFound for everything wrong with the texts, unknown names with close matches included."""
        for path, name in self.named:
            if name not in self.book.lines:
                error = UnknownName(name, [*self.book.lines, *self.book.inputs])
                self.problems.append(_formula_problem(path, name, error.label))
        if self.texts and not self.problems:
            self._refuse_unplanned()
        if self.problems:
            raise ProblemsFound(self.problems)

    def _refuse_unplanned(self) -> None:
        """Tells a circle or an impossible quotient at the formula text that has a part in it."""
        try:
            _ = self.book.plan
        except FormulaError as error:
            groups = {key.rpartition(".")[0] for key in error.lines}
            guilty = (path for path in self.texts if path.rpartition(".")[0] in groups)
            path = next(guilty, next(iter(self.texts)))
            self.problems.append(_formula_problem(path, self.texts[path], error.label))


def _formula_problem(path: str, found: str, why: Label) -> Problem:
    return Problem(
        where=path,
        found=found,
        expected=Label(f"a formula over lines and inputs ({why.en})", f"由项目和输入组成的公式（{why.zh}）"),
        remedy=Label(
            "use names such as land_quota.area, t, + - * / **, min, max, previous(...) and `a if b else c`",
            "可用名称如 land_quota.area、t、+ - * / **、min、max、previous(...) 及 `a if b else c`",
        ),
    )
