"""What is told of a subject: sentences, tables and single numbers; drawn alike on a terminal, a page, as JSON and CSV."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from relocation.households.statement_page import number_text
from relocation.labels import Label, Language

NONE_SHOWN = "-"
NOT_AVAILABLE = "n/a"
PERCENT = {"share", "probability", "1/year"}
PLAIN = {"year", "period"}
ROUND = {"yuan", "number", "household", "person", "points", "cases"}


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit; None where there is nothing to show. Of fen, whole or not, yuan are shown, to the fen."""

    value: float | Fraction | None
    unit: str

    @property
    def plain(self) -> float | int | None:
        """The number for a program: money in yuan, None where it is not available."""
        if self.value is None or (isinstance(self.value, float) and not math.isfinite(self.value)):
            return None
        if self.unit == "fen":
            return float(Fraction(self.value) / 100)
        return self.value if isinstance(self.value, (int, float)) else float(self.value)

    @property
    def text(self) -> str:
        """The number for a reader."""
        if self.value is None:
            return NONE_SHOWN
        if isinstance(self.value, float) and not math.isfinite(self.value):
            return NOT_AVAILABLE
        if self.unit == "fen":
            return _yuan_text(Fraction(self.value))
        return _number_text(float(self.value), self.unit)


@dataclass(frozen=True, slots=True)
class Named:
    """A word with an id: programs see the id, readers the name."""

    identity: str
    name: Label


Cell = Label | str | Amount | Named


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key for programs, its title, whether it holds words, and whether these stand small below the first."""

    key: str
    title: Label
    words: bool = False
    below: bool = False

    def heading(self, lang: Language) -> str:
        """The title in one line; a line break in it is for narrow terminals."""
        return self.title.text(lang).replace("\n", "" if lang == "zh" else " ")


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `strong` is a sum or what is asked for."""

    cells: tuple[Cell, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its key for programs. Of a long one readers see some rows only, programs all."""

    key: str
    title: Label
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    shown: frozenset[int] | None = None

    @property
    def beside(self) -> list[int]:
        """The positions of the columns that stand side by side."""
        return [at for at, column in enumerate(self.columns) if not column.below]

    def below(self, row: Row, lang: Language) -> str:
        """What stands small below the first cell of a row."""
        said = (cell_text(row.cells[at], lang) for at, column in enumerate(self.columns) if column.below)
        return Label("; ", "；").text(lang).join(filter(None, said))

    @property
    def readable(self) -> list[Row]:
        """The rows that a reader sees."""
        return [row for at, row in enumerate(self.rows) if self.shown is None or at in self.shown]

    def records(self, lang: Language) -> list[dict[str, Any]]:
        """The rows as records; numbers as numbers, words in the wanted language."""
        keys = [column.key for column in self.columns]
        return [dict(zip(keys, (plain(cell, lang) for cell in row.cells), strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Report:
    """What is told: first the answers in sentences, then tables, then what a reader has to know.

    `facts` are the single numbers for a program; the first table is the one that CSV holds.
    """

    title: Label
    answers: tuple[Label, ...]
    tables: tuple[Table, ...]
    notes: tuple[Label, ...] = ()
    facts: Mapping[str, Cell | bool | None] = field(default_factory=dict)

    def record(self, lang: Language) -> dict[str, Any]:
        """All of it for a program."""
        facts = {key: one if isinstance(one, bool) else plain(one, lang) for key, one in self.facts.items()}
        return {
            "title": self.title.text(lang),
            **facts,
            **{table.key: table.records(lang) for table in self.tables},
            "answers": [one.text(lang) for one in self.answers],
            "notes": [one.text(lang) for one in self.notes],
        }


def plain(cell: Cell | None, lang: Language) -> str | float | int | None:
    """A cell for a program."""
    if isinstance(cell, Amount):
        return cell.plain
    if isinstance(cell, Named):
        return cell.identity
    return cell.text(lang) if isinstance(cell, Label) else cell


def cell_text(cell: Cell, lang: Language) -> str:
    """A cell for a reader."""
    if isinstance(cell, Amount):
        return cell.text
    if isinstance(cell, Named):
        return cell.name.text(lang)
    return cell.text(lang) if isinstance(cell, Label) else cell


def _yuan_text(fen: Fraction) -> str:
    """Fen as yuan: two decimals, or all there are of a part that is rounded only in its sum."""
    if fen.denominator == 1:
        return number_text(fen.numerator)
    return f"{float(fen) / 100:,.6f}".rstrip("0")


def _number_text(value: float, unit: str) -> str:
    if unit in PERCENT:
        return f"{value * 100:.2f} %"
    if unit in PLAIN:
        return f"{value:.0f}"
    decimals = 0 if unit in ROUND or value == int(value) else 2
    text = f"{value:,.{decimals}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text
