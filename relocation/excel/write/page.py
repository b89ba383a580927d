"""A worksheet while it is written: every cell goes through here, so no formula can lack its value or its path."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, Unpack

from openpyxl.cell import Cell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from relocation.calendar import day_number
from relocation.excel.layout.calculation import in_column, row_and_column
from relocation.excel.layout.item_names import ItemNames
from relocation.excel.layout.kinds import SHEETS
from relocation.excel.write import printing, styles
from relocation.excel.write.draft import CachedValue, Draft, cell_value
from relocation.excel.write.styles import Look, parts_of, set_formula, set_style, style_of
from relocation.formula.language.expression import Expression, LineReference
from relocation.formula.language.operations import NOT_AVAILABLE_TEXT
from relocation.labels import Label
from relocation.tables.numbers import sheet_format

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
TEXT_FORMAT = "@"
PAGE_OF = Label("Page &P of &N", "第 &P 页，共 &N 页")


@dataclass
class Page:
    """One worksheet."""

    draft: Draft
    sheet: str
    ws: Worksheet
    wrapped: list[Cell] = field(default_factory=list)  # whose texts go on in further lines
    sizes: dict[int, float] = field(default_factory=dict)  # row -> its largest letters

    @classmethod
    def of(cls, draft: Draft, sheet: str, titles: Mapping[str, Label] = SHEETS) -> Page:
        """A new sheet of a draft, by its key among the titles of a kind of workbook."""
        return cls(draft, sheet, draft.workbook.create_sheet(titles[sheet].text(draft.lang)))

    @property
    def names(self) -> ItemNames:
        """The names of items, seen from this sheet."""
        names = self.draft.names
        return replace(names, sheet="") if self.sheet == "calculation" else names

    def cell(self, address: str) -> Cell:
        """A cell by its address, such as E14; of a bare draft one cell stands for all, since nobody sees them."""
        row, column = (1, 1) if self.draft.is_bare else row_and_column(address)
        cell: Cell = self.ws.cell(row, column)  # type: ignore[assignment]
        return cell

    def text(self, cell: str, text: Label | str, **look: Unpack[Look]) -> Cell:
        """A text: a constant, which stays a text even if it begins like a formula, or joined with the names it holds."""
        said, item, is_data = NOT_IN_XML.sub(" ", self.said(text)), look.get("item", ""), self.draft.is_data
        usual: Look = {"alignment": styles.MIDDLE}
        if said and not is_data and self.names.is_live(said, item):
            live: Look = {**usual, "number_format": "General", **look}
            return self.raw_formula(
                cell, self.names.formula(said, item), self.names.text(said, item), None, **live
            )
        written = self.cell(cell)
        written.value = (
            said if said or is_data else None
        )  # an empty text would keep the one beside it from running over
        if said:
            written.data_type = "s"
        if said and is_data:
            usual["number_format"] = TEXT_FORMAT
        wanted: Look = {**usual, **look}
        self._look(written, **wanted)
        return written

    def said(self, text: Label | str) -> str:
        """A text in the language of the workbook."""
        return text if isinstance(text, str) else text.text(self.draft.lang)

    def link(
        self, cell: str, source: str, value: CachedValue, path: str | None, **look: Unpack[Look]
    ) -> Cell:
        """A cell that shows another cell; of a slot nothing until the slot is used, so it is not on the map."""
        item = look.get("item", "")
        text = self.names.where_used(item, source)
        on_map = None if self.names.is_slot(item) else path
        return self.raw_formula(cell, text, self.names.shown(item, value), on_map, **look)

    def line(self, cell: str, key: str, period: int | None = None, **look: Unpack[Look]) -> Cell:
        """A cell that shows a line calculated on the Calculation sheet, by a plain link."""
        if key in self.draft.book.plan.series and period is None:
            raise LookupError(f"{key} is a series; say which period {cell} shows")
        return self.formula(cell, LineReference(key), key, period, **look)

    def formula(
        self, cell: str, expression: Expression, key: str, period: int | None = None, **look: Unpack[Look]
    ) -> Cell:
        """A formula cell: its text from the expression, its value and its path from the line `key`."""
        text = in_column(self.draft.row_formula(self.sheet, expression), cell.rstrip("0123456789"))
        return self.raw_formula(cell, text, self.draft.value(key, period), key, period, **look)

    def raw_formula(
        self,
        cell: str,
        text: str,
        value: CachedValue,
        path: str | None,
        period: int | None = None,
        *,
        array: bool = False,
        **look: Unpack[Look],
    ) -> Cell:
        """A formula cell whose text is given; without a path it is not on the map, since it shows no number of its own.

        `array` is for the few that take a whole column where a function expects one value.
        """
        written = self.cell(cell)
        written.value = ArrayFormula(cell, text) if array else text
        self.draft.note((self.ws.title, cell), text, value, path, period)
        lines = self.draft.book.lines
        wanted = self._look_of(lines[path].unit if path in lines else "", look)
        self._look(written, figures=not isinstance(value, str), **wanted)
        return written

    def series(
        self,
        row: int,
        expression: Expression,
        key: str,
        columns: Iterable[tuple[int, str]],
        **look: Unpack[Look],
    ) -> None:
        """The cells of a row, by period and column: what `formula` writes into each, with what they share taken once."""
        draft, title, wanted = self.draft, self.ws.title, self._look_of(self.draft.book.lines[key].unit, look)
        text, values = draft.row_formula(self.sheet, expression), draft.values[key]
        assert isinstance(values, list)
        looks = {
            figures: style_of(
                parts_of(
                    wanted, draft.lang, figures=figures, is_slot=draft.names.is_slot(look.get("item", ""))
                )
            )
            for figures in (True, False)
        }
        for period, column in columns:
            value, address, written = cell_value(values[period]), f"{column}{row}", in_column(text, column)
            draft.note((title, address), written, value, key, period)
            if not draft.is_bare:
                set_formula(self.cell(address), written, looks[not isinstance(value, str)])
        self.sizes[row] = max(self.sizes.get(row, 0), wanted.get("size", 10))

    def _look_of(self, unit: str, look: Look) -> Look:
        """How a number looks: as its unit asks, where nothing else is said."""
        usual: Look = {
            "number_format": sheet_format(unit, self.draft.money),
            "alignment": styles.RIGHT,
        }
        return {**usual, **look}

    def number(self, cell: str, value: float | date | None, unit: str, **look: Unpack[Look]) -> Cell:
        """A constant number with all its digits, for the sheets whose figures are values and say so; n/a where there is none."""
        if isinstance(value, date):
            value = day_number(value)
        if value is None or not math.isfinite(value):
            right: Look = {**look, "alignment": styles.RIGHT, "number_format": "General"}
            return self.text(cell, NOT_AVAILABLE_TEXT, **right)
        written = self.cell(cell)
        put_number(written, value)
        wanted = self._look_of(unit, look)
        self._look(written, figures=not self.draft.is_data, **wanted)
        return written

    def _look(self, cell: Cell, *, figures: bool = False, **look: Unpack[Look]) -> None:
        if self.draft.is_bare:
            return
        size = look.get("size", 10)
        self.sizes[cell.row] = max(self.sizes.get(cell.row, 0), size)
        if "alignment" in look and look["alignment"].wrap_text:
            self.wrapped.append(cell)
        is_slot = self.draft.names.is_slot(look.get("item", ""))
        set_style(cell, **parts_of(look, self.draft.lang, figures=figures, is_slot=is_slot))

    def _shown(self, cell: Cell) -> str:
        """The text of a cell, of a formula what it comes to."""
        value = self.draft.cached.get((self.ws.title, cell.coordinate), cell.value)
        return value if isinstance(value, str) else ""

    def title(self, text: Label, subtitle: Label | str = "") -> None:
        """The heading of the sheet in its first two rows."""
        self.text("A1", text, size=16, bold=True, colour=styles.ACCENT)
        if subtitle:
            self.text("A2", subtitle, colour=styles.QUIET)
        self.ws.row_dimensions[1].height = 26

    def heading(self, row: int, texts: Sequence[Label | str], first_column: int = 1) -> None:
        """A row of column titles."""
        for column, text in enumerate(texts, start=first_column):
            self.text(f"{get_column_letter(column)}{row}", text, **styles.HEADING)

    def section(self, row: int, text: Label, last_column: int) -> None:
        """A band that opens a group of rows."""
        for column in range(1, last_column + 1) if not self.draft.is_bare else ():
            set_style(self.ws.cell(row, column), fill=styles.SECTION_FILL)
        self.text(f"A{row}", text, **styles.varied(styles.GROUP, fill=styles.SECTION_FILL))

    def paragraph(self, row: int, text: str, width: float) -> int:
        """A text that runs over so many columns' widths, in as many rows as it needs; returns its last row."""
        for line in printing.in_lines(text, width):
            self.text(f"A{row}", line)
            row += 1
        return row - 1

    def widths(self, widths: Mapping[str, float]) -> None:
        """Column widths in characters."""
        for column, width in widths.items():
            self.ws.column_dimensions[column].width = width

    def time_axis(self, row: int = 4) -> None:
        """The header row with period numbers and the row of dates, the same on every sheet with a time axis."""
        numbers: Look = {**styles.HEADING, "number_format": "0"}
        dates: Look = {**styles.BELOW_HEADING, "number_format": self.date_format()}
        for period, column in self.draft.places.calculation.columns:
            self.line(f"{column}{row}", "timeline.number", period, **numbers)
            self.line(f"{column}{row + 1}", "timeline.date", period, **dates)

    def date_format(self) -> str:
        """Years by their number, shorter periods with their month."""
        months = self.draft.value("timeline.months", None)
        return "yyyy" if months == 12 else "yyyy-mm"

    def colour_where(
        self,
        cells: str,
        operator: Literal["equal", "greaterThan", "greaterThanOrEqual"],
        value: str,
        fill: PatternFill,
    ) -> None:
        """A fill that a number brings along."""
        self._rule(
            cells, Rule(type="cellIs", operator=operator, formula=[value], dxf=DifferentialStyle(fill=fill))
        )

    def colour_if(
        self, cells: str, condition: str, fill: PatternFill | None, border: Border | None = None
    ) -> None:
        """A fill and lines where a formula, written for the first of the cells, holds."""
        look = DifferentialStyle(fill=fill, border=border)
        self._rule(cells, Rule(type="expression", formula=[condition], dxf=look))

    def colour_passes(self, cells: str) -> None:
        """Green for a passed check, red for a broken one."""
        self.colour_where(cells, "equal", "1", styles.PASS_FILL)
        self.colour_where(cells, "equal", "0", styles.FAIL_FILL)

    def mark_used(self, row: int, last_column: str, look: tuple[PatternFill | None, Border | None]) -> None:
        """Fill and lines of a row that tells of a slot, there only once its first cell says something."""
        self.colour_if(f"A{row}:{last_column}{row}", f'$A{row}<>""', *look)

    def _rule(self, cells: str, rule: Rule) -> None:
        if not self.draft.is_bare:
            self.ws.conditional_formatting.add(cells, rule)

    def fill_row(self, row: int, last: int) -> None:
        """A total reaches over the whole width, so that the eye can follow it from its name to the last column."""
        for column in range(1, last + 1) if not self.draft.is_bare else ():
            set_style(self.ws.cell(row, column), fill=styles.TOTAL_FILL, border=styles.TOTAL_LINE)

    def print_setup(
        self,
        *,
        titles: str = "1:3",
        columns: str | None = None,
        landscape: bool = True,
        pages_wide: int = 1,
    ) -> None:
        """A4, fitted to width, titles repeated, page numbers and the source in the footer, no formula unlocked."""
        if self.draft.is_bare:
            return
        printing.fit_to_width(self.ws, pages_wide)
        self._paper(titles, columns, landscape=landscape)

    def print_to_scale(
        self,
        heads: tuple[int, int],
        *,
        columns: str | None = None,
        landscape: bool = True,
        blocks: Iterable[int] = (),
        last: str = "",
    ) -> None:
        """A4 at the one scale of `printing`, with pages that end between blocks, given by their first rows.

        The rows `heads` and `columns` stand on each page; columns after `last` are not printed.
        """
        if self.draft.is_bare:
            return
        self._paper(f"{heads[0]}:{heads[1]}", columns, landscape=landscape)
        printing.set_scale(self.ws)
        printing.set_heights(self.ws, ((cell, self._shown(cell)) for cell in self.wrapped), self.sizes)
        if last:
            self.ws.print_area = f"A1:{last}{self.ws.max_row}"
        printing.break_between(self.ws, blocks, heads, landscape=landscape)

    def foot(self, text: Label) -> None:
        """A text in the middle of the foot of each page."""
        assert self.ws.oddFooter is not None
        self.ws.oddFooter.center.text, self.ws.oddFooter.center.size = self.said(text), 8

    def _paper(self, titles: str, columns: str | None, *, landscape: bool) -> None:
        printing.set_paper(self.ws, self.said(PAGE_OF), landscape=landscape)
        if titles:
            self.ws.print_title_rows = titles
        if columns is not None:
            self.ws.print_title_cols = columns
        self.ws.sheet_view.showGridLines = False
        if self.draft.is_data:
            return
        printing.sign(self.ws, self.draft.footer)
        protection = self.ws.protection
        protection.sheet, protection.formatColumns, protection.formatRows = True, False, False


def put_number(cell: Cell, value: float) -> None:
    """A number with all its digits: openpyxl itself writes sixteen, which some numbers need one more than."""
    if isinstance(value, float):
        cell.value, cell.data_type = repr(value).removesuffix(".0"), "n"
    else:
        cell.value = value
