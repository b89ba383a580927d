"""The page of a comparison: which cases hold, their numbers side by side, their cash, what was changed from what."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from relocation.labels import COMMA, Label, joined, same
from relocation.reports.comparison import CHANGED, comparison_report
from relocation.reports.comparison_figures import CASES_CASH, cases_cash_figure, comparison_figure
from relocation.reports.verdict import village_name
from relocation.scenarios.comparison import Comparison
from relocation.tables.overview import Overview, chapter
from relocation.tables.record import NO_WORDS, Column, Named, Report, Row, Said, Table
from relocation.tables.wording import in_words
from relocation.verdict import STATUS

COMPARISON = Label("Cases side by side", "方案对比")
VERDICTS = Label("Which case holds", "各方案结论")
NUMBERS = Label("The numbers and their differences", "主要数字与差额")
CANNOT = Label("What could not be calculated", "无法测算的方案")
COLUMNS = (
    Column("case", Label("case", "方案"), words=True, unbroken=True),
    Column("viable", Label("verdict", "结论"), words=True),
    Column("why", Label("why", "说明"), words=True, below=True),
)
WARNED = Label("with a warning", "提示")
MOST_NAMED, MOST_ROWS = 6, 60
BALANCE = "fund_balance.balance"


def comparison_overview(comparison: Comparison, scale: str) -> Overview:
    """Pictures and tables of a comparison; money on a scale."""
    told = comparison_report(comparison, scale).for_readers
    base = village_name(comparison.appraisals[comparison.base])
    cases = len(comparison.appraisals)
    return Overview(
        COMPARISON.colon(base),
        Label(f"{cases} cases; the base is “{comparison.base}”", f"{cases}个方案；基准为“{comparison.base}”"),
        _result(comparison),
        tuple(_best(comparison)),
        chapters=tuple(_chapters(comparison, told)),
        scale=scale,
    )


def _chapters(comparison: Comparison, told: Report) -> Iterator[Report]:
    values = tuple(table for table in told.tables if table.key == "cases")
    changed = tuple(table for table in told.tables if table.key == "changed" and table.rows)
    yield chapter("verdicts", VERDICTS, (comparison_figure(comparison),), (_verdicts(comparison),))
    yield chapter("cash", CASES_CASH, (cases_cash_figure(comparison),))
    yield chapter("numbers", NUMBERS, (), values)
    if changed:
        yield chapter("changed", CHANGED, (), changed)
    if told.notes:
        yield chapter("failed", CANNOT, notes=told.notes)


def _result(comparison: Comparison) -> Said:
    """How many cases hold, by name where there are few."""
    viable = {name: appraisal.verdict.viable for name, appraisal in comparison.appraisals.items()}
    holding = [name for name, holds in viable.items() if holds]
    count, all_cases = len(holding), len(viable)
    if count == all_cases:
        return Said(Label(f"All {all_cases} cases are viable.", f"{all_cases}个方案均可行。"), "good")
    if not count:
        is_open = any(holds is None for holds in viable.values())
        return Said(
            Label(f"None of {all_cases} cases is viable.", f"{all_cases}个方案均不可行。")
            if not is_open
            else Label(
                f"None of {all_cases} cases is known to be viable.", f"{all_cases}个方案均未能判定可行。"
            ),
            "warn" if is_open else "bad",
        )
    names = listed(holding)
    verb = "is" if count == 1 else "are"
    return Said(
        Label(
            f"{count} of {all_cases} cases {verb} viable: {names.en}.",
            f"{all_cases}个方案中{count}个可行：{names.zh}。",
        ),
        "warn",
    )


def listed(names: Sequence[str]) -> Label:
    """Names in a row, so many as are read."""
    more = len(names) - MOST_NAMED
    rest = [Label(f"and {more} more", f"等{len(names)}个")] if more > 0 else []
    return joined([*map(same, names[:MOST_NAMED]), *rest], COMMA)


def _best(comparison: Comparison) -> Iterator[Label]:
    """Which case has most left, and how much more that is than in the base."""
    if BALANCE not in comparison.outputs or len(comparison.appraisals) < 2:
        return
    left = {name: comparison.value(name, BALANCE) for name in comparison.appraisals}
    best = max(left, key=lambda name: -math.inf if math.isnan(left[name]) else left[name])
    most = in_words(left[best])
    if best == comparison.base:
        yield Label(
            f"No case has more left than the base, {most.en}.", f"没有方案的结余多于基准方案的{most.zh}。"
        )
        return
    more = in_words(comparison.difference(best, BALANCE))
    yield Label(
        f"Most is left in “{best}”: {most.en}, {more.en} more than in the base.",
        f"结余最高的方案是“{best}”：{most.zh}，比基准多{more.zh}。",
    )


def _verdicts(comparison: Comparison) -> Table:
    """A row for each case: whether it is viable, and what fails."""
    rows = []
    for name, appraisal in list(comparison.appraisals.items())[:MOST_ROWS]:
        verdict = appraisal.verdict
        state = Named(verdict.viable, STATUS[verdict.viable], verdict.summary.tone)
        failed, warned = joined(verdict.failed()), joined(verdict.failed(decides=False))
        why = WARNED.colon(warned) if any(warned) and not any(failed) else failed
        rows.append(Row((name, state, why)))
    return Table("verdicts", NO_WORDS, COLUMNS, tuple(rows))
