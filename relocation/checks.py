"""The checks that every appraisal must pass. Each works out one number in two independent ways.

The hard ones raise a typed error when a Python calculation breaks them: that would be a fault of the program,
never of the planner. In the workbook the same checks stand as live formulas, where they catch a formula that
somebody overwrote.

A difference passes below half a fen, or half a fen for every ten thousand million yuan (百亿元) moved: floats carry
sixteen digits, so a plan in the trillions cannot agree with itself to the fen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from relocation.annual import annual_checks
from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    Expression,
    LineReference,
    discounted,
    equals,
    final,
    highest,
    larger,
    lowest,
    magnitude,
    smaller,
    sum_of,
    to_cents,
    total,
)
from relocation.labels import Label
from relocation.project.book_inputs import REFUSED
from relocation.project.rule_book import BETWEEN_INPUTS
from relocation.statements import FINANCING, loan_paths, other_financing

ALL_PASSED = "checks.all_passed"
WAN = 10_000
FEN = 0.01


class BrokenIdentity(ArithmeticError):
    """Two ways to work out the same number disagree."""


class SourcesDifferFromUses(BrokenIdentity):
    """Sources do not equal uses."""


class CashNotConserved(BrokenIdentity):
    """Opening cash plus inflow less outflow is not closing cash."""


class PrincipalNotTraced(BrokenIdentity):
    """Principal drawn and capitalised is not what was repaid and is still owed."""


class InterestNotReconciled(BrokenIdentity):
    """Interest accrued is not what was paid, capitalised and subsidised."""


class OpeningDiffersFromClosing(BrokenIdentity):
    """An opening balance is not the closing balance of the period before."""


class StatementDoesNotFoot(BrokenIdentity):
    """A total is not the sum of its lines, or the timing loses or adds money."""


class LoanInRevenue(BrokenIdentity):
    """Money that a loan brought stands somewhere else than under financing."""


class BalanceSheetDoesNotBalance(BrokenIdentity):
    """Assets are not liabilities and net fund in every period."""


class AnnualTableDoesNotFoot(BrokenIdentity):
    """A table by year gives another number than the plan by period."""


class InputsRefused(BrokenIdentity):
    """An input is no value of its kind; no project has such an input, but a cell of a live workbook may."""


class InputsContradict(BrokenIdentity):
    """Inputs break a rule between them; no project has such inputs, but a cell of a live workbook may."""


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its label, and the error that a breach raises (None: a breach is reported, not raised).

    What it looks at is a difference in yuan, which counts to the fen, or else a number of breaches.
    """

    key: str
    label: Label
    error: type[BrokenIdentity] | None
    unit: str = "yuan"


# From the particular to the general, so that the first broken one names the cause rather than its consequences.
CHECKS = (
    Check(
        "inputs_accepted",
        Label(
            "Every input is of its kind and within its range, and what is fixed in this file is unchanged",
            "各输入项类型与范围均符合要求，本文件中固定的内容未改动",
        ),
        InputsRefused,
        "number",
    ),
    Check(
        "inputs_agree",
        Label("Inputs break no rule between them", "输入项之间的规则均满足"),
        InputsContradict,
        "number",
    ),
    Check(
        "opening_closing", Label("Opening = previous closing", "期初＝上期期末"), OpeningDiffersFromClosing
    ),
    Check(
        "interest_reconciled",
        Label(
            "Balance x rate = interest paid + capitalised + subsidised", "余额×利率＝付息＋资本化利息＋贴息"
        ),
        InterestNotReconciled,
    ),
    Check(
        "principal_traced",
        Label("Drawn + capitalised - repaid = owed at the end", "提款＋资本化－还本＝期末余额"),
        PrincipalNotTraced,
    ),
    Check(
        "cash_conserved",
        Label("All inflow - all outflow = closing cash", "流入合计－流出合计＝期末现金"),
        CashNotConserved,
    ),
    Check(
        "loan_not_revenue",
        Label("No loan in revenue: all drawdowns are financing", "贷款不计入收入：提款全部列为融资"),
        LoanInRevenue,
    ),
    Check(
        "statements_foot",
        Label("Cash plan and fund balance have the same revenue and costs", "资金计划与资金平衡的收支一致"),
        StatementDoesNotFoot,
    ),
    Check("sources_uses", Label("Sources = uses", "资金来源＝资金运用"), SourcesDifferFromUses),
    Check(
        "balance_sheet",
        Label("Assets = liabilities + net fund in every period", "各期资产＝负债＋净资产"),
        BalanceSheetDoesNotBalance,
    ),
    Check(
        "annual_tables",
        Label("All tables by year foot", "年度报表勾稽一致"),
        AnnualTableDoesNotFoot,
    ),
    Check("loans_repaid", Label("All loans are repaid at the end", "期末贷款全部还清"), None),
    Check(
        "drawdowns_stated",
        Label("Stated drawdowns are the whole of each loan", "各笔贷款列明的提款合计为其全额"),
        None,
    ),
    Check(
        "lenders_plan",
        Label("Loans are repaid as the lender's plan states", "按银行还款计划还本"),
        None,
    ),
)


