"""The staircases of Wei County against a table worked out elsewhere and against a program in exact fractions."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relocation.households.money import AmountTooLarge, Ratio
from relocation.insurance.scheme import load_scheme
from relocation.insurance.tiers import Tier, TierSchedule, cliffs, leaps
from tests.insurance.exact_tiers import STAIRCASES, exactly, in_fen

WEI = load_scheme("wei_county")
MODES: tuple[Literal["whole", "marginal"], ...] = ("whole", "marginal")

# Schedule, self-paid, compensation by slices, compensation of the whole amount [yuan].
VECTORS = """
illness_lifted      5000       0.00     0.00
illness_lifted      10000      3500.00  3500.00
illness_lifted      15000      7000.00  6000.00
illness_lifted      15000.01   7000.01  6000.01
illness_lifted      18000      8800.00  7800.00
illness_lifted      35000      19000.00 18000.00
illness_lifted      35000.01   19000.01 15000.01
illness_lifted      55000      29000.00 25000.00
illness_low_income  20000      0.00     0.00
illness_low_income  40693.33   6208.00  6208.00
illness_low_income  70000      15000.00 25000.00
illness_low_income  70000.01   15000.00 25000.00
illness_low_income  120000     40000.00 50000.00
illness_low_income  120000.01  40000.01 70000.01
illness_low_income  150000     61000.00 91000.00
education           8000       0.00     0.00
education           11000      3000.00  2400.00
education           11000.01   3000.01  2400.01
education           13000      4600.00  4000.00
education           13000.01   4600.01  3000.01
education           20000      8800.00  7200.00
disaster            10000      0.00     0.00
disaster            20000      4000.00  6000.00
disaster            20000.01   4000.01  6000.01
disaster            40000      16000.00 18000.00
disaster            40000.01   16000.01 24000.01
disaster            47500      22000.00 30000.00
disaster            57500      30000.00 30000.00
disaster            100000     30000.00 30000.00
"""
ROWS = [line.split() for line in VECTORS.split("\n") if line]

# The table contradicts its own tiers here: exactly 15,000.005 and 25,000.005 yuan are due, and it cut the half fen off
# although it rounds every other half upwards.
HALF_FEN_CUT_OFF = {("illness_low_income", "70000.01")}
HALF = Fraction(1, 2)


def fen(text: str) -> int:
    return int(Fraction(text) * 100)


def both(name: str, self_paid: str, by_slices: str, of_all: str) -> list[tuple[int, int, Fraction]]:
    """Ours, the table's and the exact compensation in fen, in both readings."""
    return [
        (
            WEI.tier_schedule(name, mode).compensation(fen(self_paid)),
            fen(printed),
            exactly(name, mode, Fraction(self_paid)) * 100,
        )
        for mode, printed in zip(("marginal", "whole"), (by_slices, of_all), strict=True)  # type: ignore[misc]
    ]


@pytest.mark.parametrize("row", [row for row in ROWS if tuple(row[:2]) not in HALF_FEN_CUT_OFF], ids="-".join)
def test_a_vector_in_both_readings(row: list[str]) -> None:
    for ours, printed, exact in both(*row):
        assert ours == printed == in_fen(exact / 100)


@pytest.mark.parametrize("row", [row for row in ROWS if tuple(row[:2]) in HALF_FEN_CUT_OFF], ids="-".join)
def test_where_the_table_cuts_half_a_fen_off_the_discrepancy_is_one_fen(row: list[str]) -> None:
    for ours, printed, exact in both(*row):
        assert exact == printed + HALF
        assert ours == exact + HALF == printed + 1


def test_the_table_rounds_all_its_other_halves_upwards() -> None:
    halves = [
        (tuple(row[:2]), printed - exact)
        for row in ROWS
        for _, printed, exact in both(*row)
        if exact.denominator == 2
    ]
    assert {row for row, step in halves if step == -HALF} == HALF_FEN_CUT_OFF
    assert [row for row, step in halves if step == HALF] == [("illness_lifted", "35000.01")] * 2


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", STAIRCASES)
def test_a_fen_below_at_and_above_every_bound(name: str, mode: Literal["whole", "marginal"]) -> None:
    line, low, high, _, most = STAIRCASES[name]
    schedule = WEI.tier_schedule(name, mode)
    places = {line, line + low, line + high, *([line + most] if most else [])}
    amounts = sorted({int(place * 100) + step for place in places for step in (-1, 0, 1)})
    expected = [in_fen(exactly(name, mode, Fraction(amount, 100))) for amount in amounts]
    assert [schedule.compensation(amount) for amount in amounts] == expected
    assert schedule.compensation(np.array(amounts)).tolist() == expected


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", STAIRCASES)
def test_a_hundred_thousand_amounts_against_the_exact_program(
    name: str, mode: Literal["whole", "marginal"]
) -> None:
    amounts = np.random.default_rng(7).integers(0, 25_000_000, 25_000)
    ours = WEI.tier_schedule(name, mode).compensation(amounts)
    assert ours.dtype == np.int64
    assert ours.tolist() == [in_fen(exactly(name, mode, Fraction(int(one), 100))) for one in amounts]


