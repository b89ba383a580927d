"""The groups of inputs as a planner knows them. Each field says its unit, range and meaning in both languages."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from relocation.project.fields import (
    choice,
    day,
    duration_periods,
    formula,
    name_en,
    name_zh,
    number,
    share,
    start_period,
    text,
    whole,
)


class Group(BaseModel):
    """A frozen group of inputs; an unknown key is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Item(Group):
    """One of several alike, known by its id and by a name in each language."""

    label_en: str = name_en()
    label_zh: str = name_zh()


class Village(Group):
    """The village and its people."""

    name_en: str = text("Village (English)", "村名（英文）", "Name of the village in English", "村庄英文名称")
    name_zh: str = text("Village (Chinese)", "村名（中文）", "Name of the village in Chinese", "村庄中文名称")
    households: int = whole(
        "household",
        "Households",
        "总户数",
        "Households that are relocated",
        "搬迁总户数",
        low=1,
        key_figure=True,
    )
    persons: int = whole("person", "Persons", "总人数", "Persons in these households", "搬迁总人数", low=1)
    registered_poor_households: int = whole(
        "household",
        "Registered poor households",
        "建档立卡户数",
        "Households on the poverty register",
        "建档立卡贫困户户数",
        0,
    )
    registered_poor_persons: int = whole(
        "person",
        "Registered poor persons",
        "建档立卡人数",
        "Persons on the poverty register",
        "建档立卡贫困人口数",
        0,
    )


