"""The pictures of cases side by side."""

from __future__ import annotations

from relocation.formula.language.line_items import LineItem
from relocation.labels import Label, same
from relocation.reports.money_figures import known, unjudged
from relocation.reports.statements import period_names
from relocation.scenarios.comparison import Comparison
from relocation.tables.figures import Figure, Series
from relocation.tables.wording import in_words
from relocation.verdict import RULES, VIABLE
from relocation.verdict.judgement import is_viable

SIDE_BY_SIDE = Label("Cases side by side", "方案对比")
CASES_CASH = Label("Closing cash of each case", "各方案期末现金")
OWN_PERIODS = Label(
    "The cases begin or count differently: each is drawn by its own periods, from the first on.",
    "各方案起始日期或期长不同：均自第一期起，按各自的期次绘制。",
)
SHOWN = ("fund_balance.balance", "cash.minimum", "npv", "coverage_multiple")
LIMITS = {"coverage_multiple": 1.0}
MOST_ROWS = 40  # of cases by their numbers
MOST_LINES = 5  # of cases in one picture


def comparison_figures(comparison: Comparison) -> tuple[Figure, ...]:
    """The cases by their main numbers, and their cash by period."""
    return comparison_figure(comparison), cases_cash_figure(comparison)


def comparison_figure(comparison: Comparison) -> Figure:
    """A row for each case, a column for each of its main numbers, by sign and colour where it does not hold."""
    base = comparison.appraisals[comparison.base]
    limits = LIMITS | {rule.value: base.number(f"verdict.{rule.key}.threshold") for rule in RULES}
    all_cases = list(comparison.appraisals)
    names = all_cases[:MOST_ROWS]
    series = []
    for key in SHOWN:
        values = tuple(known(comparison.value(name, key)) for name in names)
        if any(value is not None for value in values):
            line = base.book.lines[key]
            series.append(Series(line.label, values, "number", key, _own(line), limits.get(key, 0.0)))
    short = [name for name in all_cases if comparison.value(name, "cash.minimum") < 0]
    told = Label(
        f"Cash runs out in {len(short)} of {len(all_cases)} cases.",
        f"{len(all_cases)}个方案中，{len(short)}个出现现金缺口。",
    )
    if len(names) < len(all_cases):
        told = Label(f"{told.en} The first {len(names)} are shown.", f"{told.zh}图中为前{len(names)}个。")
    return Figure(
        "comparison",
        "heat",
        SIDE_BY_SIDE,
        "yuan",
        tuple(map(same, names)),
        tuple(series),
        told=told,
        unjudged=unjudged(is_viable(comparison.value(name, VIABLE)) for name in names),
    )


def _own(line: LineItem) -> str:
    return "" if line.unit == "yuan" else line.unit


def cases_cash_figure(comparison: Comparison) -> Figure:
    """Closing cash by period: the base and the first cases beside it. A shorter case ends earlier.

    Periods have their days, or, where cases begin on different days or count differently, the numbers of each case's own.
    """
    appraisals = dict(list(comparison.appraisals.items())[:MOST_LINES])
    names = max((period_names(appraisal) for appraisal in appraisals.values()), key=len)
    timelines = {(plan.project.timeline.start, plan.project.timeline.period) for plan in appraisals.values()}
    if len(timelines) > 1:
        names = [f"{number}" for number in range(1, len(names) + 1)]
    series = []
    for name, appraisal in appraisals.items():
        values: list[float | None] = [None] * len(names)
        values[: appraisal.book.periods] = appraisal.series("cash.closing")
        series.append(Series(same(name), tuple(values), "case"))
    lowest = {name: appraisal.number("cash.minimum") for name, appraisal in appraisals.items()}
    worst = min(lowest, key=lowest.__getitem__)
    least = in_words(lowest[worst])
    told = Label(
        f"Cash is lowest in the case “{worst}”: {least.en}.", f"现金最低的方案是“{worst}”：{least.zh}。"
    )
    if len(timelines) > 1:
        told = Label(f"{told.en} {OWN_PERIODS.en}", f"{told.zh}{OWN_PERIODS.zh}")
    return Figure(
        "cases_cash", "lines", CASES_CASH, "yuan", tuple(map(same, names)), tuple(series), told=told
    )
