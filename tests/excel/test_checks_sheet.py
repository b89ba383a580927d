"""The sheet of checks says under each heading what the heading says, beside the label that it belongs to."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import relocation
from relocation.appraisal import Appraisal
from relocation.checks import CHECKS
from relocation.excel.layout.kinds import SHEETS
from relocation.excel.workbook import workbook_bytes
from relocation.labels import LANGUAGES, Label, Language

OURS, PRINTED, DIFFERENCE = Label("Ours", "本模型"), Label("As printed", "原文"), Label("Difference", "差额")
PASSED = Label("Passed", "通过")


def changed() -> Appraisal:
    """Lujia with dearer housing, so that it misses printed figures: 100 yuan on each of 27,370 m2."""
    return relocation.load("lujia").replace({"construction.housing.rate": 1_800.0}).appraise()


def checks(appraisal: Appraisal, lang: Language) -> Worksheet:
    data = workbook_bytes(appraisal, lang=lang)
    return load_workbook(io.BytesIO(data), data_only=True)[SHEETS["checks"].text(lang)]


def columns(sheet: Worksheet, *heads: str) -> tuple[int, list[int]]:
    """The row in which all of these headings stand, and their columns."""
    for row in sheet.iter_rows():
        said = {cell.value: cell.column for cell in row}
        if all(head in said for head in heads):
            return row[0].row, [said[head] for head in heads]
    raise AssertionError(f"no row of headings: {heads}")


def beside(sheet: Worksheet, first: int, label: str, found: list[int]) -> list[object]:
    """The values in these columns of the first row below with a label."""
    [row] = [row for row in range(first, sheet.max_row + 1) if sheet.cell(row, 1).value == label][:1]
    return [sheet.cell(row, column).value for column in found]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_printed_figures_stand_beside_ours_and_their_difference(lang: Language) -> None:
    appraisal = changed()
    sheet = checks(appraisal, lang)
    top, found = columns(sheet, *(head.text(lang) for head in (OURS, PRINTED, DIFFERENCE)))
    # Hou prints 163.266, 113.783 and 49.483 million; housing costs 2,737,000 more.
    wanted = {
        "revenue": (163_266_000, 163_266_000, 0),
        "expenditure": (116_520_000, 113_783_000, 2_737_000),
        "balance": (46_746_000, 49_483_000, -2_737_000),
    }
    for identity, values in wanted.items():
        label = appraisal.book.lines[f"published.{identity}.ours"].label.text(lang)
        assert beside(sheet, top, label, found) == pytest.approx(values, abs=0.005), identity


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_check_stands_beside_its_difference_and_its_mark(lang: Language) -> None:
    appraisal = changed()
    sheet = checks(appraisal, lang)
    rows = {
        sheet.cell(row, 6).value: [sheet.cell(row, column).value for column in (1, 2, 3)]
        for row in range(1, sheet.max_row + 1)
    }
    for check in CHECKS:
        label, difference, passed = rows[f"checks.{check.key}"]
        assert label == check.label.text(lang)
        assert difference == pytest.approx(0, abs=0.005)
        assert passed == 1
