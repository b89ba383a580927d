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
from relocation.given import refused
from relocation.labels import Label, Language
from relocation.problems import Problem, ProblemsFound, near
from relocation.project.fields import FieldRecord
from relocation.project.given import project_in
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
from relocation.short_names import key_of
from relocation.shown import Shown
from relocation.tables.units import UNITS

if TYPE_CHECKING:
    import pandas as pd


MOST_NAMED = 6  # cases in one line


@dataclass(frozen=True, repr=False)
class Comparison(Shown):
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

    def __repr__(self) -> str:
        names = list(self.appraisals)
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        failed = f"; failed: {len(self.failed)}" if self.failed else ""
        return f"<Comparison of {', '.join(names[:MOST_NAMED])}{more}; outputs: {len(self.outputs)}{failed}>"

    def value(self, case: str, output: str) -> float:
        """An output of a case; NaN where it is not available, or where the case has no such line.

        Raises ProblemsFound for a case that there is not, and for what no case has as one number.
        """
        if case not in self.appraisals:
            raise ProblemsFound([_no_such_case("case", case, list(self.appraisals))])
        key, appraisal = key_of(output), self.appraisals[case]
        if key not in appraisal.values:
            self._keys([key])
            return math.nan
        return appraisal.number(key)

    def difference(self, case: str, output: str, to: str | None = None) -> float:
        """How much more an output is in a case than in the base, or in the case `to`."""
        return self.value(case, output) - self.value(to or self.base, output)

    @property
    def verdicts(self) -> dict[str, Label]:
        """The verdict of each case in a word or two: viable, not viable, unfinished."""
        return {name: appraisal.verdict.status for name, appraisal in self.appraisals.items()}

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
            raise ProblemsFound([_no_such_case("delta_to", delta_to, names)])
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
            "verdicts": {
                name: {"viable": appraisal.verdict.viable, "status": appraisal.verdict.status.text(lang)}
                for name, appraisal in self.appraisals.items()
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


def _no_such_case(where: str, name: str, known: Sequence[str]) -> Problem:
    close = near(str(name), known)
    expected = Label(f"one of {', '.join(known[:8])}", f"{'、'.join(known[:8])} 之一")
    remedy = close if close.en.startswith("did you mean") else Label("name a case", "请填写方案名")
    return Problem(where, str(name), expected, remedy)


def compare(
    cases: Mapping[str, Project | Appraisal] | Iterable[Project | Appraisal],
    outputs: Sequence[str] | None = None,
) -> Comparison:
    """Appraises projects and sets them side by side; the first is the base to which the others are compared.

    Cases in a list are called as their villages, numbered where a name comes again; in a dictionary as its keys.
    `outputs` are keys of lines that are one number, or short names such as balance; without them the main ones.
    A case that cannot be calculated is named in `Comparison.failed` and stops no other. Raises ProblemsFound for no
    case at all, for a base that cannot be calculated, and for an output that no case has.
    """
    projects = _named(cases)
    return _compared(projects, outputs, Resolution(projects, {}, ()))


def _named(cases: Any) -> dict[str, Project]:
    """Projects by their names. Raises ProblemsFound, which says what to write, for what holds no projects."""
    if isinstance(cases, Mapping):
        return {str(name): project_in(case, f"compare {name}") for name, case in cases.items()}
    if isinstance(cases, str) or not isinstance(cases, Iterable) or isinstance(cases, SourcedInputs):
        write = Label(
            'write compare({"base": project, "other": ...})', '请写 compare({"基准": project, "其他": ...})'
        )
        raise refused(
            "compare", cases, Label("projects by name, or in a list", "按名称给出或列表形式的项目"), write
        )
    projects = [project_in(case, f"compare {place}") for place, case in enumerate(cases, start=1)]
    named: dict[str, Project] = {}
    for place, project in enumerate(projects, start=1):
        wanted = project.village.name_en or project.village.name_zh or f"case {place}"
        again = sum(name == wanted or name.startswith(f"{wanted} (") for name in named)
        named[f"{wanted} ({again + 1})" if again else wanted] = project
    return named


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
