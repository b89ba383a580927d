"""The one table of a run, as Markdown that reads well in a terminal too."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from benchmarks.calls import Call
from benchmarks.goals import Goal
from benchmarks.limits import Limits
from benchmarks.operations import Count
from benchmarks.peers.listing import NUMBA, PYXIRR_LOOP
from benchmarks.results import Results, Row

HEADS = (
    "T",
    "what",
    "scenarios/s",
    "µs each",
    "spread",
    "x pyxirr loop",
    "numba target is",
    "apart by",
)


def markdown(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with columns as wide as their longest cell; the last is left ragged."""
    lines = [tuple(heads), *map(tuple, rows)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(heads) - 1)]

    def joined(line: Sequence[str]) -> str:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(line[:-1], widths, strict=True)]
        return f"| {' | '.join([*cells, line[-1]])} |"

    rule = joined(["-" * width for width in [*widths, 3]])
    return "\n".join([joined(lines[0]), rule, *map(joined, lines[1:])])


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def peers_table(results: Results) -> str:
    """Every peer on every timeline beside the Python loop with pyxirr and the numba target."""
    return markdown(HEADS, (_peer_cells(results, row) for row in results.rows))


def includes_table(rows: Iterable[Any]) -> str:
    """What the time of each peer includes; rows of any run, each with its peer."""
    return markdown(("row", "includes"), {row.peer.label: row.peer.includes for row in rows}.items())


def _peer_cells(results: Results, row: Row) -> list[str]:
    if row.timing is None:
        return [str(row.periods), f"{row.peer.label}: {row.problem}", *[""] * (len(HEADS) - 2)]
    micro = row.timing.best * 1e6
    return [
        str(row.periods),
        row.peer.label,
        f"{row.timing.per_second:,.0f}",
        f"{micro:,.0f}" if micro >= 1_000 else f"{micro:.3g}",
        f"{row.timing.spread:.0%}",
        ratio(results.times_faster(row.peer.key, PYXIRR_LOOP, row.periods)),
        ratio(results.times_faster(NUMBA, row.peer.key, row.periods)),
        "another model" if row.difference is None else f"{row.difference:.0e}",
    ]


def ratio(value: float | None) -> str:
    """0.5x, 2.00x, 1,000x; nothing where it was not measured."""
    if value is None:
        return ""
    return f"{value:.2g}x" if value < 1 else f"{value:,.2f}x" if value < 10 else f"{value:,.0f}x"


def limits_table(limits: Limits | None, counts: Sequence[Count], results: Results) -> str:
    """What one core could do, what a scenario needs, and how far above that bound the numba target is."""
    return markdown(("limit", "measured", "what it is"), _limit_rows(limits, counts, results))


def _limit_rows(
    limits: Limits | None, counts: Sequence[Count], results: Results
) -> Iterator[tuple[str, str, str]]:
    if limits is None:
        yield "one core", "not measured", "no C compiler (cc) that knows vector extensions"
    else:
        yield (
            "multiply-adds of one core",
            f"{limits.multiply_adds / 1e9:.1f} G/s",
            "doubles, 12 independent chains",
        )
        yield "memory read by one core", f"{limits.read / 1e9:.1f} GB/s", "sum over 128 MB"
        yield (
            "memory moved by one core",
            f"{limits.moved / 1e9:.1f} GB/s",
            "a[i] = b[i] + 3 c[i] over 3 x 128 MB",
        )
    for count in counts:
        needed = count.total
        yield (
            f"operations of a scenario, T = {count.periods}",
            f"{needed:,.0f}",
            f"{count.per_period} a period, {count.per_year} a year, {count.once} once, "
            f"{count.steps:.1f} steps of {count.per_step} for the rate of return",
        )
        if limits is not None:
            yield from _bound_rows(limits, count, needed, results)


def _bound_rows(
    limits: Limits, count: Count, needed: float, results: Results
) -> Iterator[tuple[str, str, str]]:
    bound = needed / (2 * limits.multiply_adds)
    timing = results.timing(NUMBA, count.periods)
    above = "" if timing is None else f"; the numba target takes {timing.best / bound:.2f} times that"
    yield (
        f"least time by multiply-adds, T = {count.periods}",
        f"{bound * 1e9:.0f} ns",
        f"if every operation were half a multiply-add at full speed{above}",
    )
    moved = 8 * 36 / limits.read
    yield (
        f"least time by memory, T = {count.periods}",
        f"{moved * 1e9:.0f} ns",
        "26 inputs read and 10 outputs written; lines stay in the cache",
    )


def calls_table(calls: Iterable[Call]) -> str:
    """Whole calls as a user makes them, on the clock."""
    return markdown(("call", "measured", "includes"), calls)


def goals_table(goals: Iterable[Goal]) -> str:
    """What was to be reached."""
    return markdown(("goal", "reached", "measured"), ((one.text, one.verdict, one.measured) for one in goals))
