"""A document with stand-ins for values that cannot be used, so that the rules between the others are looked at all the same.

Nothing is calculated with it: it only says what else is wrong, so that everything is told at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from relocation.project.fields import FieldRecord
from relocation.project.messages import field_at

Document = TypeVar("Document", bound=BaseModel)
ROUNDS = 4  # a stand-in may show a further value that is missing below it


def with_stand_ins(
    model: type[Document], values: Mapping[str, Any], error: ValidationError
) -> Document | None:
    """The document that the values would be with stand-ins; None where even that is none."""
    nested: dict[str, Any] = deepcopy(dict(values))
    for _ in range(ROUNDS):
        for one in error.errors():
            if not _stand_in(model, nested, [str(part) for part in one["loc"]], one["type"]):
                return None
        try:
            return model.model_validate(nested)
        except ValidationError as again:
            error = again
    return None


def _stand_in(model: type[BaseModel], nested: dict[str, Any], path: list[str], kind: str) -> bool:
    """Takes an unknown key away, or puts a value that the field accepts; whether that could be done."""
    *groups, last = path
    here: Any = nested
    for group in groups:
        if not isinstance(here, dict):
            return False
        here = here.setdefault(group, {})
    if not isinstance(here, dict):
        return False
    record, _ = field_at(model, path)
    if kind == "extra_forbidden":
        here.pop(last, None)
    else:
        here[last] = {} if record is None else _acceptable(record)
    return True


def _acceptable(record: FieldRecord) -> Any:
    if record.choices:
        return record.choices[0].key
    if record.kind == "text":
        return ""
    number = record.default if record.default is not None else (record.low or 0)
    return int(number) if record.kind == "whole" else float(number)
