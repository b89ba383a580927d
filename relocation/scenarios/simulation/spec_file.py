"""Reading what a simulation is to do from a TOML file.

[inputs."land_quota.price"]
distribution = "triangular"
low = 60_000
mode = 97_637
high = 120_000

[inputs."land_quota.delay"]
distribution = "empirical"
file = "delays.csv"                     # beside this file; or data = [0, 3, 12]
column = "months"

[[correlations]]
between = ["land_quota.price", "land_quota.delay"]
rank = -0.4

[outputs]
names = ["balance", "cash.minimum"]     # left out: balance, cash.minimum, npv, irr, dscr_min
rules = ["dscr_min>=1.2"]

[simulation]
n = 100_000
seed = 1
sampling = "latin"
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound, near
from relocation.project.project import Project
from relocation.project.sourced_inputs import unknown_path
from relocation.reading.documents import CORRECT, STATE, Table, one_of, refuse, shown, usable
from relocation.reading.rows import Row, is_blank
from relocation.reading.text_rows import A_TEXT, SAVE_AGAIN, open_text
from relocation.reading.toml_file import load
from relocation.scenarios.simulation.distributions import DISTRIBUTIONS, Distribution, Empirical, Lognormal
from relocation.scenarios.simulation.plan import make_plan

MOST_NAMED = 10  # cells that are no number


def read_column(path: Path, column: str | None) -> list[float]:
    """The numbers of a column, by its heading; a file of one column needs no name. Raises ProblemsFound."""
    rows = open_text(path, lambda cell: column is not None and cell.strip() == column)
    filled = [row for row in rows if row.torn or not all(map(is_blank, row.cells))]
    torn = [Problem(f"{path}:{row.number}", row.torn, A_TEXT, SAVE_AGAIN) for row in filled if row.torn]
    if torn:
        raise ProblemsFound(torn[:MOST_NAMED])
    heading, place = _place(path, filled, column)
    first = heading if column is None and _number(filled[0].cells[place]) is not None else heading + 1
    cells = [(row.number, row.cells[place] if place < len(row.cells) else "") for row in filled[first:]]
    return _numbers(path, cells)


def _place(path: Path, rows: Sequence[Row], column: str | None) -> tuple[int, int]:
    """The row of the heading, if there is one, and the column."""
    for position, row in enumerate(rows):
        names = [name.strip() for name in row.cells]
        if column in names:
            return position, names.index(column)
    names = [name.strip() for name in rows[0].cells]
    if column is None and len(names) == 1:
        return 0, 0
    shown = names[:MOST_NAMED]
    expected = Label(f"a column of the file: {', '.join(shown)}", f"该文件中的一列：{'、'.join(shown)}")
    remedy = Label("state column = one of them", "请用 column 指定其中一列")
    raise ProblemsFound([Problem(str(path), column or "", expected, remedy)])


def _numbers(path: Path, cells: Sequence[tuple[int, str]]) -> list[float]:
    read = [(number, cell, _number(cell)) for number, cell in cells]
    bad = [(number, cell) for number, cell, value in read if value is None]
    if bad:
        expected = Label("a number", "数值")
        raise ProblemsFound(_problem(f"{path}:{number}", cell, expected) for number, cell in bad[:MOST_NAMED])
    return [value for _, _, value in read if value is not None]


def _number(cell: str) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _problem(where: Path | str, found: str, expected: Label) -> Problem:
    return Problem(str(where), found, expected, Label("check the file", "请检查该文件"))


OF_LOGARITHM = ("mu", "sigma")


@dataclass(frozen=True)
class SimulationSpec:
    """What a file says of a simulation; what it leaves out is not in `options`."""

    inputs: dict[str, Distribution]
    correlations: tuple[tuple[str, str, float], ...] = ()
    options: dict[str, Any] = field(default_factory=dict)  # n, seed, sampling, outputs, rules

    def arguments(self) -> dict[str, Any]:
        """The arguments of `simulate` after the project."""
        return {"inputs": self.inputs, "correlations": self.correlations, **self.options}


def _two_paths(between: Any) -> Any:
    if isinstance(between, list) and len(between) == 2 and all(isinstance(path, str) for path in between):
        return between
    return refuse(Label("two paths of inputs", "两个输入项路径"), between)


class _Correlation(Table):
    between: Annotated[list[str], BeforeValidator(_two_paths)]
    rank: float


class _Outputs(Table):
    names: list[str] | None = None
    rules: list[str] | None = None


class _Simulation(Table):
    """How to simulate; what may stand here is known to `make_plan`."""

    n: Any = None
    seed: Any = None
    sampling: Any = None


class _Spec(Table):
    inputs: dict[str, Any] = Field(default_factory=dict)
    correlations: list[_Correlation] = Field(default_factory=list)
    outputs: _Outputs = _Outputs()
    simulation: _Simulation = _Simulation()


def read_spec(path: str | Path, project: Project) -> SimulationSpec:
    """The simulation that a file describes. Raises ProblemsFound with everything that is wrong for this project."""
    file = Path(path)
    reader = _Reader(file)
    spec = reader.spec(load(file))
    known = [input_value.path for input_value in project.values()]
    problems = [unknown_path(path, known) for path in sorted(reader.unread.difference(known))]
    problems += reader.problems + (_of_plan(project, spec) if spec.inputs else [])
    if problems or not spec.inputs:
        named = dict.fromkeys(problems or [_nothing_varies()])
        raise ProblemsFound(replace(item, where=f"{file.name}: {item.where}") for item in named)
    return spec


def _of_plan(project: Project, spec: SimulationSpec) -> list[Problem]:
    """What is wrong with it for this project."""
    arguments = {"n": 1, "seed": 0, **spec.arguments()}
    try:
        make_plan(project, arguments.pop("inputs"), arguments.pop("n"), arguments.pop("seed"), **arguments)
    except ProblemsFound as refusal:
        return list(refusal.problems)
    return []


class _Reader:
    """Takes the tables apart and gathers problems on the way."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.unread: set[str] = set()  # inputs whose distribution cannot be read

    def spec(self, tables: Mapping[str, Any]) -> SimulationSpec:
        """What the tables say, as far as it can be used."""
        stated = usable(_Spec, tables, self.problems) or _Spec()
        inputs = dict(self.inputs(stated.inputs))
        correlations = (
            correlation for correlation in stated.correlations if not self.unread & set(correlation.between)
        )
        options = stated.simulation.model_dump(exclude_unset=True)
        named = {"outputs": stated.outputs.names, "rules": stated.outputs.rules}
        options |= {key: names for key, names in named.items() if names is not None}
        pairs = tuple(
            (correlation.between[0], correlation.between[1], correlation.rank) for correlation in correlations
        )
        return SimulationSpec(inputs, pairs, options)

    def inputs(self, table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Distribution]]:
        """Each input with its distribution; a path may be quoted or not."""
        for key, value in table.items():
            path = f"{above}{key}"
            if (
                isinstance(value, Mapping)
                and value
                and all(isinstance(inner, Mapping) for inner in value.values())
            ):
                yield from self.inputs(value, f"{path}.")
                continue
            distribution = None
            if isinstance(value, Mapping):
                distribution = self.distribution(path, value)
            else:
                expected = Label("a table with a distribution", "含 distribution 的表")
                self.problem(f"inputs.{path}", value, expected)
            if distribution is None:
                self.unread.add(path)
            else:
                yield path, distribution

    def distribution(self, path: str, table: Mapping[str, Any]) -> Distribution | None:
        """The distribution of an input, None where it cannot be read."""
        where = f"inputs.{path}"
        key = table.get("distribution", "")
        kind = DISTRIBUTIONS.get(key) if isinstance(key, str) else None
        if kind is None:
            names = ", ".join(DISTRIBUTIONS)
            expected = Label(f"distribution = one of {names}", f"distribution 为 {names} 之一")
            self.problem(f"{where}.distribution", key, expected, near(str(key), DISTRIBUTIONS, CORRECT))
            return None
        stated = {name: value for name, value in table.items() if name != "distribution"}
        if kind is Lognormal and set(OF_LOGARITHM) & set(stated):
            return self.made(where, Lognormal.of_logarithm, stated, OF_LOGARITHM, ("low", "high"))
        if kind is Empirical and "file" in stated:
            return self.made(where, self.from_file, stated, ("file",), ("column",))
        parameters: Any = fields(kind)  # type: ignore[arg-type]
        needed = tuple(parameter.name for parameter in parameters if parameter.default is MISSING)
        optional = tuple(parameter.name for parameter in parameters if parameter.default is not MISSING)
        return self.made(where, kind, stated, needed, optional)

    def made(
        self, where: str, make: Any, stated: Mapping[str, Any], needed: Sequence[str], optional: Sequence[str]
    ) -> Distribution | None:
        """The distribution, if every key is known and none is missing."""
        known = (*needed, *optional)
        unknown = [key for key in stated if key not in known]
        missing = [key for key in needed if key not in stated]
        for key in unknown:
            self.problem(f"{where}.{key}", key, one_of(known), near(key, known, CORRECT))
        for key in missing:
            self.problem(f"{where}.{key}", "", Label(", ".join(needed), "、".join(needed)), STATE)
        if missing or unknown:
            return None
        try:
            distribution: Distribution = make(**stated)
        except ProblemsFound as error:
            self.problems += error.problems
            return None
        except (TypeError, OverflowError, ValueError):
            self.problem(where, dict(stated), Label("finite numbers", "有限的数值"))
            return None
        return distribution

    def from_file(self, file: str, column: str | None = None) -> Empirical:
        """The data of a column of a file beside this one."""
        return Empirical(read_column(self.file.parent / file, column))

    def problem(self, where: str, found: Any, expected: Label, remedy: Label = CORRECT) -> None:
        """Keeps a problem."""
        self.problems.append(Problem(where, shown(found), expected, remedy))


def _nothing_varies() -> Problem:
    expected = Label("at least one input with a distribution", "至少一个带分布的输入项")
    return Problem(
        "inputs",
        "",
        expected,
        Label('add a table [inputs."land_quota.price"]', '请增加 [inputs."land_quota.price"] 表'),
    )
