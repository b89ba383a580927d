"""What a finished plan states. A plan of which something is missing is neither viable nor not: it is unfinished.

A plan that relocates people states its households and persons, for each source of money when it comes, and at least one
line of compensation, housing, infrastructure and reclamation. An empty cell states nothing; a typed 0 says
that there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from operator import or_

from relocation.formula.language.expression import (
    ChoiceIs,
    Expression,
    InputReference,
    LineReference,
    as_condition,
    as_number,
    sum_of,
)
from relocation.labels import Label
from relocation.project.inputs import Inputs
from relocation.project.paths import InputPath
from relocation.project.rule import STATE_IT, Rule, as_stated

CHOOSE_KIND = Label(
    "choose the kind that this line is, or state a line of that kind; write 0 if there is none",
    "请选择该项所属类别，或另填该类一项；没有则填0",
)
PERIOD = Label("the period in which the money comes", "资金到位的期次")
STATE_PERIOD = Label("state it; until then period 1 is assumed", "请填写；未填写时按第1期计")
SHARES = Label("shares of the quota money that add up to 1", "合计为1的到账比例")
STATE_SHARES = Label("state which share comes in which period", "请填写各期到账比例及期次")
SOURCES_OF_OTHER_MONEY = ("revenue", "subsidy", "financing_in", "capital")
OF_ITEMS = ("money_timed",)  # kinds of which a reader must be told which item is meant


def people_are_stated(_: Inputs) -> Iterator[Rule]:
    """How many households and persons move."""
    for key, what in (("households", Label("households", "户数")), ("persons", Label("persons", "人数"))):
        path = f"village.{key}"
        yield Rule(
            f"{key}_stated",
            Label(f"the number of {what.en} is stated", f"已填写{what.zh}"),
            path,
            as_stated(path),
            Label(f"the number of {what.en} that move", f"搬迁{what.zh}"),
            STATE_IT,
        )


def money_has_a_time(inputs: Inputs) -> Iterator[Rule]:
    """For each source of money the period in which it comes; where it is not stated, it would come in period 1."""
    yield from _quota_money_has_a_time(inputs)
    for identity in inputs.subsidies:
        path = f"subsidies.{identity}"
        yield _has_a_time(path, InputReference(f"{path}.quantity") * InputReference(f"{path}.rate"))
    for identity in inputs.income:
        amount, quantity, rate = (
            InputReference(f"income.{identity}.{key}") for key in ("amount", "quantity", "rate")
        )
        yield _has_a_time(f"income.{identity}", amount + quantity * rate)
    for identity in inputs.loans:
        yield _has_a_time(f"loans.{identity}", InputReference(f"loans.{identity}.principal"))
    for identity in inputs.other:
        path = f"other.{identity}"
        is_source = _any(ChoiceIs(f"{path}.kind", kind) for kind in SOURCES_OF_OTHER_MONEY)
        yield _has_a_time(path, InputReference(f"{path}.amount"), is_source)


def _quota_money_has_a_time(inputs: Inputs) -> Iterator[Rule]:
    revenue = InputReference("land_quota.area") * InputReference("land_quota.price")
    shares = sum_of(InputReference(f"land_quota.receipts.{key}.share") for key in inputs.land_quota.receipts)
    first = next(
        (f"land_quota.receipts.{key}.share" for key in inputs.land_quota.receipts), "land_quota.receipts"
    )
    yield _timed(first, ~(revenue > 0) | (shares > 0), SHARES, STATE_SHARES)
    for key in inputs.land_quota.receipts:
        path = f"land_quota.receipts.{key}"
        comes = (revenue > 0) & (InputReference(f"{path}.share") > 0)
        yield _timed(f"{path}.period", ~comes | as_stated(f"{path}.period"))


def _has_a_time(item: str, amount: Expression, applies: Expression | None = None) -> Rule:
    comes = amount > 0 if applies is None else applies & (amount > 0)
    return _timed(f"{item}.start", ~comes | as_stated(f"{item}.start"))


def _timed(where: str, holds: Expression, expected: Label = PERIOD, remedy: Label = STATE_PERIOD) -> Rule:
    label = Label("it is stated when the money comes", "已填写资金到位期次")
    return Rule("money_timed", label, where, holds, expected, remedy)


def lines_are_stated(inputs: Inputs) -> Iterator[Rule]:
    """At least one line of compensation and of each kind of works. Works that say no more than engineering may be either."""
    for kind, label, group, choices in (
        ("compensation", Label("compensation", "拆迁补偿"), "compensation", ()),
        ("housing", Label("housing", "安置住房"), "construction", ("housing", "engineering")),
        (
            "infrastructure",
            Label("infrastructure", "基础设施"),
            "construction",
            ("infrastructure", "engineering"),
        ),
        ("reclamation", Label("land reclamation", "土地复垦"), "construction", ("reclamation",)),
    ):
        items = [InputPath(group, identity) for identity in getattr(inputs, group)]
        lines = {f"complete.{kind}.{item}": _line_stated(item, choices) for item in items}
        yield Rule(
            f"{kind}_stated",
            Label(f"a line of {label.en} is stated", f"已填写{label.zh}"),
            _place(items, group, kind, any_item=not choices),
            sum_of(LineReference(key) for key in lines) > 0,
            Label(f"at least one line of {label.en}", f"至少一项{label.zh}"),
            STATE_IT,
            parts=lines,
        )


def _line_stated(item: str, choices: tuple[str, ...]) -> Expression:
    stated = as_stated(f"{item}.quantity") | as_stated(f"{item}.rate")
    return stated & _any(ChoiceIs(f"{item}.group", choice) for choice in choices) if choices else stated


def _place(items: list[InputPath], group: str, kind: str, *, any_item: bool) -> str:
    """Where a planner would state it: the item that bears the name of its kind, else any that would do, else the group."""
    named = (item for item in items if kind in item.name.split("_"))
    item = next(named, items[0] if items and any_item else None)
    return f"{item}.quantity" if item else group


def told_at(rule: Rule, stated: Callable[[str], bool]) -> str:
    """Where a breach is told: of a line that states an amount, but is of another kind, at its kind."""
    place = InputPath.of(rule.where)
    is_other = place.name == "quantity" and place.group == "construction" and stated(rule.where)
    return place.parent / "group" if is_other else rule.where


def _any(conditions: Iterable[Expression]) -> Expression:
    listed = list(conditions)
    return reduce(or_, listed) if listed else as_condition(as_number(0))


STATEMENTS: tuple[Callable[[Inputs], Iterator[Rule]], ...] = (
    people_are_stated,
    money_has_a_time,
    lines_are_stated,
)
