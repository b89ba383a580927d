"""Each function means the same in every target, at the edges too."""

import math

import numpy as np
import pytest

from relocation.formula.language.book import Book, FormulaError, UnknownName
from relocation.formula.language.decimals import decimals
from relocation.formula.language.expression import PERIOD, LineReference, floor, payment
from relocation.formula.language.text import show
from relocation.formula.targets.excel import EXCEL
from relocation.formula.targets.numpy_target import compile_numpy
from relocation.formula.targets.scalar import compile_scalar
from tests.formula.edges import NAME, TOLERANCE, edge_book
from tests.formula.sheet import differences, expected, workbook
from tests.spreadsheet_programs import in_process

BOOK, INPUTS, WANTED = edge_book()


def shown(key: str) -> str:
    return show(BOOK.lines[key].formula)


@pytest.mark.parametrize("key", WANTED, ids=shown)
def test_an_edge_has_its_value_in_python(key: str) -> None:
    scalar = compile_scalar(BOOK)(INPUTS)[key]
    block = compile_numpy(BOOK)({name: [value, value] for name, value in INPUTS.items()})[key]
    assert scalar == pytest.approx(
        WANTED[key], rel=1e-15, abs=TOLERANCE if key in _payments() else 0, nan_ok=True
    )
    assert list(block) == pytest.approx([scalar, scalar], rel=1e-15, nan_ok=True)
    assert math.copysign(1, scalar) == math.copysign(1, block[0]) == (-1 if WANTED[key] < 0 else 1)


def _payments() -> set[str]:
    return {key for key in WANTED if "payment(" in shown(key)}


def test_every_edge_looks_the_same_in_a_spreadsheet() -> None:
    wanted = expected(BOOK, compile_scalar(BOOK)(INPUTS))
    assert differences(wanted, in_process(workbook(BOOK, INPUTS), wanted), absolute=1e-12) == {}


def test_a_wrong_spelling_for_the_spreadsheet_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = expected(BOOK, compile_scalar(BOOK)(INPUTS))
    monkeypatch.setitem(EXCEL.functions, "floor", "TRUNC({0})")  # type: ignore[index]
    wrong = differences(wanted, in_process(workbook(BOOK, INPUTS), wanted))
    assert list(wrong.values()) == [(-1.0, 0.0)]


@pytest.mark.parametrize("rate", [1e-12, 1e-9, 1e-6])
def test_a_payment_at_a_tiny_rate_keeps_its_digits(rate: float) -> None:
    # A = P / n * (1 + i (n + 1) / 2 + i^2 (n^2 - 1) / 12 + ...)
    series = 1e6 / 240 * (1 + rate * 241 / 2 + rate**2 * (240**2 - 1) / 12)
    book = Book(1)
    book.input("rate", NAME, "1", lowest=0)
    book.line("level", NAME, "yuan", payment(book.reference("rate"), 240, 1e6))
    assert compile_scalar(book)({"rate": rate})["level"] == pytest.approx(series, rel=1e-12)
    assert compile_numpy(book)({"rate": rate})["level"] == pytest.approx([series], rel=1e-12)


@pytest.mark.parametrize("cents", [0, 1, 5, 50, 99, 100, 12_345, 10**9 + 1, 10**14 + 3])
def test_every_half_cent_is_rounded_away_from_zero(cents: int) -> None:
    for sign in (1, -1):
        half = sign * float(f"{cents // 100}.{cents % 100:02d}5")
        assert decimals(half, 2) == pytest.approx(sign * (cents + 1) / 100, abs=1e-9)


def test_what_grows_beyond_all_numbers_is_an_error_with_words() -> None:
    book = Book(600)
    x = book.input("x", NAME, "1", lowest=1)
    book.line("power", NAME, "1", x ** (PERIOD * 10))
    with pytest.raises(FormulaError, match="a number grows too large") as caught:
        compile_scalar(book)({"x": 1e13})
    assert "数值过大" in caught.value.label.zh


def test_a_wrong_value_or_choice_is_an_error_before_anything_is_calculated() -> None:
    book = Book(1)
    book.input("mode", NAME, "choice", ("monthly", "yearly"))
    book.line("a", NAME, "1", 1 * book.choice("mode", "yearly"))
    run = compile_scalar(book)
    assert [run({"mode": mode})["a"] for mode in ("monthly", "yearly", 1)] == [0, 1, 1]
    with pytest.raises(UnknownName, match="unknown name 'month' in mode; did you mean monthly"):
        run({"mode": "month"})
    with pytest.raises(KeyError):
        run({})


def test_a_block_takes_numbers_arrays_and_choices_together() -> None:
    book = Book(2)
    x = book.input("x", NAME, "1")
    book.input("mode", NAME, "choice", ("monthly", "yearly"))
    book.line("single", NAME, "1", x * book.choice("mode", "yearly"))
    book.line("series", NAME, "1", LineReference("series").previous + x, opening=10)
    found = compile_numpy(book)({"x": np.array([1.0, 2.0, 3.0]), "mode": ["yearly", "monthly", "yearly"]})
    assert found["single"].tolist() == [1, 0, 3]
    assert found["series"].tolist() == [[10, 10, 10], [11, 12, 13], [12, 14, 16]]
    alone = compile_numpy(book)({"x": 4, "mode": "yearly"})
    assert (alone["single"].shape, alone["series"].shape) == ((1,), (3, 1))


def test_a_book_without_inputs_or_lines_is_calculated_too() -> None:
    assert compile_scalar(Book(3))({}) == {}
    book = Book(3)
    book.line("t", NAME, "period", floor(PERIOD))
    assert compile_scalar(book)({}) == {"t": [0.0, 1.0, 2.0, 3.0]}
    assert compile_numpy(book)({})["t"].tolist() == [[0], [1], [2], [3]]
