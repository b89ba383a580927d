"""A sheet of the workbook of a livelihood while it is written: formulas that know where inputs and lines stand there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

from openpyxl.cell import Cell
from openpyxl.styles import Alignment

from relocation.excel.write import styles
from relocation.excel.write.draft import CachedValue
from relocation.excel.write.livelihood_layout import LivelihoodLayout, LivelihoodPlaces
from relocation.excel.write.page import Page
from relocation.excel.write.styles import Look
from relocation.formula.language.expression import Expression, InputReference, LineReference
from relocation.formula.targets.excel import excel_formula
from relocation.labels import Label, Language
from relocation.tables.record import Column
from relocation.tables.units import UNITS

# Away from the number that ends beside it.
SET_IN = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
FORMATS = {
    "yuan/person": "#,##0.00",
    "yuan/household": "#,##0.00",
    "yuan/unit": "#,##0.00",
    "share": "0.00%",
    "1/year": "0.00%",
    "times": "0.00",
    "quantity": "#,##0.##",
}


@dataclass
class LivelihoodPage:
    """One sheet. Everything that can be worked out is a formula; `key` says which number it shows."""

    page: Page
    places: LivelihoodPlaces
    layout: LivelihoodLayout

    def text(self, cell: str, text: Label | str, **look: Unpack[Look]) -> None:
        """A constant text in the language of the workbook."""
        usual: Look = {"border": styles.HAIRLINE, "alignment": styles.LEFT}
        wanted: Look = {**usual, **look}
        said = text if isinstance(text, str) else text.text(self.page.draft.lang)
        self.page.text(cell, said, **wanted)

    def heads(self, row: int, heads: Sequence[Label | Column]) -> None:
        """A row of column titles."""
        self.page.heading(row, [_heading(head, self.page.draft.lang) for head in heads])
        self.page.ws.row_dimensions[row].height = 30

    def line(self, cell: str, key: str, period: int | None = None, **look: Unpack[Look]) -> None:
        """The one cell in which a line is worked out."""
        book = self.page.draft.book
        self.formula(cell, book.lines[key].formula, key, period, **look)

    def shown(self, cell: str, key: str, **look: Unpack[Look]) -> None:
        """A cell that repeats an input or a line, by a plain link."""
        book = self.page.draft.book
        node = InputReference(key) if key in book.inputs else LineReference(key)
        self.formula(cell, node, key, None, **look)

    def formula(
        self, cell: str, expression: Expression, key: str, period: int | None, **look: Unpack[Look]
    ) -> None:
        """A formula cell: its text from the expression, its value from the number `key`."""
        draft = self.page.draft
        written: Cell = self.page.ws[cell]
        text = excel_formula(draft.book, expression, self.places.on(self.page.sheet, written.column_letter))
        usual: Look = {"border": styles.HAIRLINE, "number_format": self.format_of(key)}
        wanted: Look = {**usual, **look}
        self.page.raw_formula(cell, text, self.value(key, period), key, period, **wanted)

    def value(self, key: str, period: int | None) -> CachedValue:
        """The number that a cell caches."""
        draft = self.page.draft
        if key in draft.book.inputs:
            return float(draft.inputs[key])
        return draft.value(key, period)

    def format_of(self, key: str) -> str:
        """The number format of an input or a line."""
        book = self.page.draft.book
        unit = book.inputs[key].unit if key in book.inputs else book.lines[key].unit
        return FORMATS.get(unit, styles.number_format(unit, self.page.draft.money))

    def unit(self, unit: str) -> str:
        """A unit as a reader sees it."""
        return UNITS[unit].text(self.page.draft.lang) if unit in UNITS else unit


def _heading(head: Label | Column, lang: Language) -> str:
    return head.heading(lang) if isinstance(head, Column) else head.text(lang)
