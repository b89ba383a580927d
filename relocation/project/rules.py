"""What must hold between inputs. One function per rule; every problem of every rule is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from keyword import iskeyword
from math import ceil

from relocation.labels import Label
from relocation.problems import Problem
from relocation.project.groups import MONTHS
from relocation.project.inputs import Inputs

SHARES_AGREE = 1e-9
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
        for identity in loan.drawdowns:
            if not _plain(identity):
                yield _bad_id(f"loans.{name}.drawdowns.{identity}", identity)


def people_fit_households(inputs: Inputs) -> Iterator[Problem]:
    """Nobody lives in no household, and the poverty register is part of the village."""
    village = inputs.village
    for low, high in (
        ("households", "persons"),
        ("registered_poor_households", "households"),
        ("registered_poor_persons", "persons"),
    ):
        if getattr(village, low) > getattr(village, high):
            yield _problem(
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
        yield _problem(
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
        yield _problem(
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
            yield _too_late(path, period + late, periods)


def drawdowns_fit(inputs: Inputs) -> Iterator[Problem]:
    """Drawdowns are part of the principal and fall between the start and the end of the grace period."""
    for name, loan in inputs.loans.items():
        total = sum(one.share for one in loan.drawdowns.values())
        if total > 1 + SHARES_AGREE:
            yield _problem(
                f"loans.{name}.drawdowns",
                f"{total:g}",
                "shares that sum to at most 1",
                "比例之和不大于1",
                f"lower them by {total - 1:g} in all",
                f"合计应减少 {total - 1:g}",
            )
        last = loan.start + max(loan.grace, 1) - 1
        for identity, one in loan.drawdowns.items():
            if one.share and not loan.start <= one.period <= last:
                yield _problem(
                    f"loans.{name}.drawdowns.{identity}.period",
                    str(one.period),
                    f"a period from {loan.start} to {last}, inside the grace period",
                    f"宽限期内的期次 {loan.start} 至 {last}",
                    f"move it or set loans.{name}.grace to {max(one.period - loan.start + 1, 1)}",
                    f"请调整期次，或将 loans.{name}.grace 设为 {max(one.period - loan.start + 1, 1)}",
                )


def grace_leaves_time(inputs: Inputs) -> Iterator[Problem]:
    """A loan whose grace period eats the term would never be repaid."""
    for name, loan in inputs.loans.items():
        if loan.grace >= loan.term:
            yield _problem(
                f"loans.{name}.grace",
                str(loan.grace),
                f"fewer periods than the term ({loan.term})",
                f"少于贷款期限（{loan.term}期）",
                f"write at most {loan.term - 1} or lengthen loans.{name}.term",
                f"最多填 {loan.term - 1}，或延长 loans.{name}.term",
            )


def loans_end_inside(inputs: Inputs) -> Iterator[Problem]:
    """Interest and repayment after the last period would be missing from every total."""
    for name, loan in inputs.loans.items():
        end = loan.start + loan.term - 1
        if end > inputs.timeline.periods:
            yield _too_late(f"loans.{name}.term", end, inputs.timeline.periods)


def items_end_inside(inputs: Inputs) -> Iterator[Problem]:
    """Payments after the last period would be missing from the cash plan."""
    for group in TIMED_GROUPS:
        for name, item in getattr(inputs, group).items():
            end = item.start + item.duration - 1
            if end > inputs.timeline.periods:
                yield _too_late(f"{group}.{name}.duration", end, inputs.timeline.periods)
    for group in ("income", "costs"):
        for name, item in getattr(inputs, group).items():
            if item.start > inputs.timeline.periods:
                yield _too_late(f"{group}.{name}.start", item.start, inputs.timeline.periods)


def formula_or_amount(inputs: Inputs) -> Iterator[Problem]:
    """A line has one way to its amount."""
    for name, item in inputs.other.items():
        if item.formula and item.amount:
            yield _problem(
                f"other.{name}.amount",
                f"{item.amount:g}",
                "0 where the line has a formula",
                "有公式的项目金额应为0",
                "remove the amount or the formula",
                "请删除金额或公式",
            )


def gap_shares_add_up(inputs: Inputs) -> Iterator[Problem]:
    """Whoever bears the gap, all of it is borne."""
    evaluation = inputs.evaluation
    total = evaluation.gap_share_county + evaluation.gap_share_collective + evaluation.gap_share_households
    if abs(total - 1) > SHARES_AGREE:
        yield _problem(
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
        yield _problem(
            "timeline.start",
            timeline.start.isoformat(),
            "a date between 1950 and 2300",
            "1950年至2300年之间的日期",
            "correct the date",
            "请更正日期",
        )
    elif first + years > 2300:
        yield _problem(
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
    drawdowns_fit,
    grace_leaves_time,
    loans_end_inside,
    items_end_inside,
    formula_or_amount,
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
    return _problem(
        where,
        identity,
        "an id of lower-case letters, digits and single _, not a word of Python such as if or class",
        "由小写字母、数字和单个下划线组成的标识，且不是 if、class 等 Python 保留字",
        "rename it; the name people see stands in label_en and label_zh",
        "请改名；显示名称请填 label_en 与 label_zh",
    )


def _too_late(path: str, period: int, periods: int) -> Problem:
    return _problem(
        path,
        f"period {period}",
        f"an end no later than period {periods}, the last of the timeline",
        f"不晚于时间轴最后一期（第{periods}期）",
        f"set timeline.periods to {period} or more",
        f"请将 timeline.periods 设为 {period} 或更大",
    )


def _problem(where: str, found: str, en: str, zh: str, mend_en: str, mend_zh: str) -> Problem:
    return Problem(where, found, Label(en, zh), Label(mend_en, mend_zh))
