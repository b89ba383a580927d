"""Norms of village relocation in China (models/norms/china.toml), for warnings only, and the replacement-cost check.

    doubts_by_norms(project)     figures far from a norm, each with the norm, its source and whether it is verified
    replacement_costs(project)   compensation per m2 of each structure beside what an equal new home costs

The second is the question of full replacement cost: a household that loses a square metre should be able to buy a
square metre. shortfall [yuan/m2] = max(0, price of a new m2 to the household - compensation per m2)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from relocation.folders import data_dir
from relocation.labels import Label, Language
from relocation.problems import Problem
from relocation.project.names import is_slot, item_name
from relocation.project.sourced_inputs import SourcedInputs
from relocation.reading.toml_file import load

SQUARE_METRE = {"m2", "m²", "㎡", "平方米", "平米"}
UNITS = {
    "yuan/person": Label("yuan per person", "元/人"),
    "yuan/household": Label("yuan per household", "元/户"),
    "m2/person": Label("m2 per person", "平方米/人"),
    "yuan/mu": Label("yuan/mu", "元/亩"),
    "times": Label("times", "倍"),
}
LOOK = Label("a norm only warns; check the figure and its unit", "标准仅作提醒，请核对数字与单位")


@dataclass(frozen=True, slots=True)
class Norm:
    """One norm. A figure outside value * low .. value * high is doubted; None says that no bound is drawn there."""

    key: str
    value: float
    unit: str
    label: Label
    source: str
    verified: bool
    low: float | None = None
    high: float | None = None

    @property
    def status(self) -> Label:
        """Whether the figure was seen in its source."""
        return Label("verified", "已核实") if self.verified else Label("to be confirmed", "待核实")

    def doubts(self, value: float) -> bool:
        """Whether a figure is further from the norm than its bounds say."""
        below = self.low is not None and value < self.value * self.low
        above = self.high is not None and value > self.value * self.high * (1 + 1e-9)
        return below or above

    def expectation(self) -> Label:
        """The norm as a warning says it."""
        unit = UNITS[self.unit]
        bounds = [self.value * factor for factor in (self.low, self.high) if factor is not None]
        en, zh = (
            " to ".join(f"{bound:,.10g}" for bound in bounds),
            " 至 ".join(f"{bound:,.10g}" for bound in bounds),
        )
        side_en = "" if len(bounds) == 2 else "at least " if self.high is None else "at most "
        side_zh = "" if len(bounds) == 2 else "不低于 " if self.high is None else "不高于 "
        norm_en = "" if self.high == 1 else f"; norm {self.value:,.10g}"
        norm_zh = "" if self.high == 1 else f"；标准 {self.value:,.10g}"
        return Label(
            f"{side_en}{en} {unit.en} ({self.label.en}{norm_en}; {self.status.en})",
            f"{side_zh}{zh} {unit.zh}（{self.label.zh}{norm_zh}；{self.status.zh}）",
        )


@cache
def norms() -> dict[str, Norm]:
    """Every norm of the file by its key."""
    tables = load(data_dir("models") / "norms" / "china.toml")
    return {key: _norm(key, entry) for key, entry in tables.items()}


def _norm(key: str, entry: dict[str, Any]) -> Norm:
    label = Label(entry["label_en"], entry["label_zh"])
    bounds = {side: float(entry[side]) for side in ("low", "high") if side in entry}
    value, unit = float(entry["value"]), str(entry["unit"])
    return Norm(key, value, unit, label, str(entry["source"]), bool(entry["verified"]), **bounds)


def doubts_by_norms(project: SourcedInputs) -> list[Problem]:
    """Warnings about figures that are far from a norm."""
    return [*_subsidies(project), *_quota_price(project), *_floor_area(project), *_own_money(project)]


def _subsidies(project: SourcedInputs) -> Iterator[Problem]:
    """A rate per person far outside what the national plan spent per person."""
    norm = norms()["subsidy_per_person"]
    for identity, item in project.subsidies.items():
        if item.basis == "person" and item.quantity * item.rate > 0 and norm.doubts(item.rate):
            yield _warning(project, f"subsidies.{identity}.rate", item.rate, norm)


def _quota_price(project: SourcedInputs) -> Iterator[Problem]:
    """A price below a tenth of the average trade inside provinces, or above the highest between them."""
    price = project.land_quota.price
    for key in ("quota_price_average", "quota_price_inflow_highest"):
        if price > 0 and norms()[key].doubts(price):
            yield _warning(project, "land_quota.price", price, norms()[key])


def _floor_area(project: SourcedInputs) -> Iterator[Problem]:
    """Floor area per registered person, where it is known: subsidised by the m2, or the whole village is registered."""
    norm, village = norms()["floor_area_per_person"], project.village
    registered = village.registered_poor_persons
    if not registered:
        return
    for identity, subsidy in project.subsidies.items():
        if subsidy.basis == "m2" and subsidy.rate > 0 and norm.doubts(subsidy.quantity / registered):
            path = f"subsidies.{identity}.quantity"
            yield _warning(project, path, subsidy.quantity / registered, norm)
    homes = _homes(project)
    if homes and registered == village.persons and norm.doubts(sum(homes.values()) / registered):
        largest = max(homes, key=lambda identity: homes[identity])
        yield _warning(project, f"purchases.{largest}.quantity", sum(homes.values()) / registered, norm)


def _own_money(project: SourcedInputs) -> Iterator[Problem]:
    """The average household's own money for its new home, where registered households are among those who move."""
    norm, village = norms()["own_money_per_household"], project.village
    bought, paid = (
        sum(item.quantity * item.rate for item in group.values())
        for group in (project.purchases, project.compensation)
    )
    if not village.registered_poor_households or not village.households:
        return
    own = (bought - paid) / village.households
    if own > 0 and norm.doubts(own):
        dearest = max(
            project.purchases,
            key=lambda item: project.purchases[item].quantity * project.purchases[item].rate,
        )
        yield _warning(project, f"purchases.{dearest}.rate", own, norm)


