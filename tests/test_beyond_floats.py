"""Numbers that outgrow a float, from inputs as small as a float can be: not available everywhere, and never a crash."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

import relocation as rl
from relocation.appraisal import Appraisal
from relocation.excel.read.project import read_workbook
from relocation.reports.run import run_report
from relocation.tables.terminal import report_text

SMALLEST = 2.2250738585072014e-308  # mu


@pytest.fixture(scope="module")
def appraisal() -> Appraisal:
    return rl.load("lujia").replace({"land_quota.area": SMALLEST}).appraise()


def test_an_area_of_nothing_has_no_price(appraisal: Appraisal) -> None:
    assert math.isnan(appraisal.number("break_even.price"))


def test_it_is_null_in_json_and_not_available_in_a_table(appraisal: Appraisal) -> None:
    record = json.loads(json.dumps(appraisal.to_record(), allow_nan=False))
    assert record["indicators"]["break_even.price"] is None
    assert "n/a" in report_text(run_report(appraisal), "table", "en")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_its_workbook_can_be_read_again(appraisal: Appraisal, tmp_path: Path, lang: str) -> None:
    appraisal.to_excel(tmp_path / "small.xlsx", lang=lang)  # type: ignore[arg-type]
    assert read_workbook(tmp_path / "small.xlsx").project == appraisal.project
