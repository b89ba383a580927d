"""Outputs over the combinations of several inputs, as a tidy frame and as a grid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from relocation.changes import SHORT_NAMES
from relocation.labels import Label, Language
from relocation.problems import Problem, ProblemsFound, near
from relocation.project.fields import FieldRecord
from relocation.scenarios.batch import Array

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
class Variation:
    """Outputs for all combinations of the values of the axes.

    `values` has the shape (number of outputs, values of the first axis, of the second, ...); NaN is not available, or
    refused, and then `problems` tells why, by the places of the combination on the axes.
    """

    axes: tuple[Axis, ...]
    outputs: tuple[str, ...]
    values: Array
    problems: Mapping[tuple[int, ...], tuple[Problem, ...]]
    labels: Mapping[str, tuple[Label, Label]]

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

        key = SHORT_NAMES.get(output, output)
        if key not in self.outputs:
            raise ProblemsFound([_not_asked(output, self.outputs)])
        if len(self.axes) > 2:
            raise ProblemsFound([_no_grid(len(self.axes))])
        found = self.values[self.outputs.index(key)]
        down = pd.Index(self.axes[0].values, name=self.axes[0].path)
        if len(self.axes) == 1:
            return pd.DataFrame({self.labels[key][0].text(lang): found}, index=down)
        across = pd.Index(self.axes[1].values, name=self.axes[1].path)
        return pd.DataFrame(found, index=down, columns=across)

    def _tidy(self, lang: Language) -> Iterator[list[Any]]:
        for place in product(*(range(len(axis.values)) for axis in self.axes)):
            given = [axis.values[at] for axis, at in zip(self.axes, place, strict=True)]
            problem = "; ".join(one.text(lang) for one in self.problems.get(place, ()))
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
