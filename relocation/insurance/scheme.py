"""An insurance scheme against falling back into poverty, declared in a file such as models/schemes/wei_county.toml.

gate of a year [yuan a person] = times * national poverty line of the year before
premium of a year [yuan] = premium a person * insured share * rural population
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import Literal

from pydantic import Field

from relocation.households.money import FEN, JIAO, YUAN, Ratio, rounded
from relocation.insurance.poverty_lines import PovertyLine, national_lines, twice_stated
from relocation.insurance.tiers import Cliff, Mode, Tier, TierSchedule, cliffs
from relocation.labels import Label
from relocation.problems import Problem
from relocation.project.fields import choice, name_en, name_zh, number, share, text
from relocation.project.groups import Group, Item
from relocation.project.names import item_name
from relocation.reading.values import NotHundredths, hundredths_of_double
from relocation.sourced import SourcedDocument, document, problem, unknown_name

ANY = "any"  # a schedule for every group


class SchemeName(Group):
    """The scheme, and how its tiers are read."""

    name_en: str = name_en()
    name_zh: str = name_zh()
    mode: Literal["whole", "marginal"] = choice(
        "Reading of the tiers",
        "阶梯算法",
        "Whole: one rate for all of the remainder; marginal: every slice at the rate of its tier",
        "whole：余额全部按所在档比例；marginal：分段按各档比例",
        {"whole": ("whole amount", "全额"), "marginal": ("by slices", "分段")},
    )
    rounding: Literal["fen", "jiao", "yuan"] = choice(
        "Rounded to",
        "取整到",
        "Unit to which a compensation is rounded, half away from zero",
        "补偿金额四舍五入到的单位",
        {"fen": ("fen", "分"), "jiao": ("jiao", "角"), "yuan": ("yuan", "元")},
        "fen",
    )


class TierInput(Group):
    """One tier of the remainder."""

    rate: float = share("Rate", "补偿比例", "Share of the remainder that is paid", "余额的补偿比例")
    up_to: float = number("yuan", "Up to", "上限", "End of the tier; 0 for the last", "本档上限，末档为0", 0)
    includes_up_to: Literal["yes", "no"] = choice(
        "End belongs to the tier",
        "上限属本档",
        "Whether a remainder of exactly the end is still of this tier",
        "余额恰为上限时是否仍属本档",
        {"yes": ("yes", "是"), "no": ("no", "否")},
        "yes",
    )


class ScheduleInput(Item):
    """The schedule of one cause for one group of households."""

    cause: str = text("Cause", "致贫原因", "Id of a cause", "原因编号")
    group: str = text("Group", "对象", f"Id of a group, or {ANY}", f"对象编号，或 {ANY}", ANY)
    deductible: float = number(
        "yuan",
        "Warning line",
        "预警线",
        "What a household pays itself first; above it the scheme looks and pays",
        "自付起付额；超过后触发核查与补偿",
    )
    cap: float = number("yuan", "Cap", "封顶额", "Largest compensation; 0 for none", "补偿上限，0为不封顶", 0)
    tiers: dict[str, TierInput] = Field(default_factory=dict)


class RouteInput(Item):
    """A cause that has no schedule of its own: by the kind of loss it follows another cause."""

    cause: str = text("Cause", "原因", "Id of the routed cause", "被转接的原因编号")
    loss: str = text("Loss", "损失类型", "Id of the kind of loss", "损失类型编号")
    follows: str = text("Follows", "适用", "Id of the cause whose schedule holds", "适用规则的原因编号")


class IncomeGate(Group):
    """Only households at or below it are paid: times the national line of the year before."""

    times: float = number("times", "Times last year's line", "上年标准倍数", "Factor", "倍数", high=100)
    lines: dict[str, PovertyLine] = Field(default_factory=dict)


class FundTerms(Group):
    """The money of the scheme."""

    premium: float = number(
        "yuan/person", "Premium a year", "年保费", "For each insured person", "每名参保人"
    )
    insured_share: float = share(
        "Insured share", "参保比例", "Share of the rural population", "占农村人口比例"
    )
    rural_population: float = number(
        "person", "Rural population", "农村人口", "Of the county", "全县农村人口"
    )
    opening: float = number(
        "yuan", "Opening balance", "期初结余", "Before the first year", "首年之前的结余", 0
    )


class IncidenceInput(Group):
    """How often a schedule is called upon and how much is then self-paid: five points of the distribution."""

    schedule: str = text("Schedule", "补偿表", "Id of a schedule", "补偿表编号")
    cases: float = number("number", "Cases a year", "年均件数", "Expected claims", "预计件数", high=1e6)
    lowest: float = number("yuan", "Lowest", "最低", "Lowest self-paid amount", "最低自付额")
    median: float = number("yuan", "Median", "中位数", "Half are below", "半数低于此")
    ninth_decile: float = number(
        "yuan", "90th percentile", "第90百分位", "Nine of ten are below", "九成低于此"
    )
    ninety_ninth: float = number(
        "yuan", "99th percentile", "第99百分位", "99 of 100 are below", "百分之九十九低于此"
    )
    highest: float = number("yuan", "Highest", "最高", "Highest self-paid amount", "最高自付额")


ROUNDING = {"fen": FEN, "jiao": JIAO, "yuan": YUAN}
FINEST_RATE = 1_000_000  # largest denominator of a rate, so that whole columns stay within 64 bits


class Scheme(SourcedDocument):
    """A declared scheme: who, for what, above which line, by which tiers, and with which money."""

    scheme: SchemeName
    groups: dict[str, Item] = Field(default_factory=dict)
    causes: dict[str, Item] = Field(default_factory=dict)
    losses: dict[str, Item] = Field(default_factory=dict)
    schedules: dict[str, ScheduleInput] = Field(default_factory=dict)
    routes: dict[str, RouteInput] = Field(default_factory=dict)
    income_gate: IncomeGate
    fund: FundTerms
    incidence: dict[str, IncidenceInput] = Field(default_factory=dict)

    @property
    def name(self) -> Label:
        """What the scheme is called."""
        return Label(self.scheme.name_en, self.scheme.name_zh)

    def schedule_name(self, identity: str) -> Label:
        """What a schedule is called: its names, else its id."""
        stated = self.schedules[identity]
        return item_name(f"schedules.{identity}", stated.label_en, stated.label_zh)

    def in_mode(self, mode: Mode) -> Scheme:
        """The same scheme with its tiers read in a mode."""
        return self.model_copy(update={"scheme": self.scheme.model_copy(update={"mode": mode})})

    def tier_schedule(self, identity: str, mode: Mode | None = None) -> TierSchedule:
        """A schedule in fen, read as the scheme says or in another mode."""
        stated = self.schedules[identity]
        tiers = tuple(
            Tier(Ratio.of(tier.rate), _fen(tier.up_to) if tier.up_to else None, tier.includes_up_to == "yes")
            for tier in stated.tiers.values()
        )
        cap = _fen(stated.cap) if stated.cap else None
        base = ROUNDING[self.scheme.rounding]
        return TierSchedule(_fen(stated.deductible), tiers, mode or self.scheme.mode, cap, base)

    def schedule_for(self, cause: str, group: str) -> str | None:
        """The id of the schedule that holds for a cause and a group; one for this very group goes before any."""
        for wanted in (group, ANY):
            for identity, schedule in self.schedules.items():
                if (schedule.cause, schedule.group) == (cause, wanted):
                    return identity
        return None

    def route(self, cause: str, loss: str) -> RouteInput | None:
        """The route of a cause and a kind of loss, if there is one."""
        return next(
            (route for route in self.routes.values() if (route.cause, route.loss) == (cause, loss)), None
        )

    @cached_property
    def poverty_lines(self) -> dict[int, PovertyLine]:
        """The national lines by year; those that the scheme states itself go before."""
        own = self.income_gate.lines.values()
        return {line.year: line for line in (*national_lines().lines.values(), *own)}

    def gate(self, year: int) -> int | None:
        """The income a person [fen a year] above which nothing is paid; None where last year's line is not known."""
        line = self.poverty_lines.get(year - 1)
        if line is None:
            return None
        exact = Ratio.of(self.income_gate.times).fraction * _fen(line.amount)
        return rounded(exact.numerator, exact.denominator)

    @property
    def yearly_premium(self) -> int:
        """What the fund receives a year [fen]."""
        terms = self.fund
        exact = Ratio.of(terms.insured_share).fraction * _fen(terms.premium)
        exact *= Ratio.of(terms.rural_population).fraction
        return rounded(exact.numerator, exact.denominator)

    def cliffs(self, mode: Mode | None = None) -> dict[str, list[Cliff]]:
        """The check of every schedule: where paying more loses compensation."""
        return {identity: cliffs(self.tier_schedule(identity, mode)) for identity in self.schedules}

    def broken_rules(self) -> Iterator[Problem]:
        """Names lead somewhere, tiers ascend, and amounts are whole fen."""
        yield from twice_stated(self.income_gate.lines, "income_gate.lines")
        for identity, schedule in self.schedules.items():
            yield from unknown_name(f"schedules.{identity}.cause", schedule.cause, self.causes)
            yield from unknown_name(f"schedules.{identity}.group", schedule.group, (*self.groups, ANY))
            yield from _tiers_ascend(f"schedules.{identity}", schedule)
            yield from _finer_than_fen(f"schedules.{identity}", schedule)
        yield from self._stated_twice()
        for identity, route in self.routes.items():
            yield from unknown_name(f"routes.{identity}.cause", route.cause, self.causes)
            yield from unknown_name(f"routes.{identity}.loss", route.loss, self.losses)
            yield from unknown_name(f"routes.{identity}.follows", route.follows, self.causes)
        for identity, rate in self.incidence.items():
            yield from unknown_name(f"incidence.{identity}.schedule", rate.schedule, self.schedules)
            yield from _points_ascend(f"incidence.{identity}", rate)

    def _stated_twice(self) -> Iterator[Problem]:
        seen: dict[tuple[str, str], str] = {}
        for identity, schedule in self.schedules.items():
            other = seen.setdefault((schedule.cause, schedule.group), identity)
            if other != identity:
                expected = Label(
                    f"one schedule for a cause and a group; {other} is there already",
                    f"同一原因和对象只能有一张补偿表，已有 {other}",
                )
                yield problem(f"schedules.{identity}", f"{schedule.cause}, {schedule.group}", expected)


