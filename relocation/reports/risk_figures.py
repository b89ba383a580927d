"""The pictures of what may go wrong with a plan: what moves its result most, and the bridge test."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from relocation.labels import Label
from relocation.reports.money_figures import known, told_of, unjudged
from relocation.scenarios.sensitivity.item_pairs import bar_labels
from relocation.scenarios.sensitivity.tornado import SHARE, ranked_bars
from relocation.stress import BridgeTest, StressedCase, bridge_test
from relocation.tables.figures import Figure, Level, Series
from relocation.tables.numbers import HALF_A_FEN, number_text
from relocation.tables.wording import in_words
from relocation.verdict import RULES

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

BRIDGE_TEST = Label("Bridge test", "过桥压力测试")
PLANNED = Label("as planned", "按计划")
MOST_INPUTS = 10  # of a tornado
BY = 0.10


def tornado_figure(
    appraisal: Appraisal,
    metric: str = "fund_balance.balance",
    by: float = BY,
    bars: list[dict[str, Any]] | None = None,
) -> Figure:
    """What each input does to a number, moved by itself down and up by a share; the strongest first. `bars` are those of a tornado."""
    bars = ranked_bars(appraisal.project, metric, by) if bars is None else bars
    named = zip(bar_labels(appraisal.project, bars), bars, strict=True)
    shares = [(name, bar) for name, bar in named if bar["swing"] > 0 and bar["moved"] == SHARE][:MOST_INPUTS]
    names, records = [name for name, _ in shares], [record for _, record in shares]
    line = appraisal.book.lines[metric]
    text = number_text(by, "share", digits=2)
    share = Label(text, text.replace(" ", ""))
    ends = [
        Series(
            Label(f"input {word.en} by {share.en}", f"输入项{word.zh}{share.zh}"),
            tuple(record[end] if math.isfinite(record[end]) else None for record in records),
            end,
            metric,
        )
        for end, word in (("low", Label("lower", "下降")), ("high", Label("higher", "上升")))
    ]
    now = appraisal.number(metric)
    told = Label("No input moves it.", "没有输入项影响该结果。")
    if records:
        name, low, high = (
            names[0],
            *(in_words(records[0][end], line.unit) for end in ("low", "high")),
        )
        told = Label(
            f"{name.en} moves it most: {share.en} lower brings {low.en}, {share.en} higher {high.en}.",
            f"影响最大的是{name.zh}：下降{share.zh}时为{low.zh}，上升{share.zh}时为{high.zh}。",
        )
    return Figure(
        "tornado",
        "tornado",
        Label(f"What moves it most: {line.label.en}", f"敏感性：{line.label.zh}"),
        line.unit,
        tuple(names),
        tuple(ends),
        told=told_of(appraisal, told),
        levels=(Level(PLANNED, now, metric),),
        paths=tuple(record["path"] for record in records),
    )


STRESSED: tuple[tuple[str, Label, Callable[[StressedCase], float | None], str], ...] = (
    ("cash.minimum", Label("lowest cash", "最低现金"), lambda case: case.lowest_cash, ""),
    ("fund_balance.balance", Label("fund balance", "资金结余"), lambda case: case.balance, ""),
    ("coverage_multiple", Label("debt cover", "本息覆盖倍数"), lambda case: case.coverage, "times"),
)


def stress_figure(appraisal: Appraisal, test: BridgeTest | None = None) -> Figure:
    """The bridge test: the plan appraised again under each stress, and whether it still holds; without money nothing can."""
    test = test or bridge_test(appraisal.project)
    has_money = bool(appraisal.number("verdict.money"))
    limits = {rule.value: appraisal.number(f"verdict.{rule.key}.threshold") for rule in RULES}
    series = [
        Series(
            name,
            tuple(known(number(case)) if has_money else None for case in test.cases),
            "number",
            key,
            unit,
            limits.get(key, 0.0),
        )
        for key, name, number, unit in STRESSED
    ]
    short = sum(1 for case in test.cases if case.lowest_cash is not None and case.lowest_cash < -HALF_A_FEN)
    told = Label(
        f"Cash runs out in {short} of {len(test.cases)} cases.",
        f"{len(test.cases)}种情形中，{short}种出现现金缺口。",
    )
    if (worst := test.worst) is not None:
        least, name = in_words(worst.lowest_cash or 0.0), worst.stress.label
        told = Label(
            f"{told.en} The worst is “{name.en}”: lowest cash {least.en}.",
            f"{told.zh}最不利的是“{name.zh}”：最低现金{least.zh}。",
        )
    return Figure(
        "stress",
        "heat",
        BRIDGE_TEST,
        "yuan",
        tuple(case.stress.label for case in test.cases),
        tuple(one for one in series if not has_money or any(value is not None for value in one.values)),
        told=told_of(appraisal, told),
        paths=tuple(case.stress.key for case in test.cases),
        unjudged=unjudged(case.viable for case in test.cases),
    )
