"""What Python refuses, a live workbook refuses as well: the master check turns red while the planner types."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from relocation.excel.layout.inputs import input_cells, inputs_layout
from relocation.excel.layout.kinds import SHEETS
from relocation.labels import Language
from relocation.problems import ProblemsFound
from relocation.project.project import Project
from relocation.project.template import template_project
from tests.parity import Sample, sample
from tests.project.test_rules import BROKEN
from tests.small_village import finished, small_project
from tests.spreadsheet_programs import Address, CellValue, Engine

# Broken by an empty cell (see below), by what is fixed when a workbook is written, or by what its rows are.
STRUCTURAL = {"amounts_are_whole", "formula_or_amount", "dates_can_be_counted, too long"}
TYPED = {
    name: (broken, kept)
    for name, (broken, _, kept) in BROKEN.items()
    if not name.startswith("ids_are_plain") and name not in STRUCTURAL
}


def shown(one: Sample, key: str) -> Address:
    """A cell that shows a line."""
    return next(address for address, row in one.cells.items() if row.path == key and row.period is None)


def leaves(nested: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in nested.items():
        path = f"{prefix}{key}"
        found |= leaves(value, f"{path}.") if isinstance(value, Mapping) else {path: value}
    return found


def with_room(broken: Mapping[str, Any], kept: Mapping[str, Any]) -> Project:
    """The village that keeps the rule, with a row for every input of the one that breaks it."""
    both = dict(leaves(finished(broken)))
    both |= leaves(finished(kept))
    nested: dict[str, Any] = {}
    for path, value in both.items():
        *groups, name = path.split(".")
        table = nested
        for group in groups:
            table = table.setdefault(group, {})
        table[name] = value
    return small_project(**nested)


@pytest.mark.parametrize("name", TYPED)
def test_a_rule_that_python_enforces_turns_the_master_check_red(name: str) -> None:
    broken, kept = TYPED[name]
    one = sample(with_room(broken, kept), "en")
    master, verdict = shown(one, "checks.all_passed"), shown(one, "verdict.viable")
    engine = Engine(one.data)
    assert engine.values([master])[master] == 1
    records = {path: one.project.at(path).record for path in leaves(kept) if path in one.project.sources}
    back = {
        path: record.empty_value if record.required else record.default for path, record in records.items()
    }
    wanted = {**back, **leaves(broken)}
    typed = {
        path: value for path, value in wanted.items() if path in one.project.sources and value is not None
    }
    found = engine.values([master, verdict], one.input_cells(typed))
    assert found[master] == 0
    assert found[verdict] in (0, "n/a")


# A cell that holds no value of its kind -----------------------------------------------------------------------------

FILLED = {
    "village.households": 120,
    "village.persons": 300,
    "land_quota.area": 500.0,
    "land_quota.price": 80_000.0,
    "land_quota.receipts.first.period": 2,
    "construction.housing.quantity": 1_000.0,
    "construction.housing.rate": 1_500.0,
    "construction.infrastructure.quantity": 0.0,
    "construction.reclamation.quantity": 500.0,
    "construction.reclamation.rate": 8_000.0,
    "compensation.brick.quantity": 1_000.0,
    "compensation.brick.rate": 1_500.0,
    "loans.bank.principal": 10e6,
    "loans.bank.rate": 0.05,
    "loans.bank.term": 5,
    "loans.bank.start": 1,
}


# Of these the other part is stated, so that the amount would be nothing by mistake.
HALVES = {path for path in FILLED if path.endswith((".area", ".price", ".rate", ".principal", ".term"))} | {
    "construction.housing.quantity",
    "construction.reclamation.quantity",
    "compensation.brick.quantity",
}


@cache
def blank(lang: Language) -> Sample:
    return sample(template_project(None, {}), lang)


def live(
    lang: Language, typed: Mapping[str, Any], raw: Mapping[str, Any] | None = None
) -> dict[str, CellValue]:
    """Master check and verdict of the blank template after a planner typed into it; `raw` as it stands in the cell."""
    one = blank(lang)
    places, sheet = input_cells(inputs_layout(one.project, one.draft.lang)), SHEETS["inputs"].text(lang)
    cells = one.input_cells(typed) | {(sheet, places[path]): value for path, value in (raw or {}).items()}
    wanted = {key: shown(one, key) for key in ("checks.all_passed", "verdict.viable", "inputs.refused")}
    found = Engine(one.data).values(wanted.values(), cells)
    return {key: found[address] for key, address in wanted.items()}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_plan_is_unfinished_until_it_states_what_a_plan_states(lang: Language) -> None:
    """Live in the workbook, and by the same cells in Python."""
    assert live(lang, {}) == {"checks.all_passed": 1, "verdict.viable": "n/a", "inputs.refused": 0}
    assert live(lang, FILLED) == {"checks.all_passed": 1, "verdict.viable": 1, "inputs.refused": 0}
    for path in FILLED:
        left = {key: value for key, value in FILLED.items() if key != path}
        found, judged = live(lang, left), viable(left)
        if path in HALVES:
            assert (found["checks.all_passed"], judged) == (0, "refused"), path
        else:
            assert (found["verdict.viable"], judged) == ("n/a", None), path


def viable(typed: Mapping[str, Any]) -> bool | str | None:
    """What Python says of the blank template with these inputs."""
    try:
        return template_project(None, {}).replace(typed).appraise().verdict.viable
    except ProblemsFound:
        return "refused"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("land_quota.acceptance", 1.2),
        ("land_quota.acceptance", None),
        ("land_quota.price", -1.0),
        ("land_quota.area", "500亩"),
        ("loans.bank.term", 4.5),
        ("loans.bank.method", "等额"),
        ("loans.bank.draw_interest", None),
        ("timeline.start", "2026年"),
        ("timeline.start", 12.0),
        ("subsidies.relocation.start", 0),
        ("construction.housing.duration", 601),
    ],
)
def test_a_cell_that_holds_no_value_of_its_kind_turns_the_master_check_red(path: str, value: Any) -> None:
    found = live("zh", FILLED, {path: value})
    assert found["inputs.refused"] == 1
    assert found["checks.all_passed"] != 1


def test_an_empty_cell_counts_alike_in_the_workbook_and_in_python() -> None:
    """The first period of an item, left empty, is period 1, and an amount nothing; every number of the book agrees."""
    one = blank("en")
    typed = {key: value for key, value in FILLED.items() if not key.endswith((".start", ".period"))}
    found = Engine(one.data).values(one.cells, one.input_cells(typed))
    wanted = one.numbers(one.project.replace(typed).appraise())
    for address, row in one.cells.items():
        ours, theirs = wanted[address], found[address]
        if isinstance(ours, float):
            assert theirs == pytest.approx(ours, rel=1e-9, abs=0.01), row
