"""Yearly income and costs after the move (搬迁后收支), for instance leases, management fees, heating subsidies.

    flow_t [yuan] = yearly * months per period / 12 * (1 + growth)^(whole years since start)
    yearly [yuan a year] = amount, or quantity * rate

from `start` on, for `duration` periods or, where it is 0, to the end of the timeline. A rule refuses an amount beside
quantity and rate.
"""

from __future__ import annotations

from typing import Literal

from relocation.formula.language.book import Book
from relocation.formula.language.expression import PERIOD, equals, floor, when
from relocation.labels import Label


def declare_yearly(book: Book, group: Literal["income", "costs"], identity: str, name: Label) -> None:
    """Declares the flow of one yearly item; income is revenue of the cash plan, never of the relocation fund."""
    path = f"{group}.{identity}"
    months, start = book.reference("timeline.months"), book.reference(f"{path}.start")
    duration = book.reference(f"{path}.duration")
    running = (start <= PERIOD) & (equals(duration, 0) | (start + duration > PERIOD))
    years = book.line(
        f"{path}.years",
        Label(f"{name.en}: whole years running", f"{name.zh}：已运行整年数"),
        "years",
        floor((PERIOD - start) * months / 12),
    )
    amount = book.line(
        f"{path}.yearly",
        Label(f"{name.en}: first year", f"{name.zh}：首年金额"),
        "yuan/year",
        book.reference(f"{path}.amount")
        + book.reference(f"{path}.quantity") * book.reference(f"{path}.rate"),
    )
    growth = (1 + book.reference(f"{path}.growth")) ** years
    book.line(
        f"{path}.flow",
        name,
        "yuan",
        when(running, amount * months / 12 * growth),
        kind="revenue" if group == "income" else "cost",
        section="cash",
        summed=True,
    )
