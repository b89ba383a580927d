"""Where floats would decide: every target answers as the arithmetic of decimals does, and so all of them alike.

The answers come from outside, from exact fractions: 0.1 + 0.2 is 0.3, 4.1 * 100 is 410, 3 * 0.335 is half a cent.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

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
    Expression,
    InputReference,
    LineReference,
    equals,
    floor,
    larger,
    ratio,
    rounded,
    sign,
    smaller,
    sum_of,
    to_cents,
    total,
    when,
)
from relocation.formula.language.facts import Facts
from relocation.formula.language.line_items import FormulaError
from relocation.formula.language.plan import Plan
from relocation.formula.language.refusals import MOST, _length
from relocation.formula.language.text import parse
from relocation.formula.targets.block import compile_block
from relocation.formula.targets.excel import excel_formula
from relocation.formula.targets.numpy_memory import Floats
from relocation.formula.targets.scalar import compile_scalar
from relocation.labels import Label
from tests.formula.books import books, input_values
from tests.formula.interpreted import interpreted_kernel
from tests.formula.sheet import Places, differences, expected, workbook
from tests.spreadsheet_programs import gnumeric, in_process, libreoffice, values_in

NAME = Label("tie", "临界")
NOTHING = Constant(0.0)
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
patient = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
COMPARED: dict[str, Callable[[Expression, Expression], Expression]] = {
    "=": equals,
    "<>": lambda left, right: ~equals(left, right),
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
HOLDS: dict[str, Callable[[Fraction], bool]] = {
    "=": lambda gap: gap == 0,
    "<>": lambda gap: gap != 0,
    "<": lambda gap: gap < 0,
    "<=": lambda gap: gap <= 0,
    ">": lambda gap: gap > 0,
    ">=": lambda gap: gap >= 0,
}


@dataclass(frozen=True)
class Tie:
    """Terms a * k that are added up, and a number close to the sum; all are typed with a few decimals."""

    terms: tuple[tuple[Decimal, int], ...]
    gap: Decimal

    @property
    def exact(self) -> Fraction:
        return sum((Fraction(one) * times for one, times in self.terms), Fraction(0))

    @property
    def near(self) -> Decimal:
        """A number that is typed: the sum, or a little beside it."""
        return sum((one * times for one, times in self.terms), self.gap)


def decimals(places: int, most: int) -> st.SearchStrategy[Decimal]:
    return st.integers(-most * 10**places, most * 10**places).map(lambda n: Decimal(n).scaleb(-places))


times = st.sampled_from([1, -1, 2, 3, 7, 10, 100, -3])
GAPS = [Decimal(0), Decimal(0), Decimal(1).scaleb(-6), Decimal(-1).scaleb(-6), Decimal("0.01"), Decimal(-1)]
LARGE_GAPS = [Decimal(0), Decimal(0), Decimal("0.01"), Decimal("-0.01"), Decimal(1000)]
small_terms = st.one_of(
    st.lists(st.tuples(decimals(1, 10), times), min_size=1, max_size=6),
    st.lists(st.tuples(decimals(3, 1000), times), min_size=1, max_size=4),
    # Two large amounts that nearly cancel.
    st.tuples(decimals(2, 10**8), decimals(1, 10)).map(lambda two: [(two[0], 1), (two[0] - two[1], -1)]),
)
large_terms = st.tuples(decimals(2, 10**12), decimals(1, 10)).map(lambda two: [(two[0], 1), (two[1], 1)])
ties = st.one_of(
    st.builds(Tie, small_terms.map(tuple), st.sampled_from(GAPS)),
    st.builds(Tie, large_terms.map(tuple), st.sampled_from(LARGE_GAPS)),
)


def half_up(value: Fraction) -> float:
    """Two decimals, halves away from zero, by whole numbers."""
    cents = math.floor(abs(value) * 100 + Fraction(1, 2))
    return (cents if value >= 0 else -cents) / 100


def tie_book(drawn: list[Tie]) -> tuple[Book, dict[str, float | str], dict[str, float]]:
    """A book with every comparison and function over every tie, its inputs, and the exact answers."""
    book, inputs, wanted = Book(2), dict[str, float | str](), dict[str, float]()

    def typed(key: str, value: Decimal) -> InputReference:
        inputs[key] = float(value)
        return book.input(key, NAME, "1")

    def asked(key: str, formula: Expression, answer: float) -> None:
        book.line(key, NAME, "1", formula)
        wanted[key] = answer

    for number, tie in enumerate(drawn):
        terms = [typed(f"{number}.{place}", one) * k for place, (one, k) in enumerate(tie.terms)]
        value, near = sum_of(terms), typed(f"{number}.near", tie.near)
        exact, gap = tie.exact, tie.exact - Fraction(tie.near)
        for name, compare in COMPARED.items():
            asked(f"{number} {name}", 1 * compare(value, near), HOLDS[name](gap))
            asked(f"{number} {name} mirrored", 1 * compare(near, value), HOLDS[name](-gap))
            asked(f"{number} {name} 0", 1 * compare(value, NOTHING), HOLDS[name](exact))
            small = smaller(1000, larger(-1000, value))
            asked(
                f"{number} {name} 1000",
                1 * compare(small, near),
                HOLDS[name](held(exact) - Fraction(tie.near)),
            )
        asked(f"{number} if", when(value - near, 1_000_000), 1_000_000 if gap else 0)
        asked(f"{number} and", 1 * (when(value - near, 1) & (value > near)), gap > 0)
        asked(f"{number} sign", sign(value - near), (gap > 0) - (gap < 0))
        asked(f"{number} floor", floor(value), math.floor(exact))
        asked(f"{number} floor below", floor(-value), math.floor(-exact))
        asked(f"{number} round", rounded(value), half_up(exact))
        asked(f"{number} ratio", ratio(0, value - near), 0 if gap else math.nan)
    return book, inputs, wanted


def held(value: Fraction) -> Fraction:
    return min(Fraction(1000), max(Fraction(-1000), value))


def wrong(wanted: Mapping[str, float], found: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    return {
        key: (value, found[key])
        for key, value in wanted.items()
        if not math.isclose(value, found[key], rel_tol=1e-12, abs_tol=1e-9)
        and not (math.isnan(value) and math.isnan(found[key]))
    }


def by_kernel(
    kernel: Callable[[Floats], Floats], book: Book, inputs: Mapping[str, float | str]
) -> dict[str, float]:
    column = np.array([[float(inputs[key])] for key in book.inputs])
    return dict(zip(book.lines, kernel(column)[:, 0].tolist(), strict=True))


@settings(patient, max_examples=150)
@given(st.lists(ties, min_size=1, max_size=3))
def test_every_python_target_answers_as_decimals_do(drawn: list[Tie]) -> None:
    book, inputs, wanted = tie_book(drawn)
    assert wrong(wanted, compile_scalar(book)(inputs)) == {}  # type: ignore[arg-type]
    names = list(book.inputs), list(book.lines)
    for target in ("scalar", "numpy"):
        assert wrong(wanted, by_kernel(compile_block(book, {}, *names, target=target), book, inputs)) == {}
    generated = interpreted_kernel(make_schedule(specialise(book, {}, *names)))
    assert wrong(wanted, by_kernel(generated, book, inputs)) == {}


@settings(patient, max_examples=100)
@given(st.lists(ties, min_size=1, max_size=4))
def test_a_spreadsheet_answers_as_decimals_do(drawn: list[Tie]) -> None:
    book, inputs, wanted = tie_book(drawn)
    shown = expected(book, wanted)  # type: ignore[arg-type]
    assert differences(shown, in_process(workbook(book, inputs), shown)) == {}


def many_ties(count: int) -> list[Tie]:
    """The same ties at every run."""
    found: list[Tie] = []

    @settings(patient, max_examples=count, database=None, derandomize=True, phases=[Phase.generate])
    @given(ties)
    def collect(tie: Tie) -> None:
        found.append(tie)

    collect()
    return found


@pytest.mark.parametrize("program", [libreoffice, gnumeric], ids=["libreoffice", "gnumeric"])
def test_other_programs_answer_as_decimals_do(
    program: Callable[[dict[str, bytes], Path], dict[str, bytes]], tmp_path: Path
) -> None:
    book, inputs, wanted = tie_book(many_ties(200))
    shown = expected(book, wanted)  # type: ignore[arg-type]
    saved = program({"ties": workbook(book, inputs)}, tmp_path)["ties"]
    assert len(shown) > 5000
    assert differences(shown, values_in(saved)) == {}


def test_as_they_are_written_the_programs_would_disagree(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Why formulas are not spelt as they are written: the same ones have other answers in two programs and in Python."""
    monkeypatch.setattr(Plan, "without_ties", lambda _, expression: expression)
    book = Book(1)
    x, y = (book.input(key, NAME, "1") for key in ("x", "y"))
    book.line("equal", NAME, "1", 1 * equals(x + y, 0.3))
    book.line("floor", NAME, "1", floor((4 + x) * 100))
    inputs: dict[str, float | str] = {"x": 0.1, "y": 0.2}
    ours = compile_scalar(book)(inputs)
    theirs = values_in(libreoffice({"ties": workbook(book, inputs)}, tmp_path)["ties"])
    assert [ours["equal"], ours["floor"]] == [0, 409]
    assert [theirs["Book", "B4"], theirs["Book", "B5"]] == [1, 410]


