"""The Inputs sheet as a planner meets it: what decides first, an item in one place, spare rows folded, no foreign words."""

from __future__ import annotations

import io
import re
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import relocation
from relocation.excel.layout.inputs import FIRST_ROW, inputs_layout
from relocation.excel.layout.kinds import SHEETS
from relocation.excel.workbook import workbook_bytes
from relocation.labels import Language
from relocation.problems import Problem, ProblemsFound
from relocation.project.fields import UNIT_WORDS, plain_unit
from relocation.project.names import is_slot
from relocation.project.sourced_inputs import Source
from relocation.project.template import padded, template_project
from tests.planner import read, typed

LANGUAGES: tuple[Language, Language] = ("en", "zh")
PATH = re.compile(r"\b(?:loans|land_quota|village|timeline|construction|subsidies|evaluation)\.[a-z_.0-9]+")
FOUNDATIONS = {
    *("land_quota.area", "land_quota.price", "land_quota.acceptance", "land_quota.delay"),
    *("village.households", "village.persons", "evaluation.discount_rate"),
}


@cache
def blank(lang: Language) -> bytes:
    return workbook_bytes(template_project(None, {}).appraise(), lang=lang)


def sheet_of(data: bytes, lang: Language) -> Worksheet:
    return load_workbook(io.BytesIO(data))[SHEETS["inputs"].text(lang)]


