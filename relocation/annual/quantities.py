"""Quantities of the budget summed up by unit: so many m2 of works, so many m2 and households of compensation.

Units are compared as they are typed, without regard to capitals. Nothing is converted: mu stay mu.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from typing import Any

from relocation.labels import Label, Language
from relocation.project.fields import UNITS
from relocation.project.project import Project

# The groups of the budget that state quantities, and the input that says in what.
COUNTED = {"construction": "unit", "compensation": "unit", "subsidies": "basis"}
GROUPS = {
    "construction": Label("Works", "工程"),
    "compensation": Label("Compensation and assistance", "补偿与补助"),
    "subsidies": Label("Subsidies", "财政补助"),
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A sum of quantities in one unit: the items of a group that are counted in it."""

    group: str
    unit: str
    items: tuple[str, ...]  # paths
    amount: float

    @property
    def label(self) -> Label:
        return GROUPS[self.group]

    @property
    def unit_name(self) -> Label:
        """The unit as a reader of the language knows it, else as it is typed."""
        return UNITS.get(self.unit, Label(self.unit, self.unit))

    def to_record(self, lang: Language) -> dict[str, Any]:
        """The sum as `relocation run -f json` prints it."""
        return {
            "group": self.group,
            "label": self.label.text(lang),
            "unit": self.unit,
            "quantity": self.amount,
        }


def quantities_by_unit(project: Project) -> list[Quantity]:
    """The sums of each group in the order in which its units first stand; items without a unit are left out."""
    return [found for group in COUNTED for found in _of_group(project, group)]


def _of_group(project: Project, group: str) -> list[Quantity]:
    units: dict[str, list[tuple[str, str, float]]] = {}
    for identity, item in getattr(project, group).items():
        unit = str(getattr(item, COUNTED[group])).strip()
        if unit:
            units.setdefault(unit.casefold(), []).append((unit, f"{group}.{identity}", item.quantity))
    return [
        Quantity(group, found[0][0], tuple(path for _, path, _ in found), fsum(one for *_, one in found))
        for found in units.values()
    ]
