"""The picture of a roster: how what is left is spread over the households."""

from __future__ import annotations

import numpy as np

from relocation.households.roster import SYNTHETIC_NOTE
from relocation.households.summary import Summary
from relocation.labels import Label, joined
from relocation.reports.money_figures import each_amount
from relocation.tables.figures import Figure, Level, Series

LEFT = Label("What is left to households", "农户净得的分布")
MOST_BARS = 30
STEPS = (1, 2, 5)
FEN = 100


def roster_figure(summary: Summary) -> Figure | None:
    """How many households keep how much, in round intervals; None of a roster without households."""
    if not summary.distribution:
        return None
    [spread] = summary.distribution
    edges = round_edges(spread.minimum / FEN, spread.maximum / FEN)
    counts = summary.roll_up.spread.counted(np.array(edges) * FEN)
    levels = [Level(Label("average", "平均"), spread.mean / FEN)]
    middle = Label("", "")
    if spread.median is not None:
        levels.append(Level(Label("median", "中位数"), spread.median / FEN))
        said = each_amount(spread.median / FEN)
        middle = Label(f" Half of the households keep more than {said.en}.", f"半数农户高于{said.zh}。")
    least, most = each_amount(spread.minimum / FEN), each_amount(spread.maximum / FEN)
    told = Label(
        f"{spread.households:,} households keep {least.en} to {most.en}; {spread.below_zero:,} lie below zero.{middle.en}",
        f"{spread.households:,}户净得{least.zh}至{most.zh}，低于零的{spread.below_zero:,}户。{middle.zh}",
    )
    if summary.synthetic:
        told = joined((told, SYNTHETIC_NOTE), Label(" ", ""))
    return Figure(
        "households",
        "histogram",
        LEFT,
        "yuan/household",
        (),
        (Series(Label("households", "户数"), tuple(counts.tolist()), "share", unit="household"),),
        told=told,
        levels=tuple(levels),
        edges=tuple(edges),
    )


def round_edges(low: float, high: float) -> list[float]:
    """The ends of equal intervals of a round size that hold all from low to high, at most so many."""
    size, power = 1.0, 0
    while (high - low) / size >= MOST_BARS - 1:
        power += 1
        size = float(STEPS[power % 3] * 10 ** (power // 3))
    first, last = int(low // size), int(high // size) + 1
    return [place * size for place in range(first, last + 1)]
