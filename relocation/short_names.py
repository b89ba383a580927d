"""The short names of the numbers that are asked for most, accepted wherever a number is named."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from relocation.given import refused
from relocation.labels import Label

SHORT_NAMES = {
    "balance": "fund_balance.balance",
    "revenue": "fund_balance.revenue",
    "expenditure": "fund_balance.expenditure",
    "verdict": "verdict.viable",
}
OTHERWISE = Label("such as balance, cash.minimum or npv", "如 balance、cash.minimum 或 npv")


def key_of(name: Any) -> str:
    """The key of a number by its short name; any other name is a key itself. Raises ProblemsFound for what is no name."""
    if not isinstance(name, str):
        raise refused("name", name, Label("the name of a number", "某个数字的名称"), OTHERWISE)
    return SHORT_NAMES.get(name, name)


def names_among(keys: Iterable[str]) -> list[str]:
    """All names by which numbers of these keys may be called, the short ones first."""
    known = dict.fromkeys(keys)
    return [*(short for short, key in SHORT_NAMES.items() if key in known), *known]
