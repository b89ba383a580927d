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

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound, near
from relocation.project.project import Project, unknown_path
from relocation.scenarios.simulation.data_column import read_column
from relocation.scenarios.simulation.distributions import DISTRIBUTIONS, Distribution, Empirical, Lognormal
from relocation.scenarios.simulation.plan import make_plan

TABLES = ("inputs", "correlations", "outputs", "simulation")
OF_OUTPUTS = ("names", "rules")
OF_SIMULATION = ("n", "seed", "sampling")
OF_CORRELATION = ("between", "rank")
OF_LOGARITHM = ("mu", "sigma")
OF_FILE = ("file", "column")
CORRECT = Label("correct it", "请更正")


@dataclass(frozen=True)
class SimulationSpec:
    """What a file says of a simulation; what it leaves out is not in `options`."""

    inputs: dict[str, Distribution]
    correlations: tuple[tuple[str, str, float], ...] = ()
    options: dict[str, Any] = field(default_factory=dict)  # n, seed, sampling, outputs, rules

    def arguments(self) -> dict[str, Any]:
        """The arguments of `simulate` after the project."""
        return {"inputs": self.inputs, "correlations": self.correlations, **self.options}


def read_spec(path: str | Path, project: Project) -> SimulationSpec:
    """The simulation that a file describes. Raises ProblemsFound with everything that is wrong for this project."""
    file = Path(path)
    reader = _Reader(file)
    spec = reader.spec(_table(file))
    known = [one.path for one in project.values()]
    problems = [unknown_path(path, known) for path in sorted(reader.unread.difference(known))]
    problems += reader.problems + (_of_plan(project, spec) if spec.inputs else [])
    if problems or not spec.inputs:
        named = dict.fromkeys(problems or [_nothing_varies()])
        raise ProblemsFound(replace(one, where=f"{file.name}: {one.where}") for one in named)
    return spec