def load_scheme(name: str) -> Scheme:
    """A scheme that comes with the package, such as wei_county, or the one in a .toml file. Raises ProblemsFound."""
    return Scheme.read(document("schemes", name))


def _fen(yuan: float) -> int:
    return hundredths_of_double(float(yuan))


def _tiers_ascend(where: str, schedule: ScheduleInput) -> Iterator[Problem]:
    tiers = list(schedule.tiers.items())
    if not tiers:
        yield problem(f"{where}.tiers", "", Label("at least one tier", "至少一档"))
        return
    ends = [(identity, tier.up_to) for identity, tier in tiers]
    for (_, below), (identity, end) in pairwise([("", 0.0), *ends[:-1]]):
        if end <= below:
            expected = Label(f"a bound above {below:g} yuan", f"大于 {below:g} 元的上限")
            yield problem(f"{where}.tiers.{identity}.up_to", f"{end:g}", expected)
    last, end = ends[-1]
    if end:
        expected = Label("0: the last tier has no end", "0：末档不设上限")
        yield problem(f"{where}.tiers.{last}.up_to", f"{end:g}", expected)


def _finer_than_fen(where: str, schedule: ScheduleInput) -> Iterator[Problem]:
    amounts = {"deductible": schedule.deductible, "cap": schedule.cap}
    amounts |= {f"tiers.{identity}.up_to": tier.up_to for identity, tier in schedule.tiers.items()}
    for name, amount in amounts.items():
        try:
            _fen(amount)
        except NotHundredths:
            expected = Label("an amount in whole fen", "精确到分的金额")
            yield problem(f"{where}.{name}", f"{amount!r}", expected)
    for identity, tier in schedule.tiers.items():
        if Ratio.of(tier.rate).denominator > FINEST_RATE:
            expected = Label("a rate of at most six decimals", "至多六位小数的比例")
            yield problem(f"{where}.tiers.{identity}.rate", f"{tier.rate!r}", expected)


def _points_ascend(where: str, rate: IncidenceInput) -> Iterator[Problem]:
    names = ("lowest", "median", "ninth_decile", "ninety_ninth", "highest")
    for low, high in pairwise(names):
        if getattr(rate, low) > getattr(rate, high):
            expected = Label(
                f"at least {low} = {getattr(rate, low):g}", f"不小于 {low} = {getattr(rate, low):g}"
            )
            yield problem(f"{where}.{high}", f"{getattr(rate, high):g}", expected)
