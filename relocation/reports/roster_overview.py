"""The page of rosters: what is left to households and how it is spread, what every rule comes to, limits, the project fed."""

from __future__ import annotations

from collections.abc import Iterator

from relocation.households.roster import SYNTHETIC_NOTE
from relocation.households.summary import Summary
from relocation.labels import Label
from relocation.reports.households import GROUPED, SUMS, Fed, households_report, interrupted
from relocation.reports.money_figures import each_amount
from relocation.reports.roster_figures import LEFT, groups_figure, roster_figure, rules_figure
from relocation.tables.overview import KeyFigure, Overview, chapter
from relocation.tables.record import Amount, Report, Said, Sentence

RULES = Label("Total of every rule", "各项规则合计")
LIMITS, PROJECT = Label("Limits", "限额"), Label("What becomes of the project", "对项目的影响")
FEN = 100


def roster_overview(summary: Summary, scale: str, fed: Fed | None = None) -> Overview:
    """Pictures and tables of rosters; large sums on a scale."""
    told = households_report(summary, fed)
    return Overview(
        summary.rules.label,
        summary.count_text(),
        _result(summary),
        tuple(_below(summary)),
        tuple(_key_figures(summary)),
        tuple(_chapters(summary, told)),
        scale,
    )


def _chapters(summary: Summary, told: Report) -> Iterator[Report]:
    tables = {table.key: table for table in told.tables if table.rows}
    if "distribution" in tables:
        yield chapter("spread", LEFT, (roster_figure(summary),), (tables["distribution"],))
    if "groups" in tables:
        yield chapter("groups", GROUPED, (groups_figure(summary),), (tables["groups"],))
    if "totals" in tables:
        yield chapter("rules", RULES, (rules_figure(summary),), (tables["totals"],))
    if "limits" in tables:
        yield chapter("limits", LIMITS, (), (tables["limits"],))
    if "project" in tables:
        yield chapter("project", PROJECT, (), (tables["project"],), told.notes)


def _result(summary: Summary) -> Said:
    """What is left to the middle household, and to how many nothing is."""
    if not summary.distribution:
        return Said(Label("There are no households.", "没有农户。"), "warn")
    [spread] = summary.distribution
    middle = spread.mean if spread.median is None else spread.median
    said = each_amount(middle / FEN)
    head = (
        Label(f"{said.en} are left to a household on average", f"户均所得{said.zh}")
        if spread.median is None
        else Label(f"Half of the households keep {said.en} or more", f"半数农户最终所得不低于{said.zh}")
    )
    if not spread.below_zero:
        return Said(
            Label(
                f"{head.en}; no household has to add money of its own.", f"{head.zh}；没有农户须另行支付。"
            ),
            "good",
        )
    count, all_households = f"{spread.below_zero:,}", f"{spread.households:,}"
    return Said(
        Label(
            f"{head.en}; {count} of {all_households} have to add money of their own.",
            f"{head.zh}；{all_households}户中{count}户须另行支付。",
        ),
        "warn",
    )


def _below(summary: Summary) -> Iterator[Sentence]:
    if summary.synthetic:
        yield Said(SYNTHETIC_NOTE, "warn")
    if summary.interrupted:
        yield Said(interrupted(summary), "bad")


def _key_figures(summary: Summary) -> Iterator[KeyFigure]:
    for spread in summary.distribution:
        yield KeyFigure(Label("Households", "户数"), Amount(spread.households, "household"))
    for key, name in SUMS.items():
        yield KeyFigure(name, Amount(summary.sums()[key] / FEN, "yuan"))
