"""What of a loan falls due, by its method, and what is repaid ahead of it.

From the first repayment on, with n repayments left, B owed and I the interest of the period on it:

    等额本息 annuity            principal = A - I,  A = B i / (1 - (1 + i)^-n)
    等额本金 equal principal    principal = B / n
    到期还本 bullet             principal = 0
    按指标到账还款 on receipt   principal = share * quota money received
    按银行还款计划 stated       principal = what the lender's plan states for the period
    按目标偿债备付率 sculpted   principal = max(0, CFADS / target DSCR - other debt service - I)
    最大能力还本 sweep          principal = 0, and beyond it what `swept` finds

and in the last period the rest, all of B, whatever was drawn and when, and whatever the rate became meanwhile; never more than
B. CFADS is the cash flow before financing of the period. Other debt service is interest that is due on all other
loans, their principal, and that of the sculpted ones listed before.

Rounded to the fen, as a bank prints its schedule, a level payment or an equal part is worked out where repayment
begins or the rate changes, rounded, and held until then; what follows cash is rounded down. The last repayment
takes the rest.
"""

from __future__ import annotations

from relocation.formula.language.expression import (
    Expression,
    LineReference,
    as_number,
    equals,
    larger,
    magnitude,
    payment,
    smaller,
    sum_of,
    when,
)
from relocation.formula.language.timing import in_period
from relocation.items.loans.terms import Terms, whole_fen


def declare_reserve(terms: Terms, owed: LineReference) -> None:
    """Declares what is set aside for a bullet, what of it is released, and the balance."""
    remaining, reserve = terms.remaining, terms.line("reserve")
    has_fund = terms.chooses("sinking_fund", "level") & terms.chooses("method", "bullet")
    part = (owed - reserve.previous) / larger(remaining, 1)
    set_aside = terms.declare_rounded(
        "set_aside",
        "set aside in the sinking fund",
        "提取偿债准备金",
        when(has_fund & (remaining > 0), part),
        summed=True,
    )
    released = terms.declare(
        "released",
        "released from the sinking fund",
        "偿债准备金释放",
        when(equals(remaining, 1), reserve.previous + set_aside),
        summed=True,
    )
    terms.declare(
        "reserve",
        "sinking fund",
        "偿债准备金余额",
        reserve.previous + set_aside - released,
    )


def declare_scheduled_repayment(terms: Terms, scheduled: LineReference, stated: list[str]) -> LineReference:
    """Declares the principal that falls due under each method that looks at no other loan. Returns what is owed.

    `stated` are the ids of the repayments of the lender's own plan. Nothing is drawn on need, and nothing capitalised,
    while a loan is repaid, so what is owed then knows neither.
    """
    remaining = terms.remaining
    owed = terms.declare(
        "owed", "owed before repayment", "还款前余额", when(remaining > 0, terms.line("opening") + scheduled)
    )
    interest = terms.declare_rounded(
        "interest_on_owed", "interest on it in the period", "该余额当期利息", owed * terms.rate
    )
    level = _declare_held(
        terms,
        "level_payment",
        "level payment if annuity",
        "等额本息还款额",
        when(remaining > 0, payment(terms.rate, larger(remaining, 1), owed)),
    )
    part = _declare_held(
        terms, "equal_part", "equal part of principal", "等额本金每期还本额", owed / larger(remaining, 1)
    )
    received = terms.input("receipt_share") * LineReference("land_quota.received")
    by_method = (
        ("annuity", level - interest, "等额本息"),
        ("equal_principal", part, "等额本金"),
        ("bullet", as_number(0), "到期一次"),
        ("on_quota_receipt", whole_fen(terms, received), "指标到账"),
        ("stated", _declare_stated(terms, stated), "银行计划"),
        ("sweep", as_number(0), "最大能力"),
    )
    chosen = [
        terms.declare(
            method, f"principal by {method.replace('_', ' ')}", f"按{zh}还本", _due(terms, owed, amount)
        )
        * terms.chooses("method", method)
        for method, amount, zh in by_method
    ]
    terms.declare(
        "planned_principal", "principal due by its own plan", "按计划应还本金", sum_of(chosen), summed=True
    )
    return owed


