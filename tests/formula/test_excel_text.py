"""Formulas as a finance officer reads them: few brackets, plain functions, and a guard only where one is needed."""

import re

import pytest
from hypothesis import given, settings

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    NOT_AVAILABLE,
    PERIOD,
    ChoiceIs,
    Expression,
    InputReference,
    LineReference,
    average,
    discounted,
    equals,
    final,
    irr,
    larger,
    lowest,
    magnitude,
    month_after,
    payment,
    ratio,
    to_cents,
    total,
    when,
)
from relocation.formula.language.operations import OPERATIONS
from relocation.formula.language.reductions import REDUCTIONS
from relocation.formula.targets.excel import excel_formula
from relocation.labels import Label
from tests.formula.books import books
from tests.formula.sheet import Places, cells

NAME = Label("name", "名称")
# What Excel, WPS, LibreOffice and Gnumeric all have, spelt alike.
SHARED = {
    *("IF", "AND", "OR", "NOT", "MIN", "MAX", "ABS", "SIGN", "INT", "ROUND", "PMT", "EDATE"),
    *("SUM", "AVERAGE", "SUMPRODUCT", "COUNT", "IRR", "IFERROR"),
}
X, Y = InputReference("x"), InputReference("y")
FLOW, SHARE, ONE, MAYBE = (LineReference(key) for key in ("flow", "share", "one", "maybe"))


@pytest.fixture(scope="module")
def book() -> Book:
    made = Book(3)
    made.input("x", NAME, "1", lowest=1, highest=1000, whole=True)
    made.input("y", NAME, "1", lowest=1, highest=1000, whole=True)
    made.input("mode", NAME, "choice", ("monthly", "yearly"))
    made.line("flow", NAME, "yuan", PERIOD * X)
    made.line("share", NAME, "times", ratio(FLOW, X - 1))
    made.line("one", NAME, "yuan", X * 1)
    made.line("maybe", NAME, "times", ratio(ONE, Y - 1))
    return made


# What is whole is compared as it stands; for other numbers see test_ties. x stands in B2, y in B3, mode in B4; flow in row 5, share in 6, one in 7, maybe in 8; periods from column D.
SPELT = [
    (X + Y - 3, "=$B$2+$B$3-3"),
    (X - (Y - 3), "=$B$2-($B$3-3)"),
    (X * (Y + 1) / 2, "=$B$2*($B$3+1)/2"),
    (X / (Y * 2), "=$B$2/($B$3*2)"),
    (-(X**2), "=-($B$2^2)"),  # -2^2 is 4 in a spreadsheet
    ((-X) ** 2, "=(-$B$2)^2"),
    (X + -Y, "=$B$2+(-$B$3)"),
    ((1 + X) ** (PERIOD - 1), "=(1+$B$2)^(E$1-1)"),
    (FLOW * ((X <= PERIOD) & (PERIOD < Y)), "=E5*(AND($B$2<=E$1,E$1<$B$3))"),
    (1 * (X < 2) + (Y > 1), "=1*($B$2<2)+($B$3>1)"),
    (when(ChoiceIs("mode", "yearly"), X, Y), '=IF($B$4="yearly",$B$2,$B$3)'),
    (when(equals(PERIOD, X) | ~(X > Y), 1), "=IF(OR(E$1=$B$2,NOT($B$2>$B$3)),1,0)"),
    (larger(0, FLOW.previous - 0.5), "=MAX(0,D5-0.5)"),
    (payment(X / 12, Y, ONE), "=-PMT($B$2/12,$B$3,$B$7)"),
    (to_cents(magnitude(X)), "=ROUND(ABS($B$2),2)"),
    (month_after(X, PERIOD), "=EDATE($B$2,E$1)"),
    (total(FLOW) - final(FLOW), "=SUM($D5:$F5)-$F5"),
    (discounted(FLOW, FLOW), "=SUMPRODUCT($D5:$F5,$D5:$F5)"),
    (FLOW, "=E5"),
    # What may be n/a: handed on as it is, and guarded only where an operator would make an error of it.
    (MAYBE, "=$B$8"),
    (when(X > 1, MAYBE, NOT_AVAILABLE), '=IF($B$2>1,$B$8,"n/a")'),
    (ratio(X + 1, Y - 1), '=IF($B$3-1=0,"n/a",($B$2+1)/($B$3-1))'),
    (ratio(X, Y), '=IF($B$3=0,"n/a",$B$2/$B$3)'),
    (ratio(X * 2, magnitude(Y)), '=IF(ABS($B$3)=0,"n/a",$B$2*2/ABS($B$3))'),
    (1 + MAYBE, '=IFERROR(1+$B$8,"n/a")'),
    (1 - ratio(X, Y), '=IFERROR(1-IF($B$3=0,"n/a",$B$2/$B$3),"n/a")'),
    (ratio(MAYBE, X), '=IFERROR(IF($B$2=0,"n/a",$B$8/$B$2),"n/a")'),
    (lowest(FLOW), "=MIN($D5:$F5)"),
    (lowest(SHARE), '=IF(COUNT($D6:$F6)=0,"n/a",MIN($D6:$F6))'),
    (average(SHARE) * 2, '=IFERROR(IF(COUNT($D6:$F6)=0,"n/a",AVERAGE($D6:$F6))*2,"n/a")'),
    (total(SHARE) + 1, "=SUM($D6:$F6)+1"),
    (irr(FLOW, ONE), '=IFERROR(IF(IRR($D5:$F5,$B$7)>-1,IRR($D5:$F5,$B$7),"n/a"),"n/a")'),
]


@pytest.mark.parametrize(("expression", "text"), SPELT, ids=[text for _, text in SPELT])
def test_a_formula_reads_as_one_would_write_it(book: Book, expression: Expression, text: str) -> None:
    assert excel_formula(book, expression, Places(book, "E")) == text


def test_every_operation_and_reduction_has_a_spelling_in_every_target() -> None:
    """But for what is written in other operations first, and what needs its series whole."""
    for target in ("python", "numpy", "lane", "excel", "text"):
        unwritten = {name for name, kind in OPERATIONS.items() if not getattr(kind, target)}
        assert unwritten == {"text": set(), "excel": {"round", "ratio"}}.get(target, {"round"}), target
    for target in ("python", "step", "numpy", "lane", "excel"):
        unwritten = {name for name, fold in REDUCTIONS.items() if not getattr(fold, target)}
        assert unwritten == {"python": set(), "excel": {"final"}}.get(target, {"irr"}), target


@settings(max_examples=60)
@given(books())
def test_only_functions_that_all_programs_share_are_used(book: Book) -> None:
    inputs: dict[str, float | str] = dict.fromkeys(book.inputs, 0.0)
    for text in cells(book, inputs).values():
        if isinstance(text, str):
            assert set(re.findall(r"([A-Z.]+)\(", text)) <= SHARED


@settings(max_examples=60)
@given(books())
def test_a_row_has_one_formula(book: Book) -> None:
    """Told from column to column, the formula of a row differs by the column letters alone."""
    for line in book.lines.values():
        texts = {
            re.sub(
                rf"(?<![$A-Z]){column}(?=\$?\d)",
                "here",
                re.sub(rf"(?<![$A-Z]){before}(?=\d)", "before", text),
            )
            for before, column in zip("CDEFGH", "DEFGHI", strict=True)
            for text in [excel_formula(book, line.formula, Places(book, column))]
        }
        assert len(texts) == 1
