"""The command that draws very many scenarios of a case whose inputs are not known exactly."""

from __future__ import annotations

from functools import partial

import typer

from relocation.cli.opening import project_of
from relocation.cli.options import INTERRUPTED, INVALID
from relocation.cli.scenario_commands import Simulate
from relocation.cli.scenario_texts import read_count
from relocation.cli.steps import cluster_at, deliver, progress_bar, said
from relocation.labels import Label
from relocation.reports.simulation import interrupted, refused, simulation_report
from relocation.reports.simulation_overview import simulation_overview
from relocation.scenarios.simulation import simulation as simulations
from relocation.scenarios.simulation.simulation import Simulation
from relocation.scenarios.simulation.spec_file import read_spec

SIMULATING = Label("scenarios", "模拟")


def simulate(asked: Simulate) -> None:
    """Many scenarios, drawn from the distributions of inputs."""
    count = read_count(asked.count) if asked.count is not None else None
    project = project_of(asked)
    arguments = read_spec(asked.spec, project).arguments()
    stated = {"n": count, "seed": asked.seed, "sampling": asked.sampling, "outputs": asked.outputs}
    arguments |= {key: value for key, value in stated.items() if value is not None}
    with cluster_at(asked.scheduler) as executor, progress_bar(asked, SIMULATING) as progress:
        drawn = simulations.simulate(
            project, **arguments, executor=executor, workers=asked.workers, progress=progress
        )
    _tell_left_out(asked, drawn)
    deliver(
        asked,
        lambda: simulation_report(drawn, asked.scale),
        asked.spec,
        asked.case,
        overview=partial(simulation_overview, drawn),
    )
    if drawn.interrupted:
        raise typer.Exit(INTERRUPTED)
    if drawn.refused == drawn.n:
        raise typer.Exit(INVALID)


def _tell_left_out(asked: Simulate, drawn: Simulation) -> None:
    """The scenarios that are left out, and an interrupt."""
    for refusal in drawn.refusals:
        for problem in refusal.problems:
            text = said(problem)
            asked.tell(
                Label(f"scenario {refusal.number}: {text.en}", f"第 {refusal.number} 个情景：{text.zh}")
            )
    if drawn.refused:
        asked.tell(refused(drawn))
    if drawn.interrupted:
        asked.tell(interrupted(drawn))
