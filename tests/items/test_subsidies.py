"""Subsidies: rate x quantity on a stated basis, spread evenly over their periods."""

from __future__ import annotations

import pytest

from relocation.labels import Label
from tests.small_village import appraised, problems_of, series


def test_198_persons_at_67000_make_the_published_total() -> None:
    appraisal = appraised(subsidies={"relocation": {"quantity": 198.0, "rate": 67_000.0, "basis": "person"}})
    assert appraisal.number("subsidies.relocation.total") == 13_266_000
    assert series(appraisal, "subsidies.relocation.received") == [13_266_000, 0, 0, 0]


@pytest.mark.parametrize("basis", ["person", "household", "m2", "mu", "lump_sum"])
def test_the_basis_says_what_is_counted_and_changes_no_amount(basis: str) -> None:
    one = {"quantity": 30.0, "rate": 2_000.0, "basis": basis, "start": 2, "duration": 3}
    appraisal = appraised(subsidies={"one": one})
    assert appraisal.number("fund_balance.revenue") == 60_000
    assert series(appraisal, "subsidies.one.received") == [0, 20_000, 20_000, 20_000]


def test_another_basis_is_refused_in_both_languages() -> None:
    (problem,) = problems_of(subsidies={"one": {"quantity": 1.0, "rate": 1.0, "basis": "family"}})
    assert problem.where == "subsidies.one.basis"
    assert isinstance(problem.name, Label)
    assert "household" in problem.text("en")
    assert "户" in problem.text("zh")


def test_a_subsidy_is_no_revenue_of_the_village_but_part_of_the_total() -> None:
    appraisal = appraised(subsidies={"one": {"quantity": 2.0, "rate": 500.0}})
    assert appraisal.number("fund_balance.own_revenue") == 0
    assert appraisal.number("subsidies.total") == appraisal.number("fund_balance.revenue") == 1_000