def declare_checks(book: Book) -> None:
    """Declares for each check the difference [yuan] or count, whether it passed (1 or 0), and the master check."""
    differences: dict[str, Expression] = {
        "inputs_accepted": book.reference(REFUSED),
        "inputs_agree": BETWEEN_INPUTS.broken,
        "opening_closing": _opening_closing(book),
        "interest_reconciled": _interest_reconciled(book),
        "principal_traced": _principal_traced(),
        "cash_conserved": _cash_conserved(),
        "loan_not_revenue": _loan_not_revenue(book),
        "statements_foot": _statements_foot(),
        "sources_uses": LineReference("sources.total") - LineReference("uses.total"),
        "balance_sheet": highest(LineReference("balance_sheet.difference")),
        "annual_tables": sum_of(total(row) for row in annual_checks(book)),
        "loans_repaid": magnitude(final(LineReference("loans.outstanding"))),
        "drawdowns_stated": sum_of(LineReference(f"{path}.unstated_drawdown") for path in loan_paths(book)),
        "lenders_plan": sum_of(total(LineReference(f"{path}.off_plan")) for path in loan_paths(book)),
    }
    scale = _declare_scale(book)
    passed = []
    for check in CHECKS:
        difference = book.line(
            f"checks.{check.key}", check.label, check.unit, differences[check.key], section="check"
        )
        counted = difference / scale if check.unit == "yuan" else difference
        name = Label(f"{check.label.en}: passed (1 = yes)", f"{check.label.zh}：通过（1为是）")
        passed.append(book.line(f"checks.{check.key}.passed", name, "flag", equals(to_cents(counted), 0)))
    book.line(
        ALL_PASSED,
        Label("Master check: all passed (1 = yes)", "总检查：全部通过（1为是）"),
        "flag",
        smaller(*passed),
    )


def enforce(values: Mapping[str, float | list[float]]) -> None:
    """Raises the typed error of the first hard check that the values break, and names the others in its message."""
    broken = [check for check in CHECKS if check.error and values[f"checks.{check.key}.passed"] != 1]
    if broken:
        said = "; ".join(
            f"{failed.label.en}: off by {values[f'checks.{failed.key}']} {failed.unit}" for failed in broken
        )
        raise broken[0].error(said)  # type: ignore[misc]


def _declare_scale(book: Book) -> LineReference:
    moved = total(LineReference("cash.inflow")) + total(LineReference("cash.outflow"))
    return book.line(
        "checks.scale",
        Label("Ten thousand million yuan moved, at least 1", "收付总额（百亿元），至少为1"),
        "number",
        larger(1, magnitude(moved) / WAN / WAN / 100),
    )


def _cash_conserved() -> Expression:
    return (
        total(LineReference("cash.inflow"))
        - total(LineReference("cash.outflow"))
        - final(LineReference("cash.closing"))
    )


def _principal_traced() -> Expression:
    drawn, added, repaid, owed = (
        LineReference(f"loans.{key}")
        for key in ("drawdown", "capitalised", "principal_repaid", "outstanding")
    )
    return total(drawn) + total(added) - total(repaid) - final(owed)


def _interest_reconciled(book: Book) -> Expression:
    """Works out the interest of each loan from its balances and rates instead of adding up what accrued.

    What rounding to the fen makes of it in a period must not be more than a fen, and nothing may be left where it is due.
    """
    return (
        sum_of(_interest_by_balances(book, path) for path in loan_paths(book))
        - total(LineReference("loans.interest_paid"))
        - total(LineReference("loans.capitalised"))
        - total(LineReference("loans.subsidy_received"))
        - final(LineReference("loans.interest_owed"))
    )


def _interest_by_balances(book: Book, path: str) -> LineReference:
    """What balances and rates of a loan give, with what was rounded, and whatever is no rounding or is left where it is due."""
    rate, rounding = LineReference(f"{path}.period_rate"), LineReference(f"{path}.interest_rounding")
    on_drawdown = LineReference(f"{path}.draw_weight") * discounted(LineReference(f"{path}.drawdown"), rate)
    beyond_a_fen = larger(0, highest(rounding) - FEN) + larger(0, -lowest(rounding) - FEN)
    return book.line(
        f"{path}.interest_by_balances",
        Label(f"{path}: interest by its balances", f"{path}：按余额计算的利息"),
        "yuan",
        discounted(LineReference(f"{path}.opening"), rate)
        + on_drawdown
        + total(rounding)
        + beyond_a_fen
        + total(LineReference(f"{path}.interest_overdue")),
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


def _statements_foot() -> Expression:
    """What the cash plan moves in all, against the amounts of the fund balance and the yearly flows after the move."""
    yearly = LineReference("sources.income") - LineReference("uses.costs")
    return total(LineReference("cash.before_financing")) - LineReference("fund_balance.balance") - yearly


def _loan_not_revenue(book: Book) -> Expression:
    """What stands under financing by its kind, against what the loans and own lines bring by their paths."""
    brought = total(LineReference("loans.drawdown")) + other_financing(book, *FINANCING)
    return total(LineReference("cash.financing_in")) - brought
