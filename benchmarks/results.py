"""What a run found: a timing of every peer on both timelines, or why there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.agreement import SCENARIOS, largest_difference
from benchmarks.model import MONTHS, YEARS, sample
from benchmarks.peers.listing import Peer
from benchmarks.timing import Timing, measure

CALLS, QUICK_CALLS, QUICK_SCENARIOS = 7, 2, 10
TIMELINES = (MONTHS, YEARS)


@dataclass(frozen=True)
class Row:
    """One peer on one timeline. `difference` is the largest relative one to the package, None for another model."""

    peer: Peer
    periods: int
    timing: Timing | None = None
    difference: float | None = None
    problem: str = ""


@dataclass
class Results:
    """All rows, and the timings to compare by."""

    rows: list[Row] = field(default_factory=list)

    def timing(self, key: str, periods: int) -> Timing | None:
        """The timing of a peer on a timeline, if it was taken."""
        found = [row.timing for row in self.rows if (row.peer.key, row.periods) == (key, periods)]
        return found[0] if found else None

    def times_faster(self, key: str, than: str, periods: int) -> float | None:
        """How many times the scenarios of `than` one gets from `key` in the same CPU time."""
        fast, slow = self.timing(key, periods), self.timing(than, periods)
        return slow.best / fast.best if fast and slow else None


def run_all(peers: Sequence[Peer], quick: bool, say: Callable[[str], None]) -> Results:
    """Checks and times every peer on both timelines."""
    results = Results()
    for periods in TIMELINES:
        for peer in peers:
            say(f"T = {periods}: {peer.label}")
            results.rows += _rows(peer, periods, quick)
    return results


def _rows(peer: Peer, periods: int, quick: bool) -> Iterator[Row]:
    missing = peer.missing()
    if missing:
        yield Row(peer, periods, problem=missing)
    elif not (peer.own_model and periods != YEARS):
        difference = None if peer.own_model else largest_difference(peer, periods, _checked(quick))
        count = max(peer.scenarios // 10, 3) if quick else peer.scenarios
        timing = measure(peer.ask, periods, sample(count), QUICK_CALLS if quick else CALLS)
        yield Row(peer, periods, timing, difference)


def _checked(quick: bool) -> int:
    return QUICK_SCENARIOS if quick else SCENARIOS
