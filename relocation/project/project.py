"""A project: what a planner states, with all that follows from it one call away."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from relocation.appraisal import Appraisal, appraise
from relocation.project.sourced_inputs import SourcedInputs
from relocation.reading.toml_file import parse_as, read_as


class Project(SourcedInputs):
    """All inputs of a relocation, each with its source.

    The record itself stands low, since every line item is made from it; this class stands above the appraisal that it
    offers.
    """

    @classmethod
    def read(cls, path: Path) -> Self:
        """The project in a TOML file. Raises ProblemsFound with everything that is wrong with it."""
        return read_as(cls.build, path)

    @classmethod
    def parse(cls, text: str) -> Self:
        """The project in a TOML text. Raises ProblemsFound, or TOMLDecodeError when it is not TOML."""
        return parse_as(cls.build, text)

    def appraise(self) -> Appraisal:
        """All numbers of the project."""
        return appraise(self)
