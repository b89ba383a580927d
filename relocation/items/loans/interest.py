"""The interest of a loan: what accrues, what is subsidised, what is capitalised and what is paid.

    accrued_t    = (opening_t + w * drawdown_t) * i_t
    subsidy_t    = i_t * interest subsidy * (opening_t * min(1, subsidised principal / drawn so far_t-1)
                                             + w * part of drawdown_t that is subsidised)          (财政贴息)
    subsidised of drawdown_t = min(drawdown_t, subsidised principal not yet drawn_t)
    due_t        = interest accrued less its subsidy and not yet due_t-1,t, in each period or twice a year
    capitalised, paid = due, before the first repayment as the loan says, after it always paid
    interest during construction (建设期利息) = accrued up to the end of construction, whatever the grace period

w says how long money drawn in a period bears interest in it: 1/2 (half-year rule of 建设期利息), 1 (drawn on the
first day) or 0 (on the last). A subsidy is a share of the interest on a stated part of the principal: the norm of 90 %
was for loans of registered households, not for whatever else a village borrows. That part is drawn first, so where only
some of a loan is drawn the subsidy follows what is drawn, and repayment takes from both parts alike. Source of the half-year rule:
建设项目经济评价方法与参数（第三版）: q_t = (P_t-1 + A_t / 2) i, P the debt with interest so far, A what is drawn in year t. When
construction ends is said in `annual.construction_period`.

A special bond pays its interest twice a year (每半年付息), six months and so on after the money came, and with the last
repayment; until then what accrued is owed without bearing interest itself. A period of a year has both payments in it.
"""

from __future__ import annotations

from relocation.formula.language.expression import (
    PERIOD,
    Expression,
    LineReference,
    as_number,
    equals,
    floor,
    larger,
    magnitude,
    smaller,
    when,
)
from relocation.items.loans.terms import Terms

LEAST_PRINCIPAL = 0.01  # a fen, to divide by where nothing is borrowed


def declare_interest_terms(terms: Terms) -> LineReference:
    """Declares what is subsidised, when interest is capitalised, and the weight of drawdowns, which it returns."""
    drawn = terms.line("drawn").previous
    subsidised, subsidy = (terms.input(key) for key in ("subsidised_principal", "interest_subsidy"))
    terms.declare(
        "subsidised_share",
        "share of interest on the opening balance that is subsidised",
        "期初余额利息中贴息的比例",
        when(subsidised > 0, smaller(1, subsidised / larger(drawn, LEAST_PRINCIPAL)) * subsidy),
        unit="share",
    )
    terms.declare(
        "subsidised_left",
        "subsidised principal not yet drawn",
        "尚未提取的贴息本金",
        when(subsidised > 0, larger(0, subsidised - drawn)),
    )
    terms.declare(
        "capitalising",
        "interest is capitalised (1 = yes)",
        "利息资本化（1为是）",
        as_number(terms.chooses("grace_interest", "capitalised") & equals(terms.remaining, 0)),
        unit="flag",
    )
    _declare_falls_due(terms)
    return terms.declare(
        "draw_weight",
        "part of the drawdown period that bears interest",
        "提款当期计息比例",
        as_number(terms.chooses("draw_interest", "full"))
        + as_number(terms.chooses("draw_interest", "half_period")) / 2,
        unit="share",
    )


def _declare_falls_due(terms: Terms) -> None:
    """Declares the periods at whose end interest is due: each, or those in which a half-year since the drawdown ends."""
    months = LineReference("timeline.months")
    at_end = as_number(terms.chooses("draw_interest", "none"))
    age = PERIOD - terms.input("start") + 1 - at_end
    ends = floor(age * months * 2 / 12) > floor((age - 1) * months * 2 / 12)
    is_last = equals(PERIOD, terms.line("last_period"))
    terms.declare(
        "interest_falls_due",
        "interest is due (1 = yes)",
        "本期付息（1为是）",
        when(terms.chooses("interest_due", "half_yearly"), as_number(ends | is_last), 1),
        unit="flag",
        series=True,
    )


def declare_scheduled_interest(
    terms: Terms, opening: LineReference, scheduled: LineReference, weight: LineReference
) -> None:
    """Declares the interest that is paid whatever is drawn on need, with which that need is worked out."""
    on_opening = opening * (1 - terms.line("subsidised_share"))
    on_drawdown = scheduled - subsidised_part(terms, scheduled) * terms.input("interest_subsidy")
    charge = terms.declare_rounded(
        "scheduled_charge",
        "interest before drawdown on need, less its subsidy",
        "按需提款前的应计利息（扣除贴息）",
        (on_opening + weight * on_drawdown) * terms.rate,
    )
    terms.declare(
        "scheduled_interest",
        "interest due before drawdown on need",
        "按需提款前的应付利息",
        (terms.line("interest_owed").previous + charge)
        * terms.line("interest_falls_due")
        * (1 - terms.line("capitalising")),
        summed=True,
    )


def subsidised_part(terms: Terms, drawdown: LineReference) -> Expression:
    """What of a drawdown of this period is subsidised."""
    return smaller(drawdown, terms.line("subsidised_left"))


def declare_interest(
    terms: Terms, opening: LineReference, drawdown: LineReference, weight: LineReference
) -> LineReference:
    """Declares interest accrued, subsidised, capitalised and paid; returns the capitalised."""
    accrued, subsidy = _declare_accrued(terms, opening, drawdown, weight)
    return _declare_settled(terms, terms.line("interest_owed").previous + accrued - subsidy)


def _declare_accrued(
    terms: Terms, opening: LineReference, drawdown: LineReference, weight: LineReference
) -> tuple[LineReference, LineReference]:
    """Declares the interest of the period, and what of it is subsidised."""
    accrued = terms.declare_rounded(
        "accrued", "interest accrued", "应计利息", (opening + weight * drawdown) * terms.rate, summed=True
    )
    terms.declare(
        "construction_interest",
        "interest during construction",
        "建设期利息",
        accrued * LineReference("timeline.in_construction"),
        summed=True,
    )
    subsidised = weight * subsidised_part(terms, drawdown) * terms.input("interest_subsidy")
    subsidy = terms.declare_rounded(
        "subsidy_received",
        "interest subsidy",
        "财政贴息",
        (opening * terms.line("subsidised_share") + subsidised) * terms.rate,
        summed=True,
    )
    terms.declare(
        "interest_rounding",
        "interest accrued less what balance and rate give",
        "应计利息与余额×利率之差（取整）",
        accrued - terms.line("accrued_exact"),
        summed=True,
    )
    return accrued, subsidy


def _declare_settled(terms: Terms, waiting: Expression) -> LineReference:
    """Declares what of the waiting interest is capitalised, which it returns, what is paid, and what goes on waiting."""
    capitalising, due = terms.line("capitalising"), terms.line("interest_falls_due")
    capitalised = terms.declare(
        "capitalised", "interest capitalised", "资本化利息", waiting * due * capitalising, summed=True
    )
    paid = terms.declare(
        "interest_paid",
        "interest paid",
        "支付利息",
        waiting * due * (1 - capitalising),
        kind="financing_out",
        section="cash",
        summed=True,
    )
    terms.declare(
        "interest_owed",
        "interest accrued, not yet due",
        "应计未到期利息",
        waiting - capitalised - paid,
    )
    terms.declare(
        "interest_overdue",
        "interest left after a payment of interest",
        "付息后的剩余利息",
        magnitude(terms.line("interest_owed") * due),
    )
    return capitalised
