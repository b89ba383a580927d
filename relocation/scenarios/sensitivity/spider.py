"""The lines of a spider: one output while each of some inputs alone is multiplied, all else as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from relocation.labels import Label, Language
from relocation.problems import Problem, ProblemsFound
from relocation.project.fields import UNITS
from relocation.project.names import input_labels
from relocation.project.project import Project
from relocation.project.sourced_inputs import InputValue, unknown_path
from relocation.scenarios.batch import Batch, failures, may_vary, run_in_chunks, too_large
from relocation.scenarios.outputs import names_of
from relocation.scenarios.sensitivity.steps import moved
from relocation.scenarios.sensitivity.vary import vary

if TYPE_CHECKING:
    import pandas as pd


NUMBERS = {"number", "whole", "share"}


def scaling(project: Project, paths: Sequence[str]) -> list[str]:
    """Those of the paths that can be multiplied."""
    return [path for path in paths if project.at(path).record.kind in NUMBERS]


def spider(
    project: Project, paths: Sequence[str], factors: Sequence[float], output: str, lang: Language = "en"
) -> pd.DataFrame:
    """One output while each input alone is multiplied by each factor: path, label, unit, factor, value, output, problem.

    Raises ProblemsFound for an unknown output, and for every path that is unknown or no number.
    """
    import pandas as pd

    ones = _numbers(project, list(dict.fromkeys(names_of(paths))))
    labels, places = input_labels(project), dict[str, list[_Place]]()
    together = [one for one in ones if may_vary(one.record)]
    batch = Batch(project, [one.path for one in together], [output])
    for one, found in zip(together, _worked_out(batch, together, factors), strict=True):
        places[one.path] = found
    rows = []
    for one in ones:
        name, unit = labels[one.path].text(lang), UNITS[one.record.unit].text(lang)
        for factor, place in zip(
            factors, places.get(one.path) or _alone(project, one, factors, output), strict=True
        ):
            said = "; ".join(problem.text(lang) for problem in place.problems)
            rows.append([one.path, name, unit, factor, place.value, place.output, said])
    heads = ["path", "label", "unit", "factor", "value", "output", "problem"]
    return pd.DataFrame(rows, columns=heads)


class _Place(NamedTuple):
    """A point of a line: the value of the input, the output, and why there is none."""

    value: Any
    output: float
    problems: tuple[Problem, ...]


def _worked_out(batch: Batch, ones: Sequence[InputValue], factors: Sequence[float]) -> Iterator[list[_Place]]:
    """The lines of the inputs that a batch varies, all worked out together."""
    if not ones:
        return
    numbers = [np.array([float(one.value) * factor for factor in factors]) for one in ones]
    columns = np.concatenate([moved(batch, at, row) for at, row in enumerate(numbers)], axis=1)
    outputs = run_in_chunks(batch, columns)
    problems: dict[int, tuple[Problem, ...]] = {
        place: tuple(why) for place, why in batch.refusals(columns, columns.shape[1]).items()
    }
    for place in np.flatnonzero(failures(batch, outputs) & batch.allowed(columns)).tolist():
        problems[place] = (too_large("spider"),)
    for at, (one, row) in enumerate(zip(ones, numbers, strict=True)):
        first = at * len(factors)
        yield [
            _Place(_as_stated(one, number), float(outputs[0, first + step]), problems.get(first + step, ()))
            for step, number in enumerate(row.tolist())
        ]


def _alone(project: Project, one: InputValue, factors: Sequence[float], output: str) -> list[_Place]:
    """The line of an input that decides the rows of the model."""
    found = vary(project, {one.path: [one.value * factor for factor in factors]}, [output])
    values, outputs = found.axes[0].values, found.values[0].tolist()
    return [
        _Place(value, number, found.problems.get((at,), ()))
        for at, (value, number) in enumerate(zip(values, outputs, strict=True))
    ]


def _as_stated(one: InputValue, number: float) -> float | int:
    return int(number) if one.record.kind == "whole" and number.is_integer() else number


def _numbers(project: Project, paths: Sequence[str]) -> list[InputValue]:
    known = {one.path: one for one in project.values()}
    problems = [unknown_path(path, list(known)) for path in paths if path not in known]
    ones = [known[path] for path in paths if path in known]
    problems += [_no_number(one) for one in ones if one.record.kind not in NUMBERS]
    if problems:
        raise ProblemsFound(problems)
    return ones


def _no_number(one: InputValue) -> Problem:
    expected = Label("a number, which can be multiplied", "可以相乘的数字")
    return Problem(one.path, str(one.value), expected, Label("use vary", "请用 vary"), one.record.label)
