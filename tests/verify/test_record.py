"""When two numbers are the same, and what a cross-check makes of those that are not."""

from math import inf, nan

import pytest

from relocation.labels import same
from relocation.verify.record import Answers, Asked, CrossCheck, Number, Place, agree

NPV, CASH = Place("npv"), Place("cash.closing", 3)


@pytest.mark.parametrize(
    ("ours", "theirs", "is_money", "agrees"),
    [
        (100.0, 100.009, True, True),
        (100.0, 100.011, True, False),
        (1e12, 1e12 + 900, True, True),
        (1e12, 1e12 + 1100, True, False),
        (0.05, 0.05 + 9e-10, False, True),
        (0.05, 0.0500001, False, False),
        (0.0, 0.009, False, False),
        (nan, nan, True, True),
        (nan, inf, False, True),
        (nan, 0.0, True, False),
        (0.0, nan, True, False),
        (nan, "#VALUE!", True, False),
        (2.0, "nothing", True, False),
    ],
)
def test_agreement(ours: float, theirs: Number, is_money: bool, agrees: bool) -> None:
    assert agree(ours, theirs, is_money=is_money) is agrees


def check_of(**numbers: dict[Place, Number]) -> CrossCheck:
    engines = (
        Asked(key, same(key), same(""), same(""), (), Answers("1", given)) for key, given in numbers.items()
    )
    return CrossCheck({NPV: 5.0, CASH: 7.0}, {"npv", "cash.closing"}, tuple(engines))


def test_one_engine_that_differs_is_enough() -> None:
    check = check_of(first={NPV: 5.0, CASH: 7.0}, second={NPV: 5.02})
    assert not check.holds
    assert [(found.place, found.engine.key, found.theirs) for found in check.differences] == [
        (NPV, "second", 5.02)
    ]
    assert (check.differing, check.checked) == ({NPV}, {NPV, CASH})


def test_a_number_that_python_does_not_have_differs() -> None:
    assert not check_of(first={Place("no.such.line"): 1.0}).holds


def test_places_are_told_by_line_and_period() -> None:
    assert (str(NPV), str(CASH)) == ("npv", "cash.closing[3]")
