"""The national rural poverty line year by year (models/norms/poverty_lines.toml), for gates that refer to it."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from relocation.labels import Label
from relocation.problems import Problem
from relocation.project.fields import number, whole
from relocation.project.groups import Group
from relocation.sourced import SourcedDocument, problem, shipped


class PovertyLine(Group):
    """The income below which a person counts as poor in one year."""

    year: int = whole("years", "Year", "年份", "Calendar year", "公历年份", low=1949, high=2200)
    amount: float = number(
        "yuan/person",
        "Poverty line",
        "贫困标准",
        "Income a year, current prices",
        "年收入，现价",
        usual=(500, 50_000),
    )


def twice_stated(lines: dict[str, PovertyLine], path: str) -> Iterator[Problem]:
    """A year has one line."""
    seen: dict[int, str] = {}
    for identity, line in lines.items():
        if line.year in seen:
            yield problem(
                f"{path}.{identity}.year",
                str(line.year),
                Label(f"a year that {seen[line.year]} does not state", f"与 {seen[line.year]} 不同的年份"),
            )
        seen[line.year] = identity


class PovertyLines(SourcedDocument):
    """All years of a list."""

    lines: dict[str, PovertyLine] = Field(default_factory=dict)

    def broken_rules(self) -> Iterator[Problem]:
        """A year has one line."""
        return twice_stated(self.lines, "lines")


def national_lines() -> PovertyLines:
    """The list that comes with the package."""
    return PovertyLines.read(shipped("norms", "poverty_lines"))
