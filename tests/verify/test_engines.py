"""Every engine by itself, on plans of every kind, and beside a fault that is planted in it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import relocation
from relocation.appraisal import Appraisal
from relocation.excel.write.saving import without_values
from relocation.javascript import script
from relocation.labels import LANGUAGES, Language, same
from relocation.project.project import Project
from relocation.reports.verification import cross_check_report
from relocation.verify import engine, javascript, numpy_financial
from relocation.verify.crosscheck import ENGINES, verify
from relocation.verify.engine import Case
from relocation.verify.record import Answers, Asked, CrossCheck, Place
from tests.random_projects import random_project
from tests.spreadsheet_programs import missing, values_in, with_formulas

ANNUITY = {"rate": 0.049, "term": 10, "grace": 2, "method": "annuity"}
THREE_LOANS: dict[str, Any] = {
    "village": {"households": 40},
    "timeline": {"start": date(2025, 1, 1), "period": "year", "periods": 14},
    "land_quota": {
        "area": 300.0,
        "price": 80_000.0,
        "receipts": {"all": {"share": 1.0, "period": 4}},
    },
    "construction": {
        "houses": {
            "quantity": 9_000.0,
            "rate": 1_700.0,
            "start": 1,
            "duration": 3,
            "shape": "s_curve",
            "physical_contingency": 0.08,
            "price_contingency": 0.035,
        },
        "fields": {"quantity": 300.0, "rate": 7_000.0, "group": "reclamation", "start": 2, "duration": 2},
    },
    "compensation": {
        "brick": {"quantity": 6_000.0, "rate": 1_200.0, "start": 1},
        "soil": {
            "quantity": 2_000.0,
            "rate": 900.0,
            "start": 2,
            "duration": 4,
            "physical_contingency": 0.1,
            "price_contingency": 0.025,
        },
    },
    "purchases": {"flats": {"quantity": 3_000.0, "rate": 1_100.0, "start": 3}},
    "income": {"leases": {"amount": 900_000.0, "growth": 0.02, "start": 4}},
    "loans": {
        "bank": {"principal": 8_000_000.0, **ANNUITY},
        "fund": {"principal": 3_000_000.0, **ANNUITY, "rounding": "fen"},
        "bond": {"principal": 2_000_000.0, "rate": 0.035, "term": 8, "method": "bullet"},
    },
    "evaluation": {"estimate_lead": 1.0},
}
OWN_FORMULAS: dict[str, Any] = {
    **THREE_LOANS,
    "other": {
        "levy": {"kind": "cost", "formula": "village.households * 1000 if t <= 4 else land_quota.area"},
        "gift": {"kind": "revenue", "amount": 400_000.0, "start": 2, "duration": 3},
    },
}
PLANS: dict[str, Callable[[], Project]] = {
    "lujia": lambda: relocation.load("lujia"),
    "jinpo": lambda: relocation.load("jinpo"),
    "three loans": lambda: Project.build(THREE_LOANS),
    "own formulas": lambda: Project.build(OWN_FORMULAS),
    "months": lambda: random_project(3, period="month", periods=40),
}
KEYS = [one.key for one in ENGINES]
QUICK = ("fractions", "numpy_financial", "javascript", "formualizer")


@cache
def plan(name: str) -> Appraisal:
    return PLANS[name]().appraise()


def asked(check: CrossCheck, key: str) -> Any:
    found = next(one for one in check.engines if one.key == key)
    if found.answers is None:
        missing(key)
    return found.answers


@cache
def checked(name: str) -> CrossCheck:
    return verify(plan(name), QUICK)


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("key", QUICK)
def test_an_engine_agrees(name: str, key: str) -> None:
    answers = asked(checked(name), key)
    assert answers.numbers
    assert answers.version
    assert not answers.failed
    assert not [difference for difference in checked(name).differences if difference.engine.key == key]


@pytest.mark.parametrize("key", QUICK)
def test_an_engine_can_be_asked_alone(key: str) -> None:
    check = plan("jinpo").verify(key)
    assert [one.key for one in check.engines] == [key]
    assert asked(check, key).numbers == asked(checked("jinpo"), key).numbers


@pytest.mark.parametrize("key", ["libreoffice", "gnumeric"])
def test_programs_agree_on_every_cell(key: str) -> None:
    check = verify(plan("three loans"), [key], lang="zh")
    answers = asked(check, key)
    assert answers.version.count(".") >= 2
    assert set(Case(plan("three loans")).cells.values()) >= set(answers.numbers)
    assert len(answers.numbers) > 3_000
    assert check.differences == ()


@pytest.mark.parametrize("name", PLANS)
def test_the_workbook_and_the_script_give_all_that_is_printed(name: str) -> None:
    """All lines in all periods by the script; no number that a cell shows is unknown to Python."""
    check = checked(name)
    by_script, by_cells = (set(asked(check, key).numbers) for key in ("javascript", "formualizer"))
    left_out = sum(limit.count for one in check.engines for limit in one.answers.cannot if one.answers)
    assert len(set(check.ours) - by_script) <= left_out
    assert by_cells <= set(check.ours)
    assert {"fund_balance.balance", "cash.minimum", "npv", "checks.all_passed"} <= {
        place.key for place in by_cells & by_script
    }


def test_the_workbook_that_programs_get_holds_no_result() -> None:
    case = Case(plan("jinpo"))
    held = values_in(case.workbook)
    assert not [address for address in case.cells if address in held]
    assert held, "its inputs are there"


# A fault in one engine is found -------------------------------------------------------------------------------------


def found(check: CrossCheck) -> set[tuple[str, str]]:
    return {(difference.engine.key, str(difference.place)) for difference in check.differences}


def test_a_wrong_formula_in_the_workbook_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    appraisal = plan("lujia")
    cell = next(
        address
        for address, place in Case(appraisal).cells.items()
        if place == Place("loans.adbc.interest_paid", 5)
    )
    monkeypatch.setattr(
        engine, "without_values", lambda data: without_values(with_formulas(data, {cell: "1234567"}))
    )
    check = verify(appraisal, ["formualizer", "javascript"])
    assert ("formualizer", "loans.adbc.interest_paid[5]") in found(check)
    assert {key for key, _ in found(check)} == {"formualizer"}


def test_a_wrong_formula_in_one_of_several_cells_of_a_number_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    appraisal = plan("lujia")
    place = Place("fund_balance.balance")
    cells = [address for address, other in Case(appraisal).cells.items() if other == place]
    assert len(cells) > 1
    wrong = {cells[-1]: "49483001"}
    monkeypatch.setattr(engine, "without_values", lambda data: without_values(with_formulas(data, wrong)))
    assert ("formualizer", "fund_balance.balance") in found(verify(appraisal, ["formualizer"]))


def test_a_fault_in_the_script_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    right = javascript.calculator_script()
    wrong = right.replace('"min": (a, b) => (t) =>', '"min": (a, b) => (t) => 0.1 +')
    wrong = wrong if wrong != right else right.replace('"*": (a, b) => (t) =>', '"*": (a, b) => (t) => 0.1 +')
    assert wrong != right
    monkeypatch.setattr(javascript, "calculator_script", lambda: wrong)
    assert {key for key, _ in found(verify(plan("lujia"), ["javascript", "fractions"]))} == {"javascript"}


def test_a_fault_in_the_library_of_finance_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    worth = numpy_financial.worth
    monkeypatch.setattr(
        numpy_financial, "worth", lambda rate, values, flow: (worth(rate, values, flow)[0] + 0.2, 1.0)
    )
    assert found(plan("lujia").verify("numpy_financial")) == {
        ("numpy_financial", "npv"),
        ("numpy_financial", "npv.capital"),
    }


@pytest.mark.parametrize(
    ("key", "by"),
    [
        ("fund_balance.balance", {"fractions", "javascript", "formualizer"}),
        ("npv", {"numpy_financial", "javascript", "formualizer"}),
        ("irr", {"numpy_financial", "javascript", "formualizer"}),
        ("household.net_cash", {"fractions", "javascript", "formualizer"}),
        ("cash.minimum", {"javascript", "formualizer"}),
    ],
)
def test_a_fault_of_python_is_found_by_all_who_know_the_number(key: str, by: set[str]) -> None:
    appraisal = plan("lujia")
    wrong = Appraisal(
        appraisal.project, appraisal.book, {**appraisal.values, key: appraisal.number(key) + 0.2}
    )
    assert {engine for engine, place in found(verify(wrong, QUICK)) if place == key} == by


def test_a_payment_that_is_a_fen_off_is_found() -> None:
    appraisal = plan("three loans")
    line = "loans.bank.level_payment"
    payments = [amount + (0.02 if period == 5 else 0) for period, amount in enumerate(appraisal.values[line])]  # type: ignore[arg-type]
    wrong = Appraisal(appraisal.project, appraisal.book, {**appraisal.values, line: payments})
    assert found(wrong.verify("numpy_financial")) == {("numpy_financial", f"{line}[5]")}


# What an engine cannot do is told -----------------------------------------------------------------------------------


def reasons(check: CrossCheck, key: str) -> list[tuple[str, int]]:
    return [(limit.reason.en, limit.count) for limit in asked(check, key).cannot]


def test_own_formulas_and_their_totals_are_left_out_by_the_fractions() -> None:
    check = checked("own formulas")
    [(reason, count)] = reasons(check, "fractions")
    assert "own lines with a formula" in reason
    assert count == 1
    given = {str(place) for place in asked(check, "fractions").numbers}
    assert {
        "other.gift.total",
        "subsidies.total",
        "fund_balance.own_revenue",
        "fund_balance.revenue",
    } <= given
    assert not {"other.levy.total", "fund_balance.expenditure", "fund_balance.balance", "gap.fund"} & given


def test_loans_without_level_payments_and_small_rates_are_told() -> None:
    project = Project.build(THREE_LOANS).replace({"loans.fund.rate": 1e-8})
    told = dict(reasons(project.appraise().verify("numpy_financial"), "numpy_financial"))
    assert [count for reason, count in told.items() if "not repaid in level payments" in reason] == [1]
    assert [count for reason, count in told.items() if "below a millionth" in reason] == [8]


def test_a_rate_that_spreadsheets_give_up_is_told_and_never_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """A flow that gains a hundredfold in a period: where the search gives up n/a is no difference, any number is one."""
    appraisal = Project.build(
        {
            "village": {"households": 10},
            "timeline": {"start": date(2025, 1, 1), "period": "year", "periods": 3},
            "construction": {"road": {"quantity": 1.0, "rate": 1_000.0, "start": 1}},
            "income": {"toll": {"amount": 900_000.0, "start": 2}},
        }
    ).appraise()
    cells = [address for address, place in Case(appraisal).cells.items() if place == Place("irr.per_period")]

    def written(formula: str) -> Callable[[bytes], bytes]:
        return lambda data: without_values(with_formulas(data, dict.fromkeys(cells, formula)))

    monkeypatch.setattr(engine, "without_values", written('"n/a"'))
    given_up = verify(appraisal, ["formualizer"])
    assert given_up.holds
    assert any("gave up" in reason for reason, _ in reasons(given_up, "formualizer"))
    monkeypatch.setattr(engine, "without_values", written("0.25"))
    assert ("formualizer", "irr.per_period") in found(verify(appraisal, ["formualizer"]))


def test_an_engine_that_breaks_off_is_told_and_the_others_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(javascript, "calculator_script", lambda: "no script at all")
    check = plan("jinpo").verify("javascript", "fractions")
    assert asked(check, "javascript").failed
    assert reasons(check, "javascript")[0][0].startswith("it broke off: ")
    assert asked(check, "fractions").numbers
    assert check.holds


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_plan_without_money_agrees(lang: Language) -> None:
    project = Project.build(
        {
            "village": {"households": 10},
            "timeline": {"start": date(2025, 1, 1), "period": "year", "periods": 6},
        }
    )
    check = verify(project.appraise(), QUICK, lang=lang)
    assert check.holds
    assert len(check.checked) > 1_000


def test_every_weakness_has_its_script() -> None:
    findings = Path(__file__).resolve().parents[2] / "findings"
    named = {weakness.finding for one in ENGINES for weakness in one.weaknesses}
    assert named
    assert all((findings / name).is_file() for name in named)


def test_the_script_of_the_lines_is_shipped() -> None:
    assert "function allLines" in script("verify.lines")


def test_the_largest_difference_told_is_of_amounts_that_a_reader_sees() -> None:
    """Worths at rates that a search tries grow to billions, of which the last digits are yuan: no amount of the plan."""
    appraisal = relocation.load("lujia").appraise()
    estimate, shown = Place("irr.capital.estimate_1.inflow"), Place("fund_balance.balance")
    ours = {estimate: 7e12, shown: 49_483_000.0}
    given = Answers("1", {estimate: 7e12 + 400.0, shown: 49_483_000.001})
    asked = Asked("other", same("other"), same(""), same(""), (), given)
    check = CrossCheck(ours, {str(estimate), str(shown)}, (asked,))
    [answer] = cross_check_report(appraisal, check).for_readers.answers
    assert "an amount listed below is 1e-03 yuan" in answer.text("en")
    nothing_listed = replace(check, engines=(replace(asked, answers=Answers("1", {estimate: 7e12})),))
    [answer] = cross_check_report(appraisal, nothing_listed).for_readers.answers
    assert answer.text("en").endswith("by one engine that is not ours.")
    assert answer.text("zh").endswith("重新计算。")
    [answer] = cross_check_report(appraisal, check).for_readers.answers
    assert "下表所列金额最大差额为1e-03元" in answer.text("zh")
