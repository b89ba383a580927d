"""What the file of a livelihood states. Each field says its unit, range and meaning in both languages."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from relocation.project.fields import choice, name_en, name_zh, number, share, text, whole
from relocation.project.groups import Group, Item


def known_or_not(unit: str, en: str, zh: str, help_en: str, help_zh: str) -> Any:
    """A number that a source may leave out; None is not zero."""
    return number(unit, en, zh, f"{help_en}; may be unknown", f"{help_zh}，可不填", None)


class Place(Group):
    """Whose livelihood it is."""

    name_en: str = name_en()
    name_zh: str = name_zh()
    project: str = text(
        "Project", "项目", "Shipped project that counts the people", "载有户数和人数的随附项目", ""
    )
    households: int = whole("household", "Households", "户数", "0: as the project says", "0为按项目所载", 0)
    persons: int = whole("person", "Persons", "人数", "0: as the project says", "0为按项目所载", 0)


class Before(Group):
    """A year before the move."""

    year: int = whole("years", "Year", "年份", "Calendar year", "公历年份", 0, high=2200)
    per_person: float | None = known_or_not(
        "yuan/person", "Income before", "搬迁前人均收入", "A person and year", "每人每年"
    )
    labour_share: float = share(
        "Labour share before", "搬迁前劳务收入占比", "Wages as a share of income", "工资性收入占比", 0
    )


class Stream(Item):
    """One stream of a household's yearly income after the move."""

    per_household: float = number("yuan/household", "Per household", "户均", "A year", "每年")
    per_person: float | None = known_or_not(
        "yuan/person", "Per person as printed", "原文人均", "A year", "每年"
    )
    kind: Literal["land", "labour", "subsidy", "exemption", "business", "other"] = choice(
        "Kind",
        "类别",
        "What the income comes from",
        "收入来源",
        {
            "land": ("land transfer", "土地流转"),
            "labour": ("labour", "劳务"),
            "subsidy": ("subsidy", "补贴"),
            "exemption": ("fee not charged", "费用减免"),
            "business": ("own business", "经营"),
            "other": ("other", "其他"),
        },
        "other",
    )


class Once(Item):
    """Money that a household receives once; it is never part of a yearly income."""

    per_household: float = number("yuan/household", "Per household", "户均", "Once", "一次性")


class Measure(Item):
    """A measure that brings income every year: count x rate."""

    count: float | None = known_or_not("quantity", "Count", "数量", "Jobs, households, mu", "岗位、户、亩等")
    counted_in: str = text("Counted in", "计量单位", "job, household, mu", "岗位、户、亩等", "household")
    rate: float = number("yuan/unit", "Rate a year", "年标准", "Yuan for each", "每单位每年")
    rate_before: float = number(
        "yuan/unit", "Rate before", "原标准", "Yuan for each, before", "此前每单位", 0
    )
    facilities: float | None = known_or_not("quantity", "Facilities", "设施数", "That bring it", "承载设施")
    facility: str = text("Facility", "设施", "factory, station", "工厂、电站等", "")
    recipient: Literal["household", "collective"] = choice(
        "Recipient",
        "受益方",
        "Who receives it",
        "收入归属",
        {"household": ("households", "农户"), "collective": ("village collective", "村集体")},
        "household",
    )
    part_of: str = text(
        "Part of", "属于", "Id of the measure or stream it is part of", "所属措施或收入项编号", ""
    )


class SparedInterest(Item):
    """A loan whose interest somebody else bears for some years."""

    principal: float = number("yuan", "Principal", "本金", "Of one loan", "每笔贷款")
    rate: float = share("Rate spared", "免除的年利率", "A year", "年利率", unit="1/year")
    years: int = whole("years", "Years", "年数", "Without interest", "免息年数", low=1, high=50)
    loans: float | None = known_or_not("quantity", "Loans", "笔数", "Number of loans", "贷款笔数")


class YearlyAmount(Item):
    """A yearly amount of the collective, growing from the first year on."""

    amount: float = number("yuan/year", "Amount", "年金额", "In the first year", "首年金额")
    growth: float = share(
        "Growth", "年增长率", "From one year to the next", "逐年增长", 0, unit="1/year", low=-0.5, high=0.5
    )
    first_year: int = whole("years", "First year", "起始年", "Counted from 1", "从1起", 1, low=1, high=100)


class Collective(Group):
    """The village collective: what it earns, what running the village costs it, and whose it is."""

    before: float = number("yuan/year", "Income before", "搬迁前年收入", "Before the move", "搬迁前", 0)
    share: float = share("Collective share", "集体股占比", "The rest belongs to the members", "其余归成员", 0)
    members: float = number("person", "Members", "成员数", "0: all persons", "0为全体村民", 0)
    years: int = whole("years", "Years ahead", "测算年数", "Horizon", "测算期", 30, low=1, high=100)
    income: dict[str, YearlyAmount] = Field(default_factory=dict)
    costs: dict[str, YearlyAmount] = Field(default_factory=dict)


class RiskAnswer(Group):
    """What is done about one risk of impoverishment, in words of its own."""

    answer_en: str = text("Answer (English)", "措施（英文）", "What is done about it", "应对措施")
    answer_zh: str = text("Answer (Chinese)", "措施（中文）", "What is done about it", "应对措施")
