"""Whether a live workbook still gives what it gave when values and sentences that do not move were written into it."""

from __future__ import annotations

from relocation.excel.write import styles
from relocation.excel.write.cell_styles import Look
from relocation.excel.write.draft import Draft
from relocation.excel.write.page import Page
from relocation.labels import Label

# The numbers by which the live model is known to be the delivered one, in hundreds of yuan or as counts.
MONEY = ("cash.minimum", "fund_balance.balance", "npv", "loans.interest_total", "uses.total")
COUNTS = ("complete.broken", "rules.broken")
CURRENT = Label("As calculated when this file was written", "以下为生成本文件时的计算结果")
STALE = Label(
    "OUT OF DATE: inputs were changed since. Write it again: relocation run FILE -o NEW.xlsx",
    "已过时：此后输入已改动，请重新生成：relocation run 文件 -o 新文件.xlsx",
)


def write_guard(page: Page, row: int, live: str, delivered: str) -> None:
    """Says in column A whether what follows is out of date; the numbers compared stand in columns that are not printed."""
    draft, places = page.draft, page.draft.places.on(page.sheet, live)
    terms = [f"ROUND({places.line(key)}/100,0)" for key in MONEY] + [places.line(key) for key in COUNTS]
    quiet: Look = {"colour": styles.QUIET, "alignment": styles.MIDDLE}
    page.raw_formula(f"{live}{row}", "=" + '&"|"&'.join(terms), _delivered(draft), None, **quiet)
    page.text(f"{delivered}{row}", _delivered(draft), **quiet)
    lang, said = draft.lang, f"{live}{row}={delivered}{row}"
    text = f'=IF({said},"{CURRENT.text(lang)}","{STALE.text(lang)}")'
    page.raw_formula(f"A{row}", text, CURRENT.text(lang), None, **quiet)
    draft.uncompared.update({(page.ws.title, f"A{row}"), (page.ws.title, f"{live}{row}")})


def _delivered(draft: Draft) -> str:
    numbers = [_number(draft, key) / 100 for key in MONEY] + [_number(draft, key) for key in COUNTS]
    return "|".join(f"{round(number) + 0:d}" for number in numbers)


def _number(draft: Draft, key: str) -> float:
    value = draft.values[key]
    assert isinstance(value, float)
    return value
