"""Whether a peer gives the account of every single household as exact decimals give it; nothing is timed before."""

from __future__ import annotations

from functools import cache

import numpy as np

from benchmarks.households.peers import python_decimal
from benchmarks.households.peers.listing import Peer
from benchmarks.households.question import ASKED, Column, roster

HOUSEHOLDS, SEED = 5_000, 7
MOST_OFF = 200  # fen: an award cut to whole yuan falls by one when a float lies just below it, and jiao are off by one


class Disagreement(AssertionError):
    """A peer gives another amount: it does not apply the same rules, so its time means nothing."""


@cache
def reference(households: int) -> Column:
    """The amounts of households that each have a village of their own [fen], by plain Python in decimals."""
    return python_decimal.make(roster(households, SEED, of_a_village=1))()


def largest_difference(peer: Peer, households: int = HOUSEHOLDS) -> int:
    """The largest difference in any amount of any household [fen]. Raises Disagreement where it is not forgiven."""
    found = peer.make(roster(households, SEED, of_a_village=1))()
    apart = np.abs(found - reference(households))
    worst = np.unravel_index(np.argmax(apart), apart.shape)
    if apart[worst] > (0 if peer.exact else MOST_OFF):
        asked, household = ASKED[worst[0]], int(worst[1])
        raise Disagreement(
            f"{peer.label}, household {household}: {asked} is {found[worst]} fen, decimals say {reference(households)[worst]}"
        )
    return int(apart[worst])
