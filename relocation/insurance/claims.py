"""What a scheme pays on a claim, decided step by step so that a household can follow it.

cause and group -> schedule -> remainder above the warning line -> income gate -> tiers -> cap
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from relocation.households.money import LARGEST, decimal_text
from relocation.insurance.scheme import ANY, Scheme
from relocation.insurance.tiers import Tier, TierSchedule
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.names import item_name
from relocation.reading.documents import CORRECT
from relocation.sourced import unknown_name

Reason = Literal["paid", "below_line", "above_gate", "compensated_by_court", "no_schedule"]

REASONS: dict[Reason, Label] = {
    "paid": Label("paid", "予以补偿"),
    "below_line": Label("not above the warning line", "自付额未超过预警线"),
    "above_gate": Label("income above the gate", "收入高于保障线"),
    "compensated_by_court": Label("already compensated by a court", "已获司法赔偿"),
    "no_schedule": Label(
        "the scheme has no schedule for this cause and group", "该原因和对象无适用的补偿标准"
    ),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim. `self_paid` [fen] over `year`; `income` [fen a person and year], None where the gate is not looked at.

    `loss` is the kind of loss of a cause that is routed, such as a traffic accident; `court_paid` says that a court
    awarded a compensation for it already.
    """

    identity: str
    year: int
    cause: str
    group: str
    self_paid: int
    income: int | None
    loss: str = ""
    court_paid: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a decision: what is looked at and the amount [fen], None where there is none."""

    label: Label
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What is paid on a claim [fen], why, and how it comes about."""

    claim: Claim
    paid: int
    reason: Reason
    steps: tuple[Step, ...]
    schedule: str = ""

    def statement(self) -> list[tuple[Label, str]]:
        """The rows of a household's statement: text and amount in yuan."""
        rows = [(step.label, "" if step.amount is None else decimal_text(step.amount)) for step in self.steps]
        last = Label(f"Compensation: {REASONS[self.reason].en}", f"补偿金额：{REASONS[self.reason].zh}")
        return [*rows, (last, decimal_text(self.paid))]


def decide_all(scheme: Scheme, claims: Iterable[Claim]) -> list[Decision]:
    """The decisions on claims, in their order. Raises ProblemsFound with everything wrong with any of them."""
    listed = list(claims)
    problems = [problem for claim in listed for problem in _problems(scheme, claim)]
    if problems:
        raise ProblemsFound(problems)
    return [_decided(scheme, claim) for claim in listed]


def decide(scheme: Scheme, claim: Claim) -> Decision:
    """The decision on one claim. Raises ProblemsFound."""
    [decision] = decide_all(scheme, [claim])
    return decision


def _decided(scheme: Scheme, claim: Claim) -> Decision:
    steps: list[Step] = []
    cause = claim.cause
    route = scheme.route(cause, claim.loss)
    if route is not None:
        steps.append(Step(item_name(f"causes.{claim.cause}", route.label_en, route.label_zh)))
        cause = route.follows
    if route is not None and claim.court_paid:
        return Decision(claim, 0, "compensated_by_court", tuple(steps))
    identity = scheme.schedule_for(cause, claim.group)
    if identity is None:
        return Decision(claim, 0, "no_schedule", tuple(steps))
    schedule = scheme.tier_schedule(identity)
    steps += _remainder_steps(claim, schedule, scheme.schedule_name(identity))
    if not schedule.remainder(claim.self_paid):
        return Decision(claim, 0, "below_line", tuple(steps), identity)
    steps.append(_gate_step(scheme, claim))
    if is_above_gate(scheme, claim):
        return Decision(claim, 0, "above_gate", tuple(steps), identity)
    steps += _tier_steps(schedule, claim.self_paid)
    return Decision(claim, schedule.compensation(claim.self_paid), "paid", tuple(steps), identity)


def _remainder_steps(claim: Claim, schedule: TierSchedule, name: Label) -> Iterator[Step]:
    yield Step(Label("Paid by the household itself", "家庭自付金额"), claim.self_paid)
    yield Step(
        Label(f"Less the warning line ({name.en})", f"减：预警线（{name.zh}）"),
        min(schedule.deductible, claim.self_paid),
    )
    yield Step(Label("Remainder", "超出部分"), schedule.remainder(claim.self_paid))


