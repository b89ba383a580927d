"""From a project to its numbers.

project -> book of line items -> values -> statements, indicators, checks, verdict
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relocation import hooks
from relocation.annual import TABLES, rows_of
from relocation.annual.budget import quantities_by_unit
from relocation.calendar import day_of
from relocation.certainty import Certainty, count_provenance
from relocation.checks import CHECKS, enforce
from relocation.formula.language.book import Book
from relocation.formula.language.expression import LineReference
from relocation.formula.language.irr import InternalRate, internal_rate_of_return
from relocation.formula.language.line_items import NotOneNumber, UnknownName
from relocation.formula.targets.explain import Explanation, explain
from relocation.formula.targets.scalar import Values
from relocation.frames import Heads, annual_frame, annual_row, period_frame, tidy_frame
from relocation.given import file_of, language_of, names_of, whole_within
from relocation.indicators import INDICATORS, RATES_OF_RETURN
from relocation.labels import Label, Language
from relocation.model import book_inputs, calculate
from relocation.project.given import project_in
from relocation.project.paths import InputPath
from relocation.project.sourced_inputs import InputValue, SourcedInputs
from relocation.second_opinion import ask_second_opinion
from relocation.short_names import key_of, names_among
from relocation.shown import Shown
from relocation.statements import cash_plan_rows, gap_rows, lines_of
from relocation.verdict import Facts, Verdict

if TYPE_CHECKING:
    import pandas as pd

    from relocation.charts.chart import Chart
    from relocation.verify.record import CrossCheck


@dataclass(frozen=True, repr=False)
class Appraisal(Shown):
    """A project with all its numbers. Money is in yuan; a series has one value per period."""

    project: SourcedInputs
    book: Book
    values: Values

    def __repr__(self) -> str:
        name, amounts = _name_of(self.project), ("fund_balance.balance", "cash.minimum")
        balance, lowest = (f"{self.number(key):,.0f} yuan" for key in amounts)
        return f"<Appraisal of {name}: {self.verdict.status.en}; balance {balance}, lowest cash {lowest}>"

    def value(self, key: str, period: int | None = None) -> float | list[float]:
        """The value of a line, by its key or short name; of a series all periods, or one. Not available is NaN.

        An internal rate of return is the one rate that exists, also where a workbook cannot prove that there is no
        other and shows n/a. Raises UnknownName with close matches, and ProblemsFound for a period that there is not.
        """
        key = self.key_of(key)
        found = self.values[key]
        if found != found and (rate := self.shown_line(key)) in RATES_OF_RETURN:
            only = self.rates_of_return[rate].value
            return math.nan if only is None else only
        if isinstance(found, list):
            return found[1:] if period is None else found[whole_within(period, "period", 1, len(found) - 1)]
        return found

    def key_of(self, name: str) -> str:
        """The key of a line by its key or short name. Raises UnknownName with close matches."""
        key = key_of(name)
        if key not in self.values:
            raise UnknownName(name, names_among(self.values))
        return key

    def shown_line(self, key: str) -> str:
        """The line that a row of a table shows again, else the line itself."""
        formula = self.book.lines[key].formula
        return formula.key if isinstance(formula, LineReference) else key

    def series(self, key: str) -> list[float]:
        """The values of a line by period. Raises UnknownName for what is no line, or one number."""
        found = self.value(key)
        if not isinstance(found, list):
            en, zh = (
                f"{key!r} is one number: ask number({key!r})",
                f"{key!r} 是单一数值：请用 number({key!r})",
            )
            raise NotOneNumber(key, en, zh)
        return found

    def number(self, key: str) -> float:
        """The value of a line that is one number. Raises UnknownName for what is no line, or a series."""
        found = self.value(key)
        if isinstance(found, list):
            en, zh = f"{key!r} is a series: ask series({key!r})", f"{key!r} 是时间序列：请用 series({key!r})"
            single = [name for name, value in self.values.items() if not isinstance(value, list)]
            raise NotOneNumber(key, en, zh, names_among(single))
        return found

    @cached_property
    def inputs(self) -> dict[str, float | str]:
        """The inputs of the book by path."""
        return book_inputs(self.project)

    @property
    def internal_rate(self) -> InternalRate:
        """All yearly rates of return of the cash flow before financing, with their status."""
        return self.rates_of_return["irr"]

    @cached_property
    def rates_of_return(self) -> dict[str, InternalRate]:
        """All yearly rates of return of each flow that has some, with their status: `irr` and `irr.capital`."""
        return {key: self._rates_of(self.series(flow)) for key, flow in RATES_OF_RETURN.items()}

    def _rates_of(self, flow: list[float]) -> InternalRate:
        """A gain on no outlay to speak of may be a rate per period and too large for one a year: then it is none."""
        found, times = internal_rate_of_return(flow), 12 / self.number("timeline.months")
        rates = tuple(_compounded(rate, times) for rate in found.rates)
        finite = tuple(rate for rate in rates if math.isfinite(rate))
        if len(finite) == len(rates):
            return InternalRate(found.status, rates)
        return InternalRate("multiple" if finite else "none", finite)

    def explain(self, key: str, period: int | None = None) -> Explanation:
        """The tree of a number down to the inputs and their sources. Names and structure explain themselves."""
        key = key_of(key)
        if period is not None:
            whole_within(period, "period", 1, self.book.periods)
        if key in self.project.sources and key not in self.book.inputs:
            stated = self.project.at(key)
            record, said = stated.record, str(stated.value)
            source, origin = self.source_of(key), self.project.sources[key]
            return Explanation(key, record.label, record.unit, said, "", None, source, (), origin=origin)
        if key not in self.book.inputs:
            self.key_of(key)
        return explain(
            self.book,
            self.values,
            self.inputs,
            key,
            period=period,
            source_of=self.source_of,
            origin_of=self.project.sources.get,
        )

    def source_of(self, path: str) -> str:
        """Where an input's value comes from, in one line; nothing where it only says that another one is stated."""
        source = self.project.sources.get(path)
        if source is None:
            return ""
        parts = (source.provenance, source.derivation, source.source, source.note)
        return "; ".join(part for part in dict.fromkeys(parts) if part)

    @cached_property
    def verdict(self) -> Verdict:
        """What the rules say, and what must not be hidden."""
        return Verdict(
            Facts(self.project, self.inputs, self.values, self.internal_rate, self.provenance_counts)
        )

    @cached_property
    def provenance_counts(self) -> Counter[str]:
        """How many inputs of the calculation are published, derived, assumed, calibrated."""
        return count_provenance(self.project, self.book)

    def failed(self, lang: Language = "en") -> list[str]:
        """What is wrong by the rules that decide: cash, repayment, fund balance, checks."""
        return [reason.text(lang) for reason in self.verdict.failed()]

    def to_frame(self, lang: Language = "en") -> pd.DataFrame:
        """Tidy long table: key, label, kind, unit, period (0 for a single number), date, value [yuan unless unit says other]."""
        return tidy_frame(self, lang)

    def cash_plan(self, lang: Language = "en", heads: Heads = "label") -> pd.DataFrame:
        """The cash plan [yuan]: a row for each period by its first day, a column for each line of it, opening to closing.

        Columns are headed by names in the language, or by keys with `heads="key"`; `frame.attrs` holds units and keys.
        """
        lines = self.book.lines
        names = {row.key: row.label or lines[row.key].label for row in cash_plan_rows(self.book)}
        return period_frame(self, names, lang, heads)

    def by_period(
        self, keys: str | Sequence[str], lang: Language = "en", heads: Heads = "label"
    ) -> pd.DataFrame:
        """Any lines that are series, as `cash_plan` has those of the cash plan. Raises UnknownName."""
        such_as = Label('such as ["cash.closing"]', '如 ["cash.closing"]')
        wanted = [self.key_of(name) for name in names_of(keys, "by_period", such_as)]
        return period_frame(self, {key: self.book.lines[key].label for key in wanted}, lang, heads)

    def annual(self, table: str, lang: Language = "en") -> pd.DataFrame:
        """A table by project year, as the Annual sheet shows it; `relocation.annual.TABLES` lists the tables.

        The index is the key of each row; label, unit and total stand before years 1, 2, ... A balance and a ratio have
        no total, and a figure that is one number for all years stands there alone. `frame.attrs["years"]` holds the first
        day of each year. Raises UnknownName.
        """
        if table not in TABLES:
            raise UnknownName(table, TABLES)
        return annual_frame(self, rows_of(self.book, table), lang)

    def to_record(self, lang: Language = "en") -> dict[str, Any]:
        """The one object that `relocation run -f json` prints."""
        return {
            "project": Label(self.project.village.name_en, self.project.village.name_zh).text(lang),
            "unit": "yuan",
            "inputs": {input_value.path: _input_record(input_value) for input_value in self.project.values()},
            "fund_balance": {
                **{key: self.number(f"fund_balance.{key}") for key in ("revenue", "expenditure", "balance")},
                "lines": [self._line_record(key, lang) for key in _fund_lines(self.book)],
            },
            "indicators": {key: self._indicator(key) for key in INDICATORS},
            "gap": {InputPath.of(row.key).name: self._indicator(row.key) for row in gap_rows(self.book)},
            "checks": [self._check_record(check.key, check.label, lang) for check in CHECKS],
            "verdict": self.verdict.to_record(lang),
            "annual": {key: self._annual_record(key, lang) for key in TABLES},
            "quantities": [one.to_record(lang) for one in quantities_by_unit(self.project)],
        }

    def _indicator(self, key: str) -> float | str | dict[str, Any] | None:
        """A number, null where it is not available; a date as it is written; the rate of return with its status."""
        value = self.number(key)
        shown = None if not math.isfinite(value) else value
        if shown is not None and self.book.lines[key].unit == "date":
            return day_of(shown).isoformat()
        rate = self.rates_of_return.get(key)
        return shown if rate is None else {"value": shown, "status": rate.status}

    def _annual_record(self, table: str, lang: Language) -> dict[str, Any]:
        """A table by year: its rows with label, unit, total and one value a year; not available is null."""
        heads = ("key", "label", "unit", "total")
        rows = ([_or_null(one) for one in annual_row(self, row, lang)] for row in rows_of(self.book, table))
        return {
            "title": TABLES[table].title.text(lang),
            "rows": [dict(zip(heads, row, strict=False)) | {"years": row[len(heads) :]} for row in rows],
        }

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
        said = f"{difference:.2f} yuan", f"{difference:.2f} 元"
        if self.book.lines[f"checks.{key}"].unit != "yuan":
            said = f"{difference:g}", f"{difference:g}"
        detail = Label(f"{label.en}: {said[0]}", f"{label.zh}：{said[1]}")
        return {"key": key, "passed": passed, "detail": detail.text(lang)}

    def provenance(self, key: str) -> str:
        """How sure a number is: published if a source prints it and we reproduce it, else the weakest of its inputs."""
        return self._certainty.provenance(key)

    def ground_of(self, keys: Iterable[str]) -> set[str]:
        """The paths of the inputs that any of these numbers rests on, under what was chosen."""
        return self._certainty.ground_of(keys)

    @cached_property
    def _certainty(self) -> Certainty:
        return Certainty(self.project, self.book, self.values, self.inputs)

    def to_excel(self, path: str | Path, *, lang: Language = "en", force: bool = False) -> None:
        """Writes the live workbook. Raises CannotWrite; never leaves a half-written file."""
        hooks.call(
            "write_appraisal", self, file_of(path, "path", A_NAME), lang=language_of(lang), force=force
        )

    def to_word(self, path: str | Path, *, lang: Language = "en", force: bool = False) -> None:
        """Writes the report as a Word document; needs the extra `word`. Raises CannotWrite; never leaves a half-written file."""
        hooks.call("write_document", self, file_of(path, "path", A_NAME), lang=language_of(lang), force=force)

    def to_html(self, path: str | Path, *, lang: Language = "en", force: bool = False) -> None:
        """Writes the report as one page. Raises CannotWrite; never leaves a half-written file."""
        hooks.call("write_page", self, file_of(path, "path", A_NAME), lang=language_of(lang), force=force)

    def chart(self, kind: str, *, lang: Language = "en") -> Chart:
        """A picture, which notebooks show, such as cash or stress; `relocation chart` lists the kinds. Raises UnknownName."""
        chart: Chart = hooks.call("chart", self, kind, lang=language_of(lang))
        return chart

    def verify(self, *engines: str, lang: Language = "en") -> CrossCheck:
        """Works all numbers out again by engines that are not ours, or by those named; `holds` says whether all agree."""
        check: CrossCheck = hooks.call("verify", self, engines, lang=lang)
        return check


