"""Workbooks whose sheets are tables of reports: a village after the move, an insurance scheme, the points of its shop."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict, Unpack

from relocation.excel.layout.kinds import INSURANCE_SHEETS, LIVELIHOOD, LIVELIHOOD_SHEETS, POINTS_SHEETS
from relocation.excel.sheets.livelihood_inputs import INPUT_COLUMN, input_rows, write_livelihood_inputs
from relocation.excel.write.draft import Draft, draft_without_places
from relocation.excel.write.page import Page
from relocation.excel.write.saving import bytes_of
from relocation.excel.write.table_cells import write_tables
from relocation.excel.write.table_places import TablePlaces
from relocation.households.money import Ratio
from relocation.insurance.fund import FundYear
from relocation.insurance.scheme import Scheme
from relocation.insurance.sheets import insurance_sheets
from relocation.labels import Label, Language
from relocation.livelihood.account import LivelihoodAccount
from relocation.livelihood.risks import RiskRow
from relocation.livelihood.risks_report import risks_sheet
from relocation.livelihood.sheets import livelihood_sheets
from relocation.points.ledger import PointsLedger
from relocation.points.report import points_sheets
from relocation.printed import FigureResult
from relocation.tables.record import Report
from relocation.tables.sheets import Sheet


class Stated(TypedDict, total=False):
    """What stands in the yellow cells of a scheme: what a household paid, the years of the fund and whence they come."""

    self_paid: int
    years: Sequence[FundYear]
    origin: Label
    simulated: Report | None


def draft_of_sheets(
    sheets: Iterable[Sheet], titles: Mapping[str, Label], lang: Language, *, name: str = ""
) -> Draft:
    """Sheets with their formulas, and beside them the value of every formula cell."""
    draft = draft_without_places(lang, name=name)
    tables = TablePlaces(draft)
    tables.add(sheets, titles)
    write_tables(tables)
    return draft


def points_draft(ledger: PointsLedger, value: Ratio, *, lang: Language = "en") -> Draft:
    """The ledger as sheets; `value` is what a point is worth [fen]."""
    return draft_of_sheets(points_sheets(ledger, value), POINTS_SHEETS, lang)


def points_workbook(ledger: PointsLedger, value: Ratio, *, lang: Language = "en") -> bytes:
    """The workbook, byte for byte the same for the same ledger."""
    return bytes_of(points_draft(ledger, value, lang=lang), front=0)


def insurance_draft(scheme: Scheme, *, lang: Language = "en", **stated: Unpack[Stated]) -> Draft:
    """A scheme as sheets; `stated` are the amounts that stand in their yellow cells [fen], and what was drawn."""
    sheets = insurance_sheets(scheme, **stated)
    return draft_of_sheets(sheets, INSURANCE_SHEETS, lang, name=scheme.name.text(lang))


def insurance_workbook(
    scheme: Scheme, *, lang: Language = "en", front: str = "claim", **stated: Unpack[Stated]
) -> bytes:
    """The workbook, byte for byte the same for the same numbers; it opens with the sheet `front`."""
    draft = insurance_draft(scheme, lang=lang, **stated)
    return bytes_of(draft, front=list(INSURANCE_SHEETS).index(front))


def risks_workbook(rows: Iterable[RiskRow], *, lang: Language = "en") -> bytes:
    """The eight risks by themselves, for a project that states no livelihood."""
    return bytes_of(draft_of_sheets((risks_sheet(rows),), LIVELIHOOD_SHEETS, lang), front=0)


class Beside(TypedDict, total=False):
    """What stands beside a livelihood: figures that a source prints of a subject, and an insurance scheme."""

    subject: str
    printed: Sequence[FigureResult]
    scheme: Scheme | None


def livelihood_draft(account: LivelihoodAccount, *, lang: Language = "en", **beside: Unpack[Beside]) -> Draft:
    """The inputs of a livelihood, and the sheets that follow from them."""
    livelihood = account.livelihood
    draft = draft_without_places(
        lang,
        name=livelihood.name.text(lang),
        mark=LIVELIHOOD.mark,
        book=account.book,
        values=account.values,
        inputs=account.inputs,
    )
    inputs = Page.of(draft, "inputs", LIVELIHOOD_SHEETS)
    rows = input_rows(livelihood)
    tables = TablePlaces(
        draft, {path: (inputs.ws.title, f"${INPUT_COLUMN}${row}") for path, row in rows.items()}
    )
    tables.add(livelihood_sheets(account, **beside), LIVELIHOOD_SHEETS)
    write_livelihood_inputs(inputs, livelihood)
    write_tables(tables)
    return draft


def livelihood_workbook(
    account: LivelihoodAccount, *, lang: Language = "en", front: str = "income", **beside: Unpack[Beside]
) -> bytes:
    """The workbook, byte for byte the same for the same livelihood; it opens with the sheet `front`."""
    draft = livelihood_draft(account, lang=lang, **beside)
    return bytes_of(draft, front=list(LIVELIHOOD_SHEETS).index(front))
