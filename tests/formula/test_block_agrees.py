"""Blocks of scenarios against the scalar target, on books with every node of the language and on whole projects."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from relocation.formula.kernel.schedule import make_schedule
from relocation.formula.kernel.specialise import specialise
from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    PERIOD,
    Constant,
    LineReference,
    average,
    final,
    floor,
    highest,
    in_group,
    larger,
    ratio,
    total,
    when,
)
from relocation.formula.targets.numpy_block import numpy_kernel
from relocation.formula.targets.scalar import compile_scalar
from relocation.formula.targets.scalar_block import scalar_kernel
from relocation.labels import Label
from relocation.model import book_inputs, build_book
from tests.formula.books import INPUTS, books, input_values
from tests.formula.interpreted import interpreted_kernel
from tests.random_projects import random_project

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
patient = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a book shrinks for minutes
)
Inputs = dict[str, float | str]
KERNELS = {"scalar": scalar_kernel, "numpy": numpy_kernel, "numba": interpreted_kernel}


def by_kernels(
    book: Book, base: Inputs, varied: list[str], columns: np.ndarray, keys: list[str]
) -> dict[str, np.ndarray]:
    """What each kernel makes of the same remainder."""
    schedule = make_schedule(specialise(book, base, varied, keys))
    return {name: kernel(schedule)(columns) for name, kernel in KERNELS.items()}


def numbers(book: Book, inputs: Inputs, keys: list[str]) -> list[float]:
    """Inputs as a column of a block holds them."""
    vector = dict(zip(book.inputs, book.input_vector(inputs), strict=True))
    return [vector[key] for key in keys]


def single_lines(book: Book) -> list[str]:
    return [key for key in book.lines if key not in book.plan.series]


def one_by_one(
    book: Book, base: Inputs, varied: list[str], columns: np.ndarray, keys: list[str]
) -> np.ndarray:
    run = compile_scalar(book)
    found = [run({**base, **dict(zip(varied, column, strict=True))}) for column in columns.T.tolist()]
    return np.array([[one[key] for one in found] for key in keys], dtype=float).reshape(len(keys), -1)


@settings(patient, max_examples=200)
@given(books(), st.lists(input_values, min_size=1, max_size=3), st.sets(st.sampled_from(sorted(INPUTS))))
def test_whatever_varies_each_scenario_is_as_if_alone(
    book: Book, scenarios: list[Inputs], chosen: set[str]
) -> None:
    varied, keys, base = sorted(chosen), single_lines(book), scenarios[0]
    columns = (
        np.array([numbers(book, one, varied) for one in scenarios]).reshape(len(scenarios), len(varied)).T
    )
    wanted = one_by_one(book, base, varied, columns, keys)
    for name, found in by_kernels(book, base, varied, columns, keys).items():
        for key, ours, theirs in zip(keys, found, wanted, strict=True):
            np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-7, err_msg=f"{name}: {key}")


@settings(patient, max_examples=50)
@given(books(), input_values, st.integers(0, 100))
def test_any_one_output_alone_is_what_it_is_among_all(book: Book, inputs: Inputs, pick: int) -> None:
    keys, varied = single_lines(book), ["price", "rate"]
    columns = np.array([numbers(book, inputs, varied)]).T
    key = keys[pick % len(keys)]
    together = by_kernels(book, inputs, varied, columns, keys)
    for name, alone in by_kernels(book, inputs, varied, columns, [key]).items():
        expected = together[name][keys.index(key)]
        np.testing.assert_allclose(alone[0], expected, rtol=1e-9, atol=1e-7, err_msg=name)


def magnitudes(inputs: Inputs, seed: int) -> list[str]:
    """Some inputs that are amounts, rates or shares: half of those that are not zero."""
    ends = (".price", ".area", ".quantity", ".rate", ".principal", ".amount", ".growth", ".discount_rate")
    found = [key for key, value in inputs.items() if key.endswith(ends) and value]
    return [key for place, key in enumerate(found) if (place + seed) % 2] or found[:1] or ["land_quota.price"]


def close(
    found: np.ndarray, wanted: np.ndarray, book: Book, keys: list[str], yuan: float = 1e-15 * 1e9
) -> None:
    """Relative to the number itself; where money nearly cancels out, to the billion of yuan that went into it.

    A check adds up, year by year, what rounding has left between two sums.
    """
    for key, ours, theirs in zip(keys, found, wanted, strict=True):
        assert np.isnan(ours).tolist() == np.isnan(theirs).tolist(), key
        sums = book.groups if key.startswith("checks.") else 1
        least = sums * yuan if book.lines[key].unit == "yuan" else 1e-12
        np.testing.assert_allclose(ours, theirs, rtol=1e-11, atol=least, err_msg=key)


def scenarios(seed: int, periods: int | None) -> tuple[Book, Inputs, list[str], np.ndarray]:
    """A random project with some inputs up to a fifth below what is stated."""
    project = random_project(seed, periods=periods, period="month" if periods else None)
    book, inputs = build_book(project), book_inputs(project)
    varied = magnitudes(inputs, seed)
    base = np.array(numbers(book, inputs, varied))[:, None]
    return book, inputs, varied, base * np.random.default_rng(seed).uniform(0.8, 1.0, (len(varied), 6))


@pytest.mark.parametrize(
    ("seed", "periods"), [(1, None), (2, None), (3, None), (4, 1), (5, 30), (6, 120), (8, 12)]
)
def test_every_output_of_a_random_project(seed: int, periods: int | None) -> None:
    book, inputs, varied, columns = scenarios(seed, periods)
    keys = single_lines(book)
    wanted = one_by_one(book, inputs, varied, columns, keys)
    for found in by_kernels(book, inputs, varied, columns, keys).values():
        close(found, wanted, book, keys)


@pytest.mark.parametrize("seed", [7, 12])
def test_fifty_years_of_months(seed: int) -> None:
    """A running sum is rounded once a period, by half a unit in the last place of no more than all money moved so far.

    So each of two ways to sum up is off by at most T 2^-53 times the money moved.
    """
    book, inputs, varied, columns = scenarios(seed, 600)
    keys = single_lines(book)
    wanted = one_by_one(book, inputs, varied, columns, keys)
    flows = one_by_one(book, inputs, varied, columns, ["cash.inflow", "cash.outflow"])
    moved = flows.reshape(2, columns.shape[1], -1).sum(axis=(0, 2)).max()
    for found in by_kernels(book, inputs, varied, columns, keys).values():
        close(found, wanted, book, keys, 2 * 600 * 2.0**-53 * moved)


def test_what_is_not_available_stays_so_in_periods_in_which_it_counts_for_nothing() -> None:
    name = Label("name", "名称")
    book = Book(5)
    divisor = book.input("divisor", name, "yuan")
    share = book.line("share", name, "share", ratio(PERIOD, divisor))
    weighed = book.line("weighed", name, "share", share * larger(0, PERIOD - 4))
    book.line("mean", name, "share", average(weighed))
    book.line("sum", name, "share", total(weighed))
    keys, columns = ["mean", "sum"], np.array([[0.0, 2.0]])
    wanted = one_by_one(book, {"divisor": 1.0}, ["divisor"], columns, keys)
    assert np.isnan(wanted[0]).tolist() == [True, False]
    for found in by_kernels(book, {"divisor": 1.0}, ["divisor"], columns, keys).values():
        np.testing.assert_allclose(found, wanted, rtol=1e-15)


def test_a_second_loop_that_sums_by_group_leaves_the_sums_of_the_first() -> None:
    """Flows of 1 to 24 less the price, at least 0, by year, and what is left of them below the highest, by year as well."""
    name = Label("name", "名称")
    book = Book(24, 2)
    flow = book.line("flow", name, "yuan", larger(0, PERIOD - book.input("price", name, "yuan")))
    year = book.line("year", name, "number", floor((PERIOD - 1) / 12) + 1)
    top = book.line("top", name, "yuan", highest(flow))
    below = book.line("below", name, "yuan", larger(1, top - flow))
    by_year = book.line("by_year", name, "yuan", in_group(flow, year) - in_group(below, year), grouped=True)
    book.line("lowest_year", name, "yuan", total(by_year))
    columns = np.array([[0.0, 14.0]])
    # 1 + ... + 24 = 300, of which 276 + 1 are left below 24. Less 14 they are 1 + ... + 10 = 55, and below 10, which 14
    # periods of nothing reach as well, 140 + 45 + 1.
    for kernel, found in by_kernels(book, {"price": 1.0}, ["price"], columns, ["lowest_year"]).items():
        assert found.tolist() == [[23.0, 55.0 - 186.0]], kernel


def test_what_all_scenarios_share_may_outgrow_a_float() -> None:
    """1e300 times 1e7, 1e14, ... is infinite from the second period on: a choice that only compares it is as ever."""
    name = Label("name", "名称")
    book = Book(4)
    price = book.input("price", name, "yuan")
    grown = book.line(
        "grown", name, "yuan", book.input("money", name, "yuan", lowest=1) * Constant(1e7) ** PERIOD
    )
    owed = LineReference("owed")
    book.line("owed", name, "yuan", owed.previous + grown)
    keys = [
        book.line("chosen", name, "yuan", when(total(grown) > 1e6, price, 0)).key,
        book.line("owing", name, "yuan", when(final(owed) > 1e6, price, 0)).key,
        book.line("lasting", name, "yuan", price * 2).key,
        book.line("too_much", name, "yuan", price + final(grown)).key,
    ]
    found = by_kernels(book, {"price": 1.0, "money": 1e300}, ["price"], np.array([[3.0, 5.0]]), keys)
    for kernel, outputs in found.items():
        assert outputs[:3].tolist() == [[3, 5], [3, 5], [6, 10]], kernel
        assert not np.isfinite(outputs[3]).any(), kernel
