"""How outputs follow inputs: a table over the values of one, two or more inputs.

A combination that the project refuses has no outputs: they are not available (NaN), and its problems are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from relocation.caller import named
from relocation.changes import changed_value
from relocation.given import mapping_of
from relocation.labels import Label, Language
from relocation.model import book_of
from relocation.problems import Problem, ProblemsFound, near
from relocation.project.fields import FieldRecord
from relocation.project.given import project_in
from relocation.project.names import input_labels
from relocation.project.project import Project
from relocation.project.sourced_inputs import InputValue, unknown_path
from relocation.project.values import plain
from relocation.scenarios.batch import Array, Batch, failures, may_vary, run_in_chunks, too_large
from relocation.scenarios.outputs import output_names
from relocation.scenarios.scenario import restructured
from relocation.short_names import key_of
from relocation.shown import Shown
from relocation.tables.units import UNITS

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Axis:
    """The values of one input, and for each what is wrong with it by itself."""

    path: str
    label: Label
    record: FieldRecord
    values: tuple[Any, ...]
    problems: tuple[tuple[Problem, ...], ...]


@dataclass(frozen=True)
class Variation(Shown):
    """Outputs for all combinations of the values of the axes.

    `values` has the shape (number of outputs, values of the first axis, of the second, ...); NaN is not available, or
    refused, and then `problems` tells why, by the places of the combination on the axes.
    """

    project: Project
    axes: tuple[Axis, ...]
    outputs: tuple[str, ...]
    values: Array
    problems: Mapping[tuple[int, ...], tuple[Problem, ...]]
    labels: Mapping[str, tuple[Label, Label]]

    def __repr__(self) -> str:
        ways = " x ".join(f"{axis.path} ({len(axis.values)})" for axis in self.axes)
        return f"<Variation of {ways}: {', '.join(self.outputs)}>"

    def to_frame(self, lang: Language = "en") -> pd.DataFrame:
        """Tidy long: a column per varied path, then output, label, unit, value, problem."""
        import pandas as pd

        heads = [*(axis.path for axis in self.axes), "output", "label", "unit", "value", "problem"]
        return pd.DataFrame(self._tidy(lang), columns=heads)

    def grid(self, output: str, lang: Language = "en") -> pd.DataFrame:
        """One output over two inputs: the values of the first down, those of the second across.

        Of one input it is a single column. Raises ProblemsFound for an output that was not asked for, and for more
        than two inputs.
        """
        import pandas as pd

        key = key_of(output)
        if key not in self.outputs:
            raise ProblemsFound([_not_asked(output, self.outputs)])
        if len(self.axes) > 2:
            raise ProblemsFound([_no_grid(len(self.axes))])
        numbers = self.values[self.outputs.index(key)]
        down = pd.Index(self.axes[0].values, name=self.axes[0].path)
        if len(self.axes) == 1:
            return pd.DataFrame({self.labels[key][0].text(lang): numbers}, index=down)
        across = pd.Index(self.axes[1].values, name=self.axes[1].path)
        return pd.DataFrame(numbers, index=down, columns=across)

    def _tidy(self, lang: Language) -> Iterator[list[Any]]:
        for place in product(*(range(len(axis.values)) for axis in self.axes)):
            given = [axis.values[position] for axis, position in zip(self.axes, place, strict=True)]
            problem = "; ".join(fault.text(lang) for fault in self.problems.get(place, ()))
            for number, key in enumerate(self.outputs):
                label, unit = self.labels[key]
                yield [
                    *given,
                    key,
                    label.text(lang),
                    unit.text(lang),
                    float(self.values[(number, *place)]),
                    problem,
                ]


def _not_asked(output: str, known: tuple[str, ...]) -> Problem:
    expected = Label(f"one of {', '.join(known)}", f"{'、'.join(known)} 之一")
    return Problem("grid", output, expected, near(output, known))


def _no_grid(ways: int) -> Problem:
    expected = Label("a table over one or two inputs", "一至两个输入项的表")
    return Problem("grid", str(ways), expected, Label("use to_frame", "请用 to_frame"))


MOST_COMBINATIONS = 1_000_000
MOST_NAMED = 1_000
Values = Sequence[Any] | tuple[float, float, float]
Place = tuple[int, ...]
Problems = dict[Place, tuple[Problem, ...]]


def vary(project: Project, ways: Mapping[str, Values], outputs: Sequence[str]) -> Variation:
    """The outputs for every combination of the values of the inputs in `ways`.

    The values of a path are a list, or a tuple (low, high, step) with both ends included; any path of the project
    will do, and a text such as "*0.8" multiplies. Raises ProblemsFound for an unknown path or output, for steps that
    lead nowhere, and for more than a million combinations.
    """
    project = project_in(project, "vary")
    such_as = Label('such as {"land_quota.price": [60000, 80000]}', '如 {"land_quota.price": [60000, 80000]}')
    ways = mapping_of(ways, "vary", such_as)
    keys = output_names(book_of(project), outputs)
    axes = _axes(project, ways)
    shape = tuple(len(axis.values) for axis in axes)
    values = np.full((len(keys), *shape), np.nan)
    problems: Problems = {}
    fixed = {number for number, axis in enumerate(axes) if not may_vary(axis.record)}
    places = product(*(range(length) for length in shape))
    for chosen, group in _grouped(places, fixed).items():
        good = [place for place in group if not _named_as_unreadable(axes, place, problems)]
        part = {axes[number].path: axes[number].values[position] for number, position in chosen}
        outputs_of_part = _worked_out(project, part, axes, keys, good, problems)
        if good:
            values[(slice(None), *np.array(good).T)] = outputs_of_part
    return Variation(project, tuple(axes), tuple(keys), values, problems, _labels(project, keys))


def _axes(project: Project, ways: Mapping[str, Values]) -> list[Axis]:
    known = project.by_path()
    labels = input_labels(project)
    problems = [unknown_path(path, list(known)) for path in ways if path not in known]
    axes, combinations = [], 1
    for path, wanted in ways.items():
        if path not in known:
            continue
        values, wrong = _values(str(path), wanted)
        problems += wrong
        combinations *= max(len(values), 1)
        axes.append(_axis(known[path], labels[path], values))
    if not ways or combinations > MOST_COMBINATIONS:
        problems.append(_too_many(combinations if ways else 0))
    if problems:
        raise ProblemsFound(problems)
    return axes


def _values(path: str, wanted: Values) -> tuple[list[Any], list[Problem]]:
    """The values listed or counted by steps, and what is wrong with the steps."""
    wanted = plain(wanted)
    if not isinstance(wanted, tuple):
        if wanted is None:
            return [], [_no_steps(path, "None")]
        listed = [wanted] if isinstance(wanted, str) or not isinstance(wanted, Iterable) else list(wanted)
        return listed, [] if listed else [_no_steps(path, "")]
    try:
        low, high, width = (float(bound) for bound in wanted)
        steps = (high - low) / width
        count = int(np.floor(steps + 1e-9)) + 1
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return [], [_no_steps(path, str(wanted))]
    if not 1 <= count <= MOST_COMBINATIONS:
        return [], [_no_steps(path, str(wanted))]
    # Twelve digits take away the dust of adding up, such as 0.30000000000000004.
    return [float(f"{low + number * width:.12g}") for number in range(count)], []


def _axis(input_value: InputValue, label: Label, wanted: Sequence[Any]) -> Axis:
    read = [changed_value(input_value, input_value.value, value) for value in wanted]
    shown = [given if value is None else value for (value, _), given in zip(read, wanted, strict=True)]
    problems = [tuple(problem for problem in faults if problem.severity == "error") for _, faults in read]
    return Axis(input_value.path, label, input_value.record, tuple(shown), tuple(problems))


def _grouped(places: Iterable[Place], fixed: set[int]) -> dict[tuple[tuple[int, int], ...], list[Place]]:
    """Combinations by their places on the axes that decide the rows of the model, which share a calculation."""
    groups: dict[tuple[tuple[int, int], ...], list[Place]] = {}
    for place in places:
        groups.setdefault(tuple((number, place[number]) for number in sorted(fixed)), []).append(place)
    return groups


def _named_as_unreadable(axes: Sequence[Axis], place: Place, problems: Problems) -> bool:
    wrong = tuple(
        problem for axis, position in zip(axes, place, strict=True) for problem in axis.problems[position]
    )
    if wrong:
        problems[place] = wrong
    return bool(wrong)


def _worked_out(
    project: Project,
    part: Mapping[str, Any],
    axes: Sequence[Axis],
    keys: Sequence[str],
    places: Sequence[Place],
    problems: Problems,
) -> Array:
    """The outputs of combinations that share the values of `part`, shape (len(keys), len(places))."""
    free = [number for number, axis in enumerate(axes) if axis.path not in part]
    rows = ({axes[number].path: axes[number].values[place[number]] for number in free} for place in places)
    changed, refused = restructured(project, part, rows)
    problems.update(zip(places, refused, strict=False))
    if changed is None:
        return np.full((len(keys), len(places)), np.nan)
    batch = Batch(changed, [axes[number].path for number in free], keys)
    numbers = [_numbers(batch, axes[number]) for number in free]
    positions = np.array(places, dtype=int).reshape(len(places), len(axes))
    columns = np.array([row[positions[:, number]] for number, row in zip(free, numbers, strict=True)])
    columns = columns.reshape(len(free), len(places))
    for place, why in batch.refusals(columns, MOST_NAMED).items():
        problems[places[place]] = tuple(why)
    worked_out = run_in_chunks(batch, columns)
    for number in np.flatnonzero(failures(batch, worked_out) & batch.allowed(columns))[:MOST_NAMED].tolist():
        problems[places[number]] = (too_large("vary"),)
    return worked_out


def _numbers(batch: Batch, axis: Axis) -> Array:
    """The values of an axis as numbers; one that cannot be read, which no scenario has, is not available."""
    numbers = np.full(len(axis.values), np.nan)
    readable = [position for position, wrong in enumerate(axis.problems) if not wrong]
    numbers[readable] = batch.numbers(axis.path, [axis.values[place] for place in readable])
    return numbers


def _labels(project: Project, keys: Sequence[str]) -> dict[str, tuple[Label, Label]]:
    lines = book_of(project).lines
    return {key: (lines[key].label, UNITS[lines[key].unit]) for key in keys}


def _no_steps(path: str, found: str) -> Problem:
    expected = Label("values, or low, high and a step between them", "若干取值，或下限、上限与步长")
    steps = named("60000:120000:5000", "(60000, 120000, 5000)")
    remedy = Label(f"such as {steps}", f"如 {steps}")
    return Problem(path, found, expected, remedy)


def _too_many(combinations: int) -> Problem:
    expected = Label(f"1 to {MOST_COMBINATIONS} combinations", f"1 至 {MOST_COMBINATIONS} 种组合")
    remedy = Label("name an input, with fewer values", "请指定输入项并减少取值")
    return Problem("vary", str(combinations), expected, remedy)
