"""Two places, one number: whatever is printed under one name in two tables has one value, for any project.

Tables are read as they are printed: rows of statements, indicators, rules of the verdict, figures and rows by year, the
plan in the bridge test. What can be worked out from other printed rows is worked out from them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings

import relocation
from relocation.annual import TABLES, rows_of
from relocation.appraisal import Appraisal
from relocation.indicators import INDICATORS
from relocation.project.project import Project
from relocation.statements import (
    fund_balance_rows,
    gap_rows,
    household_rows,
    loan_paths,
    sources_and_uses_rows,
)
from relocation.stress import STRESSES, bridge_test
from relocation.verdict import RULES
from tests.annual.village import village
from tests.random_projects import projects

any_project = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def near(value: float, *, moved: float = 1.0) -> object:
    return pytest.approx(value, rel=1e-9, abs=1e-6 + 1e-13 * moved, nan_ok=True)


def printed(appraisal: Appraisal) -> Iterator[tuple[str, float]]:
    """Every single number that a reader sees, with the name that stands beside it; not what planners call their items."""
    book = appraisal.book
    rows = [
        row
        for table in (fund_balance_rows, sources_and_uses_rows, household_rows, gap_rows)
        for row in table(book)
    ]
    items = {key for key in book.lines if key.count(".") > 1}
    for key in [*(row.key for row in rows if row.key not in items), *INDICATORS]:
        yield book.lines[key].label.en, appraisal.number(key)
    for rule in RULES:
        yield rule.label.en, appraisal.number(rule.value)
    for table in TABLES:
        for row in rows_of(book, table):
            if row.entry.style == "figure":
                yield row.label.en, appraisal.number(row.key)


def totals(frame: pd.DataFrame, row: str) -> float:
    return math.fsum(frame.loc[row].iloc[3:].dropna())


@any_project
@given(project=projects(most_periods=16))
def test_one_name_has_one_value(project: Project) -> None:
    found: dict[str, list[float]] = defaultdict(list)
    for name, value in printed(project.appraise()):
        found[name].append(value)
    assert sum(len(values) > 1 for values in found.values()) > 5
    for name, values in found.items():
        for value in values[1:]:
            assert value == near(values[0]), name


@any_project
@given(project=projects(most_periods=16))
def test_the_gap_is_the_same_wherever_it_is_told(project: Project) -> None:
    appraisal = project.appraise()
    moved = appraisal.number("sources.total")
    gap, lowest = appraisal.number("gap.total"), appraisal.number("cash.minimum")
    assert gap == near(max(0, -min(appraisal.series("cash.closing"))), moved=moved)
    assert gap == near(max(0, -lowest), moved=moved)
    assert appraisal.number("sources.gap") == near(gap)
    [plan] = bridge_test(project, STRESSES[:1]).cases
    assert plan.bridge == near(gap)
    county = appraisal.annual("county_view")
    assert county.loc["gap_highest", "total"] == near(appraisal.number("gap.county"))
    share = project.value("evaluation.gap_share_county")
    # What was put in and not given back is the county's part of what is missing at the very end.
    left = totals(county, "gap_paid") - totals(county, "gap_returned")
    assert left == near(share * max(0, -appraisal.series("cash.closing")[-1]), moved=moved)
    assert totals(county, "gap_paid") >= share * gap - 1e-6 - 1e-13 * moved
    parts = [appraisal.number(f"gap.{bearer}") for bearer in ("county", "collective", "households")]
    assert sum(parts) == near(gap)


@any_project
@given(project=projects(most_periods=16))
def test_interest_is_the_same_wherever_it_is_told(project: Project) -> None:
    appraisal = project.appraise()
    investment, loans = appraisal.annual("investment"), appraisal.annual("loans")
    ends = appraisal.number("timeline.construction_end")
    accrued = [math.fsum(column) for column in zip(*(appraisal.series(f"{path}.accrued") for path in loan_paths(appraisal.book)), strict=True)]  # fmt: skip
    building = math.fsum(accrued[: int(ends)])
    assert totals(investment, "construction_interest") == near(building)
    assert totals(investment, "construction_interest") + totals(investment, "interest_after") == near(
        math.fsum(accrued)
    )
    assert totals(loans, "all_accrued") == near(appraisal.number("loans.interest_total"))


@any_project
@given(project=projects(most_periods=16))
def test_cover_can_be_worked_out_from_the_printed_rows(project: Project) -> None:
    appraisal = project.appraise()
    cover, balancing = appraisal.annual("debt_cover"), appraisal.annual("self_balancing")
    service = totals(balancing, "service")
    if service >= 0.01:
        multiple = max(0, totals(balancing, "available")) / service
        assert appraisal.number("coverage_multiple") == pytest.approx(multiple, rel=1e-6, abs=1e-6)
    bonds = totals(balancing, "bond_principal") + totals(balancing, "bond_interest")
    if bonds >= 0.01:
        left = totals(balancing, "available") - (service - bonds)
        assert appraisal.number("coverage_multiple.bonds") == pytest.approx(
            max(0, left) / bonds, rel=1e-6, abs=1e-6
        )
    for key, owed in (("dscr", "service"), ("icr", "interest")):
        years = cover.columns[3:]
        ratios = [
            max(0, cover.loc["cash_brought", year] + cover.loc["flow", year]) / cover.loc[owed, year]
            for year in years
            if cover.loc[owed, year] >= 0.01
        ]
        lowest = appraisal.number(f"{key}.with_cash_min")
        if ratios:
            assert lowest == pytest.approx(min(ratios), rel=1e-6, abs=1e-6)
    uncovered = totals(appraisal.annual("loans"), "uncovered") + abs(
        appraisal.series("loans.outstanding")[-1]
    )
    assert appraisal.number("loans.uncovered") == near(uncovered, moved=appraisal.number("sources.total"))


@any_project
@given(project=projects(most_periods=16))
def test_nothing_is_calibrated_and_what_is_more_has_one_provenance(project: Project) -> None:
    appraisal = project.appraise()
    for key, value in appraisal.values.items():
        if value == 0:
            assert appraisal.provenance(key) != "calibrated", key


def test_a_gap_within_a_year_is_the_county_s_as_well() -> None:
    """Cash ends months 2 to 5 short, by 111,200 at most, and year 1 with 266,800."""
    found = village(evaluation={"gap_share_county": 0.5, "gap_share_collective": 0.5})
    assert found.number("gap.county") == pytest.approx(55_600)
    assert found.annual("county_view").loc["gap_highest", "total"] == pytest.approx(55_600)
    assert found.number("sources.gap") == pytest.approx(111_200)


def test_lujia_names_its_money_alike_in_every_table() -> None:
    lujia = relocation.load("lujia").appraise()
    assert (
        lujia.provenance("subsidies.resettlement.total")
        == lujia.provenance("sources.subsidies")
        == "published"
    )
    assert lujia.provenance("loans.interest_total") == lujia.provenance("uses.interest") == "assumption"
    assert lujia.provenance("sources.gap") == "assumption"
    assert lujia.provenance("construction.infrastructure.cost") == "calibrated"
