"""Plans that a lender states or that follow a target DSCR, by hand in exact fractions, and what is refused of them."""

from __future__ import annotations

import re
import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from relocation.appraisal import Appraisal
from relocation.labels import Label
from tests.items.test_loan_cash import flows, near
from tests.small_village import appraised, problems_of, series


def village(loans: dict[str, Any], costs: tuple[float, ...], revenue: tuple[float, ...]) -> Appraisal:
    other = {**flows("cost", *costs), **flows("revenue", *revenue)}
    return appraised(len(revenue), loans=loans, other=other)


def stated(*repaid: tuple[int, float], **terms: Any) -> dict[str, Any]:
    plan = {f"part_{at}": {"period": when, "amount": amount} for at, (when, amount) in enumerate(repaid)}
    return {"principal": 1_000.0, "rate": 0.1, "term": 4, "method": "stated", "repayments": plan, **terms}


# Stated -------------------------------------------------------------------------------------------------------------


def test_a_lender_s_plan_is_followed_and_interest_runs_on_what_is_left() -> None:
    found = appraised(5, loans={"bank": stated((1, 300.0), (3, 500.0), (3, 100.0), (4, 100.0))})
    assert series(found, "loans.bank.principal_repaid") == near(300, 0, 600, 100, 0)
    assert series(found, "loans.bank.interest_paid") == near(100, 70, 70, 10, 0)
    assert found.number("checks.all_passed") == 1


def test_a_plan_may_repay_what_was_capitalised() -> None:
    """1,000 grow to 1,210 in two years of grace; the plan repays 600 and 610."""
    loan = stated((3, 600.0), (4, 610.0), grace=2, grace_interest="capitalised")
    found = appraised(4, loans={"bank": loan})
    assert series(found, "loans.bank.principal_repaid") == near(0, 0, 600, 610)
    assert series(found, "loans.bank.interest_paid") == near(0, 0, 121, 61)
    assert found.number("checks.lenders_plan") == pytest.approx(0, abs=1e-9)


def test_a_plan_that_leaves_a_rest_is_told_by_a_check_and_the_rest_falls_due_last() -> None:
    loan = stated((3, 600.0), (4, 600.0), grace=2, grace_interest="capitalised")
    found = appraised(4, loans={"bank": loan})
    assert series(found, "loans.bank.principal_repaid") == near(0, 0, 600, 610)
    assert found.number("checks.lenders_plan") == pytest.approx(10)
    assert found.number("checks.lenders_plan.passed") == 0
    too_much = appraised(
        4, loans={"bank": stated((3, 900.0), (4, 600.0), grace=2, grace_interest="capitalised")}
    )
    assert series(too_much, "loans.bank.principal_repaid") == near(0, 0, 900, 310)
    assert too_much.number("checks.lenders_plan") == pytest.approx(290)


@pytest.mark.parametrize(
    ("loan", "where", "found"),
    [
        (stated((2, 300.0)), "repayments", "300"),
        (stated((2, 300.0), (3, 700.02)), "repayments", "1,000.02"),
        (stated((5, 1_000.0)), "repayments.part_0.period", "5"),
        (stated((0, 1_000.0)), "repayments.part_0.period", "0"),
        (stated((1, 1_000.0), draw_interest="none"), "repayments.part_0.period", "1"),
        (stated((2, 1_000.0), grace=2), "repayments.part_0.period", "2"),
        (stated(), "method", "as the lender's plan states"),
        (stated((2, 1_000.0), method="bullet"), "method", "bullet"),
    ],
)
def test_a_plan_that_is_none_is_refused_with_its_place(loan: dict[str, Any], where: str, found: str) -> None:
    problems = problems_of(6, loans={"bank": loan})
    said = [(one.where, one.found.en if isinstance(one.found, Label) else one.found) for one in problems]
    assert (f"loans.bank.{where}", found) in said
    assert all(not one.text("zh").isascii() for one in problems)


def test_an_unused_repayment_is_none() -> None:
    plan = {"used": {"period": 4, "amount": 1_000.0}, "spare": {"period": 0, "amount": 0.0}}
    found = appraised(4, loans={"bank": stated(repayments=plan)})
    assert series(found, "loans.bank.principal_repaid") == near(0, 0, 0, 1_000)


# Sculpted -----------------------------------------------------------------------------------------------------------

SCULPTED = {
    "principal": 1_000.0,
    "rate": 0.1,
    "term": 6,
    "grace": 1,
    "method": "sculpted",
    "target_dscr": 1.25,
}


