"""The single inputs of a group, however deep they stand, each by its dotted path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from relocation.project.fields import FieldRecord, record_of


def leaves(group: BaseModel, prefix: str = "") -> Iterator[tuple[str, FieldRecord, Any]]:
    """Path, record and value of every input of a group, in declared order; `sources` is not one."""
    for name, info in type(group).model_fields.items():
        value, path = getattr(group, name), f"{prefix}{name}"
        record = record_of(info)
        if record is not None:
            yield path, record, value
        elif isinstance(value, BaseModel):
            yield from leaves(value, f"{path}.")
        elif isinstance(value, dict) and name != "sources":
            for identity, item in value.items():
                yield from leaves(item, f"{path}.{identity}.")
