"""A column of a table with headings: what it is called, what its cells may hold, and what a blank or a merged cell means."""

from __future__ import annotations

from dataclasses import dataclass

from relocation.labels import Label
from relocation.project.fields import Choice, FieldRecord

MEASURES = {"m2", "mu", "yuan"}  # units with two decimals
YES_NO = (Choice("yes", Label("yes", "是")), Choice("no", Label("no", "否")))


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column.

    A private one never leaves in a message. `long_number` says that its digits are no number: spreadsheets cut them. A
    column that `names_row` says what a row is about. A value of one that `spreads` may hold for several rows, as where
    cells are merged downwards.
    """

    key: str
    record: FieldRecord
    private: bool = False
    long_number: bool = False
    optional: bool = False  # the column may be missing
    names_row: bool = False
    spreads: bool = False
    synonyms: tuple[str, ...] = ()

    @property
    def scale(self) -> int:
        """How many stored units make one unit of the column."""
        return 100 if self.record.unit in MEASURES else 1

    @property
    def is_number(self) -> bool:
        """Whether the column holds a quantity."""
        return self.record.kind in {"number", "whole"}
