"""What the chapters of the report of a plan tell of: the plan, and what takes long to work out, worked out once."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from relocation.labels import Label
from relocation.norms import ReplacementCost, replacement_costs
from relocation.project.fields import FieldRecord
from relocation.project.names import input_labels
from relocation.scenarios.margins import Margins, margins
from relocation.scenarios.sensitivity.item_pairs import bar_labels
from relocation.scenarios.sensitivity.tornado import SHARE, ranked_bars
from relocation.stress import BridgeTest, bridge_test
from relocation.tables.numbers import HALF_A_FEN
from relocation.tables.record import Report, Said, Tone
from relocation.tables.wording import filled, in_words, period_words

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

BY = 0.10  # share by which each input is moved to see what it does
WHEN = "cash.minimum_period"
WORKED_OUT = ("margins", "test", "replacement", "labels", "balance_tornado", "balance_swings", "cash_swings")


@dataclass(frozen=True, slots=True)
class Swing:
    """What moving one input does to a number, or its rate and the quantity `also`; `moved` by a share or by a step."""

    path: str
    label: Label
    low: float
    high: float
    base: float
    also: str = ""
    moved: str = SHARE

    @property
    def size(self) -> float:
        """How far apart the two ends are."""
        return abs(self.high - self.low)


@dataclass(frozen=True)
class Findings:
    """A plan, the scale on which its money is told, and the reports of its roster and of a cross-check where there are any."""

    appraisal: Appraisal
    scale: str = "yuan"
    roster: Report | None = None
    cross_check: Report | None = None

    @property
    def states_money(self) -> bool:
        """Whether there is any money to tell of."""
        return self.appraisal.number("verdict.money") != 0

    @cached_property
    def margins(self) -> Margins | None:
        """How far the plan is from failing; None of an unfinished one."""
        return None if self.appraisal.verdict.viable is None else margins(self.appraisal)

    @cached_property
    def test(self) -> BridgeTest:
        """The plan under stress."""
        return bridge_test(self.appraisal.project)

    @cached_property
    def replacement(self) -> list[ReplacementCost]:
        """What a square metre brings, and what a new one costs."""
        return replacement_costs(self.appraisal.project)

    @cached_property
    def labels(self) -> dict[str, Label]:
        """What each input is called."""
        return input_labels(self.appraisal.project)

    def record(self, path: str) -> FieldRecord:
        """What is known of an input apart from its value."""
        return self.appraisal.project.at(path).record

    @cached_property
    def balance_tornado(self) -> list[dict[str, Any]]:
        """The tornado of the fund balance."""
        return ranked_bars(self.appraisal.project, "fund_balance.balance", by=BY)

    @cached_property
    def balance_swings(self) -> list[Swing]:
        """What each input does to the fund balance, the most first."""
        return self._swings(self.balance_tornado)

    @cached_property
    def cash_swings(self) -> list[Swing]:
        """What each input does to the lowest cash, the most first."""
        return self._swings(ranked_bars(self.appraisal.project, "cash.minimum", by=BY))

    def _swings(self, bars: list[dict[str, Any]]) -> list[Swing]:
        names = ("low", "high", "base", "also", "moved")
        labels = bar_labels(self.appraisal.project, bars)
        swings = (
            Swing(bar["path"], label, *(bar[name] for name in names))
            for label, bar in zip(labels, bars, strict=True)
        )
        return [swing for swing in swings if math.isfinite(swing.size) and swing.size >= HALF_A_FEN]

    @property
    def worst_period(self) -> Label:
        """When cash is lowest: the period by its first day."""
        appraisal = self.appraisal
        days = appraisal.series("timeline.date")
        return period_words(
            days[int(appraisal.number("cash.minimum_period")) - 1], appraisal.number("timeline.months")
        )

    def on(self, scale: str) -> Findings:
        """The same with money on another scale; what was worked out is not worked out again."""
        other = replace(self, scale=scale)
        other.__dict__.update({name: value for name, value in self.__dict__.items() if name in WORKED_OUT})
        return other

    def said(self, text: Label, tone: Tone = "", **keys: str) -> Said:
        """A sentence in which {name} is the number of a line, by its key; WHEN is the period in which cash is lowest."""
        figures = {name: self.worst_period if key == WHEN else self.told(key) for name, key in keys.items()}
        return Said(filled(text, figures), tone, template=text, holes=tuple(keys.items()))

    def told(self, key: str) -> Label:
        """The number of a line with its unit, as a sentence says it."""
        return in_words(self.appraisal.number(key), self.appraisal.book.lines[key].unit, self.scale)
