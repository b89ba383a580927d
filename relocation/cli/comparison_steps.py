"""What `compare` does: open the cases, gather the scenarios, calculate what can be calculated, name what cannot."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from relocation.cli.options import Lang
from relocation.cli.scenario_steps import refuse
from relocation.cli.scenario_texts import read_scenarios as read_typed
from relocation.cli.steps import changed, guarded, tell
from relocation.labels import Label

if TYPE_CHECKING:
    from relocation.cases import Opened
    from relocation.problems import Problem
    from relocation.project.project import Project
    from relocation.scenarios.comparison import Comparison
    from relocation.scenarios.scenario import Scenario
    from relocation.scenarios.tables.headings import TypedTable

MOST_TOLD = 20


@dataclass(frozen=True)
class Wanted:
    """What shall be compared, as the command line says it."""

    cases: Sequence[str]
    table: Path | None
    texts: Sequence[str]
    only: Sequence[str]
    changes: Sequence[str]
    outputs: list[str] | None

    def input_at(self, file: Path | None) -> Path | None:
        """The input that an output would overwrite, if there is one."""
        inputs = [Path(case) for case in self.cases if os.path.isfile(case)]
        inputs += [self.table] if self.table is not None and self.table.is_file() else []
        same = (one for one in inputs if file is not None and file.exists() and os.path.samefile(one, file))
        return next(same, None)

    def asks_for(self, name: str) -> bool:
        """Whether a scenario is to be shown."""
        return not self.only or name in self.only


@dataclass(frozen=True)
class Cases:
    """The cases of a command by name, with --set applied; the first, as it was opened, is the base."""

    projects: Mapping[str, Project]
    opened: Opened

    @property
    def base(self) -> Project:
        return next(iter(self.projects.values()))

    def typed_table(self, wanted: Wanted) -> TypedTable | None:
        """The sheet Scenarios as it was typed, where the comparison shows just that."""
        others = wanted.table or wanted.texts or wanted.only or wanted.changes
        return self.opened.table if self.opened.scenarios and not others else None


def open_cases(wanted: Wanted, lang: Lang) -> Cases:
    """All cases; what is wrong with any of them is told at once, with exit code 2."""
    from relocation.cases import open_case
    from relocation.problems import ProblemsFound

    opened: list[Opened] = []
    problems: list[Problem] = []
    for case in wanted.cases:
        try:
            opened.append(open_case(case))
        except ProblemsFound as found:
            where = f"{case}: " if len(wanted.cases) > 1 else ""
            problems += [replace(one, where=f"{where}{one.where}") for one in found.problems]
    refuse(problems, lang)
    refuse([warning for one in opened for warning in one.warnings], lang)
    named = zip(case_names(wanted.cases), opened, strict=True)
    projects = {name: changed(one.project, wanted.changes, lang) for name, one in named}
    return Cases(projects, opened[0])


def case_names(cases: Sequence[str]) -> list[str]:
    """A short name for each case, different from all others: that of its file, or all that was typed."""
    short = [Path(case).name or case for case in cases]
    names: list[str] = []
    for case, name in zip(cases, short, strict=True):
        wanted = name if short.count(name) == 1 else case
        again = sum(one == wanted or one.startswith(f"{wanted} (") for one in names)
        names.append(f"{wanted} ({again + 1})" if again else wanted)
    return names


def compared(cases: Cases, wanted: Wanted, lang: Lang) -> Comparison:
    """The comparison. Ends with exit code 2 for what the command itself says wrong; other scenarios are only named."""
    from relocation.scenarios.comparison import compare
    from relocation.scenarios.scenario import resolve_each

    typed = guarded(lambda: read_typed(wanted.texts), lang)
    scenarios = [*_written(cases, wanted, lang), *typed]
    refuse(_unknown(wanted.only, [one.name for one in scenarios]), lang)
    refuse(_called_like_a_case(scenarios, cases), lang)
    needed = _with_parents(scenarios, wanted)
    found = resolve_each(cases.base, [one for one in scenarios if one.name in needed])
    refuse((one for scenario in typed for one in found.problems.get(scenario.name, ())), lang)
    shown = {name: project for name, project in found.projects.items() if wanted.asks_for(name)}
    failed = {name: problems for name, problems in found.problems.items() if wanted.asks_for(name)}
    result = guarded(lambda: compare({**cases.projects, **shown}, wanted.outputs), lang)
    return replace(result, failed={**failed, **result.failed}, warnings=found.warnings)


def _written(cases: Cases, wanted: Wanted, lang: Lang) -> Sequence[Scenario]:
    """The scenarios of the sheet of the base, and of the table."""
    from relocation.scenarios.tables.scenario_table import read_scenarios

    sheet, table = cases.opened.sheet, wanted.table
    refuse(sheet.problems if sheet else (), lang)
    of_table = () if table is None else guarded(lambda: read_scenarios(table, cases.base), lang)
    return [*cases.opened.scenarios, *of_table]


def _unknown(names: Sequence[str], known: Sequence[str]) -> Iterator[Problem]:
    """What is wrong with the names that --only asks for."""
    from relocation.problems import Problem, near

    expected = Label("the name of a scenario", "某个方案的名称")
    listed = Label(f"there are: {', '.join(known[:8])}", f"现有：{'、'.join(known[:8])}")
    for name in names:
        if name not in known:
            close = near(name, known)
            yield Problem("--only", name, expected, close if close.en.startswith("did you mean") else listed)


def _called_like_a_case(scenarios: Sequence[Scenario], cases: Cases) -> Iterator[Problem]:
    from relocation.problems import Problem

    expected = Label("a name that no case has", "不与案例重名的名称")
    remedy = Label("rename the scenario", "请更改方案名称")
    for one in scenarios:
        if one.name in cases.projects:
            yield Problem(one.place(), one.name, expected, remedy)


def _with_parents(scenarios: Sequence[Scenario], wanted: Wanted) -> set[str]:
    """The names of the scenarios asked for, and of those they build on."""
    parents = {one.name: one.parent for one in scenarios}
    needed, fresh = set[str](), [name for name in parents if wanted.asks_for(name)]
    while fresh:
        name = fresh.pop()
        if name in parents and name not in needed:
            needed.add(name)
            fresh.append(parents[name] or "")
    return needed


def tell_refused(found: Comparison, lang: Lang) -> None:
    """What was accepted but should be looked at, and the cases that have no numbers, on stderr."""
    lines = [warning.text(lang.value) for warning in found.warnings]
    cannot = Label("cannot be calculated: ", "无法测算：").text(lang.value)
    lines += [
        f"{cannot}{problem.text(lang.value)}" for problems in found.failed.values() for problem in problems
    ]
    for line in lines[:MOST_TOLD]:
        tell(line, lang)
    if len(lines) > MOST_TOLD:
        rest = len(lines) - MOST_TOLD
        tell(
            Label(f"... and {rest} more; -f json names them all", f"……另有 {rest} 条；-f json 列出全部"), lang
        )
