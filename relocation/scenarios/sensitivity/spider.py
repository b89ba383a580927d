"""The lines of a spider: one output while each of some inputs alone is multiplied, all else as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from relocation.given import names_of
from relocation.labels import Label, Language
from relocation.problems import Problem, ProblemsFound
from relocation.project.given import SOME_PATHS, project_in
from relocation.project.names import input_labels
from relocation.project.project import Project
from relocation.project.sourced_inputs import InputValue, unknown_path
from relocation.scenarios.batch import Batch, failures, may_vary, run_in_chunks, too_large
from relocation.scenarios.sensitivity.tornado import moved
from relocation.scenarios.sensitivity.vary import vary
from relocation.tables.units import UNITS

if TYPE_CHECKING:
    import pandas as pd


NUMBERS = {"number", "whole", "share"}


def scaling(project: Project, paths: Sequence[str], factors: Sequence[float]) -> list[str]:
    """Those of the paths that can be multiplied by all the factors: numbers, and whole ones that stay whole."""
    return [path for path in paths if _scales(project.at(path), factors)]


def _scales(input_value: InputValue, factors: Sequence[float]) -> bool:
    kind = input_value.record.kind
    if kind != "whole":
        return kind in NUMBERS
    return all(float(input_value.value * factor).is_integer() for factor in factors)


def spider(
    project: Project, paths: Sequence[str], factors: Sequence[float], output: str, lang: Language = "en"
) -> pd.DataFrame:
    """One output while each input alone is multiplied by each factor: path, label, unit, factor, value, output, problem.

    Raises ProblemsFound for an unknown output, and for every path that is unknown or no number.
    """
    import pandas as pd

    project = project_in(project, "spider")
    moved = _numbers(project, list(dict.fromkeys(names_of(paths, "paths", SOME_PATHS))))
    labels, places = input_labels(project), dict[str, list[_Place]]()
    together = [input_value for input_value in moved if may_vary(input_value.record)]
    batch = Batch(project, [input_value.path for input_value in together], [output])
    for input_value, line in zip(together, _worked_out(batch, together, factors), strict=True):
        places[input_value.path] = line
    rows = []
    for input_value in moved:
        name, unit = labels[input_value.path].text(lang), UNITS[input_value.record.unit].text(lang)
        for factor, place in zip(
            factors,
            places.get(input_value.path) or _alone(project, input_value, factors, output),
            strict=True,
        ):
            said = "; ".join(problem.text(lang) for problem in place.problems)
            rows.append([input_value.path, name, unit, factor, place.value, place.output, said])
    heads = ["path", "label", "unit", "factor", "value", "output", "problem"]
    return pd.DataFrame(rows, columns=heads)


class _Place(NamedTuple):
    """A point of a line: the value of the input, the output, and why there is none."""

    value: Any
    output: float
    problems: tuple[Problem, ...]


def _worked_out(
    batch: Batch, together: Sequence[InputValue], factors: Sequence[float]
) -> Iterator[list[_Place]]:
    """The lines of the inputs that a batch varies, all worked out together."""
    if not together:
        return
    numbers = [
        np.array([float(input_value.value) * factor for factor in factors]) for input_value in together
    ]
    columns = np.concatenate([moved(batch, position, row) for position, row in enumerate(numbers)], axis=1)
    outputs = run_in_chunks(batch, columns)
    problems: dict[int, tuple[Problem, ...]] = {
        place: tuple(why) for place, why in batch.refusals(columns, columns.shape[1]).items()
    }
    for place in np.flatnonzero(failures(batch, outputs) & batch.allowed(columns)).tolist():
        problems[place] = (too_large("spider"),)
    for position, (input_value, row) in enumerate(zip(together, numbers, strict=True)):
        first = position * len(factors)
        yield [
            _Place(
                _as_stated(input_value, number),
                float(outputs[0, first + step]),
                problems.get(first + step, ()),
            )
            for step, number in enumerate(row.tolist())
        ]


def _alone(project: Project, input_value: InputValue, factors: Sequence[float], output: str) -> list[_Place]:
    """The line of an input that decides the rows of the model."""
    variation = vary(
        project, {input_value.path: [input_value.value * factor for factor in factors]}, [output]
    )
    values, outputs = variation.axes[0].values, variation.values[0].tolist()
    return [
        _Place(value, number, variation.problems.get((position,), ()))
        for position, (value, number) in enumerate(zip(values, outputs, strict=True))
    ]


def _as_stated(input_value: InputValue, number: float) -> float | int:
    return int(number) if input_value.record.kind == "whole" and number.is_integer() else number


def _numbers(project: Project, paths: Sequence[str]) -> list[InputValue]:
    known = project.by_path()
    problems = [unknown_path(path, list(known)) for path in paths if path not in known]
    moved = [known[path] for path in paths if path in known]
    problems += [_no_number(moving) for moving in moved if moving.record.kind not in NUMBERS]
    if problems:
        raise ProblemsFound(problems)
    return moved


def _no_number(input_value: InputValue) -> Problem:
    expected = Label("a number, which can be multiplied", "可以相乘的数字")
    return Problem(
        input_value.path,
        str(input_value.value),
        expected,
        Label("use vary", "请用 vary"),
        input_value.record.label,
    )
