"""The rates of the ten rules for the peers: yuan as decimal text, from which each takes the kind of number it works with."""

from __future__ import annotations

from decimal import Decimal

BRICK, SOIL, AWARD, AWARD_CAP = "1500.55", "985.25", "0.125", "5000"
MOVING, MOVING_HEAD, POOR, MOST_POOR = "1000", "300.05", "67000", 5
FLAT_BASE, FLAT_ABOVE, GARAGE, PROGRAMME = "1199.95", "1700.15", "30000", "333.33"
SHARE = 25  # m2 of new flat a person
BUYING = (0, 1)  # the codes of cash and exchange


def fen(rate: str) -> int:
    """A rate in fen."""
    return int(Decimal(rate) * 100)
