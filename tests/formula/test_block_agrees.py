"""Blocks of scenarios against the scalar target, on books with every node of the language and on whole projects."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from relocation.formula.block import compile_block
from relocation.formula.book import Book
from relocation.formula.scalar import compile_scalar
from relocation.model import book_inputs, build_book
from tests.formula.books import INPUTS, books, input_values
from tests.random_projects import random_project

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
patient = settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # a book shrinks for minutes
)
Inputs = dict[str, float | str]


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
    found = compile_block(book, base, varied, keys, target="numpy")(columns)
    for key, ours, theirs in zip(keys, found, wanted, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-7, err_msg=key)


@settings(patient, max_examples=50)
@given(books(), input_values, st.integers(0, 100))
def test_any_one_output_alone_is_what_it_is_among_all(book: Book, inputs: Inputs, pick: int) -> None:
    keys, varied = single_lines(book), ["price", "rate"]
    columns = np.array([numbers(book, inputs, varied)]).T
    key = keys[pick % len(keys)]
    together = compile_block(book, inputs, varied, keys, target="numpy")(columns)[keys.index(key)]
    np.testing.assert_allclose(
        compile_block(book, inputs, varied, [key], target="numpy")(columns)[0], together, rtol=1e-9, atol=1e-7
    )


def magnitudes(inputs: Inputs, seed: int) -> list[str]:
    """Some inputs that are amounts, rates or shares: half of those that are not zero."""
    ends = (".price", ".area", ".quantity", ".rate", ".principal", ".amount", ".growth", ".discount_rate")
    found = [key for key, value in inputs.items() if key.endswith(ends) and value]
    return [key for place, key in enumerate(found) if (place + seed) % 2] or found[:1] or ["land_quota.price"]


def close(found: np.ndarray, wanted: np.ndarray, book: Book, keys: list[str]) -> None:
    """Relative to the number itself; where money nearly cancels out, to the billion of yuan that went into it."""
    for key, ours, theirs in zip(keys, found, wanted, strict=True):
        assert np.isnan(ours).tolist() == np.isnan(theirs).tolist(), key
        least = 1e-15 * 1e9 if book.lines[key].unit == "yuan" else 1e-12
        np.testing.assert_allclose(ours, theirs, rtol=1e-11, atol=least, err_msg=key)


@pytest.mark.parametrize(
    ("seed", "periods"), [(1, None), (2, None), (3, None), (4, 1), (5, 30), (6, 120), (8, 12)]
)
def test_every_output_of_a_random_project(seed: int, periods: int | None) -> None:
    project = random_project(seed, periods=periods, period="month" if periods else None)
    book, inputs = build_book(project), book_inputs(project)
    varied, keys = magnitudes(inputs, seed), single_lines(book)
    rng = np.random.default_rng(seed)
    base = np.array(numbers(book, inputs, varied))[:, None]
    columns = base * rng.uniform(0.8, 1.0, (len(varied), 6))
    wanted = one_by_one(book, inputs, varied, columns, keys)
    close(compile_block(book, inputs, varied, keys, target="numpy")(columns), wanted, book, keys)
