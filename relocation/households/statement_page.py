"""Accounts of households as a page, and what one says beside its lines: headings, sums, why a line is not what the rule gives."""

from __future__ import annotations

from collections.abc import Iterable

from relocation import hooks
from relocation.households.statement import Statement, StatementLine
from relocation.labels import Label, Language
from relocation.tables.numbers import fen_text

COLUMNS = (
    Label("Item", "项目"),
    Label("Quantity", "数量"),
    Label("Yuan per unit", "单价（元）"),
    Label("Yuan", "金额（元）"),
)
TOTAL = Label("Together", "小计")
COLON = Label(": ", "：")


def override_note(line: StatementLine, lang: Language) -> str:
    """Why a line is not what the rule gives, empty where it is."""
    override = line.override
    if override is None or override.day is None:
        return ""
    ruled = fen_text(line.ruled or 0)
    en = f"decided by {override.author} on {override.day}: {override.reason}; by the rule {ruled}"
    return Label(en, f"{override.day} 由{override.author}决定：{override.reason}；按规则为 {ruled}").text(
        lang
    )


def statement_page(statements: Iterable[Statement], scheme: Label, lang: Language = "en") -> str:
    """A whole HTML page: a sheet for each household. Every text is escaped, and nothing is loaded from anywhere."""
    page: str = hooks.call("write_accounts", list(statements), scheme, lang)
    return page
