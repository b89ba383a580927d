"""What the sentences of the verdict tell of: a project and its calculated numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from relocation.formula.language.irr import InternalRate
from relocation.formula.targets.scalar import Values
from relocation.project.sourced_inputs import SourcedInputs


@dataclass(frozen=True, slots=True)
class Facts:
    """A project, its inputs as its book knows them, and its numbers. `counted` says how many inputs have which provenance."""

    project: SourcedInputs
    inputs: Mapping[str, float | str]
    values: Values
    internal_rate: InternalRate
    counted: Mapping[str, int]

    def number(self, key: str) -> float:
        """The value of a line that is one number, or of an input."""
        value = self.values[key] if key in self.values else self.inputs[key]
        assert isinstance(value, (int, float))
        return float(value)

    def total(self, key: str) -> float:
        """The sum over the periods of a line."""
        series = self.values[key]
        assert isinstance(series, list)
        return sum(series[1:])

    def choice(self, path: str) -> str:
        """What is chosen in an input."""
        chosen = self.inputs[path]
        assert isinstance(chosen, str)
        return chosen
