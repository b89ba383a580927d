"""Every project file in models/ is a golden test of itself: our numbers beside those that its source prints.

A new village brings its own test by a [published.<id>] table: a value with its source, and the formula by which our
model gives it. A figure that contradicts the rest of the source says discrepancy = "yes" and explains itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from relocation.appraisal import Appraisal
from relocation.cases import load, shipped
from relocation.project.project import Project
from relocation.reading.toml_file import write
from relocation.reconciliation import missed_figures
from tests.cli.running import relocation

CASES = shipped()
# Invented villages have no source that prints anything; tests/test_cases.py holds them to figures worked out by hand.
SOURCED = [case for case in CASES if not load(case).village.name_en.endswith("(synthetic)")]
FIGURES = [(case, identity) for case in CASES for identity in load(case).published]


@pytest.fixture(scope="module")
def appraisals() -> dict[str, Appraisal]:
    return {case: load(case).appraise() for case in CASES}


def misses(appraisal: Appraisal) -> Iterator[str]:
    """The printed figures that our model gives differently, and the contradictions that it does not show."""
    for identity, item in appraisal.project.published.items():
        if item.formula:
            difference = abs(appraisal.number(f"published.{identity}.ours") - item.value)
            if (difference > item.tolerance) != (item.discrepancy == "yes"):
                yield identity


def test_there_are_cases() -> None:
    assert "lujia" in CASES


@pytest.mark.parametrize("case", CASES)
def test_our_numbers_are_those_of_the_source(case: str, appraisals: dict[str, Appraisal]) -> None:
    assert list(misses(appraisals[case])) == []


@pytest.mark.parametrize("case", SOURCED)
def test_a_case_prints_something_that_our_model_reproduces(
    case: str, appraisals: dict[str, Appraisal]
) -> None:
    published = appraisals[case].project.published.values()
    assert any(item.formula and item.discrepancy == "no" for item in published)


@pytest.mark.parametrize(("case", "identity"), FIGURES)
def test_a_printed_figure_has_its_wording_its_place_and_names_in_both_languages(
    case: str, identity: str
) -> None:
    project = load(case)
    item, source = project.published[identity], project.sources[f"published.{identity}.value"]
    assert source.provenance in {"published", "derived"}
    assert source.source
    assert item.printed
    assert item.label_en.isascii()
    assert item.label_zh
    assert not item.label_zh.isascii()


@pytest.mark.parametrize("case", CASES)
def test_a_contradiction_is_explained(case: str) -> None:
    project = load(case)
    for identity, item in project.published.items():
        if item.discrepancy == "yes":
            assert project.sources[f"published.{identity}.value"].note, identity


@pytest.mark.parametrize("case", CASES)
def test_what_is_not_an_assumption_says_where_it_comes_from_and_notes_speak_both_languages(case: str) -> None:
    for one in load(case).values():
        if one.source.provenance != "assumption":
            assert one.source.source, one.path
        if one.source.provenance == "derived" and not isinstance(one.value, str):
            assert one.source.derivation, one.path
        if one.source.note:
            english, slash, chinese = one.source.note.rpartition(" / ")
            assert slash, one.path
            assert english.isascii(), one.path
            assert not chinese.isascii(), one.path


@pytest.mark.parametrize("case", CASES)
def test_all_checks_of_a_case_pass(case: str, appraisals: dict[str, Appraisal]) -> None:
    assert appraisals[case].number("checks.all_passed") == 1


def test_another_input_is_missed_at_once() -> None:
    changed: Project = load("lujia").replace({"compensation.brick.quantity": 31_281.0})
    assert {"expenditure", "balance", "net_cash"} <= set(misses(changed.appraise()))


def test_a_figure_is_missed_as_soon_as_it_is_off_by_more_than_its_tolerance() -> None:
    lujia = load("lujia").replace({"published.revenue.tolerance": 1.0})
    for value, missed in ((163_266_001.0, []), (163_266_001.01, ["published.revenue.value"])):
        told = missed_figures(lujia.replace({"published.revenue.value": value}).appraise())
        assert [one.where for one in told] == missed


def test_a_contradiction_that_is_none_is_missed_too() -> None:
    settled = load("lujia").replace({"published.income_per_person.value": 17_516.0})
    assert list(misses(settled.appraise())) == ["income_per_person"]


def test_a_figure_of_one_s_own_file_that_is_off_is_told_by_check_and_run(tmp_path: Path) -> None:
    """A total printed 10,000 yuan too high."""
    project = load("lujia").replace({"published.revenue.value": 163_276_000.0})
    file = tmp_path / "village.toml"
    file.write_text(write(project))
    checked = relocation("check", str(file), "-f", "json")
    (warning,) = [one for one in json.loads(checked.stdout) if one["where"] == "published.revenue.value"]
    assert warning["severity"] == "warning"
    assert warning["found"] == "163,276,000"
    assert "163,266,000" in warning["expected"]
    assert "-10,000" in warning["expected"]
    said = relocation("run", str(file), "--lang", "zh").stdout
    assert "1项已公布数字与本方案不符：收入合计。" in said
    record = relocation("run", str(file), "-f", "json").record
    figures = {one["key"]: one for one in record["published"]}
    assert figures["revenue"]["difference"] == pytest.approx(-10_000)
    assert [key for key, one in figures.items() if not one["agrees"] and not one["contradiction"]] == [
        "revenue"
    ]


def test_a_required_reconciliation_decides_the_exit_code() -> None:
    assert relocation("run", "lujia", "--require", "published", "-f", "json").code == 0
    changed = relocation("run", "lujia", "--set", "land_quota.price=*0.9", "--require", "published")
    assert changed.code == 3
    assert "published" in changed.stderr


def test_a_figure_that_is_off_is_told_at_its_cell(tmp_path: Path) -> None:
    project = load("lujia").replace({"published.balance.value": 49_493_000.0})
    file = tmp_path / "village.xlsx"
    project.appraise().to_excel(file)
    told = json.loads(relocation("check", str(file), "-f", "json").stdout)
    assert [one["where"] for one in told if one["found"] == "49,493,000" and "!" in one["where"]]


def test_a_figure_whose_formula_has_no_value_is_missed() -> None:
    lost = load("lujia").replace({"published.balance.formula": "ratio(fund_balance.balance, break_even.area - break_even.area)"})  # fmt: skip
    (problem,) = [one for one in missed_figures(lost.appraise()) if "balance" in one.where]
    assert "n/a" in problem.text("en")
