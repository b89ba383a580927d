"""Specialising a book: what does not vary is worked out once, and only the rest is left to do for each scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from relocation.formula.kernel.graph import Axis, Graph, Node, below
from relocation.formula.kernel.hoisted_sums import reduced, summed_by_group
from relocation.formula.kernel.needed_part import needed_part, only, reached
from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    ChoiceIs,
    Constant,
    Expression,
    Grouped,
    InputReference,
    LineReference,
    Operation,
    Period,
    Previous,
    Reduction,
)
from relocation.formula.language.line_items import FormulaError
from relocation.formula.language.ties import with_thresholds
from relocation.formula.targets.numpy_operations import Array
from relocation.formula.targets.scalar import compile_scalar


@dataclass(frozen=True)
class Account:
    """A line that looks at its own past: its value before the first period, and what it is in each."""

    opening: Node
    value: Node


@dataclass(frozen=True)
class Remainder:
    """What is left to do for each scenario: the outputs as nodes, and the accounts their "previous" nodes refer to."""

    periods: int
    groups: int
    varied: tuple[str, ...]
    outputs: tuple[Node, ...]
    accounts: Mapping[str, Account]
    graph: Graph = field(compare=False, repr=False)


def specialise(
    book: Book, base: Mapping[str, float | str], varied: Sequence[str], outputs: Sequence[str]
) -> Remainder:
    """What is left of a book when all inputs but those `varied` stand at their `base`."""
    fixed = {key: value for key, value in base.items() if key not in varied}
    part = needed_part(book, outputs, fixed, varied)
    lines = reached(part, varied)
    values = _known_values(only(part, part.lines.keys() - lines), fixed)
    known_before: dict[str, Node] = {}
    while True:
        builder = _Builder(part, fixed, values, known_before)
        remainder = builder.remainder(varied, outputs)
        settled = {key: builder.settled(key) for key in remainder.accounts}
        fresh = {key: node for key, node in settled.items() if node is not None}
        if not fresh:
            return remainder
        known_before |= fresh


def _known_values(book: Book, fixed: Mapping[str, float | str]) -> dict[str, float | Array]:
    """The lines no varied input reaches. None where a number grows too large: then they are left to the block, which allows it."""
    try:
        values = compile_scalar(book)(fixed)
    except FormulaError:
        return {}
    return {key: np.array(value) if isinstance(value, list) else value for key, value in values.items()}


class _Builder:
    """Builds the nodes of one remainder. `before` are values of the period before that turned out to be known."""

    def __init__(
        self,
        book: Book,
        fixed: Mapping[str, float | str],
        values: Mapping[str, float | Array],
        before: Mapping[str, Node],
    ) -> None:
        self.book = book
        self.fixed = fixed
        self.values = values
        self.before = before
        self.graph = Graph()
        self.lines: dict[str, Node] = {}
        self.accounts: dict[str, Account] = {}

    def remainder(self, varied: Sequence[str], outputs: Sequence[str]) -> Remainder:
        for stage in self.book.plan.stages:
            for key in (*stage.singles, *stage.series, *stage.grouped):
                self.lines[key] = self.line(key)
        roots = tuple(self.lines[key] for key in outputs)
        return Remainder(
            self.book.periods,
            self.book.groups,
            tuple(varied),
            roots,
            self._needed_accounts(roots),
            self.graph,
        )

    def _needed_accounts(self, roots: Sequence[Node]) -> dict[str, Account]:
        accounts: dict[str, Account] = {}
        pending = list(roots)
        while pending:
            for node in list(below(pending)):
                if node.op == "previous" and node.name not in accounts:
                    accounts[node.name] = self.account(node.name)
            pending = [
                part
                for account in accounts.values()
                for part in (account.opening, account.value)
                if any(node.op == "previous" and node.name not in accounts for node in below([part]))
            ]
        return accounts

    def account(self, key: str) -> Account:
        opening = self.book.lines[key].opening
        return Account(
            self.graph.constant(0.0) if opening is None else self.written(opening), self.lines[key]
        )

    def settled(self, key: str) -> Node | None:
        """The value of the period before, if it is the same for every scenario."""
        account, axis = self.account(key), self.axis(key)
        opening = account.opening.value
        if opening is None:
            return None
        if account.value is self.graph.previous(key, axis):
            return self.graph.given(f"{key} before", axis, opening)
        if account.value.value is None:
            return None
        later = np.broadcast_to(account.value.value, self.length(axis))
        return self.graph.given(f"{key} before", axis, np.concatenate([[opening], later[:-1]]))

    def axis(self, key: str) -> Axis:
        plan = self.book.plan
        return Axis.GROUP if key in plan.grouped else Axis.PERIOD if key in plan.series else Axis.SINGLE

    def length(self, axis: Axis) -> int:
        return self.book.groups if axis is Axis.GROUP else self.book.periods

    def line(self, key: str) -> Node:
        axis = self.axis(key)
        if key not in self.values:
            return self.written(self.book.lines[key].formula, axis)
        value = self.values[key]
        return self.graph.given(key, axis, value[1:] if isinstance(value, np.ndarray) else value)

    def written(self, expression: Expression, axis: Axis = Axis.SINGLE) -> Node:
        return self.node(with_thresholds(self.book.plan.without_ties(expression)), axis)

    def node(self, expression: Expression, axis: Axis = Axis.SINGLE) -> Node:
        graph = self.graph
        match expression:
            case Constant(value):
                return graph.constant(value)
            case InputReference(key):
                return self.input(key)
            case ChoiceIs(key, choice):
                index = self.book.inputs[key].choices.index(choice)
                return graph.operation("=", self.input(key), graph.constant(float(index)))
            case LineReference(key):
                return self.lines[key]
            case Previous(key):
                return self.previous(key)
            case Period():
                return graph.given("t", axis, np.arange(1.0, self.length(axis) + 1))
            case Reduction(name, key, by):
                factors = None if by is None else self.lines[by]
                return reduced(graph, name, self.lines[key], factors, self.length(self.axis(key)))
            case Grouped(key, by):
                return summed_by_group(
                    graph, self.lines[key], self.lines[by], self.book.periods, self.book.groups
                )
            case Operation(name, arguments):
                return graph.operation(name, *(self.node(argument, axis) for argument in arguments))
        raise TypeError(f"no such node: {expression!r}")

    def input(self, key: str) -> Node:
        if key not in self.fixed:
            return self.graph.input(key)
        value = self.fixed[key]
        number = self.book.inputs[key].choices.index(value) if isinstance(value, str) else value
        return self.graph.given(key, Axis.SINGLE, float(number))

    def previous(self, key: str) -> Node:
        if key in self.before:
            known, axis = self.before[key], self.axis(key)
            return self.graph.given(known.name, axis, known.value)
        value = self.values.get(key)
        if isinstance(value, np.ndarray):
            return self.graph.given(f"{key} before", self.axis(key), value[:-1])
        return self.graph.previous(key, self.axis(key))
