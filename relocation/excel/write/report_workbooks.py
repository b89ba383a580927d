"""Workbooks whose sheets are tables of reports: an insurance scheme, the points of a village shop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict, Unpack

from relocation.excel.write.draft import Draft, draft_without_places
from relocation.excel.write.saving import bytes_of
from relocation.excel.write.table_cells import write_tables
from relocation.excel.write.table_places import TablePlaces
from relocation.households.money import Ratio
from relocation.insurance.fund import FundYear
from relocation.insurance.scheme import Scheme
from relocation.insurance.sheets import NAMES as SHEETS
from relocation.insurance.sheets import insurance_sheets
from relocation.labels import Label, Language
from relocation.points.ledger import PointsLedger
from relocation.points.report import points_sheets
from relocation.tables.record import Report
from relocation.tables.sheets import Sheet


class Stated(TypedDict, total=False):
    """What stands in the yellow cells of a scheme: what a household paid, the years of the fund and whence they come."""

    self_paid: int
    years: Sequence[FundYear]
    origin: Label
    simulated: Report | None


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


def insurance_draft(scheme: Scheme, *, lang: Language = "en", **stated: Unpack[Stated]) -> Draft:
    """A scheme as sheets; `stated` are the amounts that stand in their yellow cells [fen], and what was drawn."""
    return draft_of_sheets(insurance_sheets(scheme, **stated), lang, name=scheme.name.text(lang))


def insurance_workbook(
    scheme: Scheme, *, lang: Language = "en", front: str = "claim", **stated: Unpack[Stated]
) -> bytes:
    """The workbook, byte for byte the same for the same numbers; it opens with the sheet `front`."""
    draft = insurance_draft(scheme, lang=lang, **stated)
    return bytes_of(draft, front=list(SHEETS).index(front))
