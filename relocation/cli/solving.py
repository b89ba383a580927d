"""The command that finds the value of one input at which a number is at its target."""

from __future__ import annotations

import typer

from relocation.cli.opening import project_of
from relocation.cli.options import NOT_MET
from relocation.cli.scenario_commands import Solve
from relocation.cli.scenario_texts import read_target
from relocation.cli.steps import deliver
from relocation.reports.sensitivity import solution_report
from relocation.scenarios.goal_seek import solve as goal_seek


def solve(asked: Solve) -> None:
    """The value of one input at which a number is at its target."""
    name, value = read_target(asked.target)
    solution = goal_seek.solve(project_of(asked), asked.path, {name: value})
    deliver(asked, lambda: solution_report(solution), asked.case)
    if solution.status == "none":
        raise typer.Exit(NOT_MET)
