"""Looks that follow what stands in a cell: green and red for flags, fills and lines of a slot once it is used."""

from __future__ import annotations

from typing import Literal

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Border, PatternFill
from openpyxl.styles.differential import DifferentialStyle

from relocation.excel.write import styles
from relocation.excel.write.cell_styles import set_style
from relocation.excel.write.page import Page


def colour_where(
    page: Page, cells: str, operator: Literal["equal", "greaterThan"], value: str, fill: PatternFill
) -> None:
    """A fill that a number brings along."""
    if page.draft.is_bare:
        return
    rule = Rule(type="cellIs", operator=operator, formula=[value], dxf=DifferentialStyle(fill=fill))
    page.ws.conditional_formatting.add(cells, rule)


def colour_passes(page: Page, cells: str) -> None:
    """Green for a passed check, red for a broken one."""
    colour_where(page, cells, "equal", "1", styles.PASS_FILL)
    colour_where(page, cells, "equal", "0", styles.FAIL_FILL)


def fill_row(page: Page, row: int, last: int) -> None:
    """A total reaches over the whole width, so that the eye can follow it from its name to the last column."""
    for column in range(1, last + 1) if not page.draft.is_bare else ():
        set_style(page.ws.cell(row, column), fill=styles.TOTAL_FILL, border=styles.TOTAL_LINE)


def mark_used(page: Page, cells: str, look: tuple[PatternFill | None, Border | None]) -> None:
    """Fill and lines of a row that tells of a slot, there only once its first cell says something."""
    if page.draft.is_bare:
        return
    first = cells.partition(":")[0]
    fill, border = look
    rule = Rule(
        type="expression",
        dxf=DifferentialStyle(fill=fill, border=border),
        formula=[f'${first}<>""'],
    )
    page.ws.conditional_formatting.add(cells, rule)