def _due(terms: Terms, owed: LineReference, amount: Expression) -> Expression:
    """An amount of principal while something is owed; in the last period the rest."""
    return when(equals(terms.remaining, 1), owed, smaller(owed, larger(0, amount)))


def _declare_held(terms: Terms, key: str, en: str, zh: str, exact: Expression) -> LineReference:
    """Declares an amount that is the same in every repayment: worked out anew in each, or, to the fen, held."""
    line = terms.line(key)
    repaying = (terms.remaining > 0) & (terms.remaining.previous > 0)
    holds = repaying & equals(terms.yearly_rate, terms.yearly_rate.previous)
    fresh = terms.declare_rounded(f"{key}_anew", f"{en}, worked out anew", f"{zh}（重新计算）", exact)
    return terms.declare(key, en, zh, when(terms.in_fen & holds, line.previous, fresh))


def _declare_stated(terms: Terms, stated: list[str]) -> LineReference:
    """Declares what the lender's plan states for the period; 0 where there is no plan."""
    return terms.declare_rounded(
        "stated_due",
        "principal that the lender's plan states",
        "银行还款计划列明的还本",
        sum_of(
            terms.input(f"repayments.{identity}.amount")
            * in_period(terms.input(f"repayments.{identity}.period"))
            for identity in stated
        ),
        summed=True,
        series=True,
    )


def declare_due(terms: Terms, owed: LineReference, service: LineReference) -> LineReference:
    """Declares all principal that falls due. `service` is the debt service of all loans before it is sculpted.

    Returns the debt service with what is sculpted here.
    """
    flow = LineReference("cash.before_financing") / terms.input("target_dscr")
    allowed = terms.declare(
        "sculptable",
        "principal that the target DSCR allows",
        "目标偿债备付率允许的还本",
        larger(0, flow - service),
    )
    is_sculpted = terms.chooses("method", "sculpted")
    sculpted = terms.declare(
        "sculpted",
        "principal sculpted to the target DSCR",
        "按目标偿债备付率还本",
        when(is_sculpted, _due(terms, owed, whole_fen(terms, allowed))),
    )
    terms.declare(
        "beyond_target",
        "last repayment beyond the target DSCR",
        "末期还本超出目标偿债备付率的部分",
        when(is_sculpted & equals(terms.remaining, 1), larger(0, owed - allowed)),
        summed=True,
    )
    terms.declare(
        "scheduled_principal",
        "principal due",
        "应还本金",
        terms.line("planned_principal") + sculpted,
        summed=True,
    )
    return terms.declare(
        "service_so_far",
        "debt service up to this sculpted loan",
        "含本笔按目标备付率还本的还本付息",
        service + sculpted,
    )


def declare_repayment(terms: Terms, owed: LineReference, sweepable: LineReference) -> LineReference:
    """Declares what is repaid in all; returns the cash that is left for the next loan to sweep.

    A sweep (最大能力还本) repays min(B - what falls due, cash at hand after everything else of the period).
    """
    due = terms.line("scheduled_principal")
    sweeping = terms.chooses("method", "sweep") & (terms.remaining > 0)
    swept = terms.declare(
        "swept",
        "principal repaid ahead of its due period",
        "提前偿还本金",
        when(sweeping, smaller(owed - due, whole_fen(terms, sweepable))),
        summed=True,
    )
    terms.declare(
        "principal_repaid",
        "principal repaid",
        "偿还本金",
        due + swept,
        kind="financing_out",
        section="cash",
        summed=True,
    )
    terms.declare(
        "off_plan",
        "principal repaid otherwise than stated",
        "与银行还款计划不符的还本",
        when(
            terms.chooses("method", "stated"),
            magnitude(terms.line("principal_repaid") - terms.line("stated_due")),
        ),
        summed=True,
    )
    return terms.declare(
        "sweepable_left", "cash left after this loan's sweep", "本笔提前还款后的余款", sweepable - swept
    )
