"""A script that calculates otherwise is noticed: each fault that is planted here breaks the agreement with Python."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pytest

import relocation as rl
from relocation.formula.language.book import Book
from relocation.formula.language.expression import NOT_AVAILABLE, PERIOD, equals, floor, in_group, irr, when
from relocation.formula.targets.javascript import calculator_script
from relocation.formula.targets.scalar import Values
from relocation.model import book_inputs, book_of
from tests.formula.edges import NAME, edge_book
from tests.formula.javascript_run import REFUSED, JavaScript, Python, differences, engine
from tests.random_projects import random_project

Inputs = dict[str, float | str]

FAULTS = {
    "a sum is rounded at each step": ("if (loss !== 0) {", "if (false) {"),
    "a sum leaves out the first period": (
        "for (let place = 1; place < row.length; place++) if",
        "for (let place = 2; place < row.length; place++) if",
    ),
    "the larger one is the smaller": ("(b < a ? b : a)", "(b < a ? a : b)"),
    "the smaller one is the larger": ("(b > a ? b : a)", "(b > a ? a : b)"),
    "a ratio of nothing is nothing": ("(below ? above / below : NaN)", "(below ? above / below : 0)"),
    "a ratio is upside down": ("(below ? above / below : NaN)", "(below ? below / above : NaN)"),
    "a division is rounded otherwise": ("refused() : above / below)", "refused() : above * (1 / below))"),
    "discounting is late by a period": ("row[place] * factors[place];", "row[place] * factors[place - 1];"),
    "halves are as floats have them": ("units + 0.5 + smaller(units * NUDGE, MOST_NUDGE)", "units + 0.5"),
    "rounding goes down": ("units + 0.5 + smaller", "units + smaller"),
    "the last group is empty": ("group <= groups &&", "group < groups &&"),
    "a group is that of the neighbour": ("members[group].push(period)", "members[group].push(period - 1)"),
    "a group has its missing numbers": ("if (sum === sum) return sum;", "return sum;"),
    "the period before is this one": ("series.row[t - 1]", "series.row[t]"),
    "accounts open with nothing": ("series.opening(0)", "0"),
    "a run remembers the one before": ("if (run !== state.run)", "if (run === 0)"),
    "groups remember those of the run before": ("if (by.run !== state.run)", "if (by.run === 0)"),
    "the lowest number is the first": ("if (value < lowest ||", "if ("),
    "the highest number is the first": ("if (value > highest ||", "if ("),
    "an average counts the opening": (
        "ratio(exactSumOfTerms(count), count)",
        "ratio(exactSumOfTerms(count), count + 1)",
    ),
    "the last period is the one before": ("a.row[a.row.length - 1]", "a.row[a.row.length - 2]"),
    "a month is too long": ("firstOfMonth(later + 1) - 1", "firstOfMonth(later + 1)"),
    "a payment is due at the beginning": (
        "quotient(principal * rate, -growth)",
        "quotient(principal * rate, -growth * (1 + rate))",
    ),
    "a loan without interest costs nothing": (
        "if (rate === 0) return quotient(principal, periods);",
        "if (rate === 0) return 0;",
    ),
    "what is below zero is cut toward it": ("Math.floor(x) + 0 :", "Math.trunc(x) + 0 :"),
    "the sign of nothing is plus": ("x < 0 ? -1 : 0)", "x < 0 ? -1 : 1)"),
    "and is or": ("(a(t) && b(t))", "(a(t) || b(t))"),
    "not below is below": ("(a(t) >= b(t))", "(a(t) > b(t))"),
    "a rate below nothing is above": ("below ? root - 1 : quotient(1, root) - 1", "quotient(1, root) - 1"),
    "a rate of dust is one": ("trimmedFlows(row), HALF_CENT", "trimmedFlows(row), 0"),
    "a power is off by a part in a million million": (
        "powerAboveZero(Math.abs(x), y);",
        "powerAboveZero(Math.abs(x), y) * (1 + 1e-12);",
    ),
    "nothing is refused": ("throw new RangeError(", "return NaN; ("),
}


class Evidence(NamedTuple):
    """A book, some inputs one after another, and what they come to."""

    book: Book
    runs: list[Inputs]
    wanted: list[Values | str]

    def holds(self, script: str) -> bool:
        javascript = JavaScript(self.book, engine(script))
        given = [javascript.values(inputs) for inputs in self.runs]
        return not any(differences(self.book, *pair) for pair in zip(self.wanted, given, strict=True))


def evidence(book: Book, *runs: Inputs) -> Evidence:
    python = Python(book)
    return Evidence(book, list(runs), [python.values(inputs) for inputs in runs])


def edges() -> Evidence:
    book, inputs = edge_book()[:2]
    return evidence(book, inputs)


def lujia() -> Evidence:
    """As it is, with another price, and with a loan that no number holds."""
    project = rl.load("lujia")
    inputs = book_inputs(project)
    changes: tuple[Inputs, ...] = {"land_quota.price": 50_000.0}, {"loans.adbc.principal": 1e308}
    return evidence(book_of(project), inputs, *({**inputs, **change} for change in changes))


def groups() -> Evidence:
    """A sum by groups of two periods each, one of them not available; then the groups begin a period later."""
    book = Book(6, 3)
    late = book.input("late", NAME, "number", lowest=0, highest=9, whole=True)
    series = book.line("series", NAME, "yuan", when(equals(PERIOD, 3), NOT_AVAILABLE, PERIOD * 1.1))
    by = book.line("by", NAME, "number", floor((PERIOD - late + 1) / 2))
    book.line("grouped", NAME, "yuan", in_group(series, by))
    return evidence(book, {"late": 0.0}, {"late": 1.0})


def dust() -> Evidence:
    """A fifth of a cent comes in before the money, which has no rate of its own."""
    book = Book(5)
    amount = book.input("amount", NAME, "yuan")
    flow = book.line("flow", NAME, "yuan", when(PERIOD < 2, 0.002, when(PERIOD < 4, -amount, amount)))
    book.line("rate", NAME, "share", irr(flow, book.line("guess", NAME, "share", 0.1)))
    return evidence(book, {"amount": 100.0})


def random_one() -> Evidence:
    project = random_project(3)
    return evidence(book_of(project), book_inputs(project))


SOURCES = {"edges": edges, "lujia": lujia, "random": random_one, "groups": groups, "dust": dust}


@cache
def source(name: str) -> Evidence:
    return SOURCES[name]()


def agrees(script: str) -> bool:
    return all(source(name).holds(script) for name in SOURCES)


def test_the_script_agrees_as_it_is() -> None:
    assert agrees(calculator_script())
    assert REFUSED in source("lujia").wanted


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_noticed(fault: str) -> None:
    right, wrong = FAULTS[fault]
    assert right in calculator_script()
    assert not agrees(calculator_script().replace(right, wrong))


@pytest.mark.parametrize("size", ["Math.abs(x) ** y", "powerAboveZero(Math.abs(x), y) * (1 + 2 ** -52)"])
def test_a_power_that_is_off_by_its_last_digit_stays_within_the_bound(size: str) -> None:
    right = "const size = powerAboveZero(Math.abs(x), y);"
    assert right in calculator_script()
    assert agrees(calculator_script().replace(right, f"const size = {size};"))
