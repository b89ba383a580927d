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


# Price contingency: vectors of textbooks, by year of construction ----------------------------------------------------


def price_rise(
    *spending: float, rise: float, lead: float = 0.0, form: str = "third_edition", start: int = 1
) -> list[float]:
    """What rising prices add to the spending of years from `start` on, one item of works for each of them."""
    works = {
        f"year_{at}": {"quantity": 1.0, "rate": amount, "start": start + at, "price_contingency": rise}
        for at, amount in enumerate(spending)
    }
    rules = {"estimate_lead": lead, "price_contingency_form": form}
    appraisal = appraised(6, construction=works, evaluation=rules)
    found = [sum(series(appraisal, f"construction.{name}.price_rise")) for name in works]
    assert appraisal.number("construction.price_rise") == pytest.approx(sum(found), abs=1e-9)
    assert appraisal.number("fund_balance.expenditure") == pytest.approx(sum(spending) + sum(found), abs=1e-9)
    assert sum(series(appraisal, "cash.cost")) == pytest.approx(sum(spending) + sum(found), abs=1e-9)
    return found


@pytest.mark.parametrize(
    ("spending", "rise", "lead", "expected", "digits"),
    [
        ((10_000, 10_000), 0.05, 1, (759.30, 1_297.26), 0.005),
        ((1_100, 1_100), 0.10, 0, (53.69, 169.06), 0.005),
        ((2_100, 6_300, 2_100), 0.06, 1, (191.8, 987.9, 475.1), 0.05),
    ],
)
@pytest.mark.parametrize("start", [1, 3])
def test_price_contingency_of_the_third_edition(
    spending: tuple[float, ...],
    rise: float,
    lead: float,
    expected: tuple[float, ...],
    digits: float,
    start: int,
) -> None:
    """Years count from the first in which anything is built, wherever that stands in the timeline."""
    found = price_rise(*map(float, spending), rise=rise, lead=float(lead), start=start)
    assert found == pytest.approx(expected, abs=digits)


def test_price_contingency_of_the_older_form_knows_no_lead_and_no_half_year() -> None:
    # 10,000 x 0.05; 10,000 x (1.05^2 - 1)
    assert price_rise(10_000.0, 10_000.0, rise=0.05, lead=1.0, form="older") == pytest.approx([500, 1_025])


def test_of_one_item_over_two_years_the_rise_is_the_same() -> None:
    works = {"quantity": 1.0, "rate": 20_000.0, "duration": 2, "price_contingency": 0.05}
    appraisal = appraised(construction={"one": works}, evaluation={"estimate_lead": 1.0})
    assert series(appraisal, "construction.one.price_rise")[:2] == pytest.approx(
        [759.30, 1_297.26], abs=0.005
    )
    assert appraisal.number("construction.engineering") == pytest.approx(22_056.56, abs=0.01)
    assert appraisal.number("construction.contingency") == 0


def test_by_months_prices_are_those_of_the_middle_of_the_month() -> None:
    works = {"quantity": 1.0, "rate": 1_200.0, "duration": 12, "price_contingency": 0.06}
    rises = {}
    for form in ("third_edition", "older"):
        rules = {"price_contingency_form": form}
        appraisal = appraised(12, "month", construction={"one": works}, evaluation=rules)
        rises[form] = series(appraisal, "construction.one.price_rise")
    assert rises["third_edition"][0] == pytest.approx(100 * (1.06 ** (0.5 / 12) - 1))
    assert rises["third_edition"][-1] == pytest.approx(100 * (1.06 ** (11.5 / 12) - 1))
    assert rises["older"][-1] == pytest.approx(6)


def test_works_without_a_cost_do_not_begin_construction() -> None:
    works = {
        "empty": {"quantity": 0.0, "rate": 1_000.0, "start": 1, "price_contingency": 0.1},
        "real": {"quantity": 1.0, "rate": 1_100.0, "start": 2, "price_contingency": 0.1},
    }
    assert appraised(construction=works).number("construction.price_rise") == pytest.approx(53.69, abs=0.005)


def test_the_price_contingency_rises_on_cost_with_its_physical_contingency() -> None:
    works = {"quantity": 1.0, "rate": 1_000.0, "physical_contingency": 0.1, "price_contingency": 0.1}
    appraisal = appraised(construction={"one": works})
    assert appraisal.number("construction.contingency") == pytest.approx(100)
    assert appraisal.number("construction.price_rise") == pytest.approx(53.69, abs=0.005)
