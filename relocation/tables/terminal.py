"""A report on the terminal: tables as wide as it and no wider, figures never broken, plain where nobody sees colours."""

from __future__ import annotations

import io
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Column as DrawnColumn
from rich.table import Table as Drawn
from rich.text import Text

from relocation.labels import Language
from relocation.tables.pictures import LEGEND, bar_text, grid_lines, line_of_blocks, tree_of
from relocation.tables.programs import report_csv, report_json
from relocation.tables.record import (
    Bar,
    Cell,
    Column,
    Profile,
    Report,
    Row,
    Sentence,
    Stacked,
    Table,
    Tone,
    tone_of,
)

NARROWEST, WIDTH_WITHOUT_TERMINAL = 60, 100
LEAST_TEXT, WORDS_BESIDE = (
    8,
    32,
)  # columns for a text beside figures: at least, and where it need not be narrow
# As wide as a space and no space to a wrapping program, and no wider than nothing and a space to it; neither leaves this module.
NO_BREAK, BREAK = "\ue000", "\x1f"
AFTER_CHINESE = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])(?<![（《])(?![，。；：、）》])")
STYLES: dict[Tone, str] = {
    "": "",
    "strong": "bold",
    "quiet": "dim",
    "good": "bold green",
    "bad": "bold red",
    "warn": "bold yellow",
}


def report_text(report: Report, form: str, lang: Language, *, plain: bool = False) -> str:
    """The report as a table for a reader, json or csv; `plain` for a file."""
    if form == "json":
        return report_json(report, lang)
    return report_csv(report, lang) if form == "csv" else text_of(report_parts(report, lang), plain=plain)


def report_parts(report: Report, lang: Language) -> Iterator[RenderableType]:
    """The parts of a report from top to bottom."""
    report = report.for_readers
    if any(report.title):
        yield Text(report.title.text(lang), style="bold")
    yield from (said(answer, lang) for answer in report.answers)
    if report.tree is not None:
        yield tree_of(report.tree, lang)
    ends_in_notes = False
    for table in filter(lambda table: table.rows, report.tables):
        if ends_in_notes and any(table.title):
            yield ""
        yield from table_parts(table, lang)
        ends_in_notes = bool(table.notes)
    if ends_in_notes and report.notes:
        yield ""
    yield from (said(note, lang, usual="quiet") for note in report.notes)


def said(sentence: Sentence, lang: Language, usual: Tone = "") -> Text:
    """A sentence in its tone."""
    text = unbroken(sentence.text(lang), lang)
    return Text(text, style=STYLES[tone_of(sentence) or usual], overflow="fold")


def table_parts(table: Table, lang: Language) -> Iterator[RenderableType]:
    """A table under its title, or its parts one below the other where it is too wide, and its notes."""
    drawing = _Drawing(table, lang)
    for number, places in enumerate(drawing.parts()):
        title = drawing.title(places)
        if title and (table.spanned or number == 0):
            yield Text(unbroken(title, lang), style="bold", overflow="fold")
        if table.chart is not None and number == 0:
            yield Text("\n".join(grid_lines(table.chart, table.scale, width())))
        yield drawing.drawn(places)
    if drawing.has_bars:
        yield Text(LEGEND.text(lang), style="dim")
    yield from (said(note, lang, usual="quiet") for note in table.notes)


