"""The command that sets cases side by side: files, the sheet Scenarios, rows of a table, changes given in the command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import typer

from relocation.cases import Opened, case_names, open_case
from relocation.cli.long_table import LongTable
from relocation.cli.opening import changed
from relocation.cli.options import INVALID
from relocation.cli.scenario_commands import Compare
from relocation.cli.scenario_texts import CORRECT
from relocation.cli.steps import deliver, refuse_errors, said
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound, near
from relocation.project.project import Project
from relocation.reports.comparison import comparison_report
from relocation.reports.comparison_overview import comparison_overview
from relocation.scenarios import comparison
from relocation.scenarios.comparison import Comparison
from relocation.scenarios.scenario import Scenario, called_like_a_case, resolve_each
from relocation.scenarios.tables.headings import TypedTable
from relocation.scenarios.tables.scenario_table import read_scenarios

MOST_TOLD = 20
SCENARIO = Label(
    '"name: PATH=VALUE; PATH=VALUE", such as "cheap: land_quota.price=*0.8"',
    "“名称: 路径=值; 路径=值”，如 “低价: land_quota.price=*0.8”",
)
CANNOT = Label("cannot be calculated: ", "无法测算：")


def compare(asked: Compare) -> None:
    """Cases and scenarios side by side."""
    cases = _open_cases(asked)
    if _is_csv(asked) and _ran_line_by_line(asked, cases):
        return
    compared = _compared(asked, cases)
    _tell_refused(asked, compared)

    def workbook() -> bytes:
        from relocation.excel.workbook import comparison_bytes

        sheet = cases.typed_table(asked)
        return comparison_bytes(compared, scenarios=sheet, lang=asked.lang, money=asked.unit)

    inputs = (*asked.cases, asked.table)
    deliver(
        asked,
        lambda: comparison_report(compared, asked.scale),
        *inputs,
        workbook=workbook,
        overview=partial(comparison_overview, compared),
    )
    if compared.failed and len(compared.appraisals) == 1:
        raise typer.Exit(INVALID)  # nothing but the base is left


@dataclass(frozen=True)
class Cases:
    """The cases of a command by name, with --set applied; the first, as it was opened, is the base."""

    projects: Mapping[str, Project]
    opened: Opened

    @property
    def base(self) -> Project:
        """The project to which the others are compared."""
        return next(iter(self.projects.values()))

    def typed_table(self, asked: Compare) -> TypedTable | None:
        """The sheet Scenarios as it was typed, where the comparison shows just that."""
        others = asked.table or asked.scenarios or asked.only or asked.changes
        return self.opened.table if self.opened.scenarios and not others else None


def _is_csv(asked: Compare) -> bool:
    by_name = asked.file is not None and asked.file.suffix.lower() == ".csv"
    return asked.form == "csv" or (asked.form is None and by_name)


def _ran_line_by_line(asked: Compare, cases: Cases) -> bool:
    """Runs a long table of scenarios by itself, if the command asks for nothing else."""
    others = cases.opened.scenarios or asked.scenarios or asked.only or len(cases.projects) > 1
    if asked.table is None or others:
        return False
    [name] = cases.projects
    return LongTable(asked, cases.base, name, asked.table).run()


def _open_cases(asked: Compare) -> Cases:
    """All cases; what is wrong with any of them is told at once, with exit code 2."""
    opened: list[Opened] = []
    problems: list[Problem] = []
    for case in asked.cases:
        try:
            opened.append(open_case(case))
        except ProblemsFound as wrong:
            where = f"{case}: " if len(asked.cases) > 1 else ""
            problems += [replace(problem, where=f"{where}{problem.where}") for problem in wrong.problems]
    refuse_errors(asked, problems)
    refuse_errors(asked, [warning for case in opened for warning in case.warnings])
    named = zip(case_names(asked.cases), opened, strict=True)
    return Cases({name: changed(asked, case.project, asked.changes) for name, case in named}, opened[0])


def _compared(asked: Compare, cases: Cases) -> Comparison:
    """The comparison. Ends with exit code 2 for what the command itself says wrong; other scenarios are only named."""
    typed = _typed_scenarios(asked.scenarios or ())
    scenarios = [*_written(asked, cases), *typed]
    refuse_errors(asked, _unknown(asked.only or (), [scenario.name for scenario in scenarios]))
    refuse_errors(asked, called_like_a_case(scenarios, cases.projects))
    needed = _with_parents(asked, scenarios)
    resolved = resolve_each(cases.base, [scenario for scenario in scenarios if scenario.name in needed])
    refuse_errors(
        asked, (problem for scenario in typed for problem in resolved.problems.get(scenario.name, ()))
    )
    shown = {name: project for name, project in resolved.projects.items() if _asks_for(asked, name)}
    failed = {name: problems for name, problems in resolved.problems.items() if _asks_for(asked, name)}
    result = comparison.compare({**cases.projects, **shown}, asked.outputs)
    return replace(result, failed={**failed, **result.failed}, warnings=resolved.warnings)


def _typed_scenarios(texts: Sequence[str]) -> list[Scenario]:
    """Named sets of changes from "name: PATH=VALUE; PATH=VALUE". Raises ProblemsFound with everything that is wrong."""
    problems: list[Problem] = []
    scenarios = []
    for text in texts:
        name, colon, rest = text.replace("：", ":").replace("；", ";").partition(":")
        changes: dict[str, Any] = {}
        for path, value in _typed_changes(rest):
            if not path or not value or path in changes:
                problems.append(Problem("--scenario", text, SCENARIO, CORRECT))
            changes[path] = value
        if not colon or not name.strip() or not changes:
            problems.append(Problem("--scenario", text, SCENARIO, CORRECT))
        scenarios.append(Scenario(name.strip(), changes))
    if problems:
        raise ProblemsFound(dict.fromkeys(problems))
    return scenarios


def _typed_changes(text: str) -> Iterator[tuple[str, str]]:
    """Path and value of each change; path*=0.8 means the same as path=*0.8."""
    for part in filter(str.strip, text.split(";")):
        path, _, value = (word.strip() for word in part.partition("="))
        yield (path[:-1].rstrip(), f"*{value}" if value else "") if path.endswith("*") else (path, value)


def _asks_for(asked: Compare, scenario: str) -> bool:
    return not asked.only or scenario in asked.only


def _written(asked: Compare, cases: Cases) -> Sequence[Scenario]:
    """The scenarios of the sheet of the base, and of the table."""
    sheet = cases.opened.sheet
    refuse_errors(asked, sheet.problems if sheet else ())
    of_table = () if asked.table is None else read_scenarios(asked.table, cases.base)
    return [*cases.opened.scenarios, *of_table]


def _unknown(names: Sequence[str], known: Sequence[str]) -> Iterator[Problem]:
    """What is wrong with the names that --only asks for."""
    expected = Label("the name of a scenario", "某个方案的名称")
    listed = Label(f"there are: {', '.join(known[:8])}", f"现有：{'、'.join(known[:8])}")
    for name in names:
        if name not in known:
            close = near(name, known)
            yield Problem("--only", name, expected, close if close.en.startswith("did you mean") else listed)


def _with_parents(asked: Compare, scenarios: Sequence[Scenario]) -> set[str]:
    """The names of the scenarios asked for, and of those they build on."""
    parents = {scenario.name: scenario.parent for scenario in scenarios}
    needed, fresh = set[str](), [name for name in parents if _asks_for(asked, name)]
    while fresh:
        name = fresh.pop()
        if name in parents and name not in needed:
            needed.add(name)
            fresh.append(parents[name] or "")
    return needed


def _tell_refused(asked: Compare, compared: Comparison) -> None:
    """What was accepted but should be looked at, and the cases that have no numbers, on stderr."""
    lines = [said(warning) for warning in compared.warnings]
    wrong = (said(problem) for problems in compared.failed.values() for problem in problems)
    lines += [Label(f"{CANNOT.en}{text.en}", f"{CANNOT.zh}{text.zh}") for text in wrong]
    for line in lines[:MOST_TOLD]:
        asked.tell(line)
    if len(lines) > MOST_TOLD:
        rest = len(lines) - MOST_TOLD
        asked.tell(
            Label(f"... and {rest} more; -f json names them all", f"……另有 {rest} 条；-f json 列出全部")
        )
