"""The grammar of formula texts: what goes in comes out the same, and nothing else of Python goes in."""

import contextlib
import warnings
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relocation.formula.language.expression import (
    PERIOD,
    Constant,
    Expression,
    InputReference,
    LineReference,
    Operation,
    Reduction,
    as_condition,
    as_number,
    equals,
    larger,
    when,
)
from relocation.formula.language.line_items import FormulaError, UnknownName
from relocation.formula.language.notation import show
from relocation.formula.language.text import DEEPEST, LONGEST, SERIES_FUNCTIONS, FormulaTextError, parse

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")

LINES = ("cash.inflow", "loans.adbc.closing")
INPUTS = ("land_quota.area", "village.households")


def resolve(name: str) -> Expression:
    if name in INPUTS:
        return InputReference(name)
    if name in LINES:
        return LineReference(name)
    raise UnknownName(name, [*LINES, *INPUTS])


def read(text: str) -> Expression:
    return parse(text, resolve)


def _over(children: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    number = children.map(as_number)
    condition = children.map(as_condition)
    two = st.tuples(number, number)
    several = st.lists(number, min_size=2, max_size=3).map(tuple)

    def operation(
        name: str, arguments: st.SearchStrategy[tuple[Expression, ...]]
    ) -> st.SearchStrategy[Expression]:
        return arguments.map(lambda made: Operation(name, made))

    return st.one_of(
        *(
            operation(name, two)
            for name in ("+", "-", "*", "/", "^", "=", "<>", "<", "<=", ">", ">=", "ratio")
        ),
        *(operation(name, st.tuples(condition, condition)) for name in ("and", "or")),
        *(operation(name, st.tuples(number)) for name in ("abs", "sign", "floor", "round")),
        *(operation(name, several) for name in ("min", "max")),
        operation("neg", st.tuples(number.filter(lambda node: not isinstance(node, Constant)))),
        operation("not", st.tuples(condition)),
        operation("if", st.tuples(condition, number, number)),
        operation("payment", st.tuples(number, number, number)),
    )


constants = st.one_of(
    st.integers(-(10**18), 10**18).map(float), st.floats(allow_nan=False, allow_infinity=False)
).map(lambda value: Constant(value + 0.0))
lines = st.sampled_from(LINES).map(LineReference)
leaves = st.one_of(
    constants,
    st.just(PERIOD),
    st.sampled_from(INPUTS).map(InputReference),
    lines,
    lines.map(lambda line: line.previous),
    st.builds(lambda name, line: Reduction(name, line.key), st.sampled_from(SERIES_FUNCTIONS), lines),
)
expressions = st.recursive(leaves, _over, max_leaves=8).map(as_number)


@settings(max_examples=500)
@given(expressions)
def test_what_is_shown_reads_back_as_the_same_expression(expression: Expression) -> None:
    text = show(expression)
    if len(text) <= LONGEST:
        assert read(text) == expression


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        (
            "land_quota.area * 500 if t == 3 else 0",
            when(equals(PERIOD, 3), InputReference("land_quota.area") * 500),
        ),
        (" previous(loans.adbc.closing) * 0.01 ", LineReference("loans.adbc.closing").previous * 0.01),
        ("max(0, total(cash.inflow) - 1_000_000)", larger(0, Reduction("total", "cash.inflow") - 1_000_000)),
        ("(1 < t) <= 3", as_number(as_number(Constant(1.0) < PERIOD) <= 3)),
        ("1 < t <= 3", as_number((Constant(1.0) < PERIOD) & (PERIOD <= 3))),
        ("-2 ** 2", -(Constant(2.0) ** 2)),
        ("(-2) ** 2", Constant(-2.0) ** 2),
        ("+t", PERIOD),
        ("t if village.households else 0", when(InputReference("village.households"), PERIOD)),
        ("(1\n + 2)  # a remark", Constant(1.0) + 2),
    ],
    ids=str,
)
def test_a_text_means_what_a_reader_expects(text: str, meaning: Expression) -> None:
    assert read(text) == meaning


