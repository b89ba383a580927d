"""One formula, four readers: Python and three spreadsheet programs give the same number on every line. Blocks: test_block_agrees."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from relocation.formula.language.book import Book
from relocation.formula.targets.scalar import compile_scalar
from tests.formula.books import books, input_values
from tests.formula.edges import edge_book
from tests.formula.sheet import cells, differences, expected, workbook
from tests.spreadsheet_programs import gnumeric, in_process, libreoffice, values_in

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
patient = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@settings(patient, max_examples=250)
@given(books(), input_values)
def test_a_spreadsheet_shows_what_python_calculates(book: Book, inputs: dict[str, float | str]) -> None:
    wanted = expected(book, compile_scalar(book)(inputs))
    assert differences(wanted, in_process(workbook(book, inputs), wanted)) == {}


@settings(patient, max_examples=100)
@given(books(), input_values)
def test_what_the_plan_calls_sure_is_always_a_number(book: Book, inputs: dict[str, float | str]) -> None:
    for key, value in compile_scalar(book)(inputs).items():
        if key not in book.plan.maybe_missing:
            assert np.all(np.isfinite(value)), key


def some_books(count: int) -> list[tuple[Book, dict[str, float | str]]]:
    """The same random books at every run, the last ones of many so that they are not the simplest."""
    found: list[tuple[Book, dict[str, float | str]]] = []

    @settings(patient, max_examples=8 * count, database=None, derandomize=True, phases=[Phase.generate])
    @given(books(), input_values)
    def collect(book: Book, inputs: dict[str, float | str]) -> None:
        found.append((book, inputs))

    collect()
    return sorted(found, key=lambda one: len(cells(*one)))[-count:]


@pytest.mark.parametrize("program", [libreoffice, gnumeric], ids=["libreoffice", "gnumeric"])
def test_other_programs_show_what_python_calculates(
    program: Callable[[dict[str, bytes], Path], dict[str, bytes]], tmp_path: Path
) -> None:
    drawn = {f"book{number}": one for number, one in enumerate([edge_book()[:2], *some_books(12)])}
    files = program({name: workbook(*one) for name, one in drawn.items()}, tmp_path)
    for name, (book, inputs) in drawn.items():
        wanted = expected(book, compile_scalar(book)(inputs))
        assert len(wanted) > 20
        assert differences(wanted, values_in(files[name])) == {}, name
