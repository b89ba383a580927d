"""The workbooks of the insurance and of the points: live in other people's programs, and right after somebody types."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import isclose
from pathlib import Path

import pytest
from openpyxl import load_workbook

from relocation.excel.write.draft import Draft
from relocation.excel.write.report_workbooks import (
    insurance_draft,
    insurance_workbook,
    points_draft,
    points_workbook,
)
from relocation.excel.write.saving import bytes_of
from relocation.households.money import Ratio
from relocation.insurance.fund import fund_account
from relocation.insurance.scheme import Scheme, load_scheme
from relocation.labels import Language
from relocation.points.entries import read_points
from relocation.points.ledger import PointsEntry, PointsLedger
from relocation.problems import ProblemsFound
from relocation.sourced import shipped
from tests.insurance.exact_tiers import STAIRCASES, exactly, in_fen
from tests.insurance.small_scheme import small_scheme
from tests.spreadsheet_programs import (
    Address,
    CellValue,
    Engine,
    gnumeric,
    in_process,
    libreoffice,
    values_in,
    with_cells,
)

WEI = load_scheme("wei_county")
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "points.csv"
LEDGER = read_points(EXAMPLE)
HALF_YUAN = Ratio(50)
FIRST_ROW = 5  # of the entries, below title and headings
YEARS = fund_account(0, WEI.yearly_premium, [3_500_000_00, 5_000_000_01, 0], first_year=2018)
AMOUNTS = sorted(
    {
        max(0, int(place * 100) + step)
        for line, low, high, _, most in STAIRCASES.values()
        for place in (line, line + low, line + high, line + (most or 0))
        for step in (-1, 0, 1)
    }
)


def wrong(ours: dict[Address, CellValue], theirs: dict[Address, CellValue]) -> list[str]:
    def agree(one: CellValue, other: CellValue) -> bool:
        if isinstance(one, float) and isinstance(other, float):
            return isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)
        return one == other or {one, other} == {"", None}

    return [f"{at}: {ours[at]!r} {theirs.get(at)!r}" for at in ours if not agree(ours[at], theirs.get(at))]


def drafts() -> dict[str, Draft]:
    langs: tuple[Language, ...] = ("en", "zh")
    made = {f"insurance_{lang}": insurance_draft(WEI, lang=lang, years=YEARS) for lang in langs}
    return made | {f"points_{lang}": points_draft(LEDGER, HALF_YUAN, lang=lang) for lang in langs}


@pytest.mark.parametrize("name", ["insurance_en", "insurance_zh"])
def test_every_formula_gives_what_is_cached(name: str) -> None:
    made = drafts()[name]
    assert len(made.cached) > 40
    assert wrong(made.cached, in_process(bytes_of(made), made.cached)) == []


def test_libreoffice_gives_the_same_numbers(tmp_path: Path) -> None:
    made = drafts()
    for name, data in libreoffice({name: bytes_of(one) for name, one in made.items()}, tmp_path).items():
        assert wrong(made[name].cached, values_in(data)) == [], name


def paid_cells(draft: Draft) -> dict[tuple[str, str], Address]:
    """The cells of the compensation by schedule and reading."""
    found = {}
    for row in draft.map:
        group, _, rest = row.path.partition(".")
        schedule, _, part = rest.partition(".")
        if group == "schedules" and part.startswith("paid."):
            found[schedule, part.removeprefix("paid.")] = (row.sheet, row.cell)
    return found


def test_the_sheet_pays_as_the_exact_program_a_fen_around_every_bound() -> None:
    made = insurance_draft(WEI)
    cells = paid_cells(made)
    assert len(cells) == 8
    engine = Engine(bytes_of(made))
    for amount in AMOUNTS:
        theirs = engine.values(cells.values(), {("Claim", "C4"): amount / 100})
        for (name, mode), cell in cells.items():
            exact = exactly(name, mode, Fraction(amount, 100))
            assert round(theirs[cell] * 100) == in_fen(exact), (amount, name, mode)  # type: ignore[operator]


def test_libreoffice_pays_the_half_fen_that_goes_upwards(tmp_path: Path) -> None:
    """70,000.01 self-paid leaves exactly 15,000.005 and 25,000.005, which a spreadsheet's ROUND takes upwards."""
    made = insurance_draft(WEI, self_paid=7_000_001)
    cells = paid_cells(made)
    found = values_in(libreoffice({"half": bytes_of(made)}, tmp_path)["half"])
    assert found[cells["illness_low_income", "marginal"]] == pytest.approx(15_000.01, abs=1e-6)
    assert found[cells["illness_low_income", "whole"]] == pytest.approx(25_000.01, abs=1e-6)


def test_the_cliffs_are_counted_and_named_by_a_check() -> None:
    made = insurance_draft(WEI)
    by_path = {row.path: (row.sheet, row.cell) for row in made.map}
    assert made.cached[by_path["claim.cliffs.value"]] == 4
    assert made.cached[by_path["schedules.illness_lifted.tier_2.lost"]] == 3_000
    assert made.cached[by_path["schedules.illness_lifted.tier_2.at"]] == 35_000
    rate = (
        "Claim",
        "E13",
    )  # the second tier of the first schedule, from 60 to 70 percent: its first cliff is gone
    assert in_process(bytes_of(made), [rate])[rate] == pytest.approx(0.6)
    after = Engine(bytes_of(made)).values([by_path["claim.cliffs.value"]], {rate: 0.7})
    assert after[by_path["claim.cliffs.value"]] == 3


