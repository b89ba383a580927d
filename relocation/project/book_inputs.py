"""The inputs of a project as a book knows them: declared with their ranges, and as plain numbers."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from relocation.calendar import day_number
from relocation.formula.language.book import Book
from relocation.formula.language.line_items import stated_key
from relocation.labels import Label
from relocation.project.fields import FieldRecord
from relocation.project.inputs import Inputs
from relocation.project.names import item_name
from relocation.project.paths import GROUPS_OF_ITEMS, InputPath, leaves

Stated = TypeVar("Stated")


@dataclass(frozen=True, slots=True)
class Structure(Generic[Stated]):
    """Stated of which only the structure counts, which `key` says; `example` are some that have it."""

    key: Hashable
    example: Stated = field(compare=False)


NUMBERS = {"number", "whole", "share", "choice", "date"}
REFUSED = "inputs.refused"


def declare_inputs(book: Book, inputs: Inputs) -> None:
    """Declares every input that formulas can name, and of those a planner is asked for whether they are stated."""
    for path, record, _ in numeric(inputs):
        _declare(book, path, record)
        if record.asked:
            book.stated(path)
    book.input(
        REFUSED,
        Label("Input cells that no project accepts", "不被接受的输入单元格数"),
        "number",
        lowest=0,
        whole=True,
    )


def declare_items(book: Book, inputs: Inputs) -> None:
    """Names every item of a group, of which lines will tell."""
    collections = {InputPath(group): getattr(inputs, group) for group in GROUPS_OF_ITEMS}
    collections[InputPath("land_quota", "receipts")] = inputs.land_quota.receipts
    for above, items in collections.items():
        for identity, item in items.items():
            book.items[above / identity] = item_name(above / identity, item.label_en, item.label_zh)


def items_of(book: Book, group: str) -> dict[InputPath, Label]:
    """The items of a group by path, such as loans.adbc, with what they are called."""
    paths = {InputPath.of(path): name for path, name in book.items.items()}
    return {path: name for path, name in paths.items() if path.group == group}


def input_numbers(inputs: Inputs, stated: Callable[[str], bool]) -> dict[str, float | str]:
    """The values of these inputs; a date becomes its day number. `stated` says of which paths somebody stated a value."""
    numbers: dict[str, float | str] = {REFUSED: 0.0}  # there are none where there is a project
    for path, record, value in numeric(inputs):
        numbers[path] = _plain(value)
        if record.asked:
            numbers[stated_key(path)] = float(stated(path))
    return numbers


def numeric(inputs: Inputs) -> Iterator[tuple[str, FieldRecord, Any]]:
    """Path, record and value of every input that formulas can name; a book knows it by a plain text."""
    return ((str(path), record, value) for path, record, value in leaves(inputs) if record.kind in NUMBERS)


def _declare(book: Book, path: str, record: FieldRecord) -> None:
    """A lowest value that is itself excluded becomes the next number above it."""
    low = -math.inf if record.low is None else record.low
    book.input(
        path,
        record.label,
        record.unit,
        tuple(choice.key for choice in record.choices),
        lowest=math.nextafter(low, math.inf) if record.low_open else low,
        highest=math.inf if record.high is None else record.high,
        whole=record.kind in {"whole", "date"},
        empty=record.empty_value or 0,
    )


def _plain(value: Any) -> float | str:
    if isinstance(value, date):
        return day_number(value)
    return value if isinstance(value, str) else float(value)
