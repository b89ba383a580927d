"""The conventions of a loan stand below its schedule as live links, in both languages, and change with the inputs."""

from __future__ import annotations

import pytest

import relocation
from relocation.excel.layout.kinds import SHEETS
from relocation.labels import Language
from relocation.statements import CONVENTION_NOTES, LOAN_CONVENTIONS, ORDER_NOTE
from tests.parity import sample
from tests.spreadsheet_programs import in_process, with_cells


@pytest.mark.parametrize(
    ("lang", "before", "after"), [("en", "equal principal", "bullet"), ("zh", "等额本金", "到期还本")]
)
def test_a_changed_convention_is_shown_below_the_schedule(lang: Language, before: str, after: str) -> None:
    one = sample(relocation.load("lujia"), lang)
    sheet = SHEETS["statements"].text(lang)
    shown = {row.path: at for at, row in one.cells.items() if at[0] == sheet and row.path in one.draft.inputs}
    assert [path for path in shown if path.startswith("loans.")] == [
        f"loans.adbc.{key}" for key in LOAN_CONVENTIONS
    ]
    cell = shown["loans.adbc.method"]
    assert one.draft.cached[cell] == before
    changed = with_cells(one.data, one.input_cells({"loans.adbc.method": "bullet"}))
    assert in_process(changed, one.cells)[cell] == after


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_compounding_and_day_one_are_said_beside_each_schedule(lang: Language) -> None:
    one = sample(relocation.load("lujia"), lang)
    texts = [cell.value for (cell,) in one.draft.workbook[SHEETS["statements"].text(lang)]["A1:A400"]]
    for note in (*CONVENTION_NOTES, ORDER_NOTE):
        assert texts.count(note.text(lang)) == 1
