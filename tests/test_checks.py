"""Each hard check can fail: a book with one line corrupted raises the check's own error and no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import pytest

from relocation.appraisal import Appraisal
from relocation.checks import (
    CHECKS,
    AnnualTableDoesNotFoot,
    BalanceSheetDoesNotBalance,
    BrokenIdentity,
    CashNotConserved,
    InputsContradict,
    InputsRefused,
    InterestNotReconciled,
    LoanInRevenue,
    OpeningDiffersFromClosing,
    PrincipalNotTraced,
    SourcesDifferFromUses,
    StatementDoesNotFoot,
    enforce,
)
from relocation.formula.language.book import Book
from relocation.formula.language.expression import Expression, LineReference, smaller
from relocation.formula.language.line_items import FormulaError, LineItem
from relocation.formula.targets.scalar import Values, compile_scalar
from relocation.items.loans import LoanParts, declare_loans
from relocation.model import book_inputs, build_book
from relocation.project.project import Project
from tests.small_village import finished_appraisal as appraised
from tests.small_village import finished_project as small_project

GROUPS: dict[str, Any] = {
    "land_quota": {"area": 100.0, "price": 90_000.0},
    "subsidies": {"state": {"quantity": 30.0, "rate": 20_000.0, "duration": 2}},
    "construction": {"housing": {"quantity": 2_000.0, "rate": 1_700.0, "duration": 3, "shape": "s_curve"}},
    "compensation": {"soil": {"quantity": 1_000.0, "rate": 1_000.0, "start": 2}},
    "loans": {
        "bank": {"principal": 3e6, "rate": 0.05, "term": 5, "grace": 2, "grace_interest": "capitalised"},
        "other": {"principal": 1e6, "rate": 0.07, "term": 4, "start": 2, "method": "annuity"},
    },
    "income": {"rent": {"amount": 50_000.0, "growth": 0.03, "start": 4}},
    "other": {
        "bond": {"kind": "financing_in", "amount": 400_000.0},
        "fee": {"kind": "cost", "amount": 9_000.0},
    },
}
Corruption = Callable[[Expression], Expression]


def sound() -> tuple[Project, Book]:
    project = small_project(6, **GROUPS)
    return project, build_book(project)


def corrupt(book: Book, key: str, corruption: Corruption) -> None:
    """Puts a wrong formula in the place of a right one, before anything is calculated."""
    line = book.lines[key]
    book.lines[key] = replace(line, formula=corruption(line.formula))


def calculated(project: Project, book: Book) -> Values:
    return compile_scalar(book)(book_inputs(project))


# One corrupted line for each check. The amounts are small beside a village's money, and large beside a fen.
SABOTAGE: dict[str, tuple[type[BrokenIdentity], str, Corruption]] = {
    "inputs_accepted": (InputsRefused, "checks.inputs_accepted", lambda right: right + 1),
    "inputs_agree": (InputsContradict, "rules.gap_shares_add_up", lambda right: right + 1),
    "opening_closing": (OpeningDiffersFromClosing, "loans.bank.opening", lambda right: right + 1),
    "opening_closing of cash": (OpeningDiffersFromClosing, "cash.opening", lambda right: right + 0.01),
    "interest_reconciled": (
        InterestNotReconciled,
        "loans.bank.interest_paid",
        lambda right: right * 1.000001,
    ),
    "interest_reconciled, capitalised": (
        InterestNotReconciled,
        "loans.bank.accrued",
        lambda right: right - LineReference("loans.bank.drawdown") * 1e-6,
    ),
    "principal_traced": (PrincipalNotTraced, "loans.bank.closing", lambda right: right + 0.01),
    "cash_conserved": (CashNotConserved, "cash.closing", lambda right: right - 0.01),
    "statements_foot": (StatementDoesNotFoot, "land_quota.received", lambda right: right * 0.99),
    "statements_foot, lost timing": (
        StatementDoesNotFoot,
        "construction.housing.spent",
        lambda right: right * 0.9,
    ),
    "statements_foot, a total": (
        StatementDoesNotFoot,
        "fund_balance.expenditure",
        lambda right: right - 9_000,
    ),
    "sources_uses": (SourcesDifferFromUses, "uses.interest", lambda right: right - 1),
    "balance_sheet": (
        BalanceSheetDoesNotBalance,
        "balance_sheet.overdraft",
        lambda right: right + 0.01,
    ),
    "balance_sheet, a flow that no account sees": (
        BalanceSheetDoesNotBalance,
        "balance_sheet.result",
        lambda right: right - LineReference("income.rent.flow") * 0.01,
    ),
    "annual_tables": (AnnualTableDoesNotFoot, "annual.financial_plan.net", lambda right: right + 0.01),
    "annual_tables, balances of another year": (
        AnnualTableDoesNotFoot,
        "timeline.year_end",
        lambda right: smaller(right, 4),
    ),
    "sources_uses, a total": (SourcesDifferFromUses, "sources.total", lambda right: right + 0.01),
}


def test_a_sound_book_breaks_no_check() -> None:
    values = calculated(*sound())
    enforce(values)
    assert values["checks.all_passed"] == 1


@pytest.mark.parametrize(("error", "key", "corruption"), SABOTAGE.values(), ids=SABOTAGE.keys())
def test_one_corrupted_line_raises_the_error_that_names_the_cause(
    error: type[BrokenIdentity], key: str, corruption: Corruption
) -> None:
    project, book = sound()
    corrupt(book, key, corruption)
    values = calculated(project, book)
    with pytest.raises(BrokenIdentity) as caught:
        enforce(values)
    assert type(caught.value) is error
    assert "off by" in str(caught.value)
    assert values["checks.all_passed"] == 0


def test_every_hard_check_has_a_sabotage_and_an_error_of_its_own() -> None:
    errors = [check.error for check in CHECKS if check.error is not None]
    assert len(errors) == len(set(errors)) == 11
    assert set(errors) == {error for error, *_ in SABOTAGE.values()} | {LoanInRevenue}


def book_with_drawdowns_as(kind: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Project, Book]:
    """A book whose loan was declared with a wrong kind, as a slip of a programmer would do it."""

    def declare(book: Book, loans: Iterable[LoanParts]) -> None:
        named = list(loans)
        declare_loans(book, named)
        for loan in named:
            line: LineItem = book.lines[f"loans.{loan.identity}.drawdown"]
            book.lines[line.key] = replace(line, kind=kind)

    monkeypatch.setattr("relocation.model.declare_loans", declare)
    return sound()


@pytest.mark.parametrize("kind", ["revenue", "subsidy"])
def test_a_drawdown_as_revenue_would_decide_on_itself_and_is_refused(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, book = book_with_drawdowns_as(kind, monkeypatch)
    with pytest.raises(FormulaError, match=r"circular: .*loans\.bank\.drawn_on_need"):
        calculated(project, book)


def test_a_loan_under_another_kind_than_financing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    project, book = book_with_drawdowns_as("memo", monkeypatch)
    values = calculated(project, book)
    assert values["checks.loan_not_revenue"] == pytest.approx(
        -4e6
    )  # both principals are missing under financing
    with pytest.raises(LoanInRevenue):
        enforce(values)


def test_a_loan_counted_as_revenue_in_both_views_is_found_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fund balance and cash plan then agree with each other, so only the loan's own path gives it away."""

    def declare(book: Book, loans: Iterable[LoanParts]) -> None:
        named = list(loans)
        declare_loans(book, named)
        for loan in named:
            path = f"loans.{loan.identity}"
            line = book.lines[f"{path}.drawdown"]
            book.lines[line.key] = replace(line, kind="memo")
            given, scheduled = (
                book.reference(f"{path}.principal"),
                book.reference(f"{path}.scheduled_drawdown"),
            )
            book.line(f"{path}.given", line.label, "yuan", given, kind="revenue", section="fund")
            book.line(f"{path}.came", line.label, "yuan", scheduled, kind="revenue", section="cash")

    monkeypatch.setattr("relocation.model.declare_loans", declare)
    values = calculated(*sound())
    assert values["checks.statements_foot.passed"] == 1
    with pytest.raises(LoanInRevenue):
        enforce(values)


