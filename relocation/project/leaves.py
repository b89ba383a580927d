"""The single inputs of a group, however deep they stand, each by its dotted path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel

from relocation.project.fields import FieldRecord, record_of


def leaves(group: BaseModel, prefix: str = "") -> Iterator[tuple[str, FieldRecord, Any]]:
    """Path, record and value of every input of a group, in declared order; `sources` is not one."""
    for name, record in _fields(type(group)).items():
        value, path = getattr(group, name), f"{prefix}{name}"
        if record is not None:
            yield path, record, value
        elif isinstance(value, BaseModel):
            yield from leaves(value, f"{path}.")
        elif isinstance(value, dict) and name != "sources":
            for identity, item in value.items():
                yield from leaves(item, f"{path}.{identity}.")


def leaf(group: BaseModel, path: str) -> tuple[FieldRecord, Any] | None:
    """Record and value of the input at a path; None if there is none."""
    name, _, below = path.partition(".")
    fields = _fields(type(group))
    if name not in fields or name == "sources":
        return None
    record, value = fields[name], getattr(group, name)
    if record is not None:
        return None if below else (record, value)
    if isinstance(value, dict):
        identity, _, below = below.partition(".")
        value = value.get(identity)
    return leaf(value, below) if isinstance(value, BaseModel) and below else None


@cache
def _fields(kind: type[BaseModel]) -> Mapping[str, FieldRecord | None]:
    """The fields of a kind of group; a group within it has no record."""
    return {name: record_of(info) for name, info in kind.model_fields.items()}
