"""Which line, period and form each figure of the page is of: attributes that the script finds its cells by.

    data-v="LINE FORM"              one number                    data-v="LINE FORM PERIOD"         of a series
    data-v="LINE FORM PERIOD N"     so many cells in a row, from a period on
    data-i="INPUT"                  the row of an input

A form is what a cell shows: a number in the form of its unit, one of several states, or what is said of a line as delivered.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from relocation.labels import Language
from relocation.tables.numbers import FIRST_MONTH, FIRST_YEAR, number_form
from relocation.tables.page import WHOLE
from relocation.tables.record import Amount, Column, Named, Row, Said, Table

Form = Any


@dataclass
class Live:
    """The lines and inputs of a plan by their numbers; the forms are gathered while tables are drawn."""

    languages: tuple[Language, ...]
    lines: Mapping[str, int]
    inputs: Mapping[str, int]
    yearly: bool
    forms: dict[str, int] = field(default_factory=dict)

    def row(self, tables: Sequence[Table], rows: Sequence[Row]) -> dict[int, str]:
        """The attributes of the cells of a row that are live, by their positions."""
        if tables[0].key == "inputs":
            return self._input(rows[0])
        places = list(self._places(tables, rows))
        attributes: dict[int, str] = {}
        while places:
            run = _run(places)
            position, place = places[0]
            count = f" {run}" if run > 1 else ""
            attributes[position] = f' data-v="{place.text}{count}"'
            places = places[run:]
        return attributes

    def title(self, column: Column) -> str:
        """The attribute of the title of a column that is the day of a period."""
        if not column.live or column.live not in self.lines:
            return ""
        unit = FIRST_YEAR if self.yearly and column.live == "timeline.date" else FIRST_MONTH
        return (
            f' data-v="{self.lines[column.live]} {self.form(self._number(Amount(0, unit)))} {column.period}"'
        )

    def attribute(self, cell: Amount | Named | Said, scales: Sequence[str], period: int = 0) -> str:
        """The attribute of a single figure, empty where it is not live."""
        place = self._place(cell, scales, period)
        return "" if place is None else f' data-v="{place.text}"'

    def _input(self, row: Row) -> dict[int, str]:
        if row.key not in self.inputs:
            return {}
        return {WHOLE: f' data-i="{self.inputs[row.key]}"'}

    def _places(self, tables: Sequence[Table], rows: Sequence[Row]) -> Iterator[tuple[int, Place]]:
        table, row = tables[0], rows[0]
        scales = [one.scale for one in tables]
        for position, (column, cell) in enumerate(zip(table.columns, row.cells, strict=False)):
            if isinstance(cell, (Amount, Named, Said)):
                place = self._place(cell, scales, row.period or column.period)
                if place is not None:
                    yield position, place

    def _place(self, cell: Amount | Named | Said, scales: Sequence[str], period: int) -> Place | None:
        key = cell.formula(self.languages[0]) if isinstance(cell, Amount) else cell.live
        if key not in self.lines:
            return None
        return Place(self.lines[key], self.form(self._form(cell, scales)), period)

    def _form(self, cell: Amount | Named | Said, scales: Sequence[str]) -> Form:
        match cell:
            case Amount():
                return self._number(cell, scales)
            case Named():
                return {"states": [[*state.name, state.tone] for state in cell.states]}
        return {"was": list(cell.words)}

    def _number(self, cell: Amount, scales: Sequence[str] = ("yuan",)) -> Form:
        """The form in each language, once where it is the same. A line holds yuan where fen are shown."""
        told = {"signed": cell.signed, "digits": cell.digits, "before": cell.before}
        beside = {key: value for key, value in told.items() if value}
        forms = [
            ({"decimals": 2} if cell.unit == "fen" else number_form(cell.unit, scale, named=cell.named))
            | beside
            for scale in scales
        ]
        return forms[0] if all(form == forms[0] for form in forms) else {"each": forms}

    def form(self, form: Form) -> int:
        """The number of a form."""
        return self.forms.setdefault(json.dumps(form, ensure_ascii=False), len(self.forms))

    @property
    def all_forms(self) -> list[Form]:
        """The forms in the order of their numbers."""
        return [json.loads(form) for form in self.forms]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure comes from."""

    line: int
    form: int
    period: int

    @property
    def text(self) -> str:
        """As it stands in an attribute."""
        return f"{self.line} {self.form} {self.period}" if self.period else f"{self.line} {self.form}"


def _run(places: Sequence[tuple[int, Place]]) -> int:
    """How many of the first places stand side by side and hold the periods of one line."""
    position, first = places[0]
    count = 1
    while count < len(places) and first.period:
        wanted = (position + count, Place(first.line, first.form, first.period + count))
        if places[count] != wanted:
            break
        count += 1
    return count
