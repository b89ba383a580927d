"""Each function means the same in every target, at the edges too."""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from relocation.formula.language.arithmetic import decimals
from relocation.formula.language.book import Book
from relocation.formula.language.expression import PERIOD, LineReference, final, floor, payment, total
from relocation.formula.language.line_items import FormulaError, UnknownName
from relocation.formula.language.notation import show
from relocation.formula.language.operations import OPERATIONS
from relocation.formula.targets.block import Target, compile_block
from relocation.formula.targets.scalar import compile_scalar
from tests.formula.edges import NAME, TOLERANCE, edge_book
from tests.formula.sheet import differences, expected, workbook
from tests.spreadsheet_programs import in_process

BOOK, INPUTS, WANTED = edge_book()
SCALAR = compile_scalar(BOOK)(INPUTS)


def in_a_block(
    book: Book, inputs: Mapping[str, float | str], keys: list[str], target: Target
) -> list[list[float]]:
    """The lines of two scenarios with these inputs."""
    block = compile_block(book, {}, list(book.inputs), keys, target=target)
    return block(np.array([[float(value)] * 2 for value in inputs.values()])).tolist()


BLOCKS = {
    target: dict(zip(WANTED, in_a_block(BOOK, INPUTS, list(WANTED), target), strict=True))
    for target in ("scalar", "numpy")
}


def shown(key: str) -> str:
    return show(BOOK.lines[key].formula)


@pytest.mark.parametrize("key", WANTED, ids=shown)
def test_an_edge_has_its_value_in_python(key: str) -> None:
    scalar = SCALAR[key]
    assert scalar == pytest.approx(
        WANTED[key], rel=1e-15, abs=TOLERANCE if key in _payments() else 0, nan_ok=True
    )
    sign = -1 if WANTED[key] < 0 else 1
    for block in BLOCKS.values():
        assert block[key] == pytest.approx([scalar, scalar], rel=1e-15, nan_ok=True)
        assert math.copysign(1, scalar) == math.copysign(1, block[key][0]) == sign


def _payments() -> set[str]:
    return {key for key in WANTED if "payment(" in shown(key)}


def test_every_edge_looks_the_same_in_a_spreadsheet() -> None:
    wanted = expected(BOOK, compile_scalar(BOOK)(INPUTS))
    assert differences(wanted, in_process(workbook(BOOK, INPUTS), wanted), absolute=1e-12) == {}


def test_a_wrong_spelling_for_the_spreadsheet_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = expected(BOOK, compile_scalar(BOOK)(INPUTS))
    monkeypatch.setitem(OPERATIONS, "floor", replace(OPERATIONS["floor"], excel="TRUNC({0})"))
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
    assert in_a_block(book, {"rate": rate}, ["level"], "numpy")[0] == pytest.approx([series] * 2, rel=1e-12)


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


@pytest.mark.parametrize("target", ["scalar", "numpy"])
def test_a_block_takes_choices_as_their_indices(target: Target) -> None:
    book = Book(2)
    x = book.input("x", NAME, "1")
    book.input("mode", NAME, "choice", ("monthly", "yearly"))
    book.line("single", NAME, "1", x * book.choice("mode", "yearly"))
    book.line("series", NAME, "1", LineReference("series").previous + x, opening=10)
    book.line("last", NAME, "1", final(LineReference("series")))
    block = compile_block(book, {}, ["x", "mode"], ["single", "last"], target=target)
    assert block(np.array([[1.0, 2.0, 3.0], [1.0, 0.0, 1.0]])).tolist() == [[1, 0, 3], [12, 14, 16]]


def test_a_book_without_inputs_or_lines_is_calculated_too() -> None:
    assert compile_scalar(Book(3))({}) == {}
    book = Book(3)
    book.line("sum", NAME, "period", total(book.line("t", NAME, "period", floor(PERIOD))))
    assert compile_scalar(book)({}) == {"t": [0.0, 1.0, 2.0, 3.0], "sum": 6.0}
    assert compile_block(book, {}, [], ["sum"], target="numpy")(np.empty((0, 2))).tolist() == [[6, 6]]
