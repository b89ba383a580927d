"""Simulations and batches ask the rules at the corners only. That is right as long as what follows holds of every rule."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import groupby
from math import ulp
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import relocation as rl
from relocation.problems import Problem
from relocation.project import rules, what_if
from relocation.project.inputs import Inputs
from relocation.project.project import InputValue, Project
from relocation.project.rule_problems import problem
from relocation.project.what_if import WhatIf
from relocation.scenarios.acceptance import zero_apart
from relocation.scenarios.batch import Batch, may_vary
from tests.random_projects import projects, random_project
from tests.small_village import small_project

Rule = Callable[[Inputs], Iterator[Problem]]
SEEDS = range(24)


class OneRule(WhatIf):
    """Asks a single rule instead of all."""

    def __init__(self, project: Project, rule: Rule) -> None:
        super().__init__(project)
        self.rule = rule

    def accepts(self, values: dict[str, Any]) -> bool:
        before = {path: self._put(path, value) for path, value in values.items()}
        try:
            return not list(self.rule(self._copy))
        finally:
            for path, value in before.items():
                self._put(path, value)


def numbers(project: Project) -> list[InputValue]:
    return [one for one in project.values() if may_vary(one.record) and not one.record.choices]


def grid(one: InputValue, periods: int) -> list[Any]:
    """Values of an input in rising order, close to each other where rules draw their lines."""
    record, now = one.record, one.value
    low = -np.inf if record.low is None else record.low
    high = np.inf if record.high is None else record.high
    if record.kind == "whole":
        found = {*range(13), *range(max(now - 3, 0), now + 4), periods - 1, periods, periods + 1, 600}
    elif record.kind == "share":
        found = {0.0, ulp(0.0), 1e-9, *(at / 8 for at in range(9)), now, 1 - now, 1 - 1e-9}
    else:
        found = {0.0, ulp(0.0), 1e-9, *(now * at / 4 for at in range(9)), 1.0, 1e3, 1e9}
    return sorted(value for value in found if low <= value <= high)


def gaps(rule: Rule, project: Project, seed: int) -> Iterator[str]:
    """The inputs of which a rule accepts two values above zero and refuses one between, all other inputs as they are.

    Some of the others are first moved at random, so that rules are asked where they are nearly broken.
    """
    chosen, asked = random.Random(seed), OneRule(project, rule)
    periods = project.timeline.periods
    known = numbers(project)
    others = {one.path: chosen.choice(grid(one, periods)) for one in chosen.sample(known, min(6, len(known)))}
    for one in known:
        accepted = [asked.accepts({**others, one.path: value}) for value in grid(one, periods) if value > 0]
        if [is_accepted for is_accepted, _ in groupby(accepted)].count(True) > 1:
            yield one.path


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_what_a_rule_accepts_of_an_input_above_zero_is_an_interval(rule: Rule) -> None:
    found = {path for seed in SEEDS for path in gaps(rule, random_project(seed, periods=4 + seed), seed)}
    assert found == set()


def no_term_of_five(inputs: Inputs) -> Iterator[Problem]:
    """Accepts a term of four and one of six."""
    for name, loan in inputs.loans.items():
        if loan.term == 5:
            yield problem(f"loans.{name}.term", "5", "not five", "非五", "change it", "请更改")


def no_middling_price(inputs: Inputs) -> Iterator[Problem]:
    """Accepts a low and a high price."""
    if 60_000 < inputs.land_quota.price < 61_000:
        yield problem("land_quota.price", "", "another", "其他", "change it", "请更改")


def no_odd_sum(inputs: Inputs) -> Iterator[Problem]:
    """Neither input alone is looked at."""
    if (inputs.land_quota.delay + sum(one.grace for one in inputs.loans.values())) % 2:
        yield problem("land_quota.delay", "", "even", "偶数", "change it", "请更改")


@pytest.mark.parametrize(
    ("rule", "path"), [(no_term_of_five, "term"), (no_odd_sum, "land_quota.delay"), (no_odd_sum, "grace")]
)
def test_a_rule_that_is_no_interval_is_found(rule: Rule, path: str) -> None:
    found = {path for seed in SEEDS for path in gaps(rule, random_project(seed, periods=4 + seed), seed)}
    assert [one for one in found if one.endswith(path)]


@pytest.mark.parametrize("rule", [no_term_of_five, no_middling_price])
def test_such_a_rule_would_have_scenarios_accepted_that_it_refuses(
    rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reason for the test above: a batch sees the corners only."""
    loans = {"bank": {"principal": 1e6, "rate": 0.05, "term": 6, "grace": 1}}
    project = small_project(8, land_quota={"area": 100.0, "price": 60_500.0}, loans=loans)
    monkeypatch.setattr(what_if, "broken_rules", lambda inputs: list(rule(inputs)))
    batch = Batch(project, ["loans.bank.term", "land_quota.price"], ["npv"])
    columns = np.array([[4.0, 5.0, 6.0, 6.0], [6e4, 60_500.0, 62_000.0, 62_000.0]])
    assert batch.allowed(columns).all()
    assert batch.problems(columns[:, 1].tolist())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(project=projects(most_periods=12), seed=st.integers(0, 2**32))