A_NAME = Label('such as "plan.xlsx"', '如 "plan.xlsx"')


def appraise(project: SourcedInputs) -> Appraisal:
    """Works out all numbers of a project.

    Raises ProblemsFound for a formula text that cannot be read, and one of the errors of `checks` if the program
    contradicts itself or numpy-financial.
    """
    project = project_in(project, "appraise")
    book, values = calculate(project)
    enforce(values)
    ask_second_opinion(project, values)
    return Appraisal(project, book, values)


def _compounded(rate: float, times: float) -> float:
    """The rate of so many periods in one; an absurd one, such as a gain on no outlay to speak of, is infinite."""
    try:
        return float((1 + rate) ** times - 1)
    except OverflowError:
        return math.inf


def _fund_lines(book: Book) -> list[str]:
    return [line.key for line in lines_of(book, "fund", "revenue", "subsidy", "cost", "memo")]


def _input_record(input_value: InputValue) -> dict[str, Any]:
    value = input_value.value.isoformat() if isinstance(input_value.value, date) else input_value.value
    return {
        "value": value,
        "unit": input_value.record.unit,
        "provenance": input_value.source.provenance,
        "source": input_value.source.source,
    }


def _or_null(value: str | float) -> str | float | None:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _name_of(project: SourcedInputs) -> str:
    return project.village.name_en or project.village.name_zh or "a village"
