"""What is made once for all inputs of a structure is kept under it: see `model` and `rule_book`."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Stated = TypeVar("Stated")


@dataclass(frozen=True, slots=True)
class Structure(Generic[Stated]):
    """Stated of which only the structure counts, which `key` says; `example` are some that have it."""

    key: Hashable
    example: Stated = field(compare=False)
