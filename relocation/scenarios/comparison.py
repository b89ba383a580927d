"""Named futures side by side: what each comes to, how far that is from the base, and which assumptions made it so."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from relocation import hooks
from relocation.appraisal import Appraisal, appraise
from relocation.calendar import day_of
from relocation.checks import BrokenIdentity
from relocation.formula.language.irr import Status
from relocation.formula.language.line_items import FormulaError
from relocation.labels import Label, Language
from relocation.problems import Problem, ProblemsFound, near
from relocation.project.fields import FieldRecord
from relocation.project.project import Project
from relocation.project.sourced_inputs import SourcedInputs
from relocation.scenarios.outputs import MAIN_OUTPUTS, outputs_of
from relocation.scenarios.scenario import (
    BASE,
    Change,
    Resolution,
    Scenario,
    changed_assumptions,
    inputs_of,
    resolve_each,
)
from relocation.tables.units import UNITS

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Comparison:
    """Appraised cases by name, the first of which is the base.

    `outputs` are the keys that tables show unless others are asked for; `failed` holds the problems of each case that
    has no numbers; `warnings` are what was accepted but should be looked at. Money is in yuan.
    """

    appraisals: Mapping[str, Appraisal]
    outputs: tuple[str, ...]
    failed: Mapping[str, tuple[Problem, ...]]
    warnings: tuple[Problem, ...] = ()

    @property
    def base(self) -> str:
        """The name of the case to which the others are compared."""
        return next(iter(self.appraisals))

    @property
    def cases(self) -> dict[str, SourcedInputs]:
        """The projects by name."""
        return {name: appraisal.project for name, appraisal in self.appraisals.items()}

    def value(self, case: str, output: str) -> float:
        """An output of a case; NaN where it is not available, or where the case has no such line."""
        appraisal = self.appraisals[case]
        number = appraisal.value(output) if output in appraisal.values else math.nan
        assert not isinstance(number, list), f"{output} is a series"
        return number

    def difference(self, case: str, output: str, to: str | None = None) -> float:
        """How much more an output is in a case than in the base, or in the case `to`."""
        return self.value(case, output) - self.value(to or self.base, output)

    @cached_property
    def statuses(self) -> dict[str, Status]:
        """Whether the internal rate of return of each case is unique, one of several, or does not exist."""
        return {name: appraisal.internal_rate.status for name, appraisal in self.appraisals.items()}

    @cached_property
    def changed(self) -> dict[str, dict[str, Change]]:
        """The assumptions of each case that the base does not share, by path: value in the base, value in the case."""
        base = self.cases[self.base]
        return {
            name: changed_assumptions(base, project)
            for name, project in self.cases.items()
            if name != self.base
        }

    def table(
        self, outputs: Sequence[str] | None = None, delta_to: str | None = None, lang: Language = "en"
    ) -> pd.DataFrame:
        """One row per output: output, label, unit, a column per case; with `delta_to` the differences to that case.

        A difference stands under "case - base". Raises ProblemsFound for an unknown output or case.
        """
        import pandas as pd

        keys = self._keys(outputs)
        names = list(self.appraisals)
        if delta_to is not None and delta_to not in names:
            raise ProblemsFound([_no_such_case(delta_to, names)])
        others = [name for name in names if delta_to is not None and name != delta_to]
        rows = [
            [key, *self._label(key, lang), *(self._shown(name, key) for name in names)]
            + [self.difference(name, key, delta_to) for name in others]
            for key in keys
        ]
        heads = ["output", "label", "unit", *names, *(f"{name} - {delta_to}" for name in others)]
        return pd.DataFrame(rows, columns=heads)

    def to_frame(self, lang: Language = "en") -> pd.DataFrame:
        """Tidy long: scenario, output, label, unit, value, difference to the base, status (of the rate of return)."""
        import pandas as pd

        heads = ["scenario", "output", "label", "unit", "value", "difference", "status"]
        return pd.DataFrame(self._tidy(lang), columns=heads)

    def changed_frame(self, lang: Language = "en") -> pd.DataFrame:
        """The list of changed assumptions: scenario, path, label, unit, from, to."""
        import pandas as pd

        known = inputs_of(*self.cases.values())
        rows = [
            [
                name,
                path,
                known[path].record.label.text(lang),
                UNITS[known[path].record.unit].text(lang),
                stated_value(known[path].record, change.before, lang),
                stated_value(known[path].record, change.after, lang),
            ]
            for name, changes in self.changed.items()
            for path, change in changes.items()
        ]
        return pd.DataFrame(rows, columns=["scenario", "path", "label", "unit", "from", "to"], dtype=object)

    def to_record(self, lang: Language = "en") -> dict[str, Any]:
        """The one object that `relocation compare -f json` prints; what is not available is null."""
        record: dict[str, Any] = {
            "cases": {
                name: {key: _or_null(self._shown(name, key)) for key in self.outputs}
                for name in self.appraisals
            },
            "changed": {
                name: {
                    path: [_plain(change.before), _plain(change.after)] for path, change in changes.items()
                }
                for name, changes in self.changed.items()
            },
        }
        if "irr" in self.outputs:
            record["irr_status"] = dict(self.statuses)
        if self.failed:
            record["failed"] = {
                name: [problem.record(lang) for problem in problems] for name, problems in self.failed.items()
            }
        return record

    def to_excel(self, path: str | Path, *, lang: Language = "en", force: bool = False) -> None:
        """Writes the live workbook of the base with the cases beside it. Raises CannotWrite."""
        hooks.call("write_comparison", self, Path(path), lang=lang, force=force)

    def _keys(self, outputs: Sequence[str] | None) -> list[str]:
        if outputs is None:
            return list(self.outputs)
        books = list({id(appraisal.book): appraisal.book for appraisal in self.appraisals.values()}.values())
        return list(dict.fromkeys(outputs_of(books, outputs)))

    def _label(self, key: str, lang: Language) -> tuple[str, str]:
        line = next(
            appraisal.book.lines[key] for appraisal in self.appraisals.values() if key in appraisal.book.lines
        )
        return line.label.text(lang), UNITS[line.unit].text(lang)

    def _shown(self, case: str, key: str) -> float | str:
        """A value as it is read: a day number becomes a date."""
        value = self.value(case, key)
        is_date = (
            key in self.appraisals[case].book.lines and self.appraisals[case].book.lines[key].unit == "date"
        )
        return day_of(value).isoformat() if is_date and not math.isnan(value) else value

    def _tidy(self, lang: Language) -> Iterator[tuple[Any, ...]]:
        for name in self.appraisals:
            for key in self.outputs:
                status = self.statuses[name] if key == "irr" else ""
                label, unit = self._label(key, lang)
                yield name, key, label, unit, self.value(name, key), self.difference(name, key), status


def stated_value(record: FieldRecord, value: Any, lang: Language) -> Any:
    """A value of an input as a reader of the language knows it; a choice by its label, a date as it is written."""
    labels = {choice.key: choice.label.text(lang) for choice in record.choices}
    return labels.get(value, _plain(value)) if isinstance(value, str) else _plain(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _or_null(value: float | str) -> float | str | None:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _no_such_case(name: str, known: Sequence[str]) -> Problem:
    close = near(name, known)
    expected = Label(f"one of {', '.join(known[:8])}", f"{'、'.join(known[:8])} 之一")
    remedy = close if close.en.startswith("did you mean") else Label("name a case", "请填写方案名")
    return Problem("delta_to", name, expected, remedy)


def compare(cases: Mapping[str, Project], outputs: Sequence[str] | None = None) -> Comparison:
    """Appraises projects and sets them side by side; the first is the base to which the others are compared.

    `outputs` are keys of lines that are one number, or short names such as balance; without them the main ones.
    A case that cannot be calculated is named in `Comparison.failed` and stops no other. Raises ProblemsFound for no
    case at all, for a base that cannot be calculated, and for an output that no case has.
    """
    return _compared(cases, outputs, Resolution(dict(cases), {}, ()))


def compare_scenarios(
    base: Project,
    scenarios: Iterable[Scenario],
    outputs: Sequence[str] | None = None,
    *,
    name: str = BASE,
    keep_going: bool = False,
) -> Comparison:
    """The project under its own `name`, and every scenario of it.

    All scenarios are checked before anything is calculated: ProblemsFound holds everything that is wrong with any of
    them. With `keep_going` the scenarios that are refused are named in `Comparison.failed` instead, and the others run.
    """
    resolution = resolve_each(base, scenarios)
    if resolution.problems and not keep_going:
        raise ProblemsFound(problem for problems in resolution.problems.values() for problem in problems)
    return _compared({name: base, **resolution.projects}, outputs, resolution)


def _compared(
    cases: Mapping[str, Project], outputs: Sequence[str] | None, resolution: Resolution
) -> Comparison:
    if not cases:
        raise ProblemsFound([_no_case()])
    appraisals = {}
    failed = {name: tuple(problems) for name, problems in resolution.problems.items()}
    for name, project in cases.items():
        result = _appraised(name, project)
        if isinstance(result, Appraisal):
            appraisals[name] = result
        else:
            failed[name] = result
    base = next(iter(cases))
    if base not in appraisals:
        raise ProblemsFound(failed[base])
    books = list({id(appraisal.book): appraisal.book for appraisal in appraisals.values()}.values())
    keys = list(dict.fromkeys(outputs_of(books, outputs or MAIN_OUTPUTS)))
    return Comparison(appraisals, tuple(keys), failed, resolution.warnings)


def _appraised(name: str, project: Project) -> Appraisal | tuple[Problem, ...]:
    """All numbers of a case, or why there are none."""
    try:
        return appraise(project)
    except ProblemsFound as refusal:
        return refusal.problems
    except FormulaError as error:
        return (_cannot_calculate(name, error.label),)
    except (BrokenIdentity, ArithmeticError) as error:
        return (_cannot_calculate(name, Label(str(error), str(error))),)


def _cannot_calculate(name: str, reason: Label) -> Problem:
    expected = Label("a case that can be calculated", "可以计算的方案")
    return Problem(name, reason, expected, Label("correct its changes", "请更正其变动"))


def _no_case() -> Problem:
    expected = Label("at least one case, the base", "至少一个方案（基准）")
    return Problem("compare", "", expected, Label("name a project", "请给出一个项目"))
