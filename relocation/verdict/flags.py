"""What a plan must not hide: each flag is a line of the book, 1 where a reader has to look, with a sentence of its own.

    cash_negative         cash falls below zero in some period
    debt_above_uses       the highest debt is more than all that it could pay for: spending and interest
    net_fund_negative     more is owed than is owned at the end
    irr_not_unique        no rate of return exists, or several may
    quota_claimed_twice   loans repaid on receipt together claim more quota money than arrives
    grace_eats_term       a loan with a plan of instalments has only one left after its grace period
    interest_eats_balance interest over the life of the loans is more than the fund balance, which is positive
    sculpting_leaves_rest repayment sculpted to a DSCR does not repay a loan, so that the rest falls due at once
    dscr_misleads         the DSCR of every year's own flow says one thing and the cash another

`assumed_inputs` is no line: it counts what the inputs rest on, as they were delivered.
"""

from __future__ import annotations

from relocation.annual.debt_cover import TABLE
from relocation.annual.rows import row_of
from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    Expression,
    LineReference,
    Operand,
    equals,
    highest,
    larger,
    smaller,
    sum_of,
    to_cents,
    total,
    when,
)
from relocation.labels import Label
from relocation.project.paths import InputPath
from relocation.statements import loan_paths

# In the order in which they are told.
FLAGS: dict[str, Label] = {
    "cash_negative": Label("Cash falls below zero", "现金出现负数"),
    "interest_eats_balance": Label("Interest is more than the fund balance", "利息超过资金结余"),
    "debt_above_uses": Label("Debt is more than it can pay for", "债务超过资金用途"),
    "net_fund_negative": Label("More is owed than owned at the end", "期末净资产为负"),
    "quota_claimed_twice": Label("Loans claim the same quota money", "多笔贷款以同一指标款还款"),
    "grace_eats_term": Label("A grace period eats the term of a loan", "宽限期占尽贷款期限"),
    "sculpting_leaves_rest": Label(
        "The target DSCR leaves debt for the end", "按目标偿债备付率还款而期末尚有余额"
    ),
    "dscr_misleads": Label("DSCR and cash do not say the same", "偿债备付率与现金结论不一致"),
    "irr_not_unique": Label("No internal rate of return, or several", "内部收益率不存在或不唯一"),
}
BALANCE = LineReference("fund_balance.balance")


def declare_flags(book: Book) -> None:
    """Declares the amounts that the flags compare, and the flags."""
    interest = book.line(
        "flags.interest",
        Label("Interest over the life of all loans, less its subsidy", "贷款利息总额（扣除贴息）"),
        "yuan",
        LineReference("loans.interest_total") - total(LineReference("loans.subsidy_received")),
    )
    uses = book.line(
        "flags.uses",
        Label("What debt can pay for: spending and interest", "债务可用于：各项支出与利息"),
        "yuan",
        LineReference("uses.expenditure") + LineReference("uses.costs") + interest,
    )
    debt = _declare_debt(book)
    conditions = _conditions(book, interest, uses, debt)
    for key, label in FLAGS.items():
        book.line(
            f"flags.{key}", Label(f"{label.en} (1 = yes)", f"{label.zh}（1为是）"), "flag", conditions[key]
        )
    book.line(
        "flags.count",
        Label("Things that must not be overlooked", "重要提示数"),
        "number",
        sum_of(LineReference(f"flags.{key}") for key in FLAGS),
    )


def _declare_debt(book: Book) -> LineReference:
    """Declares the highest debt, which it returns, and what the target DSCR leaves for the end."""
    debt = book.line(
        "flags.highest_debt",
        Label("Highest debt", "最高债务余额"),
        "yuan",
        highest(LineReference("cover.owed")),
    )
    book.line(
        "flags.beyond_target",
        Label("Last repayments beyond the target DSCR", "末期还本超出目标偿债备付率的部分"),
        "yuan",
        sum_of(total(LineReference(f"{path}.beyond_target")) for path in loan_paths(book)),
    )
    return debt


def _conditions(
    book: Book, interest: LineReference, uses: LineReference, debt: LineReference
) -> dict[str, Expression]:
    """When each flag is up."""
    served, without, short = (total(row_of(TABLE, row)) for row in ("service", "without_flow", "flow_short"))
    has_ratio = _any(served) & equals(without, 0)
    dscr_fails, cash_fails = _any(short), _any(LineReference("loans.uncovered"))
    return {
        "cash_negative": _any(-LineReference("cash.minimum")),
        "interest_eats_balance": _any(BALANCE) & _any(interest - BALANCE),
        "debt_above_uses": _any(debt - uses),
        "net_fund_negative": _any(-LineReference("balance_sheet.final_fund")),
        "quota_claimed_twice": _any(total(_declare_claims(book))),
        "grace_eats_term": sum_of(_declare_grace(book)) > 0,
        "sculpting_leaves_rest": _any(LineReference("flags.beyond_target")),
        "dscr_misleads": has_ratio & ((dscr_fails & ~cash_fails) | (~dscr_fails & cash_fails)),
        "irr_not_unique": _moves() & ~equals(LineReference("irr.possible_rates"), 1),
    }


def _any(amount: Operand) -> Expression:
    """Whether an amount is more than nothing, to the fen, or as the checks count where amounts are larger."""
    return to_cents(larger(0, amount) / LineReference("checks.scale")) > 0


def _moves() -> Expression:
    return _any(total(LineReference("irr.inflow")) + total(LineReference("irr.outflow")))


def _declare_claims(book: Book) -> LineReference:
    """What loans that are repaid on receipt claim of quota money beyond what arrives."""
    received = LineReference("land_quota.received")
    claims = sum_of(
        when(
            book.choice(f"{path}.method", "on_quota_receipt"),
            smaller(
                larger(0, LineReference(f"{path}.owed")), book.reference(f"{path}.receipt_share") * received
            ),
        )
        for path in loan_paths(book)
    )
    return book.line(
        "flags.claimed_beyond",
        Label("Claimed of quota money by loans, beyond what arrives", "各笔贷款合计主张的指标款超过到账额"),
        "yuan",
        larger(0, claims - received),
        series=True,
    )


def _declare_grace(book: Book) -> list[LineReference]:
    """For each loan whether it is repaid in one instalment although its plan says several."""
    flags = []
    for path in loan_paths(book):
        planned = book.choice(f"{path}.method", "annuity") | book.choice(f"{path}.method", "equal_principal")
        graced = book.reference(f"{path}.grace") > 0
        once = highest(LineReference(f"{path}.remaining")) <= 1
        flags.append(
            book.line(
                f"flags.grace.{InputPath.of(path).name}",
                Label(f"{path}: one instalment after the grace period (1 = yes)", f"{path}：宽限期后仅余一期还款（1为是）"),
                "flag",
                planned & graced & once & (book.reference(f"{path}.principal") > 0),
            )
        )  # fmt: skip
    return flags
