"""What a source prints: facts and figures as their files state them, the units they are in, and a figure beside ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from relocation.labels import Label
from relocation.problems import Problem
from relocation.project.fields import choice, name_en, name_zh, number, text, whole
from relocation.project.groups import Group, Item
from relocation.sourced import SourcedDocument, problem
from relocation.tables.units import fact_unit

Status = Literal["AGREES", "ROUNDED", "DISCREPANCY", "DERIVED"]

STATUSES: dict[Status, Label] = {
    "AGREES": Label("agrees", "一致"),
    "ROUNDED": Label("rounded", "取整"),
    "DISCREPANCY": Label("discrepancy", "不符"),
    "DERIVED": Label("derived", "推算"),
}


def status_choice() -> Any:
    """What a figure is declared to be."""
    return choice(
        "Status",
        "状态",
        "How ours and the printed figure compare",
        "本模型与原文的关系",
        {key: (label.en, label.zh) for key, label in STATUSES.items()},
    )


def unit_text() -> Any:
    """A unit made of known words."""
    return text("Unit", "单位", "Such as yuan/mu/year", "如 yuan/mu/year")


def expression_text(en: str, zh: str) -> Any:
    """A formula over names such as lujia.village.households; not a row of any workbook."""
    return text(
        en, zh, f"{en}: a formula over facts, inputs and results", f"{zh}：由事实、输入与结果组成的公式"
    )


class Fact(Item):
    """A number that a source prints, or that follows from it."""

    number: float = number("number", "Number", "数值", "In the unit stated", "按所载单位", low=-1e13)
    unit: str = unit_text()


class FactFile(SourcedDocument):
    """Facts about one subject."""

    facts: dict[str, Fact] = Field(default_factory=dict)

    def broken_rules(self) -> Iterator[Problem]:
        """Units are made of known words."""
        for identity, fact in self.facts.items():
            yield from _unknown_unit(f"facts.{identity}.unit", fact.unit)


class Section(Group):
    """The heading of a file of figures, and its place among the others."""

    name_en: str = name_en()
    name_zh: str = name_zh()
    order: int = whole("number", "Order", "次序", "Place among the sections", "各节次序", 0)


class Figure(Item):
    """A figure of a paper: as printed and as ours. `against` is what a discrepancy is held against if nothing is printed."""

    ours: str = expression_text("Ours", "本模型")
    printed: str = text(
        "Printed", "原文", "Number, or name of a fact; empty if not printed", "数值或事实名", ""
    )
    against: str = text("Held against", "对照值", "Where nothing is printed", "原文未载时", "")
    unit: str = unit_text()
    tolerance: float = number("number", "Tolerance", "容差", "Largest difference", "最大差额", 0)
    status: Status = status_choice()


class DollarFigure(Group):
    """An amount that a paper prints in US dollars too: amount x rate, cut off or rounded to a step."""

    amount: str = expression_text("Amount in yuan", "人民币金额")
    printed: float = number("number", "Printed", "原文", "US dollars", "美元")
    rate: str = expression_text("Exchange rate", "汇率")
    step: float = number("number", "Step", "末位单位", "Of the last printed digit", "原文末位", 1)
    cut: Literal["cut_off", "rounded"] = choice(
        "Last digit",
        "末位处理",
        "How the printed figure was shortened",
        "原文取整方式",
        {"cut_off": ("cut off", "截尾"), "rounded": ("rounded", "四舍五入")},
        "cut_off",
    )
    status: Status = status_choice()


class FigureFile(SourcedDocument):
    """Figures of one section of a paper."""

    section: Section
    figures: dict[str, Figure] = Field(default_factory=dict)
    dollars: dict[str, DollarFigure] = Field(default_factory=dict)

    def broken_rules(self) -> Iterator[Problem]:
        """Units are made of known words."""
        for identity, figure in self.figures.items():
            yield from _unknown_unit(f"figures.{identity}.unit", figure.unit)


@dataclass(frozen=True, slots=True)
class FigureResult:
    """One figure with its numbers. `printed` is None where the paper does not print it.

    `reference` is what ours is held against: the printed figure, or what a contradiction contradicts. `rate` is, of an
    amount in dollars, the yuan a dollar that the printed figure implies.
    """

    identity: str
    section: Label
    label: Label
    unit: Label
    place: str
    printed: float | None
    reference: float | None
    ours: float
    tolerance: float
    declared: Status
    status: Status
    note: Label
    formula: str
    rate: float | None = None

    @property
    def difference(self) -> float | None:
        """Ours less what it is held against."""
        return None if self.reference is None else self.ours - self.reference


def _unknown_unit(where: str, unit: str) -> Iterator[Problem]:
    try:
        fact_unit(unit)
    except KeyError as word:
        known = Label("a unit such as yuan/mu/year", "单位，如 yuan/mu/year")
        yield problem(where, str(word.args[0]), known)
