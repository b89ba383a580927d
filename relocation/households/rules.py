"""The declared rules of a scheme: what a household gives up, receives, pays, and what is left. Records only.

A rule says which quantity it counts, at which exact rate, rounded how, capped where, for whom, and what it feeds in the
project. `amounts` evaluates it; nothing of a scheme stands in code.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from relocation.households.columns import HOUSEHOLD, RosterColumn, roster_columns
from relocation.households.money import FEN, Direction, Ratio
from relocation.labels import Label
from relocation.project.fields import Choice
from relocation.project.project import Provenance

Side = Literal["given_up", "received", "in_kind", "paid", "fund"]
WhichHouseholds = Literal["all", "registered", "not_registered"]

SIDES: dict[Side, Label] = {
    "given_up": Label("What you give up", "您交出的"),
    "received": Label("What you get", "您得到的"),
    "in_kind": Label("What you get in kind", "您得到的实物或政策优惠"),
    "paid": Label("What you pay", "您支付的"),
    "fund": Label("What the project receives for you", "项目因您获得的资金"),
}
WHO: dict[WhichHouseholds, Label] = {
    "all": Label("all households", "所有农户"),
    "registered": Label("registered poor households", "建档立卡户"),
    "not_registered": Label("households that are not registered", "非建档立卡户"),
}
# What a side may feed: households are paid by the project, buy from it, or bring it money of the programme.
FEEDS: dict[Side, str] = {"received": "compensation", "paid": "purchases", "fund": "subsidies"}
SELF_FUNDING = "self_funding"  # what a household pays beyond what it receives


@dataclass(frozen=True, slots=True)
class Rounding:
    """To a multiple of `base` fen, on the magnitude."""

    base: int = FEN
    direction: Direction = "nearest"
    source: str = ""


@dataclass(frozen=True, slots=True)
class Allowance:
    """So much, in units or yuan, for each one of the column `per`, or for the household."""

    limit: Ratio
    per: str = HOUSEHOLD


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Who a rule applies to. No options means all; every column in `needs` must be above zero."""

    options: tuple[str, ...] = ()
    households: WhichHouseholds = "all"
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """amount [fen] = rounded(quantity * rate), for those who are eligible, within the caps.

    The quantity is the sum of roster columns, or of the amounts of earlier rules [yuan]; only what is `above` an
    allowance, or what is below the `quantity_cap`, counts. `rate` is in yuan per unit.
    """

    id: str
    label: Label
    side: Side
    columns: tuple[str, ...]
    of_rules: tuple[str, ...]
    unit: str
    rate: Ratio
    rounding: Rounding = Rounding()
    eligibility: Eligibility = Eligibility()
    above: Allowance | None = None
    quantity_cap: Allowance | None = None
    amount_cap: Allowance | None = None
    feeds: str = ""
    provenance: Provenance = "assumption"
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A bound that is checked and never changes an amount: the sum of `columns`, or the self-funding, of a household."""

    id: str
    label: Label
    columns: tuple[str, ...]
    allowance: Allowance
    unit: str
    households: WhichHouseholds = "all"
    provenance: Provenance = "assumption"
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A way to be resettled. `settlement` says what becomes of the difference between received and paid."""

    key: str
    label: Label
    settlement: Label


@dataclass(frozen=True)
class RuleSet:
    """A scheme as declared: its columns, options, rules in order, and limits."""

    label: Label
    columns: tuple[RosterColumn, ...]
    options: tuple[Option, ...]
    rules: tuple[Rule, ...]
    limits: tuple[Limit, ...] = ()
    source: str = ""
    note: str = ""

    @cached_property
    def roster_columns(self) -> tuple[RosterColumn, ...]:
        """All columns of a roster for this scheme, in the order of the template."""
        return roster_columns(tuple(Choice(one.key, one.label) for one in self.options), self.columns)

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        """The rules by their id."""
        return {rule.id: rule for rule in self.rules}

    def column(self, key: str) -> RosterColumn:
        """A column of the roster. Raises KeyError."""
        return next(one for one in self.roster_columns if one.key == key)

    def code(self, option: str) -> int:
        """The number by which a batch knows an option."""
        return next(at for at, one in enumerate(self.options) if one.key == option)

    def scale(self, key: str) -> int:
        """How many stored units make one unit of a column or of the household itself."""
        return 1 if key == HOUSEHOLD else self.column(key).scale

    def uncounted(self) -> Iterator[tuple[int, str]]:
        """Option code and column, where rules count the column for other options but none for this one."""
        for column in self.columns:
            rules = [rule for rule in self.rules if column.key in rule.columns]
            for code, option in enumerate(self.options):
                applies = [
                    r for r in rules if not r.eligibility.options or option.key in r.eligibility.options
                ]
                if rules and not applies:
                    yield code, column.key