def _table(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        found = Label(error.strerror or type(error).__name__, "无法读取")
    except UnicodeDecodeError:
        found = Label("other bytes than UTF-8", "非 UTF-8 编码")
    except tomllib.TOMLDecodeError as error:
        found = Label(str(error), f"TOML 语法错误（{error}）")
    expected = Label("a TOML file that describes a simulation", "描述模拟的 TOML 文件")
    raise ProblemsFound(
        [Problem(str(file), found, expected, Label("check the file", "请检查该文件"))]
    ) from None


def _of_plan(project: Project, spec: SimulationSpec) -> list[Problem]:
    """What is wrong with it for this project."""
    arguments = {"n": 1, "seed": 0, **spec.arguments()}
    try:
        make_plan(project, arguments.pop("inputs"), arguments.pop("n"), arguments.pop("seed"), **arguments)
    except ProblemsFound as found:
        return list(found.problems)
    return []


class _Reader:
    """Takes the tables apart and gathers problems on the way."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.unread: set[str] = set()  # inputs whose distribution cannot be read

    def spec(self, table: Mapping[str, Any]) -> SimulationSpec:
        self.refuse_unknown(table, TABLES, "")
        inputs = dict(self.inputs(self.part(table, "inputs")))
        correlations = tuple(self.correlations(table.get("correlations", [])))
        outputs, simulation = self.part(table, "outputs"), self.part(table, "simulation")
        self.refuse_unknown(outputs, OF_OUTPUTS, "outputs.")
        self.refuse_unknown(simulation, OF_SIMULATION, "simulation.")
        options = {key: simulation[key] for key in OF_SIMULATION if key in simulation}
        for key, name in (("names", "outputs"), ("rules", "rules")):
            if key in outputs and self.is_list_of_texts(outputs[key], f"outputs.{key}"):
                options[name] = outputs[key]
        return SimulationSpec(inputs, correlations, options)

    def part(self, table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        found = table.get(key, {})
        if isinstance(found, Mapping):
            return found
        self.problem(key, found, Label(f"a table [{key}]", f"表 [{key}]"))
        return {}

    def inputs(self, table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Distribution]]:
        """Each input with its distribution; a path may be quoted or not."""
        for key, value in table.items():
            path = f"{above}{key}"
            if (
                isinstance(value, Mapping)
                and value
                and all(isinstance(one, Mapping) for one in value.values())
            ):
                yield from self.inputs(value, f"{path}.")
            elif isinstance(value, Mapping):
                found = self.distribution(path, value)
                if found is None:
                    self.unread.add(path)
                else:
                    yield path, found
            else:
                self.unread.add(path)
                self.problem(
                    f"inputs.{path}", value, Label("a table with a distribution", "含 distribution 的表")
                )

    def distribution(self, path: str, table: Mapping[str, Any]) -> Distribution | None:
        where = f"inputs.{path}"
        key = table.get("distribution", "")
        kind = DISTRIBUTIONS.get(key) if isinstance(key, str) else None
        if kind is None:
            names = ", ".join(DISTRIBUTIONS)
            expected = Label(f"distribution = one of {names}", f"distribution 为 {names} 之一")
            self.problems.append(
                Problem(f"{where}.distribution", str(key), expected, _meant(str(key), DISTRIBUTIONS))
            )
            return None
        stated = {name: value for name, value in table.items() if name != "distribution"}
        if kind is Lognormal and set(OF_LOGARITHM) & set(stated):
            return self.made(where, Lognormal.of_logarithm, stated, OF_LOGARITHM, ("low", "high"))
        if kind is Empirical and "file" in stated:
            return self.made(where, self.from_file, stated, ("file",), ("column",))
        needed = tuple(one.name for one in fields(kind) if one.default is MISSING)  # type: ignore[arg-type]
        optional = tuple(one.name for one in fields(kind) if one.default is not MISSING)  # type: ignore[arg-type]
        return self.made(where, kind, stated, needed, optional)

    def made(
        self, where: str, make: Any, stated: Mapping[str, Any], needed: Sequence[str], optional: Sequence[str]
    ) -> Distribution | None:
        """The distribution, if every key is known and none is missing."""
        known = self.refuse_unknown(stated, (*needed, *optional), f"{where}.")
        missing = [key for key in needed if key not in stated]
        for key in missing:
            expected = Label(f"{', '.join(needed)}", f"{'、'.join(needed)}")
            self.problems.append(Problem(f"{where}.{key}", "", expected, Label("state it", "请填写")))
        if missing or not known:
            return None
        try:
            found: Distribution = make(**stated)
        except ProblemsFound as error:
            self.problems += error.problems
            return None
        except (TypeError, OverflowError, ValueError):
            self.problem(where, dict(stated), Label("finite numbers", "有限的数值"))
            return None
        return found

    def from_file(self, file: str, column: str | None = None) -> Empirical:
        return Empirical(read_column(self.file.parent / file, column))

    def correlations(self, entries: Any) -> Iterator[tuple[str, str, float]]:
        if not isinstance(entries, list) or not all(isinstance(one, Mapping) for one in entries):
            self.problem("correlations", entries, Label("tables [[correlations]]", "[[correlations]] 表"))
            return
        for number, entry in enumerate(entries, start=1):
            where = f"correlations[{number}]"
            self.refuse_unknown(entry, OF_CORRELATION, f"{where}.")
            between = entry.get("between")
            if not (
                isinstance(between, list)
                and len(between) == 2
                and all(isinstance(one, str) for one in between)
            ):
                self.problem(f"{where}.between", between, Label("two paths of inputs", "两个输入项路径"))
            elif "rank" not in entry:
                self.problem(f"{where}.rank", "", Label("a rank correlation", "秩相关系数"))
            elif not self.unread & set(between):
                yield between[0], between[1], entry["rank"]

    def refuse_unknown(self, table: Mapping[str, Any], known: Sequence[str], prefix: str) -> bool:
        """Whether every key is known; those that are not become problems."""
        unknown = [key for key in table if key not in known]
        for key in unknown:
            expected = Label(f"one of {', '.join(known)}", f"{'、'.join(known)} 之一")
            self.problems.append(Problem(f"{prefix}{key}", key, expected, _meant(key, known)))
        return not unknown

    def is_list_of_texts(self, found: Any, where: str) -> bool:
        if isinstance(found, list) and all(isinstance(one, str) for one in found):
            return True
        self.problem(where, found, Label("a list of texts", "文本列表"))
        return False

    def problem(self, where: str, found: Any, expected: Label) -> None:
        self.problems.append(Problem(where, "" if found is None else str(found)[:60], expected, CORRECT))


def _meant(word: str, known: Iterable[str]) -> Label:
    """What was probably meant, or to correct it."""
    return near(word, known) if get_close_matches(word, list(known), cutoff=0.5) else CORRECT


def _nothing_varies() -> Problem:
    expected = Label("at least one input with a distribution", "至少一个带分布的输入项")
    return Problem(
        "inputs",
        "",
        expected,
        Label('add a table [inputs."land_quota.price"]', '请增加 [inputs."land_quota.price"] 表'),
    )
