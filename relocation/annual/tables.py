"""All tables by year, in the order in which they are printed, and what they share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from relocation.annual import (
    balance_sheet,
    budget,
    capital_cash_flow,
    county_view,
    debt_cover,
    financial_plan,
    income_statement,
    investment,
    loan_table,
    project_cash_flow,
    self_balancing,
)
from relocation.annual.balance_sheet import declare_balances
from relocation.annual.periods import declare_purposes
from relocation.annual.phases import declare_construction_period, declare_repayment_phase
from relocation.annual.rows import AnnualRow, Entry, declare_rows, rows
from relocation.annual.years import declare_years
from relocation.formula.language.book import Book
from relocation.formula.language.expression import LineReference
from relocation.labels import Label


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its title, one line on how to read it, and its rows. Lines stand under annual.<key>.<row>."""

    title: Label
    note: Label
    entries: Callable[[Book], list[Entry]]


TABLES: dict[str, Table] = {
    module.TABLE: Table(module.TITLE, module.NOTE, entries)
    for module, entries in (
        (investment, investment.investment),
        (loan_table, loan_table.loan_table),
        (debt_cover, debt_cover.debt_cover),
        (project_cash_flow, project_cash_flow.project_cash_flow),
        (capital_cash_flow, capital_cash_flow.capital_cash_flow),
        (financial_plan, financial_plan.financial_plan),
        (income_statement, income_statement.income_statement),
        (balance_sheet, balance_sheet.balance_sheet),
        (self_balancing, self_balancing.self_balancing),
        (budget, budget.budget),
        (county_view, county_view.county_view),
    )
}


def declare_years_and_balances(book: Book) -> None:
    """Declares the axis of years and what the tables need by period."""
    declare_years(book)
    declare_purposes(book)
    declare_construction_period(book)
    declare_repayment_phase(book)
    declare_balances(book)


def declare_annual(book: Book) -> None:
    """Declares every table. The indicators that stand below some of them must have been declared."""
    for key, table in TABLES.items():
        declare_rows(book, key, table.entries(book))
    debt_cover.declare_lowest_cover(book)


def rows_of(book: Book, table: str) -> list[AnnualRow]:
    """The rows of a table in the order in which they are printed."""
    return list(rows(table, TABLES[table].entries(book)))


def annual_checks(book: Book) -> list[LineReference]:
    """The lines that prove the tables, each nothing in every year."""
    keys = (f"annual.{table}.check" for table in TABLES)
    return [LineReference(key) for key in keys if key in book.lines]
