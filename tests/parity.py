"""A workbook beside the numbers that Python has for it, and where another program's numbers differ from them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from math import isclose
from typing import Any

from relocation.appraisal import Appraisal
from relocation.excel.layout.inputs import cell_value, input_cells, inputs_layout
from relocation.excel.layout.kinds import SHEETS
from relocation.excel.workbook import draft_of
from relocation.excel.write.draft import Draft, MapRow
from relocation.excel.write.saving import bytes_of
from relocation.formula.targets.scalar import Values
from relocation.labels import Language
from relocation.problems import ProblemsFound
from relocation.project.project import Project
from relocation.project.sourced_inputs import InputValue
from tests.spreadsheet_programs import Address, CellValue, with_cells

MONEY_TOLERANCE, TOLERANCE = 0.01, 1e-9
OUTPUT_SHEETS = ("statements", "annual", "budget", "indicators", "checks")
# A rate of return per period outside these bounds may be beyond the search of a spreadsheet's IRR, which then says so.
SEARCHED_RATES = (-0.5, 5.0)


@dataclass(frozen=True)
class Sample:
    """A project, its workbook, and the project whose numbers the formulas should give (another after changes)."""

    project: Project
    draft: Draft
    data: bytes

    @cached_property
    def cells(self) -> dict[Address, MapRow]:
        """Every formula cell, and the number it shows."""
        return {(row.sheet, row.cell): row for row in self.draft.map}

    @cached_property
    def outputs(self) -> frozenset[Address]:
        """The formula cells of the sheets that show results."""
        titles = {SHEETS[sheet].text(self.draft.lang) for sheet in OUTPUT_SHEETS}
        return frozenset(address for address in self.cells if address[0] in titles)

    def is_money(self, path: str) -> bool:
        """Whether a number is in yuan."""
        line = self.draft.book.lines.get(path)
        return line is not None and line.unit.startswith("yuan")

    def numbers(self, appraisal: Appraisal, values: Values | None = None) -> dict[Address, CellValue]:
        """What the formula cells show for an appraisal with the same lines, or for the values that another has for them."""
        draft = replace(self.draft, values=values or appraisal.values, inputs=appraisal.inputs)
        return {
            address: draft.input_value(row.path)
            if row.path in appraisal.inputs
            else draft.value(row.path, row.period)
            for address, row in self.cells.items()
        }

    def input_cells(self, values: Mapping[str, Any]) -> dict[Address, Any]:
        """The cells of some inputs, with what they hold for these values."""
        places = input_cells(inputs_layout(self.project, self.draft.lang))
        sheet = SHEETS["inputs"].text(self.draft.lang)
        return {
            (sheet, places[path]): cell_value(self.project.at(path).record, value, self.draft.lang)
            for path, value in values.items()
        }

    def typed(self, values: Mapping[str, Any]) -> Sample:
        """The workbook after somebody typed other values into it: no formula is recalculated yet."""
        return replace(self, data=with_cells(self.data, self.input_cells(values)))


def sample(project: Project, lang: Language) -> Sample:
    """The workbook of a project."""
    draft = draft_of(project.appraise(), lang=lang)
    return Sample(project, draft, bytes_of(draft))


def disagreements(one: Sample, ours: Mapping[Address, CellValue], theirs: Mapping[Address, Any]) -> list[str]:
    """Every formula cell whose value is not ours, with its path."""
    return [
        f"{sheet}!{cell} {row.path} {row.period or ''}: ours {ours[sheet, cell]!r}, theirs {theirs.get((sheet, cell))!r}"
        for (sheet, cell), row in one.cells.items()
        if not agree(ours[sheet, cell], theirs.get((sheet, cell)), is_money=one.is_money(row.path))
    ]


def agree(ours: CellValue, theirs: Any, *, is_money: bool) -> bool:
    """Money to 0.01 yuan, any number to 1e-9 of itself or of 1, everything else exactly."""
    if isinstance(ours, float) and isinstance(theirs, float):
        return isclose(ours, theirs, rel_tol=TOLERANCE, abs_tol=MONEY_TOLERANCE if is_money else TOLERANCE)
    return type(ours) is type(theirs) and ours == theirs


# The rate of return and the lines that show it.
RATES = {"irr", "irr.per_period", "annual.project_cash_flow.irr"}


def without_lost_rate(
    one: Sample, ours: Mapping[Address, CellValue], theirs: Mapping[Address, Any]
) -> dict[Address, CellValue]:
    """Our numbers, where an extreme rate of return that the other program's search did not find is n/a as there."""
    rates = {address for address, row in one.cells.items() if row.path in RATES}
    rate = next(ours[address] for address in rates if one.cells[address].path == "irr.per_period")
    extreme = isinstance(rate, float) and not SEARCHED_RATES[0] <= rate <= SEARCHED_RATES[1]
    lost = {address for address in rates if extreme and theirs.get(address) == "n/a"}
    return {address: "n/a" if address in lost else value for address, value in ours.items()}


def nudged(one: InputValue) -> list[Any]:
    """Other values for an input: a tenth more, one more, a month later, every other choice."""
    match one.record.kind:
        case "number" | "share":
            return [one.value * 1.1 if one.value else 0.01]
        case "whole":
            return [one.value + 1, one.value - 1]
        case "date":
            return [one.value + timedelta(days=31)]
        case "choice":
            return [choice.key for choice in one.record.choices if choice.key != one.value]
    return []


def with_random_changes(project: Project, seed: int, count: int) -> dict[str, Any]:
    """So many inputs with other values, which together are valid."""
    dice, changes = random.Random(seed), {}
    inputs = [one for one in project.values() if not one.record.structural and nudged(one)]
    for one in dice.sample(inputs, len(inputs)):
        wanted = {**changes, one.path: dice.choice(nudged(one))}
        if len(changes) < count and is_valid(project, wanted):
            changes = wanted
    return changes


def is_valid(project: Project, changes: Mapping[str, Any]) -> bool:
    try:
        project.replace(changes)
    except ProblemsFound:
        return False
    return True
