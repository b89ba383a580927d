"""The planner's own lines: an amount spread evenly over its periods, or a formula text read into the same language."""

from __future__ import annotations

from relocation.formula.language.book import Book
from relocation.formula.language.expression import Expression, LineReference, total
from relocation.formula.language.timing import spread_evenly
from relocation.labels import Label

FUND_KINDS = ("revenue", "subsidy", "cost")


def declare_other(book: Book, identity: str, name: Label, kind: str, formula: Expression | None) -> None:
    """Declares one own line. `formula` gives the amount of each period [yuan]; without it `amount` is spread evenly.

    Kinds revenue, subsidy and cost enter the fund balance; financing and own capital enter the cash plan only; memo
    enters none.
    """
    path = f"other.{identity}"
    amount, start, duration = (book.reference(f"{path}.{key}") for key in ("amount", "start", "duration"))
    even = spread_evenly(amount, start, duration)
    flow = book.line(
        f"{path}.flow",
        Label(f"{name.en}: by period", f"{name.zh}：分期"),
        "yuan",
        even if formula is None else formula,
        kind=kind,
        section="" if kind == "memo" else "cash",
        summed=True,
        series=True,  # a planner's formula may well be the same amount in every period
    )
    _declare_total(book, path, name, kind, flow)


def _declare_total(book: Book, path: str, name: Label, kind: str, flow: LineReference) -> None:
    section = "fund" if kind in FUND_KINDS else "memo"
    book.line(f"{path}.total", name, "yuan", total(flow), kind=kind, section=section)
