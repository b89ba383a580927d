"""The figures that a source prints, each beside ours, live: a block of the sheet Checks."""

from __future__ import annotations

from relocation.excel import styles
from relocation.excel.cell_styles import Look
from relocation.excel.page import Page
from relocation.labels import Label
from relocation.statements import STATEMENT_TITLES, published_rows

OURS, PRINTED, DIFFERENCE, UNIT = "B", "C", "D", "E"
WHY = Label(
    "They differ where inputs were changed or the source contradicts itself.",
    "输入已改动或原文自相矛盾之处会有差额。",
)
HEADS = {
    OURS: Label("Ours", "本模型"),
    PRINTED: Label("As printed", "原文"),
    DIFFERENCE: Label("Difference", "差额"),
}


def write_published(page: Page, row: int, last_column: int) -> int:
    """Writes the block from `row` on, if there are such figures; returns the row after it."""
    rows, lang = published_rows(page.draft.book), page.draft.lang
    if not rows:
        return row
    page.section(row, STATEMENT_TITLES["published"], last_column)
    for column, head in HEADS.items():
        band: Look = {"bold": True, "fill": styles.SECTION_FILL, "alignment": styles.RIGHT}
        page.text(f"{column}{row}", head.text(lang), **band)
    row += 1
    page.text(f"A{row}", WHY.text(lang), colour=styles.QUIET)
    for identity in rows:
        row += 1
        _write_figure(page, row, identity)
    return row + 2


def _write_figure(page: Page, row: int, identity: str) -> None:
    draft = page.draft
    line, path = draft.book.lines[f"published.{identity}.ours"], f"published.{identity}.value"
    page.text(f"A{row}", line.label.text(draft.lang), border=styles.HAIRLINE, alignment=styles.LEFT)
    money = styles.number_format("yuan", draft.money)
    plain: Look = {"number_format": money if line.unit == "yuan" else "#,##0.00", "border": styles.HAIRLINE}
    page.line(f"{OURS}{row}", line.key, **plain)
    source = draft.places.on(page.sheet, PRINTED).input(path)
    page.raw_formula(f"{PRINTED}{row}", f"={source}", draft.inputs[path], path, **plain)
    page.line(f"{DIFFERENCE}{row}", f"published.{identity}.difference", **plain)
    quiet: Look = {"colour": styles.QUIET, "border": styles.HAIRLINE, "alignment": styles.SET_IN}
    page.text(f"{UNIT}{row}", draft.unit_text(line.unit), **quiet)
