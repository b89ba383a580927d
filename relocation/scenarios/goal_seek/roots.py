"""Where a function of one number takes a target, found from samples: all places, not one, and none that is a jump.

The function may have gaps, plateaus, corners and jumps. It is sampled on a grid. Where the sign of function less target
changes between neighbours, or a gap begins, the space between them is cut into 32 parts, again and again, until the
neighbours are adjacent floats (or whole numbers). Where the function comes nearest to the target without reaching it,
the grid is refined as well, which finds pairs of roots between two of its points. What can still be missed is a pair
that is narrower than the grid and does not show as a nearest point.

A search is a generator that asks for the points it needs, so that many searches can be answered together.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relocation.scenarios.batch import Array

PARTS = 32
MOST_ROUNDS = 40
MOST_GAPS = 48  # cut in one round, those nearest to the present value first
NEAREST_ROUNDS = 14
MOST_NEAREST = 12
SAME = 1e-9  # numbers that differ by a smaller share are the same

Search = Generator[Array, Array, "Found"]


@dataclass(frozen=True, slots=True)
class Goal:
    """What a search is after: the value of the function, how far off counts as rounding and how far off is a jump."""

    target: float
    rounding: float
    jump: float
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring numbers that all take the target, and the one that takes it best; rounding makes one root a few."""

    low: float
    high: float
    best: float

    def nearest(self, to: float) -> float:
        """The number that is nearest to another; of a single root the best."""
        return min(max(to, self.low), self.high) if self.is_wide(to) else self.best

    def is_wide(self, present: float) -> bool:
        """Whether it is more than one root, seen from where the input stands."""
        return self.high - self.low > SAME * max(abs(self.low), abs(self.high), abs(present))


def merged(stretches: Iterable[Stretch], present: float) -> list[Stretch]:
    """Stretches in rising order, those that only rounding parts taken together."""
    apart: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda stretch: stretch.low):
        if apart and not Stretch(apart[-1].high, stretch.low, stretch.low).is_wide(present):
            last = apart.pop()
            best = stretch.best if stretch.is_wide(present) and not last.is_wide(present) else last.best
            stretch = Stretch(last.low, max(last.high, stretch.high), best)
        apart.append(stretch)
    return apart


@dataclass(frozen=True, slots=True)
class Crossing:
    """Neighbouring numbers between which the function passes the target without taking it, and its values there."""

    below: float
    above: float
    before: float
    after: float

    def keeping(self, target: float) -> Stretch:
        """The one of both where the function is not less than the target."""
        point = self.above if self.after >= target else self.below
        return Stretch(point, point, point)


@dataclass(frozen=True, slots=True)
class Found:
    """All that a search found: where the target is taken, where it is jumped over, and the samples themselves."""

    stretches: tuple[Stretch, ...]
    crossings: tuple[Crossing, ...]
    points: Array
    values: Array


def search(grid: Array, present: float, goal: Goal) -> Search:
    """Looks for the target on a grid and between its points; asks for points, is sent the values of the function."""
    points = np.unique(grid)
    samples = _Samples(points, (yield points), goal)
    for _ in range(NEAREST_ROUNDS):
        fresh = samples.around_nearest()
        if fresh.size == 0:
            break
        samples.add(fresh, (yield fresh))
    for _ in range(MOST_ROUNDS):
        fresh = samples.inside_gaps(present)
        if fresh.size == 0:
            break
        samples.add(fresh, (yield fresh))
    return samples.found()


