"""A worksheet while it is written: every formula cell goes through here, so none can lack its value or its path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Unpack

from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from relocation.excel.write import printing, styles
from relocation.excel.write.cell_styles import Look, parts_of, set_formula, set_style, style_of
from relocation.excel.write.draft import CachedValue, Draft, cell_value
from relocation.excel.write.item_names import ItemNames
from relocation.excel.write.layout import SHEETS, in_column, row_and_column
from relocation.excel.write.plain_cells import put_number
from relocation.formula.language.expression import Expression, LineReference
from relocation.labels import Label


@dataclass
class Page:
    """One worksheet."""

    draft: Draft
    sheet: str
    ws: Worksheet
    wrapped: list[Cell] = field(default_factory=list)  # whose texts go on in further lines
    sizes: dict[int, float] = field(default_factory=dict)  # row -> its largest letters

    @classmethod
    def of(cls, draft: Draft, sheet: str) -> Page:
        """A new sheet of a draft, named by its key in SHEETS."""
        return cls(draft, sheet, draft.workbook.create_sheet(SHEETS[sheet].text(draft.lang)))

    @property
    def names(self) -> ItemNames:
        """The names of items, seen from this sheet."""
        names = self.draft.names
        return replace(names, sheet="") if self.sheet == "calculation" else names

    def cell(self, address: str) -> Cell:
        """A cell by its address, such as E14; of a bare draft one cell stands for all, since nobody sees them."""
        row, column = (1, 1) if self.draft.is_bare else row_and_column(address)
        found: Cell = self.ws.cell(row, column)  # type: ignore[assignment]
        return found

    def text(self, cell: str, text: str, **look: Unpack[Look]) -> Cell:
        """A text: a constant, which stays a text even if it begins like a formula, or joined with the names it holds."""
        item = look.get("item", "")
        if text and self.names.is_live(text, item):
            usual: Look = {"alignment": styles.MIDDLE, "number_format": "General"}
            live: Look = {**usual, **look}
            return self.raw_formula(
                cell, self.names.formula(text, item), self.names.text(text, item), None, **live
            )
        written = self.cell(cell)
        written.value = text or None  # an empty text would keep the one beside it from running over
        if text:
            written.data_type = "s"
        plain: Look = {"alignment": styles.MIDDLE}
        wanted: Look = {**plain, **look}
        self._look(written, **wanted)
        return written

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
            "number_format": styles.number_format(unit, self.draft.money),
            "alignment": styles.RIGHT,
        }
        return {**usual, **look}

    def number(self, cell: str, value: float, unit: str, **look: Unpack[Look]) -> Cell:
        """A constant number with all its digits, for the sheets whose figures are values and say so."""
        written = self.cell(cell)
        put_number(written, value)
        wanted = self._look_of(unit, look)
        self._look(written, figures=True, **wanted)
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

    def title(self, text: Label, subtitle: Label | None = None) -> None:
        """The heading of the sheet in its first two rows."""
        self.text("A1", text.text(self.draft.lang), size=16, bold=True, colour=styles.ACCENT)
        if subtitle is not None:
            self.text("A2", subtitle.text(self.draft.lang), colour=styles.QUIET)
        self.ws.row_dimensions[1].height = 26

    def heading(self, row: int, texts: Sequence[str], first_column: int = 1) -> None:
        """A row of column titles."""
        for offset, text in enumerate(texts):
            cell = f"{get_column_letter(first_column + offset)}{row}"
            self.text(
                cell, text, bold=True, colour="FFFFFF", fill=styles.HEADING_FILL, alignment=styles.CENTRE
            )

    def section(self, row: int, text: Label, last_column: int) -> None:
        """A band that opens a group of rows."""
        for column in range(1, last_column + 1) if not self.draft.is_bare else ():
            set_style(self.ws.cell(row, column), fill=styles.SECTION_FILL)
        self.text(
            f"A{row}",
            text.text(self.draft.lang),
            bold=True,
            size=11,
            colour=styles.ACCENT,
            fill=styles.SECTION_FILL,
        )

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
        for period, column in self.draft.places.calculation.columns:
            self.line(
                f"{column}{row}",
                "timeline.number",
                period,
                bold=True,
                colour="FFFFFF",
                fill=styles.HEADING_FILL,
                alignment=styles.CENTRE,
                number_format="0",
            )
            self.line(
                f"{column}{row + 1}",
                "timeline.date",
                period,
                colour=styles.QUIET,
                alignment=styles.CENTRE,
                number_format=self.date_format(),
                fill=styles.TOTAL_FILL,
            )

    def date_format(self) -> str:
        """Years by their number, shorter periods with their month."""
        months = self.draft.value("timeline.months", None)
        return "yyyy" if months == 12 else "yyyy-mm"

    def print_setup(
        self,
        *,
        titles: str = "$1:$3",
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
        self.ws.oddFooter.center.text, self.ws.oddFooter.center.size = text.text(self.draft.lang), 8

    def _paper(self, titles: str, columns: str | None, *, landscape: bool) -> None:
        page = Label("Page &P of &N", "第 &P 页，共 &N 页").text(self.draft.lang)
        printing.set_paper(self.ws, (self.draft.footer, page), landscape=landscape)
        self.ws.print_title_rows = titles.replace("$", "")
        if columns is not None:
            self.ws.print_title_cols = columns
        self.ws.sheet_view.showGridLines = False
        protection = self.ws.protection
        protection.sheet, protection.formatColumns, protection.formatRows = True, False, False
