"""Ids and dotted paths of inputs: which ids there may be, the single inputs of a group, and which paths a set of inputs must have to be whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from keyword import iskeyword
from typing import Any, get_args

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


def odd_ids(inputs: Inputs) -> Iterator[Problem]:
    """Every id that is not a lower-case word without dots, or that is a word of Python."""
    for group, identity in _item_ids(inputs):
        if not is_plain(identity):
            yield Problem(
                f"{group}.{identity}",
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


def _item_ids(inputs: Inputs) -> Iterator[tuple[str, str]]:
    """Every item with the path of its group."""
    for group in GROUPS_OF_ITEMS:
        yield from ((group, identity) for identity in getattr(inputs, group))
    yield from (("land_quota.receipts", identity) for identity in inputs.land_quota.receipts)
    for name, loan in inputs.loans.items():
        for part in PARTS_OF_LOANS:
            yield from ((f"loans.{name}.{part}", identity) for identity in getattr(loan, part))


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
