"""What may be right but should be looked at: odd magnitudes, empty key figures, more beneficiaries than people.

A loan of 6,600 yuan is possible, so it cannot be refused; but whoever wrote it probably thought in 万元.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from relocation.labels import Label
from relocation.problems import Problem
from relocation.project.fields import ITEM_NAMES
from relocation.project.names import is_slot
from relocation.project.paths import InputPath
from relocation.project.sourced_inputs import InputValue, SourcedInputs
from relocation.tables.units import UNITS

WAN = 10_000
DUST = 1e-9  # of shares
TERMS = {"share", "1/year", "period", "month"}  # conditions rather than amounts; 0 may well be meant
SQUARE_METRES_PER_MU = 10_000 / 15
AMOUNTS = ("quantity", "rate", "principal", "amount", "share", "value", "formula")
COUNTED = {"person": "village.persons", "household": "village.households"}


def doubts(project: SourcedInputs) -> list[Problem]:
    """Warnings about the values of a project, each at its path; slots that nobody filled may be among them."""
    values = list(project.values())
    missing = [problem for _, problem in project.not_stated()]
    told = {problem.where for problem in missing}
    return [
        *unusual(values),
        *missing,
        *(problem for problem in _without_money(values) if problem.where not in told),
        *_names_and_amounts(project),
        *_beyond_the_village(values),
        *_paid_in(project),
        *_unstated_drawdowns(project),
    ]


def unusual(values: Iterable[InputValue]) -> Iterator[Problem]:
    """Warnings about single values, which need no project around them."""
    for value in values:
        usual = value.record.usual
        if usual is not None and value.value != 0 and not usual[0] <= value.value <= usual[1]:
            unit = UNITS[value.record.unit]
            low, high = f"{usual[0]:,.15g}", f"{usual[1]:,.15g}"
            expected = Label(f"usually {low} to {high} {unit.en}", f"{low} 至 {high} {unit.zh}（通常范围）")
            yield _warning(value, f"{value.value:.15g}", expected, _meant(value, usual))


def _meant(input_value: InputValue, usual: tuple[float, float]) -> Label:
    """What was probably meant, if another unit explains the magnitude."""
    value, unit = float(input_value.value), input_value.record.unit
    if unit.startswith("yuan") and usual[0] <= value * WAN <= usual[1]:
        meant = f"{value * WAN:.15g}"
        return Label(f"if it was meant in 万元, write {meant}", f"若原意为万元，请填 {meant}")
    if unit == "mu" and usual[0] <= value / SQUARE_METRES_PER_MU <= usual[1]:
        meant = f"{value / SQUARE_METRES_PER_MU:.6g}"
        return Label(f"if it was meant in m2, write {meant}", f"若原意为平方米，请填 {meant}")
    return Label("check the number and its unit", "请核对数字及单位")


def _without_money(values: list[InputValue]) -> Iterator[Problem]:
    """Of a project without any money every key amount that is nothing; else quota without its price or its area."""
    amounts = [value for value in values if value.record.key_figure and value.record.unit not in TERMS]
    empty = [amount for amount in amounts if amount.value == 0]
    if len(empty) == len(amounts):
        firsts = {
            (input_value.path.group, input_value.path.name): input_value for input_value in reversed(empty)
        }
        yield from (_empty(first) for first in reversed(firsts.values()))
        return
    quota = [
        input_value for input_value in empty if input_value.path in {"land_quota.area", "land_quota.price"}
    ]
    if len(quota) == 1:
        yield _empty(quota[0])


def _names_and_amounts(project: SourcedInputs) -> Iterator[Problem]:
    """An item that somebody named but gave no amount, and a slot that somebody gave an amount but no name."""
    items: dict[InputPath, list[InputValue]] = {}
    for input_value in project.values():
        if input_value.record.kind in {"number", "whole", "share", "text", "formula"}:
            items.setdefault(input_value.path.parent, []).append(input_value)
    for item, values in items.items():
        names = [value for value in values if value.path.name in ITEM_NAMES]
        amounts = [value for value in values if value.path.name in AMOUNTS]
        if not names or not amounts:
            continue
        is_named = any(name.stated for name in names)
        if is_named and not any(amount.stated for amount in amounts):
            expected = Label(f"an amount beside the name “{_said(names)}”", f"“{_said(names)}”的金额")
            remedy = Label("state it, or delete the name", "请填写金额，或删除名称")
            yield _warning(amounts[0], "", expected, remedy)
        if is_slot(item) and not is_named and any(amount.stated and amount.value for amount in amounts):
            expected = Label("a name beside the amount", "该金额对应的名称")
            yield _warning(names[0], "", expected, Label("write what it is", "请填写其名称"))


def _said(names: list[InputValue]) -> str:
    return next(str(name.value) for name in names if name.value)


def _beyond_the_village(values: list[InputValue]) -> Iterator[Problem]:
    """Subsidies for more persons or households than the village has: often one of the two was meant as the other."""
    known: dict[str, InputValue] = {value.path: value for value in values}
    for value in values:
        basis = value.path.parent / "basis"
        if value.path.group == "subsidies" and value.path.name == "quantity":
            counted = COUNTED.get(known[basis].value)
            if counted and 0 < known[counted].value < value.value:
                expected = Label(
                    f"at most {counted} = {known[counted].value}",
                    f"不大于 {counted} = {known[counted].value}",
                )
                remedy = Label(f"check the number and {basis}", f"请核对数量及 {basis}")
                yield _warning(value, f"{value.value:.15g}", expected, remedy)


def _paid_in(project: SourcedInputs) -> Iterator[Problem]:
    """Households that pay more for their homes than they are compensated: possible, but relocation seldom asks it."""
    gross, bought = (
        sum(item.quantity * item.rate for item in group.values())
        for group in (project.compensation, project.purchases)
    )
    if bought > gross > 0:
        dearest = max(project.purchases, key=lambda name: project.purchases[name].quantity)
        expected = Label(
            f"purchases of at most {gross:,.15g} yuan, the compensation",
            f"购房款合计不大于补偿合计 {gross:,.15g} 元",
        )
        remedy = Label("check whether households are to pay in", "请核对农户是否需要补差价")
        yield _warning(project.at(f"purchases.{dearest}.quantity"), f"{bought:,.15g}", expected, remedy)


def _unstated_drawdowns(project: SourcedInputs) -> Iterator[Problem]:
    """Drawdowns whose shares leave a part of the loan out, or that a loan on need does not follow."""
    for name, loan in project.loans.items():
        stated = [key for key, drawdown in loan.drawdowns.items() if drawdown.share]
        left = 1 - sum(drawdown.share for drawdown in loan.drawdowns.values())
        if not stated or (loan.drawdown_rule == "schedule" and left <= DUST):
            continue
        share = project.at(f"loans.{name}.drawdowns.{stated[-1]}.share")
        if loan.drawdown_rule == "on_need":
            expected = Label("no scheduled drawdown of a loan on need", "按需提款的贷款无提款计划")
            remedy = Label("clear it, or draw by schedule", "请清空，或改为按计划提款")
        else:
            expected = Label(
                f"shares that sum to 1; the other {left:.6g} is taken as drawn in period {loan.start}, the first",
                f"各次提款比例之和为1；其余 {left:.6g} 暂按首次提款期（第{loan.start}期）提取",
            )
            remedy = Label(
                f"state it as a drawdown of period {loan.start}, or correct the shares",
                f"请列明第{loan.start}期的提款，或更正比例",
            )
        yield _warning(share, f"{1 - left:.6g}", expected, remedy)


def _empty(input_value: InputValue) -> Problem:
    unit = UNITS[input_value.record.unit]
    expected = Label(f"a number in {unit.en}; it is still empty", f"数字（{unit.zh}），目前尚未填写")
    return _warning(input_value, "", expected, Label("fill it if the village has it", "如有请填写"))


def _warning(input_value: InputValue, found: str, expected: Label, remedy: Label) -> Problem:
    return Problem(input_value.path, found, expected, remedy, input_value.record.label, "warning")
