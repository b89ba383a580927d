"""Numbers as cells hold them: amounts in whole fen in a formula, constants with all their digits."""

from __future__ import annotations

from openpyxl.cell import Cell


def whole_fen(amount: str, decimals: int = 2) -> str:
    """The formula of an amount rounded to decimals, whole fen unless said otherwise.

    Rounded to eight first, as many as a rate of six decimals leaves: 3 * 0.335 is half a fen then in every program, which
    floats and programs see each in a way of their own (see formula.ties).
    """
    return f"=ROUND(ROUND({amount},8),{decimals})"


def put_number(cell: Cell, value: float) -> None:
    """A number with all its digits: openpyxl itself writes sixteen, which some numbers need one more than."""
    if isinstance(value, float):
        cell.value, cell.data_type = repr(value).removesuffix(".0"), "n"
    else:
        cell.value = value
