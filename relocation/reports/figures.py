"""The kinds of pictures of a plan, by their names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from relocation.charts.chart import Chart
from relocation.formula.language.line_items import UnknownName
from relocation.labels import Label, Language
from relocation.reports.money_figures import (
    BUDGET,
    CASH,
    HOUSEHOLD,
    LOANS,
    SOURCES_AND_USES,
    budget_figure,
    cash_figure,
    household_figure,
    loans_figure,
    sources_figure,
)
from relocation.reports.risk_figures import BRIDGE_TEST, stress_figure, tornado_figure
from relocation.tables.figures import Figure

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal


@dataclass(frozen=True, slots=True)
class Picture:
    """A kind of picture of a plan: what it is called, and what draws it up."""

    title: Label
    of: Callable[[Appraisal], Figure]


FIGURES: dict[str, Picture] = {
    "cash": Picture(CASH, cash_figure),
    "sources": Picture(SOURCES_AND_USES, sources_figure),
    "budget": Picture(BUDGET, budget_figure),
    "loans": Picture(LOANS, loans_figure),
    "household": Picture(HOUSEHOLD, household_figure),
    "tornado": Picture(Label("What moves the balance most", "资金结余的敏感性"), tornado_figure),
    "stress": Picture(BRIDGE_TEST, stress_figure),
}


def plan_figure(appraisal: Appraisal, kind: str) -> Figure:
    """A picture of a plan by its kind. Raises UnknownName for none of FIGURES."""
    if kind not in FIGURES:
        raise UnknownName(kind, list(FIGURES))
    return FIGURES[kind].of(appraisal)


def chart(appraisal: Appraisal, kind: str, *, lang: Language = "en") -> Chart:
    """The same to show and to keep. Raises UnknownName."""
    return Chart(plan_figure(appraisal, kind), lang)
