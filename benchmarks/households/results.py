"""What a run found: a timing of every peer on every roster, or why there is none."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from benchmarks.households.agreement import HOUSEHOLDS, largest_difference
from benchmarks.households.peers.listing import NUMPY, PEERS, Peer
from benchmarks.households.question import Column, Run, roster, shuffled
from benchmarks.timing import Timing, fastest

NATIONAL_PROGRAMME = 3_500_000
SIZES, FULL_SIZES, QUICK_SIZES = (100_000, 1_000_000, NATIONAL_PROGRAMME), (10_000_000,), (4_000,)
CALLS, QUICK_CALLS, QUICK_HOUSEHOLDS = 5, 2, 500


@dataclass(frozen=True)
class Scale:
    """A roster that is asked about: its size, and whether villages stand together."""

    households: int
    sorted: bool = True

    @property
    def label(self) -> str:
        return f"{self.households:,}{'' if self.sorted else ' shuffled'}"


@dataclass(frozen=True)
class Row:
    """One peer on one roster. `off` is the largest difference of a village total to the package, `sum_off` of all [fen]."""

    peer: Peer
    scale: Scale
    timing: Timing | None = None
    off: int = 0
    sum_off: int = 0
    problem: str = ""


@dataclass
class Results:
    """All rows, and the timings to compare by."""

    rows: list[Row] = field(default_factory=list)

    def timing(self, key: str, scale: Scale) -> Timing | None:
        """The timing of a peer on a roster, if it was taken."""
        found = [row.timing for row in self.rows if (row.peer.key, row.scale) == (key, scale)]
        return found[0] if found else None

    def times_faster(self, key: str, than: str, scale: Scale) -> float | None:
        """How many times the households of `than` one gets from `key` in the same CPU time."""
        fast, slow = self.timing(key, scale), self.timing(than, scale)
        return slow.best / fast.best if fast and slow else None


def scales(*, quick: bool, full: bool) -> list[Scale]:
    """The rosters of a run."""
    if quick:
        return [Scale(size) for size in QUICK_SIZES]
    sizes = SIZES + (FULL_SIZES if full else ())
    return [*map(Scale, sizes), Scale(NATIONAL_PROGRAMME, sorted=False)]


def run_all(
    peers: Sequence[Peer], quick: bool, asked: Sequence[Scale], say: Callable[[str], None]
) -> Results:
    """Checks every peer, then times it on every roster."""
    results = Results()
    for peer in peers:
        say(f"checking {peer.label}")
        if not peer.missing():
            largest_difference(peer, QUICK_HOUSEHOLDS if quick else HOUSEHOLDS)
    smallest = min(scale.households for scale in asked)
    fewer = {peer.most for peer in peers if peer.most is not None and peer.most < smallest}
    for scale in [*map(Scale, sorted(fewer)), *asked]:
        few = (
            [peer for peer in peers if peer.most == scale.households] if scale.households in fewer else peers
        )
        results.rows += _rows(few, scale, QUICK_CALLS if quick else CALLS, say)
    return results


def _rows(peers: Sequence[Peer], scale: Scale, calls: int, say: Callable[[str], None]) -> Iterator[Row]:
    whole = roster(scale.households)
    columns = whole if scale.sorted else shuffled(whole)
    expected = next(peer for peer in PEERS if peer.key == NUMPY).make(columns)()
    for peer in peers:
        if peer.missing():
            yield Row(peer, scale, problem=peer.missing())
        elif peer.most is None or scale.households <= peer.most:
            say(f"{scale.label}: {peer.label}")
            timing, found = _timed(peer.make(columns), scale.households, calls)
            apart = found - expected
            yield Row(peer, scale, timing, int(np.abs(apart).max()), int(apart[:-1].sum()))


def _timed(run: Run, households: int, calls: int) -> tuple[Timing, Column]:
    """CPU seconds per household of all threads of this process; what happens only once, such as compiling, came before."""
    found, seconds = run(), []
    for _ in range(calls):
        start = time.process_time()
        run()
        seconds.append((time.process_time() - start) / households)
    return fastest(seconds), found
