"""The ids of items: they stand in paths, in formulas and in the names of cells."""

from __future__ import annotations

from collections.abc import Iterator
from keyword import iskeyword

from relocation.labels import Label
from relocation.problems import Problem
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