def is_above_gate(scheme: Scheme, claim: Claim) -> bool:
    """Whether the income is stated and too high. The gate of the year is known, or the claim was refused before."""
    gate = scheme.gate(claim.year)
    return claim.income is not None and gate is not None and claim.income > gate


def _gate_step(scheme: Scheme, claim: Claim) -> Step:
    if claim.income is None:
        said = "Income not stated: the gate was not looked at"
        return Step(Label(said, "未填写收入：未核对收入保障线"))
    line, times = scheme.poverty_lines[claim.year - 1], scheme.income_gate.times
    income, over = decimal_text(claim.income), is_above_gate(scheme, claim)
    return Step(
        Label(
            f"Income of {income} a person is {'above' if over else 'within'} the gate: {times:g} times the line "
            f"of {line.year}, {line.amount:,g}",
            f"人均收入 {income} 元{'高于' if over else '未超过'}保障线（{line.year} 年标准 {line.amount:,g} 元的 {times:g} 倍）",
        ),
        scheme.gate(claim.year),
    )


def _tier_steps(schedule: TierSchedule, self_paid: int) -> Iterator[Step]:
    last = schedule.tier_of(schedule.remainder(self_paid))
    if schedule.mode == "whole":
        percent = percent_text(schedule.tiers[last])
        yield Step(
            Label(
                f"Tier {last + 1}: {percent} of the whole remainder",
                f"第 {last + 1} 档：全部超出部分的 {percent}",
            ),
            schedule.before_cap(self_paid),
        )
    else:
        yield from _slices(schedule, self_paid)
        yield Step(Label("Sum of the slices", "各段合计"), schedule.before_cap(self_paid))
    if schedule.cap is not None and schedule.before_cap(self_paid) > schedule.cap:
        yield Step(Label("No more than the cap", "不超过封顶额"), schedule.cap)


def _slices(schedule: TierSchedule, self_paid: int) -> Iterator[Step]:
    """One step for each slice; the amount is the slice, since only the sum is rounded."""
    for number, part in enumerate(schedule.parts(self_paid), start=1):
        if part.amount:
            percent = percent_text(part.tier)
            yield Step(
                Label(f"Slice {number}, paid at {percent}", f"第 {number} 段，按 {percent} 补偿"), part.amount
            )


def percent_text(tier: Tier) -> str:
    """The rate of a tier as a reader sees it."""
    return f"{float(tier.rate.fraction * 100):g} %"


def _problems(scheme: Scheme, claim: Claim) -> Iterator[Problem]:
    where = claim.identity
    yield from unknown_name(f"{where}.cause", claim.cause, scheme.causes)
    yield from unknown_name(f"{where}.group", claim.group, (*scheme.groups, ANY))
    yield from _loss_unknown(scheme, claim)
    for name, amount in (("self_paid", claim.self_paid), ("income", claim.income)):
        if amount is not None and not _is_amount(amount):
            expected = Label("whole fen, 0 or more", "以分计的整数，不小于0")
            yield Problem(f"{where}.{name}", str(amount)[:40], expected, CORRECT)
    if claim.income is not None and scheme.gate(claim.year) is None:
        known = ", ".join(str(year + 1) for year in sorted(scheme.poverty_lines))
        expected = Label(
            f"a year whose preceding poverty line is known: {known}", f"已知上年贫困标准的年份：{known}"
        )
        remedy = Label(
            "add the line to income_gate.lines of the scheme", "请在 income_gate.lines 中补充该年标准"
        )
        yield Problem(f"{where}.year", str(claim.year), expected, remedy)


def _is_amount(amount: object) -> bool:
    return isinstance(amount, int) and not isinstance(amount, bool) and 0 <= amount <= LARGEST


def _loss_unknown(scheme: Scheme, claim: Claim) -> Iterator[Problem]:
    """A cause that is routed names the kind of loss."""
    losses = [route.loss for route in scheme.routes.values() if route.cause == claim.cause]
    if losses and claim.loss not in losses:
        yield from unknown_name(f"{claim.identity}.loss", claim.loss, losses)
