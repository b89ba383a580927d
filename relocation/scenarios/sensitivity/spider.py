"""The lines of a spider: one output while each of some inputs alone is multiplied, all else as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from relocation.labels import Label, Language
from relocation.problems import Problem, ProblemsFound
from relocation.project.fields import UNITS
from relocation.project.project import InputValue, Project
from relocation.scenarios.input_names import input_labels
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

    Raises ProblemsFound for an unknown output, and for a path that is no number.
    """
    import pandas as pd

    labels = input_labels(project)
    rows = []
    for path in paths:
        one = project.at(path)
        if one.record.kind not in NUMBERS:
            raise ProblemsFound([_no_number(one)])
        found = vary(project, {path: [one.value * factor for factor in factors]}, [output])
        for at, factor in enumerate(factors):
            said = "; ".join(problem.text(lang) for problem in found.problems.get((at,), ()))
            name, unit = labels[path].text(lang), UNITS[one.record.unit].text(lang)
            rows.append(
                [path, name, unit, factor, found.axes[0].values[at], float(found.values[0, at]), said]
            )
    heads = ["path", "label", "unit", "factor", "value", "output", "problem"]
    return pd.DataFrame(rows, columns=heads)


def _no_number(one: InputValue) -> Problem:
    expected = Label("a number, which can be multiplied", "可以相乘的数字")
    return Problem(one.path, str(one.value), expected, Label("use vary", "请用 vary"), one.record.label)
