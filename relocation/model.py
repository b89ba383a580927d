"""From a project to its book of line items: the only module that knows which lines there are, and in what order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial

from relocation.annual import declare_annual, declare_years_and_balances
from relocation.annual.years import years_in
from relocation.checks import declare_checks
from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    PERIOD,
    Expression,
    InputReference,
    LineReference,
    as_number,
    month_after,
)
from relocation.formula.language.line_items import FormulaError, UnknownName
from relocation.formula.language.text import parse
from relocation.formula.targets.scalar import Calculation, Values
from relocation.indicators import declare_indicators
from relocation.items.collective_income import declare_yearly
from relocation.items.compensation import declare_compensation
from relocation.items.construction import declare_construction
from relocation.items.land_quota import declare_land_quota
from relocation.items.loans import LoanParts, declare_loans
from relocation.items.other import declare_other
from relocation.items.subsidies import declare_subsidy
from relocation.kept_on_disk import kept
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.book_inputs import (
    NUMBERS,
    Structure,
    declare_inputs,
    declare_items,
    input_numbers,
    items_of,
)
from relocation.project.fields import FieldRecord
from relocation.project.groups import MONTHS
from relocation.project.name_marks import called, is_name, marked, names_of
from relocation.project.names import place_names
from relocation.project.paths import InputPath, leaves
from relocation.project.rule import declare_months
from relocation.project.rule_book import declare_rules
from relocation.project.sourced_inputs import SourcedInputs
from relocation.statements import declare_statements
from relocation.verdict import declare_flags, declare_verdict


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
            items = {InputPath.of(key).parent for key in error.lines}
            guilty = (path for path in self.texts if InputPath.of(path).parent in items)
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


BOOKS_KEPT = 32


def book_of(project: SourcedInputs) -> Book:
    """The book of a project, built once for all projects of its structure; nobody may change it."""
    return _labelled(_structure(project), tuple(names_of(project).items()))


def calculate(project: SourcedInputs) -> tuple[Book, Values]:
    """The book of a project and the values of its lines; what works them out is compiled once for all of its structure."""
    structure = _structure(project)
    book = _labelled(structure, tuple(names_of(project).items()))
    return book, _calculation(structure).run(book_inputs(project))


def calculation_of(project: SourcedInputs) -> Callable[[Mapping[str, float | str]], Values]:
    """What works out the lines for other numbers in the inputs of a project, of its structure. Raises FormulaError."""
    return _calculation(_structure(project)).run


def _structure(project: SourcedInputs) -> Structure[SourcedInputs]:
    """Which inputs a project has, and the value of each that is no number.

    Names do not count either: the labels of its book hold marks in their place.
    """
    key = tuple(
        (path, None if _is_number(record) or is_name(path) else value)
        for path, record, value in leaves(project)
    )
    return Structure(key, project)


def _is_number(record: FieldRecord) -> bool:
    return record.kind in NUMBERS and not record.structural


@lru_cache(maxsize=BOOKS_KEPT)
def _calculation(structure: Structure[SourcedInputs]) -> Calculation:
    return kept("book", structure.key, lambda: Calculation(build_book(marked(structure.example))))


@lru_cache(maxsize=BOOKS_KEPT)
def _labelled(structure: Structure[SourcedInputs], names: tuple[tuple[str, Label], ...]) -> Book:
    return _calculation(structure).book.relabelled(partial(called, names=dict(names)))


def build_book(project: SourcedInputs) -> Book:
    """Declares the inputs and line items of a project, in the order of the appraisal."""
    timeline = project.timeline
    book = Book(timeline.periods, years_in(timeline.periods, MONTHS[timeline.period]))
    declare_inputs(book, project)
    declare_items(book, project)
    _declare_timeline(book)
    declare_rules(book, project, place_names(project))
    declare_land_quota(book, _named(book, "land_quota"))
    for identity, name in _named(book, "subsidies"):
        declare_subsidy(book, identity, name)
    declare_construction(book, _named(book, "construction"))
    declare_compensation(book, _named(book, "compensation"), _named(book, "purchases"))
    for group in ("income", "costs"):
        for identity, name in _named(book, group):
            declare_yearly(book, group, identity, name)
    formulas = OwnFormulas(book)
    for identity, name in _named(book, "other"):
        item = project.other[identity]
        declare_other(
            book, identity, name, item.kind, formulas.read(f"other.{identity}.formula", item.formula)
        )
    declare_loans(book, _loans(book, project))
    declare_statements(book)
    declare_years_and_balances(book)
    declare_indicators(book)
    declare_annual(book)
    declare_checks(book)
    declare_verdict(book)
    declare_flags(book)
    _declare_published(book, project, formulas)
    formulas.refuse_unknown()
    return book


def book_inputs(project: SourcedInputs) -> dict[str, float | str]:
    """The values of the book's inputs; a date becomes its day number, and a flag says whether a value is stated."""
    return input_numbers(project, lambda path: project.sources[path].stated)


def _named(book: Book, group: str) -> list[tuple[str, Label]]:
    """Ids with the names of the items of a group."""
    return [(path.name, name) for path, name in items_of(book, group).items()]


def _loans(book: Book, project: SourcedInputs) -> Iterator[LoanParts]:
    for identity, name in _named(book, "loans"):
        loan = project.loans[identity]
        yield LoanParts(identity, name, list(loan.drawdowns), list(loan.rate_steps), list(loan.repayments))


def _declare_timeline(book: Book) -> None:
    months = declare_months(book)
    book.line("timeline.number", Label("Period", "期次"), "period", PERIOD)
    book.line(
        "timeline.date",
        Label("Period begins", "期初日期"),
        "date",
        month_after(book.reference("timeline.start"), (PERIOD - 1) * months),
    )


def _declare_published(book: Book, project: SourcedInputs, formulas: OwnFormulas) -> None:
    """Beside each printed figure that has a formula: what the model gives, and the difference."""
    for identity, name in _named(book, "published"):
        item = project.published[identity]
        formula = formulas.read(f"published.{identity}.formula", item.formula)
        if formula is not None:
            ours = book.line(f"published.{identity}.ours", name, item.unit, formula)
            label = Label(f"{name.en}: ours less printed", f"{name.zh}：本模型减原文")
            book.line(
                f"published.{identity}.difference",
                label,
                item.unit,
                ours - book.reference(f"published.{identity}.value"),
            )
