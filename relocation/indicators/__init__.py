"""What a finance officer asks of a plan: what it is worth, whether debt is covered, how far from the edge it stands."""

from __future__ import annotations

from relocation.formula.language.book import Book
from relocation.indicators.debt import declare_debt_indicators, declare_position
from relocation.indicators.drivers import DRIVERS, declare_drivers
from relocation.indicators.returns import RATES_OF_RETURN, declare_returns

__all__ = ["DRIVERS", "INDICATORS", "RATES_OF_RETURN", "declare_indicators"]

INDICATORS = (
    "cash.minimum",
    "cash.minimum_period",
    "cash.minimum_date",
    "cash.peak_funding_need",
    "loans.interest_total",
    "household.compensation",
    "household.purchases",
    "household.net_cash",
    "npv",
    "irr",
    "npv.capital",
    "irr.capital",
    "payback",
    "payback.pt",
    "payback_dynamic",
    "coverage_multiple",
    "coverage_multiple.bonds",
    "llcr",
    "dscr.with_cash_min",
    "dscr_min",
    "dscr_min_year",
    "dscr_avg",
    "icr.with_cash_min",
    "icr_min",
    "liabilities_to_assets_max",
    "break_even.price",
    "break_even.area",
    *(f"critical.{driver}" for driver in DRIVERS),
    *(f"elasticity.{driver}" for driver in DRIVERS),
)


def declare_indicators(book: Book) -> None:
    """Declares all indicators. The yearly cover of debt must have been declared (`annual.debt_cover`)."""
    declare_returns(book)
    declare_debt_indicators(book)
    declare_position(book)
    declare_drivers(book)
