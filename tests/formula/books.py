"""Random books for hypothesis: every node of the language, composed as an author may compose them.

Money and whole numbers are kept apart, so that what is whole is known to be. Whether floats would decide: see test_ties.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from hypothesis import strategies as st

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    NOT_AVAILABLE,
    PERIOD,
    ChoiceIs,
    Constant,
    Expression,
    InputReference,
    LineReference,
    as_condition,
    average,
    discounted,
    equals,
    final,
    floor,
    highest,
    larger,
    lowest,
    magnitude,
    month_after,
    payment,
    ratio,
    rounded,
    sign,
    smaller,
    to_cents,
    total,
    when,
)
from relocation.formula.language.rate_of_return import declare_rate_of_return
from relocation.labels import Label

NAME = Label("line", "项目")
CHOICES = ("monthly", "yearly")
INPUTS = {
    "price": st.integers(-500_000, 1_000_000).map(lambda cents: cents / 100),
    "area": st.integers(0, 99_999).map(lambda cents: cents / 100),
    "rate": st.one_of(st.just(0.0), st.integers(1, 400).map(lambda n: n / 1000)),
    "start": st.integers(0, 7).map(float),
    "count": st.integers(-2, 3).map(float),
    "mode": st.sampled_from(CHOICES),
}
BOUNDS = {"area": (0, 1000), "rate": (0, 1), "start": (0, 7), "count": (-2, 3)}


def declare_inputs(book: Book) -> None:
    for key in INPUTS:
        choices = CHOICES if key == "mode" else ()
        lowest, highest = BOUNDS.get(key, (-math.inf, math.inf))
        whole = key in {"start", "count"}
        book.input(key, NAME, "1", choices, lowest=lowest, highest=highest, whole=whole)


input_values = st.fixed_dictionaries(INPUTS)


@dataclass
class Writer:
    """Draws expressions over what the book has so far. `series` says that they stand in a row over the periods."""

    draw: st.DrawFn
    book: Book
    series: bool = False
    single_lines: list[str] = field(default_factory=list)
    series_lines: list[str] = field(default_factory=list)
    missing_single: list[str] = field(default_factory=list)
    missing_series: list[str] = field(default_factory=list)

    def pick(self, *options: object) -> object:
        return self.draw(st.sampled_from(options))

    def whole(self, depth: int) -> Expression:
        """A whole number, exact in every program."""
        leaves: list[Expression] = [Constant(float(n)) for n in (0, 1, 2, 3, -1)]
        leaves += [InputReference("start"), InputReference("count")]
        leaves += [PERIOD, PERIOD] if self.series else []
        if depth == 0 or self.draw(st.booleans()):
            return self.draw(st.sampled_from(leaves))
        one, other = self.whole(depth - 1), self.whole(depth - 1)
        match self.pick("+", "-", "*", "neg", "min", "max", "abs", "sign", "floor", "if", "flag", "^"):
            case "+":
                return one + other
            case "-":
                return one - other
            case "*":
                return one * other
            case "neg":
                return -one
            case "min":
                return smaller(one, other, self.whole(0))
            case "max":
                return larger(one, other)
            case "abs":
                return magnitude(one)
            case "sign":
                return sign(one)
            case "floor":
                return floor(one / self.pick(2, 4, -8))
            case "if":
                return when(self.condition(depth - 1), one, other)
            case "^":
                return self.whole(0) ** self.pick(1, 2, 3)
        return 1 * self.condition(depth - 1)

    def condition(self, depth: int) -> Expression:
        one, other = self.whole(min(depth, 1)), self.whole(0)
        match self.pick(
            "<", "<=", ">", ">=", "=", "<>", "choice", "cents", "money", "number", "and", "or", "not"
        ):
            case "<=":
                return one <= other
            case ">":
                return one > other
            case ">=":
                return one >= other
            case "=":
                return equals(one, other)
            case "<>":
                return ~equals(one, other)
            case "choice":
                return ChoiceIs("mode", str(self.pick(*CHOICES)))
            case "money":
                return self.money(min(depth, 1)) >= self.pick(self.money(0), -100, 0.3)
            case "number":
                return as_condition(self.money(min(depth, 1)))
            case "cents":
                return to_cents(self.money(min(depth, 1))) < self.pick(-100, 0, 250.5)
            case "and" if depth:
                return self.condition(depth - 1) & self.condition(depth - 1)
            case "or" if depth:
                return self.condition(depth - 1) | self.condition(depth - 1)
            case "not" if depth:
                return ~self.condition(depth - 1)
        return one < other

    def money(self, depth: int) -> Expression:
        if depth == 0:
            return self.money_leaf()
        one, other = self.money(depth - 1), self.money(0)
        match self.pick(
            *("+", "-", "*", "/", "min", "max", "abs", "neg", "if", "payment", "^", "whole"),
            *("round", "floor", "sign"),
        ):
            case "+":
                return one + other
            case "-":
                return one - other
            case "*":
                return one * self.pick(0.25, InputReference("rate"), self.condition(0), -1.5)
            case "/":
                return one / larger(self.pick(1, 3), self.whole(1))
            case "min":
                return smaller(one, other, 1234.5)
            case "max":
                return larger(one, other)
            case "abs":
                return magnitude(one)
            case "neg":
                return -one
            case "if":
                return when(self.condition(depth - 1), one, other)
            case "payment":
                return payment(InputReference("rate"), larger(1, self.whole(1)), one)
            case "^":
                return one / (1 + InputReference("rate")) ** self.whole(0)
            case "round":
                return rounded(one)
            case "floor":
                return floor(one / 3)
            case "sign":
                return sign(one)
        return self.whole(depth)

    def money_leaf(self) -> Expression:
        leaves: list[Expression] = [InputReference("price"), InputReference("area"), Constant(10.75)]
        leaves += [LineReference(key) for key in self.single_lines]
        leaves += [total(LineReference(key)) for key in self.missing_series]
        for key in self.series_lines:
            leaves += [take(LineReference(key)) for take in (total, final, lowest, highest, average)]
            leaves += [discounted(LineReference(key), LineReference("factor"))]
        if self.series:
            leaves += [LineReference(key) for key in self.series_lines]
            leaves += [LineReference(key).previous * 0.5 for key in self.series_lines]
        return self.draw(st.sampled_from(leaves))

    def missing(self, depth: int) -> Expression:
        """A number that may be not available."""
        leaves = [ratio(self.money(1), self.whole(1)), NOT_AVAILABLE, ratio(self.money(0) - 1, self.whole(0))]
        leaves += [LineReference(key) for key in self.missing_single]
        leaves += [LineReference(key) for key in self.missing_series if self.series]
        leaves += [
            take(LineReference(key))
            for key in self.missing_series
            for take in (final, lowest, highest, average)
        ]
        one = self.draw(st.sampled_from(leaves))
        if depth == 0:
            return one
        one = self.missing(depth - 1)
        match self.pick("+", "*", "abs", "if", "ratio", "leaf"):
            case "+":
                return self.money(1) + one
            case "*":
                return one * self.missing(0)
            case "abs":
                return magnitude(-one)
            case "if":
                return when(self.condition(1), one, self.money(1))
            case "ratio":
                return ratio(one, self.whole(1))
        return one


@st.composite
def books(draw: st.DrawFn) -> Book:
    """A book with singles, series with and without openings, accounts, ratios, dates and a rate of return."""
    book = Book(draw(st.integers(1, 6)))
    declare_inputs(book)
    factor = 1 / (1 + InputReference("rate")) ** (PERIOD - 1)
    book.line("factor", NAME, "share", factor)
    writer = Writer(draw, book)
    for number in range(draw(st.integers(1, 4))):
        _draw_single(writer, f"single{number}")
        _draw_series(writer, f"series{number}")
        _draw_missing(writer, f"missing{number}")
    if draw(st.booleans()):
        _declare_rate(writer)
    if draw(st.booleans()):
        book.line("date", NAME, "date", month_after(43_131, PERIOD * (InputReference("start") - 2)))
    return book


def _draw_single(writer: Writer, key: str) -> None:
    writer.series = False
    writer.book.line(key, NAME, "yuan", writer.money(2))
    writer.single_lines.append(key)


def _draw_series(writer: Writer, key: str) -> None:
    opening = writer.money(1) if writer.draw(st.booleans()) else None
    writer.series = True
    formula = writer.money(2)
    if writer.draw(st.booleans()):  # an account that leans on its own past
        formula = LineReference(key).previous * 0.5 + formula
    writer.book.line(key, NAME, "yuan", formula, opening=opening, series=True)
    writer.series_lines.append(key)
    writer.series = False


def _draw_missing(writer: Writer, key: str) -> None:
    writer.series = bool(writer.draw(st.booleans()))
    writer.book.line(key, NAME, "times", writer.missing(2), series=writer.series)
    (writer.missing_series if writer.series else writer.missing_single).append(key)
    writer.series = False


def _declare_rate(writer: Writer) -> None:
    """Money is spent first, and comes in later in as many ways as a series has; the signs may change back."""
    income = LineReference(writer.draw(st.sampled_from(writer.series_lines)))
    spent = when(equals(PERIOD, writer.pick(1, 1, 2)), writer.pick(0, 100, 1000, 20_000))
    flow = writer.book.line("flow", NAME, "yuan", income - spent)
    so_far = LineReference("so_far")
    writer.book.line("so_far", NAME, "yuan", so_far.previous + flow)
    rate = declare_rate_of_return(writer.book, "irr", flow, so_far)
    writer.book.line("irr", NAME, "share", (1 + rate) ** 2 - 1)
