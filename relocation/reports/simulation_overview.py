"""The page of a simulation: how often it fails, where cash may be, how the result is spread, and what drives it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from relocation.appraisal import appraise
from relocation.labels import Label
from relocation.reports.money_figures import percent
from relocation.reports.simulation import interrupted, refused, simulation_report
from relocation.reports.simulation_figures import (
    BALANCE,
    FAILING,
    SIGNS,
    drivers_figure,
    failing_figure,
    fan_figure,
    spread_figure,
)
from relocation.reports.verdict import verdict_sentence, village_name
from relocation.scenarios.simulation.outcome import CONFIDENCE
from relocation.scenarios.simulation.rules import BrokenRule
from relocation.scenarios.simulation.simulation import Simulation
from relocation.tables.figures import Figure, Level
from relocation.tables.numbers import number_text
from relocation.tables.overview import KeyFigure, Overview, chapter
from relocation.tables.record import Amount, Report, Said, Sentence
from relocation.tables.wording import in_words

SIMULATION = Label("What may become of it", "不确定性模拟")
CASH, SPREAD, DRIVERS = (
    Label("Cash", "现金"),
    Label("Result", "结果分布"),
    Label("What drives it", "影响因素"),
)
ZERO, HALF = Label("zero", "零"), 0.5
QUANTILES = {
    0.05: Label("5 % lie below", "5%情形低于"),
    0.5: Label("median", "中位数"),
    0.95: Label("5 % lie above", "5%情形高于"),
}
EVENTS = {
    "fund_balance.balance": Label("The balance falls below zero", "资金结余低于零"),
    "cash.minimum": Label("Cash runs out", "出现现金缺口"),
    "npv": Label("The net present value falls below zero", "净现值低于零"),
}
INPUTS = Label("What is uncertain", "不确定的输入项")
SMALLEST_COUNT = 3  # of 95 % confidence: what did not come in n draws has a share below 3 / n


def simulation_overview(simulation: Simulation, scale: str) -> Overview:
    """Pictures and tables of a simulation; money on a scale."""
    told = simulation_report(simulation, scale).for_readers
    plan, result = appraise(simulation.plan.project), _result(simulation)
    below: tuple[Sentence, ...] = tuple(_below(simulation))
    if plan.verdict.viable is None:  # then nothing that was counted says that it works
        result, below = verdict_sentence(plan), (result.words, *below)
    return Overview(
        SIMULATION.colon(village_name(plan)),
        told.title,
        result,
        below,
        tuple(_key_figures(simulation)),
        tuple(_chapters(simulation, told)),
        scale,
    )


def _chapters(simulation: Simulation, told: Report) -> Iterator[Report]:
    """What fails, cash, result, what drives it; then what it rests on."""
    tables = {table.key: table for table in told.tables}
    first = _first(simulation)
    varies = bool(simulation.outcomes[first].count)
    yield chapter("failing", FAILING, (failing_figure(simulation),), (tables["rules"],))
    yield chapter("cash", CASH, (fan_figure(simulation),))
    spread = (with_zero(spread_figure(simulation, first)),) if varies else ()
    told_of_result = (tables[key] for key in ("outcomes", "risks", "spread") if key in tables)
    yield chapter("result", SPREAD, spread, tuple(told_of_result))
    if "drivers" in tables:
        figures = (
            drivers_figure(simulation, key) for key in _driven(simulation) if simulation.outcomes[key].std > 0
        )
        yield chapter("drivers", DRIVERS, tuple(figures), (tables["drivers"],))
    yield chapter("inputs", INPUTS, (), (tables["inputs"],))


def _first(simulation: Simulation) -> str:
    return BALANCE if BALANCE in simulation.outputs else simulation.outputs[0]


def _driven(simulation: Simulation) -> list[str]:
    """The outputs of which is shown what drives them: the first, and that of the rule least often met."""
    worst = _worst(simulation)
    keys = [_first(simulation), *([worst.rule.output] if worst is not None and worst.count else [])]
    return list(dict.fromkeys(keys))


def _worst(simulation: Simulation) -> BrokenRule | None:
    """The rule least often met."""
    rules = [broken for broken in simulation.broken_rules if math.isfinite(broken.share)]
    return max(rules, key=lambda broken: broken.share, default=None)


def with_zero(figure: Figure) -> Figure:
    """A spread in which zero is pointed at where it lies within."""
    if not figure.edges or not figure.edges[0] < 0 < figure.edges[-1]:
        return figure
    levels = sorted((*figure.levels, Level(ZERO, 0.0)), key=lambda level: level.value or 0.0)
    return replace(figure, levels=tuple(levels))


def _result(simulation: Simulation) -> Said:
    """How probable it is that the rule least often met is not met, with the error of that."""
    worst, accepted = _worst(simulation), simulation.n - simulation.refused
    if worst is None:
        return Said(Label("No future could be judged.", "没有可评判的情形。"), "warn")
    if not worst.count:
        rare = percent(min(SMALLEST_COUNT / accepted, 1))
        return Said(
            Label(
                f"In none of {accepted:,} futures a rule fails: that is less probable than {rare.en} (95 % confidence).",
                f"{accepted:,}种情形中各项规则均满足：不满足的概率低于{rare.zh}（95%置信）。",
            ),
            "good",
        )
    share, error = percent(worst.share), percent(CONFIDENCE * worst.standard_error)
    event = _event(simulation, worst)
    return Said(
        Label(
            f"{event.en} in {share.en} of the futures, ±{error.en} (95 % confidence).",
            f"{event.zh}的概率为{share.zh}，±{error.zh}（95%置信）。",
        ),
        "bad" if worst.share >= HALF else "warn",
    )


def _event(simulation: Simulation, broken: BrokenRule) -> Label:
    """That a rule is not met, in words."""
    rule = broken.rule
    if rule.sign == ">=" and rule.bound == 0 and rule.output in EVENTS:
        return EVENTS[rule.output]
    line = simulation.outcomes[rule.output].line
    bound = f"{SIGNS.get(rule.sign, rule.sign)} {number_text(rule.bound, line.unit, digits=7)}"
    return Label(f"“{line.label.en} {bound}” is not met", f"不满足“{line.label.zh} {bound}”")


def _below(simulation: Simulation) -> Iterator[Sentence]:
    """What has to be known of the result."""
    if simulation.interrupted:
        yield Said(interrupted(simulation), "bad")
    if simulation.refused:
        yield refused(simulation)
    outcome = simulation.outcomes[_first(simulation)]
    if outcome.count:
        name, mean = outcome.line.label, in_words(outcome.mean, outcome.line.unit)
        yield Label(f"{name.en} on average: {mean.en}.", f"{name.zh}平均为{mean.zh}。")


def _key_figures(simulation: Simulation) -> Iterator[KeyFigure]:
    """Where the first output lies."""
    outcome = simulation.outcomes[_first(simulation)]
    if not outcome.count:
        return
    for share, said in QUANTILES.items():
        name = Label(f"{outcome.line.label.en}: {said.en}", f"{outcome.line.label.zh}：{said.zh}")
        yield KeyFigure(name, Amount(outcome.quantile(share).value, outcome.line.unit))
    for broken in simulation.broken_rules:
        if broken.rule.output == outcome.line.key and math.isfinite(broken.share):
            event = _event(simulation, broken)
            yield KeyFigure(Label(f"{event.en}: share", f"{event.zh}的占比"), Amount(broken.share, "share"))
            return
