"""How the sheets of a plan are printed: on A4 at one scale, so that no letter is smaller than seven points.

Ten points of a cell become seven on paper. Whatever is wider than a page goes on in further pages under the same heads; a
table that would be cut by the end of a page begins on the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import ceil

from openpyxl.cell import Cell
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

SCALE = 70  # per cent
SHORT_SIDE, LONG_SIDE = 595.3, 841.9  # of A4, in points
SIDE_MARGIN, TOP_MARGIN, BOTTOM_MARGIN, FOOTER_MARGIN = 0.3, 0.25, 0.38, 0.15  # inches
USUAL_SIZE, ROW_HEIGHT, GAP_HEIGHT = 10, 11.5, 5.0  # points: of letters, of their line, of an empty row
PERIODS_ON_A_PAGE = 12
MAY_STAY_EMPTY = (
    0.35,
    0.2,
    0.1,
    0.0,
)  # of a page, to keep a table whole: the first that costs no further page
LEAST_TOGETHER = 4 * 11.5  # points: the head of a table does not stand alone at the end of a page
WIDE_FROM = 0x2E7F  # characters from here on are as wide as two figures
LETTER = 0.93  # of the width of a figure, on average


def set_paper(ws: Worksheet, page_of: str, *, landscape: bool) -> None:
    """A4 with the number of the page at the foot."""
    ws.page_setup.paperSize = 9
    ws.page_setup.orientation = "landscape" if landscape else "portrait"
    assert ws.oddFooter is not None
    ws.oddFooter.right.text = page_of


def sign(ws: Worksheet, footer: str) -> None:
    """At the foot what file this is, in small letters, and margins that leave room for it."""
    assert ws.oddFooter is not None
    ws.oddFooter.left.text = footer
    ws.oddFooter.left.size = ws.oddFooter.right.size = 8
    margins = ws.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.5, 0.6


def fit_to_width(ws: Worksheet, pages: int) -> None:
    """As small as so many pages beside each other need."""
    ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = pages, 0
    ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def set_scale(ws: Worksheet) -> None:
    """The one scale, with margins that leave room for the rows of a table; the footer is not made smaller."""
    ws.page_setup.scale = SCALE
    assert ws.HeaderFooter is not None
    ws.HeaderFooter.scaleWithDoc = False
    margins = ws.page_margins
    margins.left = margins.right = SIDE_MARGIN
    margins.top, margins.bottom, margins.footer = TOP_MARGIN, BOTTOM_MARGIN, FOOTER_MARGIN


def room(*, landscape: bool) -> float:
    """Points of rows that a page holds, as high as they are on the sheet."""
    height = SHORT_SIDE if landscape else LONG_SIDE
    return (height - 72 * (TOP_MARGIN + BOTTOM_MARGIN)) * 100 / SCALE


def set_heights(ws: Worksheet, wrapped: Iterable[tuple[Cell, str]], sizes: Mapping[int, float]) -> None:
    """Every row as high as its texts need unless it was given a height, since programs differ; empty rows are low.

    `wrapped` are the cells whose texts go on in further lines, with what they show; `sizes` the largest letters of rows.
    """
    ws.sheet_format.defaultRowHeight = ROW_HEIGHT
    ws.sheet_format.customHeight = True
    lines: dict[int, int] = {}
    for cell, text in wrapped:
        needed = lines_of(text, ws.column_dimensions[cell.column_letter].width - 0.7)
        lines[cell.row] = max(lines.get(cell.row, 1), needed)
    # To go through the rows would make a cell of every empty place between them.
    filled = {row for (row, _), cell in ws._cells.items() if cell.value is not None}
    for row in range(1, ws.max_row + 1):
        if ws.row_dimensions[row].height is None:
            line = ROW_HEIGHT * max(sizes.get(row, USUAL_SIZE), USUAL_SIZE) / USUAL_SIZE
            ws.row_dimensions[row].height = line * lines.get(row, 1) if row in filled else GAP_HEIGHT


def lines_of(text: str, width: float) -> int:
    """Lines a text takes in a column of so many characters; a Chinese character is as wide as two others."""
    return max(1, ceil(_width(text) / max(width, 1)))


def in_lines(text: str, width: float) -> list[str]:
    """A text cut into lines, between words and before any Chinese character that is no mark; a further line is set in."""
    lines = [""]
    for part in re.findall(r"[^\s\u2e80-\uffff]+\s*|[\u2e80-\uffff][，。；：、）”]*\s*", text):
        if lines[-1] and _width(lines[-1] + part.rstrip()) > width:
            lines.append("   ")
        lines[-1] += part
    return [line.rstrip() for line in lines]


def _width(text: str) -> float:
    return sum(2.0 if ord(sign) > WIDE_FROM else LETTER for sign in text)


def break_between(ws: Worksheet, blocks: Iterable[int], heads: tuple[int, int], *, landscape: bool) -> None:
    """Breaks before those blocks, given by their first rows, that the page before has no room for any more.

    `heads` are the rows that each page repeats. A block runs on where a new page for it would leave too much of the one
    before empty, or cost a page more than letting blocks run on does.
    """
    starts = [*blocks, ws.max_row + 1]
    heights = [_height(ws, first, after) for first, after in pairwise(starts)]
    height, repeated = room(landscape=landscape), _height(ws, heads[0], heads[1] + 1)
    plans = [
        _paged(heights, height - _height(ws, 1, starts[0]), height - repeated, height * left)
        for left in MAY_STAY_EMPTY
    ]
    fewest = min(pages for _, pages in plans)
    breaks = next(breaks for breaks, pages in plans if pages == fewest)
    for block in breaks:
        ws.row_breaks.append(Break(id=starts[block] - 1))


def _paged(heights: list[float], first: float, further: float, left_empty: float) -> tuple[list[int], int]:
    """The blocks that begin a page, and the number of pages, where so much of a page may be left empty."""
    breaks, pages, left = [], 1, first
    for block, needed in enumerate(heights):
        if left < needed and (left < left_empty or left < LEAST_TOGETHER) and block:
            breaks.append(block)
            pages, left = pages + 1, further
        left -= needed
        while left < 0:
            pages, left = pages + 1, left + further
    return breaks, pages


def _height(ws: Worksheet, first: int, after: int) -> float:
    rows = (ws.row_dimensions[row] for row in range(first, after))
    return sum(0.0 if row.hidden else row.height or ROW_HEIGHT for row in rows)


def break_columns(ws: Worksheet, first: int, count: int, on_a_page: int = PERIODS_ON_A_PAGE) -> None:
    """Breaks after every so many of `count` columns that begin at `first`."""
    for column in range(on_a_page, count, on_a_page):
        ws.col_breaks.append(Break(id=first + column - 1))
