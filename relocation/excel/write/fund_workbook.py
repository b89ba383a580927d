"""An insurance scheme as a live workbook: what a claim brings, the fund year by year, the income gate, simulated futures."""

from __future__ import annotations

from collections.abc import Sequence

from relocation.excel.layout.kinds import INSURANCE_SHEETS as SHEETS
from relocation.excel.sheets.fund_account import write_fund, write_gate, write_simulation
from relocation.excel.sheets.fund_claim import write_claim
from relocation.excel.write.draft import Draft, draft_without_places
from relocation.excel.write.page import Page
from relocation.excel.write.saving import bytes_of
from relocation.insurance.fund import FundYear, fund_account
from relocation.insurance.scheme import Scheme
from relocation.labels import Label, Language
from relocation.reading.values import hundredths_of_double
from relocation.tables.record import Report

USUAL_AMOUNT = 2_000_000  # fen; stands in the yellow cell until somebody types another
TO_FILL = Label("to be filled in", "待填写")
USUAL_YEARS = 5


def insurance_workbook(
    scheme: Scheme,
    *,
    lang: Language = "en",
    self_paid: int = USUAL_AMOUNT,
    years: Sequence[FundYear] = (),
    origin: Label = TO_FILL,
    simulated: Report | None = None,
    front: str = "claim",
) -> bytes:
    """The workbook, byte for byte the same for the same numbers. Amounts in fen.

    `years` are the account that stands on the sheet Fund, `origin` says where their claims come from.
    """
    draft = insurance_draft(
        scheme, lang=lang, self_paid=self_paid, years=years, origin=origin, simulated=simulated
    )
    return bytes_of(draft, front=list(SHEETS).index(front))


def insurance_draft(
    scheme: Scheme,
    *,
    lang: Language = "en",
    self_paid: int = USUAL_AMOUNT,
    years: Sequence[FundYear] = (),
    origin: Label = TO_FILL,
    simulated: Report | None = None,
) -> Draft:
    """All sheets with their formulas, and beside them the value of every formula cell."""
    draft = draft_without_places(lang, name=scheme.name.text(lang))
    keys = [key for key in SHEETS if key != "simulation" or simulated is not None]
    pages = {key: Page(draft, key, draft.workbook.create_sheet(SHEETS[key].text(lang))) for key in keys}
    write_claim(pages["claim"], scheme, self_paid)
    write_fund(pages["fund"], scheme, years or _empty(scheme), origin)
    write_gate(pages["gate"], scheme)
    if simulated is not None:
        write_simulation(pages["simulation"], simulated)
    return draft


def _empty(scheme: Scheme) -> list[FundYear]:
    """Years without claims, for somebody to fill in."""
    opening = hundredths_of_double(float(scheme.fund.opening))
    first = max(scheme.poverty_lines) + 1
    return fund_account(opening, scheme.yearly_premium, [0] * USUAL_YEARS, first_year=first)
