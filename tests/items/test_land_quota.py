"""Land quota: what is sold, for how much, and when the money comes. All expectations are worked by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.small_village import appraised, series

HALVES = {"first": {"share": 0.5, "period": 2}, "second": {"share": 0.5, "period": 3}}
LUJIA = {"area": 1536.3, "price": 150_000_000 / 1536.3}


def received(periods: int, period: str = "year", **quota: object) -> list[float]:
    return series(appraised(periods, period, land_quota={**LUJIA, **quota}), "land_quota.received")


def test_area_times_price_gives_the_published_revenue() -> None:
    appraisal = appraised(land_quota=LUJIA)
    assert appraisal.number("land_quota.sold") == 1536.3
    assert appraisal.number("land_quota.revenue") == 150_000_000


def test_what_fails_acceptance_is_used_or_retained_is_not_sold() -> None:
    quota = {
        "area": 1000.0,
        "acceptance": 0.95,
        "resettlement_area": 36.3,
        "retained_area": 13.7,
        "price": 1e5,
    }
    appraisal = appraised(land_quota=quota)
    # 1000 x 0.95 = 950 mu are accepted; 950 - 36.3 - 13.7 = 900 mu are sold.
    assert appraisal.number("land_quota.sold") == pytest.approx(900, abs=1e-9)
    assert appraisal.number("land_quota.revenue") == pytest.approx(90_000_000, abs=1e-4)


# Half of the money is due in period 2, half in period 3; in million yuan. A delay that is no whole number of periods
# splits each half: three months late on a yearly axis leaves 3/4 of it in its year and moves 1/4 to the next.
@pytest.mark.parametrize(
    ("period", "delay", "millions"),
    [
        ("year", 0, [0, 75, 75, 0, 0, 0]),
        ("year", 3, [0, 56.25, 75, 18.75, 0, 0]),
        ("year", 6, [0, 37.5, 75, 37.5, 0, 0]),
        ("year", 12, [0, 0, 75, 75, 0, 0]),
        ("year", 18, [0, 0, 37.5, 75, 37.5, 0]),
        ("quarter", 0, [0, 75, 75, 0, 0, 0, 0, 0, 0]),
        ("quarter", 1, [0, 50, 75, 25, 0, 0, 0, 0, 0]),
        ("quarter", 3, [0, 0, 75, 75, 0, 0, 0, 0, 0]),
        ("quarter", 12, [0, 0, 0, 0, 0, 75, 75, 0, 0]),
        ("quarter", 18, [0, 0, 0, 0, 0, 0, 0, 75, 75]),
        ("month", 0, [0, 75, 75, 0, 0, 0, 0, 0, 0, 0]),
        ("month", 3, [0, 0, 0, 0, 75, 75, 0, 0, 0, 0]),
        ("month", 6, [0, 0, 0, 0, 0, 0, 0, 75, 75, 0]),
    ],
)
def test_a_delay_moves_the_money_and_loses_none(period: str, delay: int, millions: list[float]) -> None:
    got = received(len(millions), period, receipts=HALVES, delay=delay)
    assert got == pytest.approx([one * 1e6 for one in millions], abs=1e-4)


@pytest.mark.parametrize("delay", range(19))
def test_every_delay_agrees_with_exact_fractions(delay: int) -> None:
    """Written the other way round: each half goes to the period before and after its moment, by distance."""
    expected = [Fraction(0)] * 6
    for due in (2, 3):
        whole, late = divmod(Fraction(due) + Fraction(delay, 12), 1)
        expected[int(whole) - 1] += 75_000_000 * (1 - late)
        expected[int(whole)] += 75_000_000 * late
    assert received(6, receipts=HALVES, delay=delay) == pytest.approx(
        [float(one) for one in expected], abs=1e-4
    )


def test_without_instalments_all_of_it_comes_in_the_first_period() -> None:
    assert received(3) == pytest.approx([150_000_000, 0, 0], abs=1e-6)
    assert received(3, delay=6) == pytest.approx([75_000_000, 75_000_000, 0], abs=1e-6)


def test_instalments_are_shown_one_by_one() -> None:
    appraisal = appraised(land_quota={**LUJIA, "receipts": HALVES})
    assert series(appraisal, "land_quota.receipts.first.received") == pytest.approx([0, 75e6, 0, 0], abs=1e-6)
    assert series(appraisal, "land_quota.receipts.second.received") == pytest.approx(
        [0, 0, 75e6, 0], abs=1e-6
    )
