"""The points ledger: earned, redeemed, never below zero, never changed."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relocation.households.money import Ratio
from relocation.points.entries import read_points
from relocation.points.ledger import PointsEntry, PointsLedger
from relocation.problems import ProblemsFound

FIRST = PointsEntry("1", date(2017, 3, 1), "H-07", "earn", 30, "clean house, first quarter", "moral council")
SPENT = PointsEntry("2", date(2017, 3, 9), "H-07", "redeem", 12, "soap", "shop keeper")
OTHER = PointsEntry("3", date(2017, 3, 9), "H-08", "earn", 5, "voluntary labour", "moral council")


def test_a_ledger_by_hand() -> None:
    ledger = PointsLedger.of([FIRST, SPENT, OTHER])
    assert ledger.balances() == {"H-07": 18, "H-08": 5}
    assert (ledger.earned, ledger.redeemed) == (35, 12)
    assert [(row.entry.identity, row.balance) for row in ledger.statement("H-07")] == [("1", 30), ("2", 18)]


def test_the_cost_to_the_budget_at_a_declared_value() -> None:
    ledger = PointsLedger.of([FIRST, SPENT, OTHER])
    assert ledger.cost(Ratio(50)) == 12 * 50
    assert ledger.owed(Ratio(50)) == 23 * 50
    assert ledger.cost(Ratio(1, 8)) == 2  # 1.5 fen, away from zero
    assert ledger.cost(Ratio(50), since=date(2017, 3, 10)) == 0
    assert ledger.cost(Ratio(50), until=date(2017, 3, 8)) == 0
    assert ledger.cost(Ratio(50), since=date(2017, 3, 9), until=date(2017, 3, 9)) == 600


def test_a_balance_never_falls_below_zero_and_the_entry_is_named() -> None:
    with pytest.raises(ProblemsFound) as found:
        PointsLedger.of([FIRST, replace(SPENT, points=31)])
    [problem] = found.value.problems
    assert problem.where == "entry 2"
    assert problem.expected.en == "at most the 30 points of the household"
    assert problem.expected.zh == "不超过该户现有的 30 分"


def test_points_of_one_household_do_not_pay_for_another() -> None:
    with pytest.raises(ProblemsFound, match="entry 2"):
        PointsLedger.of([FIRST, replace(SPENT, household="H-08")])


def test_later_points_do_not_pay_for_an_earlier_redemption() -> None:
    with pytest.raises(ProblemsFound, match="entry 2"):
        PointsLedger.of([replace(SPENT, day=FIRST.day), replace(FIRST, identity="4")])


def test_everything_wrong_is_told_at_once() -> None:
    bad = [
        replace(FIRST, points=0),
        replace(FIRST, identity="5", points=-3),
        replace(FIRST, identity="6", points=1.5),  # type: ignore[arg-type]
        replace(FIRST, identity="7", reason="  "),
        replace(FIRST, identity="8", approver=""),
        replace(FIRST, identity="9", kind="gift"),  # type: ignore[arg-type]
        FIRST,
        replace(FIRST, identity="10", day=date(2017, 2, 28)),
    ]
    with pytest.raises(ProblemsFound) as found:
        PointsLedger.of(bad)
    assert [one.where.removeprefix("entry ") for one in found.value.problems] == [
        "1", "5", "6", "7", "8", "9", "1", "10",
    ]  # fmt: skip
    assert all(not one.text("zh").isascii() for one in found.value.problems)


def test_what_is_entered_stays() -> None:
    ledger = PointsLedger.of([FIRST])
    longer = PointsLedger.of([*ledger.entries, SPENT])
    assert ledger.entries == (FIRST,)
    assert longer.entries[:1] == ledger.entries
    with pytest.raises(dataclasses.FrozenInstanceError):
        FIRST.points = 99  # type: ignore[misc]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans(), st.integers(1, 50)), max_size=40))
def test_points_neither_appear_nor_vanish(moves: list[tuple[str, bool, int]]) -> None:
    ledger, refused = PointsLedger(), 0
    for at, (household, earns, points) in enumerate(moves):
        day = date(2017, 1, 1) + timedelta(days=at)
        kind = "earn" if earns else "redeem"
        entry = PointsEntry(str(at), day, household, kind, points, "reason", "approver")  # type: ignore[arg-type]
        before = ledger.balances().get(household, 0)
        if not earns and points > before:
            refused += 1
            with pytest.raises(ProblemsFound):
                PointsLedger.of([*ledger.entries, entry])
            continue
        ledger = PointsLedger.of([*ledger.entries, entry])
    assert len(ledger.entries) == len(moves) - refused
    assert sum(ledger.balances().values()) == ledger.earned - ledger.redeemed
    assert all(balance >= 0 for balance in ledger.balances().values())
    assert all(row.balance >= 0 for name in "abc" for row in ledger.statement(name))


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\r\n\r\n"])
def test_a_file_of_nothing_but_marks_is_a_problem(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_bytes(data)
    with pytest.raises(ProblemsFound, match="empty file"):
        read_points(path)
