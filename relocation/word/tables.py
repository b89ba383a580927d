"""A table of the record as a table of Word: its caption above, its heading repeated on every page, its notes below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from relocation.labels import Label, Language
from relocation.tables.record import Bar, Cell, Profile, Row, Stacked, Table, ToFill, Tone, tone_of
from relocation.word.fields import add_field, element
from relocation.word.styles import (
    TABLE_FIGURE,
    TABLE_HEAD,
    TABLE_NOTE,
    TABLE_SIZE,
    TABLE_TEXT,
    TONES,
    style_id,
)
from relocation.word.texts import allowed
from relocation.word.widths import Layout, layouts

COUNTED = {"table": Label("Table", "表"), "figure": Label("Figure", "图")}
KEPT_TOGETHER = 14  # rows of a table that is not broken over two pages
INDENT = 0.28  # cm for each level
LINE, STRONG_LINE = ("single", 4, "A6A6A6"), ("single", 8, "404040")
HEAD_FILL, BAND_FILL = "E7ECEF", "F3F5F7"
HAND_HEIGHT = 0.9  # cm of a row that is filled in by hand


def add_caption(document: Document, kind: str, number: int, title: str, lang: Language) -> Paragraph:
    """A caption that Word counts: Table 1. Fund balance."""
    name = COUNTED[kind].text(lang)
    paragraph = document.add_paragraph(style="Caption")
    paragraph.add_run(name if lang == "zh" else f"{name} ")
    add_field(paragraph, f"SEQ {name} \\* ARABIC", str(number))
    paragraph.add_run(f"　{allowed(title)}" if lang == "zh" else f". {allowed(title)}")
    paragraph.paragraph_format.keep_with_next = kind == "table"
    return paragraph


def drawn_columns(table: Table) -> list[int]:
    """The positions of the columns that stand side by side: not those of bars, which are drawn, nor such as say nothing."""
    return [
        position
        for position in table.beside
        if not all(_is_drawing(row.cells[position]) for row in table.readable if not row.band)
    ]


def _is_drawing(cell: Cell) -> bool:
    return isinstance(cell, (Bar, Profile)) or cell == ""


def table_layouts(table: Table, lang: Language) -> list[Layout]:
    """How a table is set: in one piece, or in parts."""
    return layouts(table, drawn_columns(table), lang)


def span_of(table: Table, layout: Layout, lang: Language) -> str:
    """From which column to which a part goes, as its title says."""
    heads = [
        table.columns[column].heading(lang) for column in layout.columns if not table.columns[column].words
    ]
    return f"{heads[0]} - {heads[-1]}" if heads else ""


def add_table(document: Document, table: Table, layout: Layout, lang: Language) -> None:
    """The heading and the rows of a table, or of a part of it."""
    rows = table.readable
    has_heading = any(table.columns[column].heading(lang) for column in layout.columns)
    made = document.add_table(rows=len(rows) + has_heading, cols=len(layout.columns))
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    _set_frame(made, layout)
    made_rows = list(made.rows)
    if has_heading:
        _fill_heading(made_rows[0], table, layout, lang)
    together = len(rows) <= KEPT_TOGETHER
    for number, (made_row, row) in enumerate(zip(made_rows[has_heading:], rows, strict=True), start=1):
        _fill(made_row, table, row, layout, lang)
        _keep(made_row, with_next=number < len(rows) and (together or number < 3))


def _set_frame(made: WordTable, layout: Layout) -> None:
    """Fixed widths and thin lines between rows, stronger ones above and below."""
    properties: Any = made._tbl.tblPr
    borders = element("tblBorders")
    for side, (kind, size, colour) in (
        ("top", STRONG_LINE),
        ("bottom", STRONG_LINE),
        ("insideH", LINE),
        ("insideV", LINE),
    ):
        borders.append(element(side, val=kind, sz=size, space=0, color=colour))
    layout_kind = properties.find(qn("w:tblLayout"))
    layout_kind.addprevious(borders)
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=70, type="dxa"))
    layout_kind.addnext(margins)
    for column, width in zip(made.columns, layout.widths, strict=True):
        column.width = Cm(width)
    for row in made.rows:
        for cell, width in zip(row.cells, layout.widths, strict=True):
            cell.width = Cm(width)


def _fill_heading(made: Any, table: Table, layout: Layout, lang: Language) -> None:
    made._tr.get_or_add_trPr().append(element("tblHeader", val="true"))
    _keep(made, with_next=True)
    for cell, position in zip(made.cells, layout.columns, strict=True):
        column = table.columns[position]
        paragraph = cell.paragraphs[0]
        _say(paragraph, column.heading(lang), TABLE_HEAD, layout.size)
        if not column.words:
            paragraph.alignment = 2
        _shade(cell, HEAD_FILL)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM


def _keep(made: Any, *, with_next: bool) -> None:
    """A row is not broken over two pages; with the next, it stays on its page."""
    properties = made._tr.get_or_add_trPr()
    if not properties.findall(element("cantSplit").tag):
        properties.insert(0, element("cantSplit", val="true"))
    if with_next:
        for cell in made.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def _shade(cell: Any, colour: str) -> None:
    cell._tc.get_or_add_tcPr().append(element("shd", val="clear", color="auto", fill=colour))


def _fill(made: Any, table: Table, row: Row, layout: Layout, lang: Language) -> None:
    cells = list(made.cells)
    if row.band:
        merged = cells[0].merge(cells[-1])
        _say(merged.paragraphs[0], table.text(row.cells[0], lang), TABLE_TEXT, layout.size, bold=True)
        _shade(merged, BAND_FILL)
        return
    below = table.below(row, lang)
    for cell, position in zip(cells, layout.columns, strict=True):
        told = row.cells[position]
        words = table.columns[position].words
        lines = _lines(table, told, lang)
        tone = tone_of(told) or ("quiet" if row.quiet else "")
        style = TABLE_TEXT if words else TABLE_FIGURE
        paragraph = cell.paragraphs[0]
        _say(paragraph, lines[0], style, layout.size, bold=row.strong, tone=tone)
        if position == layout.columns[0] and row.depth:
            paragraph.paragraph_format.left_indent = Cm(INDENT * row.depth)
        small = [*lines[1:], *([below] if below and position == table.entry else [])]
        for line in small:
            _say(cell.add_paragraph(), line, TABLE_TEXT, layout.size - 1, tone="quiet")
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    if any(isinstance(cell, ToFill) for cell in row.cells):
        made.height = Cm(HAND_HEIGHT)


def _lines(table: Table, cell: Cell, lang: Language) -> Sequence[str]:
    """What a cell says; of several one below the other, the first stands large."""
    if isinstance(cell, Stacked):
        return [table.text(inner, lang) for inner in cell.cells]
    return [table.text(cell, lang)]


def _say(
    paragraph: Paragraph, text: str, style: str, size: float, *, bold: bool = False, tone: Tone = ""
) -> None:
    """A text in the style of its cell, which is changed only where the table needs it."""
    paragraph._p.style = style_id(style)  # by its name the library searches all styles each time
    run = paragraph.add_run(allowed(text))
    if size != TABLE_SIZE:
        run.font.size = Pt(size)
    if bold or tone == "strong":
        run.font.bold = True
    if tone in TONES:
        run.font.color.rgb = TONES[tone]


def add_notes(document: Document, table: Table, lang: Language) -> None:
    """What a reader has to know of a table."""
    for number, note in enumerate(table.notes):
        paragraph = document.add_paragraph(style=TABLE_NOTE)
        if number == 0:
            paragraph.paragraph_format.space_before = Pt(4)
        run = paragraph.add_run(allowed(note.text(lang)))
        if (tone := tone_of(note)) in TONES:
            run.font.color.rgb = TONES[tone]
