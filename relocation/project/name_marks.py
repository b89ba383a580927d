"""Marks in place of the names of items: names are values, so that a book, which is a structure, holds marks in its labels."""

from __future__ import annotations

import re
from collections.abc import Mapping

from relocation.labels import Label
from relocation.project.fields import ITEM_NAMES
from relocation.project.names import item_name
from relocation.project.paths import InputPath, leaves
from relocation.project.sourced_inputs import SourcedInputs

MARK = re.compile("⟦([^⟧]+)⟧")


def mark(path: str) -> str:
    """What stands for the name of an item."""
    return f"⟦{path}⟧"


def is_name(path: InputPath) -> bool:
    """Whether a path is that of an input that names an item."""
    return path.name in ITEM_NAMES


def marked(project: SourcedInputs) -> SourcedInputs:
    """The project with a mark in place of every name."""
    changes: dict[str, str] = {
        input_value.path: mark(input_value.path.parent)
        for input_value in project.values()
        if is_name(input_value.path)
    }
    return project.restated(changes)


def names_of(project: SourcedInputs) -> dict[str, Label]:
    """What every item that bears a name is called, by its path."""
    texts = {path: value for path, _, value in leaves(project) if is_name(path)}
    items = dict.fromkeys(path.parent for path in texts)
    return {item: item_name(item, *(texts[item / name] for name in ITEM_NAMES)) for item in items}


def called(label: Label, names: Mapping[str, Label]) -> Label:
    """A label with the names of items in place of their marks."""
    if "⟦" not in label.en and "⟦" not in label.zh:
        return label
    return Label(
        MARK.sub(lambda mark: names[mark[1]].en, label.en),
        MARK.sub(lambda mark: names[mark[1]].zh, label.zh),
    )
