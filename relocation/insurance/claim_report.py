"""What is paid on a claim, told: the steps, the part of every tier, the other reading, and the cliffs nearby."""

from __future__ import annotations

from collections.abc import Iterator

from relocation.insurance.claims import REASONS, Claim, Decision, decide, percent_text
from relocation.insurance.scheme import Scheme
from relocation.insurance.tiers import Mode, TierSchedule, cliffs, leaps
from relocation.labels import Label
from relocation.tables.numbers import fen_text
from relocation.tables.record import Amount, Cell, Column, Named, Report, Row, Table

MODES: dict[Mode, Label] = {
    "whole": Label("whole amount: one rate for all of it", "全额：全部按所在档比例"),
    "marginal": Label("by slices: every slice at its own rate", "分段：各段按各档比例"),
}
OTHER: dict[Mode, Mode] = {"whole": "marginal", "marginal": "whole"}
STEPS = (
    Column("step", Label("step", "步骤"), words=True),
    Column("amount", Label("yuan", "元")),
)
TIERS = (
    Column("tier", Label("tier", "档")),
    Column("above", Label("remainder from", "超出部分自")),
    Column("up_to", Label("to", "至")),
    Column("rate", Label("rate", "比例")),
    Column("amount", Label("of it here", "计入本档")),
    Column("paid", Label("paid on it", "补偿")),
)
READINGS = (
    Column("mode", Label("reading", "算法"), words=True),
    Column("paid", Label("paid", "补偿")),
    Column("difference", Label("difference", "差额")),
)
PLACES = (
    Column("kind", Label("what happens", "情形"), words=True),
    Column("self_paid", Label("at\nself-paid", "自付金额")),
    Column("before", Label("paid\nbefore", "此前\n补偿")),
    Column("after", Label("paid\nafter", "此后\n补偿")),
    Column("recovered", Label("recovered\nat", "恢复于")),
    Column("distance", Label("from this\nclaim", "距本次\n自付")),
)
CLIFF = Named("cliff", Label("cliff: paying more loses", "断崖：多付反少补"))
LEAP = Named("leap", Label("leap: gains at once", "跃升：补偿突增"))
OWN_WORDS: dict[Mode, Label] = {"whole": Label("whole", "全额"), "marginal": Label("by slices", "分段")}
RECEIVES = Label(
    "Nothing here is a promise: the scheme's own text decides.", "本结果不构成承诺，以保险条款为准。"
)


def claim_report(scheme: Scheme, claim: Claim, mode: Mode | None = None) -> Report:
    """One claim in a reading of the tiers, the scheme's own if none is named. Raises ProblemsFound."""
    read = scheme.in_mode(mode or scheme.scheme.mode)
    decision = decide(read, claim)
    tables = [_steps(decision)]
    notes = []
    if decision.schedule:
        schedule = read.tier_schedule(decision.schedule)
        tables += [
            _tiers(schedule, claim),
            _readings(scheme, claim, schedule.mode),
            _places(schedule, claim.self_paid),
        ]
        notes = [_reading_note(scheme, schedule.mode), RECEIVES]
    return Report(
        scheme.name,
        (_answer(decision),),
        tuple(tables),
        tuple(notes),
        _facts(read, decision),
    )


def _answer(decision: Decision) -> Label:
    paid, why = fen_text(decision.paid), REASONS[decision.reason]
    return Label(f"Compensation {paid} yuan: {why.en}.", f"补偿 {paid} 元：{why.zh}。")


def _steps(decision: Decision) -> Table:
    rows = [Row((step.label, Amount(step.amount, "fen"))) for step in decision.steps]
    rows.append(Row((REASONS[decision.reason], Amount(decision.paid, "fen")), strong=True))
    return Table("steps", Label("Step by step", "计算步骤"), STEPS, tuple(rows))


def _tiers(schedule: TierSchedule, claim: Claim) -> Table:
    rows = []
    for position, part in enumerate(schedule.parts(claim.self_paid), start=1):
        rows.append(
            Row(
                (
                    Amount(position, "period"),
                    Amount(part.start, "fen"),
                    Amount(part.tier.up_to, "fen"),
                    percent_text(part.tier),
                    Amount(part.amount or None, "fen"),
                    Amount(part.paid if part.amount else None, "fen"),
                )
            )
        )
    title = Label(f"Tiers, read as {MODES[schedule.mode].en}", f"各档（{MODES[schedule.mode].zh}）")
    return Table("tiers", title, TIERS, tuple(rows))


