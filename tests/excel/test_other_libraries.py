"""The templates open in the libraries that others read workbooks with, and show the cached numbers."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

import relocation
from relocation.excel.layout.kinds import SHEETS
from relocation.excel.workbook import draft_of, workbook_bytes
from relocation.labels import LANGUAGES, Language
from tests.processes import finished
from tests.spreadsheet_programs import by_node

SCRIPT = Path(__file__).parent / "open_workbook.js"
BALANCE, NUMBER = "fund_balance.balance", 49_483_000


def balance_cell(lang: Language) -> tuple[str, str]:
    """Where the first sheet shows the fund balance."""
    draft = draft_of(relocation.load("lujia").appraise(), lang=lang)
    sheet = SHEETS["about"].text(lang)
    return sheet, next(row.cell for row in draft.map if row.sheet == sheet and row.path == BALANCE)


@pytest.fixture(scope="module", params=LANGUAGES)
def written(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Language]:
    lang: Language = request.param
    path = tmp_path_factory.mktemp("written") / f"lujia_{lang}.xlsx"
    path.write_bytes(workbook_bytes(relocation.load("lujia").appraise(), lang=lang))
    return path, lang


def test_the_libraries_of_the_browser_open_it(written: tuple[Path, Language]) -> None:
    path, lang = written
    found = json.loads(by_node(SCRIPT, *balance_cell(lang), path))
    assert len(found) == 3
    for library, (titles, number) in found.items():
        assert (titles, number) == ([label.text(lang) for label in SHEETS.values()], NUMBER), library


def test_calamine_opens_it(written: tuple[Path, Language]) -> None:
    calamine = pytest.importorskip("python_calamine")
    path, lang = written
    book = calamine.CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == [label.text(lang) for label in SHEETS.values()]
    sheet, _ = balance_cell(lang)
    assert NUMBER in [cell for row in book.get_sheet_by_name(sheet).to_python() for cell in row]


def test_polars_opens_it(written: tuple[Path, Language]) -> None:
    polars = pytest.importorskip("polars")
    pytest.importorskip("fastexcel")
    path, lang = written
    sheet, _ = balance_cell(lang)
    frame = polars.read_excel(path, sheet_name=sheet, has_header=False)
    texts = {str(value) for row in frame.iter_rows() for value in row}
    assert texts & {str(NUMBER), f"{NUMBER}.0"}


def test_a_workbook_is_the_same_with_and_without_what_word_needs() -> None:
    """openpyxl takes lxml wherever it finds it, and writes other XML then."""
    code = "import lxml, relocation.excel.workbook, openpyxl; print(openpyxl.LXML)"
    assert finished([sys.executable, "-c", code]).stdout.split() == ["False"]
