"""A page calculates what Python calculates: every line of many projects, to the last bit or to 4e-15 where powers reach.

With the power of the C library in place of its own, which is right to the last digit, the script differs in no bit at all.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import relocation as rl
from relocation.appraisal import RATES_OF_RETURN
from relocation.formula.language.book import Book
from relocation.formula.language.line_items import InputItem
from relocation.formula.targets.javascript import book_data
from relocation.model import book_inputs, book_of
from tests.formula.books import books, input_values
from tests.formula.edges import edge_book
from tests.formula.javascript_run import (
    REFUSED,
    JavaScript,
    Python,
    differences,
    engine,
    numbers,
    reached_by_powers_of_powers,
    script_with_powers_of_python,
    unequal,
    words,
)
from tests.random_projects import random_project

LENGTHS = (12, 120, 144)
few = settings(deadline=None, suppress_health_check=list(HealthCheck))


class Both:
    """One project, in Python and in JavaScript."""

    def __init__(self, project: Any) -> None:
        self.project = project
        self.book = book_of(project)
        self.inputs = book_inputs(project)
        self.python = Python(self.book)
        self.javascript = JavaScript(self.book, engine())
        self.same_powers = JavaScript(self.book, engine(script_with_powers_of_python()))

    def differences(self, changes: dict[str, float | str], periods: int = 0) -> list[Any]:
        inputs, groups = {**self.inputs, **changes}, periods // 12 + 1 if periods else 0
        wanted = self.python.values(inputs, periods, groups)
        given = self.javascript.values(inputs, periods, groups)
        if not unequal(wanted, given):
            return []
        same = self.same_powers.values(inputs, periods, groups)
        return unequal(wanted, same) + differences(self.book, wanted, given, periods)


@cache
def both(name: str) -> Both:
    if name == "lujia by month":
        return Both(rl.load("lujia").counted_in("month"))
    return Both(rl.load(name))


@pytest.mark.parametrize("periods", LENGTHS)
@pytest.mark.parametrize("name", ["lujia", "jinpo", "lujia by month"])
def test_every_line_of_a_case(name: str, periods: int) -> None:
    assert both(name).differences({}, periods) == []


@pytest.mark.parametrize("seed", range(20))
def test_every_line_of_a_random_project(seed: int) -> None:
    project = Both(random_project(seed, period="month", periods=12))
    for periods in LENGTHS:
        assert project.differences({}, periods) == [], periods


def ordinary(item: InputItem, value: float | str) -> st.SearchStrategy[float | str]:
    """Another value that a planner may state."""
    if item.choices:
        return st.sampled_from(item.choices)
    assert isinstance(value, (int, float))
    if item.whole:
        moved = st.integers(int(value) - 3, int(value) + 3)
        return moved.map(lambda number: min(max(number, item.lowest), item.highest))
    scaled = st.floats(0.3, 2).map(lambda factor: (value or 1) * factor)
    return scaled.map(lambda number: min(max(number, item.lowest), item.highest))


EXTREMES = (0.0, 5e-324, 2.2250738585072014e-308, 1e-9, 0.1, 1.0, 7.0, 1e9, 1e15, 1e100, 1.7e308, -1.0, -1e-9)


def extreme(item: InputItem, _: float | str) -> st.SearchStrategy[float | str]:
    """A value at the end of what a number can be."""
    if item.choices:
        return st.sampled_from(item.choices)
    within = [
        number for number in (*EXTREMES, item.lowest, item.highest) if item.lowest <= number <= item.highest
    ]
    usable = [
        number for number in within if abs(number) < 1e309 and (not item.whole or number == number // 1)
    ]
    return st.sampled_from(usable)


def changes_of(name: str, values: Any) -> st.SearchStrategy[dict[str, float | str]]:
    """Changes of one to six inputs."""
    known = both(name)
    keys = st.lists(st.sampled_from(list(known.book.inputs)), min_size=1, max_size=6, unique=True)
    return keys.flatmap(
        lambda chosen: st.fixed_dictionaries(
            {key: values(known.book.inputs[key], known.inputs[key]) for key in chosen}
        )
    )


@settings(few, max_examples=60)
@given(st.data())
def test_what_if(data: st.DataObject) -> None:
    assert both("lujia").differences(data.draw(changes_of("lujia", ordinary))) == []


@settings(few, max_examples=8)
@given(st.data())
def test_what_if_by_month(data: st.DataObject) -> None:
    name = "lujia by month"
    assert both(name).differences(data.draw(changes_of(name, ordinary))) == []


@settings(few, max_examples=60)
@given(st.data())
def test_what_nobody_would_state(data: st.DataObject) -> None:
    assert both("lujia").differences(data.draw(changes_of("lujia", extreme))) == []


@settings(few, max_examples=100)
@given(books(), input_values)
def test_every_line_of_a_random_book(book: Book, inputs: dict[str, float | str]) -> None:
    assert unequal(Python(book).values(inputs), JavaScript(book, same_powers()).values(inputs)) == []


@cache
def same_powers() -> Any:
    return engine(script_with_powers_of_python())


def test_the_edges_of_the_language() -> None:
    book, inputs = edge_book()[:2]
    given = JavaScript(book, same_powers()).values(inputs)
    assert given != REFUSED
    assert unequal(Python(book).values(inputs), given) == []


@pytest.mark.parametrize("name", ["lujia", "jinpo", "lujia by month"])
@pytest.mark.parametrize("key", RATES_OF_RETURN)
def test_yearly_rates_and_their_status(name: str, key: str) -> None:
    known = both(name)
    appraisal = known.project.appraise()
    wanted, row = appraisal.rates_of_return[key], [0.0, *appraisal.series(RATES_OF_RETURN[key])]
    known.javascript.context.set("row", json.dumps(words(row)))
    times = 12 / appraisal.number("timeline.months")
    known.javascript.context.eval(f"var told = ratesOfReturn(numbersOf(JSON.parse(row)), {times!r})")
    assert known.javascript.context.eval("told.status") == wanted.status
    given = numbers(known.javascript.context.eval("wordsOf(told.rates)"))
    assert given == pytest.approx(wanted.rates, rel=1e-13)


def test_only_rates_of_return_and_their_estimates_lean_on_powers_of_powers() -> None:
    """Nothing else may differ by more than the bound."""
    for name in ("lujia", "jinpo"):
        keys = reached_by_powers_of_powers(both(name).book)
        assert [key for key in keys if "irr" not in key] == []


def test_the_data_of_a_book_do_not_depend_on_its_length() -> None:
    lujia = rl.load("lujia")
    by_month = lujia.counted_in("month")
    wanted = book_data(book_of(lujia))
    for project in (by_month, by_month.restated({"timeline.periods": 120})):
        assert book_data(book_of(project)) == wanted
