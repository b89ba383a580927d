"""The result of a simulation: what many scenarios say of each output, and which input drives it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from relocation.formula.targets.block import Target
from relocation.given import whole_within
from relocation.labels import Language
from relocation.project.project import Project
from relocation.scenarios.outputs import known_output
from relocation.scenarios.simulation.distributions import Distribution
from relocation.scenarios.simulation.executors import Pool, opened
from relocation.scenarios.simulation.frames import (
    draws_frame,
    driver_frame,
    histogram_frame,
    histograms_frame,
    or_null,
    outcome_frame,
    outcome_record,
    quantile_frame,
    rule_frame,
)
from relocation.scenarios.simulation.outcome import (
    BARS,
    QUANTILES,
    Driver,
    Outcome,
    first_order,
    rank_correlations,
)
from relocation.scenarios.simulation.plan import Drawn, Plan, make_plan
from relocation.scenarios.simulation.rules import BrokenRule, Rule
from relocation.scenarios.simulation.sampling import CHUNK, Correlations
from relocation.scenarios.simulation.tally import Measure, Refusal, Tally
from relocation.scenarios.simulation.uncertain_input import UncertainInput
from relocation.shown import Shown

if TYPE_CHECKING:
    import pandas as pd


MOST_DRAWS = 10_000_000  # scenarios in one frame
MOST_NAMED = 6  # inputs and outputs in one line


@dataclass(frozen=True)
class Simulation(Shown):
    """What the first `n` of the scenarios asked for say. Money is in yuan.

    `first` is the first chunk in full, from which exact quantiles come if it is the only one.
    """

    plan: Plan
    tally: Tally
    measure: Measure
    first: Drawn

    def __repr__(self) -> str:
        inputs, outputs = ", ".join(self.plan.paths[:MOST_NAMED]), ", ".join(self.outputs[:MOST_NAMED])
        return f"<Simulation of {self.n:,} scenarios; inputs: {inputs}; outputs: {outputs}>"

    @property
    def n(self) -> int:
        """The number of scenarios drawn."""
        return self.tally.scenarios

    @property
    def asked(self) -> int:
        """The number of scenarios asked for."""
        return self.plan.n

    @property
    def interrupted(self) -> bool:
        """Whether fewer scenarios were drawn than asked for."""
        return self.n < self.asked

    @property
    def refused(self) -> int:
        """The number of scenarios that the project refuses; they have no outputs."""
        return self.tally.refused

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """The first scenarios that the project refuses, with the reason."""
        return self.tally.refusals

    @property
    def outputs(self) -> tuple[str, ...]:
        """The keys of the outputs."""
        return self.plan.outputs

    def outcome(self, output: str) -> Outcome:
        """Everything about one output, by its key or short name. Raises ProblemsFound for one that was not asked for."""
        return self.outcomes[known_output(output, self.outputs)]

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """Everything about each output, by key."""
        return {key: self._outcome(position, key) for position, key in enumerate(self.outputs)}

    def scenario(self, number: int) -> dict[str, Any]:
        """The inputs of a scenario, counted from 0: project.replace(...) with them gives the scenario itself."""
        number = whole_within(number, "scenario", 0, self.asked - 1)
        columns = self._columns(number // CHUNK)
        return self.plan.stated(columns[:, number % CHUNK].tolist())

    def draws(self, first: int = 0, count: int = 10_000, lang: Language = "en") -> pd.DataFrame:
        """The scenarios themselves, from `first` on, at most `count`: a column for each input, then one for each output.

        Columns are headed by paths and keys; `frame.attrs` holds their names in the language and their units. What the
        project refuses has no outputs. Any scenario can be had, since it is worked out again.
        """
        start = whole_within(first, "first", 0, max(self.asked - 1, 0))
        stop = min(start + whole_within(count, "count", 1, MOST_DRAWS), self.asked)
        chunks = (self.plan.run(chunk) for chunk in range(start // CHUNK, (stop - 1) // CHUNK + 1))
        return draws_frame(self.plan, list(chunks), start, stop, lang)

    @cached_property
    def broken_rules(self) -> tuple[BrokenRule, ...]:
        """How often each rule is not met; of every amount of money, how often it is below zero."""
        return tuple(
            self._broken(rule, int(count))
            for rule, count in zip(self.plan.rules, self.tally.broken, strict=True)
        )

    @cached_property
    def drivers(self) -> dict[str, tuple[Driver, ...]]:
        """For each output its inputs, that with the largest share of the variance first."""
        shares = first_order(self.tally)
        ranks = rank_correlations(self.first.columns, self.first.numbers)
        return {
            key: _sorted(map(Driver, self.plan.paths, shares[position].tolist(), ranks[position].tolist()))
            for position, key in enumerate(self.outputs)
        }

    def to_frame(self, lang: Language = "en") -> pd.DataFrame:
        """One row per output with its moments and quantiles, in the unit named."""
        return outcome_frame(self.outcomes, lang)

    def quantile_frame(self, lang: Language = "en", shares: Sequence[float] = QUANTILES) -> pd.DataFrame:
        """One row per output and quantile, with its 95 % interval and resolution."""
        return quantile_frame(self.outcomes, lang, shares)

    def drivers_frame(self, lang: Language = "en") -> pd.DataFrame:
        """One row per output and input, the strongest input of each output first."""
        labels = {uncertain.path: uncertain.record.label for uncertain in self.plan.inputs}
        return driver_frame(self.outcomes, self.drivers, labels, lang)

    def rules_frame(self, lang: Language = "en") -> pd.DataFrame:
        """One row per rule: the share of scenarios that do not meet it."""
        return rule_frame(self.outcomes, self.broken_rules, lang)

    def histograms_frame(self, lang: Language = "en", bars: int = BARS) -> pd.DataFrame:
        """One row per output and interval: how many scenarios lie in it."""
        return histograms_frame(self.outcomes, lang, bars)

    def histogram(self, output: str, bars: int = BARS) -> pd.DataFrame:
        """How many scenarios lie in each of `bars` equal intervals from the lowest value to the highest."""
        return histogram_frame(self.outcome(output), bars)

    def to_record(self) -> dict[str, Any]:
        """The one object that `relocation simulate -f json` prints; null is not available."""
        return {
            "n": self.n,
            "asked": self.asked,
            "interrupted": self.interrupted,
            "seed": self.plan.seed,
            "sampling": self.plan.sampling,
            "inputs": {item.path: _input_record(item) for item in self.plan.inputs},
            "refused": self.refused,
            "refusals": [_refusal_record(refusal) for refusal in self.refusals],
            "outputs": {key: outcome_record(outcome) for key, outcome in self.outcomes.items()},
            "rules": [_rule_record(broken_rule) for broken_rule in self.broken_rules],
            "drivers": {
                key: [_driver_record(item) for item in of_output] for key, of_output in self.drivers.items()
            },
        }

    def _columns(self, chunk: int) -> Any:
        return self.plan.columns(self.plan.shares(chunk))

    def _outcome(self, position: int, key: str) -> Outcome:
        moments = self.tally.moments
        count = int(moments.count[position])
        row = self.first.numbers[position]
        is_whole = self.n == len(row)
        return Outcome(
            self.plan.batch.book.lines[key],
            count,
            self.n - self.refused - count,
            float(moments.mean[position]) if count else math.nan,
            math.sqrt(moments.squares[position] / (count - 1)) if count > 1 else math.nan,
            float(moments.low[position]) if count else math.nan,
            float(moments.high[position]) if count else math.nan,
            self.measure.grids[position],
            self.tally.histogram[position],
            self.tally.outside[position],
            np.sort(row[~np.isnan(row)]) if is_whole else None,
        )

    def _broken(self, rule: Rule, count: int) -> BrokenRule:
        accepted = self.n - self.refused
        share = count / accepted if accepted else math.nan
        error = math.sqrt(share * (1 - share) / accepted) if accepted else math.nan
        return BrokenRule(rule, count, share, error)


def _sorted(drivers: Any) -> tuple[Driver, ...]:
    return tuple(
        sorted(drivers, key=lambda driver: -driver.share if driver.share == driver.share else math.inf)
    )


def _input_record(uncertain: UncertainInput) -> dict[str, Any]:
    return {"distribution": uncertain.stated.key, "share_cut": uncertain.share_cut}


def _refusal_record(refusal: Refusal) -> dict[str, Any]:
    problems = [problem.record() for problem in refusal.problems]
    return {"scenario": refusal.number, "inputs": refusal.inputs, "problems": problems}


def _rule_record(broken_rule: BrokenRule) -> dict[str, Any]:
    share, error = or_null(broken_rule.share), or_null(broken_rule.standard_error)
    return {
        "rule": broken_rule.rule.text,
        "broken": broken_rule.count,
        "share": share,
        "standard_error": error,
    }


def _driver_record(driver: Driver) -> dict[str, Any]:
    return {
        "path": driver.path,
        "share": or_null(driver.share),
        "rank_correlation": or_null(driver.rank_correlation),
    }


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