# How it is spelt ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shelf() -> Book:
    """count, price, share and limit stand in B2 to B5; flow in row 6, so far in 7, years in 8, worth in 9."""
    made = Book(3)
    made.input("count", NAME, "1", lowest=0, highest=100, whole=True)
    made.input("price", NAME, "yuan")
    made.input("share", NAME, "share", lowest=0, highest=1)
    made.input("limit", NAME, "yuan")
    made.line("flow", NAME, "yuan", PERIOD * InputReference("price"))
    made.line("so_far", NAME, "yuan", LineReference("so_far").previous + LineReference("flow"), opening=0)
    made.line("years", NAME, "period", larger(0, LineReference("years").previous - 1), opening=5)
    made.line("worth", NAME, "yuan", PERIOD * InputReference("share"))
    return made


COUNT, PRICE, RATE, LIMIT = (InputReference(key) for key in ("count", "price", "share", "limit"))
FLOW, YEARS, WORTH = (LineReference(key) for key in ("flow", "years", "worth"))
PLAIN: list[tuple[Expression, str]] = [
    (1 * (COUNT > 3), "=1*($B$2>3)"),
    (1 * (PERIOD <= COUNT), "=1*(E$1<=$B$2)"),
    (when(YEARS > 0, 1), "=IF(E8>0,1,0)"),  # it leans on its own past, and stays whole
    (when(COUNT, 1), "=IF($B$2<>0,1,0)"),
    (when(to_cents(FLOW) > 0, 1), "=IF(ROUND(E6,2)>0,1,0)"),
    (1 * equals(to_cents(PRICE), 0.25), "=1*(ROUND($B$3,2)=0.25)"),
    (floor((PERIOD - 1) * COUNT / 12), "=INT((E$1-1)*$B$2/12)"),
    (sign(COUNT - 3), "=SIGN($B$2-3)"),
    (rounded(COUNT * 5), "=ROUND($B$2*5,2)"),
    (ratio(PRICE, COUNT), '=IF($B$2=0,"n/a",$B$3/$B$2)'),
    # Nothing is taken from anything: it is 0.0 where it is nothing.
    (1 * (RATE > 0), "=1*($B$4>0)"),
    (when(PRICE * RATE / 12, 1), "=IF($B$3*$B$4/12<>0,1,0)"),
    (when(RATE + COUNT > 0, 1), "=IF($B$4+$B$2>0,1,0)"),
    (sign(PRICE), "=SIGN($B$3)"),
    (ratio(COUNT, total(WORTH)), '=IF(SUM($D9:$F9)=0,"n/a",$B$2/SUM($D9:$F9))'),
    (
        ratio(COUNT, when(to_cents(PRICE - LIMIT) > 0, PRICE - LIMIT)),
        '=IF(IF(ROUND($B$3-$B$5,2)>0,$B$3-$B$5,0)=0,"n/a",$B$2/IF(ROUND($B$3-$B$5,2)>0,$B$3-$B$5,0))',
    ),
]
GUARDED: list[tuple[Expression, str]] = [
    (1 * (PRICE - RATE > 0), "=1*(ROUND($B$3-$B$4,6)>0)"),
    (1 * (Constant(0.0) < PRICE + RATE), "=1*(ROUND($B$3+$B$4,6)>0)"),  # the price may be below 0
    (when(LineReference("so_far").previous > 0, 1), "=IF(ROUND(D7,6)>0,1,0)"),
    (1 * equals(RATE, 0.045), "=1*(ROUND($B$4-0.045,6)=0)"),
    (1 * (FLOW >= 1_000_000), "=1*(ROUND(E6-1000000,6)>=0)"),
    (1 * (FLOW > 1_000_000), "=1*(ROUND(E6-1000000,6)>0)"),
    (1 * (FLOW > LIMIT), "=1*(ROUND(E6-$B$5,IF(ABS($B$5)>=500000000,3,6))>0)"),
    (when(total(FLOW), 1), "=IF(ROUND(SUM($D6:$F6),6)<>0,1,0)"),
    (when(FLOW - LIMIT, 1), "=IF(ROUND(E6-$B$5,IF(ABS($B$5)>=500000000,3,6))<>0,1,0)"),
    (
        ratio(RATE, PRICE - FLOW),
        '=IF(ROUND($B$3-E6,IF(ABS(E6)>=500000000,3,6))=0,"n/a",$B$4/($B$3-E6))',
    ),
    (floor(RATE * 100), "=INT(ROUND($B$4*100,6))"),
    (floor(PRICE), "=INT(ROUND($B$3,IF(ABS($B$3)>=500000000,3,6)))"),
    (sign(RATE - PRICE), "=SIGN(ROUND($B$4-$B$3,6))"),
    (rounded(RATE), "=ROUND(ROUND($B$4,6),2)"),
    (ratio(RATE, PRICE - RATE), '=IF(ROUND($B$3-$B$4,6)=0,"n/a",$B$4/($B$3-$B$4))'),
    (
        1 * (rounded(PRICE) > LIMIT),
        "=1*(ROUND(ROUND(ROUND($B$3,IF(ABS($B$3)>=500000000,3,6)),2)-$B$5,IF(ABS($B$5)>=500000000,3,6))>0)",
    ),
]


