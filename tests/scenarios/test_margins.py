"""How far a plan is from failing, against figures worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from relocation.appraisal import Appraisal
from relocation.scenarios.margins import Margins, margins
from tests.small_village import appraised


def by_months(price: float, **groups: Any) -> Appraisal:
    """Quota money of 10 mu in month 1, works of 800,000 in month 4."""
    quota = {"area": 10.0, "price": price, "receipts": {"all": {"share": 1.0, "period": 1}}}
    works = {"works": {"quantity": 1.0, "rate": 800_000.0, "start": 4}}
    return appraised(12, "month", **{"land_quota": quota, "construction": works, **groups})


def test_each_cause_alone_goes_just_so_far() -> None:
    """1,000,000 may come three months later, fall by a fifth, or pay for works a quarter dearer."""
    found = margins(by_months(100_000.0))
    assert (found.short, found.late_months) == (False, 3)
    # What is told still holds: it is never more than the true bound, and less by next to nothing.
    assert 0.2 - 1e-6 <= (found.price_fall or 0) <= 0.2 + 1e-9
    assert 0.25 - 1e-6 <= (found.cost_rise or 0) <= 0.25 + 1e-8
    en, zh = found.sentence
    for text in ("more than 3 months late", "falls more than 20.0 %", "rise more than 25.0 %"):
        assert text in en
    for text in ("迟到超过3个月", "下降超过20.0%", "上升超过25.0%"):
        assert text in zh


def test_a_delay_that_the_plan_has_already_is_not_counted_again() -> None:
    appraisal = by_months(100_000.0)
    late = appraisal.project.replace({"land_quota.delay": 2}).appraise()
    assert margins(late).late_months == 1


def test_a_plan_without_a_margin_fails_at_the_first_step() -> None:
    found = margins(by_months(80_000.0).project.replace({"land_quota.delay": 3}).appraise())
    assert found.late_months == 0
    assert found.price_fall == pytest.approx(0, abs=1e-6)
    assert "quota money comes late at all" in found.sentence.en
    assert "指标款稍有迟到" in found.sentence.zh


def test_a_plan_that_is_short_needs_so_much_more_for_a_mu() -> None:
    """500,000 for works of 800,000: three fifths more. What is told is enough, by less than a thousandth."""
    found = margins(by_months(50_000.0))
    assert found.short
    assert 0.6 <= (found.needed_rise or 0) <= 0.6 + 1e-4
    assert "if the quota price were 60" in found.sentence.en
    assert "如指标单价提高60" in found.sentence.zh


def test_what_no_price_can_mend_says_so() -> None:
    """Works of month 1 are paid five months before any quota money comes."""
    early = {"works": {"quantity": 1.0, "rate": 800_000.0, "start": 1}}
    late = {"area": 10.0, "price": 100_000.0, "receipts": {"all": {"share": 1.0, "period": 6}}}
    found = margins(by_months(0, land_quota=late, construction=early))
    assert (found.short, found.needed_rise) == (True, None)
    assert "no price of the quota alone would mend it" in found.sentence.en


def test_own_money_bears_every_delay_that_is_tried() -> None:
    own = {"own": {"kind": "revenue", "amount": 5_000_000.0, "start": 1}}
    found = margins(by_months(100_000.0, other=own))
    assert (found.late_months, found.price_fall) == (None, None)
    # 6,000,000 pay for works 7.5 times as dear; a rise of 6.5 is beyond what is tried.
    assert found.cost_rise is None
    assert found == Margins(False)
