"""The account of the fund by hand, and simulated claims against closed forms."""

from __future__ import annotations

import math
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relocation.households.money import Ratio
from relocation.insurance.claims_simulation import (
    ClaimSource,
    Points,
    PoissonCases,
    declared_sources,
    simulate_claims,
)
from relocation.insurance.fund import FundYear, IdentityBroken, fund_account, fund_outlook, verify
from relocation.insurance.scheme import load_scheme
from relocation.insurance.tiers import Tier, TierSchedule
from relocation.problems import ProblemsFound
from relocation.scenarios.simulation.distributions import Fixed, Lognormal, Normal, Triangular, Uniform

WEI = load_scheme("wei_county")
FLAT = TierSchedule(0, (Tier(Ratio(1)),), "whole")  # everything self-paid is compensated


def test_three_years_by_hand() -> None:
    """100 opening, 400 premium: 350 leave 150; then 700 need 150 more; then 100 leave 300."""
    assert fund_account(100, 400, [350, 700, 100], first_year=2017) == [
        FundYear(2017, 100, 400, 0, 350, 150),
        FundYear(2018, 150, 400, 150, 700, 0),
        FundYear(2019, 0, 400, 0, 100, 300),
    ]


def test_a_stated_top_up_is_carried_forward() -> None:
    [first, second] = fund_account(0, 400, [700, 100], top_ups=[500, 0])
    assert first.carried_forward == 200
    assert second.opening == 200


def test_what_cannot_be_is_told_with_its_year() -> None:
    with pytest.raises(ProblemsFound) as found:
        fund_account(0, 400, [700, 900], first_year=2017, top_ups=[100, 100])
    assert [one.where for one in found.value.problems] == ["top_ups.2017", "top_ups.2018"]
    assert "3.00" in found.value.problems[0].expected.en
    with pytest.raises(ProblemsFound) as found:
        fund_account(-1, -1, [-1], top_ups=[0, 0])
    assert [one.where for one in found.value.problems] == ["opening", "premium", "claims", "top_ups"]


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.lists(st.integers(0, 10**10), min_size=1))
def test_money_neither_appears_nor_vanishes(opening: int, premium: int, claims: list[int]) -> None:
    years = fund_account(opening, premium, claims)
    assert opening + sum(one.premium + one.top_up for one in years) == sum(claims) + years[-1].carried_forward
    assert all(one.carried_forward >= 0 for one in years)
    assert all(not (one.top_up and one.carried_forward) for one in years)


def test_a_broken_account_does_not_pass() -> None:
    with pytest.raises(IdentityBroken):
        verify([FundYear(1, 0, 400, 0, 300, 101)])
    with pytest.raises(IdentityBroken):
        verify([FundYear(1, 0, 400, 0, 300, 100), FundYear(2, 99, 400, 0, 499, 0)])


def test_the_same_seed_gives_the_same_claims_and_fewer_paths_are_their_beginning() -> None:
    sources = declared_sources(WEI)
    many = simulate_claims(sources, years=2, paths=600, seed=11)
    assert np.array_equal(many[:300], simulate_claims(sources, years=2, paths=300, seed=11))
    assert not np.array_equal(many[:300], simulate_claims(sources, years=2, paths=300, seed=12))


def test_mean_and_spread_are_those_of_a_compound_poisson_process() -> None:
    """Mean = cases x mean amount; variance = cases x mean square, here of amounts even between 0 and 1,000 yuan."""
    source = ClaimSource(FLAT, PoissonCases(50.0), Points((0.0, 1.0), (0.0, 1000.0)))
    paths = 40_000
    claims = simulate_claims([source], years=1, paths=paths, seed=3)[:, 0] / 100
    mean, variance = 50 * 500, 50 * 1000**2 / 3
    assert abs(claims.mean() - mean) < 5 * math.sqrt(variance / paths)
    assert claims.var() / variance == pytest.approx(1, abs=0.05)


def test_the_number_of_cases_is_poisson() -> None:
    """The smallest k with P(N <= k) >= u, summed here term by term."""
    mean = 3.7
    shares = np.array([0.0, 0.01, 0.3, 0.5, 0.9, 0.999999])
    ours = PoissonCases(mean).quantile(shares)
    for share, found in zip(shares, ours, strict=True):
        terms = [math.exp(-mean) * mean**k / math.factorial(k) for k in range(60)]
        assert found == next(k for k in range(60) if sum(terms[: k + 1]) >= share)
    assert PoissonCases(0.0).quantile(shares).tolist() == [0.0] * 6
    assert PoissonCases(2000.0).quantile(np.array([1 - 2**-53])).item() < 3_000


def test_amounts_follow_the_stated_points() -> None:
    points = Points((0.0, 0.5, 1.0), (10.0, 20.0, 60.0))
    assert points.quantile(np.array([0.0, 0.25, 0.5, 0.75, 1.0])).tolist() == [10, 15, 20, 40, 60]


def test_the_outlook_by_hand() -> None:
    claims = np.array([[300, 700], [100, 100], [900, 100], [400, 400]])
    outlook = fund_outlook(claims, opening=0, premium=400)
    assert outlook.top_ups.tolist() == [[0, 200], [0, 0], [500, 0], [0, 0]]
    assert outlook.carried_forward.tolist() == [[100, 0], [300, 600], [0, 300], [0, 0]]
    assert outlook.probability_of_top_up == 0.5
    assert outlook.probability_by_year == [0.25, 0.25]
    assert outlook.top_up_by_quantile([0.5, 0.75, 1.0]) == {0.5: 0, 0.75: 200, 1.0: 500}
    assert outlook.claims_by_quantile([0.5, 1.0]) == {0.5: 300, 1.0: 900}


