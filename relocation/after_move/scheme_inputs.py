"""What the file of an insurance scheme states. Each field says its unit, range and meaning in both languages."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from relocation.after_move.poverty_lines import PovertyLine
from relocation.project.fields import choice, name_en, name_zh, number, share, text
from relocation.project.groups import Group, Item

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
