"""Loans inside a project: the account by hand and by exact fractions, and what must hold for every loan."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relocation.appraisal import Appraisal
from relocation.loan_schedule import loan_schedule
from relocation.project.borrowing import last_period_of
from tests.small_village import appraised, series

MONTHS = {"month": 1, "quarter": 3, "year": 12}


def loan_of(periods: int, period: str = "year", **terms: Any) -> Appraisal:
    return appraised(periods, period, loans={"bank": terms})


def account(appraisal: Appraisal, *keys: str) -> list[list[float]]:
    return [series(appraisal, f"loans.bank.{key}") for key in keys]


HALF_YEAR_RULE = {"grace_interest": "capitalised", "draw_interest": "half_period"}


def test_construction_period_interest_on_500_1000_500_by_the_half_year_rule() -> None:
    draws = {
        "a": {"share": 0.25, "period": 1},
        "b": {"share": 0.5, "period": 2},
        "c": {"share": 0.25, "period": 3},
    }
    appraisal = loan_of(
        5, principal=2_000_000.0, rate=0.1, term=5, grace=3, drawdowns=draws, **HALF_YEAR_RULE
    )
    accrued, added, closing = account(appraisal, "accrued", "capitalised", "closing")
    # (0 + 500/2) x 10 % = 25; (525 + 1000/2) x 10 % = 102.5; (1627.5 + 500/2) x 10 % = 187.75 thousand yuan
    assert accrued[:3] == pytest.approx([25_000, 102_500, 187_750], abs=1e-6)
    assert added[:3] == accrued[:3]
    assert closing[2] == pytest.approx(2_315_250, abs=1e-6)


def test_construction_period_interest_runs_on_where_the_third_year_draws_nothing() -> None:
    draws = {"a": {"share": 300 / 700, "period": 1}, "b": {"share": 400 / 700, "period": 2}}
    appraisal = loan_of(4, principal=700_000.0, rate=0.1, term=4, grace=3, drawdowns=draws, **HALF_YEAR_RULE)
    # 300/2 x 10 % = 15; (315 + 400/2) x 10 % = 51.5; (315 + 400 + 51.5) x 10 % = 76.65 thousand yuan
    assert account(appraisal, "accrued")[0][:3] == pytest.approx([15_000, 51_500, 76_650], abs=1e-6)


EQUAL = {"method": "equal_principal"}


@pytest.mark.parametrize(("draw_interest", "first"), [("full", 100), ("half_period", 50), ("none", 0)])
def test_the_period_of_drawdown_bears_interest_in_full_by_half_or_not(
    draw_interest: str, first: float
) -> None:
    appraisal = loan_of(3, principal=1_000.0, rate=0.1, term=3, grace=1, **EQUAL, draw_interest=draw_interest)
    interest, repaid, closing = account(appraisal, "interest_paid", "principal_repaid", "closing")
    assert interest == pytest.approx([first, 100, 50])
    assert repaid == [0, 500, 500]
    assert closing == [1_000, 500, 0]


def test_drawn_on_the_first_day_a_loan_is_repaid_from_the_end_of_that_period_on() -> None:
    """The textbook loan: principal, rate and term, nothing else."""
    appraisal = loan_of(4, principal=1_200.0, rate=0.1, term=4, method="equal_principal")
    interest, repaid = account(appraisal, "interest_paid", "principal_repaid")
    assert repaid == [300, 300, 300, 300]
    assert interest == pytest.approx([120, 90, 60, 30])


@pytest.mark.parametrize(("draw_interest", "first"), [("half_period", 60), ("none", 0)])
def test_drawn_later_a_loan_is_repaid_from_the_end_of_the_next_period_on(
    draw_interest: str, first: float
) -> None:
    """As many repayments as periods of the term, none of them on the day of drawdown."""
    appraisal = loan_of(
        5, principal=1_200.0, rate=0.1, term=4, method="equal_principal", draw_interest=draw_interest
    )
    interest, repaid, drawn = account(appraisal, "interest_paid", "principal_repaid", "drawdown")
    assert drawn == [1_200, 0, 0, 0, 0]
    assert repaid == [0, 300, 300, 300, 300]
    assert interest == pytest.approx([first, 120, 90, 60, 30])


def test_grace_of_one_inside_the_term_begins_as_late_and_has_one_repayment_less() -> None:
    without, with_one = (
        loan_of(5, principal=1_200.0, rate=0.1, term=4, grace=grace, draw_interest="none", **EQUAL)
        for grace in (0, 1)
    )
    assert account(without, "principal_repaid")[0] == [0, 300, 300, 300, 300]
    assert account(with_one, "principal_repaid")[0] == [0, 400, 400, 400, 0]


@pytest.mark.parametrize(
    ("method", "dscr", "interest"),
    # A = 26.4 x 0.05 / (1 - 1.05^-8) = 4.084658 million a year; 3.3 + 1.32 million in the first year
    [("annuity", 1.8998, 6_277_247), ("equal_principal", 1.6797, 5_940_000)],
)
def test_built_in_one_year_and_repaid_from_the_next_on(method: str, dscr: float, interest: float) -> None:
    """66 million of cost, 26.4 of loan drawn at the end of the year of building, 7.76 million a year from then on."""
    loan = {"principal": 26.4e6, "rate": 0.05, "term": 8, "method": method, "draw_interest": "none"}
    appraisal = appraised(
        9,
        loans={"bank": loan},
        construction={"works": {"quantity": 1.0, "rate": 66e6, "unit": "lump sum"}},
        subsidies={"county": {"quantity": 1.0, "rate": 39.6e6}},
        income={"rent": {"amount": 7.76e6, "start": 2}},
    )
    assert appraisal.number("dscr_min") == pytest.approx(dscr, abs=5e-5)
    assert appraisal.number("loans.interest_total") == pytest.approx(interest, abs=0.5)
    assert appraisal.number("loans.interest_total") == pytest.approx(
        loan_schedule(26.4e6, {"rate": 0.05, "term": 8, "method": method}).interest_total, abs=1e-6
    )
    assert appraisal.number("cash.minimum") == pytest.approx(0, abs=1e-6)
    assert appraisal.number("loans.uncovered") == pytest.approx(0, abs=1e-6)


def test_a_level_payment_is_level_whatever_interest_the_drawdown_bears() -> None:
    """A = 1000 x 0.1 / (1 - 1.1^-3) = 1331 x 100 / 331; before it the interest on the drawdown, if any."""
    for rule, before in (("full", []), ("half_period", [50]), ("none", [0])):
        found = loan_of(
            3 + len(before), principal=1_000.0, rate=0.1, term=3, method="annuity", draw_interest=rule
        )
        paid = [sum(one) for one in zip(*account(found, "interest_paid", "principal_repaid"), strict=True)]
        assert paid == pytest.approx([*before, *[133_100 / 331] * 3], abs=1e-9)


def test_a_bullet_pays_interest_only_until_its_last_period() -> None:
    appraisal = loan_of(
        5, principal=1_000.0, rate=0.06, term=4, method="bullet", draw_interest="full", start=2
    )
    interest, repaid, closing = account(appraisal, "interest_paid", "principal_repaid", "closing")
    assert interest == pytest.approx([0, 60, 60, 60, 60])
    assert repaid == [0, 0, 0, 0, 1_000]
    assert closing == [0, 1_000, 1_000, 1_000, 0]


def test_a_month_bears_a_twelfth_and_a_quarter_a_fourth_of_the_yearly_rate() -> None:
    for period, share in (("month", 0.01), ("quarter", 0.03), ("year", 0.12)):
        appraisal = loan_of(2, period, principal=1_000.0, rate=0.12, term=2)
        assert account(appraisal, "period_rate")[0] == pytest.approx([share, share], abs=1e-15)


def test_what_no_drawdown_names_is_drawn_at_the_start() -> None:
    later = {"later": {"share": 0.4, "period": 3}}
    appraisal = loan_of(6, principal=1_000.0, rate=0.0, term=4, start=2, grace=2, drawdowns=later)
    assert account(appraisal, "drawdown")[0] == pytest.approx([0, 600, 400, 0, 0, 0])


def test_two_loans_stand_apart_and_add_up() -> None:
    appraisal = appraised(
        loans={
            "one": {"principal": 300.0, "rate": 0.1, "term": 3, "draw_interest": "full", **EQUAL},
            "two": {
                "principal": 500.0,
                "rate": 0.2,
                "term": 2,
                "start": 2,
                "draw_interest": "full",
                "method": "bullet",
            },
        }
    )
    # one: 30, 20, 10 of interest; two: 100, 100.
    assert series(appraisal, "loans.interest_paid") == pytest.approx([30, 120, 110, 0])
    assert series(appraisal, "loans.outstanding") == pytest.approx([200, 600, 0, 0])
    assert appraisal.number("loans.interest_total") == pytest.approx(260)


def exact_account(
    principal: int,
    rate: Fraction,
    term: int,
    grace: int,
    method: str,
    capitalised: bool,
    first_weight: Fraction,
) -> list[tuple[Fraction, Fraction, Fraction]]:
    """Interest paid, principal repaid and closing balance by period, in exact fractions; drawn in period 1."""
    owed, rows = Fraction(principal), []
    waits = 1 if grace == 0 and first_weight < 1 else 0
    for at in range(1, term + waits + 1):
        interest = owed * rate * (first_weight if at == 1 else 1)
        left = term + waits - at + 1
        if at <= max(grace, waits):
            owed += interest * capitalised
            rows.append((interest * (not capitalised), Fraction(0), owed))
            continue
        match method:
            case "annuity":
                growth = (1 + rate) ** left
                repaid = owed / left if rate == 0 else owed * rate / (growth - 1)
            case "equal_principal":
                repaid = owed / left
            case _:
                repaid = owed if left == 1 else Fraction(0)
        owed -= repaid
        rows.append((interest, repaid, owed))
    return rows


@pytest.mark.parametrize("method", ["annuity", "equal_principal", "bullet"])
@pytest.mark.parametrize("grace_interest", ["paid", "capitalised"])
@pytest.mark.parametrize("grace", [0, 1, 4])
@pytest.mark.parametrize(
    ("draw_interest", "weight"), [("full", 1), ("half_period", Fraction(1, 2)), ("none", 0)]
)
def test_every_kind_of_loan_agrees_with_exact_fractions(
    method: str, grace_interest: str, grace: int, draw_interest: str, weight: Fraction
) -> None:
    terms = {"rate": 0.0625, "term": 9, "grace": grace, "method": method}
    exact = exact_account(
        66_000_000, Fraction(1, 16), 9, grace, method, grace_interest == "capitalised", Fraction(weight)
    )
    more = {"grace_interest": grace_interest, "draw_interest": draw_interest}
    appraisal = loan_of(len(exact), principal=66_000_000.0, **more, **terms)
    for key, column in zip(
        ("interest_paid", "principal_repaid", "closing"), zip(*exact, strict=True), strict=True
    ):
        assert account(appraisal, key)[0] == pytest.approx([float(one) for one in column], abs=1e-5), key


LOANS = st.fixed_dictionaries(
    {
        "rate": st.one_of(st.just(0.0), st.just(1e-12), st.floats(0.0001, 0.4)),
        "term": st.integers(1, 60),
        "grace": st.integers(0, 59),
        "grace_interest": st.sampled_from(["paid", "capitalised"]),
        "method": st.sampled_from(["annuity", "equal_principal", "bullet"]),
        "draw_interest": st.sampled_from(["full", "none"]),
    }
)


@settings(max_examples=60)
@given(terms=LOANS, period=st.sampled_from(list(MONTHS)), principal=st.integers(1, 10**9))
def test_discounted_at_its_own_rate_every_loan_pays_back_what_it_brought(
    terms: dict[str, Any], period: str, principal: int
) -> None:
    """Money drawn on the first day of its period (full) or on the last (none); payments on the last day."""
    terms = {**terms, "grace": min(terms["grace"], terms["term"] - 1)}
    last = last_period_of({"principal": float(principal), **terms})
    appraisal = loan_of(last, period, principal=float(principal), **terms)
    interest, repaid, closing = account(appraisal, "interest_paid", "principal_repaid", "closing")
    rate = terms["rate"] * MONTHS[period] / 12
    worth = sum(
        (one + two) / (1 + rate) ** at for at, (one, two) in enumerate(zip(interest, repaid, strict=True), 1)
    )
    brought = principal / (1 if terms["draw_interest"] == "full" else 1 + rate)
    assert worth == pytest.approx(brought, rel=1e-9)
    assert closing[-1] == pytest.approx(0, abs=1e-9 * max(principal, *closing))
    assert min(*interest, *repaid) >= 0
