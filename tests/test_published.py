"""Every project file in models/ is a golden test of itself: our numbers beside those that its source prints.

A new village brings its own test by a [published.<id>] table: a value with its source, and the formula by which our
model gives it. A figure that contradicts the rest of the source says discrepancy = "yes" and explains itself.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from relocation.appraisal import Appraisal
from relocation.cases import load, shipped
from relocation.project.project import Project

CASES = shipped()
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


@pytest.mark.parametrize("case", CASES)
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


def test_a_contradiction_that_is_none_is_missed_too() -> None:
    settled = load("lujia").replace({"published.income_per_person.value": 17_516.0})
    assert list(misses(settled.appraise())) == ["income_per_person"]
