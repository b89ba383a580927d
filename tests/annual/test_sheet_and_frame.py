"""The data frame of a table and its rows on the Annual sheet are the same numbers under the same names."""

from __future__ import annotations

import io
import math
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import relocation
from relocation.annual import TABLES, rows_of
from relocation.appraisal import Appraisal
from relocation.excel.layout.calculation import PERIOD_ROW, annual_layout
from relocation.excel.layout.kinds import SHEETS
from relocation.excel.workbook import workbook_bytes
from relocation.labels import Language
from tests.annual.village import village

CASES = {"lujia": lambda: relocation.load("lujia").appraise(), "fourteen months": village}
TOTAL, FIRST_YEAR = 4, 6  # columns


def opened(appraisal: Appraisal, lang: Language, *, values: bool) -> Workbook:
    return load_workbook(io.BytesIO(workbook_bytes(appraisal, lang=lang)), data_only=values)


def number(cell: Any) -> float:
    """The cached value of a cell; nothing and n/a are NaN."""
    return math.nan if cell in (None, "n/a") else float(cell)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("case", CASES)
def test_the_sheet_shows_what_the_frame_holds(case: str, lang: Language) -> None:
    appraisal = CASES[case]()
    sheet = opened(appraisal, lang, values=True)[SHEETS["annual"].text(lang)]
    for table, block in zip(TABLES, annual_layout(appraisal.book).blocks, strict=True):
        frame = appraisal.annual(table, lang)
        assert sheet.cell(block.row, 1).value == TABLES[table].title.text(lang)
        assert len(frame) == len(block.lines)
        for (row, at), (key, held) in zip(block.lines, frame.iterrows(), strict=True):
            assert row.key == f"annual.{table}.{key}"
            assert sheet.cell(at, 1).value == held["label"]
            cells = [
                sheet.cell(at, TOTAL),
                *(sheet.cell(at, FIRST_YEAR + n) for n in range(appraisal.book.groups)),
            ]
            shown = [number(cell.value) for cell in cells]
            assert shown == pytest.approx(list(held.iloc[2:]), rel=1e-12, abs=1e-9, nan_ok=True), row.key


def test_every_row_is_named_in_both_languages_with_the_same_number() -> None:
    """The rows of the form are numbered; the items that a planner puts into it, and what explains, are not."""
    book = relocation.load("lujia").appraise().book
    for table in TABLES:
        for row in rows_of(book, table):
            english, chinese = (text.split()[0] for text in row.label)
            numbered = row.entry.style == "row" and not row.item
            assert (english == chinese and english[0].isdigit()) is numbered, row.label
            assert any("一" <= sign <= "龥" for sign in row.label.zh), row.label
            assert row.label.en.isascii(), row.label


def test_each_table_is_a_printed_page_with_its_unit_and_room_to_sign() -> None:
    appraisal = village()
    sheet = opened(appraisal, "zh", values=False)["年度报表"]
    blocks = annual_layout(appraisal.book).blocks
    assert {page.id for page in sheet.row_breaks.brk} <= {block.row - 1 for block in blocks[1:]}
    assert sheet.row_breaks.brk
    assert sheet.print_title_rows == f"${PERIOD_ROW}:${PERIOD_ROW + 1}"
    assert sheet.oddFooter.center.text.startswith("编制：")
    for block in blocks:
        assert sheet.cell(block.row, TOTAL).value == "单位：万元"


def test_totals_stand_out_and_parts_are_set_in() -> None:
    appraisal = village()
    sheet = opened(appraisal, "en", values=False)["Annual"]
    block = annual_layout(appraisal.book).blocks[0]
    for row, at in block.lines:
        name = sheet.cell(at, 1)
        assert name.alignment.indent == max(row.level - 1, 0)
        assert bool(name.font.bold) is (
            row.entry.style == "row" and (row.level == 1 or bool(row.entry.parts))
        )


def test_the_budget_shows_quantity_times_rate_and_both_contingencies_item_by_item() -> None:
    """200 m2 at 1,500, a tenth set aside, prices rising by 5 % a year over the middle of three months each."""
    works = {
        "housing": {
            "quantity": 200.0,
            "rate": 1_500.0,
            "unit": "m2",
            "duration": 3,
            "physical_contingency": 0.1,
            "price_contingency": 0.05,
        }
    }
    appraisal = village(construction=works)
    sheet = opened(appraisal, "en", values=True)["Budget"]
    rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    found = [sheet.cell(rows["housing"], column).value for column in range(2, 9)]
    # With the default lead of one year or of none, as the input says, months 1 to 3 rise by 1/24, 3/24, 5/24 years more.
    lead = float(appraisal.inputs["evaluation.estimate_lead"])
    rise = sum(110_000 * (1.05 ** (lead + month / 24) - 1) for month in (1, 3, 5))
    assert found[:5] == ["m2", 200, 1_500, 300_000, 30_000]
    assert found[5:] == pytest.approx([rise, 330_000 + rise])
    # The category stands without contingencies, which are a category of their own, and beside it with them.
    category = rows["2 Site, housing, infrastructure, reclamation (C)"]
    assert [sheet.cell(category, column).value for column in (5, 8)] == pytest.approx(
        [300_000, 330_000 + rise]
    )
    assert sheet.cell(rows["4.2 Price contingency"], 5).value == pytest.approx(rise)


def test_the_budget_shows_the_contingencies_of_compensation_item_by_item() -> None:
    paid = {"brick": {"quantity": 100.0, "rate": 1_000.0, "unit": "m2", "physical_contingency": 0.1}}
    sheet = opened(village(construction={}, compensation=paid), "en", values=True)["Budget"]
    rows = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1)}
    for name in ("brick", "1 Compensation and assistance (A, B)"):
        found = [sheet.cell(rows[name], column).value for column in range(5, 9)]
        assert found == pytest.approx([100_000, 10_000, 0, 110_000])
    assert sheet.cell(rows["4.1 Physical contingency"], 5).value == pytest.approx(10_000)


def test_a_loan_may_be_called_all() -> None:
    """All loans together have a row of that key too."""
    loan = {"principal": 1e6, "rate": 0.05, "term": 3}
    appraisal = village(loans={"all": loan, "other": loan})
    loans = appraisal.annual("loans")
    assert loans.loc["loan_all_drawdown", "total"] == loans.loc["other_drawdown", "total"] == 1e6
    assert loans.loc["all_drawdown", "total"] == 2e6
