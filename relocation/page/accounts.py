"""Accounts of households as one page that stands still: a sheet for each household, in one language, to be printed and signed."""

from __future__ import annotations

from collections.abc import Sequence

from relocation.households.statement import Statement
from relocation.labels import Label, Language
from relocation.page.still import sheets_page
from relocation.reports.household_account import household_overview

MOST_PICTURES = 5_000  # households of one page; of more the lines alone are written


def accounts_page(statements: Sequence[Statement], scheme: Label, lang: Language = "en") -> str:
    """A whole page. Every text is escaped, and nothing is loaded from anywhere."""
    pictured = len(statements) <= MOST_PICTURES
    sheets = ({lang: household_overview(one, scheme, pictured=pictured)} for one in statements)
    return sheets_page(sheets, scheme, lang, unit="yuan")
