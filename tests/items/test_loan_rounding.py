"""A schedule to the fen, as a bank prints it: by hand, and against a banker's arithmetic in exact decimals."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relocation.loan_schedule import LoanSchedule, loan_schedule
from tests.cli.running import relocation
from tests.items.test_loan_cash import flows
from tests.small_village import appraised, series

FEN = Decimal("0.01")
MONTHS = {"month": 1, "quarter": 3, "year": 12}
METHODS = ("annuity", "equal_principal", "bullet")


def to_fen(value: Decimal) -> Decimal:
    return value.quantize(FEN, ROUND_HALF_UP)


def schedule(principal: float, period: str = "year", **terms: Any) -> LoanSchedule:
    return loan_schedule(principal, {"method": "annuity", "rounding": "fen", **terms}, period)


def rows(found: LoanSchedule, *keys: str) -> list[tuple[float, ...]]:
    return [tuple(row[key] for key in keys) for row in found.rows]


def test_a_thousand_over_three_months_by_hand() -> None:
    """A = 1,000 x 0.01 / (1 - 1.01^-3) = 340.0221; interest 10.00, 1 % of 669.98 and of 336.66."""
    found = schedule(1_000, "month", rate=0.12, term=3)
    assert rows(found, "opening", "interest", "principal", "payment", "closing") == [
        (0, 10.00, 330.02, 340.02, 669.98),
        (669.98, 6.70, 333.32, 340.02, 336.66),
        (336.66, 3.37, 336.66, 340.03, 0),
    ]
    assert (found.payment, found.interest_total) == (340.02, 20.07)


def test_equal_parts_are_equal_and_the_last_takes_the_rest() -> None:
    found = schedule(100, rate=0.0, term=3, method="equal_principal")
    assert [row["principal"] for row in found.rows] == [33.33, 33.33, 33.34]
    found = schedule(200, rate=0.0, term=3, method="equal_principal")
    assert [row["principal"] for row in found.rows] == [66.67, 66.67, 66.66]


def banker(
    principal: str, rate: str, term: int, method: str, grace: int, months: int
) -> list[tuple[Decimal, ...]]:
    """Interest, principal and balance of each period: rounded as they fall due, the last repayment the rest."""
    owed, per_period = Decimal(principal), Decimal(rate) * months / 12
    count, found = term - grace, []
    if method == "annuity" and per_period:
        part = to_fen(owed * per_period / (1 - (1 + per_period) ** -count))
    else:
        part = to_fen(owed / count)
    for at in range(1, term + 1):
        interest = to_fen(owed * per_period)
        if at <= grace:
            repaid = Decimal(0)
        elif at == term:
            repaid = owed
        elif method == "bullet":
            repaid = Decimal(0)
        else:
            repaid = min(
                owed, max(Decimal(0), part - interest if method == "annuity" and per_period else part)
            )
        owed -= repaid
        found.append((interest, repaid, owed))
    return found


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("period", list(MONTHS))
@pytest.mark.parametrize(
    ("principal", "rate", "term", "grace"),
    [
        ("66000000", "0.049", 25, 0),
        ("26400000.01", "0.05", 8, 3),
        ("1000000", "0.0435", 240, 0),
        ("1234567.89", "0.0365", 37, 5),
        ("99.99", "0", 7, 1),
        ("0.05", "0.2", 3, 0),
    ],
)
def test_every_amount_is_that_of_exact_decimals(
    principal: str, rate: str, term: int, grace: int, method: str, period: str
) -> None:
    if period == "year" and term > 100:
        pytest.skip("no loan of centuries")
    found = schedule(float(principal), period, rate=float(rate), term=term, grace=grace, method=method)
    expected = banker(principal, rate, term, method, grace, MONTHS[period])
    assert rows(found, "interest", "principal", "closing") == [tuple(map(float, row)) for row in expected]
    assert found.interest_total == float(sum(row[0] for row in expected))


TERMS = st.fixed_dictionaries(
    {
        "rate": st.one_of(st.just(0.0), st.floats(0.0001, 0.3)),
        "term": st.integers(1, 60),
        "grace": st.integers(0, 59),
        "grace_interest": st.sampled_from(["paid", "capitalised"]),
        "method": st.sampled_from(METHODS),
        "draw_interest": st.sampled_from(["full", "half_period", "none"]),
        "subsidised_principal": st.sampled_from([0.0, 12_345.67]),
        "interest_subsidy": st.sampled_from([0.0, 0.9]),
        "interest_due": st.sampled_from(["every_period", "half_yearly"]),
    }
)


@settings(max_examples=50)
@given(terms=TERMS, period=st.sampled_from(list(MONTHS)), fen=st.integers(1, 10**11))
def test_every_row_foots_to_the_fen_and_the_loan_closes(terms: dict[str, Any], period: str, fen: int) -> None:
    terms = {**terms, "grace": min(terms["grace"], terms["term"] - 1)}
    found = schedule(fen / 100, period, **terms)
    owed = waiting = 0
    for row in ({key: round(value * 100) for key, value in row.items()} for row in found.rows):
        due = row.get("interest_owed", 0)
        added = row["closing"] - row["opening"] - row["drawdown"] + row["principal"]
        assert row["opening"] == owed
        assert min(row.values()) >= 0
        paid = row["payment"] - row["principal"]
        assert row["interest"] + waiting == paid + added + row.get("subsidy", 0) + due
        assert 0 in (paid, added)
        owed, waiting = row["closing"], due
    assert (owed, waiting) == (0, 0)
    assert sum(round(row["drawdown"] * 100) for row in found.rows) == fen
    assert round(found.interest_total * 100) == sum(round(row["interest"] * 100) for row in found.rows)
    for row in found.rows:
        assert all(value == round(value, 2) for value in row.values())


def test_a_rate_that_changes_gives_another_level_payment() -> None:
    found = loan_schedule(
        10_000, {"method": "annuity", "rounding": "fen", "rate": 0.06, "term": 4}, rate_steps=("3=0.03",)
    )
    # A = 10,000 x 0.06 / (1 - 1.06^-4) = 2,885.9149; after 600.00 and 462.85 of interest 5,291.03 are owed, and
    # A = 5,291.03 x 0.03 / (1 - 1.03^-2) = 2,765.1496; then 158.73 and 80.54 of interest.
    assert rows(found, "interest", "payment", "closing") == [
        (600.00, 2_885.91, 7_714.09),
        (462.85, 2_885.91, 5_291.03),
        (158.73, 2_765.15, 2_684.61),
        (80.54, 2_765.15, 0),
    ]
    assert found.payment is None


def test_drawdowns_add_up_to_the_principal() -> None:
    found = loan_schedule(
        100.0,
        {"method": "bullet", "rounding": "fen", "rate": 0.0, "term": 5, "grace": 3},
        draws="33.333,33.333,33.334",
    )
    assert [row["drawdown"] for row in found.rows][:3] == [33.33, 33.34, 33.33]
    assert found.rows[-1]["principal"] == 100


def test_in_a_project_what_follows_cash_is_in_whole_fen_and_cash_is_never_overdrawn() -> None:
    need = {"principal": 9_000.0, "rate": 0.0777, "term": 4, "grace": 3, "method": "bullet"}
    loans = {
        "need": {**need, "drawdown_rule": "on_need", "rounding": "fen", "subsidised_principal": 100.0,
                 "interest_subsidy": 0.9, "issue_cost": 0.001},
        "sweep": {"principal": 500.0, "rate": 0.0501, "term": 4, "method": "sweep", "rounding": "fen"},
    }  # fmt: skip
    other = {**flows("cost", 1_000.123, 77.777), **flows("revenue", 0, 0, 333.3333, 9_000)}
    found = appraised(4, loans=loans, other=other)
    for name in loans:
        for key in ("drawdown", "interest_paid", "principal_repaid", "closing", "issue_costs"):
            for value in series(found, f"loans.{name}.{key}"):
                assert abs(value * 100 - round(value * 100)) < 1e-7, (name, key)
    assert min(series(found, "cash.closing")) > -0.005
    assert found.number("verdict.cash.passed") == 1


@pytest.mark.parametrize(("lang", "said"), [("en", "Rounding: to the fen"), ("zh", "金额取整：取整到分")])
def test_the_command_line_prints_it_to_the_fen(lang: str, said: str) -> None:
    terms = ("--principal", "1000", "--rate", "0.12", "--term", "3", "--period", "month", "--round", "fen")
    text = relocation("loan", *terms, "--lang", lang, columns=200).stdout
    assert said in text
    assert "340.03" in text
    assert text.splitlines()[-1].endswith((" 20.07", "：20.07"))
    record = relocation("loan", *terms, "-f", "json").record
    assert [row["payment"] for row in record["rows"]] == [340.02, 340.02, 340.03]
