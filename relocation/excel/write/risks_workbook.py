"""The checklist of the eight risks as a workbook by itself, for a project that states no livelihood."""

from __future__ import annotations

from collections.abc import Sequence

from relocation.excel.layout.kinds import LIVELIHOOD_SHEETS as SHEETS
from relocation.excel.sheets.risks import write_risks
from relocation.excel.write.draft import draft_without_places
from relocation.excel.write.page import Page
from relocation.excel.write.saving import bytes_of
from relocation.labels import Language
from relocation.livelihood.risks import RiskRow


def risks_workbook(rows: Sequence[RiskRow], *, lang: Language = "en") -> bytes:
    """One sheet with the eight risks and room for remarks, byte for byte the same for the same rows."""
    draft = draft_without_places(lang)
    write_risks(Page(draft, "risks", draft.workbook.create_sheet(SHEETS["risks"].text(lang))), rows)
    return bytes_of(draft, front=0)
