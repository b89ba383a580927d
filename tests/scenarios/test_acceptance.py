"""A batch accepts exactly the scenarios that the project itself accepts, whatever varies."""

from __future__ import annotations

import random
from math import ulp
from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import relocation as rl
from relocation.project.project import Project
from relocation.project.sourced_inputs import InputValue
from relocation.scenarios.batch import Batch, may_vary, stated
from tests.random_projects import projects
from tests.small_village import small_project


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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(project=projects(most_periods=12), seed=st.integers(0, 2**32))
def test_a_batch_accepts_what_the_project_accepts_one_by_one(project: Project, seed: int) -> None:
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
    wanted = [accepts(project, batch, column) for column in columns.T.tolist()]
    assert batch.allowed(columns).tolist() == wanted
    assert [not batch.problems(column) for column in columns.T.tolist()] == wanted


def accepts(project: Project, batch: Batch, column: list[float]) -> bool:
    """Whether the project can be given the values of a column."""
    values = zip(batch.varied, batch.records, column, strict=True)
    try:
        project.replace({path: stated(record, value) for path, record, value in values})
    except rl.ProblemsFound:
        return False
    return True


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
