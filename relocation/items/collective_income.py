"""Yearly income and costs after the move (搬迁后收支), for instance leases, management fees, heating subsidies.

    flow_t [yuan] = amount [yuan a year] * months per period / 12 * (1 + growth)^(whole years since start)

from `start` on, for `duration` periods or, where it is 0, to the end of the timeline.
"""

from __future__ import annotations

from typing import Literal

from relocation.formula.book import Book
from relocation.formula.expression import PERIOD, equals, floor, when
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
    growth = (1 + book.reference(f"{path}.growth")) ** years
    book.line(
        f"{path}.flow",
        name,
        "yuan",
        when(running, book.reference(f"{path}.amount") * months / 12 * growth),
        kind="revenue" if group == "income" else "cost",
        section="cash",
        summed=True,
    )
