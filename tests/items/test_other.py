"""A planner's own lines: each kind goes where it belongs, and a formula may look at other lines."""

from __future__ import annotations

import pytest

from relocation.problems import ProblemsFound
from tests.small_village import appraised, problems_of, series

AMOUNT = {"amount": 900.0, "start": 2, "duration": 3}


# kind -> what 900 yuan over periods 2 to 4 do to revenue, expenditure and the cash at the end
@pytest.mark.parametrize(
    ("kind", "revenue", "expenditure", "closing"),
    [
        ("revenue", 900, 0, 900),
        ("subsidy", 900, 0, 900),
        ("cost", 0, 900, -900),
        ("financing_in", 0, 0, 900),
        ("financing_out", 0, 0, -900),
        ("memo", 0, 0, 0),
    ],
)
def test_a_kind_decides_where_a_line_counts(
    kind: str, revenue: float, expenditure: float, closing: float
) -> None:
    appraisal = appraised(other={"own": {**AMOUNT, "kind": kind}})
    assert appraisal.number("fund_balance.revenue") == revenue
    assert appraisal.number("fund_balance.expenditure") == expenditure
    assert series(appraisal, "cash.closing")[-1] == closing
    assert series(appraisal, "other.own.flow") == [0, 300, 300, 300]
    assert appraisal.number("other.own.total") == 900


def test_a_formula_reads_other_lines_in_its_own_period() -> None:
    appraisal = appraised(
        land_quota={
            "area": 100.0,
            "price": 1_000.0,
            "receipts": {"one": {"share": 0.3, "period": 1}, "two": {"share": 0.7, "period": 3}},
        },
        other={
            "levy": {"kind": "cost", "formula": "0.02 * land_quota.received"},
            "levied": {"kind": "memo", "formula": "previous(other.levied.flow) + other.levy.flow"},
        },
    )
    # 2 % of 30,000 in period 1 and of 70,000 in period 3.
    assert series(appraisal, "other.levy.flow") == pytest.approx([600, 0, 1_400, 0])
    assert series(appraisal, "other.levied.flow") == pytest.approx([600, 600, 2_000, 2_000])
    assert appraisal.number("fund_balance.expenditure") == pytest.approx(2_000)
    assert appraisal.number("fund_balance.balance") == pytest.approx(98_000)


def test_a_formula_that_never_changes_is_paid_in_every_period() -> None:
    appraisal = appraised(other={"guard": {"kind": "cost", "formula": "village.households * 12"}})
    assert series(appraisal, "other.guard.flow") == [120, 120, 120, 120]
    assert appraisal.number("fund_balance.expenditure") == 480


def test_an_unknown_name_comes_with_what_was_probably_meant() -> None:
    with pytest.raises(ProblemsFound) as caught:
        appraised(other={"levy": {"kind": "cost", "formula": "0.02 * land_quota.recieved"}})
    (problem,) = caught.value.problems
    assert problem.where == "other.levy.formula"
    assert "land_quota.received" in problem.text("en")
    assert "land_quota.received" in problem.text("zh")


def test_a_circle_of_own_lines_is_told_and_not_run() -> None:
    one, two = "other.two.flow + 1", "other.one.flow - 1"
    with pytest.raises(ProblemsFound, match=r"other\.one"):
        appraised(other={"one": {"kind": "memo", "formula": one}, "two": {"kind": "memo", "formula": two}})


def test_a_line_has_an_amount_or_a_formula_and_not_both() -> None:
    (problem,) = problems_of(other={"own": {"kind": "cost", "amount": 5.0, "formula": "3"}})
    assert problem.where == "other.own.amount"
