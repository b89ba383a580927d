"""One reading of a scenario table before it is run: how many rows, which names come twice, which are parents of others."""

from __future__ import annotations

from array import array
from collections.abc import Set
from dataclasses import dataclass

import numpy as np

from relocation.scenarios.tables.headings import Headings
from relocation.scenarios.tables.scenario_table import ScenarioFile


@dataclass(frozen=True)
class Survey:
    """`parents` are the names that rows build on. Of names only their hashes are kept, 8 bytes a row."""

    rows: int
    parents: Set[str]
    twice: Set[int]

    def stands_twice(self, name: str) -> bool:
        """Whether more than one row has this name."""
        return hash(name) in self.twice


def survey(table: ScenarioFile, headings: Headings) -> Survey:
    """Counts the rows of a table and takes note of names and parents."""
    rows, parents, hashes = 0, set(), array("q")
    for line in table.lines():
        rows += 1
        if name := headings.name_in(line.cells):
            hashes.append(hash(name))
        if parent := headings.parent_in(line.cells):
            parents.add(parent)
    found, times = np.unique(np.frombuffer(hashes, dtype=np.int64), return_counts=True)
    return Survey(rows, parents, set(found[times > 1].tolist()))