schedules = st.builds(
    lambda deductible, widths, rates, inclusive, cap, mode: TierSchedule(
        deductible,
        tuple(
            Tier(Ratio.of(Fraction(rate, 100)), end, inside)
            for rate, end, inside in zip(
                rates, [*np.cumsum(widths).tolist(), None], [*inclusive, True], strict=True
            )
        ),
        mode,
        cap,
    ),
    st.integers(0, 10**6),
    st.tuples(*[st.integers(10**3, 10**6)] * 2),
    st.tuples(*[st.integers(1, 100)] * 3),
    st.tuples(st.booleans(), st.booleans()),
    st.one_of(st.none(), st.integers(1, 10**7)),
    st.sampled_from(MODES),
)


@given(schedules, st.lists(st.integers(0, 10**8), min_size=1))
def test_a_column_is_paid_as_its_single_amounts(schedule: TierSchedule, amounts: list[int]) -> None:
    assert schedule.compensation(np.array(amounts)).tolist() == [
        schedule.compensation(one) for one in amounts
    ]


@given(schedules, st.integers(0, 10**8), st.integers(0, 10**6))
def test_by_slices_paying_more_never_loses(schedule: TierSchedule, amount: int, more: int) -> None:
    paid = schedule.in_mode("marginal").compensation
    assert 0 <= paid(amount + more) - paid(amount) <= more + 1


@given(schedules)
def test_every_fall_is_a_reported_cliff_and_every_cliff_a_fall(schedule: TierSchedule) -> None:
    whole = schedule.in_mode("whole")
    bounds = [tier.up_to + whole.deductible for tier in whole.tiers[:-1] if tier.up_to]
    fallen = {
        bound
        for bound in bounds
        # The two fen on either side of a bound; a tier moves its compensation there by no more than two fen.
        if whole.compensation(bound - 1) > whole.compensation(bound + 1) + 2
    }
    reported = {cliff.self_paid: cliff for cliff in cliffs(whole)}
    assert fallen <= set(reported)
    for place, cliff in reported.items():
        assert whole.compensation(place - 1) - whole.compensation(place + 1) >= cliff.lost - 2
        if cliff.recovered is None:
            assert whole.compensation(10**12) < cliff.before
        else:
            assert whole.compensation(cliff.recovered) >= cliff.before
            assert all(
                whole.compensation(one) <= cliff.before
                for one in np.linspace(place + 1, cliff.recovered - 1, 7).astype(int).tolist()
            )


def test_the_cliffs_of_wei_county_where_by_hand_they_are() -> None:
    """Place, size and recovery in yuan of self-paid money: rates fall in two of the four schedules."""
    found = {
        name: [(one.self_paid / 100, one.lost / 100, (one.recovered or 0) / 100) for one in listed]
        for name, listed in WEI.cliffs().items()
    }
    assert found == {
        "illness_lifted": [(15_000, 1_000, 16_666.67), (35_000, 3_000, 41_000)],
        "illness_low_income": [],
        "education": [(11_000, 600, 11_750), (13_000, 1_000, 14_666.67)],
        "disaster": [],
    }


def test_where_rates_rise_it_leaps() -> None:
    found = leaps(WEI.tier_schedule("illness_low_income"))
    assert [(one.self_paid, -one.lost) for one in found] == [(7_000_000, 1_000_000), (12_000_000, 2_000_000)]
    assert "leaps by 10,000.00" in found[0].label.en
    assert "突增 10,000.00" in found[0].label.zh


def test_by_slices_there_are_no_cliffs() -> None:
    assert not any(WEI.cliffs("marginal").values())
    assert not leaps(WEI.tier_schedule("disaster", "marginal"))


def test_a_cliff_that_nothing_recovers_says_so() -> None:
    schedule = TierSchedule(0, (Tier(Ratio(1), 100), Tier(Ratio(0))), "whole")
    [cliff] = cliffs(schedule)
    assert cliff.recovered is None
    assert cliff.label.en.endswith("never recovered")


def test_rounding_to_another_unit() -> None:
    schedule = TierSchedule(0, (Tier(Ratio(1, 2)),), "whole", base=100)
    assert [schedule.compensation(one) for one in (99, 100, 300, 301)] == [0, 100, 200, 200]


def test_what_does_not_fit_into_64_bits_is_refused() -> None:
    schedule = TierSchedule(0, (Tier(Ratio(7, 10)),), "whole")
    with pytest.raises(AmountTooLarge):
        schedule.compensation(np.array([2**62]))


@pytest.mark.parametrize(
    "tiers",
    [
        (),
        (Tier(Ratio(1), 100),),
        (Tier(Ratio(1), 100), Tier(Ratio(1), 100), Tier(Ratio(1))),
        (Tier(Ratio(1), 0), Tier(Ratio(1))),
        (Tier(Ratio(1)), Tier(Ratio(1))),
        (Tier(Ratio(-1)),),
    ],
)
def test_tiers_out_of_order_are_refused(tiers: tuple[Tier, ...]) -> None:
    with pytest.raises(ValueError, match=r"tiers end|not negative"):
        TierSchedule(0, tiers, "whole")