def test_typed_claims_move_the_fund_as_they_move_python() -> None:
    made = insurance_draft(WEI, years=YEARS)
    cells = {row.path: (row.sheet, row.cell) for row in made.map if row.path.startswith(("account.", "dry."))}
    typed = [4_200_000_00, 3_000_000_55, 9_999_999_99]
    theirs = Engine(bytes_of(made)).values(
        cells.values(), {("Fund", f"E{12 + at}"): amount / 100 for at, amount in enumerate(typed)}
    )
    for one in fund_account(0, WEI.yearly_premium, typed, first_year=2018):
        assert theirs[cells[f"account.{one.year}.top_up"]] == pytest.approx(one.top_up / 100, abs=1e-6)
        assert theirs[cells[f"account.{one.year}.carried_forward"]] == pytest.approx(
            one.carried_forward / 100, abs=1e-6
        )
        assert theirs[cells[f"account.{one.year}.check"]] == 0
    assert theirs[cells["dry.first.value"]] == 2018
    assert made.cached[cells["dry.first.value"]] == 2019


def test_the_gate_is_live() -> None:
    made = insurance_draft(WEI)
    [cell] = [(row.sheet, row.cell) for row in made.map if row.path == "gate.2017.gate"]
    assert made.cached[cell] == 4_428
    assert Engine(bytes_of(made)).values([cell], {("Gate", "B4"): 2.0})[cell] == 5_904


@pytest.mark.parametrize("rounding", ["fen", "jiao", "yuan"])
def test_a_scheme_that_rounds_otherwise_rounds_so_in_its_sheet(rounding: str) -> None:
    text = shipped("schemes", "wei_county").read_text("utf-8")
    start, end = text.index("rounding = "), text.index("[groups.lifted]")
    scheme = Scheme.parse(f'{text[:start]}rounding = "{rounding}"\n\n{text[end:]}')
    made = insurance_draft(scheme, self_paid=1_234_567)
    assert wrong(made.cached, in_process(bytes_of(made), made.cached)) == []


def test_the_points_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    for lang in ("en", "zh"):
        path = tmp_path / f"points_{lang}.xlsx"
        path.write_bytes(points_workbook(LEDGER, HALF_YUAN, lang=lang))  # type: ignore[arg-type]
        assert read_points(path) == LEDGER


@pytest.mark.parametrize("program", [libreoffice, gnumeric], ids=lambda program: program.__name__)
def test_a_row_that_is_added_counts_and_one_below_zero_shows(
    program: Callable[[dict[str, bytes], Path], dict[str, bytes]], tmp_path: Path
) -> None:
    made = points_draft(LEDGER, HALF_YUAN)
    row = FIRST_ROW + len(LEDGER.entries)
    typed = {
        ("Points", f"C{row}"): "SYN-003",
        ("Points", f"D{row}"): "redeemed",
        ("Points", f"E{row}"): 16,
    }
    cells = {row.path: (row.sheet, row.cell) for row in made.map}
    saved = program({"points": with_cells(bytes_of(made), typed)}, tmp_path)["points"]
    theirs = values_in(saved)
    assert theirs[cells["entries.7.balance"]] == -1
    assert theirs[cells["points.redeemed.value"]] == 42 + 16
    assert theirs[cells["points.below.value"]] == 1
    path = tmp_path / "points.xlsx"
    path.write_bytes(points_workbook(LEDGER, HALF_YUAN))
    book = load_workbook(path)
    for (_, cell), value in typed.items():
        book["Points"][cell] = value
    book["Points"][f"B{row}"] = date(2018, 5, 1)
    book["Points"][f"F{row}"], book["Points"][f"G{row}"] = "salt", "shop"
    book.save(path)
    with pytest.raises(ProblemsFound, match="at most the 15 points"):
        read_points(path)


def test_ids_of_eighteen_digits_stay_texts() -> None:
    long = PointsEntry("1", date(2018, 1, 1), "220822198001010021", "earn", 5, "=1+1", "x")
    book = load_workbook(io.BytesIO(points_workbook(PointsLedger.of([long]), HALF_YUAN)))
    cell, reason = book["Points"][f"C{FIRST_ROW}"], book["Points"][f"F{FIRST_ROW}"]
    assert (cell.value, cell.data_type, reason.data_type) == ("220822198001010021", "s", "s")


def test_the_files_are_the_same_every_time() -> None:
    assert insurance_workbook(WEI) == insurance_workbook(WEI)
    assert points_workbook(LEDGER, HALF_YUAN) == points_workbook(LEDGER, HALF_YUAN)
    other = replace(LEDGER, entries=LEDGER.entries[:2])
    assert points_workbook(other, HALF_YUAN) != points_workbook(LEDGER, HALF_YUAN)


@pytest.mark.parametrize("rounding", ["fen", "jiao", "yuan"])
@pytest.mark.parametrize("cap", [0, 60.05, 1000])
def test_any_number_of_tiers_is_live(rounding: str, cap: float) -> None:
    scheme = Scheme.parse(small_scheme(rounding=rounding, cap=cap))
    made = insurance_draft(scheme, self_paid=40_555)
    assert wrong(made.cached, in_process(bytes_of(made), made.cached)) == []
    cells = paid_cells(made)
    engine = Engine(bytes_of(made))
    bounds = (10_000, 20_000, 30_000, 40_050)
    for amount in sorted(bound + step for bound in bounds for step in (-1, 0, 1)):
        theirs = engine.values(cells.values(), {("Claim", "C4"): amount / 100})
        for (name, mode), cell in cells.items():
            ours = scheme.tier_schedule(name, mode).compensation(amount)  # type: ignore[arg-type]
            assert round(theirs[cell] * 100) == ours, (amount, mode)  # type: ignore[operator]
