"""What the verdict rests on, in sentences, on the first sheet: reasons, how far from failing, what must not be overlooked.

The sentences are worked out when the file is written and do not move with the inputs, so the line above them says when they
are out of date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from relocation import presets
from relocation.appraisal import Appraisal
from relocation.excel.as_delivered import write_guard
from relocation.excel.page import Page
from relocation.labels import Label
from relocation.scenarios.margins import margins

TITLE = Label("Why, and how far from failing", "理由与距失败的余地")
LAST_COLUMN, WIDTH = 6, 132  # WIDTH in characters
LIVE, DELIVERED = "H", "I"  # what the numbers come to now and came to then, beside what is printed


def write_findings(page: Page, row: int, appraisal: Appraisal, *, told: bool) -> int:
    """Writes the block from `row` on; returns the row after it. Without `told` there are no sentences below its line."""
    page.section(row, TITLE, LAST_COLUMN)
    row += 1
    write_guard(page, row, LIVE, DELIVERED)
    cells = page.draft.places.inputs if told else {}
    for sentence in findings(appraisal, cells) if told else ():
        row = page.paragraph(row + 1, f"• {sentence.text(page.draft.lang)}", WIDTH)
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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
