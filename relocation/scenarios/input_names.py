"""What an input is called where many stand in one list: the items it belongs to, then the input itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from relocation.labels import Label
from relocation.project.names import NOUNS, item_name
from relocation.project.project import Project


def input_labels(*projects: Project) -> dict[str, Label]:
    """The full name of every input by path, such as `Bank loan: Term`; of the first project that has it."""
    return {path: label for project in reversed(projects) for path, label in _labels_of(project).items()}


def _labels_of(project: Project) -> dict[str, Label]:
    values = {one.path: one.value for one in project.values()}
    return {one.path: _joined([*_items(one.path, values), one.record.label]) for one in project.values()}


def _items(path: str, values: Mapping[str, Any]) -> Iterator[Label]:
    """The names of the items that lead to an input: a loan, and in it a drawdown."""
    parts = path.split(".")
    for at, part in enumerate(parts[:-2], start=1):
        if part in NOUNS:
            item = ".".join(parts[: at + 1])
            yield item_name(item, values.get(f"{item}.label_en", ""), values.get(f"{item}.label_zh", ""))


def _joined(names: list[Label]) -> Label:
    return Label(": ".join(one.en for one in names), "：".join(one.zh for one in names))
