"""In any project, of any period, the tables by year say the same as the plan by period, and the sheets balance."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from relocation.annual import TABLES
from relocation.appraisal import Appraisal
from relocation.formula.language.expression import Grouped
from relocation.project.groups import MONTHS
from relocation.project.project import Project
from tests.random_projects import projects
from tests.small_village import appraised, series


def years_of(appraisal: Appraisal) -> list[list[int]]:
    """The periods of each project year, counted without the book."""
    timeline = appraisal.project.timeline
    months = MONTHS[timeline.period]
    years: dict[int, list[int]] = {}
    for period in range(1, timeline.periods + 1):
        years.setdefault((period - 1) * months // 12, []).append(period)
    return [years[year] for year in sorted(years)]


def yearly_lines(appraisal: Appraisal) -> Iterator[tuple[str, str, str]]:
    """Every line by year that is nothing but a line by period: its key, that line, and how it is grouped."""
    for key, line in appraisal.book.lines.items():
        if isinstance(line.formula, Grouped):
            yield key, line.formula.key, line.formula.by


def close(one: float, other: float, scale: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9 * max(scale, 1))


@settings(max_examples=110, deadline=None)
@given(projects())
def test_years_say_what_periods_say_and_every_sheet_balances(project: Project) -> None:
    appraisal = project.appraise()  # raises where a check of the book itself is broken
    assert_years_are_sums_and_ends(appraisal)
    assert_balanced(appraisal)


def assert_years_are_sums_and_ends(appraisal: Appraisal) -> None:
    years = years_of(appraisal)
    seen = set()
    for key, source, by in yearly_lines(appraisal):
        flow, found = series(appraisal, source), series(appraisal, key)
        scale = max(map(abs, flow))
        seen.add(by)
        for periods, value in zip(years, found, strict=True):
            parts = [flow[period - 1] for period in periods]
            expected = math.fsum(parts) if by == "timeline.year" else parts[-1]
            assert close(value, expected, scale), key
    assert seen == {"timeline.year", "timeline.year_end"}


def assert_balanced(appraisal: Appraisal) -> None:
    scale = max(map(abs, [*series(appraisal, "cash.inflow"), *series(appraisal, "cash.outflow")]))
    sheet = {key: series(appraisal, f"balance_sheet.{key}") for key in ("assets", "liabilities", "fund")}
    for assets, liabilities, fund in zip(*sheet.values(), strict=True):
        assert close(assets, liabilities + fund, scale * appraisal.book.periods)
    frames = {table: appraisal.annual(table) for table in TABLES}
    years = list(range(1, appraisal.book.groups + 1))
    last = years[-1]
    capital = sum(series(appraisal, "cash.own_capital"))  # an outflow of its owners, and no surplus
    cash, debt = series(appraisal, "cash.closing")[-1], series(appraisal, "loans.outstanding")[-1]
    for one, other in (
        (frames["financial_plan"].loc["closing", last], cash),
        (frames["capital_cash_flow"].loc["cumulative", last] + capital, cash),
        (frames["project_cash_flow"].loc["net", "total"], sum(series(appraisal, "cash.before_financing"))),
        (frames["project_cash_flow"].loc["discounted_so_far", last], appraisal.number("npv")),
        (frames["loans"].loc["all_closing", last], debt),
        (frames["income_statement"].loc["so_far", last] + capital, frames["balance_sheet"].loc["fund", last]),
        (
            frames["balance_sheet"].loc["spent", last],
            frames["investment"].loc[["works", "compensation", "other_costs"], "total"].sum(),
        ),
    ):
        assert close(one, other, scale * appraisal.book.periods)


def test_a_breach_would_be_found() -> None:
    appraisal = appraised(14, "month", costs={"upkeep": {"amount": 12_000.0}})
    flow, found = series(appraisal, "cash.costs_after_move"), appraisal.annual("financial_plan")
    assert found.loc["costs_after_move", 2] == pytest.approx(sum(flow[12:]))
    assert not close(sum(flow[11:]), sum(flow[12:]), max(flow))
