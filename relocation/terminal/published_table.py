"""Printed figures beside ours on the terminal, and how many of them the case does not give."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.text import Text

from relocation.labels import Label, Language
from relocation.reconciliation import Figure, figures
from relocation.terminal.tables import amount, table_of, unit_name

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

TITLE = Label("Published figures beside this case", "已公布数字与本方案对照")
HEADS = (
    Label("", ""),
    Label("unit", "单位"),
    Label("printed", "原文"),
    Label("ours", "本模型"),
    Label("difference", "差额"),
    Label("result", "结果"),
)
AGREES, MISSED = Label("agrees", "一致"), Label("differs", "不符")
CONTRADICTION = Label("source contradicts itself", "原文自相矛盾")


def published_parts(appraisal: Appraisal, lang: Language) -> Iterator[RenderableType]:
    """A table of the printed figures, if there are any, and below it a sentence about those that are missed."""
    found = figures(appraisal)
    if not found:
        return
    table = table_of(TITLE.text(lang), [head.text(lang) for head in HEADS], texts=(0, 1, 5))
    for one in found:
        numbers = (amount(value, "number") for value in (one.printed, one.ours, one.difference))
        table.add_row(one.label.text(lang), unit_name(one.unit, lang), *numbers, _result(one, lang))
    yield table
    missed = [one.label for one in found if one.missed]
    if missed:
        yield Text(f"! {_sentence(missed).text(lang)}\n", style="bold yellow")


def _result(one: Figure, lang: Language) -> Text:
    if one.missed:
        return Text(MISSED.text(lang), style="bold yellow")
    return Text((CONTRADICTION if one.contradiction else AGREES).text(lang))


def _sentence(missed: list[Label]) -> Label:
    count = len(missed)
    return Label(
        f"{count} published {'figure is' if count == 1 else 'figures are'} not what this case gives: "
        f"{', '.join(one.en for one in missed)}.",
        f"{count}项已公布数字与本方案不符：{'、'.join(one.zh for one in missed)}。",
    )
