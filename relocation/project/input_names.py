"""What an input is called where many stand in one list: the items it belongs to, then the input itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from relocation.labels import Label
from relocation.project.inputs import Inputs
from relocation.project.leaves import leaves
from relocation.project.messages import field_at
from relocation.project.names import GROUPS, NOUNS, item_name


def input_labels(*projects: Inputs) -> dict[str, Label]:
    """The full name of every input by path, such as `Bank loan: Term`; of the first project that has it."""
    return {path: label for project in reversed(projects) for path, label in _labels_of(project).items()}


def place_names(inputs: Inputs) -> Callable[[str], Label]:
    """What a path leads to is called: an input, an item, or a group of items."""
    values = {path: value for path, _, value in leaves(inputs)}
    return lambda path: place_name(path, values)


def place_name(path: str, values: Mapping[str, Any]) -> Label:
    """What a path leads to is called, where items have their names among these values by path."""
    items = list(_items(path, values))
    record, _ = field_at(Inputs, path.split("."))
    if record is not None:
        return _joined([*items, record.label])
    last = path.rpartition(".")[2]
    group = NOUNS.get(last) if "." in path else GROUPS.get(last)
    return _joined([*items, group] if group else items)


def _labels_of(inputs: Inputs) -> dict[str, Label]:
    found = list(leaves(inputs))
    values = {path: value for path, _, value in found}
    return {path: _joined([*_items(path, values), record.label]) for path, record, _ in found}


def _items(path: str, values: Mapping[str, Any]) -> Iterator[Label]:
    """The names of the items that a path leads through: a loan, and in it a drawdown."""
    parts = path.split(".")
    at = 0
    while at < len(parts) - 1:
        if parts[at] in NOUNS:
            item = ".".join(parts[: at + 2])
            yield item_name(item, values.get(f"{item}.label_en") or "", values.get(f"{item}.label_zh") or "")
            at += 1
        at += 1


def _joined(names: list[Label]) -> Label:
    return Label(": ".join(one.en for one in names), "：".join(one.zh for one in names))
