"""Where inputs stand: their paths with what these are made of, which ids there may be, and which inputs make a set whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache, lru_cache
from keyword import iskeyword
from typing import Any, Self, get_args

from pydantic import BaseModel

from relocation.labels import Label
from relocation.problems import Problem
from relocation.project.fields import FieldRecord, record_of
from relocation.project.inputs import Inputs

GROUPS_OF_ITEMS = (
    "subsidies",
    "construction",
    "compensation",
    "purchases",
    "other",
    "loans",
    "income",
    "costs",
    "published",
)
PARTS_OF_LOANS = ("drawdowns", "rate_steps", "repayments")


COLLECTIONS = frozenset({*GROUPS_OF_ITEMS, *PARTS_OF_LOANS, "receipts"})
SLOT_PREFIX = "slot_"
PATHS_KEPT = 8192


class InputPath(str):
    """Where an input or an item stands, such as loans.adbc.principal: a text that knows its parts.

    Made of its parts by whatever knows them; `of` is for what a person or a file states.
    """

    __slots__ = ("parts",)

    parts: tuple[str, ...]

    def __new__(cls, *parts: str) -> Self:
        path = super().__new__(cls, ".".join(parts))
        path.parts = parts
        return path

    def __getnewargs__(self) -> tuple[str, ...]:  # type: ignore[override]
        return self.parts

    @classmethod
    def of(cls, text: str) -> InputPath:
        """The path that a text states."""
        return text if isinstance(text, InputPath) else InputPath(*text.split("."))

    def __truediv__(self, name: str) -> InputPath:
        return InputPath(*self.parts, name)

    @property
    def group(self) -> str:
        """The group of inputs, such as loans."""
        return self.parts[0] if self.parts else ""

    @property
    def name(self) -> str:
        """What comes last: the name of an input, the id of an item."""
        return self.parts[-1]

    @property
    def parent(self) -> InputPath:
        """What an input belongs to, an item or a group; what an item stands among."""
        return InputPath(*self.parts[:-1])

    @property
    def items(self) -> list[InputPath]:
        """The items it leads through, or leads to, the outermost first: loans.adbc, loans.adbc.drawdowns.first."""
        ends, place = [], 0
        while place < len(self.parts) - 1:
            if self.parts[place] in COLLECTIONS:
                place += 1
                ends.append(place + 1)
            place += 1
        return [InputPath(*self.parts[:end]) for end in ends]

    def leads_through(self, place: InputPath) -> bool:
        """Whether it is another path, or goes on from there."""
        return self.parts[: len(place.parts)] == place.parts

    @property
    def slots(self) -> list[InputPath]:
        """Those of them that are spare rows of a template, which nobody named yet."""
        return [item for item in self.items if is_slot_id(item.name)]


def is_slot_id(identity: str) -> bool:
    """Whether an id is that of a spare row of a template."""
    return identity.startswith(SLOT_PREFIX)


def odd_ids(inputs: Inputs) -> Iterator[Problem]:
    """Every id that is not a lower-case word without dots, or that is a word of Python."""
    for group, identity in _item_ids(inputs):
        if not is_plain(identity):
            yield Problem(
                group / identity,
                identity,
                Label(
                    "an id of lower-case letters, digits and single _, not a word of Python such as if or class",
                    "由小写字母、数字和单个下划线组成的标识，且不是 if、class 等 Python 保留字",
                ),
                Label(
                    "rename it; the name people see stands in label_en and label_zh",
                    "请改名；显示名称请填 label_en 与 label_zh",
                ),
            )


def is_plain(identity: str) -> bool:
    """Whether an id may stand in a path."""
    return (
        identity.isascii()
        and identity.isidentifier()
        and identity == identity.lower()
        and "__" not in identity
        and not identity.startswith("_")
        and not iskeyword(identity)
    )


def _item_ids(inputs: Inputs) -> Iterator[tuple[InputPath, str]]:
    """Every item with the path of its collection."""
    for group in GROUPS_OF_ITEMS:
        yield from ((InputPath(group), identity) for identity in getattr(inputs, group))
    yield from ((InputPath("land_quota", "receipts"), identity) for identity in inputs.land_quota.receipts)
    for name, loan in inputs.loans.items():
        for part in PARTS_OF_LOANS:
            yield from ((InputPath("loans", name, part), identity) for identity in getattr(loan, part))


def complete_paths(
    model: type[BaseModel], paths: Collection[InputPath], above: tuple[str, ...] = ()
) -> Iterator[InputPath]:
    """Every input of the groups of a model and of those items that at least one of `paths` belongs to."""
    for name, info in model.model_fields.items():
        here, arguments = (*above, name), get_args(info.annotation)
        if record_of(info) is not None:
            yield InputPath(*here)
        elif isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from complete_paths(info.annotation, paths, here)
        elif arguments and isinstance(arguments[-1], type) and issubclass(arguments[-1], BaseModel):
            inside = (path.parts[len(here) :] for path in paths if path.parts[: len(here)] == here)
            for item in dict.fromkeys(below[0] for below in inside if below):
                yield from complete_paths(arguments[-1], paths, (*here, item))


def leaves(group: BaseModel, above: tuple[str, ...] = ()) -> Iterator[tuple[InputPath, FieldRecord, Any]]:
    """Path, record and value of every input of a group, in declared order; `sources` is not one."""
    for name, record in _fields(type(group)).items():
        value = getattr(group, name)
        if record is not None:
            yield _path(*above, name), record, value
        elif isinstance(value, BaseModel):
            yield from leaves(value, (*above, name))
        elif isinstance(value, dict) and name != "sources":
            for identity, item in value.items():
                yield from leaves(item, (*above, name, identity))


@lru_cache(maxsize=PATHS_KEPT)
def _path(*parts: str) -> InputPath:
    """A path, made once however often inputs are gone through."""
    return InputPath(*parts)


def leaf(group: BaseModel, parts: tuple[str, ...]) -> tuple[FieldRecord, Any] | None:
    """Record and value of the input at a path; None if there is none."""
    name, *below = parts
    fields = _fields(type(group))
    if name not in fields or name == "sources":
        return None
    record, value = fields[name], getattr(group, name)
    if record is not None:
        return None if below else (record, value)
    if isinstance(value, dict) and below:
        identity, *below = below
        value = value.get(identity)
    return leaf(value, tuple(below)) if isinstance(value, BaseModel) and below else None


@cache
def _fields(kind: type[BaseModel]) -> Mapping[str, FieldRecord | None]:
    """The fields of a kind of group; a group within it has no record."""
    return {name: record_of(info) for name, info in kind.model_fields.items()}
