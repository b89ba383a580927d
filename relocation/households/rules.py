"""The declared rules of a scheme: what a household gives up, receives, pays, and what is left.

A rule says which quantity it counts, at which exact rate, rounded how, capped where, for whom, and what it feeds in the
project. These records are the tables of a rule file; `amounts` evaluates them, and nothing of a scheme stands in code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import BeforeValidator, Field, ValidationInfo

from relocation.households.columns import HOUSEHOLD, Per, RosterColumn, roster_columns
from relocation.households.money import FEN, JIAO, YUAN, Direction
from relocation.households.rule_entries import (
    Columns,
    Derived,
    Exact,
    Measure,
    Options,
    Quantity,
    RulesBefore,
)
from relocation.labels import Label
from relocation.problems import near
from relocation.project.fields import Choice
from relocation.project.paths import InputPath
from relocation.project.sourced_inputs import Provenance
from relocation.reading.documents import CORRECT, Name, Table, Text, one_of, refuse

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
FEED = re.compile(r"(compensation|purchases|subsidies)\.[a-z][a-z0-9_]*").fullmatch


class Labelled(Table):
    """Something with a name in both languages."""

    label_en: Name
    label_zh: Name

    @property
    def label(self) -> Label:
        """The name."""
        return Label(self.label_en, self.label_zh)


class Option(Labelled):
    """A way to be resettled. `settlement` says what becomes of the difference between received and paid."""

    key: Derived = ""
    settlement_en: Name
    settlement_zh: Name

    @property
    def settlement(self) -> Label:
        """What an account calls the difference."""
        return Label(self.settlement_en, self.settlement_zh)


BASES = {"fen": FEN, "jiao": JIAO, "yuan": YUAN, "ten_yuan": 10 * YUAN, "hundred_yuan": 100 * YUAN}
BASE_NAMES = {FEN: Label("1 fen", "1分"), JIAO: Label("1 jiao", "1角"), YUAN: Label("1 yuan", "1元")}
DIRECTIONS: dict[Direction, Label] = {
    "nearest": Label("nearest, half away from zero", "四舍五入"),
    "up": Label("up", "向上"),
    "down": Label("down", "向下"),
}


def _base(word: Any) -> int:
    """A base in fen."""
    if not isinstance(word, str) or word not in BASES:
        refuse(one_of(BASES), remedy=near(str(word), BASES, CORRECT))
    return BASES[word]


class Rounding(Table):
    """To a multiple of `base` fen, on the magnitude: see `money.rounded`."""

    base: Annotated[int, BeforeValidator(_base)] = FEN
    direction: Direction = "nearest"
    source: Text = ""

    @property
    def label(self) -> Label:
        """1 fen, nearest, half away from zero."""
        yuan = f"{self.base / YUAN:g}"
        base = BASE_NAMES.get(self.base, Label(f"{yuan} yuan", f"{yuan}元"))
        direction = DIRECTIONS[self.direction]
        return Label(f"{base.en}, {direction.en}", f"{base.zh}，{direction.zh}")


class Allowance(Table):
    """So much, in units or yuan, for each one of the column `per`, or for the household."""

    limit: Exact
    per: Per = HOUSEHOLD


class Eligibility(NamedTuple):
    """Who a rule applies to. No options means all; every column in `needs` must be above zero."""

    options: tuple[str, ...] = ()
    households: WhichHouseholds = "all"
    needs: tuple[str, ...] = ()


class Stated(Labelled):
    """Something with a provenance, for all households or some; `unit` is that of what it counts."""

    id: Derived = ""
    unit: Derived = "yuan"
    households: WhichHouseholds = "all"
    provenance: Provenance = "assumption"
    source: Text = ""
    note: Text = ""


def _feeds(path: Any, info: ValidationInfo) -> Any:
    """An item of the group that a side feeds. Where the side could not be read, that is told."""
    side = info.data.get("side")
    group = FEEDS.get(side) if side else None
    if (
        side
        and path
        and (not isinstance(path, str) or FEED(path) is None or InputPath.of(path).group != group)
    ):
        en = f"{group}.<id>" if group else f"nothing, since the side is {side}"
        refuse(Label(en, f"{group}.<id>" if group else "不填"))
    return path


class Rule(Stated):
    """amount [fen] = rounded(quantity * rate), for those who are eligible, within the caps.

    The quantity is the sum of roster columns, or of the amounts of earlier rules [yuan]; only what is `above` an
    allowance, or what is below the `quantity_cap`, counts. `rate` is in yuan per unit.
    """

    side: Side
    of_rules: RulesBefore = ()
    quantity: Quantity = Field((), validate_default=True)
    rate: Exact
    rounding: Rounding = Rounding()
    options: Options = ()
    needs: Columns = ()
    above: Allowance | None = None
    quantity_cap: Allowance | None = None
    amount_cap: Allowance | None = None
    feeds: Annotated[str, BeforeValidator(_feeds)] = ""

    @property
    def eligibility(self) -> Eligibility:
        """Who it applies to."""
        return Eligibility(self.options, self.households, self.needs)


class Limit(Stated):
    """A bound that is checked and never changes an amount: the columns that `measure` names, or the self-funding."""

    measure: Measure
    limit: Exact
    per: Per = HOUSEHOLD

    @property
    def allowance(self) -> Allowance:
        """What is allowed."""
        return Allowance(limit=self.limit, per=self.per)


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
        choices = tuple(Choice(option.key, option.label) for option in self.options)
        return roster_columns(choices, self.columns)

    @cached_property
    def by_id(self) -> dict[str, Rule]:
        """The rules by their id."""
        return {rule.id: rule for rule in self.rules}

    def column(self, key: str) -> RosterColumn:
        """A column of the roster. Raises KeyError."""
        return next(column for column in self.roster_columns if column.key == key)

    def code(self, key: str) -> int:
        """The number by which a batch knows an option."""
        return next(code for code, option in enumerate(self.options) if option.key == key)

    def scale(self, key: str) -> int:
        """How many stored units make one unit of a column or of the household itself."""
        return 1 if key == HOUSEHOLD else self.column(key).scale

    def uncounted(self) -> Iterator[tuple[int, str]]:
        """Option code and column, where rules count the column for other options but none for this one."""
        for column in self.columns:
            rules = [rule for rule in self.rules if column.key in rule.quantity]
            for code, option in enumerate(self.options):
                if rules and not any(not rule.options or option.key in rule.options for rule in rules):
                    yield code, column.key
