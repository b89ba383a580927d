"""The checklist of the eight risks as a workbook by itself, for a project that states no livelihood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from openpyxl import Workbook

from relocation import __version__
from relocation.after_move.risks import RiskRow
from relocation.excel.layout import Places
from relocation.excel.livelihood_layout import SHEETS
from relocation.excel.page import Draft, Page
from relocation.excel.risks_sheet import write_risks
from relocation.excel.workbook import bytes_of
from relocation.formula.book import Book
from relocation.labels import Language


def risks_workbook(rows: Sequence[RiskRow], *, lang: Language = "en") -> bytes:
    """One sheet with the eight risks and room for remarks, byte for byte the same for the same rows."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    footer = f"relocation {__version__}"
    # No line of a book stands in this workbook, so nothing asks for places.
    draft = Draft(Book(1), {}, {}, cast(Places, None), lang, "yuan", workbook, footer)
    write_risks(Page(draft, "risks", workbook.create_sheet(SHEETS["risks"].text(lang))), rows)
    return bytes_of(draft, front=0)
