"""Simulation: one project, inputs that are not known exactly, very many scenarios."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from relocation.formula.targets.block import Target
from relocation.project.project import Project
from relocation.scenarios.simulation.distributions import Distribution
from relocation.scenarios.simulation.executors import Pool, opened
from relocation.scenarios.simulation.plan import Plan, make_plan
from relocation.scenarios.simulation.sampling import Correlations
from relocation.scenarios.simulation.simulation import Simulation
from relocation.scenarios.simulation.tally import Measure, Tally

Progress = Callable[[int, int], None]  # scenarios done, scenarios asked for


def simulate(
    project: Project,
    inputs: Mapping[str, Distribution],
    n: int = 100_000,
    seed: int = 0,
    *,
    outputs: Sequence[str] | None = None,
    correlations: Correlations | None = None,
    sampling: str = "random",
    rules: Sequence[str] = (),
    target: Target = "auto",
    executor: Any = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Simulation:
    """What n scenarios say of the outputs, when the inputs follow their distributions.

    `correlations` are wanted rank correlations, {(path, path): rank}. `sampling` is random, latin or sobol. `rules`, such
    as dscr_min>=1.2, are counted when they are not met; that no amount of money is negative is always one of them.
    `target` says what works the scenarios out: see `formula.block`. `executor` is None for threads, any concurrent.futures.Executor, or a dask.distributed Client. The result depends on
    the seed, and on none of executor, workers or order. An interrupt gives the result so far.

    Raises ProblemsFound with everything that is wrong, before anything runs.
    """
    plan = make_plan(
        project,
        inputs,
        n,
        seed,
        outputs=outputs,
        correlations=correlations,
        sampling=sampling,
        rules=rules,
        target=target,
    )
    with opened(executor, workers) as pool:
        return _counted(plan, pool, progress or _silent)


def _counted(plan: Plan, pool: Pool, progress: Progress) -> Simulation:
    """The first chunk here, since it says how the others are counted; then the others, wherever the pool is."""
    first = plan.run(0)
    measure = Measure.around(plan.outputs, first.numbers, plan.rules, is_compiled=plan.is_compiled)
    tally = plan.tally(first, measure)
    try:
        progress(tally.scenarios, plan.n)
        for counted in pool.in_order(Job(plan, measure), range(1, plan.chunks)):
            tally = tally.plus(counted)
            progress(tally.scenarios, plan.n)
    except KeyboardInterrupt:
        pass  # what was counted so far is the result, and tells that it is not all
    return Simulation(plan, tally, measure, first)


@dataclass(frozen=True)
class Job:
    """The work on one chunk, wherever it is done."""

    plan: Plan
    measure: Measure

    def __call__(self, chunk: int) -> Tally:
        return self.plan.tally(self.plan.run(chunk), self.measure)


def _silent(done: int, asked: int) -> None:
    """Tells nobody."""
