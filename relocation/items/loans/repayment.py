"""What of a loan falls due, by its method, and what is set aside for it in a sinking fund.

After the grace period, with n repayments left and B owed:

    等额本息 annuity            principal = A - B i,  A = B i / (1 - (1 + i)^-n)
    等额本金 equal principal    principal = B / n
    到期还本 bullet             principal = B in the last period
    按指标到账还款 on receipt   principal = min(B, share * quota money received), all of B in the last period
    最大能力还本 sweep          principal = B in the last period; before it what `sweep` finds

Each method repays all in the last period, whatever was drawn and when, and whatever the rate became meanwhile. Without
a grace period the first repayment falls in the period of drawdown; an annuity's principal follows the plan of full
interest, so where that period bears half of it or none, only the first payment is lower.

A sinking fund (偿债准备金) of equal parts sets aside (B - reserve) / n in each of the n periods left, and gives all of
it back when the bullet falls due. It is cash that may not be spent, never a cost.
"""

from __future__ import annotations

from relocation.formula.book import Book
from relocation.formula.expression import (
    LineReference,
    as_number,
    equals,
    larger,
    payment,
    smaller,
    sum_of,
    when,
)
from relocation.items.loans.terms import Terms


def declare_scheduled_repayment(book: Book, terms: Terms, scheduled: LineReference) -> LineReference:
    """Declares the principal that falls due under each method, and the one that is chosen. Returns what is owed.

    Nothing is drawn on need, and nothing capitalised, while a loan is repaid, so what is owed then knows neither.
    """
    path, remaining = terms.path, terms.remaining
    owed = book.line(
        f"{path}.owed",
        terms.label("owed before repayment, after grace", "还款前余额（宽限期后）"),
        "yuan",
        when(remaining > 0, terms.line("opening") + scheduled),
    )
    level = book.line(
        f"{path}.level_payment",
        terms.label("level payment if annuity", "等额本息还款额"),
        "yuan",
        when(remaining > 0, payment(terms.rate, larger(remaining, 1), owed)),
    )
    received = book.reference(f"{path}.receipt_share") * LineReference("land_quota.received")
    at_end = owed * as_number(equals(remaining, 1))
    by_method = (
        ("annuity", when(remaining > 0, level - owed * terms.rate), "等额本息"),
        ("equal_principal", owed / larger(remaining, 1), "等额本金"),
        ("bullet", at_end, "到期还本"),
        ("on_quota_receipt", when(equals(remaining, 1), owed, smaller(owed, received)), "指标到账"),
        ("sweep", at_end, "最大能力（末期）"),
    )
    chosen = [
        book.line(
            f"{path}.{method}",
            terms.label(f"principal by {method.replace('_', ' ')}", f"按{zh}还本"),
            "yuan",
            amount,
        )
        * book.choice(f"{path}.method", method)
        for method, amount, zh in by_method
    ]
    book.line(
        f"{path}.scheduled_principal",
        terms.label("principal due", "应还本金"),
        "yuan",
        sum_of(chosen),
        summed=True,
    )
    return owed


def declare_reserve(book: Book, terms: Terms, owed: LineReference) -> None:
    """Declares what is set aside for a bullet, what of it is released, and the balance."""
    path, remaining, reserve = terms.path, terms.remaining, terms.line("reserve")
    has_fund = book.choice(f"{path}.sinking_fund", "level") & book.choice(f"{path}.method", "bullet")
    part = (owed - reserve.previous) / larger(remaining, 1)
    set_aside = book.line(
        f"{path}.set_aside",
        terms.label("set aside in the sinking fund", "提取偿债准备金"),
        "yuan",
        when(has_fund & (remaining > 0), part),
        summed=True,
    )
    released = book.line(
        f"{path}.released",
        terms.label("released from the sinking fund", "偿债准备金释放"),
        "yuan",
        when(equals(remaining, 1), reserve.previous + set_aside),
        summed=True,
    )
    book.line(
        reserve.key,
        terms.label("sinking fund", "偿债准备金余额"),
        "yuan",
        reserve.previous + set_aside - released,
    )


def declare_repayment(
    book: Book, terms: Terms, owed: LineReference, sweepable: LineReference
) -> LineReference:
    """Declares what is repaid in all; returns the cash that is left for the next loan to sweep.

    A sweep (最大能力还本) repays min(B - what falls due, cash at hand after everything else of the period).
    """
    path = terms.path
    due = terms.line("scheduled_principal")
    sweeping = book.choice(f"{path}.method", "sweep") & (terms.remaining > 0)
    swept = book.line(
        f"{path}.swept",
        terms.label("principal repaid ahead of its due period", "提前偿还本金"),
        "yuan",
        when(sweeping, smaller(owed - due, sweepable)),
        summed=True,
    )
    book.line(
        f"{path}.principal_repaid",
        terms.label("principal repaid", "偿还本金"),
        "yuan",
        due + swept,
        kind="financing_out",
        section="cash",
        summed=True,
    )
    return book.line(
        f"{path}.sweepable_left",
        terms.label("cash left after this loan's sweep", "本笔提前还款后的余款"),
        "yuan",
        sweepable - swept,
    )
