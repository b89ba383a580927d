"""The checklist of the eight risks: sentences from what is stated, and silence called silence."""

from __future__ import annotations

from relocation.after_move.livelihood import load_livelihood
from relocation.after_move.risks import NOTHING, risk_rows
from relocation.cases import load


def test_lujia_answers_from_its_inputs() -> None:
    rows = {one.key: one.answer for one in risk_rows(load("lujia"), load_livelihood("lujia"))}
    assert len(rows) == 8
    assert "9,878 yuan a household" in rows["landlessness"].en
    assert "28,000" in rows["joblessness"].zh
    assert "27,370 m2" in rows["homelessness"].en
    assert "107,000" in rows["marginalisation"].en
    assert "1,609,100 yuan a year; 80% of it" in rows["common_property"].en
    assert all(one.en.isascii() and not one.zh.isascii() for one in rows.values())


def test_another_input_gives_another_sentence() -> None:
    changed = load("lujia").replace({"purchases.flats.quantity": 30_000.0})
    rows = {one.key: one.answer.en for one in risk_rows(changed)}
    assert "New flats bought by households: 30,000 m2." in rows["homelessness"]


def test_where_nothing_is_stated_the_row_says_so() -> None:
    rows = {one.key: one for one in risk_rows(load("jinpo"))}
    assert rows["landlessness"].answer == NOTHING
    assert not rows["landlessness"].stated
    assert rows["homelessness"].stated
