"""What a plan counts, where it states no money: people, and the quantities of every item with their sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from relocation.labels import Label, Language
from relocation.project.names import is_slot, item_name
from relocation.terminal.tables import in_language, provenance_name, stated, table_of, unit_name

if TYPE_CHECKING:
    from relocation.project.sourced_inputs import SourcedInputs

TITLE = Label("What the plan counts (no money is stated)", "方案所载数量（未填写金额）")
HEADS = (Label("", ""), Label("quantity", "数量"), Label("unit", "单位"))
PEOPLE = {
    "village.households": Label("Households of the project", "项目户数"),
    "village.persons": Label("Persons of the project", "项目人数"),
}
GROUPS = ("construction", "compensation", "purchases", "subsidies")


def quantities_table(project: SourcedInputs, lang: Language) -> Table:
    """People first, then every item that has a quantity; below each name where it comes from."""
    table = table_of(TITLE.text(lang), [head.text(lang) for head in HEADS], texts=(0, 2))
    for path, label, unit in _counted(project):
        one = project.at(path)
        if not one.value:
            continue
        below = [provenance_name(one.source.provenance, lang), one.source.derivation, one.source.source]
        below.append(in_language(one.source.note, lang))
        entry = _entry(label.text(lang), Label("; ", "；").text(lang).join(filter(None, below)))
        table.add_row(entry, stated(one.value), unit_name(unit, lang))
    return table


def _counted(project: SourcedInputs) -> Iterator[tuple[str, Label, str]]:
    for path, label in PEOPLE.items():
        yield path, label, project.at(path).record.unit
    for group in GROUPS:
        for identity, item in getattr(project, group).items():
            path = f"{group}.{identity}"
            if not is_slot(path):
                unit = getattr(item, "unit", "") or getattr(item, "basis", "")
                yield f"{path}.quantity", item_name(path, item.label_en, item.label_zh), unit


def _entry(said: str, below: str) -> RenderableType:
    return Group(Text(said), Padding(Text(below, style="dim", overflow="fold"), (0, 0, 0, 2)))
