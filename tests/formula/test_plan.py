"""What a book refuses: each error names the line, says what to write instead, and does so in both languages."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    NOT_AVAILABLE,
    PERIOD,
    Constant,
    Expression,
    InputReference,
    LineReference,
    Operation,
    average,
    discounted,
    final,
    floor,
    highest,
    irr,
    larger,
    lowest,
    magnitude,
    payment,
    ratio,
    sign,
    smaller,
    to_cents,
    total,
    when,
)
from relocation.formula.language.line_items import FormulaError, UnknownName
from relocation.formula.language.operations import OPERATIONS
from relocation.formula.targets.scalar import compile_scalar
from relocation.labels import Label

NAME = Label("name", "名称")
X, Y = InputReference("x"), InputReference("y")
A, B, C = LineReference("a"), LineReference("b"), LineReference("c")


def book(**lines: Expression) -> Book:
    """A book of five periods with an input x from 0 to 10, y from 1 to 2, and z without bounds."""
    made = Book(5)
    made.input("x", NAME, "1", lowest=0, highest=10)
    made.input("y", NAME, "1", lowest=1, highest=2)
    made.input("z", NAME, "1")
    made.input("mode", NAME, "choice", ("monthly", "yearly"))
    for key, formula in lines.items():
        made.line(key, NAME, "1", formula)
    return made


def refusal(made: Book) -> FormulaError:
    with pytest.raises(FormulaError) as caught:
        _ = made.plan
    return caught.value


@pytest.mark.parametrize(
    ("lines", "circle"),
    [
        ({"a": A + 1}, "a -> a"),
        ({"a": B, "b": A}, "a -> b -> a"),
        ({"a": B, "b": C, "c": X + B}, "b -> c -> b"),
        ({"a": PERIOD * total(A)}, "a -> a"),
        ({"a": A.previous + total(B), "b": A * 1}, "a -> b -> a"),
        ({"a": A.previous + LineReference("n"), "n": final(B), "b": A.previous}, "n -> b -> a -> n"),
        ({"a": PERIOD + final(B), "b": A.previous * 2}, "a -> b -> a"),
    ],
    ids=str,
)
def test_a_circle_is_named_step_by_step(lines: dict[str, Expression], circle: str) -> None:
    error = refusal(book(**lines))
    assert error.label == (f"circular: {circle}", f"循环引用：{circle}")
    assert error.lines == tuple(circle.split(" -> "))


def test_an_account_may_lean_on_its_own_past_and_on_lines_declared_later() -> None:
    made = book(a=C.previous, b=PERIOD * 2, c=A + B)
    assert made.plan.series == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("formula", "name", "close"),
    [
        (LineReference("land_qouta"), "land_qouta", "land_quota"),
        (InputReference("yy"), "yy", "y"),
        (total(LineReference("land_quotas")), "land_quotas", "land_quota"),
        (LineReference("land_quot").previous, "land_quot", "land_quota"),
        (discounted(LineReference("land_quota"), LineReference("landquota")), "landquota", "land_quota"),
    ],
    ids=str,
)
def test_an_unknown_name_comes_with_what_was_probably_meant(
    formula: Expression, name: str, close: str
) -> None:
    error = refusal(book(land_quota=PERIOD * 1, a=formula))
    assert isinstance(error, UnknownName)
    assert error.close == (close,)
    assert error.label == (
        f"unknown name '{name}' in a; did you mean {close}?",
        f"a：没有名为“{name}”的项目或输入；是否应为 {close}？",
    )


def test_a_question_for_an_unknown_name_or_choice_is_answered_with_close_ones() -> None:
    made = book(a=X * 1)
    with pytest.raises(UnknownName, match=r"unknown name 'mod'; did you mean mode\?"):
        made.choice("mod", "yearly")
    with pytest.raises(UnknownName, match=r"unknown name 'yearl' in mode; did you mean yearly\?"):
        made.choice("mode", "yearl")
    with pytest.raises(UnknownName, match=r"unknown name 'q'; known are a, x, y, z, mode$"):
        made.reference("q")


def test_a_key_stands_for_one_thing() -> None:
    for declare in (lambda made: made.line("x", NAME, "1", X), lambda made: made.input("a", NAME, "1")):
        with pytest.raises(FormulaError, match=r"'(x|a)' is declared twice") as caught:
            declare(book(a=X * 1))
        assert "重复定义" in caught.value.label.zh


@pytest.mark.parametrize(
    "formula",
    [total(A), A.previous, discounted(B, A), discounted(A, B), irr(A, A)],
    ids=str,
)
def test_one_number_is_not_a_series(formula: Expression) -> None:
    error = refusal(book(a=X * 1, b=PERIOD * 1, c=formula))
    assert error.label.en == "c: a is one number, not a series over the periods"
    assert error.label.zh == "c：a 是单个数值，不是逐期序列"


@pytest.mark.parametrize("opening", [PERIOD, A, A.previous], ids=str)
def test_an_opening_value_cannot_vary(opening: Expression) -> None:
    made = book(a=PERIOD * 1)
    made.line("b", NAME, "1", B.previous, opening=opening)
    error = refusal(made)
    assert "b: an opening value stands before the first period" in error.label.en
    assert "期初值" in error.label.zh


COMPARED: list[Callable[[Expression], Expression]] = [
    lambda node: node < 1,
    lambda node: when(node < X, 1),
    lambda node: when(node, 1, 2),
    lambda node: (X > 0) & (node > 0),
    lambda node: smaller(1, node),
    lambda node: larger(node, 1) + 1,
    lambda node: to_cents(1 + node),
    sign,
    floor,
]


@pytest.mark.parametrize("compare", COMPARED)
@pytest.mark.parametrize(
    "missing",
    [ratio(X, Y), NOT_AVAILABLE, A, lowest(B), highest(B), average(B), final(B), irr(C, A), 1 + magnitude(A)],
    ids=str,
)
def test_what_may_be_not_available_is_never_compared(
    compare: Callable[[Expression], Expression], missing: Expression
) -> None:
    made = book(a=ratio(X, Y), b=ratio(X, PERIOD), c=PERIOD * 1, d=compare(missing))
    error = refusal(made)
    assert "may be not available, so it cannot be compared" in error.label.en
    assert "不能比较大小" in error.label.zh
    assert error.lines[0] == "d"


def test_the_line_where_the_missing_number_comes_from_is_named() -> None:
    error = refusal(book(a=ratio(X, Y), b=1 - A, c=PERIOD * B, d=larger(0, C)))
    assert error.label.en == "d: c may be not available because of a, so it cannot be compared"
    assert error.label.zh == "d：c 可能为“n/a”（源自 a），不能比较大小"
    assert error.lines == ("d", "a")


def test_a_total_leaves_out_what_is_not_available_and_may_be_compared() -> None:
    made = book(b=ratio(X, PERIOD - 2), d=when(total(LineReference("b")) > 0, 1))
    assert made.plan.maybe_missing == {"b"}


@pytest.mark.parametrize(
    "formula", [discounted(B, C), discounted(C, B), irr(B, LineReference("guess"))], ids=str
)
def test_what_may_be_not_available_is_never_discounted(formula: Expression) -> None:
    error = refusal(book(b=ratio(X, PERIOD), c=PERIOD * 1, guess=X * 1, d=formula))
    assert error.label == (
        "d: b may be not available, so it cannot be discounted",
        "d：b 可能为“n/a”，不能折现",
    )


@pytest.mark.parametrize("opening", [None, ratio(X, Y)], ids=str)
def test_the_period_before_is_always_available(opening: Expression | None) -> None:
    made = book(z_=X * 1)
    made.line("b", NAME, "1", PERIOD * (1 if opening is not None else ratio(1, X)), opening=opening)
    made.line("d", NAME, "1", B.previous)
    error = refusal(made)
    assert "d: b may be not available, so the period before cannot be used" in error.label.en
    assert "不能引用上一期" in error.label.zh


Z = InputReference("z")
UNDEFINED = {
    "division by an input from 0": (1 / X, "x may be zero; divide by max(1, ...) or write ratio(a, b)"),
    "division by zero itself": (X / Constant(0.0), "0 may be zero"),
    "division by a difference": (X / (Y - 1), "y - 1 may be zero"),
    "division by a line": (X / A, "a may be zero"),
    "division by a total": (X / total(B), "total(b) may be zero"),
    "division by an unbounded input": (X / Z, "z may be zero"),
    "division by the look back": (X / B.previous, "previous(b) may be zero"),
    "division inside": (when(X > 1, 1 / X), "x may be zero"),
    "zero to the power of zero": (X**X, "x ** x may have no value"),
    "root of a negative number": (Z**0.5, "z ** 0.5 may have no value"),
    "power below one": (X**-1, "x ** (-1) may have no value"),
    "power of zero": (Z**0, "z ** 0 may have no value"),
    "payment over no time": (payment(X, X, 1), "payment(x, x, 1) may have no value"),
    "payment at -100 %": (payment(-Y, Y, 1), "payment(-y, y, 1) may have no value"),
    "a power of powers": (Constant(9.0) ** (Constant(9.0) ** (Constant(9.0) ** 9)), "is too large a number"),
}  # fmt: skip


@pytest.mark.parametrize(("formula", "message"), UNDEFINED.values(), ids=UNDEFINED.keys())
def test_what_some_input_leaves_without_a_value_is_refused(formula: Expression, message: str) -> None:
    error = refusal(book(a=X * 1, b=PERIOD * X, d=formula))
    assert message in error.label.en
    assert error.label.en.startswith("d: ")
    assert error.label.zh.startswith("d：")
    assert error.lines == ("d",)


@pytest.mark.parametrize(
    "formula",
    [
        X / Y, 1 / (1 + X) ** (PERIOD - 1), X / larger(1, X), X / (Y + A), X / when(X > 1, Y, 3),
        X**2, Z**3, Y**Z, X**0.5, payment(X, Y, Z), 1 / (magnitude(Z) + 1), X / PERIOD, 1 / (3 - Y), X / sign(Y),
        X / floor(Y), X / smaller(Y, 3), (1 + irr(B, A)) ** 12, (larger(1, A) / larger(1, Z)) ** -0.5,
    ],
    ids=str,
)  # fmt: skip
def test_what_the_bounds_of_the_inputs_allow_is_accepted(formula: Expression) -> None:
    assert book(a=X * 1, b=PERIOD * Y, d=formula).plan.stages


def test_a_reduction_needs_a_row_of_its_own() -> None:
    with pytest.raises(TypeError, match="taken over a line"):
        total(PERIOD + 1)  # type: ignore[arg-type]


def test_a_formula_has_no_truth_value_while_it_is_written() -> None:
    with pytest.raises(TypeError, match="use when"):
        bool(X > 1)


def test_an_unknown_operation_is_no_formula() -> None:
    with pytest.raises(KeyError):
        compile_scalar(book(a=Operation("sin", (X,))))


def test_stages_follow_the_totals() -> None:
    made = book(a=PERIOD * 1, b=total(A), c=PERIOD * B, d=final(C))
    assert [(stage.singles, stage.series) for stage in made.plan.stages] == [
        ((), ("a",)), (("b",), ("c",)), (("d",), ()),
    ]  # fmt: skip
    assert made.plan is made.plan


def test_the_bounds_of_the_language_hold_for_the_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof itself can fail: with a wrong rule for sums, a division by zero passes the plan."""
    monkeypatch.setitem(OPERATIONS, "-", replace(OPERATIONS["-"], bounds=lambda *_: (1.0, math.inf)))
    with pytest.raises(FormulaError, match="outside its range"):
        compile_scalar(book(d=X / (Y - 1)))({"x": 1, "y": 1, "z": 0, "mode": "yearly"})
