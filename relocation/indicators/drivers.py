"""How far each driver may move before the fund balance is nothing, and how strongly the balance follows it.

The balance is linear in every driver, so no search is needed. With c the part that a driver gives to the balance
(expenditure with a minus sign):

    elasticity       = c / balance                         % of the balance for 1 % of the driver; they sum to 1
    critical change  = - balance / c                       the change of the driver at which the balance is 0
    break-even price = (expenditure - other revenue) / quota sold
    break-even area  = ((expenditure - other revenue) / price + resettlement + retained area) / acceptance

All else stays as it is: a planner's own formula that leans on price or area is not followed. A fall of more than 100 %
cannot happen; then the driver alone cannot bring the balance down.
"""

from __future__ import annotations

from relocation.formula.book import Book
from relocation.formula.expression import Expression, LineReference, ratio
from relocation.labels import Label

BALANCE, EXPENDITURE = LineReference("fund_balance.balance"), LineReference("fund_balance.expenditure")
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
            ratio(-BALANCE, parts[driver]),
        )
    for driver, name in DRIVERS.items():
        book.line(
            f"elasticity.{driver}",
            Label(f"Elasticity of the balance to {name.en}", f"结余对{name.zh}的敏感度系数"),
            "times",
            ratio(parts[driver], BALANCE),
        )


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
        ratio(needed, LineReference("land_quota.sold")),
    )
    book.line(
        "break_even.area",
        Label("Break-even reclaimed area", "指标保本面积"),
        "mu",
        ratio(needed + price * kept, price * accepted),
    )
