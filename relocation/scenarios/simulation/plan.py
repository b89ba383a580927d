"""What a simulation is to do, checked wholly before anything runs. A plan can be sent to another process."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from importlib.util import find_spec
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from relocation.formula.targets.block import Block, Target, compile_block, has_numba
from relocation.given import mapping_of, names_of, refused
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.given import project_in
from relocation.project.project import Project
from relocation.project.rule_book import BETWEEN_INPUTS
from relocation.scenarios.batch import Batch, may_vary, stated
from relocation.scenarios.simulation.rules import Rule, read_rules, rules_of
from relocation.scenarios.simulation.sampling import (
    CHUNK,
    METHODS,
    MOST_SOBOL,
    Correlations,
    RankCorrelation,
    chunk_size,
    chunks_in,
    read_correlations,
    shares,
)
from relocation.scenarios.simulation.tally import MOST_NAMED, Measure, Refusal, Tally
from relocation.scenarios.simulation.uncertain_input import UncertainInput, uncertain_input
from relocation.short_names import OTHERWISE

Array = NDArray[np.float64]

DEFAULT_OUTPUTS = ("fund_balance.balance", "cash.minimum", "npv", "irr", "dscr_min")
MOST_SCENARIOS, MOST_SEED = 2**40, 2**63 - 1
REMEDY = Label("correct it", "请更正")


@dataclass(frozen=True)
class Plan:
    """A project, its uncertain inputs, the outputs and rules wanted, and how scenarios are drawn."""

    project: Project
    inputs: tuple[UncertainInput, ...]
    outputs: tuple[str, ...]
    rules: tuple[Rule, ...]
    correlation: RankCorrelation | None
    sampling: str
    seed: int
    n: int
    target: Target = "auto"

    def __getstate__(self) -> dict[str, Any]:
        """What another process needs; the rest it makes itself."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The paths of the uncertain inputs."""
        return tuple(uncertain.path for uncertain in self.inputs)

    @property
    def chunks(self) -> int:
        return chunks_in(self.n)

    @cached_property
    def batch(self) -> Batch:
        return Batch(self.project, self.paths, self.outputs)

    @cached_property
    def _block(self) -> Block:
        """The outputs, and last how many rules between inputs a scenario breaks."""
        wanted = (*self.outputs, BETWEEN_INPUTS.broken.key)
        return compile_block(
            self.batch.book, self.batch.base, self.paths, wanted, target=self.target, scenarios=self.n
        )

    @property
    def is_compiled(self) -> bool:
        """Whether the scenarios are worked out by a compiled kernel, beside which it pays to compile what counts them."""
        return self._block.chosen(self.n) == "numba"

    def shares(self, chunk: int) -> Array:
        """For each input and scenario of a chunk the share of its distribution that lies below its value."""
        drawn = shares(self.sampling, self.seed, chunk, len(self.inputs), chunk_size(self.n, chunk))
        return drawn if self.correlation is None else self.correlation.applied(drawn)

    def columns(self, drawn: Array) -> Array:
        """The values of the inputs: one row per input, one column per scenario."""
        columns = np.empty_like(drawn)
        for place, uncertain in enumerate(self.inputs):
            columns[place] = uncertain.values(drawn[place])
        return columns

    def stated(self, column: Sequence[float]) -> dict[str, Any]:
        """The inputs of one scenario by path, as Project.replace takes them."""
        return {
            uncertain.path: stated(uncertain.record, value)
            for uncertain, value in zip(self.inputs, column, strict=True)
        }

    def run(self, chunk: int) -> Drawn:
        """The scenarios of a chunk with their outputs."""
        drawn = self.shares(chunk)
        columns = self.columns(drawn)
        inside = self.batch.inside(columns)
        if inside.all():
            worked_out = self._block(columns)
        else:
            worked_out = np.full((len(self.outputs) + 1, columns.shape[1]), np.nan)
            worked_out[:, inside] = self._block(columns[:, inside])
        numbers, refused = worked_out[:-1], worked_out[-1] != 0
        numbers[:, refused] = np.nan
        return Drawn(chunk, drawn, columns, numbers, refused)

    def tally(self, drawn: Drawn, measure: Measure) -> Tally:
        """What is kept of the scenarios of a chunk."""
        return measure.tally(drawn.shares, drawn.numbers, drawn.refused, self._refusals(drawn))

    def _refusals(self, drawn: Drawn) -> list[Refusal]:
        first = CHUNK * drawn.chunk
        named = []
        for place in np.flatnonzero(drawn.refused)[:MOST_NAMED].tolist():
            column = drawn.columns[:, place].tolist()
            named.append(Refusal(first + place, self.stated(column), tuple(self.batch.problems(column))))
        return named


@dataclass(frozen=True)
class Drawn:
    """The scenarios of a chunk: shares and values of the inputs, the outputs, and which the project refuses."""

    chunk: int
    shares: Array
    columns: Array
    numbers: Array
    refused: NDArray[np.bool_]


AN_INPUT = Label(
    'such as {"land_quota.price": distributions.Uniform(low, high)}',
    '如 {"land_quota.price": distributions.Uniform(low, high)}',
)


def _correlations(given: Any) -> Any:
    if not given or isinstance(given, Iterable):
        return given or ()
    such_as = Label("such as {(path, path): 0.4}", "如 {(路径, 路径): 0.4}")
    raise refused(
        "correlations",
        given,
        Label("rank correlations by pairs of paths", "按路径对给出的秩相关系数"),
        such_as,
    )


