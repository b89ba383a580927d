"""The pictures of a simulation: where cash may be in each period, how the result is spread, what drives it, what may fail."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from relocation.appraisal import appraise
from relocation.labels import Label, same
from relocation.project.names import input_labels
from relocation.reports.money_figures import known, percent
from relocation.reports.statements import period_names
from relocation.scenarios.simulation.by_period import by_period
from relocation.scenarios.simulation.simulation import Simulation
from relocation.tables.figures import Figure, Level, Series
from relocation.tables.numbers import number_text
from relocation.tables.wording import in_words

CASH, LOWEST = "cash.closing", "cash.minimum"
BALANCE = "fund_balance.balance"
BARS = 24  # of a histogram
MOST_DRIVERS = 10
SIGNS = {">=": "≥", "<=": "≤"}
SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
MEDIAN = Label("median", "中位数")
FAN = Label("Cash in many futures", "多种情形下的现金区间")
DRIVERS = Label("What drives it: share of the variance", "影响因素：方差占比")
FAILING = Label("How often a rule is not met", "规则不满足的概率")


def simulation_figures(simulation: Simulation) -> Iterator[Figure]:
    """Every picture of a simulation that there is something to show of."""
    first = BALANCE if BALANCE in simulation.outputs else simulation.outputs[0]
    yield fan_figure(simulation)
    if simulation.outcomes[first].count:
        yield spread_figure(simulation, first)
    if simulation.outcomes[first].std > 0:
        yield drivers_figure(simulation, first)
    yield failing_figure(simulation)


def fan_figure(simulation: Simulation) -> Figure:
    """Closing cash by period: the bands in which it lies in half and in nine tenths of the futures, and the plan itself."""
    appraisal = appraise(simulation.plan.project)
    names, numbers = period_names(appraisal), by_period(simulation, CASH)
    rows = np.full((len(SHARES), len(names)), math.nan)
    if len(numbers):
        rows = np.quantile(numbers, SHARES, axis=0)
    futures = (
        Series(
            MEDIAN if share == 0.5 else _percent(share), tuple(map(known, row)), f"q{round(share * 100):02d}"
        )
        for share, row in zip(SHARES, rows.tolist(), strict=True)
    )
    plan = Series(Label("as planned", "按计划"), tuple(appraisal.series(CASH)), "plan", CASH)
    return Figure(
        "fan",
        "fan",
        FAN,
        "yuan",
        tuple(map(same, names)),
        (*futures, plan),
        told=_cash_told(simulation, len(numbers)),
    )


def _cash_told(simulation: Simulation, drawn: int) -> Label:
    """How many futures the bands are of, and in how many of all cash runs out, where that was counted."""
    told = Label(f"The bands are those of {drawn:,} futures.", f"区间取自{drawn:,}种情形。")
    for broken in simulation.broken_rules:
        if broken.rule.output == LOWEST and broken.rule.bound == 0 and math.isfinite(broken.share):
            share, count = percent(broken.share), simulation.n - simulation.refused
            return Label(
                f"Cash falls below zero at some time in {share.en} of {count:,} futures. {told.en}",
                f"{count:,}种情形中，现金在某期低于零的占{share.zh}。{told.zh}",
            )
    return told


def _percent(share: float) -> Label:
    text = f"{share * 100:g}"
    return Label(f"{text} %", f"{text}%")


def spread_figure(simulation: Simulation, key: str) -> Figure:
    """How often a number lies where: a column for each interval."""
    outcome = simulation.outcomes[key]
    edges, counts = outcome.histogram_of(BARS)
    low, middle, high = (outcome.quantile(share).value for share in (0.05, 0.5, 0.95))
    low_said, middle_said, high_said = (in_words(value, outcome.line.unit) for value in (low, middle, high))
    told = Label(
        f"Half of the futures lie above {middle_said.en}, nine tenths between {low_said.en} and {high_said.en}.",
        f"半数情形高于{middle_said.zh}，九成情形在{low_said.zh}与{high_said.zh}之间。",
    )
    return Figure(
        "spread",
        "histogram",
        Label(f"{outcome.line.label.en}: how it is spread", f"{outcome.line.label.zh}：分布"),
        outcome.line.unit,
        (),
        (Series(Label("share", "占比"), tuple(counts / outcome.count), "share", unit="share"),),
        told=told,
        levels=(
            Level(_percent(0.05), known(low)),
            Level(MEDIAN, known(middle)),
            Level(_percent(0.95), known(high)),
        ),
        edges=tuple(edges.tolist()),
    )


def drivers_figure(simulation: Simulation, key: str) -> Figure:
    """Which uncertain input makes a number uncertain, the strongest first; a share below nothing is chance."""
    labels = input_labels(simulation.plan.project)
    drivers = [driver for driver in simulation.drivers[key] if math.isfinite(driver.share)][:MOST_DRIVERS]
    name = simulation.outcomes[key].line.label
    told = Label("Nothing drives it.", "无影响因素。")
    if drivers:
        first, share = labels[drivers[0].path], percent(max(drivers[0].share, 0))
        told = Label(
            f"{first.en} makes up {share.en} of how uncertain it is.", f"{first.zh}占其不确定性的{share.zh}。"
        )
    return Figure(
        "drivers",
        "bars",
        Label(f"{DRIVERS.en} of {name.en}", f"{name.zh}的{DRIVERS.zh}"),
        "share",
        tuple(labels[driver.path] for driver in drivers),
        (Series(Label("share", "占比"), tuple(max(driver.share, 0.0) for driver in drivers), "share"),),
        told=told,
        paths=tuple(driver.path for driver in drivers),
    )


def failing_figure(simulation: Simulation) -> Figure:
    """In what share of the futures each rule is not met."""
    broken = [rule for rule in simulation.broken_rules if math.isfinite(rule.share)]
    broken.sort(key=lambda rule: -rule.share)
    lines = [simulation.outcomes[rule.rule.output].line for rule in broken]
    names = tuple(
        Label(
            *(
                f"{label} {SIGNS.get(rule.rule.sign, rule.rule.sign)} {number_text(rule.rule.bound, line.unit, digits=7)}"
                for label in line.label
            )
        )
        for rule, line in zip(broken, lines, strict=True)
    )
    told = Label("Every rule is always met.", "各项规则均始终满足。")
    if broken and broken[0].count:
        share = percent(broken[0].share)
        told = Label(
            f"“{names[0].en}” is the rule least often met: it fails in {share.en} of the futures.",
            f"最常不满足的规则是“{names[0].zh}”：{share.zh}的情形不满足。",
        )
    return Figure(
        "failing",
        "bars",
        FAILING,
        "share",
        names,
        (Series(FAILING, tuple(rule.share for rule in broken), "fails"),),
        told=told,
    )