def test_every_path_is_a_fund_account() -> None:
    claims = simulate_claims(declared_sources(WEI), years=4, paths=20, seed=5)
    outlook = fund_outlook(claims, opening=100, premium=WEI.yearly_premium)
    for path in range(20):
        years = fund_account(100, WEI.yearly_premium, claims[path].tolist())
        assert [one.top_up for one in years] == outlook.top_ups[path].tolist()
        assert [one.carried_forward for one in years] == outlook.carried_forward[path].tolist()


def test_the_two_readings_are_compared_on_the_same_cases() -> None:
    """A single tier reads the same either way, so must its simulated claims; by slices the cases are those of whole."""
    source = ClaimSource(FLAT, PoissonCases(20.0), Points((0.0, 1.0), (0.0, 1000.0)))
    other = ClaimSource(FLAT.in_mode("marginal"), source.cases, source.self_paid)
    first, second = (simulate_claims([one], years=2, paths=50, seed=1) for one in (source, other))
    assert np.array_equal(first, second)


def test_the_distributions_of_scenarios_draw_claims_too() -> None:
    """Compound Poisson again: mean = cases x mean, variance = cases x mean square, of a triangle and of a lognormal."""
    paths, cases = 20_000, 30.0
    for shape, mean, square in (
        (Triangular(0.0, 600.0, 900.0), 500.0, (600**2 + 900**2 + 600 * 900) / 6),
        (Lognormal(500.0, 300.0), 500.0, 500.0**2 + 300.0**2),
    ):
        source = ClaimSource(FLAT, PoissonCases(cases), shape)
        claims = simulate_claims([source], years=1, paths=paths, seed=9)[:, 0] / 100
        assert abs(claims.mean() - cases * mean) < 5 * math.sqrt(cases * square / paths)
        assert claims.var() / (cases * square) == pytest.approx(1, abs=0.06)
    fixed = ClaimSource(FLAT, Fixed(3.0), Uniform(100.0, 100.0 + 1e-9))
    assert simulate_claims([fixed], years=2, paths=5, seed=1).tolist() == [[300_00, 300_00]] * 5


def test_neither_workers_nor_processes_change_a_result() -> None:
    sources = declared_sources(WEI)
    asked = {"years": 3, "paths": 900, "seed": 21}
    alone = simulate_claims(sources, **asked, workers=1)
    assert np.array_equal(alone, simulate_claims(sources, **asked, workers=4))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert np.array_equal(alone, simulate_claims(sources, **asked, executor=pool))


def test_so_many_amounts_at_once_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sources = declared_sources(WEI)
    whole = simulate_claims(sources, years=2, paths=100, seed=6)
    monkeypatch.setattr("relocation.insurance.claims_simulation.AT_ONCE", 1_000)
    assert np.array_equal(whole, simulate_claims(sources, years=2, paths=100, seed=6))


def test_draws_that_cannot_be_are_told() -> None:
    for cases, amount in (
        (PoissonCases(5.0), Fixed(1e15)),
        (Fixed(-1.0), Fixed(1.0)),
        (Fixed(1e10), Fixed(1.0)),
    ):
        with pytest.raises(ProblemsFound, match="a draw that cannot be"):
            simulate_claims([ClaimSource(FLAT, cases, amount)], years=1, paths=1, seed=1)
    with pytest.raises(ProblemsFound) as found:
        simulate_claims([], years=0, paths=2_000_000, seed=-1)
    assert [one.where for one in found.value.problems] == ["years", "paths", "seed"]
    with pytest.raises(ProblemsFound, match="paths x years"):
        simulate_claims([], years=100, paths=1_000_000, seed=1)
    with pytest.raises(ProblemsFound, match="fewer futures"):
        simulate_claims(declared_sources(WEI), years=20, paths=1_000_000, seed=1)


def test_a_negative_draw_pays_nothing() -> None:
    source = ClaimSource(FLAT, Fixed(4.0), Normal(-500.0, 1.0))
    assert simulate_claims([source], years=1, paths=3, seed=1).tolist() == [[0]] * 3


def test_when_the_fund_runs_dry_for_the_first_time() -> None:
    claims = np.array([[300, 700], [100, 100], [900, 900], [400, 400]])
    outlook = fund_outlook(claims, opening=0, premium=400)
    assert outlook.first_dry_year.tolist() == [2, 0, 1, 0]
    assert outlook.first_dry_by_year == [0.25, 0.25]
    assert outlook.carried_forward.tolist() == [[100, 0], [300, 600], [0, 0], [0, 0]]
    assert outlook.probability_of_top_up == sum(outlook.first_dry_by_year)


@given(
    st.integers(0, 500),
    st.integers(0, 500),
    st.lists(st.lists(st.integers(0, 2000), min_size=3, max_size=3), min_size=1),
)
def test_a_fund_is_dry_first_where_its_account_first_needs_money(
    opening: int, premium: int, claims: list[list[int]]
) -> None:
    outlook = fund_outlook(np.array(claims), opening=opening, premium=premium)
    for path, first in enumerate(outlook.first_dry_year.tolist()):
        account = fund_account(opening, premium, claims[path])
        assert first == next((one.year for one in account if one.top_up), 0)
