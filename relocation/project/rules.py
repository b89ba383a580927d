"""What must hold between inputs. One function per rule; every problem of every rule is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from keyword import iskeyword
from math import ceil

from relocation.problems import Problem
from relocation.project.groups import MONTHS
from relocation.project.inputs import Inputs
from relocation.project.loan_rules import LOAN_RULES
from relocation.project.rule_problems import SHARES_AGREE, problem, too_late

TIMED_GROUPS = ("subsidies", "construction", "compensation", "purchases", "other")


def broken_rules(inputs: Inputs) -> list[Problem]:
    """All problems of all rules."""
    return [problem for rule in RULES for problem in rule(inputs)]


def ids_are_plain(inputs: Inputs) -> Iterator[Problem]:
    """Ids stand in paths, formulas and cell names, so they are lower-case words without dots, none of them Python's."""
    for group in (*TIMED_GROUPS, "loans", "income", "costs", "published"):
        for identity in getattr(inputs, group):
            if not _plain(identity):
                yield _bad_id(f"{group}.{identity}", identity)
    for identity in inputs.land_quota.receipts:
        if not _plain(identity):
            yield _bad_id(f"land_quota.receipts.{identity}", identity)
    for name, loan in inputs.loans.items():
        for part in ("drawdowns", "rate_steps", "repayments"):
            for identity in getattr(loan, part):
                if not _plain(identity):
                    yield _bad_id(f"loans.{name}.{part}.{identity}", identity)


def people_fit_households(inputs: Inputs) -> Iterator[Problem]:
    """Nobody lives in no household, and the poverty register is part of the village."""
    village = inputs.village
    for low, high in (
        ("households", "persons"),
        ("registered_poor_households", "households"),
        ("registered_poor_persons", "persons"),
    ):
        if getattr(village, low) > getattr(village, high):
            yield problem(
                f"village.{low}",
                str(getattr(village, low)),
                f"at most village.{high} = {getattr(village, high)}",
                f"不大于 village.{high} = {getattr(village, high)}",
                "correct one of the two",
                "请更正其中一个",
            )


def quota_covers_its_uses(inputs: Inputs) -> Iterator[Problem]:
    """Resettlement and retained land cannot exceed the accepted area."""
    quota = inputs.land_quota
    used, accepted = quota.resettlement_area + quota.retained_area, quota.area * quota.acceptance
    if used > accepted + 1e-9:
        yield problem(
            "land_quota.resettlement_area",
            f"{used:g}",
            f"with the retained area at most {accepted:g} mu, the accepted area",
            f"与留用面积合计不大于验收面积 {accepted:g} 亩",
            "lower it or raise land_quota.area",
            "请减小该值或增大 land_quota.area",
        )


def receipts_add_up(inputs: Inputs) -> Iterator[Problem]:
    """The instalments of the quota money are the whole of it. Where none has a share, all comes in period 1."""
    shares = [one.share for one in inputs.land_quota.receipts.values()]
    total = sum(shares)
    if any(shares) and abs(total - 1) > SHARES_AGREE:
        yield problem(
            "land_quota.receipts",
            f"{total:g}",
            "shares that sum to 1",
            "各期比例之和为1",
            f"change the shares by {1 - total:+g} in all",
            f"各期比例合计应调整 {1 - total:+g}",
        )


def receipts_fall_inside(inputs: Inputs) -> Iterator[Problem]:
    """Quota money that came after the last period would be lost."""
    quota, periods = inputs.land_quota, inputs.timeline.periods
    late = ceil(quota.delay / MONTHS[inputs.timeline.period])
    moments = [
        (f"land_quota.receipts.{name}.period", one.period)
        for name, one in quota.receipts.items()
        if one.share
    ]
    for path, period in moments or [("land_quota.delay", 1)]:
        if period + late > periods and quota.area * quota.price > 0:
            yield too_late(path, period + late, periods)