REFUSED = {
    "": "not a formula",
    "   ": "not a formula",
    "1 +": "not a formula",
    "t = 3": "not a formula",
    "1; 2": "not a formula",
    "import os": "not a formula",
    "0x1for t in t": "not a formula",
    "1if t == 3else 0": "not a formula",
    "t\x00": "not a formula",
    "'a'": "not part of a formula: \"'a'\"",
    "b'a'": "not part of a formula",
    "f'{t}'": "not part of a formula",
    "True": "not part of a formula: 'True'",
    "None": "not part of a formula",
    "...": "not part of a formula",
    "1j": "not part of a formula: '1j'",
    "[t]": "not part of a formula: '[t]'",
    "(t, t)": "not part of a formula",
    "{t: t}": "not part of a formula",
    "{*INPUTS}": "not part of a formula",
    "t[0]": "not part of a formula: 't[0]'",
    "t[:]": "not part of a formula",
    "lambda: t": "not part of a formula: 'lambda: t'",
    "(x := 5)": "not part of a formula: 'x := 5'",
    "[x for x in t]": "not part of a formula",
    "(x for x in t)": "not part of a formula",
    "(yield t)": "not part of a formula",
    "(await t)": "not part of a formula",
    "t @ t": "not part of a formula: 't @ t'",
    "t // 2": "not part of a formula: 't // 2'",
    "t % 2": "not part of a formula",
    "t << 99": "not part of a formula",
    "~t": "not part of a formula: '~t'",
    "t is t": "only ==, !=",
    "t in t": "only ==, !=",
    "().__class__": "not part of a formula: '()'",
    "(t).real.__class__()": "not part of a formula",
    "''.join(t)": "not part of a formula",
    "t.__class__": "unknown name 't.__class__'",
    "cash.inflow.__globals__": "unknown name 'cash.inflow.__globals__'; did you mean cash.inflow?",
    "land_quota.aera": "did you mean land_quota.area?",
    "__import__('os')": "no such function: '__import__'",
    "eval(t)": "no such function: 'eval'",
    "totl(cash.inflow)": "no such function: 'totl'; there is total",
    "cash.inflow(1)": "not part of a formula: 'cash.inflow(1)'",
    "max(t, t, key=t)": "not part of a formula",
    "max(*t)": "max takes two or more values, not 1",
    "max(t, *t)": "not part of a formula: '*t'",
    "max(t)": "max takes two or more values, not 1",
    "abs(t, t)": "abs takes 1 values, not 2",
    "ratio(t)": "ratio takes 2 values, not 1",
    "payment(t, t)": "payment takes 3 values, not 2",
    "round(t)": "round is written round(x, 2)",
    "round(t, 3)": "round is written round(x, 2)",
    "total(t + 1)": "total takes the name of one line",
    "total(cash.inflow, cash.inflow)": "total takes the name of one line",
    "total(village.households)": "total takes a line, and village.households is an input",
    "previous(village.households)": "previous takes a line",
    "previous(t)": "unknown name 't'",
    "1e999": "a number in the formula is too large",
    "9" * 400: "a number in the formula is too large",
    "-" * 100 + "1": f"nested more than {DEEPEST} deep",
    "[" + "-" * 400 + "1]": "not part of a formula",
    "(" * 240 + "1" + ")" * 240: "not a formula",
    "t" + " + t" * 60: f"nested more than {DEEPEST} deep",
    "t" + ".t" * 240: "unknown name",
    "t" * 501: "the formula has 501 characters; at most 500 are read",
    "land_quota.area × 2": "the character '×' is not part of a formula",
    "（1 + 2）": "the character '（' is not part of a formula; write '('",
    "１２": "the character '１' is not part of a formula; write '1'",
    "ｔ": "the character 'ｔ' is not part of a formula; write 't'",
    "面积 * 2": "the character '面' is not part of a formula",
    "vіllage.households": "the character 'і' is not part of a formula",
    "t\u200b": "is not part of a formula",
    "\ud800": "is not part of a formula",
}


@pytest.mark.parametrize(("text", "message"), REFUSED.items(), ids=lambda one: ascii(one)[:40])
def test_anything_else_is_refused_with_the_reason(text: str, message: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(FormulaError) as caught:
            read(text)
    assert message in str(caught.value)
    assert caught.value.label.en == str(caught.value)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in caught.value.label.zh)


@given(st.text(max_size=60))
def test_no_text_does_worse_than_be_refused(text: str) -> None:
    _read_or_refuse(text)


@settings(max_examples=300)
@given(st.text(alphabet="t0123456789.+-*/()<>=!,[]{}:'\"_abs maxlendif\n#\\@~", max_size=40))
def test_no_text_of_python_signs_does_worse_than_be_refused(text: str) -> None:
    _read_or_refuse(text)


def _read_or_refuse(text: str) -> None:
    with contextlib.suppress(FormulaError):
        assert isinstance(read(text), Expression)


def test_nothing_of_a_text_is_ever_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: object) -> None:
        raise AssertionError("a formula text was run")

    replaced: list[Callable[..., object]] = [eval, exec]
    for one in replaced:
        monkeypatch.setattr(f"builtins.{one.__name__}", run)
    with pytest.raises(FormulaTextError):
        read("__import__('os').getcwd()")


def test_a_power_of_powers_is_read_at_once_and_calculated_by_nobody() -> None:
    assert read("9**9**9**9") == Constant(9.0) ** (Constant(9.0) ** (Constant(9.0) ** 9))
