"""The checks that every appraisal must pass. Each works out one number in two independent ways.

The six hard ones raise a typed error when a Python calculation breaks them: that would be a fault of the program,
never of the planner. In the workbook the same checks stand as live formulas, where they catch a formula that
somebody overwrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from relocation.formula.book import Book
from relocation.formula.expression import (
    Expression,
    LineReference,
    equals,
    final,
    magnitude,
    smaller,
    sum_of,
    to_cents,
    total,
)
from relocation.labels import Label
from relocation.statements import lines_of, loan_paths

FUND_KINDS = ("revenue", "subsidy", "cost")


class BrokenIdentity(ArithmeticError):
    """Two ways to work out the same number disagree."""


class SourcesDifferFromUses(BrokenIdentity):
    """Sources do not equal uses."""


class CashNotConserved(BrokenIdentity):
    """Opening cash plus inflow less outflow is not closing cash."""


class PrincipalNotTraced(BrokenIdentity):
    """Principal drawn and capitalised is not what was repaid and is still owed."""


class InterestNotReconciled(BrokenIdentity):
    """Interest accrued is not what was paid and capitalised."""


class OpeningDiffersFromClosing(BrokenIdentity):
    """An opening balance is not the closing balance of the period before."""


class StatementDoesNotFoot(BrokenIdentity):
    """A total is not the sum of its lines, or the timing loses or adds money."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its label, and the error that a breach raises (None: a breach is reported, not raised)."""

    key: str
    label: Label
    error: type[BrokenIdentity] | None


CHECKS = (
    Check("sources_uses", Label("Sources = uses", "资金来源＝资金运用"), SourcesDifferFromUses),
    Check(
        "cash_conserved",
        Label("All inflow - all outflow = closing cash", "流入合计－流出合计＝期末现金"),
        CashNotConserved,
    ),
    Check(
        "principal_traced",
        Label("Drawn + capitalised - repaid = owed at the end", "提款＋资本化－还本＝期末余额"),
        PrincipalNotTraced,
    ),
    Check(
        "interest_reconciled",
        Label("Balance x rate = interest paid + capitalised", "余额×利率＝付息＋资本化利息"),
        InterestNotReconciled,
    ),
    Check(
        "opening_closing", Label("Opening = previous closing", "期初＝上期期末"), OpeningDiffersFromClosing
    ),
    Check(
        "statements_foot",
        Label("Cash plan and fund balance have the same revenue and costs", "资金计划与资金平衡的收支一致"),
        StatementDoesNotFoot,
    ),
    Check(
        "loan_not_revenue",
        Label("No loan in revenue: inflow - financing = revenue", "贷款不计入收入：流入－融资＝收入"),
        StatementDoesNotFoot,
    ),
    Check("loans_repaid", Label("All loans are repaid at the end", "期末贷款全部还清"), None),
)


def declare_checks(book: Book) -> None:
    """Declares for each check the difference [yuan], whether it passed (1 or 0), and the master check."""
    differences = {
        "sources_uses": LineReference("sources.total") - LineReference("uses.total"),
        "cash_conserved": _cash_conserved(),
        "principal_traced": _principal_traced(book),
        "interest_reconciled": _interest_reconciled(book),
        "opening_closing": _opening_closing(book),
        "statements_foot": _statements_foot(book),
        "loan_not_revenue": _loan_not_revenue(book),
        "loans_repaid": magnitude(final(LineReference("loans.outstanding"))),
    }
    passed = []
    for check in CHECKS:
        difference = book.line(
            f"checks.{check.key}", check.label, "yuan", differences[check.key], section="check"
        )
        name = Label(f"{check.label.en}: passed (1 = yes)", f"{check.label.zh}：通过（1为是）")
        passed.append(book.line(f"checks.{check.key}.passed", name, "flag", equals(to_cents(difference), 0)))
    book.line(
        "checks.all_passed",
        Label("Master check: all passed (1 = yes)", "总检查：全部通过（1为是）"),
        "flag",
        smaller(*passed),
    )


def enforce(values: Mapping[str, float | list[float]]) -> None:
    """Raises the typed error of the first hard check that the values break by a fen or more."""
    for check in CHECKS:
        if check.error is not None and values[f"checks.{check.key}.passed"] != 1:
            raise check.error(f"{check.label.en}: off by {values[f'checks.{check.key}']} yuan")


def _cash_conserved() -> Expression:
    return (
        total(LineReference("cash.inflow"))
        - total(LineReference("cash.outflow"))
        - final(LineReference("cash.closing"))
    )


def _principal_traced(book: Book) -> Expression:
    drawn, added, repaid, owed = (
        LineReference(f"loans.{key}")
        for key in ("drawdown", "capitalised", "principal_repaid", "outstanding")
    )
    return total(drawn) + total(added) - total(repaid) - final(owed)


def _interest_reconciled(book: Book) -> Expression:
    """Works out the interest of each loan from the sum of its balances instead of period by period."""
    from_balances = sum_of(
        (
            total(LineReference(f"{path}.opening"))
            + LineReference(f"{path}.draw_weight") * total(LineReference(f"{path}.drawdown"))
        )
        * LineReference(f"{path}.period_rate")
        for path in loan_paths(book)
    )
    return (
        from_balances
        - total(LineReference("loans.interest_paid"))
        - total(LineReference("loans.capitalised"))
    )


def _opening_closing(book: Book) -> Expression:
    """Adds up, over the cash account and all loans, how far openings stand from the closings before them."""
    accounts = ["cash", *loan_paths(book)]
    gaps = [
        book.line(
            f"{path}.opening_gap",
            Label(f"{path}: opening less previous closing", f"{path}：期初与上期期末之差"),
            "yuan",
            magnitude(LineReference(f"{path}.opening") - LineReference(f"{path}.closing").previous),
        )
        for path in accounts
    ]
    return sum_of(total(gap) for gap in gaps)


def _statements_foot(book: Book) -> Expression:
    """What the cash plan moves in all, against the amounts of the fund balance and the yearly flows after the move."""
    yearly = LineReference("sources.income") - LineReference("uses.costs")
    return total(LineReference("cash.before_financing")) - LineReference("fund_balance.balance") - yearly


def _loan_not_revenue(book: Book) -> Expression:
    financing = total(LineReference("cash.financing_in"))
    revenue = LineReference("fund_balance.revenue") + LineReference("sources.income")
    return total(LineReference("cash.inflow")) - financing - revenue


def financing_in_revenue(book: Book) -> list[str]:
    """Lines of the fund balance that are financing by kind. Always empty: the sections exclude each other."""
    return [line.key for line in lines_of(book, "fund", "financing_in", "financing_out")]
