"""Workbooks whose sheets are tables of reports: the points of a village shop."""

from __future__ import annotations

from collections.abc import Sequence

from relocation.excel.write.draft import Draft, draft_without_places
from relocation.excel.write.saving import bytes_of
from relocation.excel.write.table_cells import write_tables
from relocation.excel.write.table_places import TablePlaces
from relocation.households.money import Ratio
from relocation.labels import Language
from relocation.points.ledger import PointsLedger
from relocation.points.report import points_sheets
from relocation.tables.sheets import Sheet


def draft_of_sheets(sheets: Sequence[Sheet], lang: Language, *, name: str = "") -> Draft:
    """Sheets with their formulas, and beside them the value of every formula cell."""
    draft = draft_without_places(lang, name=name)
    tables = TablePlaces(draft)
    tables.add(*sheets)
    write_tables(tables)
    return draft


def points_draft(ledger: PointsLedger, value: Ratio, *, lang: Language = "en") -> Draft:
    """The ledger as sheets; `value` is what a point is worth [fen]."""
    return draft_of_sheets(points_sheets(ledger, value), lang)


def points_workbook(ledger: PointsLedger, value: Ratio, *, lang: Language = "en") -> bytes:
    """The workbook, byte for byte the same for the same ledger."""
    return bytes_of(points_draft(ledger, value, lang=lang), front=0)
