"""The tables of a run, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from benchmarks.households.errors import Error
from benchmarks.households.peers.listing import NUMBA, PANDAS
from benchmarks.households.results import Results, Row
from benchmarks.table import markdown, ratio

HEADS = (
    *("households", "what", "households/s", "ns each", "spread", "x pandas, yuan", "numba is"),
    *("largest village total off, fen", "all amounts off, yuan"),
)


def peers_table(results: Results) -> str:
    """Every peer on every roster beside pandas and the compiled rules."""
    return markdown(HEADS, (_cells(results, row) for row in results.rows))


def _cells(results: Results, row: Row) -> list[str]:
    if row.timing is None:
        return [row.scale.label, f"{row.peer.label}: {row.problem}", *[""] * (len(HEADS) - 2)]
    nano = row.timing.best * 1e9
    return [
        row.scale.label,
        row.peer.label,
        f"{row.timing.per_second:,.0f}",
        f"{nano:,.0f}" if nano >= 100 else f"{nano:.1f}",
        f"{row.timing.spread:.0%}",
        ratio(results.times_faster(row.peer.key, PANDAS, row.scale)),
        ratio(results.times_faster(NUMBA, row.peer.key, row.scale)),
        "0" if row.off == 0 else f"{row.off:,}",
        "0" if row.sum_off == 0 else f"{row.sum_off / 100:,.2f}",
    ]


def errors_table(errors: Iterable[Error]) -> str:
    """What other numbers and other rounding do to what is left to every household."""
    heads = ("way", "households", "with another amount", "worst, yuan", "sum off, yuan")
    return markdown(heads, (_error_cells(one) for one in errors))


def _error_cells(one: Error) -> list[str]:
    share = one.off / one.households
    off = f"{one.off:,} ({share:.1%})"
    return [one.way, f"{one.households:,}", off, f"{one.worst / 100:,.4f}", f"{one.total / 100:,.2f}"]
