"""Simulation against the same scenarios one by one, and what it says of those that the project refuses."""

from __future__ import annotations

import numpy as np
import pytest

import relocation as rl
from relocation.formula.targets.scalar import compile_scalar
from relocation.model import book_inputs, build_book
from relocation.problems import ProblemsFound
from relocation.scenarios.simulation.distributions import (
    PERT,
    Discrete,
    Distribution,
    Fixed,
    Normal,
    Triangular,
    Uniform,
)
from relocation.scenarios.simulation.simulation import simulate

BASE = rl.load("lujia")
INPUTS: dict[str, Distribution] = {
    "land_quota.price": Triangular(60_000, 97_637, 120_000),
    "construction.housing.rate": PERT(1500, 1700, 2200),
    "land_quota.delay": Discrete((0, 12, 24), (5, 3, 2)),
    "loans.adbc.rate": Normal(0.049, 0.01),
    "loans.adbc.method": Discrete(("equal_principal", "annuity")),
}


@pytest.mark.parametrize("sampling", ["random", "latin", "sobol"])
def test_a_thousand_scenarios_equal_a_loop_over_projects(sampling: str) -> None:
    """The project is replaced and validated for each; its book is built once, since only numbers differ."""
    found = simulate(BASE, INPUTS, n=1000, seed=7, sampling=sampling)
    calculate = compile_scalar(build_book(BASE))
    alone = [calculate(book_inputs(BASE.replace(found.scenario(number)))) for number in range(found.n)]
    for key, outcome in found.outcomes.items():
        numbers = np.array([one[key] for one in alone], dtype=float)
        known = numbers[~np.isnan(numbers)]
        assert outcome.count == len(known)
        if not len(known):  # such as a ratio of debt where no year has one
            continue
        assert outcome.mean == pytest.approx(float(known.mean()), rel=1e-10, abs=1e-6)
        assert outcome.std == pytest.approx(float(known.std(ddof=1)), rel=1e-9, abs=1e-6)
        for share in (0.0, 0.05, 0.5, 0.95, 1.0):
            expected = float(np.quantile(known, share))
            assert outcome.quantile(share).value == pytest.approx(expected, rel=1e-10, abs=1e-6)
    lost = sum(float(one["fund_balance.balance"]) < -0.005 for one in alone)  # type: ignore[arg-type]
    assert [one.count for one in found.broken_rules if one.rule.output == "fund_balance.balance"] == [lost]


def test_a_scenario_is_that_of_a_whole_appraisal() -> None:
    found = simulate(BASE, INPUTS, n=20, seed=3, outputs=["npv"])
    alone = [BASE.replace(found.scenario(number)).appraise().number("npv") for number in range(20)]
    assert found.outcome("npv").ordered == pytest.approx(sorted(alone), rel=1e-10)
    with pytest.raises(ProblemsFound):
        found.scenario(20)


def test_scenarios_that_the_project_refuses_are_named_and_stop_nobody() -> None:
    """The timeline has 12 periods; a term beyond it cannot be."""
    inputs: dict[str, Distribution] = {
        "loans.adbc.term": Uniform(5, 20),
        "land_quota.price": Uniform(6e4, 9e4),
    }
    found = simulate(BASE, inputs, n=400, seed=1, outputs=["balance"])
    terms = [found.scenario(number)["loans.adbc.term"] for number in range(400)]
    beyond = [number for number, term in enumerate(terms) if term > 12]
    assert found.refused == len(beyond) > 100
    assert [one.number for one in found.refusals] == beyond[:10]
    assert all(one.problems[0].where == "loans.adbc.term" for one in found.refusals)
    assert found.refusals[0].inputs == found.scenario(beyond[0])
    assert found.outcome("fund_balance.balance").count == 400 - len(beyond)
    assert found.outcome("fund_balance.balance").not_available == 0


def test_everything_wrong_is_told_before_anything_runs() -> None:
    wrong = {
        "land_quota.prise": Uniform(0, 1),
        "land_quota.acceptance": Uniform(0, 2),
        "loans.adbc.rate": Normal(0.05, 0),
        "village.name_en": Fixed("x"),
    }
    with pytest.raises(ProblemsFound) as found:
        simulate(
            BASE, wrong, 0, -1, outputs=["nvp"], sampling="dice", correlations={("a", "b"): 2}, rules=["x"]
        )
    places = {one.where for one in found.value.problems}
    assert {*wrong, "n", "seed", "nvp", "sampling", "rules", "correlations: a, b"} <= places


def test_nothing_uncertain_is_a_problem() -> None:
    with pytest.raises(ProblemsFound):
        simulate(BASE, {}, 10)


def test_tables_have_units_and_both_languages() -> None:
    found = simulate(BASE, INPUTS, n=50)
    for lang in ("en", "zh"):
        for table in (
            found.to_frame(lang),
            found.quantile_frame(lang),
            found.drivers_frame(lang),
            found.rules_frame(lang),
            found.histograms_frame(lang),
        ):
            assert {"output", "label", "unit"} <= set(table.columns)
            assert len(table)
    assert found.to_frame("en")["label"].tolist() != found.to_frame("zh")["label"].tolist()
    assert found.histogram("npv", 7)["count"].sum() == 50
    counts = found.histograms_frame(bars=5).groupby("output", sort=False)["count"].sum()
    assert counts.to_dict() == {key: one.count for key, one in found.outcomes.items() if one.count}


def test_numbers_of_arrays_and_single_names_are_taken_as_they_are_meant() -> None:
    price = {"land_quota.price": Uniform(60_000, 120_000)}
    plain = simulate(BASE, price, 200, seed=3, outputs=["npv"], rules=["npv>=1e6"])
    for n, seed in ((np.int64(200), np.int32(3)), (2e2, 3.0)):
        found = simulate(BASE, price, n, seed, outputs="npv", rules="npv>=1e6")  # type: ignore[arg-type]
        assert found.to_record() == plain.to_record()


@pytest.mark.parametrize("n", [2.5, float("nan"), float("inf"), "200", True, None])
def test_what_is_no_whole_number_of_scenarios_is_refused(n: object) -> None:
    with pytest.raises(ProblemsFound, match="a whole number from 1"):
        simulate(BASE, {"land_quota.price": Uniform(60_000, 120_000)}, n)  # type: ignore[arg-type]


def test_no_output_at_all_is_a_problem() -> None:
    with pytest.raises(ProblemsFound, match="at least one output"):
        simulate(BASE, {"land_quota.price": Uniform(60_000, 120_000)}, 10, outputs=[])


def test_an_outcome_has_a_short_name_and_an_unknown_one_is_told_what_is_near() -> None:
    found = simulate(BASE, {"land_quota.price": Uniform(60_000, 120_000)}, 50, outputs=["balance", "npv"])
    assert found.outcome("balance") is found.outcome("fund_balance.balance")
    assert found.histogram("balance", 5)["count"].sum() == 50
    with pytest.raises(ProblemsFound, match="did you mean npv"):
        found.outcome("nvp")
