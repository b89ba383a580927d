"""How sure a number is: what it rests on, and the weakest provenance among that.

One function answers for every table. Where a source prints a sum and only one of its terms is more than nothing, it prints
that term as well, so an amount has the same provenance as an item and as a total. Nothing is never calibrated: no
figure was fitted to make a 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    ChoiceIs,
    Constant,
    Expression,
    InputReference,
    LineReference,
    Operation,
    Previous,
    Reduction,
)
from relocation.formula.targets.scalar import Values
from relocation.project.names import is_slot
from relocation.project.paths import InputPath
from relocation.project.sourced_inputs import InputValue, SourcedInputs

WEAKEST_FIRST = ("calibrated", "assumption", "derived", "published")


def count_provenance(project: SourcedInputs, book: Book) -> Counter[str]:
    """How many inputs of the calculation have which provenance.

    Not counted are thresholds, texts, spare slots, and options that nobody touched: a default that adds nothing.
    """
    return Counter(
        input_value.source.provenance
        for input_value in project.values()
        if input_value.path in book.inputs and is_counted(input_value) and not adds_nothing(input_value)
    )


def is_counted(input_value: InputValue) -> bool:
    """Whether an input counts, once somebody touches it."""
    return not _is_no_ground(input_value) and not is_slot(input_value.path)


def _is_no_ground(input_value: InputValue) -> bool:
    """Whether a reader brings it along, or a source prints it to be compared with."""
    return input_value.record.is_threshold or input_value.path.group == "published"


def adds_nothing(input_value: InputValue) -> bool:
    """Whether it is an option that nobody touched."""
    is_nothing = input_value.record.kind == "choice" or input_value.value == 0
    return (
        is_nothing
        and input_value.source.is_silent
        and (not input_value.stated or input_value.value == input_value.record.default)
    )


@dataclass(frozen=True)
class Certainty:
    """The provenance of the lines of a calculated book."""

    project: SourcedInputs
    book: Book
    values: Values
    inputs: Mapping[str, float | str]

    def provenance(self, key: str) -> str:
        """How sure a number is: published if a source prints it and we reproduce it, else the weakest of its inputs."""
        if key in self.reproduced:
            return "published"
        below = self._ground_of(key)
        known = {self.project.sources[path].provenance for path in below & self.project.sources.keys()}
        known |= {"published" for _ in below & self.reproduced}
        if self._is_zero(LineReference(key)):
            known.discard("calibrated")
        return next((provenance for provenance in WEAKEST_FIRST if provenance in known), "derived")

    @cached_property
    def reproduced(self) -> set[str]:
        """Lines that a source prints, where the printed figure is ours within its tolerance."""
        printed = {
            item.formula
            for name, item in self.project.published.items()
            if item.formula in self.book.lines
            and abs(self._number(f"published.{name}.difference")) <= item.tolerance
            and self.project.sources[f"published.{name}.value"].provenance == "published"
        }
        return printed | {term for key in printed for term in self._only_terms(key)}

    def _only_terms(self, key: str) -> Iterator[str]:
        """The line that alone makes up a sum, and again what makes up that one."""
        terms = [term for term in _terms(self.book.lines[key].formula) if not self._is_zero(term)]
        match terms:
            case [LineReference(term)]:
                yield term
                yield from self._only_terms(term)

    def ground_of(self, keys: Iterable[str]) -> set[str]:
        """The inputs that any of these numbers rests on."""
        return set().union(*(self._ground_of(key) for key in keys)) & self.project.sources.keys()

    def _ground_of(self, key: str) -> set[str]:
        """What a number rests on: inputs of a planner, lines that a source prints, and the lines between."""
        ground, fresh = set(), [key]
        while fresh:
            name = fresh.pop()
            if name in ground or InputPath.of(name).group == "timeline":
                continue
            ground.add(name)
            if name in self.book.lines and name not in self.reproduced:
                fresh += self._decisive(self.book.lines[name].formula)
        return ground

    def _decisive(self, node: Expression) -> Iterator[str]:
        """The names in a formula: of a choice only the side it leads to, of a zero product only its zero factors."""
        match node:
            case Operation("if", (condition, value, otherwise)) if (
                holds := self._holds(condition)
            ) is not None:
                yield from self._choices(condition, holds)
                yield from self._decisive(value if holds else otherwise)
            case Operation("^", (Operation("+", (Constant(1.0), rate)), _)) if self._is_zero(rate):
                yield from self._decisive(rate)  # one, however often it is multiplied with itself
            case Operation(name, arguments):
                zeros = [argument for argument in arguments if name == "*" and self._is_zero(argument)]
                for part in zeros or arguments:
                    yield from self._decisive(part)
            case InputReference(key) | ChoiceIs(key) | LineReference(key) | Previous(key) | Reduction(_, key):
                yield key

    def _holds(self, node: Expression) -> bool | None:
        """Whether a condition holds by what is chosen in the inputs; None where it takes more to say."""
        match node:
            case ChoiceIs(key, choice):
                return self.inputs[key] == choice
            case Operation("not", (negated,)):
                inner = self._holds(negated)
                return None if inner is None else not inner
            case Operation("and" | "or" as name, arguments):
                each = [self._holds(argument) for argument in arguments]
                decisive = name == "or"
                return decisive if decisive in each else None if None in each else not decisive
        return None

    def _choices(self, node: Expression, holds: bool) -> Iterator[str]:
        """The choices by which a condition holds, or does not."""
        match node:
            case ChoiceIs(key, _):
                yield key
            case Operation("not", (negated,)):
                yield from self._choices(negated, not holds)
            case Operation("and" | "or", arguments):
                for argument in arguments:
                    if self._holds(argument) is holds:
                        yield from self._choices(argument, holds)

    def _is_zero(self, node: Expression) -> bool:
        match node:
            case Operation("flag", (condition,)):
                return self._holds(condition) is False
            case InputReference(key):
                return self.inputs[key] == 0
            case LineReference(key):
                value = self.values[key]
                return not any(value) if isinstance(value, list) else value == 0
            case Operation("flag", (ChoiceIs(key, choice),)):
                return self.inputs[key] != choice
        return False

    def _number(self, key: str) -> float:
        value = self.values[key]
        assert isinstance(value, float)
        return value


def _terms(node: Expression) -> Iterator[Expression]:
    """The terms of a sum; of anything else the whole."""
    match node:
        case Operation("+", (left, right)):
            yield from _terms(left)
            yield from _terms(right)
        case _:
            yield node
