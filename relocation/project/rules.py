"""What must hold between inputs. Each rule is one condition over inputs, stated for every item that it speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relocation.formula.language.expression import (
    Expression,
    InputReference,
    as_number,
    equals,
    floor,
    sum_of,
)
from relocation.labels import Label
from relocation.project.inputs import Inputs
from relocation.project.loan_rules import LOAN_RULES
from relocation.project.rule import (
    MONTHS_PER_PERIOD,
    YEARLY_GROUPS,
    Rule,
    amounts_are_whole,
    as_stated,
    ends_in_time,
    to_millionths,
)

TIMED_GROUPS = ("subsidies", "construction", "compensation", "purchases", "other")


def people_fit_households(_: Inputs) -> Iterator[Rule]:
    """Nobody lives in no household, and the poverty register is part of the village."""
    for low, high in (
        ("households", "persons"),
        ("registered_poor_households", "households"),
        ("registered_poor_persons", "persons"),
    ):
        low_path, high_path = f"village.{low}", f"village.{high}"
        yield Rule(
            "people_fit_households",
            Label("households, persons and register fit each other", "户数、人数与建档立卡数相符"),
            low_path,
            ~as_stated(high_path) | (InputReference(low_path) <= InputReference(high_path)),
            Label(f"at most {high_path} = {{most:count}}", f"不大于{high_path} = {{most:count}}"),
            Label("correct one of the two", "请更正其中一个"),
            {"most": InputReference(high_path)},
        )


def quota_covers_its_uses(_: Inputs) -> Iterator[Rule]:
    """Resettlement and retained land cannot exceed the accepted area."""
    area, acceptance, resettlement, retained = (
        InputReference(f"land_quota.{key}")
        for key in ("area", "acceptance", "resettlement_area", "retained_area")
    )
    used, accepted = resettlement + retained, area * acceptance
    yield Rule(
        "quota_covers_its_uses",
        Label("resettlement and retained land within the accepted area", "安置与留用面积不超过验收面积"),
        "land_quota.resettlement_area",
        to_millionths(used - accepted) <= 0,
        Label(
            "with the retained area at most {accepted:digits12} mu, the accepted area",
            "与留用面积合计不大于验收面积 {accepted:digits12} 亩",
        ),
        Label("lower it or raise land_quota.area", "请减小该值或增大land_quota.area"),
        {"used": used, "accepted": accepted},
        "{used:digits12}",
    )


def receipts_add_up(inputs: Inputs) -> Iterator[Rule]:
    """The instalments of the quota money are the whole of it. Where none has a share, all comes in period 1."""
    if inputs.land_quota.receipts:
        total = _shares_received(inputs)
        yield _sums_to_one(
            "receipts_add_up",
            Label("instalments of quota money sum to 1", "指标款各期到账比例之和为1"),
            "land_quota.receipts",
            total,
            Label("shares that sum to 1", "各期比例之和为1"),
            Label("change the shares by {change:change} in all", "各期比例合计应调整 {change:change}"),
            may_be_nothing=True,
        )


def receipts_fall_inside(inputs: Inputs) -> Iterator[Rule]:
    """Quota money that came after the last period would be lost."""
    sold = InputReference("land_quota.area") * InputReference("land_quota.price") > 0
    late = -floor(-InputReference("land_quota.delay") / MONTHS_PER_PERIOD)
    for identity in inputs.land_quota.receipts:
        path = f"land_quota.receipts.{identity}"
        applies = sold & (InputReference(f"{path}.share") > 0)
        yield ends_in_time(
            "receipts_fall_inside", f"{path}.period", InputReference(f"{path}.period") + late, applies
        )
    unshared = equals(_shares_received(inputs), 0)
    yield ends_in_time("receipts_fall_inside", "land_quota.delay", 1 + late, sold & unshared)


def items_end_inside(inputs: Inputs) -> Iterator[Rule]:
    """Payments after the last period would be missing from the cash plan."""
    for group in TIMED_GROUPS:
        for identity in getattr(inputs, group):
            path = f"{group}.{identity}"
            last = InputReference(f"{path}.start") + InputReference(f"{path}.duration") - 1
            yield ends_in_time("items_end_inside", f"{path}.duration", last)
    for group in YEARLY_GROUPS:
        for identity in getattr(inputs, group):
            path = f"{group}.{identity}.start"
            yield ends_in_time("items_end_inside", path, InputReference(path))


def formula_or_amount(inputs: Inputs) -> Iterator[Rule]:
    """A line has one way to its amount."""
    for identity, item in inputs.other.items():
        if item.formula:
            path = f"other.{identity}.amount"
            yield Rule(
                "formula_or_amount",
                Label("a formula or an amount, not both", "公式与金额只取其一"),
                path,
                equals(InputReference(path), 0),
                Label("0 where the line has a formula", "有公式的项目金额应为0"),
                Label("remove the amount or the formula", "请删除金额或公式"),
            )


def amount_or_units(inputs: Inputs) -> Iterator[Rule]:
    """A yearly flow is an amount, or units times price, never both."""
    for group in YEARLY_GROUPS:
        for identity in getattr(inputs, group):
            amount, quantity, rate = (f"{group}.{identity}.{key}" for key in ("amount", "quantity", "rate"))
            product = InputReference(quantity) * InputReference(rate)
            yield Rule(
                "amount_or_units",
                Label("an amount, or units times price", "年金额，或数量乘单价"),
                amount,
                equals(InputReference(amount), 0) | equals(product, 0),
                Label(
                    "0 where quantity x price give {product:stated} yuan a year",
                    "已按数量×单价得出每年 {product:stated} 元时，年金额应为0",
                ),
                Label("remove the amount, or quantity and price", "请删除年金额，或删除数量与单价"),
                {"product": product},
            )


def gap_shares_add_up(_: Inputs) -> Iterator[Rule]:
    """Whoever bears the gap, all of it is borne."""
    bearers = ("county", "collective", "households")
    yield _sums_to_one(
        "gap_shares_add_up",
        Label("shares of the gap sum to 1", "缺口承担比例之和为1"),
        "evaluation.gap_share_county",
        sum_of(InputReference(f"evaluation.gap_share_{bearer}") for bearer in bearers),
        Label(
            "shares of county, collective and households that sum to 1", "县财政、村集体、农户承担比例之和为1"
        ),
        Label("change the shares by {change:change} in all", "三项比例合计应调整 {change:change}"),
    )


def _shares_received(inputs: Inputs) -> Expression:
    return sum_of(InputReference(f"land_quota.receipts.{key}.share") for key in inputs.land_quota.receipts)


def _sums_to_one(
    kind: str,
    label: Label,
    where: str,
    total: Expression,
    expected: Label,
    remedy: Label,
    *,
    may_be_nothing: bool = False,
) -> Rule:
    whole = equals(to_millionths(total - 1), 0)
    holds = whole | equals(total, 0) if may_be_nothing else whole
    figures = {"total": total, "change": as_number(1) - total}
    return Rule(kind, label, where, holds, expected, remedy, figures, "{total:digits12}")


RULES: tuple[Callable[[Inputs], Iterator[Rule]], ...] = (
    people_fit_households,
    quota_covers_its_uses,
    amounts_are_whole,
    receipts_add_up,
    receipts_fall_inside,
    *LOAN_RULES,
    items_end_inside,
    formula_or_amount,
    amount_or_units,
    gap_shares_add_up,
)
