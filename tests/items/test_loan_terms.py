"""Terms of a loan: grace inside and outside the term, rate steps, subsidised interest, interest during construction."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy_financial as npf
import pytest

from relocation.appraisal import Appraisal
from tests.small_village import appraised, problems_of, series

METHODS = ("annuity", "equal_principal", "bullet", "sweep", "on_quota_receipt")


def loan_of(periods: int, period: str = "year", **terms: Any) -> Appraisal:
    return appraised(periods, period, loans={"bank": {"draw_interest": "full", **terms}})


def account(appraisal: Appraisal, key: str) -> list[float]:
    return series(appraisal, f"loans.bank.{key}")


def near(*values: Fraction | float) -> Any:
    return pytest.approx([float(value) for value in values], abs=1e-9)


# Grace --------------------------------------------------------------------------------------------------------------


def test_grace_outside_the_term_leaves_all_its_repayments() -> None:
    found = loan_of(
        5, principal=1_000.0, rate=0.08, term=2, grace=3, grace_basis="outside", method="equal_principal"
    )
    assert account(found, "principal_repaid") == near(0, 0, 0, 500, 500)
    assert account(found, "interest_paid") == near(80, 80, 80, 80, 40)


def test_grace_outside_and_a_longer_term_inside_are_the_same_loan() -> None:
    terms = {"principal": 1_000.0, "rate": 0.08, "grace": 3, "method": "annuity"}
    outside = loan_of(8, term=5, grace_basis="outside", **terms)
    inside = loan_of(8, term=8, **terms)
    for key in ("opening", "interest_paid", "principal_repaid", "closing"):
        assert account(outside, key) == account(inside, key)


def test_a_loan_that_is_not_repaid_inside_the_timeline_is_refused() -> None:
    terms = {"principal": 1_000.0, "rate": 0.08, "term": 4, "grace": 2, "grace_basis": "outside"}
    (problem,) = problems_of(5, loans={"bank": terms})
    assert problem.where == "loans.bank.term"
    assert "period 6" in problem.text("en")
    assert "第6期" in problem.text("zh")
    assert problems_of(6, loans={"bank": terms}) == []


# Rate steps ---------------------------------------------------------------------------------------------------------


def steps(*periods_and_rates: tuple[int, float]) -> dict[str, Any]:
    return {f"step_{at}": {"period": when, "rate": rate} for at, (when, rate) in enumerate(periods_and_rates)}


def test_a_capitalised_loan_whose_rate_steps_by_hand() -> None:
    found = loan_of(
        4,
        principal=1_000.0,
        rate=0.1,
        term=4,
        grace=2,
        grace_interest="capitalised",
        method="equal_principal",
        rate_steps=steps((2, 0.2), (4, 0.05)),
    )
    # 1,000 x 1.1 x 1.2 = 1,320, repaid in two parts of 660; 20 % of 1,320, then 5 % of 660
    assert account(found, "closing") == near(1_100, 1_320, 660, 0)
    assert account(found, "accrued") == near(100, 220, 264, 33)
    assert account(found, "interest_paid") == near(0, 0, 264, 33)
    assert found.number("checks.interest_reconciled.passed") == 1


def test_after_a_step_the_level_payment_is_worked_out_anew() -> None:
    found = loan_of(5, principal=1_000.0, rate=0.05, term=5, method="annuity", rate_steps=steps((3, 0.08)))
    before = -npf.pmt(0.05, 5, 1_000)
    owed = -npf.fv(0.05, 2, -before, 1_000)
    after = -npf.pmt(0.08, 3, owed)
    paid = [
        one + two
        for one, two in zip(account(found, "interest_paid"), account(found, "principal_repaid"), strict=True)
    ]
    assert paid == near(before, before, after, after, after)
    assert account(found, "closing")[1] == pytest.approx(owed)


def test_a_step_to_no_interest_and_an_unused_step_count_as_written() -> None:
    found = loan_of(
        4,
        principal=1_000.0,
        rate=0.1,
        term=4,
        method="bullet",
        rate_steps=steps((2, 0.0), (0, 0.0), (4, 0.03)),
    )
    assert account(found, "interest_paid") == near(100, 0, 0, 30)


def test_a_step_by_months_bears_a_twelfth() -> None:
    found = loan_of(
        2, "month", principal=1_200.0, rate=0.1, term=2, method="bullet", rate_steps=steps((2, 0.05))
    )
    assert account(found, "interest_paid") == near(10, 5)


# Subsidised interest ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subsidised", "share", "part"),
    [
        (0, 0.9, 0),
        (6_930_000, 0.9, Fraction(6_930_000, 66_000_000) * Fraction(9, 10)),
        (66e6, 0.9, Fraction(9, 10)),
        (99e6, 1, 1),
    ],
)
def test_interest_on_the_subsidised_principal_is_subsidised_and_no_more(
    subsidised: float, share: float, part: Fraction | int
) -> None:
    """35,000 yuan for each of 198 registered persons are 6.93 million of the 66 million of Lujia."""
    found = loan_of(
        3,
        principal=66e6,
        rate=0.05,
        term=3,
        method="bullet",
        subsidised_principal=float(subsidised),
        interest_subsidy=float(share),
    )
    interest = Fraction(3_300_000)
    assert account(found, "accrued") == near(*[interest] * 3)
    assert account(found, "subsidy_received") == pytest.approx([float(interest * part)] * 3, abs=1e-6)
    assert account(found, "interest_paid") == pytest.approx([float(interest * (1 - part))] * 3, abs=1e-6)
    assert found.number("checks.interest_reconciled.passed") == 1


def test_what_is_subsidised_is_not_capitalised() -> None:
    found = loan_of(
        2,
        principal=1_000.0,
        rate=0.1,
        term=2,
        grace=1,
        grace_interest="capitalised",
        subsidised_principal=500.0,
        interest_subsidy=0.9,
    )
    # 100 accrue, 45 are subsidised, 55 are added; then 105.5, of which 45 % are subsidised
    assert account(found, "capitalised") == near(55, 0)
    assert account(found, "interest_paid") == near(0, Fraction("105.5") * Fraction(55, 100))


def test_a_subsidy_follows_what_is_drawn_by_schedule() -> None:
    """500 of 1,000 are subsidised by half at 10 %, drawn by halves: the first half is, the second is not."""
    draws = {"a": {"share": 0.5, "period": 1}, "b": {"share": 0.5, "period": 2}}
    found = loan_of(
        4,
        principal=1_000.0,
        rate=0.1,
        term=4,
        grace=3,
        draw_interest="full",
        subsidised_principal=500.0,
        interest_subsidy=0.5,
        drawdowns=draws,
    )
    assert account(found, "accrued") == near(50, 100, 100, 100)
    assert account(found, "subsidy_received") == near(25, 25, 25, 25)


@pytest.mark.parametrize(
    ("needed", "drawn", "subsidy"),
    [
        (190, 200, 10),  # all of it subsidised: 200 less 20 of interest, of which 10 are borne elsewhere
        (475, 500, 25),
        (565, 600, 25),  # 500 bring 475 and the other 100 bring 90
        (5_000, 1_000, 25),  # more than the loan has
    ],
)
def test_a_subsidy_follows_what_is_drawn_on_need(needed: int, drawn: int, subsidy: int) -> None:
    """Up to 1,000 at 10 % for works in year 1, of which the interest on 500 is subsidised by half."""
    found = appraised(
        3,
        construction={"works": {"quantity": 1.0, "rate": float(needed)}},
        loans={
            "bank": {
                "principal": 1_000.0,
                "rate": 0.1,
                "term": 3,
                "grace": 2,
                "drawdown_rule": "on_need",
                "draw_interest": "full",
                "subsidised_principal": 500.0,
                "interest_subsidy": 0.5,
            }
        },
    )
    assert account(found, "drawdown")[0] == pytest.approx(float(drawn), rel=1e-12)
    assert account(found, "subsidy_received")[0] == pytest.approx(float(subsidy), rel=1e-12)
    left = float(drawn) * 0.9 + float(subsidy) - needed
    assert series(found, "cash.closing")[0] == pytest.approx(left if needed > 1_000 else 0, abs=1e-9)


def test_no_subsidy_is_assumed() -> None:
    assert not any(account(loan_of(3, principal=1_000.0, rate=0.1, term=3), "subsidy_received"))


# Construction-period interest ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("grace_interest", ["paid", "capitalised"])
@pytest.mark.parametrize("built", [1, 2, 3, 5])
def test_interest_during_construction_accrues_until_the_works_end(grace_interest: str, built: int) -> None:
    """The vector of the third edition's q_t = (P_t-1 + A_t / 2) i: 500, 1000 and 500 drawn at 10 %."""
    draws = {
        at: {"share": share, "period": period}
        for at, share, period in (("a", 0.25, 1), ("b", 0.5, 2), ("c", 0.25, 3))
    }
    found = appraised(
        5,
        construction={"works": {"quantity": 1.0, "rate": 1_000.0, "duration": built}},
        loans={
            "bank": {
                "principal": 2_000.0,
                "rate": 0.1,
                "term": 5,
                "grace": 3,
                "grace_interest": grace_interest,
                "draw_interest": "half_period",
                "drawdowns": draws,
            }
        },
    )
    # Capitalised: 25, 102.5, 187.75, in all 315.25. Paid: 25, 100, 175, as nothing is added to the loan.
    # Two instalments are left after the grace of three: half of it bears interest in year 5.
    drawn = (25, 102.5, 187.75) if grace_interest == "capitalised" else (25, 100, 175)
    owed = 2_000 + (sum(drawn) if grace_interest == "capitalised" else 0)
    by_hand = [*drawn, owed * 0.1, owed / 2 * 0.1][:built]
    assert account(found, "accrued")[:built] == near(*by_hand)
    assert account(found, "construction_interest") == near(*by_hand, *[0] * (5 - built))
    assert sum(series(found, "loans.construction_interest")) == pytest.approx(sum(by_hand))
    assert found.annual("investment").loc["construction_interest", "total"] == pytest.approx(sum(by_hand))


# Every method -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("periods", "period"), [(1, "year"), (2, "quarter"), (360, "month")])
@pytest.mark.parametrize("rate", [0.0, 1e-12, 0.049])
def test_whatever_the_method_rate_and_term_the_loan_is_repaid(
    method: str, periods: int, period: str, rate: float
) -> None:
    found = loan_of(periods, period, principal=66e6, rate=rate, term=periods, method=method)
    assert account(found, "closing")[-1] == pytest.approx(0, abs=1e-4)
    assert sum(account(found, "principal_repaid")) == pytest.approx(66e6, rel=1e-12)
    assert found.number("checks.all_passed") == 1