def test_the_message_names_all_that_follows_from_one_fault() -> None:
    project, book = sound()
    corrupt(book, "cash.closing", lambda right: right - 1)
    with pytest.raises(CashNotConserved, match=r"All inflow .*Sources = uses"):
        enforce(calculated(project, book))


def test_amounts_in_the_trillions_do_not_break_a_check_by_their_last_digit() -> None:
    """Floats carry sixteen digits, so half a fen cannot be told there; the project is odd but no fault of ours."""
    terms = {"rate": 0.0537, "term": 360, "method": "annuity"}
    appraisal = appraised(
        360,
        "month",
        loans={"bank": {"principal": 9.876543e12, **terms}},
        construction={"one": {"quantity": 1.0, "rate": 8.7654321e12, "duration": 97, "shape": "s_curve"}},
    )
    assert appraisal.number("checks.all_passed") == 1


def test_a_loan_that_is_still_owed_at_the_end_is_reported_and_not_raised() -> None:
    project, book = sound()
    corrupt(book, "loans.bank.principal_repaid", lambda right: right * 0.5)
    values = calculated(project, book)
    enforce(values)
    assert values["checks.loans_repaid.passed"] == 0
    assert values["checks.all_passed"] == 0
    failed = Appraisal(project, book, values).failed
    assert failed("en") == ["debt is not repaid from cash"]
    assert failed("zh") == ["债务不能以现金按期偿清"]
