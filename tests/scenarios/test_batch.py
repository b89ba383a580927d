"""Many scenarios at once against the same scenarios one by one, and what a batch refuses."""

from __future__ import annotations

import math

import numpy as np
import pytest

import relocation as rl
from relocation.problems import ProblemsFound
from relocation.scenarios.batch import Batch, may_vary, stated
from tests.small_village import small_project

OUTPUTS = ["fund_balance.balance", "npv", "irr", "cash.minimum", "dscr_min", "payback"]
VARIED = ["land_quota.price", "loans.adbc.method", "loans.adbc.term", "land_quota.delay"]


@pytest.fixture(scope="module")
def batch() -> Batch:
    return Batch(rl.load("lujia"), VARIED, OUTPUTS)


def columns(*scenarios: tuple[float, float, float, float]) -> np.ndarray:
    return np.array(scenarios, dtype=float).T


def test_a_batch_gives_what_one_appraisal_after_another_gives(batch: Batch) -> None:
    scenarios = columns((90_000, 0, 10, 0), (40_000, 1, 8, 12), (120_000, 2, 9, 24), (0, 0, 3, 1))
    found = batch.run(scenarios)
    for place, column in enumerate(scenarios.T.tolist()):
        values = {
            path: stated(record, value)
            for path, record, value in zip(VARIED, batch.records, column, strict=True)
        }
        appraisal = batch.project.replace(values).appraise()
        alone = [appraisal.number(key) for key in OUTPUTS]
        assert found[:, place].tolist() == pytest.approx(alone, rel=1e-11, abs=1e-6, nan_ok=True)


def test_what_the_project_refuses_is_named_and_stops_nobody(batch: Batch) -> None:
    scenarios = columns(
        (90_000, 0, 10, 0), (-1, 0, 10, 0), (90_000, 0, 13, 0), (90_000, 9, 10, 0), (9e4, 0, 2.5, 0)
    )
    found = batch.run(scenarios)
    assert np.isfinite(found[0]).tolist() == [True, False, False, False, False]
    refusals = batch.refusals(scenarios)
    assert set(refusals) == {1, 2, 3, 4}
    assert refusals[1][0].where == "land_quota.price"
    assert refusals[2][0].where == "loans.adbc.term"


def test_allowed_is_what_has_no_problem_at_the_ends_of_every_range() -> None:
    lujia = rl.load("lujia")
    every = Batch(lujia, [one.path for one in lujia.values() if may_vary(one.record)], ["npv"])
    scenarios = []
    for place, record in enumerate(every.records):
        ends = [end for end in (record.low, record.high) if end is not None]
        values = [math.nextafter(end, to) for end in ends for to in (-math.inf, end, math.inf)]
        for value in [*values, 0.5, len(record.choices), math.nan, math.inf, -math.inf]:
            scenarios.append(every.column({}))
            scenarios[-1][place] = value
    wanted = [every.problems(one[:, 0].tolist()) == [] for one in scenarios]
    assert 0.2 < np.mean(wanted) < 0.8
    assert every.allowed(np.hstack(scenarios)).tolist() == wanted
    assert [bool(every.allowed(one)[0]) for one in scenarios] == wanted


def test_every_refusal_says_something(batch: Batch) -> None:
    scenarios = columns((90_000, 9, 10, 0), (math.nan, 0, 10, 0), (9e4, 0, 10, math.inf))
    assert all(batch.refusals(scenarios).values())


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("land_quota.prise", "land_quota.price"),
        ("timeline.periods", "compare"),
        ("village.name_en", "compare"),
        ("other.x.amount", ""),
    ],
)
def test_an_input_that_cannot_vary_is_named(path: str, expected: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        Batch(rl.load("lujia"), [path], ["npv"])
    assert expected in found.value.problems[0].text()


def test_an_output_must_be_one_number() -> None:
    with pytest.raises(ProblemsFound) as found:
        Batch(rl.load("lujia"), [], ["cash.closing", "npw"])
    assert [problem.where for problem in found.value.problems] == ["cash.closing", "npw"]


def test_a_value_between_two_that_are_allowed_may_be_refused() -> None:
    # A second rate step is unused at 0 and follows the first, in period 3, from 4 on.
    steps = {"a": {"period": 3, "rate": 0.06}, "b": {"period": 0, "rate": 0.0}}
    loan = {"principal": 100.0, "rate": 0.05, "term": 8, "rate_steps": steps}
    project = small_project(8, loans={"bank": loan})
    batch = Batch(project, ["loans.bank.rate_steps.b.period"], ["loans.interest_total"])
    assert batch.allowed(np.array([[0.0, 6.0, 2.0]])).tolist() == [True, True, False]


def test_the_rules_are_asked_of_all_scenarios_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project = rl.load("lujia")
    asked = [one.path for one in project.values() if one.path.endswith((".rate", ".quantity", ".price"))]
    batch = Batch(project, asked, ["npv"])
    assert len(asked) > 13  # more than all corners of the box could be tried for
    base = batch.column({})
    wide = base * np.linspace(0.9, 1.0, 50)
    monkeypatch.setattr(batch, "problems", lambda _: pytest.fail("asked one by one"))
    assert batch.allowed(wide).all()
