"""Village -> county -> nation: partial sums added up, and what is asked of the whole."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

import numpy as np

from relocation.households.money import LARGEST, Column, magnitudes, plus, rounded
from relocation.households.rules import RuleSet
from relocation.households.spread import ALL, Distribution, SpreadSum
from relocation.households.village_sums import BELOW_ZERO, HOUSEHOLDS, LEFT, PartialSums, Village, measures
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound


def village_digest(villages: Iterable[tuple[tuple[str, str], Mapping[str, int]]]) -> str:
    """sha256 of one line of JSON for each village, in the order of county and village: [county, village, {rule: fen}].

    Keys are sorted, integers plain, signs beyond ASCII escaped, and every line ends with a line feed.
    """
    digest = hashlib.sha256()
    for (county, village), totals in villages:
        line = json.dumps([county, village, dict(totals)], sort_keys=True, separators=(",", ":"))
        digest.update(line.encode("ascii") + b"\n")
    return digest.hexdigest()


Level = Literal["village", "county"]

MOST_VILLAGES = 1_000_000  # there are some 600,000 administrative villages in the country
NO_NAME = Label("(without name)", "（未填名称）")


class RollUp:
    """Sums of villages while they come in. Only the order of arrival differs between executors, and it leaves no trace."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self.measures = {name: place for place, name in enumerate(measures(rules))}
        self.places: dict[Village, int] = {}
        self.sums: Column = np.zeros((0, len(self.measures)), dtype=np.int64)  # villages x measures
        self.most = 0  # no sum is larger
        self.lowest: Column = np.zeros(0, dtype=np.int64)
        self.highest: Column = np.zeros(0, dtype=np.int64)
        self.spread = SpreadSum()
        self._latest: tuple[tuple[Village, ...], Column] = (), np.zeros(0, dtype=np.int64)

    def add(self, partial: PartialSums) -> None:
        """Adds the sums of some rows. Raises AmountTooLarge, and ProblemsFound for too many villages."""
        if not partial.villages:
            return
        rows = self._rows(partial.villages)
        self.most += int(magnitudes(partial.sums).max())
        if self.most <= LARGEST:
            self.sums[rows] += partial.sums.T
        else:
            self.sums[rows] = plus(self.sums[rows], partial.sums.T)
        self.lowest[rows] = np.minimum(self.lowest[rows], partial.lowest)
        self.highest[rows] = np.maximum(self.highest[rows], partial.highest)
        self.spread.add(partial.spread)

    def _rows(self, villages: tuple[Village, ...]) -> Column:
        """Where villages stand; batches of one file often bring the same ones."""
        if villages is not self._latest[0]:
            rows = [self.places.setdefault(name, len(self.places)) for name in villages]
            self._grow()
            self._latest = villages, np.array(rows, dtype=np.int64)
        return self._latest[1]

    def partial(self) -> PartialSums:
        """All of it as the sums of some rows, to be added elsewhere."""
        rows = slice(len(self.places))
        spread = self.spread.spread()
        return PartialSums(
            tuple(self.places), self.sums[rows].T, self.lowest[rows], self.highest[rows], spread
        )

    def _grow(self) -> None:
        """Room for twice as many villages where there is none left."""
        room, wanted = len(self.lowest), len(self.places)
        if wanted <= room:
            return
        if wanted > MOST_VILLAGES:
            raise ProblemsFound([_too_many()])
        more = max(wanted, 2 * room) - room
        self.sums = np.pad(self.sums, ((0, more), (0, 0)))
        self.lowest = np.pad(self.lowest, (0, more), constant_values=LARGEST)
        self.highest = np.pad(self.highest, (0, more), constant_values=-LARGEST)

    @property
    def households(self) -> int:
        """Households counted so far."""
        return self.total(HOUSEHOLDS)

    def total(self, measure: str) -> int:
        """The sum of a measure over all villages, as a Python integer."""
        return sum(self.sums[:, self.measures[measure]].tolist())

    def totals(self) -> dict[str, int]:
        """The sum of the stored lines of every rule [fen]."""
        return {rule.id: self.total(f"fen.{rule.id}") for rule in self.rules.rules}

    def limits(self) -> dict[str, int]:
        """How many households are above each limit."""
        return {limit.id: self.total(f"above.{limit.id}") for limit in self.rules.limits}

    def villages(self) -> Iterator[tuple[Village, dict[str, int]]]:
        """Every village in the order of its name, with the totals of its rules [fen]."""
        rows = {rule.id: self.measures[f"fen.{rule.id}"] for rule in self.rules.rules}
        for village, place in self._inhabited():
            yield village, {rule: int(self.sums[place, row]) for rule, row in rows.items()}

    def _inhabited(self) -> list[tuple[Village, int]]:
        """The villages with a household that was read, in the order of their names."""
        households = self.sums[:, self.measures[HOUSEHOLDS]]
        return sorted((village, place) for village, place in self.places.items() if households[place])

    @property
    def sha256(self) -> str:
        """The digest of the totals of all villages."""
        return village_digest(self.villages())

    def distribution(self) -> list[Distribution]:
        """The spread of what is left over all households; quartiles within 1/16,384, all else exact."""
        if not self.households:
            return []
        quartiles = [self.spread.quartile(quarter) for quarter in (1, 2, 3)]
        return [self._distribution(ALL, np.arange(len(self.places)), quartiles)]

    def by(self, level: Level) -> Iterator[tuple[Label | None, Distribution]]:
        """The spread of what is left, of every county, or of every village beside its county; without quartiles."""
        groups: dict[Village, list[int]] = {}
        for (county, village), place in self._inhabited():
            groups.setdefault((county, village if level == "village" else ""), []).append(place)
        for (county, village), rows in sorted(groups.items()):
            name = village if level == "village" else county
            above = _named(county) if level == "village" and county else None
            yield above, self._distribution(_named(name), np.array(rows), [None] * 3)

    def _distribution(self, label: Label, rows: Column, quartiles: Sequence[int | None]) -> Distribution:
        households, left, below = (
            sum(self.sums[rows, self.measures[measure]].tolist())
            for measure in (HOUSEHOLDS, LEFT, BELOW_ZERO)
        )
        low, high = int(self.lowest[rows].min()), int(self.highest[rows].max())
        lower, median, upper = (
            quartile if quartile is None else min(max(quartile, low), high) for quartile in quartiles
        )
        mean = rounded(left, households)
        return Distribution(label, households, below, low, lower, median, upper, high, mean, left)


def _named(name: str) -> Label:
    return Label(name, name) if name else NO_NAME


def _too_many() -> Problem:
    described = Label(f"more than {MOST_VILLAGES:,} villages", f"超过 {MOST_VILLAGES:,} 个村")
    expected = Label("names of villages and counties", "村名与县名")
    remedy = Label("look at the columns village and county", "请检查“村”“县”两列")
    return Problem("village", described, expected, remedy)