class _Drawing:
    """One table with all its cells as texts."""

    def __init__(self, table: Table, lang: Language) -> None:
        self.table, self.lang = table, lang
        self.rows = table.readable
        self.texts = [self._texts(row) for row in self.rows]
        self.heads = {place: self._head(table.columns[place]) for place in table.beside}
        self.left_out: set[int] = set()
        self.left_out = self._left_out()

    @property
    def has_bars(self) -> bool:
        """Whether some bars have two sides."""
        return any(isinstance(cell, Bar) and cell.now is not None for row in self.rows for cell in row.cells)

    @property
    def beside(self) -> list[int]:
        """The positions of the columns for which there is room."""
        return [place for place in self.table.beside if place not in self.left_out]

    def _texts(self, row: Row) -> list[str]:
        texts = [
            self._text(column, cell) for column, cell in zip(self.table.columns, row.cells, strict=False)
        ]
        texts[0] = "  " * row.depth + texts[0]
        return texts

    def _text(self, column: Column, cell: Cell) -> str:
        text = self.table.text(cell, self.lang)
        if not (column.unbroken and column.room and column.words):
            return text
        first, *small = text.split("\n") if isinstance(cell, Stacked) else [text]
        return "\n".join([wrapped(first, column.room), *small])

    def _head(self, column: Column) -> str:
        """The title above figures in lines that fit; what stands in a line of its own, such as a unit, is not broken."""
        title, *own = column.title.text(self.lang).split("\n")
        is_broken = column.room and not column.words
        return "\n".join([wrapped(title, column.room) if is_broken else title, *own])

    def width(self, place: int) -> int:
        """Places that a column needs, with the gap behind it; of words no more than their room."""
        column = self.table.columns[place]
        cells = [self.heads[place], *(texts[place] for texts in self.texts if len(texts) > place)]
        needed = max(cell_len(line) for text in cells for line in text.splitlines() or [""])
        return 2 + (min(needed, self._room(column) or needed))

    def _room(self, column: Column) -> int:
        """The most places that the words of a column take: beside many figures never more than half."""
        room = 0 if column.unbroken or not column.words else column.room
        return min(room, width() // 2 - 2) if self.table.parted else room

    def _left_out(self) -> set[int]:
        """The spare columns for which there is no room beside the others, whose words are broken."""
        columns, out = self.table.columns, set[int]()
        for number in sorted({column.spare for column in columns if column.spare}, reverse=True):
            needed = (
                min(self.width(place), WORDS_BESIDE)
                if columns[place].words and not columns[place].unbroken
                else self.width(place)
                for place in self.table.beside
                if place not in out
            )
            if sum(needed) < width():
                break
            out |= {place for place, column in enumerate(columns) if column.spare == number}
        return out

    def parts(self) -> list[list[int]]:
        """The columns of each part: those that are kept in all, the others in runs of about equal width."""
        table = self.table
        kept = [place for place in self.beside if table.columns[place].kept or place == 0]
        groups: list[list[int]] = []
        for place in self.beside:
            if place in kept:
                continue
            if groups and table.columns[place].joined:
                groups[-1].append(place)
            else:
                groups.append([place])
        room = width() - 1 - sum(map(self.width, kept))
        widths = [sum(map(self.width, group)) for group in groups]
        if not table.parted or sum(widths) <= room:
            return [self.beside]
        runs = fitting(widths, room)
        return [sorted([*kept, *(place for number in run for place in groups[number])]) for run in runs]

    def drawn(self, places: Sequence[int]) -> Drawn:
        """The table of some columns."""
        columns = [self.table.columns[place] for place in places]
        words = [place for place, column in enumerate(columns) if column.words]
        drawn = table_of([self.heads[place] for place in places], texts=words)
        for column, looks in zip(columns, drawn.columns, strict=True):
            looks.max_width = self._room(column) or None
            looks.no_wrap = looks.no_wrap or column.unbroken
        for row, texts in zip(self.rows, self.texts, strict=True):
            if row.apart:
                drawn.add_section()
            style = "bold" if row.strong or row.band else "dim" if row.quiet else ""
            if row.band:
                drawn.add_row(texts[0], style=style)
            else:
                drawn.add_row(
                    *(self._cell(row, place, texts[place], places) for place in places), style=style
                )
        return drawn

    def title(self, places: Sequence[int]) -> str:
        """The title over a part of the columns."""
        if not self.table.spanned or len(places) == len(self.beside):
            return self.table.heading(self.lang)
        shown = [place for place in places if place and not self.table.columns[place].kept]
        first, last = (self.table.columns[place].heading(self.lang) for place in (shown[0], shown[-1]))
        return self.table.heading(self.lang, f"{first} - {last}")

    def _cell(self, row: Row, place: int, text: str, places: Sequence[int]) -> RenderableType:
        cell = row.cells[place]
        if isinstance(cell, Bar):
            return bar_text(cell, width() - sum(self.width(other) for other in places if other != place) - 2)
        if isinstance(cell, Profile):
            return line_of_blocks(cell.counts)
        if isinstance(cell, Stacked):
            return _stacked(cell, unbroken(text, self.lang))
        words = unbroken(text, self.lang)
        if place == self.table.entry and (below := self.table.below(row, self.lang, self.left_out)):
            return _entry(words, unbroken(below, self.lang))
        tone = tone_of(cell)
        return Text(words, style=STYLES[tone]) if tone else words


def _stacked(cell: Stacked, text: str) -> Text:
    first, *small = text.rsplit("\n", len(cell.cells) - 1)
    return Text(first, style=STYLES[tone_of(cell.cells[0])]).append(
        "".join(f"\n{line}" for line in small), style="dim"
    )


def _entry(words: str, below: str) -> RenderableType:
    return Group(Text(words), Padding(Text(below, style="dim", overflow="fold"), (0, 0, 0, 2)))


def fitting(widths: Sequence[int], room: int) -> list[list[int]]:
    """The places of columns of these widths in runs that fit beside each other, at least one to a run, as even as may be."""
    runs = _packed(widths, room)
    even = -(-len(widths) // len(runs))
    evened = [list(range(start, min(start + even, len(widths)))) for start in range(0, len(widths), even)]
    is_fitting = all(len(run) == 1 or sum(widths[place] for place in run) <= room for run in evened)
    return evened if is_fitting and len(evened) == len(runs) else runs


def _packed(widths: Sequence[int], room: int) -> list[list[int]]:
    runs: list[list[int]] = [[]]
    used = 0
    for place, needed in enumerate(widths):
        if runs[-1] and used + needed > room:
            runs.append([])
            used = 0
        runs[-1].append(place)
        used += needed
    return runs


def unbroken(text: str, lang: Language) -> str:
    """A text that may be broken behind every Chinese character, and nowhere between a figure and its sign."""
    kept = text.replace(" %", f"{NO_BREAK}%")
    return AFTER_CHINESE.sub(BREAK, kept) if lang == "zh" else kept


def wrapped(text: str, columns: int) -> str:
    """A text in lines of so many columns, a third more of Chinese, of which a character takes two."""
    if cell_len(text) == len(text):
        return "\n".join(wrap(text, columns))
    lines = [""]
    for part in AFTER_CHINESE.split(text):
        if lines[-1] and cell_len(lines[-1] + part) > columns * 4 // 3:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)


def width() -> int:
    """Columns to write in: COLUMNS if set, else the terminal's, else those of a page; figures need 60."""
    return max(NARROWEST, shutil.get_terminal_size((WIDTH_WITHOUT_TERMINAL, 24)).columns)


def coloured() -> bool:
    """Whether somebody looks at a terminal and has not asked for plain text by NO_COLOR."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def text_of(parts: Iterable[RenderableType], *, plain: bool = False) -> str:
    """The parts one below the other, as text; `plain` for a file."""
    buffer = io.StringIO()
    seen = coloured() and not plain
    console = Console(
        file=buffer,
        force_terminal=seen,
        color_system="standard" if seen else None,
        width=width(),
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for part in parts:
        console.width = max(width(), _least_width(part))
        console.print(part)
    lines = buffer.getvalue().replace(NO_BREAK, " ").replace(BREAK, "").splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _least_width(part: RenderableType) -> int:
    """Columns without which a figure would be cut; a table that needs more than the terminal has is left wide."""
    if not isinstance(part, Drawn):
        return 0
    return 2 + sum(2 + (_widest(column) if column.no_wrap else LEAST_TEXT) for column in part.columns)


def _widest(column: DrawnColumn) -> int:
    cells = [column.header, *column.cells]
    return max(cell_len(line) for cell in cells for line in str(cell).splitlines() or [""])


def table_of(columns: Sequence[str], *, texts: Iterable[int]) -> Drawn:
    """An empty table. Columns in `texts` hold words and may be broken; the others hold numbers and never are."""
    words = set(texts)
    table = Drawn(box=box.SIMPLE_HEAD, header_style="bold", padding=(0, 1, 0, 0))
    for place, column in enumerate(columns):
        if place in words:
            table.add_column(column, overflow="fold")
        else:
            table.add_column(column, justify="right", no_wrap=True)
    return table
