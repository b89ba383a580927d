"""What must hold for any village: nothing is lost, nothing depends on how the same thing is written down."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from relocation.appraisal import Appraisal
from relocation.checks import CHECKS
from relocation.project.project import Project
from relocation.project.template import padded
from tests.random_projects import projects, random_project
from tests.small_village import series, small_project

few = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
some = settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
typical = st.integers(0, 10_000).map(random_project)

QUANTITIES = ("subsidies", "construction", "compensation", "purchases")
AMOUNTS = {
    **dict.fromkeys(QUANTITIES, "quantity"),
    "loans": "principal",
    "income": "amount",
    "costs": "amount",
}
# What of a loan grows with its principal, or is a claim that two halves share.
LOAN_AMOUNTS = ("subsidised_principal", "receipt_share")
# Checks of what a planner states, which random loans may well break.
OF_STATEMENTS = {"drawdowns_stated", "lenders_plan"}
RESULTS = (
    "fund_balance.revenue",
    "fund_balance.expenditure",
    "fund_balance.balance",
    "cash.inflow",
    "cash.outflow",
    "cash.closing",
    "loans.outstanding",
    "loans.debt_service",
    "sources.total",
    "household.net_cash",
    "npv",
)


def turnover(appraisal: Appraisal) -> float:
    """All money moved, at least 1 yuan: the scale on which two ways of adding may differ in their last digits."""
    moved = ("cash.inflow", "cash.outflow", "loans.accrued")
    return max(1.0, sum(abs(one) for key in moved for one in series(appraisal, key)))


def assert_same_results(one: Appraisal, other: Appraisal, factor: float = 1) -> None:
    tolerance = 1e-11 * turnover(other)
    for key in RESULTS:
        left, right = one.value(key), other.value(key)
        scaled = [value * factor for value in (left if isinstance(left, list) else [left])]
        expected = pytest.approx(scaled, rel=1e-11, abs=tolerance, nan_ok=True)
        assert (right if isinstance(right, list) else [right]) == expected, key


def rebuilt(project: Project, change: Callable[[dict[str, Any]], None]) -> Project:
    nested = project.nested()
    change(nested)
    return Project.build(nested)


def without_formulas(project: Project) -> Project:
    """Own formulas may say anything, such as a fixed levy, and a fen is a fen: both keep out of laws about amounts."""

    def change(nested: dict[str, Any]) -> None:
        nested["other"] = {name: item for name, item in nested["other"].items() if not item["formula"]}
        nested["published"] = {}
        for loan in nested["loans"].values():
            loan["rounding"] = "none"

    return rebuilt(project, change)


def rise_of_prices(project: Project) -> float:
    """The price contingency of all works and compensation, summed over the fractions of their spending."""
    works, paid = (
        [item for item in getattr(project, group).values() if item.quantity * item.rate > 0]
        for group in ("construction", "compensation")
    )
    begun = min((item.start for item in works), default=1)
    first = min((item.start for item in (*works, *paid)), default=1)
    risen = math.fsum(rise_of(project, item, begun, item.shape == "s_curve") for item in works)
    return risen + math.fsum(rise_of(project, item, first, False) for item in paid)


def rise_of(project: Project, item: Any, begun: int, s_curve: bool) -> float:
    """The price contingency of one item, whose prices rise from a period on."""
    length = {"month": 1 / 12, "quarter": 1 / 4, "year": 1}[project.timeline.period]
    older = project.evaluation.price_contingency_form == "older"
    cost, before, total = item.quantity * item.rate * (1 + item.physical_contingency), 0.0, 0.0
    for period in range(1, item.duration + 1):
        over = period / item.duration
        done = over * over * (3 - 2 * over) if s_curve else over
        nth = item.start + period - begun
        years = nth * length if older else project.evaluation.estimate_lead + (nth - 0.5) * length
        total += cost * (done - before) * ((1 + item.price_contingency) ** years - 1)
        before = done
    return total


@few
@given(project=projects())
def test_the_fund_balance_is_a_plain_sum_over_the_inputs(project: Project) -> None:
    appraisal, quota = project.appraise(), project.land_quota
    sold = quota.area * quota.acceptance - quota.resettlement_area - quota.retained_area
    own = {
        kind: [
            sum(series(appraisal, f"other.{name}.flow"))
            for name, item in project.other.items()
            if item.kind == kind
        ]
        for kind in ("revenue", "subsidy", "cost")
    }
    times = {
        group: sum(one.quantity * one.rate for one in getattr(project, group).values())
        for group in QUANTITIES
    }
    contingency = sum(
        one.quantity * one.rate * one.physical_contingency
        for one in (*project.construction.values(), *project.compensation.values())
    )
    contingency += rise_of_prices(project)
    revenue = sold * quota.price + times["subsidies"] + sum(own["revenue"]) + sum(own["subsidy"])
    works = times["construction"] + contingency
    expenditure = works + times["compensation"] - times["purchases"] + sum(own["cost"])
    scale = 1e-11 * max(turnover(appraisal), works + times["compensation"] + times["purchases"])
    assert appraisal.number("fund_balance.revenue") == pytest.approx(revenue, rel=1e-11, abs=scale)
    assert appraisal.number("fund_balance.expenditure") == pytest.approx(expenditure, rel=1e-11, abs=scale)
    assert appraisal.number("fund_balance.balance") == pytest.approx(
        revenue - expenditure, rel=1e-11, abs=scale
    )


@few
@given(project=projects())
def test_cash_is_conserved_and_sources_equal_uses(project: Project) -> None:
    """Counted from the lines of the cash plan by their kind, not from its totals."""
    appraisal = project.appraise()
    signs = {"revenue": 1, "subsidy": 1, "cost": -1, "financing_in": 1, "capital": 1, "financing_out": -1}
    flows = [
        [signs[line.kind] * value for value in series(appraisal, key)]
        for key, line in appraisal.book.lines.items()
        if line.section == "cash" and line.kind in signs
    ]
    left = math.fsum(value for flow in flows for value in flow)
    tolerance = 1e-11 * turnover(appraisal)
    assert series(appraisal, "cash.closing")[-1] == pytest.approx(left, abs=tolerance)
    assert appraisal.number("sources.total") == pytest.approx(appraisal.number("uses.total"), abs=tolerance)
    failed = {check.key for check in CHECKS if appraisal.number(f"checks.{check.key}.passed") != 1}
    assert failed <= OF_STATEMENTS


@few
@given(project=projects())
def test_every_loan_is_drawn_as_said_and_closes_at_nothing_after_its_term(project: Project) -> None:
    appraisal = project.appraise()
    for name, loan in project.loans.items():
        closing = series(appraisal, f"loans.{name}.closing")
        drawn = sum(series(appraisal, f"loans.{name}.drawdown"))
        fen = 0.01 if loan.rounding == "fen" else 0.0
        tolerance = max(fen, 1e-10 * max(1.0, loan.principal, *closing))
        if loan.drawdown_rule == "schedule":
            assert drawn == pytest.approx(loan.principal, abs=tolerance)
        assert drawn <= loan.principal + tolerance
        assert not any(closing[: loan.start - 1])
        repayments = loan.term - (loan.grace if loan.grace_basis == "inside" else 0)
        waits = max(loan.grace, 0 if loan.draw_interest == "full" else 1)
        after = closing[loan.start + waits + repayments - 2 :]
        assert after == pytest.approx([0] * len(after), abs=tolerance)
        assert min(series(appraisal, f"loans.{name}.principal_repaid")) >= -tolerance
        assert min(series(appraisal, f"loans.{name}.drawdown")) >= 0


@few
@given(project=projects())
def test_quota_money_arrives_in_full_whatever_its_instalments_and_delay(project: Project) -> None:
    appraisal = project.appraise()
    revenue = appraisal.number("land_quota.revenue")
    assert sum(series(appraisal, "land_quota.received")) == pytest.approx(revenue, rel=1e-9, abs=1e-6)


def doubled_money(project: Project) -> Project:
    """Every input that is money doubled: what is counted in yuan, by the unit of its record."""
    values = {one.path: one for one in project.values()}
    money = {path: one.value * 2 for path, one in values.items() if one.record.unit.startswith("yuan")}
    return project.replace(money)


@few
@given(project=typical)
def test_twice_the_money_gives_twice_the_yuan_and_the_same_ratios(project: Project) -> None:
    base = without_formulas(project)
    one, two = base.appraise(), doubled_money(base).appraise()
    tolerance = 1e-11 * turnover(two)
    for key, line in one.book.lines.items():
        if key.startswith(("irr.", "checks.")):  # estimates and tolerances, not results
            continue
        factor = 2 if line.unit.startswith("yuan") else 1
        left, right = one.value(key), two.value(key)
        scaled = [value * factor for value in (left if isinstance(left, list) else [left])]
        expected = pytest.approx(scaled, rel=1e-9, abs=tolerance if factor == 2 else 1e-9, nan_ok=True)
        assert (right if isinstance(right, list) else [right]) == expected, key
    assert one.internal_rate.status == two.internal_rate.status
    assert one.internal_rate.rates == pytest.approx(two.internal_rate.rates, rel=1e-6, abs=1e-9)


@few
@given(project=typical, rise=st.floats(0.01, 3))
def test_a_higher_quota_price_is_a_higher_balance_by_the_quota_sold(project: Project, rise: float) -> None:
    base = without_formulas(project)
    price = base.land_quota.price
    assume(price > 1)
    low, high = base.appraise(), base.replace({"land_quota.price": price * (1 + rise)}).appraise()
    gain = low.number("land_quota.sold") * price * rise
    found = high.number("fund_balance.balance") - low.number("fund_balance.balance")
    assert found == pytest.approx(gain, rel=1e-6, abs=1e-9 * turnover(high))
    assert high.number("cash.minimum") >= low.number("cash.minimum") - 1e-9 * turnover(high)


@few
@given(project=projects(most_periods=20))
def test_an_item_in_two_halves_is_the_same_item(project: Project) -> None:
    """But for loans drawn on need, the first of which is drawn before the second, where amounts in yuan are stated for each."""
    base = without_formulas(project)
    stated = {
        f"loans.{name}.drawdown_rule": "schedule"
        for name, loan in base.loans.items()
        if loan.method == "stated" or loan.subsidised_principal
    }
    base = base.replace(stated)

    def split(nested: dict[str, Any]) -> None:
        for group, amount in AMOUNTS.items():
            halves: dict[str, Any] = {}
            for name, item in nested[group].items():
                also = LOAN_AMOUNTS if group == "loans" else ()
                half = {**item, **{key: item[key] / 2 for key in (amount, *also)}}
                if group == "loans":
                    plan = item["repayments"].items()
                    half["repayments"] = {at: {**one, "amount": one["amount"] / 2} for at, one in plan}
                halves[name], halves[f"{name}_again"] = half, half
            nested[group] = halves

    assert_same_results(base.appraise(), rebuilt(base, split).appraise())


@some
@given(project=projects(most_periods=20))
def test_empty_slots_change_nothing_at_all(project: Project) -> None:
    one, two = project.appraise(), padded(project).appraise()
    for key in (*RESULTS, "cash.minimum", "loans.interest_total", "payback", "dscr_min", "coverage_multiple"):
        left, right = one.value(key), two.value(key)
        same = left == right or (left != left and right != right)
        assert same, key


@few
@given(project=projects(most_periods=20))
def test_the_order_of_items_does_not_matter(project: Project) -> None:
    """But for loans, which are drawn on need and repaid by sweep in the order in which they stand."""

    def turn_round(nested: dict[str, Any]) -> None:
        for group in (*AMOUNTS.keys() - {"loans"}, "other"):
            nested[group] = dict(reversed(nested[group].items()))
        receipts = nested["land_quota"]["receipts"]
        nested["land_quota"]["receipts"] = dict(reversed(receipts.items()))

    assert_same_results(project.appraise(), rebuilt(project, turn_round).appraise())


def in_months(nested: dict[str, Any]) -> None:
    """The same plan by months: what began with a year begins with its January and lasts twelve times as many periods."""

    def begins(year: int) -> int:
        return (year - 1) * 12 + 1

    nested["timeline"].update(period="month", periods=nested["timeline"]["periods"] * 12)
    for group in (*QUANTITIES, "income", "costs", "other"):
        for item in nested[group].values():
            item.update(start=begins(item["start"]), duration=item["duration"] * 12)
    for one in nested["land_quota"]["receipts"].values():
        one.update(period=begins(one["period"]))


@some
@given(project=projects(period="year", most_periods=8))
def test_a_plan_by_months_adds_up_to_the_plan_by_years(project: Project) -> None:
    """But for interest and rising prices, which a month bears otherwise, and a delay, which a year can only share out."""

    def without_loans(nested: dict[str, Any]) -> None:
        nested["loans"], nested["land_quota"]["delay"] = {}, 0
        for item in (*nested["construction"].values(), *nested["compensation"].values()):
            item["price_contingency"] = 0.0

    base = rebuilt(without_formulas(project), without_loans)
    years, months = base.appraise(), rebuilt(base, in_months).appraise()
    for key in ("cash.revenue", "cash.subsidy", "cash.cost", "cash.before_financing"):
        monthly = series(months, key)
        added = [sum(monthly[first : first + 12]) for first in range(0, len(monthly), 12)]
        assert added == pytest.approx(series(years, key), rel=1e-9, abs=1e-10 * turnover(years)), key
    assert months.number("fund_balance.balance") == pytest.approx(
        years.number("fund_balance.balance"), abs=1e-10 * turnover(years)
    )


@few
@given(project=projects(most_periods=20))
def test_with_a_loan_on_need_that_is_large_enough_cash_is_never_negative(project: Project) -> None:
    """Nor what sinking funds leave of it; of whatever else falls due, interest and bullets included."""
    base = without_formulas(project)
    periods = base.timeline.periods

    def helped(nested: dict[str, Any]) -> None:
        # Interest falls due after it, and so does its repayment, which no loan of its own can pay.
        nested["timeline"]["periods"] = periods + 1
        nested["loans"]["helper"] = {
            "principal": 1e12,
            "rate": 0.05,
            "term": periods + 1,
            "grace": periods,
            "method": "sweep",
            "drawdown_rule": "on_need",
        }

    appraisal = rebuilt(base, helped).appraise()
    tolerance = 1e-9 * turnover(appraisal)
    assert min(series(appraisal, "cash.closing")[:periods]) >= -tolerance
    assert min(series(appraisal, "cash.free")[:periods]) >= -tolerance


def test_the_properties_see_a_change_of_one_yuan() -> None:
    """The comparison used above is able to fail."""
    one = small_project(subsidies={"state": {"quantity": 198.0, "rate": 67_000.0}})
    two = one.replace({"subsidies.state.rate": 67_000.01})
    with pytest.raises(AssertionError, match=r"fund_balance\.revenue"):
        assert_same_results(one.appraise(), two.appraise())
