"""Statements by year, from any period: each table is a list of lines on the axis of project years."""

from relocation.annual.tables import TABLES, declare_annual, rows_of

__all__ = ["TABLES", "declare_annual", "rows_of"]
