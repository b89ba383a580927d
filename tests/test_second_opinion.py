"""numpy-financial is asked again about every appraisal; a number that it does not share is never shown."""

from typing import Any

import pytest
from hypothesis import given, settings

from relocation import load
from relocation.model import calculate
from relocation.project.project import Project
from relocation.second_opinion import SecondOpinionDiffers, ask_second_opinion
from tests.random_projects import projects

ANNUITY = {"principal": 1_000_000, "rate": 0.049, "term": 10, "grace": 2, "method": "annuity"}


def village(**loan: Any) -> Project:
    """An outlay, quota money after it, and one loan: its rate of return is unique."""
    return Project.build(
        {
            "village": {"households": 10},
            "timeline": {"start": "2025-01-01", "period": "year", "periods": 12},
            "construction": {"houses": {"quantity": 100, "rate": 9_000, "unit": "m2", "start": 1}},
            "income": {"leases": {"amount": 150_000, "start": 3}},
            "loans": {"bank": {**ANNUITY, **loan}},
        }
    )


@pytest.mark.parametrize("key", ["npv", "npv.capital", "irr", "irr.capital"])
def test_a_worth_that_is_a_little_off_is_refused(key: str) -> None:
    project = village()
    _, values = calculate(project)
    shifted = key if key.startswith("npv") else f"{key}.per_period"
    number = values[shifted]
    assert isinstance(number, float)
    assert number == number, "the village has this number"
    values[shifted] = number + (0.01 if key.startswith("npv") else 1e-5)
    with pytest.raises(SecondOpinionDiffers, match=rf"differs on {key}$"):
        ask_second_opinion(project, values)


def test_a_payment_that_is_a_fen_off_is_refused() -> None:
    project = village()
    _, values = calculate(project)
    payments = values["loans.bank.level_payment_anew_exact"]
    assert isinstance(payments, list)
    payments[7] += 0.01
    with pytest.raises(SecondOpinionDiffers, match=r"differs on loans\.bank\.level_payment$"):
        ask_second_opinion(project, values)


def test_of_a_loan_that_is_no_annuity_no_level_payment_is_asked() -> None:
    project = village(method="equal_principal")
    _, values = calculate(project)
    payments = values["loans.bank.level_payment_anew_exact"]
    assert isinstance(payments, list)
    payments[7] += 0.01
    ask_second_opinion(project, values)


@pytest.mark.parametrize("name", ["lujia", "jinpo"])
def test_the_shipped_cases_have_it(name: str) -> None:
    load(name).appraise()


@settings(max_examples=20)
@given(projects())
def test_any_project_has_it(project: Project) -> None:
    _, values = calculate(project)
    ask_second_opinion(project, values)


@pytest.mark.parametrize("rate", [0.0, 1e-15, 1e-12, 1e-6])
def test_a_rate_too_small_for_the_second_opinion_is_no_difference(rate: float) -> None:
    village(rate=rate).appraise()
