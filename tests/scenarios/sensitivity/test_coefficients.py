"""Sensitivity coefficients against hand-worked present values and another program's rates of return."""

from __future__ import annotations

from typing import Any

import numpy_financial as npf
import pandas as pd
import pytest

import relocation
from relocation.labels import Language
from relocation.problems import ProblemsFound
from relocation.project.project import Project
from relocation.scenarios.sensitivity.coefficients import paths_of_factors, sensitivity_coefficients
from tests.cli.running import relocation as run
from tests.small_village import small_project


def village(**more: Any) -> Project:
    """100 of works, then 60 of quota money and 10 of subsidies, 30 a year less 8 of costs; 8 %."""
    groups: dict[str, Any] = {
        "land_quota": {"area": 10.0, "price": 6.0, "receipts": {"all": {"share": 1.0, "period": 2}}},
        "subsidies": {"state": {"quantity": 1.0, "rate": 10.0, "start": 2}},
        "construction": {"works": {"quantity": 4.0, "rate": 25.0}},
        "income": {"rent": {"quantity": 3.0, "rate": 10.0, "start": 2}},
        "costs": {"care": {"amount": 8.0, "start": 2}},
        "evaluation": {"discount_rate": 0.08},
    }
    return small_project(4, **{**groups, **more})


def flow(
    price: float = 1, works: float = 1, subsidy: float = 1, income: float = 1, costs: float = 1
) -> list[float]:
    later = 30 * income - 8 * costs
    return [-100 * works, 60 * price + 10 * subsidy + later, later, later]


FLOWS = {
    "quota_price": "price",
    "works": "works",
    "subsidies": "subsidy",
    "income": "income",
    "costs": "costs",
}


def found(frame: pd.DataFrame, factor: str, indicator: str, change: float) -> Any:
    (row,) = frame[
        (frame["factor"] == factor) & (frame["indicator"] == indicator) & (frame["change"].round(9) == change)
    ].to_dict("records")
    return row


@pytest.mark.parametrize("change", [-0.2, -0.05, 0.05, 0.2])
@pytest.mark.parametrize("factor", list(FLOWS))
def test_coefficients_of_npv_and_irr_are_those_of_the_flow_by_hand(factor: str, change: float) -> None:
    frame = sensitivity_coefficients(village(), by=(0.05, 0.2))
    moved = flow(**{FLOWS[factor]: 1 + change})
    for indicator, worth in (("npv", lambda one: npf.npv(0.08, one)), ("irr", npf.irr)):
        row, base = found(frame, factor, indicator, change), worth(flow())
        assert row["value"] == pytest.approx(worth(moved), rel=1e-9)
        assert row["coefficient"] == pytest.approx((worth(moved) - base) / base / change, rel=1e-7)
        # Without loans own capital sees the flow of the project.
        assert found(frame, factor, f"{indicator}.capital", change)["value"] == pytest.approx(row["value"])


def test_the_critical_point_is_the_change_at_which_the_net_present_value_is_nothing() -> None:
    frame = sensitivity_coefficients(village())
    worth = npf.npv(0.08, flow())
    for factor, present in (
        ("works", -100),
        ("quota_price", 60 / 1.08),
        ("income", 30 * sum(1.08**-at for at in (1, 2, 3))),
    ):
        row = found(frame, factor, "npv", 0.1)
        assert row["critical_change"] == pytest.approx(-worth / present, abs=1e-6)
        assert row["coefficient"] * row["critical_change"] == pytest.approx(-1, abs=1e-5)
        assert found(frame, factor, "irr", 0.1)["critical_change"] == row["critical_change"]


def test_own_capital_follows_interest_and_the_project_does_not() -> None:
    loan = {"principal": 50.0, "rate": 0.06, "term": 3, "method": "bullet"}
    frame = sensitivity_coefficients(village(loans={"bank": loan}))
    assert found(frame, "interest", "npv", 0.1)["coefficient"] == 0
    # 3 a year of interest: 0.3 more each year in periods 1 to 3, by 1, 1.08 and 1.08^2
    row = found(frame, "interest", "npv.capital", 0.1)
    assert row["value"] - row["base"] == pytest.approx(-0.3 * sum(1.08**-at for at in range(3)))


def test_a_rate_that_is_not_unique_has_no_coefficient() -> None:
    frame = sensitivity_coefficients(relocation.load("lujia"), ["irr.capital"])
    assert frame["coefficient"].isna().all()


def test_factors_that_the_plan_does_not_have_are_left_out() -> None:
    assert set(paths_of_factors(village())) == {
        *("quota_price", "quota_area", "subsidies", "works", "income", "costs"),
    }
    other = {"own": {"kind": "revenue", "formula": "5"}, "more": {"kind": "revenue", "amount": 4.0}}
    assert paths_of_factors(village(other=other))["income"] == ["income.rent.rate", "other.more.amount"]


@pytest.mark.parametrize("by", [0.0, 1.0, -0.1, float("nan")])
def test_a_share_that_is_none_is_refused(by: float) -> None:
    with pytest.raises(ProblemsFound):
        sensitivity_coefficients(village(), by=(by,))


@pytest.mark.parametrize(
    ("lang", "title"), [("en", "Sensitivity coefficients"), ("zh", "敏感度系数和临界点分析表")]
)
def test_the_command_prints_the_table_in_both_languages(lang: Language, title: str) -> None:
    said = run("sensitivity", "lujia", "--lang", lang, "--metric", "npv").stdout
    assert said.startswith(title)
    assert "3.35" in said
    assert "-29.86 %" in said
    rows = run("sensitivity", "lujia", "--metric", "npv", "-f", "json").record
    # 150 million in years 2 and 3 against a net present value of 41.648 million
    price = next(row for row in rows if row["factor"] == "quota_price")
    assert price["coefficient"] == pytest.approx((75 / 1.05 + 75 / 1.05**2) / (price["base"] / 1e6), rel=1e-9)


def test_a_present_value_that_is_nothing_but_a_residue_has_no_coefficient() -> None:
    """At the price at which NPV is nothing, a change of anything is no share of it."""
    lujia = relocation.load("lujia")
    edge = relocation.solve(lujia, "land_quota.price", {"npv": 0}).value
    project = lujia.replace({"land_quota.price": edge})
    assert 0 < abs(project.appraise().number("npv")) < 0.005
    frame = sensitivity_coefficients(project, by=(0.1,))
    assert frame[frame["indicator"] == "npv"]["coefficient"].isna().all()
    assert not frame[frame["indicator"] == "irr"]["coefficient"].isna().all()
