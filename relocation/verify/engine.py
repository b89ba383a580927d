"""What every engine of a cross-check is, and the case that is put to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import fsum, isfinite, isinf, isnan, nan
from typing import Protocol

from relocation.appraisal import Appraisal
from relocation.excel.workbook import draft_of
from relocation.excel.write.draft import Address, Draft
from relocation.excel.write.saving import bytes_of, without_values
from relocation.labels import Label, Language
from relocation.verify.record import Answers, Limit, Number, Place, Weakness

NOT_PROVED = Label(
    "rates of return of which the formulas cannot prove that there is no other, and say n/a",
    "公式无法证明其唯一性、显示 n/a 的内部收益率",
)


class Engine(Protocol):
    """An engine: its key, its name, what it works out, how to get it, and what it is known to do wrong."""

    key: str
    name: Label
    gives: Label
    remedy: Label
    weaknesses: tuple[Weakness, ...]

    def is_installed(self) -> bool:
        """Whether it can be asked here."""

    def work_out(self, case: Case) -> Answers:
        """Its numbers for a case."""


@dataclass(frozen=True)
class Case:
    """An appraisal, its numbers by place, and its workbook without any value in it."""

    appraisal: Appraisal
    lang: Language = "en"

    @cached_property
    def ours(self) -> dict[Place, float]:
        """The numbers that Python shows: all lines, every period, and the total of a flow."""
        return {
            place: number
            for key in self.appraisal.book.lines
            for place, number in self.places_of(key, self._shown(key))
        }

    def _shown(self, key: str) -> float | list[float]:
        value, stored = self.appraisal.value(key), self.appraisal.values[key]
        return [stored[0], *value] if isinstance(value, list) and isinstance(stored, list) else value

    @cached_property
    def by_formulas(self) -> dict[Place, float]:
        """The same as the formulas give them, which know some rates of return only where they can prove them."""
        values = self.appraisal.values
        return {
            place: number for key, value in values.items() for place, number in self.places_of(key, value)
        }

    def places_of(self, key: str, value: float | Sequence[float]) -> Iterator[tuple[Place, float]]:
        """The numbers of a line, of a series first its opening. Its total leaves out what is not available."""
        if isinstance(value, (int, float)):
            yield Place(key), _finite(value)
            return
        line, (opening, *periods) = self.appraisal.book.lines[key], value
        if line.summed:
            yield Place(key), _sum(periods)
        if line.opening is not None:
            yield Place(key, 0), _finite(opening)
        for period, number in enumerate(periods, start=1):
            yield Place(key, period), _finite(number)

    @cached_property
    def draft(self) -> Draft:
        """The workbook as it is written, with the place of every number in it."""
        return draft_of(self.appraisal, lang=self.lang)

    @cached_property
    def workbook(self) -> bytes:
        """The workbook as formulas and inputs only: no program can give back a value that it was given."""
        return without_values(bytes_of(self.draft))

    @cached_property
    def cells(self) -> dict[Address, Place]:
        """The formula cells that show a number of a line."""
        lines = self.appraisal.book.lines
        return {
            (row.sheet, row.cell): Place(row.path, row.period) for row in self.draft.map if row.path in lines
        }

    @cached_property
    def money(self) -> frozenset[str]:
        """The lines that are in yuan."""
        return frozenset(
            key for key, line in self.appraisal.book.lines.items() if line.unit.startswith("yuan")
        )

    def without_unproved(
        self, numbers: Mapping[Place, Number]
    ) -> tuple[dict[Place, Number], tuple[Limit, ...]]:
        """The numbers of an engine of the formulas, without rates that they do not know, as they should not."""
        unknown = {
            place
            for place, number in numbers.items()
            if isinstance(number, float)
            and isnan(number)
            and isnan(self.by_formulas[place])
            and not isnan(self.ours[place])
        }
        kept = {place: number for place, number in numbers.items() if place not in unknown}
        return kept, (Limit(NOT_PROVED, len(unknown)),) if unknown else ()


def _finite(number: float) -> float:
    return number if isfinite(number) else nan


def _sum(numbers: Sequence[float]) -> float:
    return fsum(number for number in numbers if not isnan(number)) if not any(map(isinf, numbers)) else nan
