"""What is drawn of a loan: by schedule, or on need in its grace period (按需提款).

    by schedule   drawn_t = principal * share of period t; what no drawdown names is drawn at the start
    on need       drawn_t = min(principal not yet drawn, what brings need_t after its own interest)
    a yuan drawn brings 1 - w i (1 - interest subsidy) - c as far as it is subsidised principal, 1 - w i - c beyond it
    issue costs_t = c * drawn_t    (发行费用、手续费), paid when the money comes

The need is what free cash would lack at the end of the period: opening cash and all flows of the period, with interest
and principal that fall due and what is set aside in sinking funds, but before any drawdown on need. Since interest on
the drawdown itself is due in the same period, it is drawn as well; where it is capitalised, or due later, it costs no
cash. Several loans on need are drawn in declared order, each for what the ones before leave open. To the fen a
schedule rounds what is drawn so far, and a drawdown on need is rounded up.
"""

from __future__ import annotations

from relocation.formula.language.expression import (
    Expression,
    LineReference,
    as_number,
    equals,
    larger,
    smaller,
    to_cents,
    when,
)
from relocation.formula.language.timing import in_period
from relocation.items.loans.terms import FEN, Terms

TEN_THOUSAND = 10_000  # shares are compared to two decimals of a ten-thousandth
LEAST_NET = 0.01  # of a yuan drawn, left after its own interest: no lender takes more than 99 % a period


def declare_scheduled_drawdown(terms: Terms, drawdowns: list[str]) -> LineReference:
    """Declares what is drawn by schedule; nothing where the loan is drawn on need."""
    shares = [terms.input(f"drawdowns.{drawdown}.share") for drawdown in drawdowns]
    unscheduled: Expression = as_number(1)
    for share in shares:
        unscheduled = unscheduled - share
    at_start = terms.declare(
        "drawn_at_start", "share drawn at the start", "首期提款比例", unscheduled, unit="share"
    )
    on_schedule = terms.chooses("drawdown_rule", "schedule")
    stated = on_schedule & (at_start < 1) & (to_cents(at_start * TEN_THOUSAND) > 0)
    terms.declare(
        "unstated_drawdown",
        "drawn at the start though drawdowns are stated",
        "已列提款计划而未列明、计入首期提款的部分",
        when(stated, terms.input("principal") * at_start),
    )
    drawn_share: Expression = at_start * in_period(terms.input("start"))
    for drawdown, share in zip(drawdowns, shares, strict=True):
        drawn_share = drawn_share + share * in_period(terms.input(f"drawdowns.{drawdown}.period"))
    amount = terms.declare(
        "drawdown_by_share",
        "drawdown by its share",
        "按比例提款",
        when(on_schedule, terms.input("principal") * drawn_share),
    )
    so_far = terms.line("drawn_by_share")
    terms.declare("drawn_by_share", "drawn so far by share", "按比例累计提款", so_far.previous + amount)
    scheduled = terms.declare(
        "scheduled_drawdown",
        "drawdown by schedule",
        "计划提款",
        when(terms.in_fen, to_cents(so_far) - to_cents(so_far.previous), amount),
        summed=True,
    )
    terms.declare_rounded(
        "scheduled_issue_costs",
        "issue costs before drawdown on need",
        "按需提款前的发行费用",
        scheduled * terms.input("issue_cost"),
    )
    return scheduled


def declare_drawdown(
    terms: Terms, scheduled: LineReference, weight: LineReference, need: LineReference
) -> LineReference:
    """Declares what is drawn in all; returns the need that is left for the next loan."""
    drawn = terms.line("drawn")
    net, net_subsidised = _declare_net(terms, weight)
    first = larger(0, terms.line("subsidised_left") - scheduled)
    principal = terms.input("principal")
    undrawn = larger(0, when(terms.in_fen, to_cents(principal), principal) - drawn.previous)
    wanted = terms.declare(
        "wanted_on_need",
        "drawdown that would bring what cash lacks",
        "弥补资金缺口所需提款",
        smaller(first, need / net_subsidised) + larger(0, need - first * net_subsidised) / net,
    )
    may_draw = terms.chooses("drawdown_rule", "on_need") & equals(terms.in_grace, 1)
    on_need = terms.declare(
        "drawn_on_need",
        "drawdown on need",
        "按需提款",
        when(
            may_draw,
            smaller(undrawn, when(terms.in_fen & (wanted > 0), to_cents(wanted + FEN + FEN), wanted)),
        ),
        summed=True,
    )
    drawdown = terms.declare(
        "drawdown", "drawdown", "提款", scheduled + on_need, kind="financing_in", section="cash", summed=True
    )
    terms.declare_rounded(
        "issue_costs",
        "issue costs",
        "发行费用",
        drawdown * terms.input("issue_cost"),
        kind="financing_out",
        section="cash",
        summed=True,
    )
    terms.declare("drawn", "drawn so far", "累计提款", drawn.previous + drawdown)
    return terms.declare(
        "need_left",
        "cash still lacking after this loan",
        "本笔提款后仍缺的资金",
        larger(0, need - smaller(on_need, first) * net_subsidised - larger(0, on_need - first) * net),
    )


def _declare_net(terms: Terms, weight: LineReference) -> tuple[LineReference, LineReference]:
    """Declares what a yuan drawn brings after its own interest of the period, and a subsidised one."""
    is_free = equals(terms.line("capitalising"), 1) | equals(terms.line("interest_falls_due"), 0)

    def net(key: str, en: str, zh: str, borne: Expression) -> LineReference:
        interest = when(is_free, 0, weight * terms.rate * borne)
        return terms.declare(
            key, en, zh, larger(LEAST_NET, 1 - terms.input("issue_cost") - interest), unit="share"
        )

    return (
        net(
            "net_of_interest",
            "cash from a yuan drawn, after interest of the period",
            "每元提款扣除当期利息后的现金",
            as_number(1),
        ),
        net(
            "net_of_subsidised",
            "the same of a subsidised yuan",
            "每元贴息本金提款扣除当期利息后的现金",
            1 - terms.input("interest_subsidy"),
        ),
    )
