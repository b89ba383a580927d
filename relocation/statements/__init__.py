"""Two statements that stand side by side and are never mixed: the published fund balance and the cash plan.

The fund balance counts amounts whenever they fall and knows no loan: revenue and subsidies less costs. The cash
plan counts money by period and shows the loan as what it is, financing. Both group lines by their kind, so a loan
cannot become revenue.
"""

from relocation.statements.lines import FINANCING, declare_statements, lines_of, loan_paths, other_financing
from relocation.statements.rows import (
    CONVENTION_NOTES,
    LOAN_CONVENTIONS,
    LOAN_TIMES,
    ORDER_NOTE,
    RESERVED_CASH,
    STATEMENT_TITLES,
    Row,
    cash_plan_rows,
    fund_balance_rows,
    gap_rows,
    household_rows,
    loan_conventions,
    loan_rows,
    published_rows,
    sources_and_uses_rows,
)

__all__ = [
    "CONVENTION_NOTES",
    "FINANCING",
    "LOAN_CONVENTIONS",
    "LOAN_TIMES",
    "ORDER_NOTE",
    "RESERVED_CASH",
    "STATEMENT_TITLES",
    "Row",
    "cash_plan_rows",
    "declare_statements",
    "fund_balance_rows",
    "gap_rows",
    "household_rows",
    "lines_of",
    "loan_conventions",
    "loan_paths",
    "loan_rows",
    "other_financing",
    "published_rows",
    "sources_and_uses_rows",
]
