"""The workbook keeps the rules of good modelling, and each rule finds a planted breach."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula

import relocation
from relocation.excel.workbook import workbook_bytes
from relocation.labels import Language
from relocation.project.template import empty_project, padded
from tests.random_projects import random_project
from tests.small_village import finished_project
from tests.workbook_lint import RULES, findings

SHIPPED = {
    "lujia": lambda: relocation.load("lujia"),
    "blank": lambda: padded(empty_project()),
    "lujia as a template": lambda: padded(relocation.load("lujia")),
    "random": lambda: random_project(9),
    "monthly": lambda: random_project(14, period="month", periods=36),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", SHIPPED)
def test_a_workbook_keeps_every_rule(name: str, lang: Language) -> None:
    assert findings(workbook_bytes(SHIPPED[name]().appraise(), lang=lang)) == []


@cache
def small() -> bytes:
    """A workbook in which breaches are planted: a small one has every sheet too."""
    return workbook_bytes(finished_project().appraise(), lang="en")


def hide_row(book: Workbook) -> None:
    book["Calculation"].row_dimensions[22].hidden = True


def rename(book: Workbook) -> None:
    book["Checks"].title = "Tests"


def set_password(book: Workbook) -> None:
    book["Map"].protection.password = "secret"


def unlock(book: Workbook) -> None:
    book["Calculation"]["H22"].protection = Protection(locked=False)


def array(book: Workbook) -> None:
    book["Statements"]["Z90"] = ArrayFormula("Z90", "=SUM(F10:F12)")


def name_nowhere(book: Workbook) -> None:
    book.defined_names["TAX2020"] = DefinedName("TAX2020", attr_text="'Inputs'!$E$9")


def point_elsewhere(book: Workbook) -> None:
    book.defined_names["in_land_quota__price"].attr_text = "'Inputs'!$E$9"


def bare_input(book: Workbook) -> None:
    book["Inputs"]["E9"].fill = PatternFill()


def forget_prompts(book: Workbook) -> None:
    book["Inputs"].data_validations.dataValidation = []


def merge(book: Workbook) -> None:
    book["Statements"].merge_cells("F10:G10")


def iterate(book: Workbook) -> None:
    book.calculation.iterate = True


def foreign_font(book: Workbook) -> None:
    book["About"]["A1"].font = Font(name="Comic Sans MS")


def written(cell: str, value: object, sheet: str = "Calculation") -> Callable[[Workbook], None]:
    def plant(book: Workbook) -> None:
        book[sheet][cell] = value

    return plant


PLANTED: dict[str, tuple[Callable[[Workbook], None], str]] = {
    "sheet renamed": (rename, "sheets_stand_in_order: "),
    "row hidden": (hide_row, "nothing_is_hidden: Calculation!22"),
    "formula differs": (written("H22", "=G20"), "every_row_has_one_formula: Calculation!H22"),
    "number typed": (written("H22", 5), "numbers_stand_on_inputs_only: Calculation!H22"),
    "formula among inputs": (written("E9", "=E10", "Inputs"), "inputs_are_no_formulas: Inputs!E9"),
    "constant": (written("H22", "=G21*1.05"), "formulas_have_no_numbers_of_their_own: Calculation!H22"),
    "NPV": (written("H22", "=NPV(1,F21:G21)"), "functions_are_shared_by_all_programs: Calculation!H22"),
    "volatile": (
        written("H22", "=TODAY()"),
        "functions_are_shared_by_all_programs: Calculation!H22: volatile",
    ),
    "modern": (
        written("H22", "=_xlfn.XLOOKUP(1,F21,F22)"),
        "functions_are_shared_by_all_programs: Calculation!H22",
    ),
    "array formula": (array, "formulas_are_plain: Statements!Z90"),
    "other file": (written("H22", "=[1]Sheet1!A1"), "formulas_are_plain: Calculation!H22"),
    "name in a formula": (written("H22", "=in_land_quota__price"), "formulas_are_plain: Calculation!H22"),
    "long": (written("H22", "=" + "+".join(["G21"] * 80)), "formulas_are_short: Calculation!H22"),
    "empty cell": (written("H22", "=ZZ999"), "formulas_refer_to_filled_cells: Calculation!H22"),
    "merged": (merge, "nothing_is_merged: Statements!F10:G10"),
    "no cached value": (written("H22", "=G21"), "every_formula_has_a_value: Calculation!H22"),
    "unlocked": (unlock, "formulas_are_locked: Calculation!H22"),
    "password": (set_password, "sheets_are_protected_without_password: Map"),
    "no validation": (forget_prompts, "inputs_say_what_they_want: Inputs!E9: no validation"),
    "no colour": (bare_input, "inputs_say_what_they_want: Inputs!E9: not coloured"),
    "no unit": (written("D9", None, "Inputs"), "inputs_say_what_they_want: Inputs!E9: no label or no unit"),
    "foreign name": (name_nowhere, "names_point_to_inputs: name TAX2020"),
    "wrong place": (point_elsewhere, "names_point_to_inputs: name in_land_quota__price"),
    "line without label": (written("B22", None), "lines_have_label_and_unit: Calculation!A22"),
    "font": (foreign_font, "fonts_are_named: About!A1"),
    "iteration": (iterate, "calculation_needs_no_iteration: "),
}


@pytest.mark.parametrize(("plant", "expected"), PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_breach_is_found(plant: Callable[[Workbook], None], expected: str) -> None:
    book = load_workbook(io.BytesIO(small()))
    plant(book)
    buffer = io.BytesIO()
    book.save(buffer)
    rule = expected.partition(":")[0]
    assert [text for text in findings(buffer.getvalue(), rule) if text.startswith(expected)] != []


def test_every_rule_has_a_planted_breach() -> None:
    assert {expected.split(":")[0] for _, expected in PLANTED.values()} == {rule.__name__ for rule in RULES}
