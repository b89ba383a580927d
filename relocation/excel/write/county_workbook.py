"""A county as a workbook: village figures as values under their file names, everything of the county a live sum.

County       villages side by side, with the county's sum, and the checks
By period    every flow by calendar period, villages as rows, and the common purse
Shared loans what each village carries of a loan, beside the loan calculated as one
"""

from __future__ import annotations

from pathlib import Path

from relocation.county.consolidation import County
from relocation.excel.read.kinds import COUNTY
from relocation.excel.sheets.county import CountySheet
from relocation.excel.sheets.county_loans import write_loans
from relocation.excel.sheets.county_periods import PeriodsSheet
from relocation.excel.write import styles
from relocation.excel.write.county_cells import SHEETS
from relocation.excel.write.draft import Draft, draft_without_places, is_marked
from relocation.excel.write.page import Page
from relocation.excel.write.saving import file_bytes
from relocation.excel.write.styles import MoneyUnit
from relocation.labels import Language


def county_bytes(county: County, *, lang: Language = "en", money: MoneyUnit | None = None) -> bytes:
    """The workbook of a county, byte for byte the same for the same county."""
    draft = county_draft(county, lang=lang, money=money)
    return file_bytes(draft.workbook, draft.cached)


def is_county_workbook(path: Path) -> bool:
    """Whether a file is such a workbook, which is no village."""
    return is_marked(path, COUNTY.mark)


def county_draft(county: County, *, lang: Language = "en", money: MoneyUnit | None = None) -> Draft:
    """All sheets with their formulas, and beside them the value of every formula cell."""
    draft = draft_without_places(lang, money or styles.USUAL_MONEY[lang], mark=COUNTY.mark)
    draft.workbook.calculation.fullCalcOnLoad = True
    pages = {
        key: Page(draft, key, draft.workbook.create_sheet(SHEETS[key].text(lang))) for key in _sheets(county)
    }
    totals = PeriodsSheet(pages["periods"], county).write()
    CountySheet(pages["county"], county, totals).write()
    if "loans" in pages:
        write_loans(pages["loans"], county)
    return draft


def _sheets(county: County) -> list[str]:
    return [key for key in SHEETS if key != "loans" or county.loans]