class Timeline(Group):
    """The periods of the model."""

    start: date = day("First day", "起始日期", "First day of period 1", "第1期的第一天")
    period: Literal["month", "quarter", "year"] = choice(
        "Length of a period",
        "期间长度",
        "Month, quarter or year",
        "按月、季或年",
        {"month": ("month", "月"), "quarter": ("quarter", "季"), "year": ("year", "年")},
        "year",
    )
    periods: int = whole(
        "period",
        "Number of periods",
        "期数",
        "Fixed when the workbook is written: relocation template --periods",
        "生成工作簿时固定：relocation template --periods",
        12,
        low=1,
        high=600,
        structural=True,
    )


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
    )
    price: float = number(
        "yuan/mu", "Quota price", "指标单价", "Price of quota when sold", "指标出让单价", 0, key_figure=True
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


class Construction(Item):
    """A construction or reclamation item: quantity x rate."""

    quantity: float = number(
        "quantity", "Quantity", "工程量", "Floor area, mu or number", "建筑面积、亩数或数量", key_figure=True
    )
    rate: float = number("yuan/unit", "Unit cost", "单价", "Cost per unit", "每单位造价", key_figure=True)
    unit: str = text("Counted in", "计量单位", "m2, mu, building", "平方米、亩、栋等", "m2")
    group: Literal["engineering", "reclamation", "other"] = choice(
        "Group",
        "类别",
        "Heading in the fund balance",
        "资金平衡表中的类别",
        {
            "engineering": ("engineering", "工程"),
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


class Compensation(Item):
    """Demolition compensation of one group: quantity x rate."""

    quantity: float = number("quantity", "Quantity", "补偿数量", "Demolished m2, or number", "拆除面积或数量")
    rate: float = number(
        "yuan/unit", "Compensation rate", "补偿标准", "Compensation per unit", "每单位补偿额"
    )
    unit: str = text("Counted in", "计量单位", "m2, mu, household", "平方米、亩、户等", "m2")
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


class Purchase(Item):
    """What households pay for flats and garages: quantity x rate."""

    quantity: float = number("quantity", "Quantity", "购买数量", "m2 of flats, or number", "住房面积或数量")
    rate: float = number(
        "yuan/unit", "Price to households", "购买单价", "Price a household pays per unit", "农户每单位支付额"
    )
    unit: str = text("Counted in", "计量单位", "m2, garage", "平方米、间等", "m2")
    start: int = start_period()
    duration: int = duration_periods()


class Drawdown(Item):
    """A scheduled drawdown of a loan."""

    share: float = share("Share drawn", "提款比例", "Share of the principal drawn", "占贷款本金的比例")
    period: int = whole(
        "period",
        "Period of drawdown",
        "提款期次",
        "Period in which it is drawn",
        "提款所在期次",
        low=1,
        high=600,
    )


class Loan(Item):
    """A bank loan."""

    principal: float = number(
        "yuan", "Loan principal", "贷款本金", "Amount borrowed", "借款金额", key_figure=True
    )
    rate: float = share(
        "Interest rate",
        "贷款年利率",
        "Nominal rate a year; a month bears a twelfth",
        "名义年利率，每月计十二分之一",
        unit="1/year",
        key_figure=True,
    )
    term: int = whole(
        "period",
        "Term",
        "贷款期限",
        "Periods from the first drawdown to the last repayment",
        "自首次提款至还清的期数",
        low=1,
        high=600,
        key_figure=True,
    )
    grace: int = whole(
        "period",
        "Grace period",
        "宽限期",
        "Periods inside the term without repayment of principal",
        "期限内不还本的期数",
        0,
        high=599,
    )
    grace_interest: Literal["paid", "capitalised"] = choice(
        "Interest in grace",
        "宽限期利息",
        "Paid, or added to the loan",
        "支付或计入本金",
        {"paid": ("paid", "支付"), "capitalised": ("capitalised", "资本化")},
        "paid",
    )
    method: Literal["annuity", "equal_principal", "bullet"] = choice(
        "Repayment",
        "还款方式",
        "Level payment, equal principal or all at the end",
        "等额本息、等额本金或到期还本",
        {
            "annuity": ("level payment", "等额本息"),
            "equal_principal": ("equal principal", "等额本金"),
            "bullet": ("bullet", "到期还本"),
        },
        "equal_principal",
    )
    draw_interest: Literal["half_period", "full", "none"] = choice(
        "Interest on drawdown",
        "提款当期计息",
        "For how much of the period of drawdown interest runs",
        "提款当期按多少时间计息",
        {
            "half_period": ("half the period", "按半期"),
            "full": ("the whole period", "按全期"),
            "none": ("none", "不计"),
        },
        "half_period",
    )
    start: int = whole(
        "period",
        "First drawdown",
        "首次提款期次",
        "Period in which the loan's clock starts",
        "贷款起算的期次",
        1,
        low=1,
        high=600,
    )
    lender: str = text("Lender", "贷款银行", "Bank or fund", "银行或基金")
    drawdowns: dict[str, Drawdown] = Field(default_factory=dict)


class Yearly(Item):
    """A yearly income or cost after the move."""

    amount: float = number("yuan/year", "Amount a year", "年金额", "Amount in the first year", "首年金额")
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

    amount: float = number("yuan", "Amount", "金额", "Total over its periods", "各期合计金额", 0)
    kind: Literal["revenue", "subsidy", "cost", "financing_in", "financing_out", "memo"] = choice(
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
            "memo": ("memo", "备查"),
        },
        structural=True,
    )
    start: int = start_period()
    duration: int = duration_periods()
    formula: str = formula(
        "Formula", "公式", "Amount of each period as a formula instead of an amount", "以公式给出各期金额"
    )


class Evaluation(Group):
    """Parameters of the appraisal."""

    discount_rate: float = share(
        "Discount rate",
        "折现率",
        "Yearly rate at which later money counts less",
        "未来资金折算现值的年率",
        0.05,
        unit="1/year",
        key_figure=True,
    )


class Published(Item):
    """A figure that a source prints, to be compared with ours."""

    value: float = number(
        "number",
        "Figure as printed",
        "原文数字",
        "The figure in plain units",
        "原文数字（基本单位）",
        low=-1e13,
    )
    unit: str = text("Unit", "单位", "Unit of the figure", "数字单位", "yuan")
    formula: str = formula("Formula", "公式", "How our model gives the figure", "本模型得出该数字的公式")
    tolerance: float = number(
        "number", "Tolerance", "容差", "Largest difference that counts as equal", "视为一致的最大差额", 0.5
    )
    printed: str = text("As printed", "原文表述", "The wording of the source", "原文表述")
    discrepancy: Literal["no", "yes"] = choice(
        "Contradicts itself",
        "原文自相矛盾",
        "Whether the source's own figures disagree",
        "原文数字是否不一致",
        {"no": ("no", "否"), "yes": ("yes", "是")},
        "no",
    )
