"""The checklist of the eight risks: sentences from what is stated, and silence called silence."""

from __future__ import annotations

import pytest

from relocation.cases import load
from relocation.insurance.scheme import load_scheme
from relocation.livelihood.livelihood import Livelihood, load_livelihood
from relocation.livelihood.risks import NOTHING, risk_rows
from relocation.problems import ProblemsFound
from relocation.sourced import shipped


def test_lujia_answers_from_its_inputs() -> None:
    rows = {one.key: one.answer for one in risk_rows(load("lujia"), load_livelihood("lujia"))}
    assert len(rows) == 8
    assert "9,878 yuan a household" in rows["landlessness"].en
    assert "28,000" in rows["joblessness"].zh
    assert "27,370 m2" in rows["homelessness"].en
    assert "107,000" in rows["marginalisation"].en
    assert "1,609,100 yuan a year; 80% of it" in rows["common_property"].en
    assert all(one.en.isascii() and not one.zh.isascii() for one in rows.values())


# What a livelihood is made of guards against one of the eight risks of Cernea's list each.
GUARDS = {
    "land": "landlessness",
    "labour": "joblessness",
    "business": "joblessness",
    "subsidy": "food_insecurity",
    "exemption": "morbidity",
}


@pytest.mark.parametrize(("kind", "risk"), GUARDS.items())
def test_every_stream_of_income_answers_the_risk_it_guards_against_and_no_other(kind: str, risk: str) -> None:
    stream = f'[after.own]\nlabel_en = "Own stream"\nlabel_zh = "自营项目"\nkind = "{kind}"\nper_household = 4321\n'
    village = Livelihood.parse(
        f'[place]\nname_en = "A"\nname_zh = "甲"\nhouseholds = 10\npersons = 30\n{stream}'
    )
    answers = {one.key: one.answer for one in risk_rows(None, village)}
    said = {key for key, one in answers.items() if "Own stream: 4,321 yuan a household and year." in one.en}
    assert said == {key for key, one in answers.items() if "自营项目：每户每年4,321元。" in one.zh} == {risk}


def test_another_input_gives_another_sentence() -> None:
    changed = load("lujia").replace({"purchases.flats.quantity": 30_000.0})
    rows = {one.key: one.answer.en for one in risk_rows(changed)}
    assert "New flats bought by households: 30,000 m2." in rows["homelessness"]


def test_where_nothing_is_stated_the_row_says_so() -> None:
    rows = {one.key: one for one in risk_rows(load("jinpo"))}
    assert rows["landlessness"].answer == NOTHING
    assert not rows["landlessness"].stated
    assert rows["homelessness"].stated


def test_words_of_its_own_stand_before_what_follows_from_figures() -> None:
    rows = {one.key: one.answer for one in risk_rows(load("lujia"), load_livelihood("lujia"))}
    assert rows["food_insecurity"].en.startswith("A vegetable plot of 100 square metres")
    assert rows["food_insecurity"].en.endswith("2,403 yuan a household and year.")
    assert rows["disarticulation"].zh.startswith("原居住分散的农户整体迁入同一社区")


def test_an_insurance_answers_for_illness() -> None:
    rows = {one.key: one.answer.en for one in risk_rows(None, None, load_scheme("wei_county"))}
    assert "Illness, lifted households: above 5,000 yuan self-paid" in rows["morbidity"]
    assert rows["landlessness"] == NOTHING.en


def test_a_risk_that_is_none_of_the_eight_is_refused() -> None:
    text = shipped("livelihoods", "lujia").read_text("utf-8").replace("[risks.morbidity]", "[risks.morbidty]")
    with pytest.raises(ProblemsFound, match="did you mean morbidity"):
        Livelihood.parse(text)
