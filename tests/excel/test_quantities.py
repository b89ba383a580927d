"""The budget sums its quantities up by unit, live: a unit that is typed otherwise moves its quantity to another row."""

from __future__ import annotations

from typing import Any

import pytest

import relocation
from relocation.excel.layout.kinds import SHEETS
from relocation.labels import Language
from relocation.project.template import template_project
from tests.parity import Sample, sample
from tests.small_village import appraised
from tests.spreadsheet_programs import in_process

TITLES = {"en": "Quantities by unit", "zh": "按计量单位汇总的数量"}


def block(one: Sample, changes: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of the block that show something, after some inputs were typed."""
    sheet = one.draft.workbook[SHEETS["budget"].text(one.draft.lang)]
    (start,) = [
        row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == TITLES[one.draft.lang]
    ]
    rows = range(start + 1, sheet.max_row + 1)
    cells = {(sheet.title, f"{column}{row}") for column in "ABC" for row in rows}
    found = in_process(one.typed(changes).data, cells)
    shown = (tuple(found[sheet.title, f"{column}{row}"] for column in "ABC") for row in rows)
    return [row for row in shown if row[1]]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_lujia_counts_by_unit(lang: Language) -> None:
    found = block(sample(relocation.load("lujia"), lang), {})
    english = lang == "en"
    works, paid, state = (
        ("Works", "Compensation and assistance", "Subsidies")
        if english
        else ("工程", "补偿与补助", "财政补助")
    )
    square, mu, lump, person = ("m2", "mu", "lump sum", "person") if english else ("平方米", "亩", "项", "人")
    assert found == [
        (works, square, 27_370),
        (works, mu, 1_536.3),
        (works, lump, 1),
        (paid, square, 31_280 + 27_761),
        (state, person, 198),
    ]


def test_a_unit_typed_otherwise_moves_its_quantity() -> None:
    one = sample(relocation.load("lujia"), "en")
    found = block(one, {"compensation.soil.unit": "household", "construction.reclamation.unit": "M2"})
    assert [row[1:] for row in found if row[0] == "Compensation and assistance"] == [
        ("m2", 31_280),
        ("household", 27_761),
    ]
    assert [row[1:] for row in found if row[0] == "Works"] == [("m2", 27_370 + 1_536.3), ("lump sum", 1)]


def test_a_slot_that_is_used_counts_too() -> None:
    one = sample(template_project(None, {}), "en")
    typed = {"construction.slot_1.label_en": "Clinic", "construction.slot_1.quantity": 400.0}
    typed |= {"construction.slot_1.unit": "bed", "construction.slot_1.rate": 10.0}
    assert ("Works", "bed", 400) in block(one, typed)


def test_the_record_has_the_same_sums() -> None:
    works = {
        "a": {"quantity": 2.0, "rate": 1.0, "unit": "m2"},
        "b": {"quantity": 0.5, "rate": 1.0, "unit": "M2 "},
        "c": {"quantity": 7.0, "rate": 1.0, "unit": ""},
        "d": {"quantity": 3.0, "rate": 1.0, "unit": "mu"},
    }
    record = appraised(2, construction=works).to_record("zh")["quantities"]
    assert [(one["label"], one["unit"], one["quantity"]) for one in record] == [
        ("工程", "m2", 2.5),
        ("工程", "mu", 3),
    ]
