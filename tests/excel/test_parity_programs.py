"""The same proof by two more programs, LibreOffice and Gnumeric, on workbooks that somebody typed other inputs into.

The values cached in these files are those before the change, so a program that believed them would be found out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import relocation
from tests.parity import Sample, disagreements, sample, with_random_changes, without_lost_rate
from tests.random_projects import random_project
from tests.spreadsheet_programs import (
    Address,
    CellValue,
    gnumeric,
    libreoffice,
    trusting_libreoffice,
    values_in,
    with_cells,
    with_formulas,
)

Program = Callable[[Mapping[str, bytes], Path], dict[str, bytes]]
PROGRAMS: tuple[Program, ...] = (libreoffice, gnumeric)
CHANGES = 12


class Case(NamedTuple):
    """A workbook with other inputs typed into it, and the numbers it should give."""

    typed: Sample
    expected: Mapping[Address, CellValue]


@cache
def cases() -> dict[str, Case]:
    """Lujia in both languages, twenty random projects in one or the other, a hundred and twenty months in Chinese."""
    found = {"lujia_en": case_of(sample(relocation.load("lujia"), "en"), 1)}
    found["lujia_zh"] = case_of(sample(relocation.load("lujia"), "zh"), 2)
    for seed in range(100, 120):
        one = sample(random_project(seed, periods=seed - 98), "zh" if seed % 2 else "en")
        found[f"random_{seed}"] = case_of(one, seed)
    found["months"] = case_of(sample(random_project(5, period="month", periods=120), "zh"), 3)
    return found


def case_of(one: Sample, seed: int) -> Case:
    changes = with_random_changes(one.project, seed, CHANGES)
    return Case(one.typed(changes), one.numbers(one.project.replace(changes).appraise()))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_changed_workbooks_recalculate_to_our_numbers(program: Program, tmp_path: Path) -> None:
    saved = program({name: case.typed.data for name, case in cases().items()}, tmp_path)
    wrong: list[str] = []
    for name, (typed, expected) in cases().items():
        theirs = values_in(saved[name])
        ours = without_lost_rate(typed, expected, theirs)
        wrong += [f"{name}: {found}" for found in disagreements(typed, ours, theirs)]
    assert wrong == []


def test_the_changes_matter() -> None:
    """A program that believed the cached values would be found out in every workbook."""
    for name, (typed, expected) in cases().items():
        assert disagreements(typed, expected, typed.draft.cached) != [], name


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.__name__)
def test_a_sabotaged_formula_is_found(program: Program, tmp_path: Path) -> None:
    """A formula that became its own right value, and one that became a wrong constant below its right value."""
    one, cell = interest()
    change = {"loans.adbc.rate": 0.06}
    typed, expected = one.typed(change), one.numbers(one.project.replace(change).appraise())
    files = {
        "whole": typed.data,
        "frozen": with_cells(typed.data, {cell: one.draft.cached[cell]}),
        "wrong": with_formulas(one.data, {cell: "1234567"}),
    }
    saved = {name: values_in(data) for name, data in program(files, tmp_path).items()}
    assert disagreements(one, expected, saved["whole"]) == []
    assert names(cell, disagreements(one, expected, saved["frozen"]))
    assert names(cell, disagreements(one, one.draft.cached, saved["wrong"]))


def test_libreoffice_as_it_comes_would_let_the_sabotage_pass(tmp_path: Path) -> None:
    """Why `libreoffice` needs a profile of its own: by default the program shows the values cached in the file."""
    one, cell = interest()
    sabotaged = with_formulas(one.data, {cell: "1234567"})
    saved = trusting_libreoffice({"wrong": sabotaged}, tmp_path)["wrong"]
    assert disagreements(one, one.draft.cached, values_in(saved)) == []


@cache
def interest() -> tuple[Sample, Address]:
    """Lujia, and the cell of the Calculation sheet with the interest of its fifth year."""
    one = sample(relocation.load("lujia"), "en")
    cells = (at for at, row in one.cells.items() if (row.path, row.period) == ("loans.adbc.interest_paid", 5))
    return one, next(cells)


def names(cell: Address, found: list[str]) -> bool:
    return any(text.startswith(f"{cell[0]}!{cell[1]} loans.adbc.interest_paid 5: ") for text in found)
