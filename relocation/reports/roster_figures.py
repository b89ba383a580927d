"""The pictures of a roster: how what is left is spread over the households, by group too, and what every rule comes to."""

from __future__ import annotations

import numpy as np

from relocation.households.roster import SYNTHETIC_NOTE
from relocation.households.summary import Summary
from relocation.labels import Label, joined
from relocation.reports.money_figures import each_amount
from relocation.tables.figures import Figure, Level, Series

LEFT = Label("What is left to households", "农户净得的分布")
GET_AND_PAY = Label("What the households get and pay in all", "全部农户得到与支付合计")
GOT, PAID = Label("get", "得到"), Label("pay", "支付")
AVERAGE, MEDIAN = Label("average", "平均"), Label("median", "中位数")
MOST_GROUPS = 40
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
    levels = [Level(AVERAGE, spread.mean / FEN)]
    middle = Label("", "")
    if spread.median is not None:
        levels.append(Level(MEDIAN, spread.median / FEN))
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


def groups_figure(summary: Summary) -> Figure | None:
    """What is left to the middle household of each group, or on average where no median is known."""
    spreads = [spread for _, spread in summary.groups[:MOST_GROUPS]]
    if not spreads:
        return None
    has_median = all(spread.median is not None for spread in spreads)
    name = MEDIAN if has_median else AVERAGE
    values = [spread.mean if spread.median is None or not has_median else spread.median for spread in spreads]
    return Figure(
        "groups",
        "bars",
        Label(f"What is left to a household: {name.en}", f"农户净得：{name.zh}"),
        "yuan/household",
        tuple(spread.group for spread in spreads),
        (Series(name, tuple(value / FEN for value in values), "kept"),),
    )


def rules_figure(summary: Summary) -> Figure | None:
    """What all households get and pay by rule; None where no rule moves money."""
    totals = summary.roll_up.totals()
    names: list[Label] = []
    got: list[float | None] = []
    paid: list[float | None] = []
    for rule in summary.rules.rules:
        if rule.side in {"received", "paid"} and totals[rule.id]:
            names.append(rule.label)
            amount = totals[rule.id] / FEN
            got.append(amount if rule.side == "received" else None)
            paid.append(amount if rule.side == "paid" else None)
    if not names:
        return None
    series = (Series(GOT, tuple(got), "received"), Series(PAID, tuple(paid), "paid"))
    return Figure("rules", "bars", GET_AND_PAY, "yuan", tuple(names), series)
