"""Paths of inputs: which ones a set of inputs must have to be whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import get_args

from pydantic import BaseModel

from relocation.project.fields import record_of


def complete_paths(model: type[BaseModel], paths: Collection[str], prefix: str = "") -> Iterator[str]:
    """Every input of the groups of a model and of those items that at least one of `paths` belongs to."""
    for name, info in model.model_fields.items():
        here = f"{prefix}{name}"
        arguments = get_args(info.annotation)
        if record_of(info) is not None:
            yield here
        elif isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from complete_paths(info.annotation, paths, f"{here}.")
        elif arguments and isinstance(arguments[-1], type) and issubclass(arguments[-1], BaseModel):
            for item in _items(paths, f"{here}."):
                yield from complete_paths(arguments[-1], paths, f"{here}.{item}.")


def _items(paths: Collection[str], prefix: str) -> list[str]:
    inside = (path.removeprefix(prefix) for path in paths if path.startswith(prefix))
    return list(dict.fromkeys(path.split(".")[0] for path in inside))
