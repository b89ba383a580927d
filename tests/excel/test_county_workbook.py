"""The county workbook: every sum is live, and another engine comes to our numbers."""

from __future__ import annotations

import io
from datetime import date
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

import relocation
from relocation.county.consolidation import County, Village, consolidate
from relocation.county.shared_loan import SharedLoan
from relocation.excel.layout.kinds import COUNTY
from relocation.excel.sheets.county import county_bytes, county_draft
from relocation.labels import Language
from relocation.project.project import Project
from tests.random_projects import random_project
from tests.spreadsheet_programs import Engine, gnumeric, in_process, libreoffice, values_in

LANGUAGES: tuple[Language, Language] = ("en", "zh")
TITLES = {
    "en": ("County", "By period", "Shared loans"),
    "zh": ("县级汇总", "分期汇总", "统贷"),
}


def random_county(seed: int, villages: int = 3) -> County:
    found = [random_project(seed * 10 + at, periods=4 + 3 * at) for at in range(villages)]
    return consolidate([Village(f"village_{at}.xlsx", one.appraise()) for at, one in enumerate(found)])


def lujia_with_a_shared_loan() -> County:
    terms = {"principal": 9e6, "rate": 0.05, "term": 13, "grace": 2, "method": "annuity", "label_zh": "统贷"}
    shared = SharedLoan("policy", terms, date(2017, 1, 1), "year", {"lujia": 0.3, "second": 0.7})
    project = relocation.load("lujia")
    found = [Village(name, shared.carried_by(project, name).appraise()) for name in ("lujia", "second")]
    return County(tuple(found), loans=(shared,))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("seed", [None, 1, 2, 3, 4])
def test_every_formula_of_a_county_recalculates_to_our_number(seed: int | None, lang: Language) -> None:
    county = lujia_with_a_shared_loan() if seed is None else random_county(seed)
    draft, data = county_draft(county, lang=lang), county_bytes(county, lang=lang)
    theirs = in_process(data, draft.cached)
    wrong = [
        f"{address}: ours {ours!r}, theirs {theirs[address]!r}"
        for address, ours in draft.cached.items()
        if not same(ours, theirs[address])
    ]
    assert wrong == []
    assert len(draft.cached) > 50


def same(ours: object, theirs: object) -> bool:
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        return isclose(ours, theirs, rel_tol=1e-9, abs_tol=0.005)
    return ours == theirs


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sheets_have_their_names_and_the_files_stand_above_their_figures(lang: Language) -> None:
    book = load_workbook(io.BytesIO(county_bytes(lujia_with_a_shared_loan(), lang=lang)))
    assert tuple(book.sheetnames) == TITLES[lang]
    assert [book.worksheets[0][f"{column}5"].value for column in "DE"] == ["lujia", "second"]
    assert (
        tuple(load_workbook(io.BytesIO(county_bytes(random_county(1), lang=lang))).sheetnames)
        == TITLES[lang][:2]
    )


def test_the_county_moves_with_a_village_figure_and_the_check_sees_it() -> None:
    """Somebody types another revenue into a village's column: the sum follows, and the check goes red."""
    county = lujia_with_a_shared_loan()
    data = county_bytes(county)
    shown = values_in(data)
    row = next(
        cell for (sheet, cell), value in shown.items() if sheet == "County" and value == "Total revenue"
    )[1:]
    passed = next(
        cell
        for (sheet, cell), value in shown.items()
        if sheet == "County" and str(value).startswith("All checks")
    )[1:]
    wanted = [("County", f"C{row}"), ("County", f"C{passed}")]
    engine = Engine(data)
    assert list(engine.values(wanted).values()) == pytest.approx([326_532_000, 1])
    after = list(engine.values(wanted, {("County", f"D{row}"): 200_000_000.0}).values())
    assert after == pytest.approx([363_266_000, 0])


def test_the_workbook_is_known_as_no_village(tmp_path: Path) -> None:
    path = tmp_path / "county.xlsx"
    path.write_bytes(county_bytes(random_county(2)))
    assert COUNTY.marks(path)
    relocation.load("lujia").appraise().to_excel(tmp_path / "village.xlsx")
    assert not COUNTY.marks(tmp_path / "village.xlsx")
    (tmp_path / "none.xlsx").write_bytes(b"x")
    assert not COUNTY.marks(tmp_path / "none.xlsx")


def test_the_same_county_gives_the_same_bytes() -> None:
    assert county_bytes(random_county(3)) == county_bytes(random_county(3))


def test_a_hundred_villages_fit() -> None:
    project = Project.build(
        {
            "village": {"households": 1, "persons": 1},
            "timeline": {"start": date(2026, 1, 1), "periods": 3},
            "construction": {"works": {"quantity": 1.0, "rate": 10.0}},
        }
    )
    appraisal = project.appraise()
    county = consolidate([Village(f"{at}.xlsx", appraisal) for at in range(100)])
    draft, data = county_draft(county), county_bytes(county)
    theirs = in_process(data, draft.cached)
    assert all(same(ours, theirs[address]) for address, ours in draft.cached.items())


@pytest.mark.parametrize("program", [libreoffice, gnumeric], ids=lambda program: program.__name__)
def test_other_programs_come_to_the_same_county(program: Any, tmp_path: Path) -> None:
    counties = {"shared": (lujia_with_a_shared_loan(), "zh"), "random": (random_county(5), "en")}
    files = {name: county_bytes(county, lang=lang) for name, (county, lang) in counties.items()}
    saved = program(files, tmp_path)
    for name, (county, lang) in counties.items():
        theirs = values_in(saved[name])
        for address, ours in county_draft(county, lang=lang).cached.items():
            assert same(ours, theirs.get(address)), (name, address, ours, theirs.get(address))
