"""How far each driver may move before the fund balance is nothing, and how strongly the balance follows it.

The balance is linear in every driver, so no search is needed. With c the part that a driver gives to the balance
(expenditure with a minus sign):

    elasticity       = c / balance                         % of the balance for 1 % of the driver; they sum to 1
    critical change  = - balance / c                       the change of the driver at which the balance is 0
    break-even price = (expenditure - other revenue) / quota sold
    break-even area  = ((expenditure - other revenue) / price + resettlement + retained area) / acceptance

All else stays as it is: a planner's own formula that leans on price or area is not followed. A fall of more than 100 %
cannot happen: where the driver alone cannot bring the balance to nothing, its critical change is n/a. A balance or a driver
of nothing to the fen divides nothing. Source of 敏感度系数 and 临界点: 建设项目经济评价方法与参数（第三版）, there of the NPV.
"""

from __future__ import annotations

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    NOT_AVAILABLE,
    Expression,
    LineReference,
    larger,
    magnitude,
    ratio,
    ratio_of_money,
    sign,
    to_cents,
    when,
)
from relocation.labels import Label

BALANCE, EXPENDITURE = LineReference("fund_balance.balance"), LineReference("fund_balance.expenditure")
WAN = 10_000
SCALE = LineReference("checks.scale")
QUOTA, SUBSIDIES = LineReference("land_quota.revenue"), LineReference("subsidies.total")
DRIVERS: dict[str, Label] = {
    "quota": Label("quota revenue", "指标收入"),
    "subsidies": Label("subsidies", "财政补助"),
    "other_revenue": Label("other revenue", "其他收入"),
    "expenditure": Label("expenditure", "支出"),
}


def declare_drivers(book: Book) -> None:
    """Declares break-even price and area, and for each driver its critical change and its elasticity."""
    _declare_break_even(book)
    other = book.line(
        "critical.other",
        Label("Revenue other than quota and subsidies", "指标与补助以外的收入"),
        "yuan",
        LineReference("fund_balance.own_revenue") - QUOTA,
    )
    parts: dict[str, Expression] = {
        "quota": QUOTA,
        "subsidies": SUBSIDIES,
        "other_revenue": other,
        "expenditure": -EXPENDITURE,
    }
    for driver, name in DRIVERS.items():
        book.line(
            f"critical.{driver}",
            Label(f"Critical change of {name.en}", f"{name.zh}的临界变动"),
            "change",
            when(
                to_cents((parts[driver] - BALANCE) * sign(parts[driver])) >= 0,
                ratio_of_money(-BALANCE, parts[driver], SCALE),
                NOT_AVAILABLE,
            ),
        )
    for driver, name in DRIVERS.items():
        book.line(
            f"elasticity.{driver}",
            Label(f"Elasticity of the balance to {name.en}", f"结余对{name.zh}的敏感度系数"),
            "times",
            ratio_of_money(parts[driver], BALANCE, SCALE),
        )


def _sold(book: Book) -> Expression:
    """The quota sold, nothing where the areas cancel out but for what floats leave: 100.7 - 60.4 - 40.3 is 7e-15.

    Less than a twenty-thousand-millionth part of the area is nothing.
    """
    sold, area = LineReference("land_quota.sold"), book.reference("land_quota.area")
    return when(to_cents(magnitude(sold) / larger(1, area) * WAN * WAN) > 0, sold)


def _declare_break_even(book: Book) -> None:
    price, accepted = book.reference("land_quota.price"), book.reference("land_quota.acceptance")
    kept = book.reference("land_quota.resettlement_area") + book.reference("land_quota.retained_area")
    needed = book.line(
        "break_even.quota_revenue",
        Label("Quota revenue at which the balance is nothing", "结余归零时的指标收入"),
        "yuan",
        QUOTA - BALANCE,
    )
    book.line(
        "break_even.price",
        Label("Break-even quota price", "指标保本单价"),
        "yuan/mu",
        ratio(needed, _sold(book)),
    )
    book.line(
        "break_even.area",
        Label("Break-even reclaimed area", "指标保本面积"),
        "mu",
        ratio_of_money(needed + price * kept, price * accepted),
    )
