"""The rows that several tables by year share: what comes in and goes out, by purpose.

A row has the label of the line by period that it adds up.
"""

from __future__ import annotations

from relocation.annual.rows import Entry
from relocation.annual.years import of_year
from relocation.formula.book import Book

RELOCATION_IN = {
    "quota": "land_quota.received",
    "other_revenue": "cash.other_revenue",
    "subsidies": "cash.subsidy",
}
# Paid by the budget to the lender: it lowers the interest that is paid and never passes through cash.
INTEREST_SUBSIDIES = {"interest_subsidies": "loans.subsidy_received"}
HEADINGS = {heading: f"cash.works_{heading}" for heading in ("engineering", "reclamation", "other")}
RELOCATION_OUT = {
    "works": "cash.works",
    "compensation": "compensation.net_paid",
    "other_costs": "cash.other_costs",
}
INCOME = {"income_after_move": "cash.income_after_move"}
COSTS = {"costs_after_move": "cash.costs_after_move"}
OTHER_FINANCING_IN = {"other_financing_in": "cash.other_financing_in"}
OWN_CAPITAL = {"own_capital": "cash.own_capital"}
FINANCING_IN = {"loans_drawn": "loans.drawdown", **OTHER_FINANCING_IN, **OWN_CAPITAL}
FINANCING_OUT = {
    "principal_repaid": "loans.principal_repaid",
    "interest_paid": "loans.interest_paid",
    "issue_costs": "loans.issue_costs",
    "other_financing_out": "cash.other_financing_out",
}


def flows(book: Book, *groups: dict[str, str]) -> tuple[Entry, ...]:
    """One row for each purpose: row key -> the line by period."""
    return tuple(
        Entry(key, book.lines[line].label, of_year(line)) for group in groups for key, line in group.items()
    )
