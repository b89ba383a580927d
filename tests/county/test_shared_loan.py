"""One loan shared by several villages: what they carry adds up to the loan calculated as one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relocation.county.consolidation import County, Village
from relocation.county.shared_loan import PARTS, SharedLoan, broken_terms
from relocation.problems import ProblemsFound
from relocation.project.project import Project

TERMS: dict[str, Any] = {"principal": 1_000.0, "rate": 0.1, "term": 4, "grace": 2, "draw_interest": "full"}
PLAN = {"a": {"period": 3, "amount": 700.0}, "b": {"period": 4, "amount": 300.0}}


def project(start: date = date(2026, 1, 1), period: str = "year", periods: int = 6, **groups: Any) -> Project:
    timeline = {"start": start, "period": period, "periods": periods}
    return Project.build({"village": {"households": 1, "persons": 1}, "timeline": timeline, **groups})


def loan(shares: dict[str, float], **terms: Any) -> SharedLoan:
    return SharedLoan("policy", {**TERMS, **terms}, date(2026, 1, 1), "year", shares)


def county(shared: SharedLoan, **villages: Project) -> County:
    found = [
        Village(f"{name}.toml", shared.carried_by(one, f"{name}.toml").appraise())
        for name, one in villages.items()
    ]
    return County(tuple(found), loans=(shared,))


def test_a_loan_of_a_thousand_by_hand() -> None:
    """10 % for four years, two of them without repayment, then 500 a year; a quarter and three quarters."""
    shared = loan({"a.toml": 0.25, "b.toml": 0.75})
    found = county(shared, a=project(), b=project())
    assert shared.as_one(found, "interest_paid") == pytest.approx([100, 100, 100, 50, 0, 0])
    assert shared.as_one(found, "closing") == pytest.approx([1_000, 1_000, 500, 0, 0, 0])
    parts = shared.parts(found, "interest_paid")
    assert parts["a.toml"] == pytest.approx([25, 25, 25, 12.5, 0, 0])
    assert parts["b.toml"] == pytest.approx([75, 75, 75, 37.5, 0, 0])
    assert abs(shared.largest_difference(found)) < 1e-9
    assert [check.key for check in found.checks if not check.passed] == []
    assert found.villages[0].appraisal.number("loans.interest_total") == pytest.approx(87.5)


def test_a_share_is_part_of_the_cash_and_the_verdict_of_a_village() -> None:
    """The loan of 250 saves a village that needs 200 at once, until it has to be repaid."""
    needs = project(construction={"works": {"quantity": 1.0, "rate": 200.0}})
    shared = loan({"a.toml": 0.25, "b.toml": 0.75})
    alone, with_loan = needs.appraise(), shared.carried_by(needs, "a.toml").appraise()
    assert alone.number("cash.minimum") == -200
    assert with_loan.value("cash.closing", 1) == pytest.approx(250 - 200 - 25)
    assert with_loan.number("fund_balance.balance") == alone.number("fund_balance.balance")


def test_a_village_with_a_later_start_or_a_short_timeline_carries_it_by_date() -> None:
    shared = loan({"a.toml": 0.5, "b.toml": 0.5})
    early = project(start=date(2024, 1, 1), periods=3, income={"leases": {"amount": 10.0, "duration": 0}})
    found = county(shared, a=early, b=project())
    carried = found.villages[0].appraisal
    assert carried.project.timeline.periods == 6  # 2024 to 2029, the year of the last repayment
    assert carried.value("loans.shared_policy.drawdown") == pytest.approx([0, 0, 500, 0, 0, 0])
    assert carried.value("income.leases.flow") == [10, 10, 10, 0, 0, 0]
    assert abs(shared.largest_difference(found)) < 1e-9


def test_scheduled_drawdowns_move_with_the_start() -> None:
    draws = {"late": {"share": 0.4, "period": 2}}
    shared = loan({"a.toml": 0.5, "b.toml": 0.5}, drawdowns=draws)
    found = county(shared, a=project(start=date(2025, 1, 1)), b=project())
    assert found.villages[0].appraisal.value("loans.shared_policy.drawdown") == pytest.approx(
        [0, 300, 200, 0, 0, 0]
    )
    assert abs(shared.largest_difference(found)) < 1e-9


@settings(max_examples=25, deadline=None)
@given(
    share=st.floats(0.001, 0.999),
    principal=st.floats(1.0, 9e8),
    rate=st.floats(0, 0.3),
    term=st.integers(1, 30),
    method=st.sampled_from(["annuity", "equal_principal", "bullet"]),
    grace_interest=st.sampled_from(["paid", "capitalised"]),
    quarters=st.tuples(st.integers(0, 9), st.integers(0, 9)),
)
def test_any_shared_loan_reconciles_to_the_fen(
    share: float,
    principal: float,
    rate: float,
    term: int,
    method: str,
    grace_interest: str,
    quarters: tuple[int, int],
) -> None:
    terms = {
        "principal": principal,
        "rate": rate,
        "term": term,
        "grace": term // 3,
        "method": method,
        "grace_interest": grace_interest,
    }
    shares = {"a.toml": share, "b.toml": 1 - share}
    shared = SharedLoan("policy", terms, date(2026, 7, 1), "quarter", shares)
    starts = [date(2026 - (one + 2) // 4, 1 + 3 * ((2 - one) % 4), 1) for one in quarters]
    a, b = (project(start=start, period="quarter", periods=12) for start in starts)
    found = county(shared, a=a, b=b)
    assert abs(shared.largest_difference(found)) < 0.005
    drawn = sum(sum(part) for part in shared.parts(found, "drawdown").values())
    assert drawn == pytest.approx(principal, abs=0.004)


def test_a_share_that_is_lost_is_found_by_the_check() -> None:
    """The village with three quarters of the loan could not be read."""
    shared = loan({"a.toml": 0.25, "b.toml": 0.75})
    found = county(shared, a=project())
    assert [check.key for check in found.checks if not check.passed] == ["loans.policy"]
    assert shared.largest_difference(found) == pytest.approx(-750)


@pytest.mark.parametrize(
    ("start", "period"),
    [(date(2026, 1, 1), "quarter"), (date(2026, 4, 1), "year"), (date(2027, 1, 1), "year")],
)
def test_a_village_that_counts_otherwise_is_refused_in_both_languages(start: date, period: str) -> None:
    with pytest.raises(ProblemsFound) as refused:
        loan({"a.toml": 1.0}).carried_by(project(start=start, period=period), "a.toml")
    (problem,) = refused.value.problems
    assert "counted by year" in problem.text("en")
    assert "2026-01" in problem.text("zh")


@pytest.mark.parametrize(
    ("shares", "terms", "where"),
    [
        ({"a.toml": 0.5, "b.toml": 0.4}, {}, "loans.policy.shares"),
        ({"a.toml": 1.5, "b.toml": -0.5}, {}, "loans.policy.shares"),
        ({"a.toml": 0.5, "c.toml": 0.5}, {}, "loans.policy.shares"),
        ({"a.toml": 1.0}, {"method": "sweep"}, "loans.policy.method"),
        ({"a.toml": 1.0}, {"drawdown_rule": "on_need"}, "loans.policy.drawdown_rule"),
        ({"a.toml": 1.0}, {"rate": 4.9}, "loans.shared_policy.rate"),
    ],
)
def test_broken_terms_are_named(shares: dict[str, float], terms: dict[str, Any], where: str) -> None:
    found = list(broken_terms(loan(shares, **terms), ("a.toml", "b.toml")))
    assert where in [one.where for one in found]
    assert all(one.text("en").isascii() and not one.text("zh").isascii() for one in found)
    assert list(broken_terms(loan({"a.toml": 1.0}), ("a.toml", "b.toml"))) == []


def test_every_part_is_printed_for_the_whole_and_for_every_village() -> None:
    shared = loan({"a.toml": 0.25, "b.toml": 0.75})
    record = shared.to_record(county(shared, a=project(), b=project()), "zh")
    assert set(record["whole"]) == set(PARTS)
    assert {file: set(parts) for file, parts in record["villages"].items()} == {
        "a.toml": set(PARTS),
        "b.toml": set(PARTS),
    }


def test_a_plan_of_the_lender_is_shared_too() -> None:
    """700 and 300 in years 3 and 4, of which a village that begins a year earlier carries a quarter."""
    shared = loan({"a.toml": 0.25, "b.toml": 0.75}, method="stated", repayments=PLAN)
    found = county(shared, a=project(date(2025, 1, 1)), b=project())
    assert shared.as_one(found, "principal_repaid")[:5] == pytest.approx([0, 0, 0, 700, 300])
    assert shared.parts(found, "principal_repaid")["a.toml"][:5] == pytest.approx([0, 0, 0, 175, 75])
    assert abs(shared.largest_difference(found)) < 1e-9


def test_rounding_is_not_shared() -> None:
    told = list(broken_terms(loan({"a.toml": 1.0}, rounding="fen"), ("a.toml",)))
    assert [one.where for one in told] == ["loans.policy.rounding"]
