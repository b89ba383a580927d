"""The gap: cash missing at the end of a period, the same in every table, and who bears it by stated shares."""

from __future__ import annotations

import pytest

from tests.small_village import appraised, problems_of

WORKS = {"works": {"quantity": 1.0, "rate": 900_000.0, "start": 1, "duration": 1}}
QUOTA = {"area": 10.0, "price": 100_000.0, "receipts": {"all": {"share": 1.0, "period": 3}}}
SHARES = {"gap_share_county": 0.5, "gap_share_collective": 0.3, "gap_share_households": 0.2}


def test_a_village_that_waits_for_its_money_has_a_cash_gap_but_none_in_the_fund() -> None:
    """Works of 900,000 in year 1, quota money of 1,000,000 in year 3."""
    found = appraised(construction=WORKS, land_quota=QUOTA)
    assert [found.number(f"gap.{key}") for key in ("total", "fund")] == [900_000, 0]
    assert [found.number(f"gap.{key}") for key in ("county", "collective", "households")] == [900_000, 0, 0]


def test_the_gap_is_split_by_the_stated_shares_also_per_household() -> None:
    found = appraised(construction=WORKS, evaluation=SHARES)
    parts = [found.number(f"gap.{key}") for key in ("county", "collective", "households")]
    assert parts == pytest.approx([450_000, 270_000, 180_000])
    each = [found.number(f"gap.{key}_per_household") for key in ("county", "collective", "households")]
    assert each == pytest.approx([45_000, 27_000, 18_000])  # of 10 households


def test_what_income_pays_for_is_missing_in_the_fund_and_no_gap() -> None:
    """Income of 900,000 in the same year pays the works: the fund lacks them, but nobody has to find them."""
    income = {"leases": {"amount": 900_000.0, "start": 1, "duration": 1}}
    found = appraised(construction=WORKS, income=income)
    assert [found.number(f"gap.{key}") for key in ("total", "fund", "county")] == [0, 900_000, 0]


def test_without_a_gap_nobody_bears_anything() -> None:
    found = appraised(land_quota={"area": 10.0, "price": 100_000.0}, evaluation=SHARES)
    assert [found.number(key) for key in found.book.lines if key.startswith("gap.")] == [0] * 8


def test_shares_that_do_not_sum_to_one_are_refused_in_both_languages() -> None:
    (problem,) = problems_of(evaluation={"gap_share_county": 0.5, "gap_share_households": 0.2})
    assert problem.where == "evaluation.gap_share_county"
    assert "+0.3" in problem.text("en")
    assert "之和为1" in problem.text("zh")
    assert problems_of(evaluation=SHARES) == []
