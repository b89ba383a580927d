"""A book belongs to the structure of a project: it is made once, and nothing of that may be seen in a result."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from relocation import load
from relocation.formula.targets.scalar import Values, compile_scalar
from relocation.model import BOOKS_KEPT, _calculation, _labelled, book_inputs, book_of, build_book, calculate
from relocation.project.project import Project
from tests.random_projects import random_project

LUJIA, JINPO = load("lujia"), load("jinpo")
BRANCHES: list[dict[str, Any]] = [
    {"land_quota.area": 0.0, "land_quota.resettlement_area": 0.0, "land_quota.retained_area": 0.0},
    {"land_quota.delay": 5},
    {"loans.adbc.principal": 0.0},
    {"loans.adbc.grace": 0},
    {"loans.adbc.rate": 0.0},
    {"loans.adbc.method": "bullet"},
    {"loans.adbc.method": "sweep"},
    {"loans.adbc.drawdown_rule": "on_need"},
    {"loans.adbc.term": 3},
    {"timeline.start": date(2020, 2, 29)},
    {"loans.adbc.label_en": "Another bank", "loans.adbc.label_zh": ""},
    {"compensation.brick.label_en": "⟦loans.adbc⟧ \\1"},
]


def bits(values: Values) -> dict[str, list[str]]:
    return {
        key: [float(one).hex() for one in (value if isinstance(value, list) else [value])]
        for key, value in values.items()
    }


def alone(project: Project) -> Values:
    """What a process finds that knows no other project."""
    return compile_scalar(build_book(project))(book_inputs(project))


@pytest.mark.parametrize("changes", BRANCHES, ids=[next(iter(one)) for one in BRANCHES])
def test_values_that_take_other_branches_are_those_of_a_book_of_their_own(changes: dict[str, Any]) -> None:
    project = LUJIA.replace(changes)
    book, values = calculate(project)
    assert bits(values) == bits(alone(project))
    assert book.lines == build_book(project).lines


@pytest.mark.parametrize("seed", range(8))
def test_any_project_has_the_lines_and_labels_of_a_book_of_its_own(seed: int) -> None:
    project = random_project(seed)
    book, values = calculate(project)
    assert (book.lines, book.inputs) == ((own := build_book(project)).lines, own.inputs)
    assert bits(values) == bits(alone(project))


def test_projects_of_one_structure_share_what_is_planned_and_compiled() -> None:
    other = LUJIA.replace({"land_quota.price": 90_000.0, "loans.adbc.label_en": "Another bank"})
    assert book_of(other).plan is book_of(LUJIA).plan
    assert book_of(other).lines["loans.adbc.drawdown"].label.en.startswith("Another bank")
    assert book_of(LUJIA).lines["loans.adbc.drawdown"].label.en.startswith("Agricultural Development Bank")
    before = _calculation.cache_info().misses
    for price in range(90_000, 90_020):
        LUJIA.replace({"land_quota.price": float(price)}).appraise()
    assert _calculation.cache_info().misses == before


def test_another_formula_length_or_item_is_another_structure() -> None:
    plans = {
        id(book_of(one).plan)
        for one in (LUJIA, JINPO, LUJIA.replace({"timeline.periods": 13}), *map(random_project, range(3)))
    }
    assert len(plans) == 6


def test_two_structures_in_turn_in_two_threads() -> None:
    expected = [bits(alone(one)) for one in (LUJIA, JINPO)]

    def in_turn(_: int) -> list[list[dict[str, list[str]]]]:
        return [[bits(one.appraise().values) for one in (LUJIA, JINPO)] for _ in range(8)]

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(in_turn, range(2))) == [[expected] * 8] * 2


def test_what_is_kept_has_an_end() -> None:
    for periods in range(2, 2 + BOOKS_KEPT + 5):
        book_of(JINPO.replace({"timeline.periods": periods}))
    assert _calculation.cache_info().currsize <= BOOKS_KEPT
    assert _labelled.cache_info().currsize <= BOOKS_KEPT
