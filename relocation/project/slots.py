"""Spare slots of a template: which of them somebody used, and the ordinary item that a used one becomes.

A slot is an item of which nothing is stated, so it counts as nothing. Once its workbook is read, a used slot is an
item like any other, with an id made of its name; an unused one is gone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from keyword import iskeyword
from typing import Any

from relocation.project.names import NOUNS, SLOT_PREFIX, noun_id
from relocation.project.project import InputValue, Project

AMOUNTS = ("quantity", "rate", "principal", "amount", "share")
TEXTS = ("label_en", "label_zh", "lender", "funder", "formula")
LONGEST_ID = 40
PATH_IN_FORMULA = re.compile(r"[a-z_]+(?:\.[a-z0-9_]+)+")


@dataclass(frozen=True, slots=True)
class Settled:
    """A project without slots. `items` tells what became of the used ones: path of the slot -> path of the item."""

    project: Project
    items: Mapping[str, str]

    def path(self, path: str) -> str:
        """Where an input or a line of a slot stands now; any other path is its own answer."""
        for slot in reversed(slots_on(path)):
            if slot in self.items:
                return self.items[slot] + path.removeprefix(slot)
        return path


def slots_on(path: str) -> list[str]:
    """The slots that a path leads through, the outermost first: loans.slot_1, loans.slot_1.drawdowns.slot_2."""
    parts = path.split(".")
    return [".".join(parts[: at + 1]) for at, part in enumerate(parts[:-1]) if part.startswith(SLOT_PREFIX)]


def shows_use(path: str, known: Collection[str]) -> bool:
    """Whether a value at this path says that its slot is used: an amount, a name, a text; `known` are all paths.

    The period of a rate step does so too, since the step may well be to a rate of 0; that of a share does not.
    """
    item, _, name = path.rpartition(".")
    return name in AMOUNTS or name in TEXTS or (name == "period" and f"{item}.share" not in known)


def settled(project: Project, used: Iterable[str] = ()) -> Settled:
    """The project with its used slots as ordinary items. Used are also those to which a path of `used` leads."""
    stated = {slot for one in project.values() if one.stated for slot in slots_on(one.path)}
    stated |= {slot for path in used for slot in slots_on(path)}
    items: dict[str, str] = {}
    nested = _without_unused(project.nested(), "", "", stated, items)
    found = Settled(project, items)
    for one in project.values():
        if one.record.kind == "formula" and one.value and items:
            _put_formula(nested, found, one)
    sources = {found.path(path): source for path, source in project.sources.items()}
    return Settled(Project.build(nested, sources), items)


def without_slots(project: Project, used: Iterable[str] = ()) -> Project:
    """The project with its used slots as ordinary items, and without the others."""
    return settled(project, used).project


def _without_unused(
    table: Mapping[str, Any], old: str, new: str, stated: Collection[str], items: dict[str, str]
) -> dict[str, Any]:
    """A table of inputs that stood at the path `old` and stands at `new`; the slots in it are noted in `items`."""
    found: dict[str, Any] = {}
    taken = {key for key in table if not key.startswith(SLOT_PREFIX)}
    for at, (key, value) in enumerate(table.items(), start=1):
        here, name = f"{old}{key}", key
        if isinstance(value, Mapping):
            if key.startswith(SLOT_PREFIX):
                if here not in stated:
                    continue
                name = _identity(value, old.rstrip(".").rpartition(".")[2], at, taken)
                items[here] = f"{new}{name}"
                taken.add(name)
            value = _without_unused(value, f"{here}.", f"{new}{name}.", stated, items)
        found[name] = value
    return found


def _identity(item: Mapping[str, Any], group: str, number: int, taken: Collection[str]) -> str:
    """An id for an item: its English name in plain letters, else what it is and its place among its like."""
    slug = _slug(str(item.get("label_en", "")))
    usable = slug[:1].isalpha() and not iskeyword(slug) and not slug.startswith(SLOT_PREFIX)
    if usable and slug not in taken:
        return slug
    stem, number = (slug, 2) if usable else (noun_id(NOUNS[group]), number)
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def _slug(name: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "_", ascii_only).strip("_")
    return (
        words
        if len(words) <= LONGEST_ID
        else words[: LONGEST_ID + 1].rpartition("_")[0] or words[:LONGEST_ID]
    )


def _put_formula(nested: dict[str, Any], found: Settled, one: InputValue) -> None:
    """A formula that names a slot names the item that became of it."""
    *groups, name = found.path(one.path).split(".")
    table = nested
    for group in groups:
        table = table.get(group, {})
    if name in table:
        table[name] = PATH_IN_FORMULA.sub(lambda match: found.path(match[0]), one.value)
