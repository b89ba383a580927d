"""A livelihood with all its numbers; and from which year on the collective carries the village's running costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from relocation.formula.language.book import Book
from relocation.formula.targets.explain import Explanation, explain
from relocation.formula.targets.scalar import Values, compile_scalar
from relocation.labels import Label
from relocation.livelihood.income_lines import livelihood_book
from relocation.livelihood.livelihood import Livelihood

Carried = Literal["always", "from_year", "until_year", "never", "no_costs"]


@dataclass(frozen=True)
class LivelihoodAccount:
    """A livelihood with its book of lines and their values; years are the periods. Money in yuan."""

    livelihood: Livelihood
    book: Book
    inputs: dict[str, float]
    values: Values

    def number(self, key: str) -> float:
        """A line that is one number; not available is NaN."""
        value = self.values[key]
        assert not isinstance(value, list), f"{key} is a series"
        return value

    def series(self, key: str) -> list[float]:
        """A line by year, from the first."""
        value = self.values[key]
        assert isinstance(value, list), f"{key} is one number"
        return value[1:]

    def explain(self, key: str, year: int | None = None) -> Explanation:
        """The tree of a number down to what the file states and its sources."""
        return explain(self.book, self.values, self.inputs, key, period=year, source_of=self.source_of)

    def source_of(self, path: str) -> str:
        """Where a stated value comes from, in one line."""
        source = self.livelihood.sources.get(path)
        if source is None:
            return ""
        parts = (source.provenance, source.derivation, source.source, source.note)
        return "; ".join(part for part in dict.fromkeys(parts) if part)

    @property
    def running_costs(self) -> RunningCosts:
        """Whether the collective's part carries the running costs, and from when."""
        return self._carried("collective.after_costs")

    @property
    def running_costs_of_all_income(self) -> RunningCosts:
        """The same if all income of the collective paid for them before it is shared out."""
        return self._carried("collective.income_after_costs")

    def _carried(self, key: str) -> RunningCosts:
        short = [int(year) for year in self.series(f"{key}.short_in") if year]
        return carried(self.series(key), short, stated=any(self.series("collective.costs.total")))

    def spared_interest(self) -> dict[str, float]:
        """The interest that one household is spared by each kind of loan without interest [yuan]."""
        kinds = self.livelihood.spared_interest
        return {identity: self.number(f"spared_interest.{identity}.interest") for identity in kinds}


def account_of(livelihood: Livelihood) -> LivelihoodAccount:
    """All numbers of a livelihood."""
    inputs: dict[str, float] = {
        stated.path: 0.0 if stated.value is None else float(stated.value)
        for stated in livelihood.values()
        if stated.record.kind in {"number", "whole", "share"}
    }
    inputs["place.households"] = float(livelihood.households)
    inputs["place.persons"] = float(livelihood.persons)
    inputs["collective.members"] = float(livelihood.members)
    book = livelihood_book(livelihood)
    return LivelihoodAccount(livelihood, book, inputs, compile_scalar(book)(inputs))


@dataclass(frozen=True, slots=True)
class RunningCosts:
    """The answer to one question: from which year on do the means suffice? `year` belongs to some answers only."""

    answer: Carried
    year: int
    horizon: int
    first_gap: float

    @property
    def label(self) -> Label:
        """The answer in a sentence."""
        gap = f"{self.first_gap:,.0f}"
        return {
            "always": Label("carried from the first year on", "自第1年起即可自行承担"),
            "from_year": Label(
                f"carried from year {self.year} on; in year 1 {gap} yuan are missing",
                f"自第 {self.year} 年起可自行承担；第1年尚缺 {gap} 元",
            ),
            "until_year": Label(
                f"no longer carried at the end: short from year {self.year} on within {self.horizon} years",
                f"期末不能承担：自第 {self.year} 年起不足（测算期 {self.horizon} 年）",
            ),
            "never": Label(
                f"never within {self.horizon} years; in year 1 {gap} yuan are missing",
                f"{self.horizon} 年内始终不能承担；第1年尚缺 {gap} 元",
            ),
            "no_costs": Label("no running costs are stated", "未填写运行费用"),
        }[self.answer]


def carried(left: Sequence[float], short: Sequence[int], *, stated: bool) -> RunningCosts:
    """The answer for what is left each year after costs, and the years in which it is not enough.

    `from_year` means every year from then to the horizon; `stated` whether there are any costs.
    """
    horizon, gap = len(left), max(0.0, -left[0])
    if not stated:
        return RunningCosts("no_costs", 0, horizon, gap)
    if not short:
        return RunningCosts("always", 1, horizon, gap)
    if len(short) == horizon:
        return RunningCosts("never", 0, horizon, gap)
    if short[-1] < horizon:
        return RunningCosts("from_year", short[-1] + 1, horizon, gap)
    last_good = max(year for year in range(1, horizon + 1) if year not in short)
    return RunningCosts("until_year", last_good + 1, horizon, gap)
