"""A workbook while it is written: the book with its values, the places of both, and every formula cell so far."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, cast

from openpyxl import Workbook

from relocation.excel.layout.calculation import THIS, Places
from relocation.excel.layout.item_names import ItemNames
from relocation.excel.write import styles
from relocation.excel.write.styles import MoneyUnit
from relocation.formula.language.book import Book
from relocation.formula.language.expression import Expression
from relocation.formula.language.operations import NOT_AVAILABLE_TEXT
from relocation.formula.targets.excel import excel_formula
from relocation.formula.targets.scalar import Values
from relocation.labels import Language
from relocation.tables.numbers import SCALES
from relocation.tables.units import UNITS
from relocation.version import __version__

CachedValue = float | str | bool
Address = tuple[str, str]  # sheet title, cell


class MapRow(NamedTuple):
    """Which number a formula cell shows."""

    sheet: str
    cell: str
    path: str
    period: int | None


def cell_value(value: float) -> CachedValue:
    """A number of a line as a cell shows it."""
    return float(value) if math.isfinite(value) else NOT_AVAILABLE_TEXT


@dataclass
class Draft:
    """What all pages share: the book with its values, the places, and what was written so far."""

    book: Book
    values: Values
    inputs: Mapping[str, float | str]
    places: Places
    lang: Language
    money: MoneyUnit
    workbook: Workbook
    footer: str
    names: ItemNames = field(default_factory=ItemNames)
    texts: Mapping[str, str] = field(default_factory=dict)  # what stands in the cells of texts
    cached: dict[Address, CachedValue] = field(default_factory=dict)
    formulas: dict[Address, str] = field(default_factory=dict)
    uncompared: set[Address] = field(default_factory=set)  # formulas that say how the file stands
    map: list[MapRow] = field(default_factory=list)
    is_bare: bool = False  # without looks and printing, to be compared and not to be seen
    is_data: bool = (
        False  # people copy and type into it: unprotected, and no program makes a number or formula of a text
    )
    _row_formulas: dict[tuple[str, Expression], str] = field(default_factory=dict)

    def value(self, key: str, period: int | None) -> CachedValue:
        """The value of a line as a cell caches it; a series without a period gives its total, which leaves out n/a."""
        value = self.values[key]
        if isinstance(value, list):
            available = (number for number in value[1:] if not math.isnan(number))
            value = math.fsum(available) if period is None else value[period]
        return cell_value(value)

    def single(self, key: str) -> float:
        """The value of a line that is one number."""
        value = self.values[key]
        assert isinstance(value, float)
        return value

    def note(
        self, address: Address, formula: str, value: CachedValue, path: str | None, period: int | None
    ) -> None:
        """Remembers what a formula cell holds; without a path it is not on the map."""
        self.cached[address], self.formulas[address] = value, formula
        if path is not None:
            self.map.append(MapRow(*address, path, period))

    def row_formula(self, sheet: str, expression: Expression) -> str:
        """The formula of an expression in any cell of a row, which all cells of the row share (see `layout.in_column`)."""
        known = self._row_formulas.get((sheet, expression))
        if known is None:
            known = excel_formula(self.book, expression, self.places.on(sheet, THIS))
            self._row_formulas[sheet, expression] = known
        return known

    def input_value(self, path: str) -> CachedValue:
        """The value of an input as its cell shows it: of a choice its name."""
        value = self.texts[path] if path in self.texts else self.inputs[path]
        return self.places.choices.get((path, value), value) if isinstance(value, str) else value

    def unit_text(self, unit: str) -> str:
        """A unit as a reader sees it: money on the scale of the workbook."""
        if unit == "yuan":
            return SCALES[self.money].name.text(self.lang)
        return UNITS[unit].text(self.lang) if unit in UNITS else unit


def empty_workbook() -> Workbook:
    """A workbook without a sheet."""
    workbook = Workbook()
    next(style for style in workbook._named_styles if style.name == "Normal").font = styles.NORMAL  # type: ignore[attr-defined]
    workbook.remove(workbook.worksheets[0])
    return workbook


def footer_of(name: str) -> str:
    """What stands at the foot of each page; a single & begins a code there."""
    return "  ·  ".join(filter(None, [name, f"relocation {__version__}"])).replace("&", "&&")


def draft_without_places(
    lang: Language,
    money: MoneyUnit = "yuan",
    *,
    name: str = "",
    mark: str = "",
    book: Book | None = None,
    values: Values | None = None,
    inputs: Mapping[str, float | str] | None = None,
) -> Draft:
    """A draft whose sheets know themselves where its lines stand, if it has any. `mark` is its title in the properties."""
    workbook, places = empty_workbook(), cast(Places, None)
    if mark:
        workbook.properties.title = mark
    return Draft(book or Book(1), values or {}, inputs or {}, places, lang, money, workbook, footer_of(name))


def data_draft(lang: Language) -> Draft:
    """A draft of tables without formulas that people copy from and type into."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    return Draft(Book(1), {}, {}, cast(Places, None), lang, "yuan", workbook, "", is_data=True)
