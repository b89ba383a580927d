"""The inputs as documents show them: a table of paths, and a JSON schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from relocation.labels import Label
from relocation.project.fields import FieldRecord, record_of
from relocation.project.messages import expectation
from relocation.project.sourced_inputs import SourcedInputs
from relocation.tables.units import UNITS


def rows() -> Iterator[tuple[str | Label, ...]]:
    """Path pattern, label, unit, allowed, default and help of every input."""
    for path, record in patterns():
        yield path, record.label, UNITS[record.unit], expectation(record), _default(record), record.help


def patterns() -> Iterator[tuple[str, FieldRecord]]:
    """Every input by its path, with <id> for the name of an item."""
    yield from _patterns(SourcedInputs, "")


def _patterns(model: type[BaseModel], prefix: str) -> Iterator[tuple[str, FieldRecord]]:
    for name, info in model.model_fields.items():
        record, inner = record_of(info), info.annotation
        arguments = getattr(inner, "__args__", ())
        if record is not None:
            yield f"{prefix}{name}", record
        elif name != "sources" and arguments:
            yield from _patterns(arguments[-1], f"{prefix}{name}.<id>.")
        elif name != "sources" and isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _patterns(inner, f"{prefix}{name}.")


def json_schema() -> dict[str, Any]:
    """The JSON schema of a project's values; the labels stand in x-labels."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Project",
        "type": "object",
        "properties": {path: _property(record) for path, record in patterns()},
    }


def _property(record: FieldRecord) -> dict[str, Any]:
    kinds = {"number": "number", "share": "number", "whole": "integer"}
    described: dict[str, Any] = {
        "type": kinds.get(record.kind, "string"),
        "title": record.label.en,
        "description": record.help.en,
    }
    described["x-labels"] = {"en": record.label.en, "zh": record.label.zh}
    described["x-unit"] = record.unit
    if record.choices:
        described["enum"] = [choice.key for choice in record.choices]
    if record.low is not None:
        described["exclusiveMinimum" if record.low_open else "minimum"] = record.low
    if record.high is not None:
        described["maximum"] = record.high
    if not record.required and record.kind != "date":
        described["default"] = record.default
    return described


def _default(record: FieldRecord) -> str:
    return "" if record.required or record.default is None else str(record.default)
