"""Scenarios of one block do not touch each other, however many there are and whatever stands in them."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from relocation.formula.kernel.schedule import Schedule, make_schedule
from relocation.formula.kernel.specialise import specialise
from relocation.formula.language.book import Book
from relocation.formula.language.expression import PERIOD, LineReference, highest, larger, lowest, magnitude
from relocation.formula.targets.numpy_block import WIDTH, numpy_kernel
from relocation.formula.targets.scalar_block import scalar_kernel
from relocation.labels import Label
from relocation.model import book_inputs, build_book
from tests.formula.interpreted import interpreted_kernel
from tests.random_projects import random_project

Floats = NDArray[np.float64]
Kernel = Callable[[Floats], Floats]

VARIED = ("land_quota.price", "evaluation.discount_rate", "land_quota.delay")
OUTPUTS = (
    "fund_balance.balance",
    "cash.minimum",
    "npv",
    "irr",
    "payback",
    "dscr_min",
    "dscr_avg",
    "loans.interest_total",
)
MAKERS = {"scalar": scalar_kernel, "numpy": numpy_kernel, "numba": interpreted_kernel}
ODD = [math.nan, math.inf, -math.inf, 1e300, -1e300, 1e160, 1e-320, -0.5, -1.0, -2.0]


@cache
def schedule() -> Schedule:
    project = random_project(8, periods=60, period="month")
    return make_schedule(specialise(build_book(project), book_inputs(project), VARIED, OUTPUTS))


@pytest.fixture(params=MAKERS)
def kernel(request: pytest.FixtureRequest) -> Kernel:
    return MAKERS[request.param](schedule())


def columns(count: int) -> Floats:
    """Prices, discount rates and delays, shape (3, count)."""
    rng = np.random.default_rng(2)
    return np.array([rng.uniform(1e4, 2e5, count), rng.uniform(0.01, 0.1, count), rng.integers(0, 12, count)])


def same(left: Floats, right: Floats) -> bool:
    return left.shape == right.shape and np.array_equal(left, right, equal_nan=True)


def test_the_kernels_have_something_to_say(kernel: Kernel) -> None:
    found = kernel(columns(50))
    assert np.isfinite(found).mean() > 0.7
    assert len(np.unique(found[0])) == 50


@pytest.mark.parametrize("count", [0, 1, 2, 3, 17, 63, 65])
def test_any_number_of_scenarios_gives_the_same_digits(kernel: Kernel, count: int) -> None:
    many = columns(200)
    assert same(kernel(many[:, :count]), kernel(many)[:, :count])


def test_a_part_of_a_block_gives_the_same_digits() -> None:
    kernel, many = numpy_kernel(schedule()), columns(2 * WIDTH + 1)
    found = kernel(many)
    for start, stop in [(0, 1), (WIDTH - 1, WIDTH + 2), (2 * WIDTH, 2 * WIDTH + 1), (5, WIDTH + 5)]:
        assert same(kernel(many[:, start:stop]), found[:, start:stop])


@pytest.mark.parametrize("place", range(len(VARIED)))
def test_an_odd_scenario_touches_no_neighbour(kernel: Kernel, place: int) -> None:
    many = columns(40)
    clean = kernel(many)
    odd = many.copy()
    odd[place, : 3 * len(ODD) : 3] = ODD
    others = np.ones(40, dtype=bool)
    others[: 3 * len(ODD) : 3] = False
    found = kernel(odd)
    assert same(found[:, others], clean[:, others])
    assert np.isnan(found[:, :9:3]).all()  # what is not finite leads to no number


def test_all_odd_scenarios_are_no_trouble(kernel: Kernel) -> None:
    assert kernel(np.array([ODD, ODD, ODD])).shape == (len(OUTPUTS), len(ODD))


def test_what_outgrew_a_float_is_told_alike_by_all_kernels() -> None:
    many = np.repeat(columns(1), 3 * len(ODD), axis=1)
    for place in range(3):
        many[place, place * len(ODD) : (place + 1) * len(ODD)] = ODD
    found = {name: np.isfinite(make(schedule())(many)) for name, make in MAKERS.items()}
    np.testing.assert_array_equal(found["numba"], found["numpy"])


def test_a_lowest_number_is_none_where_one_of_its_series_is_none() -> None:
    """1e300 squared is too large, and infinity less itself is no number: whatever came before is no answer."""
    name = Label("name", "名称")
    book = Book(4)
    money = book.input("money", name, "yuan")
    power = larger(1, money) ** PERIOD
    grown = book.line("grown", name, "yuan", power - magnitude(power))
    owed = LineReference("owed")
    book.line("owed", name, "yuan", owed.previous + grown)
    keys = [
        book.line("low", name, "yuan", lowest(grown)).key,
        book.line("high", name, "yuan", highest(grown)).key,
        book.line("owed_low", name, "yuan", lowest(owed)).key,
    ]
    made = make_schedule(specialise(book, {"money": 1.0}, ["money"], keys))
    for make in MAKERS.values():
        found = make(made)(np.array([[1e300, 2.0]]))
        assert np.isnan(found).tolist() == [[True, False]] * 3
