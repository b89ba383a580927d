"""Bank loans (银行贷款): drawdown, interest, grace period, repayment and the loan account as a corkscrew.

    closing_t = opening_t + drawdown_t + capitalised_t - principal_t,   opening_t = closing_t-1
    interest_t = (opening_t + w * drawdown_t) * i,   i = rate * months per period / 12   (a nominal yearly rate)

w says how long money drawn in a period bears interest in it: 1/2 (half-year rule of 建设期利息), 1 (drawn on the
first day) or 0 (on the last). The loan's clock starts in period `start`; `grace` periods inside the term pay no
principal, and their interest is paid or capitalised. After the grace period, with n periods left and B owed:

    等额本息 annuity          principal = A - B i,  A = B i / (1 - (1 + i)^-n)
    等额本金 equal principal  principal = B / n
    到期还本 bullet           principal = B in the last period

Each rule repays all in the last period, whatever was drawn and when. Without a grace period the first repayment falls
in the period of drawdown; an annuity's principal follows the plan of full interest, so where that period bears half
of it or none, only the first payment is lower. Source of the half-year rule: 建设项目经济
评价方法与参数（第三版）.
"""

from __future__ import annotations

from collections.abc import Iterable

from relocation.formula.book import Book
from relocation.formula.expression import (
    PERIOD,
    Expression,
    LineReference,
    as_number,
    equals,
    larger,
    payment,
    sum_of,
    when,
)
from relocation.formula.timing import in_period
from relocation.labels import Label


def declare_loan(book: Book, identity: str, name: Label, drawdowns: Iterable[str]) -> None:
    """Declares the account of one loan. `drawdowns` are the ids of its scheduled drawdowns."""
    path = f"loans.{identity}"
    rate = _declare_rate(book, path, name)
    flag = _declare_clock(book, path, name)
    closing = LineReference(f"{path}.closing")
    opening = book.line(f"{path}.opening", _of(name, "opening balance", "期初余额"), "yuan", closing.previous)
    drawn = _declare_drawdown(book, path, name, list(drawdowns))
    capitalised = _declare_interest(book, path, name, rate, flag, opening, drawn)
    owed = book.line(
        f"{path}.owed",
        _of(name, "owed before repayment", "还款前余额"),
        "yuan",
        opening + drawn + capitalised,
    )
    repaid = _declare_repayment(book, path, name, rate, flag, owed)
    book.line(f"{path}.closing", _of(name, "closing balance", "期末余额"), "yuan", owed - repaid)


def _of(name: Label, en: str, zh: str) -> Label:
    return Label(f"{name.en}: {en}", f"{name.zh}：{zh}")


def _declare_rate(book: Book, path: str, name: Label) -> LineReference:
    yearly, months = book.reference(f"{path}.rate"), book.reference("timeline.months")
    return book.line(
        f"{path}.period_rate", _of(name, "rate per period", "每期利率"), "share", yearly * months / 12
    )


def _declare_clock(book: Book, path: str, name: Label) -> LineReference:
    """Periods of repayment that remain, this one included; 0 in the grace period and after the end."""
    start, term, grace = (book.reference(f"{path}.{key}") for key in ("start", "term", "grace"))
    repaying = (start + grace <= PERIOD) & (start + term > PERIOD)
    return book.line(
        f"{path}.remaining",
        _of(name, "repayments left", "剩余还款期数"),
        "period",
        when(repaying, start + term - PERIOD),
    )


def _declare_drawdown(book: Book, path: str, name: Label, drawdowns: list[str]) -> LineReference:
    shares = [book.reference(f"{path}.drawdowns.{one}.share") for one in drawdowns]
    unscheduled: Expression = as_number(1)
    for share in shares:
        unscheduled = unscheduled - share
    at_start = book.line(
        f"{path}.drawn_at_start", _of(name, "share drawn at the start", "首期提款比例"), "share", unscheduled
    )
    drawn_share: Expression = at_start * in_period(book.reference(f"{path}.start"))
    for one, share in zip(drawdowns, shares, strict=True):
        drawn_share = drawn_share + share * in_period(book.reference(f"{path}.drawdowns.{one}.period"))
    return book.line(
        f"{path}.drawdown",
        _of(name, "drawdown", "提款"),
        "yuan",
        book.reference(f"{path}.principal") * drawn_share,
        kind="financing_in",
        section="cash",
        summed=True,
    )


def _declare_interest(
    book: Book,
    path: str,
    name: Label,
    rate: LineReference,
    remaining: LineReference,
    opening: LineReference,
    drawn: LineReference,
) -> LineReference:
    """Declares accrued, capitalised and paid interest; returns the capitalised."""
    weight = book.line(
        f"{path}.draw_weight",
        _of(name, "part of the drawdown period that bears interest", "提款当期计息比例"),
        "share",
        as_number(book.choice(f"{path}.draw_interest", "full"))
        + as_number(book.choice(f"{path}.draw_interest", "half_period")) / 2,
    )
    accrued = book.line(
        f"{path}.accrued",
        _of(name, "interest accrued", "应计利息"),
        "yuan",
        (opening + weight * drawn) * rate,
        summed=True,
    )
    in_grace = book.line(
        f"{path}.capitalising",
        _of(name, "interest is capitalised (1 = yes)", "利息资本化（1为是）"),
        "flag",
        as_number(book.choice(f"{path}.grace_interest", "capitalised") & equals(remaining, 0)),
    )
    capitalised = book.line(
        f"{path}.capitalised",
        _of(name, "interest capitalised", "资本化利息"),
        "yuan",
        accrued * in_grace,
        summed=True,
    )
    book.line(
        f"{path}.interest_paid",
        _of(name, "interest paid", "支付利息"),
        "yuan",
        accrued * (1 - in_grace),
        kind="financing_out",
        section="cash",
        summed=True,
    )
    return capitalised


def _declare_repayment(
    book: Book, path: str, name: Label, rate: LineReference, remaining: LineReference, owed: LineReference
) -> LineReference:
    level = book.line(
        f"{path}.level_payment",
        _of(name, "level payment if annuity", "等额本息还款额"),
        "yuan",
        when(remaining > 0, payment(rate, larger(remaining, 1), owed)),
    )
    annuity = when(remaining > 0, level - owed * rate)
    equal = when(remaining > 0, owed / larger(remaining, 1))
    bullet = owed * as_number(equals(remaining, 1))
    by_method = (
        ("annuity", annuity, "等额本息"),
        ("equal_principal", equal, "等额本金"),
        ("bullet", bullet, "到期还本"),
    )
    chosen: list[Expression] = []
    for method, amount, zh in by_method:
        rule = book.line(
            f"{path}.{method}",
            _of(name, f"principal by {method.replace('_', ' ')}", f"按{zh}还本"),
            "yuan",
            amount,
        )
        chosen.append(rule * book.choice(f"{path}.method", method))
    return book.line(
        f"{path}.principal_repaid",
        _of(name, "principal repaid", "偿还本金"),
        "yuan",
        sum_of(chosen),
        kind="financing_out",
        section="cash",
        summed=True,
    )
