"""The demo: printed figures beside ours, where they come from, and what the source itself contradicts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from relocation.labels import Label, Language
from relocation.statements import fund_balance_rows
from relocation.terminal.statements import statement, village_name
from relocation.terminal.tables import (
    amount,
    heading,
    in_language,
    provenance_name,
    table_of,
    text_of,
    unit_name,
    width,
)
from relocation.terminal.verdict import verdict

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

ROOM_FOR_SOURCES = 96  # columns; in a narrower terminal the source stands below the label

FIGURES = Label("Printed figures and ours (yuan)", "原文数字与本模型（元）")
DISCREPANCIES = Label("Where the paper disagrees with itself (yuan)", "原文自相矛盾之处（元）")
HEADS = {
    "label": Label("", ""),
    "printed": Label("printed", "原文"),
    "ours": Label("ours", "本模型"),
    "difference": Label("difference", "差额"),
    "place": Label("place in the paper", "原文出处"),
}
CLOSING = Label(
    "The loan is financing, never revenue. The paper does not publish how the expenditure is split: the parts are "
    "assumptions, with one calibrated residual.",
    "贷款属融资，绝不计入收入。原文未公布支出构成：各分项为假设，另有一个校准余项。",
)
NEXT = Label(
    "Next: relocation run lujia, or relocation template -o village.xlsx --from lujia",
    "下一步：relocation run lujia，或 relocation template -o village.xlsx --from lujia --lang zh",
)


def demo_text(appraisal: Appraisal, lang: Language, scale: str) -> str:
    """What `relocation demo` prints."""
    return text_of(_parts(appraisal, lang, scale))


def _parts(appraisal: Appraisal, lang: Language, scale: str) -> Iterable[RenderableType]:
    yield village_name(appraisal, lang)
    yield verdict(appraisal, lang)
    yield _published(appraisal, lang, "no", FIGURES)
    yield _published(appraisal, lang, "yes", DISCREPANCIES)
    yield statement(appraisal, "fund_balance", fund_balance_rows(appraisal.book), lang, scale)
    yield heading(CLOSING, lang, "")
    yield heading(NEXT, lang, "dim")


def _published(appraisal: Appraisal, lang: Language, discrepancy: str, title: Label) -> Table:
    """Printed, ours, difference. A discrepancy has its place and its explanation below its name."""
    beside = discrepancy == "no" and width() >= ROOM_FOR_SOURCES
    heads = [HEADS["label"], HEADS["printed"], HEADS["ours"], HEADS["difference"]]
    heads += [HEADS["place"]] if beside else []
    table = table_of(title.text(lang), [head.text(lang) for head in heads], texts=(0, 4))
    for identity, item in appraisal.project.published.items():
        if item.discrepancy != discrepancy:
            continue
        source = appraisal.project.sources[f"published.{identity}.value"]
        place = _in_brackets(source.source, provenance_name(source.provenance, lang), lang)
        note = in_language(source.note, lang) if discrepancy == "yes" else ""
        said = Label(item.label_en, item.label_zh).text(lang) + _unit(item.unit, lang)
        below = [line for line in ("" if beside else place, note) if line]
        table.add_row(_entry(said, below), *_numbers(appraisal, identity), *([place] if beside else []))
    return table


def _entry(said: str, below: list[str]) -> RenderableType:
    if not below:
        return said
    return Group(said, *(Padding(Text(line, style="dim"), (0, 0, 0, 2)) for line in below))


def _in_brackets(text: str, inside: str, lang: Language) -> str:
    return Label(f"{text} ({inside})", f"{text}（{inside}）").text(lang)


def _unit(unit: str, lang: Language) -> str:
    """The unit behind a label; money needs none."""
    return "" if unit == "yuan" else f" [{unit_name(unit, lang)}]"


def _numbers(appraisal: Appraisal, identity: str) -> list[str]:
    """Printed, ours, difference; dashes for a figure that the source prints and the model has no use for."""
    item = appraisal.project.published[identity]
    if not item.formula:
        return [amount(item.value, "number"), "-", "-"]
    ours, difference = (appraisal.number(f"published.{identity}.{key}") for key in ("ours", "difference"))
    return [amount(one, "number") for one in (item.value, ours, difference)]
