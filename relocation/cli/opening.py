"""What the commands on a case share: it is opened, changed by --set, and held against --require."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from relocation.appraisal import Appraisal
from relocation.cases import Opened, open_case
from relocation.changes import changed_with_warnings, rule_holds
from relocation.cli.options import NOT_MET, Changed, Command
from relocation.cli.steps import tell_all
from relocation.labels import Label
from relocation.project.project import Project

if TYPE_CHECKING:
    from relocation.verify.record import CrossCheck


def opened(asked: Command, case: str, *, as_basis: bool = False, compared: bool = True) -> Opened:
    """A case with the scenarios of its workbook, if it is one; warnings are told."""
    case_with_warnings = open_case(case, as_basis=as_basis, compared=compared)
    tell_all(asked, case_with_warnings.warnings)
    return case_with_warnings


def changed(asked: Command, project: Project, changes: Sequence[str] | None) -> Project:
    """The project with what --set says; what should be looked at in it is told."""
    after, warnings = changed_with_warnings(project, changes or ())
    tell_all(asked, warnings)
    return after


def project_of(asked: Changed) -> Project:
    """The project that a command analyses: of a workbook what was typed, whatever its formulas hold, and --set applied."""
    return changed(asked, opened(asked, asked.case, compared=False).project, asked.changes)


def broken_rules(appraisal: Appraisal, rules: Sequence[str] | None) -> list[str]:
    """Those of the rules that --require names which do not hold."""
    return [rule for rule in rules or () if not rule_holds(appraisal, rule)]


def end(asked: Command, broken: Sequence[str], code: int = 0) -> None:
    """Tells the required rules that do not hold, and ends with the code, else with 3 if there are any."""
    for rule in broken:
        asked.tell(Label(f"rule not met: {rule}", f"规则不满足：{rule}"))
    if code or broken:
        raise typer.Exit(code or NOT_MET)


def end_where_differing(asked: Command, check: CrossCheck) -> None:
    """Ends with exit code 3 where an engine does not agree."""
    if not check.holds:
        count = len(check.differing)
        asked.tell(
            Label(
                f"engines differ from Python on {count:,} number{'s' * (count > 1)}",
                f"有{count:,}个数字与其他引擎不一致",
            )
        )
        raise typer.Exit(NOT_MET)