def test_a_batch_accepts_what_the_rules_accept_one_by_one(project: Project, seed: int) -> None:
    chosen = random.Random(seed)
    varied = [one for one in project.values() if may_vary(one.record)]
    varied = chosen.sample(varied, min(len(varied), chosen.randint(1, 5)))
    batch = Batch(project, [one.path for one in varied], ["fund_balance.balance"])
    rows = [
        [float(at) for at in range(len(one.record.choices))]
        if one.record.choices
        else chosen.sample(values := grid(one, project.timeline.periods), min(len(values), 4))
        for one in varied
    ]
    columns = np.array([[chosen.choice(row) for _ in range(30)] for row in rows], dtype=float)
    wanted = [not batch.problems(column) for column in columns.T.tolist()]
    assert batch.allowed(columns).tolist() == wanted


def test_an_instalment_of_nothing_and_one_of_everything_do_not_vouch_for_half() -> None:
    quota = {"area": 100.0, "price": 5e4, "receipts": {"a": {"share": 1.0, "period": 2}}}
    batch = Batch(small_project(6, land_quota=quota), ["land_quota.receipts.a.share"], ["cash.minimum"])
    assert batch.allowed(np.array([[0.0, 1.0, 0.5, 0.2]])).tolist() == [True, True, False, False]


def test_a_simulation_refuses_a_rate_step_between_unused_and_allowed() -> None:
    steps = {"a": {"period": 3, "rate": 0.06}, "b": {"period": 0, "rate": 0.0}}
    loan = {"principal": 100.0, "rate": 0.05, "term": 8, "rate_steps": steps}
    project, path = small_project(8, loans={"bank": loan}), "loans.bank.rate_steps.b.period"
    found = rl.simulate(project, {path: rl.distributions.Uniform(0, 6)}, 700, seed=1, outputs=["npv"])
    periods = [found.scenario(number)[path] for number in range(700)]
    assert found.refused == sum(1 <= period <= 3 for period in periods) > 200


def test_zero_and_the_number_next_to_it_are_corners_of_their_own() -> None:
    assert zero_apart([0, 6]) == [0, 6, 1]
    assert zero_apart([0.0, 2.5]) == [0.0, 2.5, ulp(0.0)]
    assert zero_apart([0, 1]) == [0, 1]
    assert [zero_apart(one) for one in ([1, 6], ["annuity", "bullet"], [0.0], [-1.0, 0.0])] == [
        [1, 6],
        ["annuity", "bullet"],
        [0.0],
        [-1.0, 0.0],
    ]
