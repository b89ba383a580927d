"""What is asked of a points ledger, in words: the value of a point in yuan, a household by its id."""

from __future__ import annotations

from fractions import Fraction

from relocation.after_move.points import PointsLedger
from relocation.households.money import Ratio
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.reading.hundredths import DECIMAL

MOST_VALUE = 10_000  # yuan a point


def value_of(text: str) -> Ratio:
    """The value of a point [fen] from a decimal text in yuan, such as 0.5. Raises ProblemsFound."""
    plain = text.strip()
    found = Fraction(plain) if DECIMAL(plain) and len(plain) <= 12 else None
    if found is None or not 0 <= found <= MOST_VALUE:
        expected = Label(f"yuan a point, 0 to {MOST_VALUE:,}", f"每分价值（元），0 至 {MOST_VALUE:,}")
        raise ProblemsFound([Problem("--value", text[:60], expected, Label("such as 0.5", "如 0.5"))])
    return Ratio.of(found * 100)


def known_household(ledger: PointsLedger, identity: str) -> str:
    """The id of a household that is in the ledger. Raises ProblemsFound, which names no other household."""
    if identity in ledger.balances():
        return identity
    expected = Label("the id of a household in the ledger", "积分账中的户编号")
    remedy = Label("--households lists them", "可用 --households 列出")
    raise ProblemsFound([Problem("--household", identity[:60], expected, remedy)])
