"""The templates open in the libraries that others read workbooks with, and show the cached numbers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

import relocation
from relocation.excel.layout import SHEETS
from relocation.excel.workbook import draft_of, workbook_bytes
from relocation.labels import Language

LANGUAGES: tuple[Language, Language] = ("en", "zh")
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


def missing(what: str) -> None:
    """Without a library the test is skipped, under CI it fails."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is not installed", pytrace=False)
    pytest.skip(f"{what} is not installed")


def test_the_libraries_of_the_browser_open_it(written: tuple[Path, Language]) -> None:
    path, lang = written
    if shutil.which("node") is None:
        missing("node")
    sheet, cell = balance_cell(lang)
    done = subprocess.run(
        ["node", str(SCRIPT), sheet, cell, str(path)], capture_output=True, encoding="utf-8", check=False
    )
    if "Cannot find module" in done.stderr:
        missing("one of the node packages exceljs, xlsx and xlsx-populate, found by NODE_PATH,")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
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
