"""A project: what a planner states, with all that follows from it one call away."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from relocation.appraisal import Appraisal, appraise
from relocation.given import file_of, refused
from relocation.labels import Label
from relocation.project.sourced_inputs import SourcedInputs
from relocation.reading.toml_file import parse_as, read_as

A_TOML = Label('such as "village.toml"', '如 "village.toml"')


class Project(SourcedInputs):
    """All inputs of a relocation, each with its source.

    The record itself stands low, since every line item is made from it; this class stands above the appraisal that it
    offers.
    """

    @classmethod
    def read(cls, path: Path) -> Self:
        """The project in a TOML file. Raises ProblemsFound with everything that is wrong with it."""
        return read_as(cls.build, file_of(path, "read", A_TOML))

    @classmethod
    def parse(cls, text: str) -> Self:
        """The project in a TOML text. Raises ProblemsFound, or TOMLDecodeError when it is not TOML."""
        return parse_as(cls.build, _text(text))

    def appraise(self) -> Appraisal:
        """All numbers of the project."""
        return appraise(self)


def _text(value: str) -> str:
    """The text itself. Raises ProblemsFound for what is none."""
    if not isinstance(value, str):
        expected = Label("a TOML text", "TOML 文本")
        raise refused("parse", value, expected, Label("read(path) opens a file", "打开文件请用 read(路径)"))
    return value
