"""The values cached in the file: what a viewer that calculates nothing shows, and the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from functools import cache

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple

import relocation
from relocation.excel.write.saving import MissingValues, file_bytes
from relocation.labels import Language
from relocation.project.template import padded
from tests.parity import Sample, disagreements, sample
from tests.processes import finished
from tests.random_projects import random_project
from tests.spreadsheet_programs import plain, values_in

LANGUAGES: tuple[Language, Language] = ("en", "zh")


@cache
def samples() -> dict[str, Sample]:
    return {
        "lujia_en": sample(relocation.load("lujia"), "en"),
        "template_zh": sample(padded(relocation.load("lujia")), "zh"),
        "months_en": sample(random_project(11, period="month", periods=30), "en"),
    }


@pytest.mark.parametrize("name", ["lujia_en", "template_zh", "months_en"])
def test_openpyxl_reads_our_value_from_every_formula_cell(name: str) -> None:
    one = samples()[name]
    found = values_in(one.data)
    assert disagreements(one, one.draft.cached, found) == []
    assert not [cell for cell in one.cells if str(found[cell]).startswith("#")]


@pytest.mark.parametrize("name", ["lujia_en", "template_zh", "months_en"])
def test_pandas_reads_our_value_from_every_formula_cell(name: str) -> None:
    one = samples()[name]
    # "n/a" is a text of ours, not a hole.
    frames = pd.read_excel(
        io.BytesIO(one.data), sheet_name=None, header=None, engine="openpyxl", keep_default_na=False
    )
    found = {}
    for sheet, cell in one.cells:
        row, column = coordinate_to_tuple(cell)
        value = frames[sheet].iat[row - 1, column - 1]
        found[sheet, cell] = plain(value.to_pydatetime() if isinstance(value, pd.Timestamp) else value)
    assert disagreements(one, one.draft.cached, found) == []


def test_no_formula_of_the_file_is_without_a_path() -> None:
    """But those that show words, such as names, or mark an input that is refused."""
    one = samples()["lujia_en"]
    formulas = {
        (sheet.title, cell.coordinate)
        for sheet in load_workbook(io.BytesIO(one.data))
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    assert formulas == set(one.draft.cached)
    marks = {(sheet, cell) for sheet, cell in formulas if sheet == "Inputs" and cell.startswith("A")}
    quantities = {(sheet, cell) for sheet, cell in formulas if sheet == "Budget" and cell.startswith("C")}
    silent = formulas - set(one.cells) - marks - quantities
    assert [at for at in silent if not isinstance(one.draft.cached[at], str)] == []
    assert set(one.cells) <= formulas


def test_a_formula_without_value_and_a_value_without_formula_are_refused() -> None:
    one = samples()["lujia_en"]
    cell, *rest = one.draft.cached
    with pytest.raises(MissingValues, match=f"1 formulas without value.*{cell[0]}!{cell[1]}"):
        file_bytes(one.draft.workbook, {at: one.draft.cached[at] for at in rest})
    with pytest.raises(MissingValues, match="1 values without formula: Inputs!ZZ99"):
        file_bytes(one.draft.workbook, {**one.draft.cached, ("Inputs", "ZZ99"): 1.0})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_appraisal_gives_the_same_bytes(lang: Language) -> None:
    lujia = relocation.load("lujia")
    assert sample(lujia, lang).data == sample(relocation.load("lujia"), lang).data


@pytest.mark.parametrize("lang", LANGUAGES)
def test_another_process_at_another_time_and_place_gives_the_same_bytes(lang: Language) -> None:
    script = f"""
import hashlib, relocation
from relocation.excel.workbook import workbook_bytes
data = workbook_bytes(relocation.load("lujia").appraise(), lang={lang!r})
print(hashlib.sha256(data).hexdigest())
"""
    elsewhere = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Shanghai", "RELOCATION_LANG": "zh"}
    ours = hashlib.sha256(sample(relocation.load("lujia"), lang).data).hexdigest()
    assert finished([sys.executable, "-c", script], env=elsewhere).stdout.strip() == ours
