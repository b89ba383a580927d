"""Plain Python: household by household, in decimals, rounded half up."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

import numpy as np

from benchmarks.households import rates
from benchmarks.households.question import ASKED, VILLAGE, Column, Roster, Run, villages

FEN, JIAO, YUAN = Decimal("0.01"), Decimal("0.1"), Decimal("1")
BRICK, SOIL, AWARD, AWARD_CAP = (
    Decimal(one) for one in (rates.BRICK, rates.SOIL, rates.AWARD, rates.AWARD_CAP)
)
MOVING, HEAD, POOR = (Decimal(one) for one in (rates.MOVING, rates.MOVING_HEAD, rates.POOR))
BASE, ABOVE, GARAGE = (Decimal(one) for one in (rates.FLAT_BASE, rates.FLAT_ABOVE, rates.GARAGE))
PROGRAMME, NOTHING = Decimal(rates.PROGRAMME), Decimal(0)


def household(
    persons: int,
    poor: int,
    registered: bool,
    brick: Decimal,
    soil: Decimal,
    flat: Decimal,
    garages: int,
    buys: bool,
) -> list[Decimal]:
    """The ten amounts of one household and what is left [yuan]."""
    for_brick = (brick * BRICK).quantize(FEN, ROUND_HALF_UP)
    for_soil = (soil * SOIL).quantize(JIAO, ROUND_HALF_UP)
    award = min(((for_brick + for_soil) * AWARD).quantize(YUAN, ROUND_FLOOR), persons * AWARD_CAP)
    share = Decimal(persons * rates.SHARE)
    received = [
        *(for_brick, for_soil, award if buys and brick else NOTHING, MOVING),
        (persons * HEAD).quantize(JIAO, ROUND_CEILING),
        min(poor, rates.MOST_POOR) * POOR if registered else NOTHING,
    ]
    paid = [
        (min(flat, share) * BASE).quantize(FEN, ROUND_HALF_UP),
        (max(flat - share, NOTHING) * ABOVE).quantize(JIAO, ROUND_CEILING),
        garages * GARAGE,
    ]
    paid = paid if buys else [NOTHING] * 3
    programme = NOTHING if registered else (persons * PROGRAMME).quantize(FEN, ROUND_HALF_UP)
    return [*received, *paid, programme, sum(received, NOTHING) - sum(paid, NOTHING)]


def make(roster: Roster) -> Run:
    """Starts from lists of Python numbers, areas as decimals [m2]."""
    areas = {key: [Decimal(one) / 100 for one in roster[key].tolist()] for key in ("brick", "soil", "flat")}
    registered = [one > 0 for one in roster["registered"].tolist()]
    buys = [one in rates.BUYING for one in roster["option"].tolist()]
    persons, poor, garages = (roster[key].tolist() for key in ("persons", "poor_persons", "garages"))
    rows = list(
        zip(
            persons,
            poor,
            registered,
            areas["brick"],
            areas["soil"],
            areas["flat"],
            garages,
            buys,
            strict=True,
        )
    )
    of_row, count = roster[VILLAGE].tolist(), villages(roster)

    def run() -> Column:
        sums = [[NOTHING] * len(ASKED) for _ in range(count)]
        for village, row in zip(of_row, rows, strict=True):
            sums[village] = [sum_ + one for sum_, one in zip(sums[village], household(*row), strict=True)]
        return np.array([[int(one * 100) for one in village] for village in sums], dtype=np.int64).T

    return run
