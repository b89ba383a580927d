"""What an entry of a rule file may be: an exact rate, a name that the file declares, a key that is free.

A name is looked up among all that the file declares, read or not, so that a slip in one table is told once. A rule may
count the amounts of rules that stand before it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, PlainValidator, ValidationInfo

from relocation.households.columns import CORE_KEYS, HOUSEHOLD, SELF_FUNDING
from relocation.households.money import Ratio
from relocation.labels import Label
from relocation.problems import near
from relocation.reading.documents import CORRECT, one_of, refuse

LARGEST_RATE, FINEST_RATE = 10**12, 10**9
KEY = re.compile(r"[a-z][a-z0-9_]{0,39}").fullmatch
UNITS = {"persons": "person", "poor_persons": "person", HOUSEHOLD: "household"}  # of every roster


def names_declared(document: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a file with their units, its options, and no rule yet: the context in which its tables are checked."""
    columns, options = (_mapping(document.get(section)) for section in ("columns", "options"))
    units = UNITS | {key: str(_mapping(table).get("unit")) for key, table in columns.items()}
    return {"units": units, "options": list(options), "rules": []}


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _declared(info: ValidationInfo, kind: Literal["units", "options", "rules"]) -> Any:
    return (info.context or {})[kind]


def _ratio(value: Any) -> Ratio:
    """An exact number that is not negative: 1500, 0.7, or a text such as "2/3"."""
    if isinstance(value, Ratio):
        return value
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


def _names(value: Any, known: Collection[str]) -> tuple[str, ...]:
    """A name or a list of names, all known and none twice."""
    names = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, (list, tuple)) else None
    if names is None or len(names) != len({str(name) for name in names}):
        refuse(Label("a list of names, none twice", "名称列表，不重复"))
    none = Label("nothing, since none is declared before it", "不填：此前未声明任何一项")
    for name in names:
        if not isinstance(name, str) or name not in known:
            refuse(one_of(known) if known else none, name, near(str(name), known, CORRECT))
    return names


def _of_one_unit(value: Any, units: Mapping[str, str]) -> tuple[str, ...]:
    names = _names(value, units)
    if len({units[name] for name in names}) > 1:
        refuse(Label("columns of one unit", "单位相同的列"), ", ".join(names))
    return names


def _quantity(value: Any, info: ValidationInfo) -> tuple[str, ...]:
    """Columns, unless a rule counts the amounts of others."""
    names = _of_one_unit(value, _declared(info, "units"))
    if "of_rules" in info.data and bool(names) == bool(info.data["of_rules"]):
        refuse(Label("either quantity or of_rules", "quantity 与 of_rules 二者取一"), ", ".join(names))
    return names


def _measure(value: Any, info: ValidationInfo) -> tuple[str, ...]:
    """Columns, or what a household pays beyond what it receives."""
    units = _declared(info, "units") | {SELF_FUNDING: "yuan"}
    return _of_one_unit(value, units) or refuse(one_of(units), "")


def _columns(value: Any, info: ValidationInfo) -> tuple[str, ...]:
    return _names(value, _declared(info, "units"))


def _options(value: Any, info: ValidationInfo) -> tuple[str, ...]:
    return _names(value, _declared(info, "options"))


def _rules_before(value: Any, info: ValidationInfo) -> tuple[str, ...]:
    """Rules other than the last that was declared, which is the one that counts them."""
    return _names(value, _declared(info, "rules")[:-1])


def _declare_rule(key: str, info: ValidationInfo) -> str:
    """Keys are looked at before their tables, and in the order of the file."""
    _declared(info, "rules").append(key)
    return key


def _free_key(*reserved: str) -> Any:
    def free(key: str) -> str:
        if KEY(key) is None or key in reserved:
            expected = Label("a name in lower case letters that is not taken", "未被占用的小写英文名称")
            refuse(expected, key, Label("choose another name", "请换一个名称"))
        return key

    return AfterValidator(free)


def some(section: str) -> Any:
    """A section with at least one table."""

    def at_least_one(tables: Any) -> Any:
        if isinstance(tables, Mapping) and not tables:
            expected = Label(f"at least one [{section}.<id>]", f"至少一个 [{section}.<id>]")
            refuse(expected, "", Label("declare it", "请声明"))
        return tables

    return BeforeValidator(at_least_one)


def _not_stated(_: Any) -> str:
    refuse(Label("nothing: it follows from the file", "不填：由文件推得"))


Exact = Annotated[Ratio, PlainValidator(_ratio)]
Names = tuple[str, ...]
Quantity = Annotated[Names, BeforeValidator(_quantity)]
Measure = Annotated[Names, BeforeValidator(_measure)]
Columns = Annotated[Names, BeforeValidator(_columns)]
Options = Annotated[Names, BeforeValidator(_options)]
RulesBefore = Annotated[Names, BeforeValidator(_rules_before)]
Key = Annotated[str, _free_key()]
ColumnKey = Annotated[str, _free_key(*CORE_KEYS, HOUSEHOLD, SELF_FUNDING)]
RuleKey = Annotated[str, BeforeValidator(_declare_rule), _free_key("received", "paid", "left")]
Derived = Annotated[str, BeforeValidator(_not_stated)]
