"""Each rule between inputs: a village that breaks it, one at the edge that keeps it, and messages in both languages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from relocation.problems import Problem, ProblemsFound
from relocation.project.project import Project
from relocation.project.rules import RULES
from tests.small_village import problems_of, small_project

SOLD = {"area": 100.0, "price": 1_000.0}
ITEM = {"quantity": 1.0, "rate": 1.0}
LOAN = {"principal": 1_000.0, "rate": 0.05, "term": 4}


def parts(*shares_and_periods: tuple[float, int]) -> dict[str, Any]:
    return {f"part_{at}": {"share": one, "period": when} for at, (one, when) in enumerate(shares_and_periods)}


def steps(*periods_and_rates: tuple[int, float]) -> dict[str, Any]:
    return {f"step_{at}": {"period": when, "rate": rate} for at, (when, rate) in enumerate(periods_and_rates)}


# rule -> (what breaks it, the path named first, what keeps it at the edge)
PLAN = {"only": {"amount": LOAN["principal"], "period": 1}}
BROKEN: dict[str, tuple[dict[str, Any], str, dict[str, Any]]] = {
    "ids_are_plain": (
        {"construction": {"Housing": ITEM}},
        "construction.Housing",
        {"construction": {"housing_2": ITEM}},
    ),
    "ids_are_plain, dots": ({"loans": {"a.b": LOAN}}, "loans.a.b", {"loans": {"a_b": LOAN}}),
    "ids_are_plain, two underscores": ({"loans": {"a__b": LOAN}}, "loans.a__b", {"loans": {"a_b": LOAN}}),
    "ids_are_plain, Chinese": (
        {"purchases": {"住房": ITEM}},
        "purchases.住房",
        {"purchases": {"zhufang": ITEM}},
    ),
    "ids_are_plain, Python": (
        {"other": {"class": {"kind": "memo"}}},
        "other.class",
        {"other": {"klass": {"kind": "memo"}}},
    ),
    "ids_are_plain, receipts": (
        {"land_quota": {"receipts": {"1st": {"share": 1.0, "period": 1}}}},
        "land_quota.receipts.1st",
        {"land_quota": {"receipts": {"first": {"share": 1.0, "period": 1}}}},
    ),
    "ids_are_plain, drawdowns": (
        {"loans": {"bank": {**LOAN, "drawdowns": {"First": {"share": 1.0, "period": 1}}}}},
        "loans.bank.drawdowns.First",
        {"loans": {"bank": {**LOAN, "drawdowns": {"first": {"share": 1.0, "period": 1}}}}},
    ),
    "people_fit_households": (
        {"village": {"households": 10, "persons": 9}},
        "village.households",
        {"village": {"households": 10, "persons": 10}},
    ),
    "people_fit_households, poor households": (
        {"village": {"households": 10, "persons": 30, "registered_poor_households": 11}},
        "village.registered_poor_households",
        {"village": {"households": 10, "persons": 30, "registered_poor_households": 10}},
    ),
    "people_fit_households, poor persons": (
        {"village": {"households": 10, "persons": 30, "registered_poor_persons": 31}},
        "village.registered_poor_persons",
        {"village": {"households": 10, "persons": 30, "registered_poor_persons": 30}},
    ),
    "quota_covers_its_uses": (
        {"land_quota": {**SOLD, "acceptance": 0.9, "resettlement_area": 60.0, "retained_area": 31.0}},
        "land_quota.resettlement_area",
        {"land_quota": {**SOLD, "acceptance": 0.9, "resettlement_area": 60.0, "retained_area": 30.0}},
    ),
    "amounts_are_whole": (
        {"land_quota": {"area": 100.0}},
        "land_quota.price",
        {"land_quota": {"area": 100.0, "price": 0.0}},
    ),
    "receipts_add_up, too little": (
        {"land_quota": {**SOLD, "receipts": parts((0.5, 1), (0.4, 2))}},
        "land_quota.receipts",
        {"land_quota": {**SOLD, "receipts": parts((0.5, 1), (0.5, 2))}},
    ),
    "receipts_add_up, too much": (
        {"land_quota": {**SOLD, "receipts": parts((0.5, 1), (0.6, 2))}},
        "land_quota.receipts",
        {"land_quota": {**SOLD, "receipts": parts((0.0, 1), (0.0, 2))}},
    ),
    "receipts_fall_inside": (
        {"land_quota": {**SOLD, "delay": 13, "receipts": parts((1.0, 3))}},
        "land_quota.receipts.part_0.period",
        {"land_quota": {**SOLD, "delay": 12, "receipts": parts((1.0, 3))}},
    ),
    "receipts_fall_inside, without instalments": (
        {"land_quota": {**SOLD, "delay": 37}},
        "land_quota.delay",
        {"land_quota": {**SOLD, "delay": 36}},
    ),
    "drawdowns_fit, too much": (
        {"loans": {"bank": {**LOAN, "grace": 2, "drawdowns": parts((0.6, 1), (0.5, 2))}}},
        "loans.bank.drawdowns",
        {"loans": {"bank": {**LOAN, "grace": 2, "drawdowns": parts((0.6, 1), (0.4, 2))}}},
    ),
    "drawdowns_fit, too late": (
        {"loans": {"bank": {**LOAN, "grace": 2, "drawdowns": parts((0.5, 3), (0.5, 2))}}},
        "loans.bank.drawdowns.part_0.period",
        {"loans": {"bank": {**LOAN, "grace": 2, "drawdowns": parts((0.5, 2), (0.5, 2))}}},
    ),
    "drawdowns_fit, before the loan": (
        {"loans": {"bank": {**LOAN, "term": 3, "start": 2, "drawdowns": parts((0.5, 1), (0.5, 2))}}},
        "loans.bank.drawdowns.part_0.period",
        {"loans": {"bank": {**LOAN, "term": 3, "start": 2, "drawdowns": parts((0.5, 2), (0.5, 2))}}},
    ),
    "ids_are_plain, rate steps": (
        {"loans": {"bank": {**LOAN, "rate_steps": {"Later": {"rate": 0.04, "period": 2}}}}},
        "loans.bank.rate_steps.Later",
        {"loans": {"bank": {**LOAN, "rate_steps": {"later": {"rate": 0.04, "period": 2}}}}},
    ),
    "need_has_grace": (
        {"loans": {"bank": {**LOAN, "drawdown_rule": "on_need"}}},
        "loans.bank.grace",
        {"loans": {"bank": {**LOAN, "drawdown_rule": "on_need", "grace": 1}}},
    ),
    "grace_leaves_time": (
        {"loans": {"bank": {**LOAN, "grace": 4}}},
        "loans.bank.grace",
        {"loans": {"bank": {**LOAN, "grace": 3}}},
    ),
    "grace_leaves_time, unless it lies outside": (
        {"loans": {"bank": {**LOAN, "term": 2, "grace": 2}}},
        "loans.bank.grace",
        {"loans": {"bank": {**LOAN, "term": 2, "grace": 2, "grace_basis": "outside"}}},
    ),
    "loans_end_inside, with grace outside": (
        {"loans": {"bank": {**LOAN, "term": 3, "grace": 2, "grace_basis": "outside"}}},
        "loans.bank.term",
        {"loans": {"bank": {**LOAN, "term": 2, "grace": 2, "grace_basis": "outside"}}},
    ),
    "sinking_funds_belong_to_bullets": (
        {"loans": {"bank": {**LOAN, "sinking_fund": "level", "method": "annuity"}}},
        "loans.bank.sinking_fund",
        {"loans": {"bank": {**LOAN, "sinking_fund": "level", "method": "bullet"}}},
    ),
    "rate_steps_follow": (
        {"loans": {"bank": {**LOAN, "rate_steps": steps((3, 0.04), (3, 0.03))}}},
        "loans.bank.rate_steps.step_1.period",
        {"loans": {"bank": {**LOAN, "rate_steps": steps((3, 0.04), (4, 0.0), (0, 0.0))}}},
    ),
    "rate_steps_follow, without a period": (
        {"loans": {"bank": {**LOAN, "rate_steps": steps((0, 0.04))}}},
        "loans.bank.rate_steps.step_0.period",
        {"loans": {"bank": {**LOAN, "rate_steps": steps((1, 0.04))}}},
    ),
    "plan_is_followed": (
        {"loans": {"bank": {**LOAN, "method": "stated"}}},
        "loans.bank.method",
        {"loans": {"bank": {**LOAN, "method": "stated", "repayments": PLAN}}},
    ),
    "plan_is_followed, too early": (
        {"loans": {"bank": {**LOAN, "term": 3, "start": 2, "method": "stated", "repayments": PLAN}}},
        "loans.bank.repayments.only.period",
        {"loans": {"bank": {**LOAN, "method": "stated", "repayments": PLAN}}},
    ),
    "plan_repays_the_principal": (
        {"loans": {"bank": {**LOAN, "principal": 1e6, "method": "stated", "repayments": PLAN}}},
        "loans.bank.repayments",
        {"loans": {"bank": {**LOAN, "method": "stated", "repayments": PLAN}}},
    ),
    "amount_or_units": (
        {"income": {"rent": {"amount": 1.0, "quantity": 2.0, "rate": 3.0}}},
        "income.rent.amount",
        {"income": {"rent": {"amount": 0.0, "quantity": 2.0, "rate": 3.0}}},
    ),
    "loans_end_inside": (
        {"loans": {"bank": {**LOAN, "start": 2}}},
        "loans.bank.term",
        {"loans": {"bank": {**LOAN, "start": 1}}},
    ),
    "items_end_inside": (
        {"construction": {"one": {**ITEM, "start": 3, "duration": 3}}},
        "construction.one.duration",
        {"construction": {"one": {**ITEM, "start": 3, "duration": 2}}},
    ),
    "items_end_inside, yearly": (
        {"income": {"rent": {"amount": 1.0, "start": 5}}},
        "income.rent.start",
        {"income": {"rent": {"amount": 1.0, "start": 4}}},
    ),
    "formula_or_amount": (
        {"other": {"own": {"kind": "cost", "amount": 1.0, "formula": "1"}}},
        "other.own.amount",
        {"other": {"own": {"kind": "cost", "amount": 0.0, "formula": "1"}}},
    ),
    "gap_shares_add_up": (
        {"evaluation": {"gap_share_county": 0.7}},
        "evaluation.gap_share_county",
        {"evaluation": {"gap_share_county": 0.7, "gap_share_collective": 0.2, "gap_share_households": 0.1}},
    ),
    "dates_can_be_counted": (
        {"timeline": {"start": date(1949, 12, 31), "periods": 4}},
        "timeline.start",
        {"timeline": {"start": date(1950, 1, 1), "periods": 4}},
    ),
    "dates_can_be_counted, too long": (
        {"timeline": {"start": date(2250, 1, 1), "periods": 51}},
        "timeline.periods",
        {"timeline": {"start": date(2250, 1, 1), "periods": 50}},
    ),
}


@pytest.mark.parametrize(("broken", "path", "kept"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_rule_names_the_input_and_its_edge_is_kept(
    broken: dict[str, Any], path: str, kept: dict[str, Any]
) -> None:
    (problem,) = problems_of(**broken)
    assert problem.where == path
    assert problem.severity == "error"
    assert problems_of(**kept) == []


@pytest.mark.parametrize("rule", BROKEN)
def test_a_message_says_what_is_expected_and_how_to_mend_it_in_both_languages(rule: str) -> None:
    (problem,) = problems_of(**BROKEN[rule][0])
    for label in (problem.expected, problem.remedy):
        assert label.en
        assert label.en.isascii()
        assert label.zh
        assert not label.zh.isascii()


def test_every_rule_is_broken_by_some_example() -> None:
    kinds = {"ids_are_plain", "dates_can_be_counted", *(rule.__name__ for rule in RULES)}
    assert kinds == {name.split(",")[0] for name in BROKEN}


def told(problems: list[Problem]) -> set[str]:
    return {problem.where for problem in problems}


def test_all_problems_of_all_rules_are_told_at_once() -> None:
    problems = problems_of(
        village={"households": 10, "persons": 9},
        land_quota={**SOLD, "resettlement_area": 101.0, "receipts": parts((0.5, 9), (0.4, 2))},
        loans={
            "bank": {**LOAN, "grace": 4, "start": 2},
            "Bank": {**LOAN, "drawdowns": parts((2 / 3, 3), (2 / 3, 1))},
        },
        construction={"one": {**ITEM, "start": 3, "duration": 3}},
        other={"own": {"kind": "cost", "amount": 1.0, "formula": "1"}},
    )
    assert told(problems) == {
        "village.households",
        "land_quota.resettlement_area",
        "land_quota.receipts",
        "land_quota.receipts.part_0.period",
        "loans.bank.grace",
        "loans.bank.term",
        "loans.Bank",
        "loans.Bank.drawdowns",
        "loans.Bank.drawdowns.part_0.period",
        "construction.one.duration",
        "other.own.amount",
    }


# What the message advises is what mends it.
def test_the_advised_number_of_periods_is_enough() -> None:
    broken = {"construction": {"one": {**ITEM, "start": 3, "duration": 5}}}
    (problem,) = problems_of(4, **broken)
    assert problem.remedy.en == "end it earlier, or set timeline.periods to 7 or more"
    assert problems_of(6, **broken)
    assert problems_of(7, **broken) == []


def test_the_advised_grace_period_lets_the_drawdowns_in() -> None:
    loan = {**LOAN, "drawdowns": parts((0.5, 1), (0.5, 3))}
    (problem,) = problems_of(loans={"bank": loan})
    assert problem.remedy.en == "move it or set loans.bank.grace to 3"
    assert problems_of(loans={"bank": {**loan, "grace": 3}}) == []


def test_the_advised_change_of_shares_makes_them_one() -> None:
    (problem,) = problems_of(land_quota={**SOLD, "receipts": parts((0.7, 1), (0.4, 2))})
    assert problem.remedy.en == "change the shares by -0.1 in all"


def test_a_delay_counts_in_months_whatever_the_period() -> None:
    late = {"land_quota": {**SOLD, "delay": 7, "receipts": parts((1.0, 2))}}
    assert problems_of(3, "year", **late) == []
    assert problems_of(4, "quarter", **late)
    assert problems_of(5, "quarter", **late) == []
    assert problems_of(8, "month", **late)
    assert problems_of(9, "month", **late) == []


def test_a_change_is_judged_by_the_same_rules() -> None:
    project = small_project(loans={"bank": LOAN})
    with pytest.raises(ProblemsFound) as caught:
        project.replace({"loans.bank.grace": 4, "timeline.periods": 3})
    assert told(list(caught.value.problems)) == {"loans.bank.grace", "loans.bank.term"}


def test_ids_that_are_words_of_the_model_itself_do_no_harm() -> None:
    """Lines of an item stand below its id, so an id may well be total, net or contingency."""
    words = (
        "total",
        "net",
        "paid",
        "contingency",
        "engineering",
        "period_rate",
        "flow",
        "closing",
        "ours",
        "slot",
    )
    groups = ("subsidies", "construction", "compensation", "purchases")
    items: dict[str, Any] = {group: dict.fromkeys(words, ITEM) for group in groups}
    items["loans"] = dict.fromkeys(words, LOAN)
    items["other"] = {word: {"kind": "cost", "amount": 2.0} for word in words}
    items["income"] = items["costs"] = {word: {"amount": 3.0} for word in words}
    appraisal = small_project(**items).appraise()
    assert appraisal.number("checks.all_passed") == 1
    # ten subsidies of 1; ten works of 1, compensation less purchases nothing, ten own costs of 2
    assert appraisal.number("fund_balance.revenue") == 10
    assert appraisal.number("fund_balance.expenditure") == 30
    assert appraisal.number("sources.financing") == pytest.approx(10_000)


def test_an_empty_village_breaks_no_rule() -> None:
    assert (
        Project.build(
            {"village": {}, "timeline": {"start": date(2025, 1, 1), "periods": 1}}
        ).village.households
        == 0
    )