def _homes(project: SourcedInputs) -> dict[str, float]:
    """Square metres that households buy, by purchase."""
    return {
        identity: item.quantity
        for identity, item in project.purchases.items()
        if item.unit.strip().lower() in SQUARE_METRE and item.quantity > 0
    }


def _warning(project: SourcedInputs, path: str, found: float, norm: Norm) -> Problem:
    unit = UNITS[norm.unit]
    remedy = Label(f"{LOOK.en}; source: {norm.source}", f"{LOOK.zh}；来源：{norm.source}")
    return Problem(
        path, f"{found:,.10g} {unit.en}", norm.expectation(), remedy, project.at(path).record.label, "warning"
    )


@dataclass(frozen=True, slots=True)
class ReplacementCost:
    """What is paid for a square metre of one structure, and what the household pays for a new one [yuan/m2]."""

    path: str
    label: Label
    compensation: float
    new_home: float

    @property
    def shortfall(self) -> float:
        """What a household must add for every square metre that it replaces."""
        return max(0.0, self.new_home - self.compensation)

    @property
    def passed(self) -> bool:
        return self.shortfall < 0.005

    def to_record(self, lang: Language = "en") -> dict[str, Any]:
        """The check as `relocation run -f json` prints it."""
        return {
            "path": self.path,
            "label": self.label.text(lang),
            "compensation": self.compensation,
            "new_home": self.new_home,
            "shortfall": self.shortfall,
            "passed": self.passed,
        }


def replacement_costs(project: SourcedInputs) -> list[ReplacementCost]:
    """The replacement-cost check of every structure compensated by the m2; empty where no home is bought by the m2."""
    homes = _homes(project)
    area = sum(homes.values())
    if not area:
        return []
    price = sum(project.purchases[name].rate * quantity for name, quantity in homes.items()) / area
    return [
        ReplacementCost(
            f"compensation.{identity}",
            item_name(f"compensation.{identity}", item.label_en, item.label_zh),
            item.rate,
            price,
        )
        for identity, item in project.compensation.items()
        if item.group == "structure"
        and item.unit.strip().lower() in SQUARE_METRE
        and not (is_slot(identity) and item.quantity * item.rate == 0)
    ]
