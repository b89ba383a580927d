"""The eight risks of impoverishment by displacement (Cernea), and what a project says that it does about each.

The answers are sentences over what the project and the livelihood state. Nothing is scored; where nothing is stated
the row says so, and a planner has to look.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from relocation.insurance.scheme import Scheme
from relocation.labels import Label
from relocation.livelihood.livelihood import RISKS, Livelihood
from relocation.project.names import is_slot, item_name
from relocation.project.project import Project
from relocation.tables.units import UNITS

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


@dataclass(frozen=True, slots=True)
class Stated:
    """All that may say something about a risk; what is missing says nothing."""

    project: Project | None
    livelihood: Livelihood | None
    scheme: Scheme | None = None


Teller = Callable[[Stated], Sayings]


def _streams(livelihood: Livelihood | None, *kinds: str) -> Sayings:
    for identity, stream in (livelihood.after if livelihood else {}).items():
        if stream.kind in kinds:
            name = item_name(f"after.{identity}", stream.label_en, stream.label_zh)
            amount = f"{stream.per_household:,.0f}"
            yield Label(f"{name.en}: {amount} yuan a household and year.", f"{name.zh}：每户每年{amount}元。")


def _measures(livelihood: Livelihood | None) -> Sayings:
    for identity, measure in (livelihood.measures if livelihood else {}).items():
        name = item_name(f"measures.{identity}", measure.label_en, measure.label_zh)
        count = Label("number not known", "数量未知")
        if measure.count is not None:
            count = Label(f"{measure.count:,g} x {measure.counted_in}", f"数量{measure.count:,g}")
        yield Label(
            f"{name.en}: {count.en}, {measure.rate:,.0f} yuan each.",
            f"{name.zh}：{count.zh}，每单位{measure.rate:,.0f}元。",
        )


def _items(project: Project | None, group: str, *kinds: str) -> Sayings:
    """What a group of the project counts, such as 27,370 m2 of flats."""
    for identity, item in (getattr(project, group) if project else {}).items():
        path = f"{group}.{identity}"
        counted = item.quantity and item.unit != "lump sum"
        if counted and not is_slot(path) and (not kinds or item.group in kinds):
            name, unit = (
                item_name(path, item.label_en, item.label_zh),
                UNITS.get(item.unit, Label(item.unit, item.unit)),
            )
            yield Label(
                f"{name.en}: {item.quantity:,g} {unit.en}.", f"{name.zh}：{item.quantity:,g}{unit.zh}。"
            )


def _landlessness(stated: Stated) -> Sayings:
    yield from _items(stated.project, "compensation", "land", "crops")
    yield from _streams(stated.livelihood, "land")


def _joblessness(stated: Stated) -> Sayings:
    yield from _streams(stated.livelihood, "labour", "business")
    yield from _measures(stated.livelihood)


def _homelessness(stated: Stated) -> Sayings:
    yield from _items(stated.project, "compensation", "structure")
    yield from _items(stated.project, "construction", "engineering")
    yield from _items(stated.project, "purchases")


def _marginalisation(stated: Stated) -> Sayings:
    for identity, payment in (stated.livelihood.once if stated.livelihood else {}).items():
        name = item_name(f"once.{identity}", payment.label_en, payment.label_zh)
        amount = f"{payment.per_household:,.0f}"
        yield Label(f"{name.en}: {amount} yuan a household, once.", f"{name.zh}：每户一次性{amount}元。")


def _food(stated: Stated) -> Sayings:
    yield from _streams(stated.livelihood, "subsidy")


def _morbidity(stated: Stated) -> Sayings:
    yield from _streams(stated.livelihood, "exemption")
    scheme = stated.scheme
    if scheme is None:
        return
    for identity, schedule in scheme.schedules.items():
        name, line = scheme.schedule_name(identity), f"{schedule.deductible:,g}"
        yield Label(
            f"Insurance, {name.en}: above {line} yuan self-paid.",
            f"防贫保险（{name.zh}）：自付超过{line}元起补偿。",
        )


def _common_property(stated: Stated) -> Sayings:
    collective = stated.livelihood.collective if stated.livelihood else None
    if collective and collective.income:
        total = sum(flow.amount for flow in collective.income.values())
        yield Label(
            f"The collective earns {total:,.0f} yuan a year; {1 - collective.share:.0%} of it belongs to its members.",
            f"村集体年收入{total:,.0f}元，其中{1 - collective.share:.0%}归成员。",
        )


def _disarticulation(stated: Stated) -> Sayings:
    if stated.project and stated.project.village.households:
        count = f"{stated.project.village.households:,}"
        yield Label(f"{count} households move.", f"共搬迁{count}户。")


TELLERS: dict[str, Teller] = {
    "landlessness": _landlessness,
    "joblessness": _joblessness,
    "homelessness": _homelessness,
    "marginalisation": _marginalisation,
    "food_insecurity": _food,
    "morbidity": _morbidity,
    "common_property": _common_property,
    "disarticulation": _disarticulation,
}


def risk_rows(
    project: Project | None, livelihood: Livelihood | None = None, scheme: Scheme | None = None
) -> list[RiskRow]:
    """The checklist: eight rows in the usual order, for a sheet and a page.

    What a livelihood says of a risk in words of its own stands before what follows from its figures.
    """
    stated = Stated(project, livelihood, scheme)
    rows = []
    for key, name in RISKS.items():
        own = livelihood.risks.get(key) if livelihood else None
        said = [*([Label(own.answer_en, own.answer_zh)] if own else []), *TELLERS[key](stated)]
        answer = (
            Label(" ".join(saying.en for saying in said), "".join(saying.zh for saying in said))
            if said
            else NOTHING
        )
        rows.append(RiskRow(key, name, answer))
    return rows
