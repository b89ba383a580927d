"""The sheet Scenarios of a planner's workbook: checked with its cells, and carried along by every command that writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import relocation as rl
from tests.cli.running import relocation

PRICE = "land_quota.price"


@pytest.fixture
def filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert relocation("template", "-o", "lujia.xlsx", "--from", "lujia").code == 0
    return tmp_path / "lujia.xlsx"


def type_in(path: Path, name: str, value: object) -> str:
    """Writes a scenario that changes the price; gives the cell of the price."""
    book = load_workbook(path)
    sheet = book["Scenarios"]
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == PRICE)
    sheet.cell(head.row + 1, 1, name)
    cell = sheet.cell(head.row + 1, head.column, value)
    book.save(path)
    return f"Scenarios!{cell.coordinate}"


def typed(sheet: Worksheet) -> set[object]:
    return {cell.value for row in sheet.iter_rows() for cell in row}


def test_check_tells_a_bad_scenario_with_its_cell(filled: Path) -> None:
    place = type_in(filled, "cheap", -5)
    outcome = relocation("check", filled, "-f", "json")
    assert outcome.code == 2
    assert [one["where"] for one in outcome.record if one["severity"] == "error"] == [place]


def test_check_is_content_with_a_good_one(filled: Path) -> None:
    type_in(filled, "cheap", "*0.8")
    outcome = relocation("check", filled, "-f", "json")
    assert outcome.code == 0
    assert [one for one in outcome.record if one["where"].startswith("Scenarios")] == []


@pytest.mark.parametrize(
    "command",
    [("run", "lujia.xlsx", "-o", "next.xlsx"), ("template", "--from", "lujia.xlsx", "-o", "next.xlsx")],
)
def test_what_was_typed_travels_to_the_next_workbook(filled: Path, command: tuple[str, ...]) -> None:
    type_in(filled, "a cheap future", "*0.8")
    assert relocation(*command).code == 0
    assert {"a cheap future", "*0.8"} <= typed(load_workbook("next.xlsx")["Scenarios"])


def test_a_comparison_writes_its_own_workbook(tmp_path: Path) -> None:
    lujia = rl.load("lujia")
    comparison = rl.compare({"base": lujia, "cheap": lujia.scale(PRICE, 0.8)})
    comparison.to_excel(tmp_path / "futures.xlsx")
    assert "cheap" in typed(load_workbook(tmp_path / "futures.xlsx")["Comparison"])
