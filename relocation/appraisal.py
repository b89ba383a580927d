"""From a project to its numbers: the only module that knows the order.

project -> book of line items -> values -> statements, indicators, checks, verdict
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relocation.checks import CHECKS, declare_checks, enforce
from relocation.formula.book import Book, FormulaError, UnknownName
from relocation.formula.explain import Explanation, explain
from relocation.formula.expression import (
    PERIOD,
    Expression,
    InputReference,
    LineReference,
    as_number,
    month_after,
)
from relocation.formula.irr import InternalRate, internal_rate_of_return
from relocation.formula.scalar import DAY_ZERO, Values, compile_scalar
from relocation.formula.text import parse
from relocation.indicators import INDICATORS, declare_indicators
from relocation.items.collective_income import declare_yearly
from relocation.items.compensation import declare_compensation
from relocation.items.construction import declare_construction
from relocation.items.land_quota import declare_land_quota
from relocation.items.loans import declare_loan
from relocation.items.other import declare_other
from relocation.items.subsidies import declare_subsidy
from relocation.labels import Label, Language
from relocation.problems import Problem, ProblemsFound
from relocation.project.project import InputValue, Project
from relocation.statements import declare_statements, lines_of

if TYPE_CHECKING:
    import pandas as pd

MONTHS = {"month": 1, "quarter": 3, "year": 12}
NUMBERS = {"number", "whole", "share", "choice", "date"}


@dataclass(frozen=True)
class Appraisal:
    """A project with all its numbers. Money is in yuan; a series has one value per period."""

    project: Project
    book: Book
    values: Values

    def value(self, key: str, period: int | None = None) -> float | list[float]:
        """The value of a line; of a series all periods, or one. Not available is NaN.

        Raises UnknownName with close matches.
        """
        if key not in self.values:
            raise UnknownName(key, list(self.values))
        found = self.values[key]
        if isinstance(found, list):
            return found[1:] if period is None else found[period]
        return found

    def number(self, key: str) -> float:
        """The value of a line that is one number."""
        found = self.value(key)
        if isinstance(found, list):
            raise UnknownName(
                key, [name for name, value in self.values.items() if not isinstance(value, list)]
            )
        return found

    @cached_property
    def inputs(self) -> dict[str, float | str]:
        """The inputs of the book by path."""
        return book_inputs(self.project)

    @cached_property
    def internal_rate(self) -> InternalRate:
        """All yearly rates of return of the cash flow before financing, with their status."""
        found = internal_rate_of_return(self.values["cash.before_financing"][1:])  # type: ignore[index]
        yearly = tuple((1 + rate) ** (12 / self.number("timeline.months")) - 1 for rate in found.rates)
        return InternalRate(found.status, yearly)

    def explain(self, key: str, period: int | None = None) -> Explanation:
        """The tree of a number down to the inputs and their sources."""
        return explain(self.book, self.values, self.inputs, key, period=period, source_of=self.source_of)

    def source_of(self, path: str) -> str:
        """Where an input's value comes from, in one line."""
        source = self.project.sources[path]
        return "; ".join(
            part for part in (source.provenance, source.derivation, source.source, source.note) if part
        )

    def failed(self, lang: Language = "en") -> list[str]:
        """The rules of viability that do not hold: balance and cash never negative, all checks passed."""
        rules = (
            (
                self.number("fund_balance.balance") >= -0.005,
                Label("the fund balance is negative", "资金结余为负"),
            ),
            (self.number("cash.minimum") >= -0.005, Label("cash runs out", "现金出现缺口")),
        )
        broken = [label.text(lang) for holds, label in rules if not holds]
        return broken + [
            check.label.text(lang) for check in CHECKS if self.number(f"checks.{check.key}.passed") != 1
        ]

    def to_frame(self, lang: Language = "en") -> pd.DataFrame:
        """Tidy long table: key, label, kind, unit, period (0 for a single number), value [yuan unless unit says other]."""
        import pandas as pd

        return pd.DataFrame(self._tidy(lang), columns=["key", "label", "kind", "unit", "period", "value"])

    def _tidy(self, lang: Language) -> Iterator[tuple[str, str, str, str, int, float]]:
        for key, line in self.book.lines.items():
            value = self.values[key]
            numbers = enumerate(value[1:], start=1) if isinstance(value, list) else [(0, value)]
            for period, number in numbers:
                yield key, line.label.text(lang), line.kind, line.unit, period, number

    def to_record(self, lang: Language = "en") -> dict[str, Any]:
        """The one object that `relocation run -f json` prints."""
        return {
            "project": Label(self.project.village.name_en, self.project.village.name_zh).text(lang),
            "unit": "yuan",
            "inputs": {one.path: _input_record(one) for one in self.project.values()},
            "fund_balance": {
                **{key: self.number(f"fund_balance.{key}") for key in ("revenue", "expenditure", "balance")},
                "lines": [self._line_record(key, lang) for key in _fund_lines(self.book)],
            },
            "indicators": {key: self._indicator(key) for key in INDICATORS},
            "checks": [self._check_record(check.key, check.label, lang) for check in CHECKS],
            "verdict": {"viable": not self.failed(), "failed": self.failed(lang)},
        }

    def _indicator(self, key: str) -> float | dict[str, Any] | None:
        if key == "irr":
            return {"value": self.internal_rate.value, "status": self.internal_rate.status}
        value = self.number(key)
        return None if math.isnan(value) else value

    def _line_record(self, key: str, lang: Language) -> dict[str, Any]:
        line = self.book.lines[key]
        return {
            "key": key,
            "label": line.label.text(lang),
            "kind": line.kind,
            "amount": self.number(key),
            "provenance": self.provenance(key),
        }

    def _check_record(self, key: str, label: Label, lang: Language) -> dict[str, Any]:
        passed = self.number(f"checks.{key}.passed") == 1
        difference = self.number(f"checks.{key}")
        return {"key": key, "passed": passed, "detail": f"{label.text(lang)}: {difference:.2f} yuan"}

    def provenance(self, key: str) -> str:
        """How sure a number is: published if a source prints it and we reproduce it, else the weakest of its inputs."""
        if key in self._reproduced:
            return "published"
        found = {self.project.sources[path].provenance for path in self._inputs_below(key)}
        return next(
            (one for one in ("calibrated", "assumption", "derived", "published") if one in found), "derived"
        )

    @cached_property
    def _reproduced(self) -> set[str]:
        """Lines that a source prints, where the printed figure is ours within its tolerance."""
        return {
            item.formula
            for name, item in self.project.published.items()
            if item.formula in self.book.lines
            and abs(self.number(f"published.{name}.difference")) <= item.tolerance
            and self.project.sources[f"published.{name}.value"].provenance == "published"
        }

    def _inputs_below(self, key: str) -> set[str]:
        tree, fresh = set(), [self.explain(key)]
        while fresh:
            node = fresh.pop()
            fresh += node.ingredients
            if node.key in self.book.inputs and not node.key.startswith("timeline."):
                tree.add(node.key)
        return tree

    def to_excel(self, path: str | Path, *, lang: Language = "en", force: bool = False) -> None:
        """Writes the live workbook. Raises CannotWrite; never leaves a half-written file."""
        from relocation.excel.workbook import write_workbook

        write_workbook(self, Path(path), lang=lang, force=force)


