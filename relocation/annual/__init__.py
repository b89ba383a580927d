"""Statements by year, from any period: each table is a list of lines on the axis of project years."""

from relocation.annual.rows import AnnualRow
from relocation.annual.tables import (
    TABLES,
    Table,
    annual_checks,
    declare_annual,
    declare_years_and_balances,
    rows_of,
)

__all__ = [
    "TABLES",
    "AnnualRow",
    "Table",
    "annual_checks",
    "declare_annual",
    "declare_years_and_balances",
    "rows_of",
]
