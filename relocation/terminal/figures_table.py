"""What `relocation demo --all` prints: every figure of the paper, printed and ours, their difference and what it means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from relocation.labels import Label, Language
from relocation.paper.figures import figures
from relocation.printed import STATUSES, FigureResult
from relocation.tables.terminal import NO_BREAK, unbroken
from relocation.terminal.tables import csv_text, heading, json_text, table_of, text_of, width

HEADS = {
    "identity": Label("no.", "编号"),
    "label": Label("figure", "数字"),
    "printed": Label("printed", "原文"),
    "ours": Label("ours", "本模型"),
    "difference": Label("difference", "差额"),
    "status": Label("status", "状态"),
}
STYLES = {"DISCREPANCY": "yellow", "DERIVED": "dim"}
DECIMALS = 4
ROOM_FOR_DIFFERENCE = 100  # columns
TALLY = Label("figures", "个数字")
BROKEN = Label(
    "A figure is no longer what its file declares: ",
    "有数字与其文件所载状态不符：",
)


def figures_text(lang: Language, form: str) -> str:
    """All figures in a format: table, json or csv."""
    found = figures()
    if form == "json":
        return json_text([_record(one, lang) for one in found])
    if form == "csv":
        records = [_record(one, lang) for one in found]
        return csv_text(list(records[0]), [list(record.values()) for record in records])
    return text_of(_parts(found, lang)).replace(NO_BREAK, " ")


def _parts(found: list[FigureResult], lang: Language) -> Iterator[RenderableType]:
    for section, members in groupby(found, key=lambda one: one.section):
        yield _table(section, members, lang)
    counted = Counter(one.declared for one in found)
    said = ", ".join(f"{STATUSES[status].text(lang)} {counted[status]}" for status in STATUSES)
    total = f"{len(found)} {TALLY.en}" if lang == "en" else f"{len(found)} {TALLY.zh}"
    yield Text(f"{total}: {said}" if lang == "en" else f"{total}：{said.replace(', ', '，')}")
    if broken := [one.identity for one in found if one.declared != one.status]:
        yield heading(Label(BROKEN.en + ", ".join(broken), BROKEN.zh + "、".join(broken)), lang, "bold red")


def _table(section: Label, members: Iterable[FigureResult], lang: Language) -> Table:
    """In a narrow terminal the difference stands below the name, so that names keep their room."""
    narrow = width() < ROOM_FOR_DIFFERENCE
    heads = [key for key in HEADS if not (narrow and key == "difference")]
    table = table_of(section.text(lang), [HEADS[key].text(lang) for key in heads], texts=(1,))
    table.columns[0].justify = table.columns[-1].justify = "left"
    for one in members:
        numbers = [shown(one.printed), shown(one.ours)] + ([] if narrow else [shown(one.difference)])
        status = Text(STATUSES[one.status].text(lang), style=STYLES.get(one.status, ""))
        table.add_row(one.identity, _entry(one, lang, narrow=narrow), *numbers, status)
    return table


def _entry(one: FigureResult, lang: Language, *, narrow: bool) -> RenderableType:
    """The name with its unit; below it, where it stands and what is to be said of it."""
    parts = [one.place, one.note.text(lang)]
    if narrow and one.difference:
        apart = shown(one.difference)
        parts.insert(1, Label(f"difference {apart}", f"差额 {apart}").text(lang))
    below = Label("; ", "；").text(lang).join(filter(None, parts))
    name = f"{one.label.text(lang)} [{one.unit.text(lang)}]"
    said = Text(unbroken(below, lang), style="dim", overflow="fold")
    return Group(Text(unbroken(name, lang), overflow="fold"), Padding(said, (0, 0, 0, 2)))


def shown(value: float | None) -> str:
    """A number with as many decimals as it needs, at most four; a dash where there is none."""
    if value is None:
        return "-"
    text = f"{value:,.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _record(one: FigureResult, lang: Language) -> dict[str, Any]:
    return {
        "figure": one.identity,
        "section": one.section.text(lang),
        "label": one.label.text(lang),
        "unit": one.unit.text(lang),
        "printed": one.printed,
        "ours": one.ours,
        "difference": one.difference,
        "status": one.status,
        "declared": one.declared,
        "tolerance": one.tolerance,
        "implied_rate": one.rate,
        "formula": one.formula,
        "place": one.place,
        "note": one.note.text(lang),
    }
