"""Green and red for flags that are 1 or 0."""

from __future__ import annotations

from typing import Literal

from openpyxl.formatting.rule import Rule
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle

from relocation.excel import styles
from relocation.excel.page import Page


def colour_where(
    page: Page, cells: str, operator: Literal["equal", "greaterThan"], value: str, fill: PatternFill
) -> None:
    """A fill that a number brings along."""
    rule = Rule(type="cellIs", operator=operator, formula=[value], dxf=DifferentialStyle(fill=fill))
    page.ws.conditional_formatting.add(cells, rule)


def colour_passes(page: Page, cells: str) -> None:
    """Green for a passed check, red for a broken one."""
    colour_where(page, cells, "equal", "1", styles.PASS_FILL)
    colour_where(page, cells, "equal", "0", styles.FAIL_FILL)
