"""The lists below a comparison: which assumptions each case changed, and which cases have no numbers."""

from __future__ import annotations

from typing import Any

from relocation.excel import styles
from relocation.excel.cell_styles import Look
from relocation.excel.page import Page
from relocation.formula.excel_target import NOT_AVAILABLE_TEXT
from relocation.labels import Label
from relocation.project.fields import UNITS
from relocation.project.input_names import input_labels
from relocation.scenarios.assumptions import inputs_of
from relocation.scenarios.comparison import Comparison, stated_value

HEADS = (
    Label("Case", "方案"),
    Label("Unit", "单位"),
    Label("From", "原值"),
    Label("To", "改为"),
    Label("Input", "输入项"),
)


def write_changes(page: Page, comparison: Comparison, row: int, last: int) -> int:
    """Which assumptions of each case the base does not share, in columns A to E; gives the row after the last."""
    lang, projects = page.draft.lang, comparison.cases.values()
    page.section(row, Label("Changed assumptions (values)", "变动的假设（数值）"), last)
    page.heading(row + 1, [head.text(lang) for head in HEADS])
    row += 2
    known, names = inputs_of(*projects), input_labels(*projects)
    for name, changes in comparison.changed.items():
        for path, change in changes.items():
            record = known[path].record
            page.text(f"A{row}", name, border=styles.HAIRLINE)
            page.text(f"B{row}", UNITS[record.unit].text(lang), border=styles.HAIRLINE, colour=styles.QUIET)
            _write_stated(page, f"C{row}", stated_value(record, change.before, lang))
            _write_stated(page, f"D{row}", stated_value(record, change.after, lang))
            page.text(f"E{row}", f"  {names[path].text(lang)}   {path}")
            row += 1
    return row


def write_failed(page: Page, comparison: Comparison, row: int, last: int) -> None:
    """The cases that have no numbers, and everything that is wrong with each."""
    if not comparison.failed:
        return
    page.section(row, Label("Not calculated", "未能测算的方案"), last)
    for name, problems in comparison.failed.items():
        for problem in problems:
            row += 1
            page.text(f"A{row}", name, colour=styles.WARNING, bold=True)
            page.text(f"B{row}", problem.text(page.draft.lang))


def _write_stated(page: Page, cell: str, value: Any) -> None:
    """A value of an input: a choice by its name; n/a for an input that one of the two cases does not have."""
    look: Look = {"border": styles.HAIRLINE, "alignment": styles.RIGHT, "number_format": styles.ANY_NUMBER}
    if isinstance(value, (int, float)):
        page.number(cell, value, "", **look)
    else:
        page.text(cell, NOT_AVAILABLE_TEXT if value is None else str(value), **look)