def make_plan(
    project: Project,
    inputs: Mapping[str, Any],
    n: int,
    seed: int,
    *,
    outputs: Sequence[str] | None = None,
    correlations: Correlations | None = None,
    sampling: str = "random",
    rules: Sequence[str] = (),
    target: Target = "auto",
) -> Plan:
    """The plan of a simulation. Raises ProblemsFound with everything that is wrong."""
    project = project_in(project, "simulate")
    inputs = mapping_of(inputs, "inputs", AN_INPUT)
    n, seed = _whole(n), _whole(seed)
    problems = [*_bad_numbers(n, seed), *_bad_sampling(sampling, n), *_bad_target(target)]
    known = project.by_path()
    read_in, stated_rules = list[UncertainInput](), list[tuple[str, str, float]]()
    if not inputs:
        problems.append(_nothing_varies())
    try:
        stated_rules = read_rules(names_of(rules, "rules", Label('such as "balance>=0"', "如 balance>=0")))
    except ProblemsFound as refusal:
        problems += refusal.problems
    asked = names_of(DEFAULT_OUTPUTS if outputs is None else outputs, "outputs", OTHERWISE)
    if not asked:
        problems.append(_nothing_asked())
    wanted = [*asked, *(key for key, _, _ in stated_rules)]
    batch, wrong = _batch(project, inputs, dict.fromkeys(wanted))
    problems += wrong
    for path, distribution in inputs.items():
        if path in known and may_vary(known[path].record):
            uncertain, wrong = uncertain_input(path, known[path].record, distribution)
            problems += wrong
            read_in += [uncertain] if uncertain else []
    correlation, wrong = read_correlations(
        _correlations(correlations), inputs, {uncertain.path for uncertain in read_in if not uncertain.varies}
    )
    problems += wrong
    if problems or batch is None:
        raise ProblemsFound(dict.fromkeys(problems))
    keys = tuple(batch.outputs)
    wanted_rules = rules_of(batch.book, keys, stated_rules)
    return Plan(project, tuple(read_in), keys, wanted_rules, correlation, sampling, seed, n, target)


def _batch(
    project: Project, varied: Iterable[str], outputs: Iterable[str]
) -> tuple[Batch | None, list[Problem]]:
    """The batch, or everything that is wrong with inputs and outputs."""
    try:
        return Batch(project, varied, outputs), []
    except ProblemsFound as refusal:
        problems = list(refusal.problems)
    try:
        Batch(project, (), outputs)
    except ProblemsFound as refusal:
        problems += refusal.problems
    return None, problems


def _whole(value: Any) -> Any:
    """A whole number that is written otherwise, such as 1e6 or a number of an array, as a plain one."""
    if isinstance(value, (float, np.number)) and math.isfinite(value) and value == int(value):
        return int(value)
    return value


def _bad_numbers(n: Any, seed: Any) -> list[Problem]:
    wanted = (("n", n, 1, MOST_SCENARIOS), ("seed", seed, 0, MOST_SEED))
    return [
        Problem(name, _short(value), _whole_between(low, high), REMEDY)
        for name, value, low, high in wanted
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high
    ]


def _whole_between(low: int, high: int) -> Label:
    return Label(f"a whole number from {low} to {high:,}", f"{low} 至 {high:,} 的整数")


def _short(value: Any) -> str | Label:
    """A value as it can be read in a message; of a very long number how many digits it has."""
    if isinstance(value, int) and value.bit_length() > 128:
        digits = math.floor(value.bit_length() * math.log10(2)) + 1
        return Label(f"a number of {digits} digits", f"{digits} 位的数字")
    return str(value)[:40]


def _bad_target(target: Any) -> list[Problem]:
    if target not in get_args(Target):
        names = ", ".join(get_args(Target))
        return [Problem("target", str(target), Label(f"one of {names}", f"{names} 之一"), REMEDY)]
    if target == "numba" and not has_numba():
        expected = Label("numba, which compiles kernels", "用于编译内核的 numba")
        remedy = Label(
            'pip install "relocation[fast]", or choose numpy', 'pip install "relocation[fast]"，或改用 numpy'
        )
        return [Problem("target", target, expected, remedy)]
    return []


def _bad_sampling(sampling: Any, n: Any) -> list[Problem]:
    if not isinstance(sampling, str) or sampling not in METHODS:
        names = ", ".join(METHODS)
        return [Problem("sampling", str(sampling), Label(f"one of {names}", f"{names} 之一"), REMEDY)]
    if sampling != "sobol":
        return []
    if find_spec("scipy") is None:
        expected = Label("scipy, which draws Sobol sequences", "用于生成 Sobol 序列的 scipy")
        remedy = Label(
            'pip install "relocation[sobol]", or choose latin',
            'pip install "relocation[sobol]"，或改用 latin',
        )
        return [Problem("sampling", sampling, expected, remedy)]
    if isinstance(n, int) and n > MOST_SOBOL:
        expected = Label(f"at most {MOST_SOBOL} scenarios with sobol", f"sobol 最多 {MOST_SOBOL} 个情景")
        return [Problem("n", str(n), expected, Label("choose latin", "请改用 latin"))]
    return []


def _nothing_asked() -> Problem:
    expected = Label("at least one output", "至少一个输出项")
    return Problem("outputs", "", expected, Label("such as balance", "如 balance"))


def _nothing_varies() -> Problem:
    expected = Label("at least one input with a distribution", "至少一个带分布的输入项")
    return Problem("inputs", "", expected, Label("name one", "请指定"))