@pytest.mark.parametrize(("expression", "text"), PLAIN + GUARDED, ids=[text for _, text in PLAIN + GUARDED])
def test_only_what_floats_could_decide_is_rounded(shelf: Book, expression: Expression, text: str) -> None:
    assert excel_formula(shelf, expression, Places(shelf, "E")) == text


@settings(patient, max_examples=100)
@given(books(), input_values)
def test_what_the_plan_calls_whole_is_whole(book: Book, inputs: dict[str, float | str]) -> None:
    for key, value in compile_scalar(book)(inputs).items():
        if key in book.plan.facts.whole:
            found = np.atleast_1d(value)
            assert np.all((found == np.floor(found)) | np.isnan(found)), key


@settings(patient, max_examples=100)
@given(books(), input_values)
def test_what_is_compared_as_it_stands_would_say_the_same_rounded(
    book: Book, inputs: dict[str, float | str]
) -> None:
    found = compile_scalar(book)(inputs)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Facts, "is_even", lambda *_: False)
        book.plan.written.clear()
        assert repr(compile_scalar(book)(inputs)) == repr(found)


# A cell can hold it -------------------------------------------------------------------------------------------------


@settings(patient, max_examples=60)
@given(books())
def test_the_length_of_a_cell_is_not_underestimated(book: Book) -> None:
    for line in book.lines.values():
        text = excel_formula(book, line.formula, Places(book, "D"))
        assert len(text) <= 40 + _length(book.plan.without_ties(line.formula), {})


@pytest.mark.parametrize("step", ["ratio(1, {0})", "floor({0} * 1.5)", "round({0} * 1.5, 2)"])
def test_what_no_cell_could_hold_is_refused(step: str) -> None:
    text = "x"
    for depth in range(1, 9):
        text, book = step.format(text), Book(1)
        book.input("x", NAME, "1")
        book.line("own", NAME, "1", parse(text, book.reference))
        if depth > 6 + ("ratio" in step):
            with pytest.raises(FormulaError, match="too long for a cell of a spreadsheet") as caught:
                _ = book.plan
            assert "单元格容纳不下" in caught.value.label.zh
            assert caught.value.lines == ("own",)
            return
        assert len(excel_formula(book, book.lines["own"].formula, Places(book, "D"))) <= MOST