def items_end_inside(inputs: Inputs) -> Iterator[Problem]:
    """Payments after the last period would be missing from the cash plan."""
    for group in TIMED_GROUPS:
        for name, item in getattr(inputs, group).items():
            end = item.start + item.duration - 1
            if end > inputs.timeline.periods:
                yield too_late(f"{group}.{name}.duration", end, inputs.timeline.periods)
    for group in ("income", "costs"):
        for name, item in getattr(inputs, group).items():
            if item.start > inputs.timeline.periods:
                yield too_late(f"{group}.{name}.start", item.start, inputs.timeline.periods)


def formula_or_amount(inputs: Inputs) -> Iterator[Problem]:
    """A line has one way to its amount."""
    for name, item in inputs.other.items():
        if item.formula and item.amount:
            yield problem(
                f"other.{name}.amount",
                f"{item.amount:g}",
                "0 where the line has a formula",
                "有公式的项目金额应为0",
                "remove the amount or the formula",
                "请删除金额或公式",
            )


def amount_or_units(inputs: Inputs) -> Iterator[Problem]:
    """A yearly flow is an amount, or units times price, never both; and units have a price."""
    for group in ("income", "costs"):
        for name, item in getattr(inputs, group).items():
            if item.amount and item.quantity * item.rate:
                yield problem(
                    f"{group}.{name}.amount",
                    f"{item.amount:,.15g}",
                    f"0 where quantity x price give {item.quantity * item.rate:,.15g} yuan a year",
                    f"已按数量×单价得出每年 {item.quantity * item.rate:,.15g} 元时，年金额应为0",
                    "remove the amount, or quantity and price",
                    "请删除年金额，或删除数量与单价",
                )


def gap_shares_add_up(inputs: Inputs) -> Iterator[Problem]:
    """Whoever bears the gap, all of it is borne."""
    evaluation = inputs.evaluation
    total = evaluation.gap_share_county + evaluation.gap_share_collective + evaluation.gap_share_households
    if abs(total - 1) > SHARES_AGREE:
        yield problem(
            "evaluation.gap_share_county",
            f"{total:g}",
            "shares of county, collective and households that sum to 1",
            "县财政、村集体、农户承担比例之和为1",
            f"change the shares by {1 - total:+g} in all",
            f"三项比例合计应调整 {1 - total:+g}",
        )


def dates_can_be_counted(inputs: Inputs) -> Iterator[Problem]:
    """Spreadsheets agree on dates from March 1900 to the year 9999 only; no plan needs more than 1950 to 2300."""
    timeline = inputs.timeline
    first, years = timeline.start.year, timeline.periods * MONTHS[timeline.period] / 12
    if not 1950 <= first <= 2300:
        yield problem(
            "timeline.start",
            timeline.start.isoformat(),
            "a date between 1950 and 2300",
            "1950年至2300年之间的日期",
            "correct the date",
            "请更正日期",
        )
    elif first + years > 2300:
        yield problem(
            "timeline.periods",
            f"{timeline.periods}",
            f"a timeline that ends by 2300, not one of {years:g} years",
            f"不晚于2300年结束的时间轴，而非{years:g}年",
            "write fewer periods, or quarters or months (timeline.period)",
            "请减少期数，或改为按季、按月（timeline.period）",
        )


RULES: tuple[Callable[[Inputs], Iterator[Problem]], ...] = (
    ids_are_plain,
    people_fit_households,
    quota_covers_its_uses,
    receipts_add_up,
    receipts_fall_inside,
    *LOAN_RULES,
    items_end_inside,
    formula_or_amount,
    amount_or_units,
    gap_shares_add_up,
    dates_can_be_counted,
)


def _plain(identity: str) -> bool:
    return (
        identity.isascii()
        and identity.isidentifier()
        and identity == identity.lower()
        and "__" not in identity
        and not identity.startswith("_")
        and not iskeyword(identity)
    )


def _bad_id(where: str, identity: str) -> Problem:
    return problem(
        where,
        identity,
        "an id of lower-case letters, digits and single _, not a word of Python such as if or class",
        "由小写字母、数字和单个下划线组成的标识，且不是 if、class 等 Python 保留字",
        "rename it; the name people see stands in label_en and label_zh",
        "请改名；显示名称请填 label_en 与 label_zh",
    )
