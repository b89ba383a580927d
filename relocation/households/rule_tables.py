"""What the tables of a rule file hold. Names are looked up in what the tables before have declared, by the context."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainValidator, ValidationInfo

from relocation.households.columns import HOUSEHOLD
from relocation.households.money import Ratio
from relocation.households.rules import FEEDS, Side, WhichHouseholds
from relocation.labels import Label
from relocation.problems import near
from relocation.project.project import Provenance
from relocation.reading.documents import CORRECT, Name, Table, Text, one_of, refuse

LARGEST_RATE, FINEST_RATE = 10**12, 10**9
LARGEST_QUANTITY = 1_000_000  # units of one household: a slip of magnitude, not a house
FEED = re.compile(r"(compensation|purchases|subsidies)\.[a-z][a-z0-9_]*").fullmatch
ONE_UNIT = Label("columns of one unit", "单位相同的列")


def _ratio(value: Any) -> Ratio:
    """An exact number that is not negative: 1500, 0.7, or a text such as "2/3"."""
    expected = Label('a number from 0 on, or a fraction as "2/3"', "不小于0的数，或分数如“2/3”")
    if not isinstance(value, (int, Decimal, str)) or isinstance(value, bool):
        refuse(expected)
    try:
        exact = Ratio.of(value)
    except (ValueError, ZeroDivisionError, OverflowError):
        refuse(expected)
    if not 0 <= exact.fraction <= LARGEST_RATE or exact.denominator > FINEST_RATE:
        refuse(expected)
    return exact


def _names(value: Any) -> tuple[str, ...]:
    """A name or a list of names, none twice."""
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, (list, tuple)) or len(given) != len({str(one) for one in given}):
        refuse(Label("a list of names, none twice", "名称列表，不重复"))
    return tuple(given)


def _known(names: tuple[str, ...], known: Any) -> tuple[str, ...]:
    for one in names:
        if one not in known:
            remedy = near(one, known, CORRECT) if isinstance(one, str) else CORRECT
            refuse(one_of(known), one, remedy)
    return names


def _columns(value: Any, info: ValidationInfo) -> tuple[str, ...]:
    """Columns of one unit."""
    units = (info.context or {})["units"]
    names = _known(_names(value), units)
    if len({units[one] for one in names}) > 1:
        refuse(ONE_UNIT, ", ".join(names))
    return names


def _quantity(value: Any, info: ValidationInfo) -> tuple[str, ...]:
    """Columns, unless a rule counts the amounts of others."""
    names = _columns(value, info)
    if "of_rules" in info.data and bool(names) == bool(info.data["of_rules"]):
        refuse(Label("either quantity or of_rules", "quantity 与 of_rules 二者取一"), ", ".join(names))
    return names


def _rules(value: Any, info: ValidationInfo) -> tuple[str, ...]:
    return _known(_names(value), (info.context or {})["rules"])


def _options(value: Any, info: ValidationInfo) -> tuple[str, ...]:
    return _known(_names(value), (info.context or {})["options"])


def _feeds(path: str, info: ValidationInfo) -> str:
    group = FEEDS.get(info.data.get("side", ""))
    if path and (not isinstance(path, str) or FEED(path) is None or path.split(".")[0] != group):
        en = f"{group}.<id>" if group else f"nothing, since the side is {info.data.get('side')}"
        refuse(Label(en, f"{group}.<id>" if group else "不填"))
    return path


Exact = Annotated[Ratio, PlainValidator(_ratio)]
Options = Annotated[tuple[str, ...], BeforeValidator(_options)]
Columns = Annotated[tuple[str, ...], BeforeValidator(_columns)]
Per = Literal["persons", "poor_persons", "household"]


class Labelled(Table):
    """Something with a name in both languages."""

    label_en: Name
    label_zh: Name

    @property
    def label(self) -> Label:
        """The name."""
        return Label(self.label_en, self.label_zh)


class SchemeTable(Labelled):
    """The scheme."""

    source: Text = ""
    note: Text = ""


class ColumnTable(Labelled):
    """A quantity that a roster states."""

    unit: Literal["m2", "mu", "yuan", "person", "household", "garage", "building", "quantity"]
    part: Literal["given_up", "chosen"]
    high: int | None = Field(None, ge=1, le=LARGEST_QUANTITY)


class OptionTable(Labelled):
    """How a household may be resettled, and what its account is called then."""

    settlement_en: Name
    settlement_zh: Name


class RoundingTable(Table):
    """To what a rule rounds."""

    base: Literal["fen", "jiao", "yuan", "ten_yuan", "hundred_yuan"] = "fen"
    direction: Literal["nearest", "up", "down"] = "nearest"
    source: Text = ""


class AllowanceTable(Table):
    """So much for each person, or for the household."""

    limit: Exact
    per: Per = HOUSEHOLD  # type: ignore[assignment]


class Stated(Labelled):
    """Something with a provenance, for all households or some."""

    households: WhichHouseholds = "all"
    provenance: Provenance = "assumption"
    source: Text = ""
    note: Text = ""


class RuleTable(Stated):
    """A rule."""

    side: Side
    of_rules: Annotated[tuple[str, ...], BeforeValidator(_rules)] = ()
    quantity: Annotated[tuple[str, ...], BeforeValidator(_quantity)] = Field((), validate_default=True)
    rate: Exact
    rounding: RoundingTable | None = None
    options: Options = ()
    needs: Annotated[
        tuple[str, ...], BeforeValidator(lambda value, info: _known(_names(value), info.context["units"]))
    ] = ()
    above: AllowanceTable | None = None
    quantity_cap: AllowanceTable | None = None
    amount_cap: AllowanceTable | None = None
    feeds: Annotated[str, BeforeValidator(_feeds)] = ""


class LimitTable(Stated):
    """A limit that a scheme draws."""

    measure: Columns
    limit: Exact
    per: Per = HOUSEHOLD  # type: ignore[assignment]
