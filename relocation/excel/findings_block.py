"""What the verdict rests on, in sentences, on the first sheet: reasons, how far from failing, what must not be overlooked.

The sentences are worked out when the file is written and do not move with the inputs. So the line above them compares
the numbers they rest on with the live ones, and says when they are out of date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from relocation import presets
from relocation.appraisal import Appraisal
from relocation.excel import styles
from relocation.excel.page import Draft, Look, Page
from relocation.labels import Label
from relocation.scenarios.margins import margins

# The numbers by which the sentences are known to be those of the live model, in hundreds of yuan or as counts.
MONEY = ("cash.minimum", "fund_balance.balance", "npv", "loans.interest_total")
COUNTS = ("complete.broken", "rules.broken")
TITLE = Label("Why, and how far from failing", "理由与距失败的余地")
CURRENT = Label("As calculated when this file was written", "以下为生成本文件时的计算结果")
STALE = Label(
    "OUT OF DATE: inputs were changed since. Write it again: relocation run FILE -o NEW.xlsx",
    "已过时：此后输入已改动，请重新生成：relocation run 文件 -o 新文件.xlsx",
)
LAST_COLUMN = 6
LIVE, DELIVERED = "H", "I"  # what the numbers come to now and came to then, beside what is printed


def write_findings(page: Page, row: int, appraisal: Appraisal, *, told: bool) -> int:
    """Writes the block from `row` on; returns the row after it. Without `told` there are no sentences below its line."""
    page.section(row, TITLE, LAST_COLUMN)
    row += 1
    _write_line(page, row)
    cells = page.draft.places.inputs if told else {}
    for sentence in findings(appraisal, cells) if told else ():
        row += 1
        page.paragraph(row, f"• {sentence.text(page.draft.lang)}", LAST_COLUMN)
    return row + 2


def findings(appraisal: Appraisal, cells: Mapping[str, str]) -> Iterator[Label]:
    """The reasons of the verdict, the margins of a finished plan, rules that warn, the flags, and what the program assumed."""
    verdict = appraisal.verdict
    yield from (Label(_capital(one.en), one.zh) for one in verdict.failed())
    if verdict.viable is not None:
        yield margins(appraisal).sentence
    yield from (Label(f"Warning: {one.en}", f"提示：{one.zh}") for one in verdict.failed(decides=False))
    yield from (flag.sentence for flag in verdict.flags)
    if (assumed := presets.sentence(appraisal, cells)) is not None:
        yield assumed


def _write_line(page: Page, row: int) -> None:
    draft, lang = page.draft, page.draft.lang
    places = draft.places.on(page.sheet, LIVE)
    live = [f"ROUND({places.line(key)}/100,0)" for key in MONEY] + [places.line(key) for key in COUNTS]
    quiet: Look = {"colour": styles.QUIET, "alignment": styles.MIDDLE}
    page.raw_formula(f"{LIVE}{row}", "=" + '&"|"&'.join(live), _fingerprint(draft), None, **quiet)
    page.text(f"{DELIVERED}{row}", _fingerprint(draft), **quiet)
    draft.uncompared.update({(page.ws.title, f"A{row}"), (page.ws.title, f"{LIVE}{row}")})
    text = f'=IF({LIVE}{row}={DELIVERED}{row},"{CURRENT.text(lang)}","{STALE.text(lang)}")'
    page.raw_formula(f"A{row}", text, CURRENT.text(lang), None, alignment=styles.MIDDLE, colour=styles.QUIET)


def _fingerprint(draft: Draft) -> str:
    numbers = [_number(draft, key) / 100 for key in MONEY] + [_number(draft, key) for key in COUNTS]
    return "|".join(f"{round(number) + 0:d}" for number in numbers)


def _number(draft: Draft, key: str) -> float:
    value = draft.values[key]
    assert isinstance(value, float)
    return value


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
