"""The names of items in the workbook: formulas that read what is typed on the sheet Inputs, so that none is ever lost.

The labels of a workbook are those of the same project with a mark in place of each name. Wherever a text with a mark is
written, it becomes a formula that joins its words with the cell of the name. An unused slot has no name there, and the
texts of its rows stay empty until somebody uses it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from relocation.labels import Language
from relocation.project.fields import ITEM_NAMES
from relocation.project.name_marks import MARK
from relocation.project.names import is_slot, item_name, noun_of
from relocation.project.paths import InputPath
from relocation.project.sourced_inputs import InputValue, SourcedInputs
from relocation.project.template import AMOUNTS

NAME_COLUMN = "B"  # of the Calculation sheet

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class NamedItem:
    """An item that bears a name: the cells of its names, the workbook's language first, and of its amounts."""

    path: InputPath
    names: tuple[str, ...]
    amounts: tuple[str, ...]
    shown: str  # what its name comes to
    otherwise: str  # what it is called while nobody named it

    @property
    def is_slot(self) -> bool:
        return is_slot(self.path)


def named_items(project: SourcedInputs, lang: Language) -> Iterator[NamedItem]:
    """Every item of a project that bears a name, in the order of its inputs."""
    values = {stated.path: stated for stated in project.values()}
    places: dict[str, int] = {}
    for path in values:
        if path.name == ITEM_NAMES[0]:
            item, group = path.parent, path.parent.parent
            places[group] = places.get(group, 0) + 1
            yield _named(item, places[group], values, lang)


def _named(path: InputPath, place: int, values: Mapping[InputPath, InputValue], lang: Language) -> NamedItem:
    own, others = (path / name for name in (ITEM_NAMES if lang == "en" else ITEM_NAMES[::-1]))
    amounts = tuple(path / name for name in AMOUNTS if path / name in values)
    otherwise = (noun_of(path, place) if is_slot(path) else item_name(path)).text(lang)
    said = str(values[own].value or values[others].value)
    counts = not is_slot(path) or any(values[amount].value for amount in amounts)
    return NamedItem(path, (own, others), amounts, said or (otherwise if counts else ""), otherwise)


@dataclass(frozen=True, slots=True)
class ItemNames:
    """The items that bear names, by path, and the rows of their names on the Calculation sheet."""

    items: Mapping[str, NamedItem] = field(default_factory=dict)
    rows: Mapping[str, int] = field(default_factory=dict)
    sheet: str = ""  # before a cell, such as Calculation!; nothing on that sheet itself

    def cell(self, item: str) -> str:
        """The cell that shows the name of an item."""
        return f"{self.sheet}${NAME_COLUMN}${self.rows[item]}"

    def is_live(self, text: str, item: str = "") -> bool:
        """Whether a text holds a name, or belongs to a slot and is seen only if that is used."""
        return MARK.search(text) is not None or self.is_slot(item)

    def is_slot(self, item: str) -> bool:
        """Whether an item is a slot that has a name, and so may be empty."""
        return item in self.items and self.items[item].is_slot

    def formula(self, text: str, item: str = "", *, always: bool = False) -> str:
        """The formula of a text: its words and the cells of its names. That of an unused slot is empty.

        With `always` a slot that nobody named is called by its place.
        """
        words = MARK.split(text)  # words and paths in turn
        parts = (
            self._part(word, always=always) if place % 2 else quoted(word)
            for place, word in enumerate(words)
            if word
        )
        slot = next((path for path in [item, *words[1::2]] if self.is_slot(path)), "")
        whole = "&".join(parts)
        return f"={whole}" if always else self.where_used(slot, whole)

    def where_used(self, item: str, formula: str) -> str:
        """A formula; of a slot that nobody uses an empty text."""
        return f'=IF({self.cell(item)}="","",{formula})' if self.is_slot(item) else f"={formula}"

    def text(self, text: str, item: str = "", *, always: bool = False) -> str:
        """What the formula of a text comes to."""
        slots = [path for path in [item, *MARK.findall(text)] if self.is_slot(path)]
        if not always and any(not self.items[path].shown for path in slots):
            return ""
        return MARK.sub(lambda mark: self.items[mark[1]].shown or self.items[mark[1]].otherwise, text)

    def shown(self, item: str, value: Value) -> Value | str:
        """What a value comes to under `where_used`."""
        return "" if self.is_slot(item) and not self.items[item].shown else value

    def _part(self, item: str, *, always: bool) -> str:
        cell, named = self.cell(item), self.items[item]
        return f'IF({cell}="",{quoted(named.otherwise)},{cell})' if always and named.is_slot else cell


def quoted(text: str) -> str:
    """A text inside a formula."""
    return '"' + text.replace('"', '""') + '"'


def name_formula(item: NamedItem, cells: Mapping[str, str]) -> str:
    """The formula of a name's own cell: the name in the workbook's language, else in the other, else what it is called.

    A slot is called something only once an amount stands in it.
    """
    first, second = (cells[name] for name in item.names)
    otherwise = quoted(item.otherwise)
    if item.is_slot:
        stated = ",".join(cells[amount] for amount in item.amounts)
        otherwise = f'IF(SUM({stated})=0,"",{otherwise})'
    return f'=IF({first}<>"",{first},IF({second}<>"",{second},{otherwise}))'