class _Samples:
    """Points in rising order with the values there; a state is -1, 0 or 1 for below, at, above the target."""

    def __init__(self, points: Array, values: Array, goal: Goal) -> None:
        self.points, self.values, self.goal = points, values, goal

    def add(self, points: Array, values: Array) -> None:
        order = np.argsort(np.concatenate([self.points, points]), kind="stable")
        self.points = np.concatenate([self.points, points])[order]
        self.values = np.concatenate([self.values, values])[order]

    @property
    def off(self) -> Array:
        return self.values - self.goal.target

    @property
    def state(self) -> Array:
        """NaN stands for not available, so that a gap in the function is a change of state, too."""
        off = self.off
        return np.where(np.abs(off) <= self.goal.rounding, 0.0, np.sign(off))

    def inside_gaps(self, present: float) -> Array:
        """Points between neighbours of different state."""
        state = self.state
        known = ~np.isnan(state)
        differs = (known[1:] != known[:-1]) | (known[1:] & known[:-1] & (state[1:] != state[:-1]))
        gaps = np.flatnonzero(differs)
        away = np.abs((self.points[gaps] + self.points[gaps + 1]) / 2 - present)
        nearest = gaps[np.argsort(away, kind="stable")]
        return self._between([(position, position + 1) for position in nearest.tolist()], MOST_GAPS)

    def around_nearest(self) -> Array:
        """Points around those that are nearest to the target on one side of it."""
        places = self.nearest()
        places = places[np.argsort(np.abs(self.off)[places], kind="stable")][:MOST_NEAREST]
        pairs = [pair for place in places.tolist() for pair in ((place - 1, place), (place, place + 1))]
        return self._between(pairs, 2 * MOST_NEAREST)

    def nearest(self) -> NDArray[np.intp]:
        """Places that are nearer to the target than what comes before and after, all on the same side of it.

        Neighbours with the same value count as one, and the first of them is the place.
        """
        state, away = self.state, np.abs(self.off)
        fresh = (away[1:] != away[:-1]) | (state[1:] != state[:-1])
        places = np.flatnonzero(np.concatenate([[True], fresh]))
        state, away = state[places], away[places]
        same = (state[1:-1] == state[:-2]) & (state[1:-1] == state[2:]) & (state[1:-1] != 0)
        nearer = (away[1:-1] < away[:-2]) & (away[1:-1] < away[2:])
        return np.asarray(places[1:-1][same & nearer])

    def _between(self, pairs: list[tuple[int, int]], most: int) -> Array:
        inside: list[Array] = []
        for low, high in pairs:
            inner = _inner(float(self.points[low]), float(self.points[high]), self.goal.whole)
            if inner.size:
                inside.append(inner)
            if len(inside) == most:
                break
        return np.setdiff1d(np.concatenate(inside), self.points) if inside else np.empty(0)

    def found(self) -> Found:
        state = self.state
        taken = np.flatnonzero(state == 0)
        runs = np.split(taken, np.flatnonzero(np.diff(taken) > 1) + 1) if taken.size else []
        stretches = [self.stretch(run, state) for run in runs]
        touched = [
            position for position in self.nearest().tolist() if abs(self.off[position]) <= self.goal.jump
        ]
        stretches += [self.single(position) for position in touched]
        crossings = []
        for position in np.flatnonzero(state[:-1] * state[1:] == -1).tolist():
            nearer = position + int(abs(self.off[position + 1]) < abs(self.off[position]))
            if abs(self.off[nearer]) <= self.goal.jump and not self.goal.whole:
                stretches.append(self.single(nearer))
            else:
                ends = (*self.points[position : position + 2], *self.values[position : position + 2])
                crossings.append(Crossing(*(float(end) for end in ends)))
        return Found(
            tuple(sorted(stretches, key=lambda stretch: stretch.low)),
            tuple(crossings),
            self.points,
            self.values,
        )

    def single(self, position: int) -> Stretch:
        point = float(self.points[position])
        return Stretch(point, point, point)

    def stretch(self, run: NDArray[np.intp], state: Array) -> Stretch:
        """A run of points at the target: one point if the function only passes through it, else as far as it stays."""
        first, last = int(run[0]), int(run[-1])
        best = int(run[np.argmin(np.abs(self.off[run]))])
        before = state[first - 1] if first > 0 else np.nan
        after = state[last + 1] if last + 1 < len(state) else np.nan
        if before * after == -1 and not self.goal.whole:
            return self.single(best)
        return Stretch(float(self.points[first]), float(self.points[last]), float(self.points[best]))


def _inner(low: float, high: float, whole: bool) -> Array:
    """Points that cut the space between two numbers: by equal factors if it spans magnitudes, else into equal parts."""
    if low > 0 and high / low > 4:
        cut = np.geomspace(low, high, PARTS + 1)[1:-1]
    elif high < 0 and low / high > 4:
        cut = -np.geomspace(-low, -high, PARTS + 1)[1:-1]
    else:
        cut = np.linspace(low, high, PARTS + 1)[1:-1]
    cut = np.unique(np.floor(cut) if whole else cut)
    return cut[(cut > low) & (cut < high)]


def run_together(
    searches: Mapping[str, Search], evaluate: Callable[[dict[str, Array]], dict[str, Array]]
) -> dict[str, Found]:
    """What several searches find; the points they ask for are worked out together, once a round."""
    ended: dict[str, Found] = {}
    wanted = {name: next(search) for name, search in searches.items()}
    while wanted:
        values = evaluate(wanted)
        pending, wanted = wanted, {}
        for name in pending:
            try:
                wanted[name] = searches[name].send(values[name])
            except StopIteration as end:
                ended[name] = end.value
    return {name: ended[name] for name in searches}
