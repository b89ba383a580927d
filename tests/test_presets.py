"""What the program filled in by itself is listed by name and cell, and nothing that somebody stated is."""

from __future__ import annotations

from pathlib import Path

import pytest

import relocation
from relocation.excel.read.project import read_workbook
from relocation.excel.workbook import workbook_bytes
from relocation.labels import LANGUAGES, Language
from relocation.presets import as_problems, presets, sentence
from relocation.project.template import template_project
from tests.cli.running import relocation as command
from tests.planner import input_addresses, typed
from tests.small_village import small_project

STATED = {
    "land_quota.area": 1000,
    "land_quota.price": 60_000,
    "construction.housing.quantity": 20_000,
    "construction.housing.rate": 1_500,
    "construction.housing.price_contingency": 0.02,
    "loans.bank.principal": 20_000_000,
    "loans.bank.rate": 0.045,
    "loans.bank.term": 8,
}


@pytest.fixture(scope="module", params=LANGUAGES)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Language]:
    lang: Language = request.param
    path = tmp_path_factory.mktemp("filled") / "village.xlsx"
    path.write_bytes(typed(workbook_bytes(template_project(None, {}).appraise(), lang=lang), STATED))
    return path, lang


def test_what_nobody_stated_is_listed_and_what_is_stated_is_not(filled: tuple[Path, Language]) -> None:
    listed = {one.path: one.value for one in presets(read_workbook(filled[0]).project.appraise())}
    assert (
        listed.items()
        >= {
            "land_quota.receipts.first.share": 1.0,
            "construction.housing.start": 1,
            "construction.housing.physical_contingency": 0.0,
            "loans.bank.method": "equal_principal",
        }.items()
    )
    assert listed.keys().isdisjoint(STATED)


def test_nothing_of_an_item_that_is_not_used_is_listed(filled: tuple[Path, Language]) -> None:
    listed = [one.path for one in presets(read_workbook(filled[0]).project.appraise())]
    assert not [path for path in listed if path.startswith(("purchases.", "compensation.", "subsidies."))]


def test_check_lists_each_with_its_cell_and_its_name(filled: tuple[Path, Language]) -> None:
    path, lang = filled
    sheet, cell = input_addresses(path.read_bytes())["loans.bank.method"]
    records = command("check", path, "-f", "json", "--lang", lang).record
    (method,) = [
        one for one in records if one["where"] == f"{sheet}!{cell}" and one["severity"] == "assumption"
    ]
    assert method["found"] == {"en": "equal principal", "zh": "等额本金"}[lang]
    said = command("check", path, "--lang", lang)
    assert {"en": "assumed by the program: ", "zh": "程序设定："}[lang] in said.stdout
    assert {"en": "assumed by the program: ", "zh": "程序自行设定 "}[lang] in said.stderr


def test_run_and_the_first_sheet_say_the_same_sentence(filled: tuple[Path, Language]) -> None:
    path, lang = filled
    project = read_workbook(path).project
    told = sentence(project.appraise(), read_workbook(path).cells and _cells(path))
    assert told is not None
    _, cell = input_addresses(path.read_bytes())["loans.bank.method"]
    assert cell in told.text(lang)
    shown = command("run", path, "--lang", lang, columns=10_000).stdout
    assert f"!{cell}" in shown


def _cells(path: Path) -> dict[str, str]:
    return {one: cell for one, (_, cell) in input_addresses(path.read_bytes()).items()}


def test_json_holds_the_same(filled: tuple[Path, Language]) -> None:
    record = command("run", filled[0], "-f", "json").record
    wanted = [one.path for one in presets(read_workbook(filled[0]).project.appraise())]
    assert [one["path"] for one in record["assumed_by_program"]] == wanted


def test_whoever_states_a_value_takes_it_off_the_list() -> None:
    lujia = relocation.load("lujia")
    assert "land_quota.delay" in {one.where for one in as_problems(lujia.appraise())}
    stated = lujia.replace({"land_quota.delay": 0})
    assert "land_quota.delay" not in {one.where for one in as_problems(stated.appraise())}


def test_a_plan_that_states_all_its_ground_has_no_such_sentence() -> None:
    lujia = relocation.load("lujia")
    stated = lujia.replace({one.path: one.value for one in presets(lujia.appraise())})
    assert sentence(stated.appraise()) is None


def test_a_preset_is_said_as_people_say_it() -> None:
    """Which period is not how many, one is not several, and a 0 that stands for something else says for what."""
    income = {"solar": {"label_en": "Solar", "label_zh": "光伏", "amount": 50_000.0}}
    quota = {"area": 50.0, "price": 90_000.0, "receipts": {"all": {"share": 1.0, "period": 1}}}
    subsidies = {"roads": {"label_en": "Roads", "label_zh": "道路", "quantity": 1.0, "rate": 1e6}}
    project = small_project(income=income, land_quota=quota, subsidies=subsidies)
    said = sentence(project.appraise())
    assert said is not None
    for text in ("Solar: ", "First period 1, ", "Number of periods to the end of the timeline"):
        assert text in said.en
    assert "Number of periods 1 period" in said.en
    assert "1 periods" not in said.en
    for text in ("起始期次 第1期", "持续期数 直到期末", "持续期数 1期"):
        assert text in said.zh
