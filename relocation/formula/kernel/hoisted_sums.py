"""Sums over periods without a loop over them: where a series is singles times known rows, only the rows are summed.

    sum over t of a * g_t + b * h_t  =  a * sum of g_t + b * sum of h_t

Most money lines are such sums: an amount of the scenario times a timing that all scenarios share.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from relocation.formula.kernel.graph import Axis, Graph, Node
from relocation.formula.language.arithmetic import HALF_CENT
from relocation.formula.language.irr import sure_rate
from relocation.formula.targets.numpy_operations import Array

MOST_TERMS = 12

Terms = dict[Node, Node]  # known row -> the single number of the scenario it is multiplied with


def reduced(graph: Graph, name: str, series: Node, by: Node | None, length: int) -> Node:
    """A reduction of a series to one number."""
    if name == "discounted" and by is not None and by.value is not None:
        return reduced(graph, "total", graph.operation("*", series, by), None, length)
    if name == "discounted" and by is not None and Axis.SINGLE in (series.axis, by.axis):
        single, rest = (by, series) if by.axis is Axis.SINGLE else (series, by)
        return graph.operation("*", single, reduced(graph, "total", rest, None, length))
    if series.value is not None and by is None:
        return graph.given(f"{name}({series.name})", Axis.SINGLE, KNOWN[name](_row(series, length)))
    if series.axis is Axis.SINGLE:
        return _of_equal_parts(graph, name, series, length)
    fold = SUMS.get(name)
    terms = _separated(graph, series) if fold and not series.missing else None
    if fold is None or terms is None:
        return graph.reduce(name, series, by)
    return _assembled(
        graph, terms, lambda row: graph.given(f"{name}({row.name})", Axis.SINGLE, fold(_row(row, length)))
    )


def _of_equal_parts(graph: Graph, name: str, series: Node, length: int) -> Node:
    """The reduction of a series that is the same in each period, from which no rate of return follows."""
    if name == "irr":
        return graph.constant(math.nan)
    if name != "total":
        return series
    zero = graph.constant(0.0)
    available = graph.operation("if", graph.operation("=", series, series), series, zero)
    return graph.operation("*", available if series.missing else series, graph.constant(float(length)))


def summed_by_group(graph: Graph, series: Node, by: Node, length: int, groups: int) -> Node:
    """The sums of a series by groups."""
    if Axis.PERIOD not in (series.axis, by.axis):
        number = graph.given("t", Axis.GROUP, np.arange(1.0, groups + 1))
        always = _of_equal_parts(graph, "total", series, length)
        return graph.operation("if", graph.operation("=", by, number), always, graph.constant(0.0))
    terms = None if by.value is None or series.missing else _separated(graph, series)
    if terms is None:
        return graph.grouped(series, by)
    of = _row(by, length)

    def summed(row: Node) -> Node:
        values = _row(row, length)
        sums = np.array([np.nansum(values[of == group]) for group in range(1, groups + 1)])
        return graph.given(f"in_group({row.name},{by.name})", Axis.GROUP, sums)

    return _assembled(graph, terms, summed)


def _assembled(graph: Graph, terms: Terms, fold: Callable[[Node], Node]) -> Node:
    total = graph.constant(0.0)
    for row, single in terms.items():
        total = graph.operation("+", total, graph.operation("*", single, fold(row)))
    return total


def _row(node: Node, length: int) -> Array:
    return np.broadcast_to(np.asarray(node.value, dtype=float), length)


def _total(row: Array) -> float:
    return float(np.nansum(row))


def _average(row: Array) -> float:
    known = row[~np.isnan(row)]
    return float(known.mean()) if known.size else np.nan


def _extreme(pick: Callable[[Array], Any]) -> Callable[[Array], float]:
    def run(row: Array) -> float:
        known = row[~np.isnan(row)]
        return float(pick(known)) if known.size else np.nan

    return run


SUMS: dict[str, Callable[[Array], float]] = {
    "total": _total,
    "average": _average,
    "final": lambda row: float(row[-1]),
}
KNOWN: dict[str, Callable[[Array], float]] = {
    **SUMS,
    "lowest": _extreme(np.min),
    "highest": _extreme(np.max),
    "irr": lambda row: sure_rate(row.tolist(), HALF_CENT),
}


def _separated(graph: Graph, node: Node) -> Terms | None:
    """The node as a sum of singles times known rows, or None if it is no such sum."""
    terms = _terms(graph, node)
    return terms if terms is not None and len(terms) <= MOST_TERMS else None


def _terms(graph: Graph, node: Node) -> Terms | None:
    """Remembered, because a shared node would otherwise be taken apart once for every way that leads to it."""
    if node not in graph.terms:
        graph.terms[node] = _taken_apart(graph, node)
    return graph.terms[node]


def _taken_apart(graph: Graph, node: Node) -> Terms | None:
    unit = graph.constant(1.0)
    if node.value is not None:
        return {node: unit}
    if node.axis is Axis.SINGLE:
        return {unit: node}
    parts = [_terms(graph, part) for part in node.arguments]
    match node.op, parts:
        case "+", [dict() as left, dict() as right]:
            return _merged(graph, left, right)
        case "-", [dict() as left, dict() as right]:
            return _merged(graph, left, _scaled(graph, right, graph.constant(-1.0)))
        case "neg", [dict() as terms]:
            return _scaled(graph, terms, graph.constant(-1.0))
        case "*" | "/", _:
            return _product(graph, node)
        case "if", _:
            return _chosen(graph, node)
    return None


def _product(graph: Graph, node: Node) -> Terms | None:
    left, right = node.arguments
    pairs = ((left, right),) if node.op == "/" else ((left, right), (right, left))
    for terms_of, factor in pairs:
        terms = _terms(graph, terms_of)
        if terms is not None and factor.value is not None:
            return {graph.operation(node.op, row, factor): single for row, single in terms.items()}
        if terms is not None and factor.axis is Axis.SINGLE:
            return {row: graph.operation(node.op, single, factor) for row, single in terms.items()}
    return None


def _chosen(graph: Graph, node: Node) -> Terms | None:
    """A known condition is a known row of 0 and 1."""
    condition, value, otherwise = node.arguments
    left, right = _terms(graph, value), _terms(graph, otherwise)
    if condition.value is None or left is None or right is None:
        return None
    zero = graph.constant(0.0)
    held = {graph.operation("if", condition, row, zero): single for row, single in left.items()}
    return _merged(
        graph, held, {graph.operation("if", condition, zero, row): single for row, single in right.items()}
    )


def _merged(graph: Graph, left: Terms, right: Terms) -> Terms:
    merged = dict(left)
    for row, single in right.items():
        merged[row] = graph.operation("+", merged[row], single) if row in merged else single
    return merged


def _scaled(graph: Graph, terms: Terms, factor: Node) -> Terms:
    return {row: graph.operation("*", single, factor) for row, single in terms.items()}
