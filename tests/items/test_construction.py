"""Construction: quantity x rate, contingency beside it, spending that sums to the whole, headings of the estimate."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.small_village import appraised, series

# S(x) = x^2 (3 - 2x) at x = 1/4, 1/2, 3/4, 1 is 5/32, 16/32, 27/32, 32/32.
S_CURVE_IN_FOUR = [5 / 32, 11 / 32, 11 / 32, 5 / 32]


def test_cost_and_contingency_stand_apart() -> None:
    item = {"quantity": 27_370.0, "rate": 1_700.0, "physical_contingency": 0.05}
    appraisal = appraised(construction={"housing": item})
    assert appraisal.number("construction.housing.cost") == 46_529_000
    assert appraisal.number("construction.contingency") == 2_326_450
    assert appraisal.number("fund_balance.expenditure") == 48_855_450


def test_the_contingency_of_several_items_is_one_line() -> None:
    items = {
        "houses": {"quantity": 100.0, "rate": 1_000.0, "physical_contingency": 0.1},
        "roads": {"quantity": 10.0, "rate": 5_000.0, "physical_contingency": 0.2},
        "trees": {"quantity": 10.0, "rate": 100.0},
    }
    # 100,000 x 0.1 + 50,000 x 0.2 + 1,000 x 0
    assert appraised(construction=items).number("construction.contingency") == pytest.approx(20_000, abs=1e-9)


@pytest.mark.parametrize(
    ("shape", "shares"), [("uniform", [0.25, 0.25, 0.25, 0.25]), ("s_curve", S_CURVE_IN_FOUR)]
)
def test_spending_follows_its_shape(shape: str, shares: list[float]) -> None:
    item = {"quantity": 1_000.0, "rate": 32.0, "start": 2, "duration": 4, "shape": shape}
    spending = series(appraised(6, construction={"one": item}), "construction.one.spending")
    assert spending == pytest.approx([0, *(share * 32_000 for share in shares), 0], abs=1e-9)


@pytest.mark.parametrize("duration", [1, 2, 3, 7, 60])
@pytest.mark.parametrize("shape", ["uniform", "s_curve"])
def test_spending_sums_to_cost_and_contingency(duration: int, shape: str) -> None:
    item = {"quantity": 7.0, "rate": 1e6, "start": 3, "duration": duration, "shape": shape}
    appraisal = appraised(64, "month", construction={"one": {**item, "physical_contingency": 0.08}})
    spending = series(appraisal, "construction.one.spending")
    assert sum(spending) == pytest.approx(7_560_000, abs=1e-6)
    assert min(spending) >= 0
    assert spending[:2] == [0, 0]
    assert not any(spending[2 + duration :])


def test_the_s_curve_agrees_with_exact_fractions() -> None:
    def done(at: int) -> Fraction:
        x = Fraction(at, 10)
        return x * x * (3 - 2 * x)

    item = {"quantity": 1.0, "rate": 1e9, "duration": 10, "shape": "s_curve"}
    spending = series(appraised(10, construction={"one": item}), "construction.one.spending")
    expected = [float((done(at) - done(at - 1)) * 10**9) for at in range(1, 11)]
    assert spending == pytest.approx(expected, abs=1e-4)


def test_headings_gather_works_with_their_contingency() -> None:
    items = {
        "housing": {"quantity": 10.0, "rate": 100.0, "physical_contingency": 0.1},
        "fields": {"quantity": 5.0, "rate": 40.0, "group": "reclamation"},
        "survey": {"quantity": 1.0, "rate": 30.0, "group": "other"},
        "roads": {"quantity": 2.0, "rate": 50.0},
    }
    appraisal = appraised(construction=items)
    found = [
        appraisal.number(f"construction.{heading}") for heading in ("engineering", "reclamation", "other")
    ]
    assert found == pytest.approx([1_200, 200, 30], abs=1e-9)
    assert sum(found) == pytest.approx(appraisal.number("fund_balance.expenditure"), abs=1e-9)
