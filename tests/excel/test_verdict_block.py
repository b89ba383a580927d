"""The verdict leads the sheet of indicators and page one, live, in both languages."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import relocation
from relocation.excel.layout.kinds import SHEETS
from relocation.labels import Label, Language
from relocation.verdict import FLAGS, RULES, VIABLE
from tests.parity import Sample, sample
from tests.spreadsheet_programs import Engine

LANGUAGES: tuple[Language, Language] = ("en", "zh")


def lujia(lang: Language) -> Sample:
    return sample(relocation.load("lujia"), lang)


def sheet(one: Sample, key: str, lang: Language) -> Worksheet:
    return load_workbook(io.BytesIO(one.data))[SHEETS[key].text(lang)]


def column(ws: Worksheet, letter: str) -> list[Any]:
    return [ws[f"{letter}{row}"].value for row in range(1, ws.max_row + 1)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rules_and_flags_stand_before_the_indicators(lang: Language) -> None:
    names = column(sheet(lujia(lang), "indicators", lang), "A")
    order = [*(rule.label.text(lang) for rule in RULES), *(label.text(lang) for label in FLAGS.values())]
    places = [names.index(one) for one in order]
    assert places == sorted(places)
    assert places[-1] < names.index(Label("Indicator", "指标").text(lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_rule_has_its_threshold_its_role_and_the_origin(lang: Language) -> None:
    one = lujia(lang)
    ws, verdict = sheet(one, "indicators", lang), relocation.load("lujia").appraise().verdict
    names = column(ws, "A")
    for rule in RULES:
        row = names.index(rule.label.text(lang)) + 1
        assert ws[f"F{row}"].value == verdict.origin(rule).text(lang)
        assert ('"<= "' if rule.at_most else '">= "') in ws[f"C{row}"].number_format
        role = Label("decides", "决定") if rule.decides else Label("warns", "提示")
        assert ws[f"E{row}"].value == role.text(lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_verdict_of_the_workbook_moves_with_an_input(lang: Language) -> None:
    one = lujia(lang)
    verdicts = {address for address, row in one.cells.items() if row.path == VIABLE}
    shown = {title for title, _ in verdicts}
    assert shown >= {SHEETS[key].text(lang) for key in ("about", "indicators")}
    engine = Engine(one.data)
    before = engine.values(one.cells)
    after = engine.values(one.cells, one.input_cells({"land_quota.price": 40_000.0}))
    assert {before[address] for address in verdicts} == {1}
    assert {after[address] for address in verdicts} == {0}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_page_one_says_loudly_that_most_is_assumed(lang: Language) -> None:
    assumed = relocation.load("lujia").appraise().provenance_counts["assumption"]
    said = {
        "en": f"More inputs are assumed ({assumed}) than published (10): the result is no better than they are.",
        "zh": f"假设的输入（{assumed}项）多于已公布的输入（10项）：结果的可靠程度取决于这些假设。",
    }
    ws = sheet(lujia(lang), "about", lang)
    assert said[lang] in column(ws, "A")
    counted = {"en": f"{assumed} inputs", "zh": f"{assumed} 项"}
    assert counted[lang] in column(ws, "B")
