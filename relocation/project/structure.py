"""What is made once for all inputs of a structure is kept under it: see `model` and `rule_book`."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Inputs = TypeVar("Inputs")


@dataclass(frozen=True, slots=True)
class Structure(Generic[Inputs]):
    """Inputs of which only the structure counts, which `key` says; `example` are some that have it."""

    key: Hashable
    example: Inputs = field(compare=False)