def test_the_figures_on_top_belong_to_the_whole_plan() -> None:
    """Quantity and rate of an item stand with the item, not here."""
    [first, *_] = inputs_layout(relocation.load("lujia"), "en")
    assert {row.path for row in first.rows} == FOUNDATIONS


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_item_stands_in_one_place_with_its_options_below(lang: Language) -> None:
    """Name first, in the language of the file; then quantity, rate and timing; options fold away; then the next item."""
    project = padded(relocation.load("lujia"))
    rows = [row for block in inputs_layout(project, lang) for row in block.rows]
    assert sorted(row.path for row in rows) == sorted(one.path for one in project.values())
    assert len({row.row for row in rows}) == len(rows)
    items: dict[str, list[Any]] = {}
    for row in rows:
        if row.path.items:
            items.setdefault(row.path.items[0], []).append(row)
    for item, found in items.items():
        assert [one.row for one in found] == list(range(found[0].row, found[0].row + len(found))), item
        assert found[0].path == f"{item}.label_{lang}"
        assert found[0].lead is not None
        levels = [one.level for one in found]
        assert levels == sorted(levels), item
    housing = [one.path.name for one in items["construction.housing"]]
    assert housing[1:6] == ["quantity", "rate", "unit", "start", "duration"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_spare_rows_are_folded_under_one_heading_that_says_how_to_open_them(lang: Language) -> None:
    project = padded(relocation.load("lujia"))
    data = workbook_bytes(project.appraise(), lang=lang)
    sheet = sheet_of(data, lang)
    assert sheet.sheet_properties.outlinePr.summaryBelow is False
    blocks = [block for block in inputs_layout(project, lang) if block.is_spare]
    assert len(blocks) == 9
    for block in blocks:
        heading = sheet.row_dimensions[block.row]
        assert (heading.hidden, bool(heading.outlineLevel), heading.collapsed) == (False, False, True)
        assert {"en": "open with + at the left", "zh": "点击左侧 + 展开"}[lang] in sheet[
            f"B{block.row}"
        ].value
        for row in block.rows:
            assert sheet.row_dimensions[row.row].hidden
            assert sheet.row_dimensions[row.row].outlineLevel in (1, 2)
    # A program that protects a sheet would keep the groups shut.
    assert not sheet.protection.sheet


@pytest.mark.parametrize("lang", LANGUAGES)
def test_options_that_somebody_stated_are_in_sight(lang: Language) -> None:
    """A folded option has its usual value, and nobody said where it comes from."""
    base = relocation.load("lujia")
    for project in (base, padded(base), padded(relocation.load("jinpo"))):
        blocks = [block for block in inputs_layout(project, lang) if not block.is_spare]
        folded = [row.stated for block in blocks for row in block.rows if row.folded]
        for one in folded:
            is_name = one.path.endswith(("label_en", "label_zh"))
            usual = not one.stated or (one.value, one.source) == (one.record.default, Source())
            is_printed = one.path.startswith("published.")  # the sheet Checks shows it beside ours
            assert is_slot(one.path) or is_name or is_printed or usual
    empty = template_project(None, {})
    stated = empty.replace({"construction.housing.shape": "s_curve"})
    for project, folded_now in ((empty, True), (stated, False)):
        rows = [row for block in inputs_layout(project, lang) for row in block.rows]
        shape = next(row for row in rows if row.path == "construction.housing.shape")
        assert shape.folded is folded_now


def test_a_folded_row_is_no_hidden_row_when_the_file_is_read() -> None:
    assert not [one for one in read(blank("en")).warnings if "unhide" in one.remedy.en]


def test_no_english_stands_in_a_chinese_template() -> None:
    """Every word that a planner sees, units and prompts too; m2, mu, lump sum are 平方米, 亩, 项."""
    sheet = sheet_of(blank("zh"), "zh")
    seen = [
        f"{cell.coordinate}: {cell.value}"
        for row in sheet.iter_rows(min_row=1, max_col=9)
        for cell in row
        if isinstance(cell.value, str) and cell.data_type != "f" and re.search("[A-Za-z]", cell.value)
        and not sheet[f"K{cell.row}"].value.endswith((".label_en", ".name_en"))
    ]  # fmt: skip
    prompts = [rule.prompt for rule in sheet.data_validations.dataValidation]
    assert [one for one in prompts if re.search("[A-Za-z]{2,}", one or "")] == [
        "生成工作簿时固定：relocation template --period · 选项 [选项]",
        "生成工作簿时固定：relocation template --periods · 1 – 600 [期]",
    ]
    assert seen == []


@pytest.mark.parametrize("unit", UNIT_WORDS)
def test_a_unit_is_one_word_in_a_file_and_another_in_each_language(unit: str) -> None:
    for shown in (unit, *UNIT_WORDS[unit]):
        assert plain_unit(shown) == unit
    assert plain_unit("每栋") == "每栋"


@pytest.mark.parametrize("period", ["month", "quarter", None])
@pytest.mark.parametrize("base", [None, "lujia"])
def test_a_fresh_template_bears_no_marks_of_change(base: str | None, period: str | None) -> None:
    """What a template is asked for is what it delivers."""
    changes = {"timeline.periods": {"month": 150, "quarter": 50, None: 15}[period]}
    wanted = {**changes, **({"timeline.period": period} if period else {})}
    project = template_project(relocation.load(base) if base else None, wanted)
    assert not [one.path for one in project.values() if "changed from" in one.source.note]


# Messages in the words of the sheet ----------------------------------------------------------------------------------

BREACHES: dict[str, dict[str, Any]] = {
    "a loan that ends late": {"loans.bank.principal": 1e6, "loans.bank.rate": 0.05, "loans.bank.term": 32},
    "grace as long as the term": {
        "loans.bank.principal": 1e6,
        "loans.bank.rate": 0.05,
        "loans.bank.term": 4,
        "loans.bank.grace": 4,
    },
    "shares": {"land_quota.receipts.first.share": 0.5},
    "more persons than live there": {"village.households": 20, "village.persons": 10},
    "more land than there is": {"land_quota.area": 10, "land_quota.resettlement_area": 20},
    "works that end late": {"construction.housing.duration": 40},
}


def told(data: bytes) -> tuple[Problem, ...]:
    with pytest.raises(ProblemsFound) as found:
        read(data)
    return tuple(one for one in found.value.problems if one.severity == "error")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", BREACHES)
def test_a_message_names_other_inputs_by_their_label_and_cell(name: str, lang: Language) -> None:
    problems = told(typed(blank(lang), BREACHES[name]))
    assert problems
    for one in problems:
        said = one.text(lang)
        assert PATH.search(said) is None, said
        assert one.where.startswith(f"{SHEETS['inputs'].text(lang)}!E"), said


def test_what_was_found_is_told_in_the_language_of_the_reader() -> None:
    [late] = told(typed(blank("zh"), BREACHES["a loan that ends late"]))
    assert "第32期" in late.text("zh")
    assert "period 32" not in late.text("zh")
    assert "“期数”（输入!E" in late.text("zh")
    assert "period 32" in late.text("en")


def test_the_rows_follow_one_another_from_the_first_one_on() -> None:
    blocks = inputs_layout(template_project(None, {}), "en")
    assert blocks[0].row == FIRST_ROW
    for block, following in pairwise(blocks):
        assert following.row == block.row + len(block.rows) + (1 if following.is_spare else 2)
