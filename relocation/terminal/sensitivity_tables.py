"""What moves a number most, on the terminal: tornado, switching values."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from relocation.labels import Label, Language
from relocation.terminal.tables import (
    amount,
    heading,
    json_text,
    read_off,
    table_of,
    text_of,
    unit_name,
    width,
)
from relocation.terminal.variation_tables import with_unit

if TYPE_CHECKING:
    import pandas as pd

    from relocation.formula.language.book import LineItem

Row = dict[str, Any]

LABEL_WIDTH, BAR_WIDTH = 34, (12, 40)
LOW, HIGH, NOW, NOTHING = "▒", "█", "│", "-"
STATUSES = {
    "found": Label("", ""),
    "many": Label("the nearest of several", "多解，取最近值"),
    "any": Label("at any value", "任意值"),
    "none": Label("never", "无解"),
}


def frame_text(
    frame: pd.DataFrame, parts: Iterable[RenderableType], form: str, *, plain: bool = False
) -> str:
    """A ranked list in the wanted format: json one object per row, csv as it stands, or the parts as tables."""
    if form == "json":
        return json_text(rows_of(frame))
    if form == "csv":
        return str(frame.to_csv(index=False, lineterminator="\n"))
    return text_of(parts, plain=plain)


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame as plain data; what is not available is None."""
    rows = zip(*(frame[name].tolist() for name in frame.columns), strict=True)
    return [dict(zip(frame.columns, map(_or_none, row), strict=True)) for row in rows]


def _or_none(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def tornado_parts(
    rows: Sequence[Row], line: LineItem, by: float, lang: Language, scale: str
) -> Iterator[RenderableType]:
    """Bars from the metric at the low value of each input to that at its high value."""
    title = Label(
        f"{with_unit(line, 'en', scale)}: each input alone {by * 100:g} % down and up",
        f"{with_unit(line, 'zh', scale)}：各输入项单独下降和上升 {by * 100:g}%",
    )
    yield heading(title, lang)
    heads = [
        Label("input", "输入项").text(lang),
        Label("low", "取低值").text(lang),
        Label("high", "取高值").text(lang),
        Label("swing", "变动幅度").text(lang),
    ]
    numbers = [[_amount(row[key], line, scale) for key in ("low", "high", "swing")] for row in rows]
    names = min(LABEL_WIDTH, max((cell_len(row["label"]) for row in rows), default=0))
    used = names + sum(2 + max(map(cell_len, column)) for column in zip(heads[1:], *numbers, strict=True))
    room = min(max(width() - used - 4, BAR_WIDTH[0]), BAR_WIDTH[1])
    table = table_of("", [*heads, ""], texts=(0,))
    table.columns[0].max_width, table.columns[-1].justify = LABEL_WIDTH, "left"
    ends = [row[key] for row in rows for key in ("low", "high", "base") if row[key] is not None]
    for row, texts in zip(rows, numbers, strict=True):
        table.add_row(row["label"], *texts, _bar(row, min(ends), max(ends), room))
    yield table
    yield _notes(rows, lang)


def _amount(value: float | None, line: LineItem, scale: str) -> str:
    return NOTHING if value is None else amount(value, line.unit, scale)


def _bar(row: Row, least: float, most: float, room: int) -> str:
    """What the low value of the input does in one shade, what the high value does in the other."""
    if any(row[key] is None for key in ("low", "high", "base")) or most == least:
        return ""
    at = {key: round((row[key] - least) / (most - least) * room) for key in ("low", "high", "base")}
    cells = [" "] * (room + 1)
    for key, mark in (("low", LOW), ("high", HIGH)):
        for place in range(min(at[key], at["base"]), max(at[key], at["base"]) + 1):
            cells[place] = mark
    cells[at["base"]] = NOW
    return "".join(cells).rstrip()


def _notes(rows: Sequence[Row], lang: Language) -> Text:
    legend = Label(
        f"{LOW} low value of the input, {HIGH} high value, {NOW} as it stands",
        f"{LOW} 输入项取低值，{HIGH} 取高值，{NOW} 现状",
    )
    notes = [f"{row['path']}: {row['note']}" for row in rows if row["note"]]
    return Text("\n".join([legend.text(lang), *notes]), style="dim")


def switching_parts(
    rows: Sequence[Row], line: LineItem, target: float, lang: Language
) -> Iterator[RenderableType]:
    """Inputs and drivers with the value at which the metric is at its target, the nearest first."""
    goal = f"{read_off(target)} {unit_name(line.unit, lang)}"
    title = Label(
        f"Where each input alone would have to stand for {line.label.en} = {goal}",
        f"使{line.label.zh} = {goal}，各输入项单独应取的数值",
    )
    yield heading(title, lang)
    heads = [
        Label("input", "输入项").text(lang),
        Label("now", "现值").text(lang),
        Label("switching value", "转换值").text(lang),
        Label("change", "变动").text(lang),
        "",
    ]
    table = table_of("", heads, texts=(0, 4))
    for row in rows:
        change = NOTHING if row["change"] is None else f"{row['change'] * 100:+.2f} %"
        label = Label(f"{row['label']} ({row['unit']})", f"{row['label']}（{row['unit']}）").text(lang)
        status = STATUSES[row["status"]].text(lang)
        table.add_row(label, read_off(row["value"]), read_off(row["switching_value"]), change, status)
    yield table
