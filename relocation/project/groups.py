"""The groups of inputs as a planner knows them. Each field says its unit, range and meaning in both languages."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from relocation.project.fields import (
    Day,
    Name,
    Unit,
    choice,
    day,
    formula,
    name_en,
    name_zh,
    number,
    share,
    text,
    unit_text,
    whole,
)


class Group(BaseModel):
    """A frozen group of inputs; an unknown key is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Item(Group):
    """One of several alike, known by its id and by a name in each language."""

    label_en: Name = name_en()
    label_zh: Name = name_zh()


class Village(Group):
    """The village and its people."""

    name_en: Name = text(
        "Village (English)", "村名（英文）", "Name of the village in English", "村庄英文名称"
    )
    name_zh: Name = text(
        "Village (Chinese)", "村名（中文）", "Name of the village in Chinese", "村庄中文名称"
    )
    households: int = whole(
        "household",
        "Households",
        "总户数",
        "Households that are relocated",
        "搬迁总户数",
        0,
        key_figure=True,
        usual=(2, 50_000),
        asked=True,
    )
    persons: int = whole(
        "person",
        "Persons",
        "总人数",
        "Persons in these households",
        "搬迁总人数",
        0,
        key_figure=True,
        usual=(2, 200_000),
        asked=True,
    )
    registered_poor_households: int = whole(
        "household",
        "Registered poor households",
        "建档立卡户数",
        "Households on the poverty register",
        "建档立卡贫困户户数",
        0,
        asked=True,
    )
    registered_poor_persons: int = whole(
        "person",
        "Registered poor persons",
        "建档立卡人数",
        "Persons on the poverty register",
        "建档立卡贫困人口数",
        0,
        asked=True,
    )


MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Timeline(Group):
    """The periods of the model."""

    start: Day = day("First day", "起始日期", "First day of period 1", "第1期的第一天")
    period: Literal["month", "quarter", "year"] = choice(
        "Length of a period",
        "期间长度",
        "Fixed when the workbook is written: relocation template --period",
        "生成工作簿时固定：relocation template --period",
        {"month": ("month", "月"), "quarter": ("quarter", "季"), "year": ("year", "年")},
        "year",
        structural=True,
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


def threshold(unit: str, en: str, zh: str, help_en: str, help_zh: str, default: float) -> Any:
    """A threshold of the verdict. None of these is law: they come from practice, by secondary sources."""
    return number(
        unit,
        en,
        zh,
        f"{help_en}; practice, secondary source, to be confirmed; it warns and does not decide",
        f"{help_zh}；实务惯例，二手资料，待核实；仅提示，不作否决",
        default,
        high=100,
        is_threshold=True,
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
        usual=(0.01, 0.2),
    )
    estimate_lead: float = number(
        "years",
        "Estimate before construction",
        "估算至开工年数",
        "Years from the cost estimate to the start of construction, for price contingency",
        "自投资估算编制至开工的年数，用于涨价预备费",
        0,
        high=50,
    )
    price_contingency_form: Literal["third_edition", "older"] = choice(
        "Form of price contingency",
        "涨价预备费算法",
        "Third edition: prices of mid-year, after the lead; older: prices of year-end, without it",
        "第三版：按年中价格并计估算至开工年数；旧版：按年末价格，不计该年数",
        {"third_edition": ("third edition", "第三版"), "older": ("older", "旧版")},
        "third_edition",
    )
    gap_share_county: float = share(
        "Gap borne by the county",
        "县财政承担缺口的比例",
        "Share of missing money that the county pays; the three shares sum to 1",
        "资金缺口中由县财政承担的比例，三项之和为1",
        1,
    )
    gap_share_collective: float = share(
        "Gap borne by the village collective",
        "村集体承担缺口的比例",
        "Share of missing money that the village collective pays",
        "资金缺口中由村集体承担的比例",
        0,
    )
    gap_share_households: float = share(
        "Gap borne by households",
        "农户承担缺口的比例",
        "Share of missing money that households pay",
        "资金缺口中由农户承担的比例",
        0,
    )
    minimum_dscr: float = threshold(
        "times",
        "Lowest DSCR asked for",
        "偿债备付率下限",
        "Debt service cover of a year",
        "年度偿债备付率",
        1.3,
    )
    minimum_icr: float = threshold(
        "times",
        "Lowest interest cover asked for",
        "利息备付率下限",
        "Interest cover of a year",
        "年度利息备付率",
        2.0,
    )
    minimum_coverage: float = threshold(
        "times",
        "Lowest coverage multiple asked for",
        "本息覆盖倍数下限",
        "All flow against principal and interest",
        "全部净流量对本息的倍数",
        1.2,
    )
    maximum_liabilities: float = threshold(
        "times",
        "Highest liabilities to assets allowed",
        "资产负债率上限",
        "Liabilities against assets in any period",
        "任一期的资产负债率",
        0.6,
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
    unit: Unit = unit_text("Unit", "单位", "Unit of the figure", "数字单位", "yuan")
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