def _readings(scheme: Scheme, claim: Claim, mode: Mode) -> Table:
    here = decide(scheme.in_mode(mode), claim).paid
    rows = []
    for each in (mode, OTHER[mode]):
        paid = decide(scheme.in_mode(each), claim).paid
        rows.append(
            Row(
                (Named(each, MODES[each]), Amount(paid, "fen"), Amount(paid - here, "fen")),
                strong=each == mode,
            )
        )
    return Table("readings", Label("The two readings of the tiers", "两种算法对照"), READINGS, tuple(rows))


def _places(schedule: TierSchedule, self_paid: int) -> Table:
    jumps = sorted([*cliffs(schedule), *leaps(schedule)], key=lambda one: one.self_paid)
    rows = [
        Row(
            (
                CLIFF if jump.lost > 0 else LEAP,
                *(
                    Amount(value, "fen")
                    for value in (jump.self_paid, jump.before, jump.after, jump.recovered)
                ),
                Amount(jump.self_paid - self_paid, "fen"),
            )
        )
        for jump in jumps
    ]
    return Table("cliffs", Label("Cliffs and leaps of this schedule", "断崖与跃升"), PLACES, tuple(rows))


def _reading_note(scheme: Scheme, mode: Mode) -> Label:
    own, asked = OWN_WORDS[scheme.scheme.mode], OWN_WORDS[mode]
    if own != asked:
        return Label(
            f"The scheme declares {own.en}; here it is read {asked.en}.",
            f"方案载明{own.zh}，本次按{asked.zh}计算。",
        )
    return Label(f"The scheme declares its reading: {own.en}.", f"方案载明的算法：{own.zh}。")


def _facts(scheme: Scheme, decision: Decision) -> dict[str, Cell | bool | None]:
    claim = decision.claim
    facts: dict[str, Cell | bool | None] = {
        "cause": claim.cause,
        "group": claim.group,
        "loss": claim.loss or None,
        "court_paid": claim.court_paid,
        "mode": scheme.scheme.mode,
        "self_paid": Amount(claim.self_paid, "fen"),
        "income": None if claim.income is None else Amount(claim.income, "fen"),
        "gate": Amount(scheme.gate(claim.year), "fen") if claim.income is not None else None,
        "schedule": decision.schedule or None,
        "reason": decision.reason,
        "paid": Amount(decision.paid, "fen"),
    }
    if decision.schedule:
        schedule = scheme.tier_schedule(decision.schedule)
        facts |= {
            "deductible": Amount(schedule.deductible, "fen"),
            "remainder": Amount(schedule.remainder(claim.self_paid), "fen"),
            "before_cap": Amount(schedule.before_cap(claim.self_paid), "fen"),
            "cap": None if schedule.cap is None else Amount(schedule.cap, "fen"),
        }
    return facts


SCHEDULES = (
    Column("schedule", Label("schedule", "补偿表"), words=True),
    Column("cause", Label("cause", "原因"), words=True),
    Column("group", Label("group", "对象"), words=True),
    Column("line", Label("warning line", "预警线")),
    Column("tiers", Label("tiers of the remainder", "超出部分各档"), words=True),
    Column("cap", Label("cap", "封顶")),
)


def scheme_report(scheme: Scheme, mode: Mode | None = None) -> Report:
    """All schedules of a scheme with their cliffs: what a claim may be about."""
    read = scheme.in_mode(mode or scheme.scheme.mode)
    rows = []
    for identity, one in read.schedules.items():
        schedule = read.tier_schedule(identity)
        name = read.schedule_name(identity)
        cap = Amount(schedule.cap, "fen")
        rows.append(
            Row((name, one.cause, one.group, Amount(schedule.deductible, "fen"), _tiers_text(schedule), cap))
        )
    table = Table("schedules", Label("Schedules", "补偿表"), SCHEDULES, tuple(rows))
    return Report(
        scheme.name, tuple(_cliff_answers(read)), (table,), (_reading_note(scheme, read.scheme.mode),)
    )


def _tiers_text(schedule: TierSchedule) -> Label:
    english, chinese = [], []
    for tier in schedule.tiers:
        percent = percent_text(tier)
        if tier.up_to is None:
            english.append(f"then {percent}")
            chinese.append(f"以上 {percent}")
        else:
            end = f"{tier.up_to / 100:,g}"
            english.append(f"{'to' if tier.includes_up_to else 'below'} {end} {percent}")
            chinese.append(f"{end}{'及以下' if tier.includes_up_to else '以下'} {percent}")
    return Label("; ".join(english), "；".join(chinese))


def _cliff_answers(scheme: Scheme) -> Iterator[Label]:
    found = scheme.cliffs()
    for identity, places in found.items():
        name = scheme.schedule_name(identity)
        for cliff in places:
            yield Label(f"{name.en}: {cliff.label.en}.", f"{name.zh}：{cliff.label.zh}。")
    if not any(found.values()):
        yield Label("No cliffs: paying more never loses compensation.", "无断崖：多付不会减少补偿。")