def test_repayment_follows_the_flow_so_that_each_year_has_the_target_cover() -> None:
    found = village({"bank": SCULPTED}, (1_000,), (100, 500, 400, 450, 300, 200))
    # 500 / 1.25 - 100, 400 / 1.25 - 70, 450 / 1.25 - 45, and 135 are left where 300 / 1.25 - 13.5 would be allowed
    assert series(found, "loans.bank.principal_repaid") == near(0, 300, 250, 315, 135, 0)
    assert series(found, "loans.bank.interest_paid") == near(100, 100, 70, 45, Fraction("13.5"), 0)
    cover = series(found, "annual.debt_cover.dscr")
    assert cover[1:4] == near(1.25, 1.25, 1.25)
    assert cover[4] == pytest.approx(300 / 148.5)
    assert found.number("flags.sculpting_leaves_rest") == 0


def test_a_year_without_flow_repays_nothing_and_pays_its_interest() -> None:
    found = village({"bank": SCULPTED}, (1_000,), (100, 500, 50, 450, 900, 200))
    assert series(found, "loans.bank.principal_repaid")[:3] == near(0, 300, 0)
    assert series(found, "loans.bank.interest_paid")[:4] == near(100, 100, 70, 70)


def test_what_the_flow_does_not_repay_falls_due_last_and_is_told() -> None:
    found = village({"bank": SCULPTED}, (1_000,), (100, 200, 200, 200, 200, 200))
    # 60 and 66 and 72.6 and 79.86; the last year would allow 87.846 of the 721.54 that are left
    repaid = [Fraction("60") * Fraction("1.1") ** at for at in range(4)]
    rest = 1_000 - sum(repaid)
    assert series(found, "loans.bank.principal_repaid") == near(0, *repaid, rest)
    assert found.number("flags.sculpting_leaves_rest") == 1
    assert sum(series(found, "loans.bank.beyond_target")) == pytest.approx(float(rest - Fraction("87.846")))
    told = {one.key: one.sentence for one in found.verdict.flags}["sculpting_leaves_rest"]
    assert "1.25" in told.en
    assert "1.25" in told.zh


def test_the_target_holds_for_the_service_of_all_loans_and_the_first_listed_is_sculpted_first() -> None:
    plain = {"principal": 400.0, "rate": 0.1, "term": 5, "grace": 1, "method": "equal_principal"}
    loans = {"plain": plain, "one": {**SCULPTED, "principal": 200.0}, "two": {**SCULPTED, "principal": 300.0}}
    found = village(loans, (900,), (100, 400, 400, 400, 400, 300))
    # Year 2: 320 less interest of 90 and 100 of the plain loan: 130 for the first. Year 3: 320 - 67 - 100 = 153,
    # 70 for the first and 83 for the second. Year 4: 320 - 41.7 - 100 = 178.3, and 38.7 are left for year 5.
    assert series(found, "loans.one.principal_repaid") == near(0, 130, 70, 0, 0, 0)
    assert series(found, "loans.two.principal_repaid") == near(
        0, 0, 83, Fraction("178.3"), Fraction("38.7"), 0
    )
    assert series(found, "annual.debt_cover.dscr")[1:4] == near(1.25, 1.25, 1.25)


@pytest.mark.parametrize("target", [0.99, 101.0])
def test_a_target_that_is_none_is_refused(target: float) -> None:
    (problem,) = problems_of(6, loans={"bank": {**SCULPTED, "target_dscr": target}})
    assert problem.where == "loans.bank.target_dscr"


# Drawdowns that do not say where all of the loan goes ---------------------------------------------------------------


def test_what_no_drawdown_states_is_told_by_a_check() -> None:
    loan = {"principal": 1_000.0, "rate": 0.0, "term": 4, "grace": 2}
    part = {"later": {"share": 0.4, "period": 2}}
    assert appraised(4, loans={"bank": loan}).number("checks.drawdowns_stated") == 0
    found = appraised(4, loans={"bank": {**loan, "drawdowns": part}})
    assert found.number("checks.drawdowns_stated") == pytest.approx(600)
    assert found.number("checks.all_passed") == 0
    assert "checks" not in found.failed()
    whole = {**part, "first": {"share": 0.6, "period": 1}}
    assert appraised(4, loans={"bank": {**loan, "drawdowns": whole}}).number("checks.all_passed") == 1


@pytest.mark.parametrize("page", ["loans.md", "loans.zh.md"])
def test_the_plan_in_the_guide_is_a_loan(page: str) -> None:
    """10 million at 4.5 %: three years on all of it, two on 8 million, three on 5 million."""
    text = (Path(__file__).resolve().parents[2] / "docs" / page).read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    found = appraised(8, loans=tomllib.loads(block)["loans"])
    assert found.number("loans.interest_total") == pytest.approx((3 * 10 + 2 * 8 + 3 * 5) * 45_000)
    assert series(found, "loans.bank.closing")[-1] == 0
