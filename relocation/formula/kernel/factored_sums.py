"""Series as sums of as few products as possible: a number of the scenario times a known row, or times another series.

    housing 0.5 f_t + works 0.5 f_t - purchases f_t   becomes   (0.5 housing + 0.5 works - purchases) f_t

The bracket is worked out once for each scenario. A sum that holds another one that is there already takes it whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

import numpy as np

from relocation.formula.kernel.graph import Axis, Graph, Node, below

MOST_TERMS = 24
ROUNDING = 2 * np.finfo(float).eps

Factor = Mapping[Node, int]  # a sum of numbers of the scenario, each so many times
Terms = dict[Node, Factor]  # what varies along the axis (or 1) -> what it is multiplied with


class Sums:
    """Writes the nodes of one phase again. A series that may be not available is not taken apart."""

    def __init__(self, graph: Graph, axis: Axis) -> None:
        self.graph = graph
        self.axis = axis
        self.unit = graph.constant(1.0)
        self.once: Factor = {self.unit: 1}
        self.terms: dict[Node, Terms] = {}
        self.there: dict[Node, Node] = {}
        self.sums: list[tuple[Node, Terms]] = []
        self.rows: list[Node] = []

    def made(self, node: Node) -> Node:
        """What stands for a node."""
        for part in below([node], lambda part: part.axis is self.axis):
            self._terms(part)  # from below upward, so that no chain is too deep for recursion
        return self._made(node)

    def _made(self, node: Node) -> Node:
        if node.axis is not self.axis:
            return node
        if node not in self.there:
            terms = self._terms(node)
            self.there[node] = node if node.value is not None else self._assembled(terms)
            if len(terms) > 1:
                self.sums.append((self.there[node], terms))
        return self.there[node]

    def _terms(self, node: Node) -> Terms:
        if node not in self.terms:
            self.terms[node] = self._taken_apart(node)
        return self.terms[node]

    def _taken_apart(self, node: Node) -> Terms:
        if node.axis is not self.axis:
            return {} if node.constant == 0 else {self.unit: {node: 1}}
        if node.op == "given" and not (node.missing or node.condition):
            return self._row(node)
        terms = None if node.missing or not node.arguments else self._as_sum(node)
        if terms is None or len(terms) > MOST_TERMS:
            return {self._atom(node): self.once}
        return terms

    def _as_sum(self, node: Node) -> Terms | None:
        left, right = (*node.arguments, self.unit)[:2]
        match node.op:
            case "+":
                return _added(self._terms(left), self._terms(right))
            case "-":
                return _added(self._terms(left), _turned(self._terms(right)))
            case "neg":
                return _turned(self._terms(left))
            case "*":
                return self._product(left, right)
            case "/":
                return self._quotient(left, right)
        return None

    def _atom(self, node: Node) -> Node:
        """A node that is no sum, of arguments as they are made now."""
        if not node.arguments or node.op in {"tent", "geometric"}:
            return node
        return self.graph.operation(node.op, *map(self._made, node.arguments))

    def _row(self, node: Node) -> Terms:
        """A known row as a multiple of one that is there already, if it is one."""
        values = np.asarray(node.value, dtype=float)
        for row in self.rows:
            times = _multiple(np.asarray(row.value, dtype=float), values)
            if times is not None:
                return {row: {self.graph.given(f"{node.name} by {row.name}", Axis.SINGLE, times): 1}}
        self.rows.append(node)
        return {node: self.once}

    def _product(self, left: Node, right: Node) -> Terms | None:
        for factor, other in ((left, right), (right, left)):
            if factor.axis is not self.axis and not factor.missing:
                return self._scaled(self._terms(other), "*", factor)
        for row, other in ((left, right), (right, left)):
            terms = self._terms(other)
            if row.value is not None and all(what.value is not None for what in terms):
                product: Terms = {}
                for what, times in terms.items():
                    scaled = self._terms(self.graph.operation("*", what, row))
                    product = _added(product, self._scaled(scaled, "*", self._number(times)))
                return product
        return None

    def _quotient(self, left: Node, right: Node) -> Terms | None:
        if right.missing or (right.value is None and right.axis is self.axis):
            return None
        if right.axis is not self.axis:
            return self._scaled(self._terms(left), "/", right)
        row = self.graph.operation("/", self.unit, right)
        return self._product(left, row) or {self.graph.operation("*", self._made(left), row): self.once}

    def _scaled(self, terms: Terms, operation: str, number: Node) -> Terms:
        return {
            what: {self.graph.operation(operation, self._number(factor), number): 1}
            for what, factor in terms.items()
        }

    def _number(self, factor: Factor) -> Node:
        """A factor as one number."""
        number = self.graph.constant(0.0)
        for node, times in factor.items():
            part = self.graph.operation("*", node, self.graph.constant(float(abs(times))))
            number = self.graph.operation("+" if times > 0 else "-", number, part)
        return number

    def _assembled(self, terms: Terms) -> Node:
        """The sum as a node, with what is there already as one of its terms where that leaves fewer."""
        terms = self._with_sums_that_are_there(terms)
        tents = [(what, factor) for what, factor in terms.items() if what.op == "tent"]
        total = self.graph.constant(0.0)
        if tents:
            pairs = ((self._number(factor), what.arguments[0]) for what, factor in tents)
            total = self.graph.node("scattered", tuple(chain.from_iterable(pairs)), axis=self.axis)
        rest = {what: factor for what, factor in terms.items() if what.op != "tent"}
        for what, factor in sorted(rest.items(), key=lambda term: term[0].value is None):
            if factor == {self.unit: -1}:
                total = self.graph.operation("-", total, what)
            else:
                part = self.graph.operation("*", what, self._number(factor))
                total = self.graph.operation("+", total, part)
        return total

    def _with_sums_that_are_there(self, terms: Terms) -> Terms:
        while len(terms) > 2:
            candidates = [
                {**rest, node: {self.unit: sign}}
                for node, parts in self.sums
                if sum(what in terms for what in parts) > 1
                for sign in (1, -1)
                for rest in [_added(terms, _turned(parts) if sign > 0 else parts)]
            ]
            best = min(candidates, key=len, default=terms)
            if len(best) >= len(terms):
                break
            terms = best
        return terms


def _added(left: Terms, right: Terms) -> Terms:
    terms = dict(left)
    for what, factor in right.items():
        total = dict(terms.get(what, {}))
        for node, times in factor.items():
            total[node] = total.get(node, 0) + times
        kept = {node: times for node, times in total.items() if times}
        if kept:
            terms[what] = kept
        else:
            terms.pop(what, None)
    return terms


def _turned(terms: Terms) -> Terms:
    return {what: {node: -times for node, times in factor.items()} for what, factor in terms.items()}


def _multiple(row: Any, values: Any) -> float | None:
    """How many times a row another one is."""
    largest = int(np.argmax(np.abs(row)))
    if len(row) != len(values) or not (np.isfinite(row).all() and np.isfinite(values).all() and row[largest]):
        return None
    times = float(values[largest] / row[largest])
    return times if bool((np.abs(values - times * row) <= ROUNDING * np.abs(values)).all()) else None
