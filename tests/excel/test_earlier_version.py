"""A workbook that an earlier version wrote is read: what was added since has its usual value, and one warning says so."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

import relocation
from relocation.cases import open_case
from relocation.excel.layout.inputs import PATH_OFFSET
from relocation.excel.read.frame import LATER
from relocation.labels import Language
from relocation.problems import ProblemsFound
from tests.planner import input_addresses, lujia_template


def without(path: Path, lang: Language, dropped: Callable[[str], bool]) -> Path:
    """Lujia as a template from which the names and rows of some inputs are gone."""
    data = lujia_template(lang)
    book = load_workbook(io.BytesIO(data))
    for one, (sheet, cell) in input_addresses(data).items():
        if dropped(one):
            del book.defined_names[f"in_{one.replace('.', '__')}"]
            book[sheet][cell].offset(0, PATH_OFFSET).value = None
    book.save(path)
    return path


def is_later(path: str) -> bool:
    group, *_, key = path.split(".")
    return (group, key) in LATER and path.count(".") == 2


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_was_added_since_has_its_usual_value(lang: Language, tmp_path: Path) -> None:
    found = open_case(without(tmp_path / "old.xlsx", lang, is_later))
    (warning,) = found.warnings
    assert {"en": "earlier version", "zh": "较早版本"}[lang] in warning.text(lang)
    assert found.project.nested() == relocation.load("lujia").nested()
    assert not found.project.sources["loans.adbc.rounding"].stated
    assert found.project.sources["loans.adbc.rate"] == relocation.load("lujia").sources["loans.adbc.rate"]


def test_a_row_that_only_one_item_lacks_was_deleted(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as found:
        open_case(without(tmp_path / "a.xlsx", "en", lambda path: path == "loans.adbc.rounding"))
    assert ["loans.adbc.rounding" in problem.where for problem in found.value.problems] == [True]


@pytest.mark.parametrize("path", ["loans.adbc.grace", "land_quota.delay"])
def test_a_row_that_earlier_versions_had_was_deleted(path: str, tmp_path: Path) -> None:
    key = path.rpartition(".")[2]
    with pytest.raises(ProblemsFound) as found:
        open_case(without(tmp_path / "a.xlsx", "en", lambda one: one.endswith(f".{key}")))
    assert any(path in problem.where for problem in found.value.problems)
