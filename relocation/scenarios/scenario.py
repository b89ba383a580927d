"""Named futures: a scenario is a sparse set of changes to a project, on top of the project or of another scenario.

A set of scenarios is checked wholly before anything is calculated. A change is a value as `--set` takes it: a number,
a choice by its key or label, a text, or "*0.8", which multiplies what stands in the parent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from relocation.changes import cautions, changed_value
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound, near
from relocation.project.project import Project
from relocation.project.sourced_inputs import InputValue, SourcedInputs, unknown_path


class Change(NamedTuple):
    """The value of an input before and after; None where a project has no such input."""

    before: Any
    after: Any


def changed_assumptions(before: SourcedInputs, after: SourcedInputs) -> dict[str, Change]:
    """Every input whose value differs, by path, in the order of the inputs; what only one of the two has comes too."""
    old, new = _values(before), _values(after)
    return {
        path: Change(old.get(path), new.get(path))
        for path in dict.fromkeys([*old, *new])
        if path not in old or path not in new or old[path] != new[path]
    }


def inputs_of(*projects: SourcedInputs) -> dict[str, InputValue]:
    """What is known of every input that one of the projects has, by path."""
    return {path: value for project in reversed(projects) for path, value in project.by_path().items()}


def _values(project: SourcedInputs) -> dict[str, Any]:
    return {input_value.path: input_value.value for input_value in project.values()}


def restructured(
    project: Project, part: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]
) -> tuple[Project | None, list[tuple[Problem, ...]]]:
    """The project with the values of `part`, and with those of the first of `rows` it needs to be allowed at all.

    A shorter timeline may be allowed only together with a shorter loan. The problems are those of the rows before, which
    are refused whatever the calculation; without a project they are those of all rows.
    """
    refused: list[tuple[Problem, ...]] = []
    for values in ({}, *rows) if part else ({},):
        try:
            return (project.replace({**part, **values}) if part else project), refused
        except ProblemsFound as refusal:
            if values:
                refused.append(refusal.problems)
    return None, refused


BASE = "base"


@dataclass(frozen=True, slots=True)
class Scenario:
    """Changes by path, under a name. `parent` is the scenario they come on top of; None or "base" is the project.

    `where` says where the scenario was written, such as futures.csv:3; `places` where single changes were, such as
    Scenarios!C5. Without them a problem is told by name and path.
    """

    name: str
    changes: Mapping[str, Any]
    parent: str | None = None
    where: str = ""
    places: Mapping[str, str] = field(default_factory=dict)

    def place(self, path: str = "") -> str:
        """Where to look for a change, or for the scenario itself."""
        if path in self.places:
            return self.places[path]
        return ": ".join(part for part in (self.where, self.name, path) if part)


@dataclass(frozen=True)
class Resolution:
    """What scenarios make of a project: the project of each, or the problems of each that is refused, by its name."""

    projects: Mapping[str, Project]
    problems: Mapping[str, tuple[Problem, ...]]
    warnings: tuple[Problem, ...]


def resolve(base: Project, scenarios: Iterable[Scenario]) -> dict[str, Project]:
    """The project of each scenario, by its name.

    Raises ProblemsFound with everything that is wrong with any of them: names that stand twice, parents that do not
    exist or lead in a circle, unknown paths, values that cannot be, and rules between inputs that are broken.
    """
    resolution = resolve_each(base, scenarios)
    if resolution.problems:
        raise ProblemsFound(problem for problems in resolution.problems.values() for problem in problems)
    return dict(resolution.projects)


def resolve_each(base: Project, scenarios: Iterable[Scenario]) -> Resolution:
    """The project of each scenario; one that is refused stops only itself and those that build on it."""
    return _Resolver(base, list(scenarios)).resolution()


class _Resolver:
    def __init__(self, base: Project, scenarios: Sequence[Scenario]) -> None:
        self.base = base
        self.known = base.by_path()
        self.scenarios = [scenario for scenario in scenarios if not _is_base_itself(scenario)]
        self.by_name = {scenario.name: scenario for scenario in reversed(self.scenarios)}
        self.values: dict[str, dict[str, Any]] = {}
        self.projects: dict[str, Project] = {}
        self.problems: dict[str, list[Problem]] = {}
        self.warnings: list[Problem] = []

    def resolution(self) -> Resolution:
        times = Counter(scenario.name for scenario in self.scenarios)
        for scenario in self.scenarios:
            if times[scenario.name] > 1 or scenario.name in {"", BASE}:
                self.problem(scenario, _bad_name(scenario, times[scenario.name]))
        for scenario in self.by_name.values():
            for problem in self.wrong_parent(scenario):
                self.problem(scenario, problem)
        for scenario in self.parents_first():
            self.work_out(scenario)
        order = list(dict.fromkeys(scenario.name for scenario in self.scenarios))
        return Resolution(
            {name: self.projects[name] for name in order if name in self.projects},
            {name: tuple(self.problems[name]) for name in order if name in self.problems},
            tuple(self.warnings),
        )

    def problem(self, scenario: Scenario, problem: Problem) -> None:
        self.problems.setdefault(scenario.name, []).append(problem)

    def parent(self, scenario: Scenario) -> Scenario | None:
        name = scenario.parent or BASE
        return None if name == BASE else self.by_name.get(name)

    def wrong_parent(self, scenario: Scenario) -> Iterator[Problem]:
        name = scenario.parent or BASE
        if name != BASE and name not in self.by_name:
            expected = Label("the name of a scenario, or base", "某个方案的名称，或 base")
            yield Problem(scenario.place("parent"), name, expected, _similar(name, self.by_name))
        line = self.lineage(scenario)
        if line and line[-1] == scenario.name:
            circle = " -> ".join([scenario.name, *line])
            yield Problem(
                scenario.place("parent"),
                circle,
                Label("parents that lead back to the base", "最终回到基准方案的上级"),
                Label("give one of them another parent", "请更改其中一个的上级方案"),
            )

    def lineage(self, scenario: Scenario) -> list[str]:
        """The names of parent, grandparent and so on, up to the base, or to the first that comes again."""
        names: list[str] = []
        here = self.parent(scenario)
        while here is not None:
            seen = here.name in names
            names.append(here.name)
            if seen or here.name == scenario.name:
                break
            here = self.parent(here)
        return names

    def parents_first(self) -> list[Scenario]:
        return sorted(self.by_name.values(), key=lambda scenario: len(self.lineage(scenario)))

    def work_out(self, scenario: Scenario) -> None:
        parent = self.parent(scenario)
        values = dict(self.values.get(parent.name, {})) if parent else {}
        for path, wanted in scenario.changes.items():
            if path not in self.known:
                self.problem(scenario, _at(scenario, unknown_path(path, list(self.known))))
                continue
            value = self.read(scenario, self.known[path], values, wanted)
            if value is not None:
                values[path] = value
        self.values[scenario.name] = values
        if parent is not None and parent.name in self.problems and scenario.name not in self.problems:
            self.problem(scenario, _refused_parent(scenario))
        if scenario.name not in self.problems:
            self.build(scenario, values)

    def read(
        self, scenario: Scenario, input_value: InputValue, values: Mapping[str, Any], wanted: Any
    ) -> Any:
        value, problems = changed_value(input_value, values.get(input_value.path, input_value.value), wanted)
        for problem in problems:
            told = _at(scenario, problem)
            if problem.severity == "error":
                self.problem(scenario, told)
            else:
                self.warnings.append(told)
        return value

    def build(self, scenario: Scenario, values: Mapping[str, Any]) -> None:
        try:
            project = self.base.replace(values) if values else self.base
        except ProblemsFound as refusal:
            for problem in refusal.problems:
                self.problem(scenario, _at(scenario, problem))
            return
        self.projects[scenario.name] = project
        self.warnings += [_at(scenario, problem) for problem in cautions(self.base, project)]


def _is_base_itself(scenario: Scenario) -> bool:
    """A row of a table that states the base once more."""
    return scenario.name == BASE and not scenario.changes and scenario.parent in {None, "", BASE}


def _at(scenario: Scenario, problem: Problem) -> Problem:
    return replace(problem, where=scenario.place(problem.where))


def _similar(name: str, known: Iterable[str]) -> Label:
    close = near(name, known)
    missing = Label("name a scenario of the same set", "请填写同一组方案中的名称")
    return close if close.en.startswith("did you mean") else missing


def _bad_name(scenario: Scenario, times: int) -> Problem:
    expected = Label(
        "a name that no other scenario has, and that is not base", "不与其他方案重复、且不是 base 的名称"
    )
    said = Label(f"{scenario.name}, {times} times", f"{scenario.name}，共{times}次")
    found = said if times > 1 and scenario.name else scenario.name
    return Problem(scenario.place(), found, expected, Label("rename it", "请改名"))


def _refused_parent(scenario: Scenario) -> Problem:
    return Problem(
        scenario.place("parent"),
        scenario.parent or "",
        Label("a parent that can be calculated", "可以计算的上级方案"),
        Label("correct the parent first", "请先更正上级方案"),
    )


def called_like_a_case(scenarios: Iterable[Scenario], cases: Collection[str]) -> Iterator[Problem]:
    """What is wrong with scenarios that bear the name of a case beside which they are to stand."""
    expected = Label("a name that no case has", "不与案例重名的名称")
    remedy = Label("rename the scenario", "请更改方案名称")
    for scenario in scenarios:
        if scenario.name in cases:
            yield Problem(scenario.place(), scenario.name, expected, remedy)
