"""One loan by itself against numpy-financial, closed forms and the literature; its payment, its draws, its problems."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy_financial as npf
import pytest

from relocation.caller import asked_by
from relocation.loan_schedule import LoanSchedule, loan_schedule
from relocation.problems import ProblemsFound

MONTHS = {"month": 1, "quarter": 3, "year": 12}


@pytest.fixture(autouse=True)
def _asked_by_a_command() -> Iterator[None]:
    """Problems are told by the options of `relocation loan`."""
    with asked_by("command"):
        yield


def schedule(principal: float, rate: float, term: int, method: str = "annuity", **terms: Any) -> LoanSchedule:
    period, draws = terms.pop("period", "year"), terms.pop("draws", None)
    given = {"rate": rate, "term": term, "method": method, "draw_interest": "full", **terms}
    return loan_schedule(principal, given, period, draws)


def column(found: LoanSchedule, key: str) -> list[float]:
    return [row[key] for row in found.rows]


def test_2500_at_824_percent_over_twelve_months() -> None:
    found = schedule(2_500, 0.0824, 12, period="month")
    assert found.payment == pytest.approx(217.7486, abs=5e-5)
    assert found.interest_total == pytest.approx(112.98, abs=5e-3)


def test_a_million_at_49_percent_over_240_months_agrees_line_by_line_with_numpy_financial() -> None:
    found = schedule(1_000_000, 0.049, 240, period="month")
    at, rate = np.arange(1, 241), 0.049 / 12
    assert found.payment == pytest.approx(6_544.44, abs=5e-3)
    assert found.payment == pytest.approx(-npf.pmt(rate, 240, 1_000_000), rel=1e-12)
    assert column(found, "interest") == pytest.approx(list(-npf.ipmt(rate, at, 240, 1_000_000)), abs=1e-6)
    assert column(found, "principal") == pytest.approx(list(-npf.ppmt(rate, at, 240, 1_000_000)), abs=1e-6)
    assert column(found, "closing")[-1] == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("period", "term"),
    [("year", 1), ("year", 2), ("year", 30), ("quarter", 100), ("month", 1), ("month", 360)],
)
@pytest.mark.parametrize("rate", [0.0, 1e-12, 0.0001, 0.0435, 0.36])
def test_level_payments_repay_the_loan_whatever_rate_and_term(rate: float, period: str, term: int) -> None:
    found = schedule(66e6, rate, term, period=period)
    per_period = rate * MONTHS[period] / 12
    # the geometric series summed term by term, so that a tiny rate loses no digits
    worth_of_one = math.fsum((1 + per_period) ** -at for at in range(1, term + 1))
    assert found.payment == pytest.approx(66e6 / worth_of_one, rel=1e-11)
    assert column(found, "payment") == pytest.approx([found.payment] * term, rel=1e-9)
    assert found.rows[-1]["closing"] == pytest.approx(0, abs=1e-4)
    assert len(found.rows) == term


def test_without_interest_a_loan_costs_nothing_and_is_repaid_in_equal_parts() -> None:
    found = schedule(1_200, 0.0, 12, period="month")
    assert found.payment == 100
    assert found.interest_total == 0


def test_equal_principal_by_hand() -> None:
    found = schedule(1_000, 0.08, 4, "equal_principal")
    assert found.payment is None
    assert column(found, "principal") == [250, 250, 250, 250]
    assert column(found, "interest") == pytest.approx([80, 60, 40, 20])
    assert column(found, "payment") == pytest.approx([330, 310, 290, 270])
    assert column(found, "closing") == [750, 500, 250, 0]


def test_a_bullet_by_hand() -> None:
    found = schedule(1_000, 0.08, 3, "bullet")
    assert found.payment is None
    assert column(found, "payment") == pytest.approx([80, 80, 1_080])
    assert found.interest_total == pytest.approx(240)


def test_grace_lies_inside_the_term() -> None:
    found = schedule(1_000, 0.08, 5, "equal_principal", grace=2)
    assert column(found, "principal") == pytest.approx([0, 0, 1_000 / 3, 1_000 / 3, 1_000 / 3])
    assert column(found, "interest") == pytest.approx([80, 80, 80, 160 / 3, 80 / 3])


def test_a_level_payment_after_paid_grace_repays_the_principal_in_what_is_left() -> None:
    found = schedule(1_000, 0.08, 5, grace=2)
    assert found.payment == pytest.approx(-npf.pmt(0.08, 3, 1_000), rel=1e-12)
    assert column(found, "payment") == pytest.approx([80, 80, *[found.payment] * 3])


def test_a_level_payment_after_capitalised_grace_repays_what_has_grown() -> None:
    found = schedule(1_000, 0.08, 5, grace=2, grace_interest="capitalised")
    # 1,000 x 1.08^2 = 1,166.40 is owed when repayment begins
    assert column(found, "closing")[1] == pytest.approx(1_166.40)
    assert found.payment == pytest.approx(-npf.pmt(0.08, 3, 1_166.40), rel=1e-12)
    assert column(found, "payment") == pytest.approx([0, 0, *[found.payment] * 3])
    assert column(found, "interest")[:2] == pytest.approx([80, 86.40])
    assert found.interest_total == pytest.approx(3 * found.payment - 1_000)


# Interest on 66 million yuan at 4.9 % in million yuan, by closed forms: n A - P; P i (n + 1) / 2; P i n.
@pytest.mark.parametrize(
    ("years", "level", "equal", "bullet"),
    [
        (3, 6.57, 6.47, 9.70),
        (5, 10.01, 9.70, 16.17),
        (10, 19.06, 17.79, 32.34),
        (20, 39.02, 33.96, 64.68),
        (25, 49.90, 42.04, 80.85),
    ],
)
def test_interest_on_the_loan_of_lujia_by_method_and_years(
    years: int, level: float, equal: float, bullet: float
) -> None:
    totals = [
        schedule(66e6, 0.049, years, method).interest_total
        for method in ("annuity", "equal_principal", "bullet")
    ]
    assert [total / 1e6 for total in totals] == pytest.approx([level, equal, bullet], abs=0.005)
    rate, growth = 0.049, 1.049**years
    closed = [
        years * 66e6 * rate * growth / (growth - 1) - 66e6,
        66e6 * rate * (years + 1) / 2,
        66e6 * rate * years,
    ]
    assert totals == pytest.approx(closed, rel=1e-12)


@pytest.mark.parametrize(
    ("draws", "interest"),
    [("500000,1000000,500000", [25_000, 102_500, 187_750]), ("300000,400000,0", [15_000, 51_500, 76_650])],
)
def test_draws_bear_construction_period_interest_by_the_half_year_rule(
    draws: str, interest: list[float]
) -> None:
    principal = sum(float(one) for one in draws.split(","))
    found = schedule(
        principal,
        0.1,
        4,
        grace=3,
        grace_interest="capitalised",
        draw_interest="half_period",
        draws=draws,
    )
    assert column(found, "interest")[:3] == pytest.approx(interest, abs=1e-6)
    assert column(found, "drawdown")[:3] == pytest.approx([float(one) for one in draws.split(",")])
    assert column(found, "closing")[2] == pytest.approx(principal + sum(interest))


def test_the_record_is_what_the_command_line_prints_as_json() -> None:
    record = schedule(1_000, 0.1, 2, "bullet").to_record()
    assert record["payment"] is None
    assert record["interest_total"] == pytest.approx(200)
    assert [*record["rows"][0]] == [
        "period",
        "opening",
        "drawdown",
        "interest",
        "principal",
        "payment",
        "closing",
    ]
    assert [row["period"] for row in record["rows"]] == [1, 2]


@pytest.mark.parametrize(
    ("draws", "found"),
    [
        ("500,abc", "500,abc"),
        ("500,400", "500,400"),
        ("1200,-200", "1200,-200"),
        ("nan,1000", "nan,1000"),
        (",", ","),
    ],
)
def test_draws_that_are_not_the_principal_are_refused_in_both_languages(draws: str, found: str) -> None:
    with pytest.raises(ProblemsFound) as caught:
        schedule(1_000, 0.1, 3, grace=2, draws=draws)
    (problem,) = caught.value.problems
    assert (problem.where, problem.found) == ("--draws", found)
    assert not problem.text("zh").isascii()


def test_problems_are_told_by_options_all_at_once() -> None:
    with pytest.raises(ProblemsFound) as caught:
        schedule(1_000, 0.1, 3, grace=3, draws="500,0,0,500")
    told = [problem.text("en") for problem in caught.value.problems]
    assert len(told) == 2
    assert told[0].startswith("--draws: ")
    assert told[1].startswith("--grace: ")
    assert "loans.loan" not in "".join(told + [problem.text("zh") for problem in caught.value.problems])
    assert "--term" in told[1]


@pytest.mark.parametrize(
    "terms", [{"rate": 4.9}, {"rate": -0.01}, {"term": 0}, {"term": 601}, {"method": "balloon"}]
)
def test_terms_outside_their_range_are_refused(terms: dict[str, Any]) -> None:
    (name,) = terms
    with pytest.raises(ProblemsFound) as caught:
        schedule(1_000, **{"rate": 0.05, "term": 5, **terms})
    assert f"--{name}" in [problem.where for problem in caught.value.problems]


def test_360_periods_without_a_word_about_months_are_taken_for_a_slip() -> None:
    with pytest.raises(ProblemsFound) as caught:
        schedule(1_000, 0.05, 360)
    (problem,) = caught.value.problems
    assert problem.where == "--term"
    assert "--period" in problem.text("en")
    assert "--period" in problem.text("zh")


def test_grace_longer_than_the_term_is_refused_inside_and_fits_outside() -> None:
    with pytest.raises(ProblemsFound) as caught:
        schedule(1_000, 0.08, 2, grace=3)
    (problem,) = caught.value.problems
    assert problem.where == "--grace"
    assert "--grace-basis" in problem.text("en")
    assert "--grace-basis" in problem.text("zh")
    found = schedule(1_000, 0.08, 2, "equal_principal", grace=3, grace_basis="outside")
    assert column(found, "principal") == pytest.approx([0, 0, 0, 500, 500])


def stepped(principal: float, *steps: str, **terms: Any) -> LoanSchedule:
    given = {"rate": 0.05, "term": 4, "method": "bullet", "draw_interest": "full", **terms}
    return loan_schedule(principal, given, rate_steps=steps)


def test_rate_steps_hold_from_their_period_on() -> None:
    found = stepped(1_000, "2=0.045", "4=0.04")
    assert column(found, "interest") == pytest.approx([50, 45, 45, 40])
    assert stepped(1_000, "3=0.06", method="annuity").payment is None  # no payment is level
    assert stepped(1_000, method="annuity").payment is not None


@pytest.mark.parametrize("step", ["0.045", "x=0.045", "5=", "2.5=0.04", "4=four"])
def test_a_rate_step_that_cannot_be_read_is_told(step: str) -> None:
    with pytest.raises(ProblemsFound) as caught:
        stepped(1_000, step)
    (problem,) = caught.value.problems
    assert (problem.where, problem.found) == ("--rate-step", step)


@pytest.mark.parametrize("steps", [("2=0.04", "2=0.03"), ("3=0.04", "2=0.03"), ("2=4.5",), ("0=0.04",)])
def test_rate_steps_that_do_not_fit_are_told_by_their_option(steps: tuple[str, ...]) -> None:
    with pytest.raises(ProblemsFound) as caught:
        stepped(1_000, *steps)
    assert {problem.where for problem in caught.value.problems} == {"--rate-step"}
    assert "loans.loan" not in "".join(problem.text("en") for problem in caught.value.problems)


def test_a_sinking_fund_stands_beside_its_bullet_and_nowhere_else() -> None:
    found = schedule(1_200, 0.05, 3, "bullet", sinking_fund="level")
    assert column(found, "set_aside") == pytest.approx([400, 400, 400])
    assert column(found, "sinking_fund") == pytest.approx([400, 800, 0])
    assert found.columns[-2:] == ["set_aside", "sinking_fund"]
    with pytest.raises(ProblemsFound) as caught:
        schedule(1_200, 0.05, 3, "annuity", sinking_fund="level")
    assert [problem.where for problem in caught.value.problems] == ["--sinking-fund"]


def test_a_subsidy_lowers_what_is_paid_and_not_what_accrues() -> None:
    found = schedule(1_000, 0.1, 2, "bullet", subsidised_principal=500.0, interest_subsidy=0.9)
    assert column(found, "interest") == pytest.approx([100, 100])
    assert column(found, "subsidy") == pytest.approx([45, 45])
    assert column(found, "payment") == pytest.approx([55, 1_055])
    assert found.interest_total == pytest.approx(200)


def test_the_conventions_of_a_loan_come_with_its_schedule() -> None:
    said = {name.en: how.en for name, how in schedule(1_000, 0.1, 3, "bullet", grace=1).conventions}
    assert said["Repayment"] == "bullet"
    assert said["Grace period"] == "1 period"
    assert said["Grace counted"] == "inside the term"
    assert said["Interest on drawdown"] == "the whole period"