def appraise(project: Project) -> Appraisal:
    """Works out all numbers of a project.

    Raises ProblemsFound for a formula text that cannot be read, and one of the errors of `checks` if the program
    contradicts itself.
    """
    book = build_book(project)
    values = compile_scalar(book)(book_inputs(project))
    enforce(values)
    return Appraisal(project, book, values)


def build_book(project: Project) -> Book:
    """Declares the inputs and line items of a project, in the order of the appraisal."""
    book = Book(project.timeline.periods)
    for one in _book_values(project):
        book.input(
            one.path, one.record.label, one.record.unit, tuple(choice.key for choice in one.record.choices)
        )
    _declare_timeline(book)
    declare_land_quota(book, _named(project.land_quota.receipts))
    for identity, name in _named(project.subsidies):
        declare_subsidy(book, identity, name)
    declare_construction(book, _named(project.construction))
    declare_compensation(book, _named(project.compensation), _named(project.purchases))
    for group, items in (("income", project.income), ("costs", project.costs)):
        for identity, name in _named(items):
            declare_yearly(book, group, identity, name)  # type: ignore[arg-type]
    formulas = _Formulas(book)
    for identity, name in _named(project.other):
        item = project.other[identity]
        declare_other(
            book, identity, name, item.kind, formulas.read(f"other.{identity}.formula", item.formula)
        )
    for identity, name in _named(project.loans):
        declare_loan(book, identity, name, list(project.loans[identity].drawdowns))
    declare_statements(book)
    declare_indicators(book)
    declare_checks(book)
    _declare_published(book, project, formulas)
    formulas.refuse_unknown()
    return book


def book_inputs(project: Project) -> dict[str, float | str]:
    """The values of the book's inputs; a date becomes its day number."""
    return {one.path: _plain(one.value) for one in _book_values(project)}


def _book_values(project: Project) -> Iterator[InputValue]:
    return (one for one in project.values() if one.record.kind in NUMBERS and not one.record.structural)


def _plain(value: Any) -> float | str:
    if isinstance(value, date):
        return float((value - DAY_ZERO).days)
    return value if isinstance(value, str) else float(value)


def _named(items: Mapping[str, Any]) -> list[tuple[str, Label]]:
    """Ids with the labels a planner gave them; an id stands for a label that is missing."""
    plain = ((identity, identity.replace("_", " "), item) for identity, item in items.items())
    return [
        (identity, Label(item.label_en or item.label_zh or text, item.label_zh or item.label_en or text))
        for identity, text, item in plain
    ]


def _declare_timeline(book: Book) -> None:
    flags = [as_number(book.choice("timeline.period", key)) * months for key, months in MONTHS.items()]
    months = book.line(
        "timeline.months", Label("Months per period", "每期月数"), "month", flags[0] + flags[1] + flags[2]
    )
    book.line("timeline.number", Label("Period", "期次"), "period", PERIOD)
    book.line(
        "timeline.date",
        Label("Period begins", "期初日期"),
        "date",
        month_after(book.reference("timeline.start"), (PERIOD - 1) * months),
    )


def _declare_published(book: Book, project: Project, formulas: _Formulas) -> None:
    """Beside each printed figure that has a formula: what the model gives, and the difference."""
    for identity, name in _named(project.published):
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


class _Formulas:
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


def _fund_lines(book: Book) -> list[str]:
    return [line.key for line in lines_of(book, "fund", "revenue", "subsidy", "cost", "memo")]


def _input_record(one: InputValue) -> dict[str, Any]:
    value = one.value.isoformat() if isinstance(one.value, date) else one.value
    return {
        "value": value,
        "unit": one.record.unit,
        "provenance": one.source.provenance,
        "source": one.source.source,
    }
