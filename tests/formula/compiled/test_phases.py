"""What a compiled loop is spared: known rows that are zero, products that can be one, sums that are there already."""

from __future__ import annotations

import math

import numpy as np
import pytest

from relocation.formula.kernel.factored_sums import Sums
from relocation.formula.kernel.graph import Axis, Graph, Node
from relocation.formula.kernel.kernel_plan import KernelPlan, PlannedLoop
from relocation.formula.kernel.loop_text import together
from relocation.formula.kernel.phases import evenly
from relocation.formula.kernel.schedule import make_schedule
from relocation.formula.kernel.specialise import specialise
from relocation.formula.language.book import Book
from relocation.formula.language.expression import PERIOD, LineReference, larger, when
from relocation.formula.language.rate_of_return import declare_rate_of_return
from relocation.labels import Label
from relocation.model import book_inputs, build_book
from tests.random_projects import random_project

ROW = np.array([0.1, 0.2, 0.3, 0.4])


@pytest.fixture
def graph() -> Graph:
    return Graph()


def row(graph: Graph, name: str, values: object) -> Node:
    return graph.given(name, Axis.PERIOD, np.asarray(values, dtype=float))


def operations(node: Node, axis: Axis = Axis.PERIOD) -> list[str]:
    """The operations along an axis that lead to a node."""
    if node.axis is not axis or not node.arguments:
        return []
    return [*(op for one in node.arguments for op in operations(one, axis)), node.op]


def product(graph: Graph, key: str, values: object) -> Node:
    return graph.operation("*", graph.input(key), row(graph, f"{key} row", values))


def test_items_with_the_same_timing_are_one_product(graph: Graph) -> None:
    works = graph.operation("+", product(graph, "housing", ROW), product(graph, "roads", 3 * ROW))
    net = graph.operation("-", works, product(graph, "sales", ROW))
    assert operations(net) == ["*", "*", "+", "*", "-"]
    assert operations(Sums(graph, Axis.PERIOD).made(net)) == ["*"]


@pytest.mark.parametrize(
    "other", [ROW**2, ROW * [1, 1, 1 + 1e-12, 1], [0, 0.2, 0.3, 0.4], [math.nan, 0.2, 0.3, 0.4]]
)
def test_other_timings_stay_apart(graph: Graph, other: object) -> None:
    sum_of_two = graph.operation("+", product(graph, "housing", ROW), product(graph, "roads", other))
    assert operations(Sums(graph, Axis.PERIOD).made(sum_of_two)) == ["*", "*", "+"]


def test_a_sum_that_is_there_is_taken_whole(graph: Graph) -> None:
    flow = graph.operation("-", product(graph, "revenue", ROW), product(graph, "cost", ROW**2))
    cash = graph.operation("+", graph.previous("cash", Axis.PERIOD), product(graph, "revenue", ROW))
    cash = graph.operation("-", cash, product(graph, "cost", ROW**2))
    sums = Sums(graph, Axis.PERIOD)
    made = sums.made(flow)
    assert sums.made(cash).arguments == (graph.previous("cash", Axis.PERIOD), made)


def test_what_cancels_out_is_gone(graph: Graph) -> None:
    before = graph.previous("cash", Axis.PERIOD)
    there_and_back = graph.operation("-", graph.operation("+", before, product(graph, "loan", ROW)), before)
    assert operations(Sums(graph, Axis.PERIOD).made(there_and_back)) == ["*"]


def test_what_may_be_missing_never_cancels_out(graph: Graph) -> None:
    share = graph.operation("ratio", row(graph, "top", ROW), graph.input("divisor"))
    nothing = graph.operation("-", share, share)
    assert operations(Sums(graph, Axis.PERIOD).made(nothing)) == ["ratio", "ratio", "-"]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (np.arange(1.0, 7.0), (1.0, 1.0)),
        (np.arange(6) / 12, (0.0, 1 / 12)),
        ([5.0, 3.0, 1.0], (5.0, -2.0)),
        ([1.0, 2.0, 3.1], None),
        ([1.0], None),
    ],
)
def test_a_row_that_rises_evenly(graph: Graph, values: object, found: tuple[float, float] | None) -> None:
    even = evenly(row(graph, "row", values))
    assert even == (None if found is None else pytest.approx(found))


@pytest.mark.parametrize(
    ("lengths", "nodes", "many"),
    [
        ([96], 30, 6),
        ([12] * 8, 30, 6),
        ([10], 30, 2),
        ([20], 30, 5),
        ([7, 12, 11], 30, 1),
        ([7, 40, 11], 30, 4),
        ([96], 1000, 1),
    ],
)
def test_periods_that_leave_no_rest_go_together(lengths: list[int], nodes: int, many: int) -> None:
    assert together(lengths, nodes) == many


def loops_of(
    book: Book, base: dict[str, float | str], varied: list[str], keys: list[str]
) -> list[PlannedLoop]:
    steps = KernelPlan(make_schedule(specialise(book, base, varied, keys)))
    return [step for step in steps.steps if isinstance(step, PlannedLoop)]


def test_phases_cover_the_timeline_and_grow_smaller() -> None:
    project = random_project(6, periods=60, period="month")
    varied, outputs = ["land_quota.price", "evaluation.discount_rate"], ["npv", "irr", "dscr_min"]
    first = loops_of(build_book(project), book_inputs(project), varied, outputs)[0]
    edges = [(phase.start, phase.stop) for phase in first.phases]
    assert edges[0][0] == 0
    assert edges[-1][1] == 60
    assert [stop for _, stop in edges[:-1]] == [start for start, _ in edges[1:]]
    assert len(edges) > 1
    assert all(len(phase.body) < len(first.loop.body) for phase in first.phases)


def test_the_turns_of_money_to_come_are_counted_only_where_there_can_be_any() -> None:
    name = Label("name", "名称")
    book = Book(6)
    cost, income, wear = (book.input(key, name, "yuan") for key in ("cost", "income", "wear"))
    flow = book.line("flow", name, "yuan", when(PERIOD < 2, -cost, larger(0, income - wear * PERIOD)))
    so_far = LineReference("so_far")
    book.line("so_far", name, "yuan", so_far.previous + flow)
    declare_rate_of_return(book, "irr", flow, so_far)
    base: dict[str, float | str] = {"cost": 1000.0, "income": 300.0, "wear": 10.0}
    first, second = loops_of(book, base, list(base), ["irr.per_period"])
    assert first.guard is None
    assert second.guard is not None
    assert [node.op for node in first.loop.kept] == [node.op for node in second.loop.loaded]
    assert set(first.loop.accounts) & set(second.loop.accounts) == {"so_far"}
