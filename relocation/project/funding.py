"""Where the money comes from that stays, as a planner states it: land quota and subsidies."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from relocation.project.fields import (
    choice,
    duration_periods,
    number,
    share,
    start_period,
    text,
    whole,
)
from relocation.project.groups import Group, Item


class Receipt(Item):
    """An instalment of the quota money."""

    share: float = share(
        "Share received",
        "到账比例",
        "Share of the quota revenue in this instalment",
        "本期到账占指标收入的比例",
    )
    period: int = whole(
        "period",
        "Period of receipt",
        "到账期次",
        "Period in which it arrives without delay",
        "无延迟时的到账期次",
        low=1,
        high=600,
    )


class LandQuota(Group):
    """Land-quota transfer."""

    area: float = number(
        "mu",
        "Reclaimed area",
        "复垦面积",
        "Area of old homesteads reclaimed",
        "旧宅基地复垦面积",
        0,
        key_figure=True,
        usual=(1, 100_000),
        asked=True,
    )
    resettlement_area: float = number(
        "mu",
        "Land used for resettlement",
        "安置区占用面积",
        "Quota used for the new settlement itself",
        "安置区自用指标",
        0,
    )
    retained_area: float = number(
        "mu", "Quota retained", "留用面积", "Quota the village keeps for later", "村庄留用指标", 0
    )
    acceptance: float = share(
        "Acceptance rate",
        "验收合格率",
        "Share of the reclaimed area that passes acceptance",
        "复垦面积验收合格比例",
        1,
        key_figure=True,
        usual=(0.2, 1),
    )
    price: float = number(
        "yuan/mu",
        "Quota price",
        "指标单价",
        "Price of quota when sold",
        "指标出让单价",
        0,
        key_figure=True,
        usual=(1_000, 5_000_000),
        asked=True,
    )
    delay: int = whole(
        "month",
        "Delay of quota money",
        "指标款延迟",
        "Months by which all instalments arrive late",
        "各期到账延迟月数",
        0,
        high=240,
        key_figure=True,
    )
    receipts: dict[str, Receipt] = Field(default_factory=dict)


class Subsidy(Item):
    """A subsidy: rate x quantity."""

    quantity: float = number(
        "quantity",
        "Number of beneficiaries",
        "补助数量",
        "Persons, households, m2 or mu that are subsidised",
        "受补助的人、户、平方米或亩数",
        key_figure=True,
    )
    rate: float = number(
        "yuan/unit",
        "Subsidy rate",
        "补助标准",
        "Subsidy per person, household, m2 or mu",
        "每人、户、平方米或亩补助额",
        key_figure=True,
        usual=(10, 1e10),
    )
    basis: Literal["person", "household", "m2", "mu", "lump_sum"] = choice(
        "Basis",
        "补助口径",
        "What the rate counts",
        "补助标准的计量对象",
        {
            "person": ("person", "人"),
            "household": ("household", "户"),
            "m2": ("m2", "平方米"),
            "mu": ("mu", "亩"),
            "lump_sum": ("lump sum", "一次性"),
        },
        "lump_sum",
    )
    funder: str = text("Funder", "出资方", "Who pays the subsidy", "补助资金来源")
    start: int = start_period()
    duration: int = duration_periods()
