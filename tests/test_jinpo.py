"""Jinpo Village: ten households, no money that the paper does not print, and a verdict that says so."""

from __future__ import annotations

import re

import pytest

from relocation.cases import load, load_with_warnings
from relocation.changes import rule_holds
from relocation.labels import Language
from relocation.reports.run import run_report
from relocation.tables.terminal import report_text


def test_ten_households_in_three_groups() -> None:
    jinpo = load("jinpo")
    assert jinpo.village.households == 10
    assert jinpo.village.persons == 33
    housed = (
        jinpo.construction["self_built"].quantity,
        jinpo.purchases["apartments"].quantity,
        jinpo.construction["granted"].quantity,
    )
    assert housed == (4, 4, 2)


def test_money_that_is_not_printed_is_nothing_and_says_so() -> None:
    jinpo = load("jinpo")
    for path in ("construction.self_built.rate", "construction.granted.rate", "purchases.apartments.rate"):
        one = jinpo.at(path)
        assert one.value == 0
        assert one.source.provenance == "assumption"
        assert "published" in one.source.note


@pytest.mark.parametrize(
    ("lang", "said"),
    [("en", "Nothing to judge: no money is stated."), ("zh", "无从评判：未填写任何金额。")],
)
def test_the_verdict_on_no_money_is_no_verdict(lang: Language, said: str) -> None:
    appraisal = load("jinpo").appraise()
    assert said in report_text(run_report(appraisal), "table", lang)
    stated = load("jinpo").replace({"construction.granted.rate": 100_000.0}).appraise()
    assert said not in report_text(run_report(stated), "table", lang)


def test_all_that_can_be_said_of_the_file_is_what_a_finished_plan_would_state() -> None:
    told = load_with_warnings("jinpo")[1]
    assert [problem.expected.en for problem in told] == [
        "at least one line of compensation",
        "at least one line of land reclamation",
    ]


def test_without_money_the_record_says_neither_viable_nor_not() -> None:
    jinpo = load("jinpo")
    verdict = jinpo.appraise().to_record()["verdict"]
    assert verdict["viable"] is None
    assert verdict["failed"] == ["no money is stated"]
    assert jinpo.appraise().to_record("zh")["verdict"]["failed"] == ["未填写任何金额"]
    # Gifts and costs that cancel out are money all the same: four flats sold at the price of building them.
    even = jinpo.replace({"purchases.apartments.rate": 9e4, "construction.self_built.rate": 9e4}).appraise()
    assert even.number("fund_balance.balance") == 0
    assert even.to_record()["verdict"]["viable"] is None  # compensation and more are not stated
    assert "no money is stated" not in even.to_record()["verdict"]["failed"]
    dear = jinpo.replace({"construction.granted.rate": 1e5}).appraise().to_record()["verdict"]
    assert dear["viable"] is None
    assert "no money is stated" not in dear["failed"]


def test_a_rule_on_the_verdict_is_not_met_without_money() -> None:
    assert not rule_holds(load("jinpo").appraise(), "verdict")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_counted_stands_where_no_money_does(lang: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = report_text(run_report(load("jinpo").appraise()), "table", lang)
    rows = [re.split(r"\s{2,}", line.strip()) for line in text.splitlines()]
    counted = [(row[-2], row[-1]) for row in rows if len(row) > 2 and row[-2].isdigit()][:5]
    homes, people = ("households", "persons") if lang == "en" else ("户", "人")
    assert counted == [("10", homes), ("33", people), ("4", homes), ("2", homes), ("4", homes)]
    assert "Hou, line 167" in text
    assert ("Lowest closing cash" if lang == "en" else "最低期末现金") not in text
