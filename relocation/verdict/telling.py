"""A sentence as data: the texts that it may have, when each of them holds, and the figures in its holes.

    Case(
        Label("Cash is short by {short:money}.", "现金缺口{short:money}。"),
        (Test("cash.minimum", "below", 0),),
        {"short": Number("cash.minimum", times=-1)},
    )

A sentence is a row of cases, of which the first one that holds is told. Every key is that of a line or the path of an input,
so that Python fills a sentence from an appraisal (`said`) and sentences.js from what a page works out (`case_data`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import eq, gt, lt
from typing import Any, Literal

from relocation.labels import Label
from relocation.project.inputs import Inputs
from relocation.project.messages import field_at
from relocation.project.paths import InputPath
from relocation.tables.wording import Figure, filled, period_words
from relocation.verdict.facts import Facts

COMPARED = {"is": eq, "above": gt, "below": lt}
MONTHS = "timeline.months"


@dataclass(frozen=True, slots=True)
class Test:
    """A condition on a line or an input: a number, or the key of a choice."""

    key: str
    relation: Literal["is", "above", "below"]
    value: float | str

    def holds(self, facts: Facts) -> bool:
        """Whether it does."""
        found = facts.choice(self.key) if isinstance(self.value, str) else facts.number(self.key)
        return bool(COMPARED[self.relation](found, self.value))

    def data(self) -> list[Any]:
        """The condition for a script, which knows a choice by its place."""
        value = place_of(self.key, self.value) if isinstance(self.value, str) else self.value
        return [self.key, self.relation, value]


@dataclass(frozen=True, slots=True)
class RateStatus:
    """The condition that the internal rate of return is of a status: unique, multiple or none."""

    status: str

    def holds(self, facts: Facts) -> bool:
        """Whether it is."""
        return facts.internal_rate.status == self.status

    def data(self) -> list[Any]:
        """The condition for a script."""
        return [RATES, "status", self.status]


@dataclass(frozen=True, slots=True)
class Number:
    """A number: that of a line or an input, `times` a factor and, where it is named, `by` another one."""

    key: str
    times: float = 1
    by: str = ""

    def figure(self, facts: Facts) -> Figure:
        """What stands in the hole."""
        return facts.number(self.key) * self.times * (facts.number(self.by) if self.by else 1)

    def data(self) -> dict[str, Any]:
        """The hole for a script."""
        return {"number": self.key, "times": self.times} | ({"by": self.by} if self.by else {})


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a line over the periods."""

    key: str

    def figure(self, facts: Facts) -> Figure:
        """What stands in the hole."""
        return facts.total(self.key)

    def data(self) -> dict[str, Any]:
        """The hole for a script."""
        return {"sum": self.key}


@dataclass(frozen=True, slots=True)
class Period:
    """The period that begins on the day that a line holds."""

    key: str

    def figure(self, facts: Facts) -> Figure:
        """What stands in the hole."""
        return period_words(facts.number(self.key), facts.number(MONTHS))

    def data(self) -> dict[str, Any]:
        """The hole for a script."""
        return {"period": self.key, "months": MONTHS}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is chosen in an input, by what each choice is called here."""

    path: str
    names: Mapping[str, Label]

    def figure(self, facts: Facts) -> Figure:
        """What stands in the hole."""
        return self.names[facts.choice(self.path)]

    def data(self) -> dict[str, Any]:
        """The hole for a script: the names in the order of the choices."""
        return {"chosen": self.path, "names": [list(self.names[key]) for key in choices_of(self.path)]}


@dataclass(frozen=True, slots=True)
class Names:
    """The names of those items for which some conditions hold."""

    items: tuple[tuple[Label, tuple[Test, ...]], ...]

    def figure(self, facts: Facts) -> Figure:
        """What stands in the hole."""
        return [name for name, tests in self.items if all_hold(tests, facts)]

    def data(self) -> dict[str, Any]:
        """The hole for a script."""
        return {"each": [[list(name), tests_data(tests)] for name, tests in self.items]}


@dataclass(frozen=True, slots=True)
class Distinct:
    """The different numbers of those inputs for which some conditions hold, the smallest first."""

    inputs: tuple[tuple[str, tuple[Test, ...]], ...]

    def figure(self, facts: Facts) -> Figure:
        """What stands in the hole."""
        return sorted({facts.number(path) for path, tests in self.inputs if all_hold(tests, facts)})

    def data(self) -> dict[str, Any]:
        """The hole for a script."""
        return {"distinct": [[path, tests_data(tests)] for path, tests in self.inputs]}


RATES = "irr"


@dataclass(frozen=True, slots=True)
class Rates:
    """All internal rates of return, per year."""

    def figure(self, facts: Facts) -> Figure:
        """What stands in the hole."""
        return facts.internal_rate.rates

    def data(self) -> dict[str, Any]:
        """The hole for a script."""
        return {"rates": RATES}


Condition = Test | RateStatus
Hole = Number | Sum | Period | Chosen | Names | Distinct | Rates


@dataclass(frozen=True, slots=True)
class Case:
    """A text in both languages with holes, and when it is the one that is told."""

    text: Label
    when: tuple[Condition, ...] = ()
    holes: Mapping[str, Hole] = field(default_factory=dict)


def said(cases: Iterable[Case], facts: Facts) -> Label:
    """The first text that holds, with its figures."""
    case = next(case for case in cases if all_hold(case.when, facts))
    return filled(case.text, {name: hole.figure(facts) for name, hole in case.holes.items()})


def all_hold(conditions: Iterable[Condition], facts: Facts) -> bool:
    """Whether all conditions hold; of none they do."""
    return all(condition.holds(facts) for condition in conditions)


def case_data(case: Case) -> dict[str, Any]:
    """A case for a script."""
    return {
        "text": list(case.text),
        "when": tests_data(case.when),
        "holes": {name: hole.data() for name, hole in case.holes.items()},
    }


def tests_data(conditions: Sequence[Condition]) -> list[list[Any]]:
    """Conditions for a script."""
    return [condition.data() for condition in conditions]


def choices_of(path: str) -> list[str]:
    """The choices of an input in their order."""
    record, _ = field_at(Inputs, InputPath.of(path).parts)
    assert record is not None, path
    return [choice.key for choice in record.choices]


def place_of(path: str, choice: str) -> int:
    """The place of a choice among all of an input."""
    return choices_of(path).index(choice)
