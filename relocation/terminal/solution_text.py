"""The answer to a goal seek on the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from relocation.labels import Label, Language
from relocation.scenarios.goal_seek.solution import Solution
from relocation.terminal.tables import csv_text, heading, json_text, text_of

HEADS = {
    "found": Label("Found", "有解"),
    "many": Label("More than one value will do", "有多个解"),
    "any": Label("Any value will do", "任意值均可"),
    "none": Label("There is no such value", "无解"),
}
COLUMNS = ("path", "value", "status", "output", "target", "reached", "present", "present_output")


def solution_text(found: Solution, form: str, lang: Language, *, plain: bool = False) -> str:
    """The answer in the wanted format."""
    record = found.to_record(lang)
    if form == "json":
        return json_text(record)
    if form == "csv":
        return csv_text(COLUMNS, [["" if record[key] is None else record[key] for key in COLUMNS]])
    return text_of(_parts(found, lang), plain=plain)


def _parts(found: Solution, lang: Language) -> Iterator[RenderableType]:
    style = "bold red" if found.status == "none" else "bold green"
    yield heading(HEADS[found.status], lang, style)
    yield Text(found.text(lang))
    if found.value is not None and found.change == found.change:
        yield Text(Label(f"Change: {found.change:+.2%}", f"变动：{found.change:+.2%}").text(lang))
