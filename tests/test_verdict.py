"""The verdict: cash and repayment lead, each rule can fail, and what must not be hidden says so by itself."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

import relocation
from relocation.appraisal import Appraisal
from relocation.formula.language.book import Book
from relocation.formula.language.expression import Constant
from relocation.formula.targets.scalar import compile_scalar
from relocation.labels import Language
from relocation.model import book_inputs, build_book
from relocation.project.project import Project
from relocation.verdict import FLAGS, RULES, Rule
from tests.small_village import finished_appraisal as appraised
from tests.small_village import finished_project as small_project
from tests.small_village import series
from tests.small_village import small_project as unfinished_project

RULE = {rule.key: rule for rule in RULES}
MILLION = 1e6


def yearly(**amounts: float) -> dict[str, Any]:
    """Own lines that bring (or with a minus take) an amount in a single year: y3=5 is 5 million in year 3."""
    return {
        f"in_{key}": {
            "kind": "revenue" if amount > 0 else "cost",
            "amount": abs(amount) * MILLION,
            "start": int(key.removeprefix("y").split("_")[0]),
        }
        for key, amount in amounts.items()
    }


def flags(appraisal: Appraisal, lang: Language = "en") -> dict[str, str]:
    return {one.key: one.sentence.text(lang) for one in appraisal.verdict.flags}


def passed(appraisal: Appraisal, key: str) -> bool | None:
    return appraisal.verdict.passed(RULE[key])


# A bridge loan, by hand --------------------------------------------------------------------------------------------


def bridge(term: int = 8, **loan: Any) -> Appraisal:
    """66 million at 4.9 %, all repaid in the last year, beside 13 million a year; the money is spent at once."""
    bank = {
        "principal": 66 * MILLION,
        "rate": 0.049,
        "term": term,
        "method": "bullet",
        "draw_interest": "full",
        **loan,
    }
    return appraised(
        term,
        loans={"bank": bank},
        other={
            "works": {"kind": "cost", "amount": 66 * MILLION},
            "rent": {"kind": "revenue", "amount": 13 * MILLION * term, "duration": term},
        },
    )


def test_a_bridge_loan_looks_healthy_until_the_bullet() -> None:
    cover = series(bridge(), "annual.debt_cover.dscr")
    interest = 66 * 0.049
    assert math.isnan(cover[0])  # the year in which it is built
    assert cover[1:7] == pytest.approx([13 / interest] * 6, rel=1e-12)
    assert round(cover[1], 2) == 4.02
    assert round(cover[7], 3) == 0.188


def test_its_verdict_is_led_by_cash_and_not_by_the_ratio() -> None:
    # 8 x 13 million less 8 x 3.234 million of interest are 78.128 million; less 66 spent, 66 drawn and repaid: 12.128.
    appraisal = bridge()
    assert appraisal.number("cash.minimum") == pytest.approx((13 - 3.234) * MILLION)
    assert series(appraisal, "cash.closing")[-1] == pytest.approx(12.128 * MILLION)
    assert appraisal.verdict.viable
    assert (passed(appraisal, "cash"), passed(appraisal, "repayment"), passed(appraisal, "dscr")) == (
        True,
        True,
        False,
    )
    assert appraisal.number("dscr_min_year") == 8
    assert flags(appraisal)["dscr_misleads"].startswith("The lowest yearly DSCR is 0.19, yet cash at hand")


def test_a_bullet_that_cash_cannot_pay_fails_in_the_year_of_the_bullet() -> None:
    # Over 6 years 6 x (13 - 3.234) = 58.596 million are there for 66: 7.404 million are missing, in the sixth year.
    appraisal = bridge(6)
    assert appraisal.number("cash.minimum") == pytest.approx(-7.404 * MILLION)
    assert appraisal.number("cash.minimum_period") == 6
    assert appraisal.number("loans.uncovered") == pytest.approx(7.404 * MILLION)
    assert appraisal.failed() == ["cash runs out", "debt is not repaid from cash"]
    assert flags(appraisal)["cash_negative"] == (
        "Cash is short by 7.404 million yuan at its lowest, in the period that begins in 2025."
    )
    assert flags(appraisal, "zh")["cash_negative"] == "现金最低时缺口740.40万元，出现在2025年起始的一期。"


def test_debt_paid_from_an_overdraft_is_counted_once() -> None:
    # 10 spent at once with a loan of 10 repaid by halves: nothing comes in, so all service is overdrawn.
    loan = {"principal": 10 * MILLION, "rate": 0.0, "term": 2}
    appraisal = appraised(2, loans={"bank": loan}, other=yearly(y1=-10))
    assert series(appraisal, "loans.paid_from_overdraft") == pytest.approx([5 * MILLION] * 2)
    assert appraisal.number("loans.uncovered") == pytest.approx(10 * MILLION)


# Interest that eats the balance -------------------------------------------------------------------------------------


def level_25(**changes: Any) -> Appraisal:
    terms = {"term": 25, "grace": 0, "method": "annuity", "draw_interest": "full"}
    loan = {f"loans.adbc.{key}": value for key, value in terms.items()}
    return relocation.load("lujia").replace({"timeline.periods": 25, **loan, **changes}).appraise()


def test_a_level_plan_over_25_years_eats_the_published_balance_and_says_so() -> None:
    # 66,000,000 i (1+i)^25 / ((1+i)^25 - 1) x 25 - 66,000,000 = 49.90 million against the published 49.483 million.
    appraisal = level_25()
    assert round(appraisal.number("loans.interest_total") / MILLION, 2) == 49.90
    said = flags(appraisal)["interest_eats_balance"]
    assert said.startswith("A level plan at 4.9 % over 25 years on 66.000 million yuan costs 49.9")
    assert said.endswith("million yuan in interest and eats the balance of 49.483 million yuan.")
    zh = flags(appraisal, "zh")["interest_eats_balance"]
    assert zh.startswith("等额本息，年利率4.9%、期限25年、本金6,600.00万元，利息4,9")
    assert "资金结余4,948.30万元" in zh


def test_a_year_less_leaves_something_and_says_nothing() -> None:
    assert "interest_eats_balance" not in flags(level_25(**{"loans.adbc.term": 24}))
    assert "interest_eats_balance" not in flags(relocation.load("lujia").appraise())


def test_where_there_is_no_balance_interest_has_nothing_to_eat() -> None:
    assert "interest_eats_balance" not in flags(level_25(**{"land_quota.price": 60_000.0}))


def test_several_loans_are_told_together() -> None:
    loan = {"principal": 10 * MILLION, "rate": 0.1, "term": 4, "draw_interest": "full"}
    appraisal = appraised(4, loans={"a": loan, "b": loan}, other=yearly(y1=1))
    # 10 million at 10 % repaid by quarters: 1 + 0.75 + 0.5 + 0.25 = 2.5 million, twice.
    assert flags(appraisal)["interest_eats_balance"] == (
        "The loans together cost 5.000 million yuan in interest and eat the balance of 1.000 million yuan."
    )


# Every flag ---------------------------------------------------------------------------------------------------------

LOAN = {"principal": 10 * MILLION, "rate": 0.05, "term": 4}


BREACHES: dict[str, dict[str, Any]] = {
    "cash_negative": {"other": yearly(y1=-1, y2=3)},
    "interest_eats_balance": {"loans": {"bank": LOAN}, "other": yearly(y1=0.1)},
    "debt_above_uses": {"loans": {"bank": LOAN}, "other": yearly(y1=-2, y2=20)},
    "net_fund_negative": {"other": yearly(y1=2, y2=-3)},
    "grace_eats_term": {"loans": {"bank": {**LOAN, "grace": 3}}, "other": yearly(y1=-10, y2=20)},
    "sculpting_leaves_rest": {
        "loans": {"bank": {**LOAN, "method": "sculpted"}},
        "other": yearly(y1=-1, y2=1),
    },
    "quota_claimed_twice": {
        "loans": {one: {**LOAN, "method": "on_quota_receipt", "term": 3} for one in ("a", "b")},
        "land_quota": {
            "area": 100.0,
            "price": 120_000.0,
            "receipts": {"all": {"share": 1.0, "period": 2}},
        },
    },
    "dscr_misleads": {"loans": {"bank": LOAN}, "other": yearly(y1=20, y2=0.1, y3=0.1, y4=0.1)},
    "irr_not_unique": {"other": yearly(y1=-1_000, y2=2_300, y3=-1_320)},
}


@pytest.mark.parametrize("key", FLAGS)
def test_each_flag_goes_up_with_a_sentence_in_both_languages(key: str) -> None:
    appraisal = appraised(4, **BREACHES[key])
    en, zh = flags(appraisal)[key], flags(appraisal, "zh")[key]
    assert en.isascii()
    assert en.endswith(".")
    assert zh.endswith("。")
    assert not zh.isascii()
    assert appraisal.number(f"flags.{key}") == 1
    assert {"key": key, "detail": zh} in appraisal.to_record("zh")["verdict"]["flags"]


# 5 million are drawn, 4.5 spent and 0.25 paid as interest; then 3 million a year pay 1.67 million and interest.
CALM = {
    "loans": {"bank": {**LOAN, "principal": 5 * MILLION, "grace": 1, "draw_interest": "full"}},
    "other": yearly(y1=-4.5, y2=3, y3=3, y4=3),
}


def test_no_flag_is_up_where_all_is_well_but_that_all_is_assumed() -> None:
    appraisal = appraised(4, **CALM)
    assert {key: appraisal.number(f"flags.{key}") for key in FLAGS} == dict.fromkeys(FLAGS, 0)
    assert list(flags(appraisal)) == ["assumed_inputs"]
    assert appraisal.verdict.viable


def test_a_village_without_anything_has_no_flag_but_its_assumptions() -> None:
    assert [key for key in flags(appraised(3)) if key != "assumed_inputs"] == []


def test_two_loans_that_claim_the_same_money_are_named_with_what_they_claim_twice() -> None:
    """12 million arrive in year 2; each of two loans of 10 million claims all of it: 20 for 12."""
    said = flags(appraised(4, **BREACHES["quota_claimed_twice"]))["quota_claimed_twice"]
    assert said.startswith("a, b together claim 8.000 million yuan more of quota money than arrives")
    halves = {
        one: {**loan, "receipt_share": 0.5} for one, loan in BREACHES["quota_claimed_twice"]["loans"].items()
    }
    shared = appraised(4, **{**BREACHES["quota_claimed_twice"], "loans": halves})
    assert "quota_claimed_twice" not in flags(shared)


def test_two_instalments_after_the_grace_period_are_a_plan_in_instalments() -> None:
    """Four years, the first two or three free: two instalments are left, or one."""
    for grace, once in ((2, False), (3, True)):
        for method in ("annuity", "equal_principal"):
            loan = {**LOAN, "grace": grace, "method": method}
            said = flags(appraised(4, loans={"bank": loan}, other=yearly(y1=-10, y2=20)))
            assert ("grace_eats_term" in said) == once, (grace, method)


def test_a_bullet_has_one_instalment_by_its_nature() -> None:
    loan = {**LOAN, "grace": 3, "method": "bullet"}
    assert "grace_eats_term" not in flags(appraised(4, loans={"bank": loan}, other=yearly(y1=-10, y2=20)))


def test_several_rates_are_named() -> None:
    # -1,000 + 2,300 / 1.1 - 1,320 / 1.21 = 0, and the same with 1.2.
    said = flags(appraised(4, **BREACHES["irr_not_unique"]))["irr_not_unique"]
    assert "(10.00 %, 20.00 %)" in said


def test_no_rate_at_all_is_told_as_well() -> None:
    assert flags(appraised(2, other=yearly(y1=1, y2=1)))["irr_not_unique"].startswith("No internal rate")


# More assumed than published ----------------------------------------------------------------------------------------


def test_assumed_and_published_inputs_are_counted() -> None:
    lujia = relocation.load("lujia").appraise()
    counted = lujia.provenance_counts
    assert (
        f"assumed ({counted['assumption']}) than published ({counted['published']})"
        in flags(lujia)["assumed_inputs"]
    )
    # By hand, in models/lujia.toml: households, persons, area, 67,000, 1,700, 1536.3, 1,500, 1,000, 1,200, 66 million.
    assert counted["published"] == 10
    assert counted["calibrated"] == 1


def test_an_option_that_nobody_touched_is_not_counted() -> None:
    bare = unfinished_project(2).appraise().provenance_counts
    asked = unfinished_project(2, land_quota={"delay": 3}).appraise().provenance_counts
    assert asked["assumption"] == bare["assumption"] + 1


def test_thresholds_do_not_count_as_assumptions() -> None:
    lujia = relocation.load("lujia")
    changed = lujia.replace({"evaluation.minimum_dscr": 1.1, "evaluation.maximum_liabilities": 0.9})
    assert changed.appraise().provenance_counts == lujia.appraise().provenance_counts


def test_a_plan_of_published_figures_is_not_flagged() -> None:
    project = small_project(2)
    sure = project.model_copy(
        update={
            "sources": {
                path: source.model_copy(update={"provenance": "published"})
                for path, source in project.sources.items()
            }
        }
    )
    assert "assumed_inputs" not in flags(sure.appraise())


# Rules --------------------------------------------------------------------------------------------------------------


def test_cash_and_repayment_come_first_and_ratios_only_warn() -> None:
    assert [rule.key for rule in RULES][:2] == ["cash", "repayment"]
    assert [rule.key for rule in RULES if rule.decides] == ["cash", "repayment", "fund_balance", "checks"]


SABOTAGE = {
    "cash": ("cash.minimum", -1.0),
    "repayment": ("loans.uncovered", 1.0),
    "fund_balance": ("fund_balance.balance", -1.0),
    "checks": ("verdict.checks_failed", 1.0),
    "npv": ("npv", -1.0),
    "coverage": ("coverage_multiple.available", 1.0),
}


def judged(project: Project, key: str, value: float) -> Appraisal:
    """The project with one line replaced by a number."""
    book: Book = build_book(project)
    line = book.lines[key]
    book.lines[key] = type(line)(line.key, line.label, line.unit, Constant(value), line.kind, line.section)
    return Appraisal(project, book, compile_scalar(book)(book_inputs(project)))


@pytest.mark.parametrize("key", SABOTAGE)
def test_a_rule_whose_number_goes_wrong_fails_and_only_those_that_decide_stop_the_plan(key: str) -> None:
    project = relocation.load("lujia")
    assert passed(project.appraise(), key) is True
    wrong = judged(project, *SABOTAGE[key])
    assert passed(wrong, key) is False
    assert wrong.verdict.viable is not RULE[key].decides


@pytest.mark.parametrize(
    ("key", "path", "found"),
    [
        ("dscr", "evaluation.minimum_dscr", "dscr.with_cash_min"),
        ("icr", "evaluation.minimum_icr", "icr.with_cash_min"),
        ("coverage", "evaluation.minimum_coverage", "coverage_multiple"),
        ("liabilities", "evaluation.maximum_liabilities", "liabilities_to_assets_max"),
    ],
)
def test_a_threshold_is_met_exactly_and_missed_by_a_hair(key: str, path: str, found: str) -> None:
    """What is missing in yuan says the same as the comparison of the ratio with its threshold."""
    project = small_project(4, **CALM)
    value = project.appraise().number(found)
    hair = 1e-6 if RULE[key].at_most else -1e-6
    assert passed(project.replace({path: value + hair}).appraise(), key) is True
    assert passed(project.replace({path: value}).appraise(), key) is True
    assert passed(project.replace({path: value - hair}).appraise(), key) is False


def test_a_sinking_fund_that_cash_cannot_fill_is_a_warning() -> None:
    bond = {
        **LOAN,
        "method": "bullet",
        "sinking_fund": "level",
        "draw_interest": "full",
        "type": "special_bond",
    }
    # 10 drawn and spent, 2.5 to be set aside each year, but all of the money comes at the end.
    late = appraised(4, loans={"bond": bond}, other=yearly(y1=-9, y4=13))
    assert passed(late, "reserve") is False
    assert passed(appraised(4, loans={"bond": LOAN}, other=yearly(y1=5)), "reserve") is None
    timely = appraised(4, loans={"bond": bond}, other=yearly(y1=2, y4=3))
    assert (passed(timely, "reserve"), passed(timely, "bond_coverage")) == (True, True)


@pytest.mark.parametrize("key", ["dscr", "icr", "coverage", "bond_coverage", "reserve", "liabilities"])
def test_without_debt_a_rule_about_debt_is_not_applicable(key: str) -> None:
    appraisal = appraised(3, other=yearly(y1=5, y2=-3))
    assert passed(appraisal, key) is None
    assert appraisal.verdict.viable
    [found] = [one for one in appraisal.to_record()["verdict"]["rules"] if one["key"] == key]
    assert found["passed"] is None


def test_a_check_that_fails_is_called_by_its_name() -> None:
    wrong = judged(relocation.load("lujia"), "checks.sources_uses.passed", 0.0)
    assert wrong.failed() == ["Sources = uses"]
    assert wrong.failed("zh") == ["资金来源＝资金运用"]
    assert not wrong.verdict.viable


def test_the_verdict_of_the_book_is_that_of_the_rules_that_decide() -> None:
    for key in ("cash", "repayment", "fund_balance", "checks"):
        assert not judged(relocation.load("lujia"), f"verdict.{key}.passed", 0.0).verdict.viable
    for rule in RULES:
        if not rule.decides:
            assert judged(relocation.load("lujia"), f"verdict.{rule.key}.passed", 0.0).verdict.viable


# As it is printed ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_record_lists_every_rule(lang: Language) -> None:
    verdict = relocation.load("lujia").appraise().to_record(lang)["verdict"]
    assert list(verdict) == ["viable", "status", "failed", "unfinished", "rules", "flags"]
    assert [one["key"] for one in verdict["rules"]] == [rule.key for rule in RULES]
    fields = ["key", "label", "threshold", "value", "passed", "decides", "origin"]
    assert all(list(one) == fields for one in verdict["rules"])
    assert all(one["label"].isascii() is (lang == "en") for one in verdict["rules"])
    by_key = {one["key"]: one for one in verdict["rules"]}
    assert by_key["cash"]["value"] == pytest.approx(20_757_500)
    assert by_key["dscr"]["threshold"] == 1.3
    assert (
        by_key["dscr"]["origin"]
        == {
            "en": "practice, secondary source, to be confirmed",
            "zh": "实务惯例，二手资料，待核实",
        }[lang]
    )


def test_a_threshold_of_ones_own_says_where_it_comes_from() -> None:
    def origin(project: Project, rule: Rule, lang: Language) -> str:
        return project.appraise().verdict.origin(rule).text(lang)

    own = relocation.load("lujia").replace({"evaluation.minimum_dscr": 1.5})
    assert origin(own, RULE["dscr"], "en") == "changed from 1.3 (assumption)"
    assert origin(own, RULE["dscr"], "zh") == "原值 1.3"
    bare = small_project(evaluation={"minimum_dscr": 1.5})
    assert origin(bare, RULE["dscr"], "en") == "set for this project"
    assert origin(bare, RULE["dscr"], "zh") == "本项目设定"
    assert origin(bare, RULE["cash"], "en") == "by definition"


def test_what_is_missing_is_told_with_what_belongs_there() -> None:
    """Instalments of the quota money and the drawdown of a loan are both a matter of time, and not the same."""
    plan = relocation.load(Path(__file__).parent / "rendered_files" / "unfinished.toml")
    told = plan.appraise().verdict.summary.text.en
    assert "not stated: shares of the quota money that add up to 1 (Instalment);" in told
    assert "not stated: the period in which the money comes (Bank loan: First drawdown);" in told
