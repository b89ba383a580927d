"""Whether a peer gives the numbers that the package gives, scenario by scenario; nothing is timed before it does."""

from __future__ import annotations

from functools import cache

import numpy as np

from benchmarks.model import OUTPUTS, Array, sample
from benchmarks.peers.listing import Peer
from benchmarks.peers.package import make_appraisals

SCENARIOS, SEED = 200, 7


class Disagreement(AssertionError):
    """A peer gives another number: it does not work out the same model, so its time means nothing."""


@cache
def reference(periods: int, count: int) -> tuple[Array, Array]:
    """Scenarios, and what the package answers when each is a project of its own that is appraised in full."""
    columns = sample(count, SEED)
    return columns, make_appraisals(periods)(columns)


def largest_difference(peer: Peer, periods: int, count: int = SCENARIOS) -> float:
    """The largest relative difference of any output in any scenario. Raises Disagreement beyond the peer's tolerance."""
    columns, wanted = reference(periods, count)
    found = peer.ask(periods, columns).outputs
    both_missing = np.isnan(found) & np.isnan(wanted)
    apart = np.where(both_missing, 0.0, np.abs(found - wanted) / np.maximum(np.abs(wanted), 1e-300))
    worst = np.unravel_index(np.argmax(np.where(np.isnan(apart), np.inf, apart)), apart.shape)
    if not apart[worst] <= peer.tolerance:
        output, place = OUTPUTS[worst[0]], int(worst[1])
        raise Disagreement(
            f"{peer.label}, {periods} periods, scenario {place}: {output} is {found[worst]!r}, "
            f"the package says {wanted[worst]!r}"
        )
    return float(apart[worst])
