"""The eight risks of impoverishment by displacement (Cernea), and what a project says that it does about each.

The answers are sentences over what the project and the livelihood state. Nothing is scored; where nothing is stated
the row says so, and a planner has to look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from relocation.after_move.livelihood import Livelihood
from relocation.labels import Label
from relocation.project.names import is_slot, item_name
from relocation.project.project import Project

NOTHING = Label("Nothing is stated.", "未载明任何措施。")


@dataclass(frozen=True, slots=True)
class RiskRow:
    """One risk: its name, what the project does about it, and whether it states anything at all."""

    key: str
    risk: Label
    answer: Label

    @property
    def stated(self) -> bool:
        """Whether there is an answer."""
        return self.answer != NOTHING


Sayings = Iterator[Label]
Teller = Callable[[Project, "Livelihood | None"], Sayings]


def _streams(livelihood: Livelihood | None, *kinds: str) -> Sayings:
    for identity, one in (livelihood.after if livelihood else {}).items():
        if one.kind in kinds:
            name = item_name(f"after.{identity}", one.label_en, one.label_zh)
            amount = f"{one.per_household:,.0f}"
            yield Label(f"{name.en}: {amount} yuan a household and year.", f"{name.zh}：每户每年{amount}元。")


def _measures(livelihood: Livelihood | None) -> Sayings:
    for identity, one in (livelihood.measures if livelihood else {}).items():
        name = item_name(f"measures.{identity}", one.label_en, one.label_zh)
        count = Label("number not known", "数量未知")
        if one.count is not None:
            count = Label(f"{one.count:,g} x {one.counted_in}", f"数量{one.count:,g}")
        yield Label(
            f"{name.en}: {count.en}, {one.rate:,.0f} yuan each.",
            f"{name.zh}：{count.zh}，每单位{one.rate:,.0f}元。",
        )


def _items(project: Project, group: str, *kinds: str) -> Sayings:
    """What a group of the project counts, such as 27,370 m2 of flats."""
    for identity, one in getattr(project, group).items():
        path = f"{group}.{identity}"
        if one.quantity and not is_slot(path) and (not kinds or one.group in kinds):
            name = item_name(path, one.label_en, one.label_zh)
            yield Label(
                f"{name.en}: {one.quantity:,g} ({one.unit}).", f"{name.zh}：{one.quantity:,g}（{one.unit}）。"
            )


def _landlessness(project: Project, livelihood: Livelihood | None) -> Sayings:
    yield from _items(project, "compensation", "land", "crops")
    yield from _streams(livelihood, "land")


def _joblessness(_: Project, livelihood: Livelihood | None) -> Sayings:
    yield from _streams(livelihood, "labour", "business")
    yield from _measures(livelihood)


def _homelessness(project: Project, _: Livelihood | None) -> Sayings:
    yield from _items(project, "compensation", "structure")
    yield from _items(project, "construction", "engineering")
    yield from _items(project, "purchases")


def _marginalisation(_: Project, livelihood: Livelihood | None) -> Sayings:
    for identity, one in (livelihood.once if livelihood else {}).items():
        name = item_name(f"once.{identity}", one.label_en, one.label_zh)
        amount = f"{one.per_household:,.0f}"
        yield Label(f"{name.en}: {amount} yuan a household, once.", f"{name.zh}：每户一次性{amount}元。")


def _food(_: Project, livelihood: Livelihood | None) -> Sayings:
    yield from _streams(livelihood, "subsidy")


def _morbidity(_: Project, livelihood: Livelihood | None) -> Sayings:
    yield from _streams(livelihood, "exemption")


def _common_property(_: Project, livelihood: Livelihood | None) -> Sayings:
    if livelihood and livelihood.collective.income:
        total = sum(one.amount for one in livelihood.collective.income.values())
        part = 1 - livelihood.collective.share
        yield Label(
            f"The collective earns {total:,.0f} yuan a year; {part:.0%} of it belongs to its members.",
            f"村集体年收入{total:,.0f}元，其中{part:.0%}归成员。",
        )


def _disarticulation(project: Project, _: Livelihood | None) -> Sayings:
    if project.village.households:
        count = f"{project.village.households:,}"
        yield Label(
            f"{count} households move; whether they stay together is not an input of the project.",
            f"共搬迁{count}户；是否整体安置不属于项目输入，须另行说明。",
        )


RISKS: dict[str, tuple[Label, Teller]] = {
    "landlessness": (Label("Landlessness", "失去土地"), _landlessness),
    "joblessness": (Label("Joblessness", "失去工作"), _joblessness),
    "homelessness": (Label("Homelessness", "失去住房"), _homelessness),
    "marginalisation": (Label("Marginalisation", "边缘化"), _marginalisation),
    "food_insecurity": (Label("Food insecurity", "食物无保障"), _food),
    "morbidity": (Label("Increased morbidity", "疾病增加"), _morbidity),
    "common_property": (Label("Loss of common property", "失去公共财产"), _common_property),
    "disarticulation": (Label("Social disarticulation", "社会网络解体"), _disarticulation),
}


def risk_rows(project: Project, livelihood: Livelihood | None = None) -> list[RiskRow]:
    """The checklist: eight rows in the usual order, for a sheet and a page."""
    rows = []
    for key, (name, tell) in RISKS.items():
        said = list(tell(project, livelihood))
        answer = Label(" ".join(one.en for one in said), "".join(one.zh for one in said)) if said else NOTHING
        rows.append(RiskRow(key, name, answer))
    return rows
