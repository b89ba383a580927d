"""Searches on functions whose roots are known by hand: several, touching, hidden by gaps, jumped over, flat."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relocation.scenarios.batch import Array
from relocation.scenarios.goal_seek.roots import Crossing, Found, Goal, Stretch, run_together, search

GRID = np.linspace(-10, 10, 81)
Function = Callable[[Array], Array]


def look(
    function: Function, target: float = 0.0, *, grid: Array = GRID, whole: bool = False, present: float = 0.0
) -> Found:
    goal = Goal(target, rounding=1e-15, jump=1e-9, whole=whole)
    one = {"f": search(grid, present, goal)}
    return run_together(one, lambda wanted: {name: function(points) for name, points in wanted.items()})["f"]


def roots(found: Found) -> list[float]:
    assert all(one.high - one.low < 1e-6 for one in found.stretches)
    return [(one.low + one.high) / 2 for one in found.stretches]


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (lambda x: x - 1 / 3, [1 / 3]),
        (lambda x: (x - 1.01) * (x + 2.02) * (x - 7.03), [-2.02, 1.01, 7.03]),
        (lambda x: np.sin(x), [-3 * math.pi, -2 * math.pi, -math.pi, 0, math.pi, 2 * math.pi, 3 * math.pi]),
        (lambda x: np.expm1(x) - 1e-12, [math.log1p(1e-12)]),
        (lambda x: x**3, [0]),
        (lambda x: x * x + 1, []),
    ],
)
def test_all_roots_are_found_to_machine_precision(function: Function, expected: list[float]) -> None:
    found = look(function)
    assert roots(found) == pytest.approx(expected, rel=1e-14, abs=1e-14)
    assert found.crossings == ()


def test_two_roots_between_two_points_of_the_grid_are_found() -> None:
    # The grid has 1.0 and 1.25; both roots lie between.
    assert roots(look(lambda x: (x - 1.1) * (x - 1.11))) == pytest.approx([1.1, 1.11], rel=1e-13)


def test_a_root_that_is_only_touched_is_found_as_exactly_as_it_can_be() -> None:
    (found,) = look(lambda x: 1e5 * np.abs(x - 1.0999999999999999 - 1e-16)).stretches
    assert found.nearest(0) == pytest.approx(1.1, rel=1e-9)
    between = look(lambda x: 1e5 * np.maximum(np.abs(x - 1.1), 1e-15)).stretches  # never quite at the target
    assert [one.nearest(0) for one in between] == [pytest.approx(1.1, rel=1e-9)]
    assert look(lambda x: np.abs(x - 1.1) + 1e-6).stretches == ()


def test_a_jump_over_the_target_is_no_root() -> None:
    found = look(lambda x: np.where(x < math.sqrt(2), -1.0, 3.0), 0.5)
    assert found.stretches == ()
    (jump,) = found.crossings
    assert (jump.before, jump.after) == (-1.0, 3.0)
    assert jump.below < math.sqrt(2) <= jump.above
    assert math.nextafter(jump.below, math.inf) == jump.above


def test_a_pole_is_no_root() -> None:
    found = look(lambda x: 1 / np.where(x == 1.1, np.nan, x - 1.1), 0.0)
    assert found.stretches == ()
    beside = look(lambda x: np.where(x < 1.1, 1 / (x - 1.2), 1 / (x - 1.05)), 0.0)
    assert beside.stretches == ()
    assert [(one.before, one.after) for one in beside.crossings] == [(pytest.approx(-10), pytest.approx(20))]


def test_a_jump_onto_the_target_is_a_root() -> None:
    found = look(lambda x: np.where(x < math.sqrt(2), -1.0, x - math.sqrt(2)))
    assert roots(found) == pytest.approx([math.sqrt(2)], rel=1e-14)


def test_a_plateau_is_told_by_its_ends() -> None:
    (found,) = look(lambda x: np.maximum(0, np.abs(x - 1.1) - 2.2)).stretches
    assert (found.low, found.high) == pytest.approx((-1.1, 3.3), rel=1e-12)
    assert [found.nearest(to) for to in (-5, 0, 5)] == [found.low, 0, found.high]


def test_gaps_are_explored_to_their_edges() -> None:
    # The root 1.1 lies between the edge of the gap and the next point of the grid.
    found = look(lambda x: np.where(x < 1.07, np.nan, x - 1.1))
    assert roots(found) == pytest.approx([1.1], rel=1e-14)
    known = found.points[~np.isnan(found.values)]
    assert known[0] == pytest.approx(1.07, rel=1e-14)


def test_a_root_at_the_very_edge_of_a_gap_is_found() -> None:
    found = look(lambda x: np.where(x > 1.1, np.nan, x - 1.1))
    assert roots(found) == pytest.approx([1.1], rel=1e-14)


def test_nothing_but_gaps_is_nothing_found() -> None:
    found = look(lambda x: np.full_like(x, np.nan))
    assert (found.stretches, found.crossings) == ((), ())


def test_whole_numbers_end_at_neighbours() -> None:
    found = look(lambda x: x * 1.5 - 4, whole=True, grid=np.array([0.0, 1.0, 1000.0]))
    assert found.stretches == ()
    assert found.crossings == (Crossing(2, 3, -1.0, 0.5),)
    exact = look(lambda x: x * 1.5 - 600, whole=True, grid=np.array([0.0, 1.0, 1000.0]))
    assert exact.stretches == (Stretch(400, 400, 400),)
    assert (exact.points == np.floor(exact.points)).all()


def test_magnitudes_apart_are_crossed_by_equal_factors() -> None:
    grid = np.array([0.0, 1e-3, 1e13])
    found = look(lambda x: np.log10(np.maximum(x, 1e-9)) - 8.123, grid=grid)
    assert roots(found) == pytest.approx([10**8.123], rel=1e-13)


def test_many_searches_are_answered_together_in_few_rounds() -> None:
    goal = Goal(0.0, 1e-15, 1e-9)
    rounds = 0

    def evaluate(wanted: dict[str, Array]) -> dict[str, Array]:
        nonlocal rounds
        rounds += 1
        return {name: points - int(name) / 7 for name, points in wanted.items()}

    found = run_together({str(n): search(GRID, 0.0, goal) for n in range(20)}, evaluate)
    assert [roots(found[str(n)])[0] for n in range(20)] == pytest.approx(
        [n / 7 for n in range(20)], abs=1e-15
    )
    assert rounds < 30


@settings(max_examples=200)
@given(
    st.lists(st.floats(-9.9, 9.9), min_size=1, max_size=4).filter(
        lambda found: all(abs(a - b) > 0.3 for at, a in enumerate(found) for b in found[:at])
    ),
    st.floats(0.1, 1e6),
)
def test_any_polynomial_with_roots_apart(wanted: list[float], scale: float) -> None:
    def function(x: Array) -> Array:
        return scale * np.prod([x - root for root in wanted], axis=0)

    found = look(function)
    assert roots(found) == pytest.approx(sorted(wanted), abs=1e-10)


@given(st.floats(-9.9, 9.9), st.floats(1e-3, 5), st.floats(-5, -1e-3))
def test_any_step_is_told_as_a_jump(at: float, above: float, below: float) -> None:
    found = look(lambda x: np.where(x < at, below, above))
    assert found.stretches == ()
    (jump,) = found.crossings
    assert jump.below < at <= jump.above
