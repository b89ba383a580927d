"""The table of scenarios as a planner types it: which heads it has, and what stands in its rows and columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from relocation.project.sourced_inputs import InputValue, SourcedInputs
from relocation.scenarios.tables.headings import NAME_HEAD, NOTE_HEAD, PARENT_HEAD

HEADS = (NAME_HEAD, PARENT_HEAD, NOTE_HEAD)

# What people figure in: the first inputs of these kinds stand in the heads of a fresh sheet.
USUAL = (
    ("land_quota", "price"),
    ("land_quota", "delay"),
    ("land_quota", "acceptance"),
    ("construction", "rate"),
    ("loans", "principal"),
    ("loans", "rate"),
)


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row as it was typed; `values` stand in the order of the paths, None where a cell is empty."""

    name: str
    parent: str
    note: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class TypedTable:
    """The heads and rows as they were typed, right or wrong, so that they can be written again."""

    paths: tuple[str, ...]
    rows: tuple[TypedRow, ...] = ()

    def used(self) -> Iterator[str]:
        """The paths for which at least one row states a value."""
        for at, path in enumerate(self.paths):
            if path and any(row.values[at] is not None for row in self.rows):
                yield path


def usual_table(project: SourcedInputs) -> TypedTable:
    """No scenario yet, below the inputs that scenarios usually change, as far as a project has them."""
    values = list(project.values())
    found = (_first(values, group, name) for group, name in USUAL)
    return TypedTable(tuple(path for path in found if path is not None))


def _first(values: list[InputValue], group: str, name: str) -> str | None:
    wanted = (one.path for one in values if one.path.split(".")[0] == group)
    return next((path for path in wanted if path.split(".")[-1] == name), None)
