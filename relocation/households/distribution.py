"""How an amount is spread over households: quartiles, extremes, those below zero; by group, option or registration.

quartile q of n sorted amounts: between the amounts at (n - 1) * q / 4, straight, to the nearest fen
                                (the inclusive quartile of spreadsheet programs)
mean                          : total / n to the nearest fen
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from relocation.households.columns import GROUP
from relocation.households.money import Column, rounded, total
from relocation.households.roster import Roster
from relocation.households.rules import RuleSet
from relocation.labels import Label, Language

By = Literal["group", "option", "registered"]

ALL = Label("all households", "全部农户")
REGISTERED_OR_NOT = (Label("not registered", "非建档立卡户"), Label("registered poor", "建档立卡户"))
NO_GROUP = Label("without group", "未分组")
HEADINGS: dict[str, Label] = {
    "group": Label("Group", "分组"),
    "households": Label("Households", "户数"),
    "below_zero": Label("Below zero", "低于零的户数"),
    "minimum": Label("Minimum", "最小值"),
    "lower_quartile": Label("Lower quartile", "下四分位数"),
    "median": Label("Median", "中位数"),
    "upper_quartile": Label("Upper quartile", "上四分位数"),
    "maximum": Label("Maximum", "最大值"),
    "mean": Label("Mean", "平均值"),
    "total": Label("Total", "合计"),
}


@dataclass(frozen=True, slots=True)
class Distribution:
    """The spread of one amount [fen] over the households of one group; no quartiles where they were not kept."""

    group: Label
    households: int
    below_zero: int
    minimum: int
    lower_quartile: int | None
    median: int | None
    upper_quartile: int | None
    maximum: int
    mean: int
    total: int

    def record(self, lang: Language = "en") -> dict[str, Any]:
        """The distribution as plain data, amounts in fen."""
        return {**asdict(self), "group": self.group.text(lang)}


def distribution(amounts: Column, group: Label = ALL) -> Distribution:
    """The spread of amounts, of which there is at least one."""
    ordered = np.sort(amounts)
    count, whole = len(ordered), total(ordered)
    lower, median, upper = (_quartile(ordered, quarter) for quarter in (1, 2, 3))
    below = int((ordered < 0).sum())
    mean = rounded(whole, count)
    low, high = int(ordered[0]), int(ordered[-1])
    return Distribution(group, count, below, low, lower, median, upper, high, mean, whole)


def _quartile(ordered: Column, quarter: int) -> int:
    at, rest = divmod((len(ordered) - 1) * quarter, 4)
    low, high = int(ordered[at]), int(ordered[min(at + 1, len(ordered) - 1)])
    return rounded(low * (4 - rest) + high * rest, 4)


def groups_of(roster: Roster, rules: RuleSet, by: By) -> list[tuple[Label, Column]]:
    """The groups of households that exist, each with the positions of its households."""
    if by == "group":
        names = np.array(roster.texts[GROUP.key], dtype=object)
        return [(_named(name), np.flatnonzero(names == name)) for name in sorted(set(names.tolist()))]
    if by == "option":
        codes, labels = roster.batch(rules)["option"], [option.label for option in rules.options]
    else:
        codes, labels = roster.numbers["registered"], list(REGISTERED_OR_NOT)
    parts = [(label, np.flatnonzero(codes == code)) for code, label in enumerate(labels)]
    return [(label, rows) for label, rows in parts if len(rows)]


def _named(name: str) -> Label:
    return Label(name, name) if name else NO_GROUP
