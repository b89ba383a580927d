"""Where the money goes, as a planner states it: construction, compensation less purchases, yearly flows, own lines."""

from __future__ import annotations

from typing import Literal

from relocation.project.fields import (
    Unit,
    choice,
    duration_periods,
    formula,
    number,
    share,
    start_period,
    unit_text,
    whole,
)
from relocation.project.groups import Item


class Construction(Item):
    """A construction or reclamation item: quantity x rate."""

    quantity: float = number(
        "quantity", "Quantity", "工程量", "Floor area, mu or number", "建筑面积、亩数或数量", key_figure=True
    )
    rate: float = number(
        "yuan/unit", "Unit cost", "单价", "Cost per unit", "每单位造价", key_figure=True, usual=(1, 1e10)
    )
    unit: Unit = unit_text("Counted in", "计量单位", "m2, mu, building", "平方米、亩、栋等", "m2")
    group: Literal["engineering", "housing", "infrastructure", "reclamation", "other"] = choice(
        "Group",
        "类别",
        "What is built; housing and infrastructure are engineering in the fund balance",
        "工程内容；安置住房与基础设施在资金平衡表中列为工程",
        {
            "engineering": ("engineering", "工程"),
            "housing": ("housing", "安置住房"),
            "infrastructure": ("infrastructure", "基础设施"),
            "reclamation": ("reclamation", "复垦"),
            "other": ("other", "其他"),
        },
        "engineering",
    )
    start: int = start_period()
    duration: int = duration_periods()
    shape: Literal["uniform", "s_curve"] = choice(
        "Spending over time",
        "支出分布",
        "Even, or slow-fast-slow",
        "均匀或S曲线",
        {"uniform": ("even", "均匀"), "s_curve": ("S-curve", "S曲线")},
        "uniform",
    )
    physical_contingency: float = share(
        "Physical contingency", "基本预备费率", "Share of the cost set aside", "占造价的比例", 0
    )
    price_contingency: float = share(
        "Price contingency",
        "涨价预备费率",
        "Expected rise of prices a year",
        "预计年涨价率",
        0,
        unit="1/year",
        usual=(0.001, 0.2),
    )


# What an item of construction is, if its id says so and nobody else does.
GROUPS_BY_ID = ("reclamation", "infrastructure", "housing")


def usual_group(identity: str) -> str | None:
    """The group that a word of an id names."""
    words = identity.split("_")
    return next((group for group in GROUPS_BY_ID if group in words), None)


class Compensation(Item):
    """Demolition compensation of one group: quantity x rate."""

    quantity: float = number("quantity", "Quantity", "补偿数量", "Demolished m2, or number", "拆除面积或数量")
    rate: float = number(
        "yuan/unit",
        "Compensation rate",
        "补偿标准",
        "Compensation per unit",
        "每单位补偿额",
        usual=(1, 1e10),
    )
    unit: Unit = unit_text("Counted in", "计量单位", "m2, mu, household", "平方米、亩、户等", "m2")
    group: Literal["structure", "land", "crops", "attachment", "allowance"] = choice(
        "Group",
        "类别",
        "What is compensated",
        "补偿类别",
        {
            "structure": ("structure", "房屋"),
            "land": ("land", "土地"),
            "crops": ("crops", "青苗"),
            "attachment": ("attachment", "附属物"),
            "allowance": ("allowance", "补助费"),
        },
        "structure",
    )
    start: int = start_period()
    duration: int = duration_periods()
    physical_contingency: float = share(
        "Physical contingency",
        "基本预备费率",
        "Share of the compensation set aside for what is not measured yet",
        "为未查明实物预留的比例",
        0,
    )
    price_contingency: float = share(
        "Price contingency",
        "涨价预备费率",
        "Expected rise of compensation rates a year",
        "补偿标准预计年涨幅",
        0,
        unit="1/year",
        usual=(0.001, 0.2),
    )


class Purchase(Item):
    """What households pay for flats and garages: quantity x rate."""

    quantity: float = number("quantity", "Quantity", "购买数量", "m2 of flats, or number", "住房面积或数量")
    rate: float = number(
        "yuan/unit",
        "Price to households",
        "购买单价",
        "Price a household pays per unit",
        "农户每单位支付额",
        usual=(10, 1e7),
    )
    unit: Unit = unit_text("Counted in", "计量单位", "m2, garage", "平方米、间等", "m2")
    start: int = start_period()
    duration: int = duration_periods()


class Yearly(Item):
    """A yearly income or cost after the move: an amount, or quantity x rate."""

    amount: float = number(
        "yuan/year",
        "Amount a year",
        "年金额",
        "Amount in the first year; 0 where quantity and price give it",
        "首年金额；由数量与单价得出时为0",
        0,
        usual=(1_000, 1e10),
        asked=True,
    )
    quantity: float = number(
        "quantity",
        "Quantity a year",
        "年数量",
        "Mu, m2 or number in the first year, instead of an amount",
        "首年的亩数、平方米或数量，与年金额二选一",
        0,
        asked=True,
    )
    rate: float = number(
        "yuan/unit",
        "Price a year",
        "年单价",
        "Per unit and year, such as rent per mu",
        "每单位每年金额，如每亩租金",
        0,
        usual=(0.1, 1e9),
        asked=True,
    )
    unit: Unit = unit_text("Counted in", "计量单位", "mu, m2, household", "亩、平方米、户等", "")
    growth: float = share(
        "Growth a year",
        "年增长率",
        "Growth from one year to the next",
        "逐年增长率",
        0,
        unit="1/year",
        low=-0.5,
        high=0.5,
    )
    start: int = start_period()
    duration: int = whole(
        "period",
        "Number of periods",
        "持续期数",
        "0 = to the end of the timeline",
        "0表示直到期末",
        0,
        high=600,
    )


class Other(Item):
    """A planner's own line."""

    amount: float = number(
        "yuan", "Amount", "金额", "Total over its periods", "各期合计金额", 0, usual=(1_000, 1e10), asked=True
    )
    kind: Literal["revenue", "subsidy", "cost", "financing_in", "financing_out", "capital", "memo"] = choice(
        "Kind",
        "性质",
        "What the line is; fixed when the workbook is written",
        "项目性质，生成工作簿时固定",
        {
            "revenue": ("revenue", "收入"),
            "subsidy": ("subsidy", "补助"),
            "cost": ("cost", "支出"),
            "financing_in": ("financing in", "融资流入"),
            "financing_out": ("financing out", "融资流出"),
            "capital": ("own capital", "项目资本金"),
            "memo": ("memo", "备查"),
        },
        structural=True,
    )
    start: int = start_period()
    duration: int = duration_periods()
    formula: str = formula(
        "Formula", "公式", "Amount of each period as a formula instead of an amount", "以公式给出各期金额"
    )
