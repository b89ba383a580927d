"""A simulation: what was drawn, what came out with its error, what it risks, what drives it, how it is spread."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from relocation.caller import for_caller
from relocation.labels import COMMA, Label, joined, same
from relocation.project.names import input_labels
from relocation.scenarios.simulation.distributions import Distribution
from relocation.scenarios.simulation.distributions.distribution import PARAMETER_LABELS
from relocation.scenarios.simulation.outcome import CONFIDENCE, Driver, Outcome
from relocation.scenarios.simulation.rules import BrokenRule
from relocation.scenarios.simulation.simulation import Simulation
from relocation.scenarios.simulation.uncertain_input import UncertainInput
from relocation.tables.numbers import READ, number_text, unit_label, with_unit
from relocation.tables.programs import frame_csv
from relocation.tables.record import (
    NO_WORDS,
    Amount,
    Bar,
    Cell,
    Column,
    Profile,
    Report,
    Row,
    Said,
    Sentence,
    Stacked,
    Table,
)

OUTPUT_WIDTH, INPUT_WIDTH, HEAD_WIDTH, DRIVER_WIDTH = 30, 34, 12, 26
MOST_DRIVERS, MOST_LISTED = 12, 6
BARS, BLOCKS = 12, 32  # of the spread of one output by itself, and of several beside each other
QUANTILES = {0.05: 0, 0.25: 1, 0.5: 0, 0.75: 1, 0.95: 0}  # those that can be spared are left out first
SMALLEST_COUNT = 3  # of 95 % confidence: an event that did not come in n draws has a share below 3 / n
CUT = 1e-6  # share of a distribution below which nothing is said to be cut off
NAME = Column("output", NO_WORDS, words=True, room=OUTPUT_WIDTH)
INPUT_COLUMNS = (
    Column("input", Label("uncertain input", "不确定的输入项"), words=True, room=INPUT_WIDTH),
    Column("distribution", Label("distribution", "分布"), words=True),
)
RULE_COLUMNS = (
    Column("rule", Label("how often a rule is not met", "规则不满足的概率"), words=True),
    Column("share", Label("share", "占比")),
    Column("error", same("±")),
)
RISK_COLUMNS = (
    Column("output", Label("loss (negative: a gain)", "损失（负数为盈余）"), words=True),
    Column("value_at_risk", Label("value at risk, 95 %", "在险价值（95%）")),
    Column("expected_shortfall", Label("average of the worst 5 %", "最差5%的平均")),
)
FROM, TO = Column("from", Label("from", "自")), Column("to", Label("to", "至"))
SAMPLING = {
    "random": Label("random sampling", "随机抽样"),
    "latin": Label("Latin hypercube sampling", "拉丁超立方抽样"),
    "sobol": Label("a Sobol sequence", "Sobol 序列"),
}
OUTCOMES, SPREAD = Label("What came out", "模拟结果"), Label("How it is spread", "分布形态")
DRIVERS = Label(
    "What drives it: share of the variance, and rank correlation", "影响因素：方差占比与秩相关系数"
)


def simulation_report(simulation: Simulation, scale: str = "yuan") -> Report:
    """The result; json and csv are in yuan, csv with one row per output."""
    return Report(
        NO_WORDS,
        program=lambda _: simulation.to_record(),
        csv=lambda lang: frame_csv(simulation.to_frame(lang)),
        made=partial(_for_readers, simulation, scale),
    )


def _for_readers(simulation: Simulation, scale: str) -> Report:
    outcomes = list(simulation.outcomes.values())
    tables = [
        _inputs(simulation),
        _outcomes(simulation, scale),
        _rules(simulation),
        _risks(outcomes, scale),
        *_drivers(simulation),
        *_spread(outcomes, scale),
    ]
    answers = (Said(interrupted(simulation), "bad"),) if simulation.interrupted else ()
    notes = (refused(simulation),) if simulation.refused else ()
    return Report(_title(simulation), answers, tuple(tables), notes)


def _title(simulation: Simulation) -> Label:
    how = SAMPLING[simulation.plan.sampling]
    return Label(
        f"{simulation.n:,} scenarios, {how.en}, seed {simulation.plan.seed}",
        f"{simulation.n:,} 个情景，{how.zh}，种子 {simulation.plan.seed}",
    )


def interrupted(simulation: Simulation) -> Label:
    """That the result is not all that was asked for."""
    return Label(
        f"interrupted: {simulation.n:,} of {simulation.asked:,} scenarios were drawn; the result holds these",
        f"已中断：共 {simulation.asked:,} 个情景，已完成 {simulation.n:,} 个；结果仅含这些情景",
    )


def refused(simulation: Simulation) -> Label:
    """How many scenarios have no outputs."""
    return Label(
        f"scenarios that the project refuses, and that are left out: {simulation.refused:,}",
        f"项目不接受而未计入的情景：{simulation.refused:,} 个",
    )


def _inputs(simulation: Simulation) -> Table:
    labels = input_labels(simulation.plan.project)
    rows = (
        Row((with_unit(labels[uncertain.path], uncertain.record.unit), _distribution(uncertain)))
        for uncertain in simulation.plan.inputs
    )
    return Table("inputs", NO_WORDS, INPUT_COLUMNS, tuple(rows))


def _distribution(uncertain: UncertainInput) -> Label:
    """The distribution of an input as it was stated, and the share of it that the input's range cuts away."""
    choices = {choice.key: choice.label for choice in uncertain.record.choices}
    said = described(uncertain.stated, uncertain.record.unit, choices)
    if uncertain.share_cut < CUT:
        return said
    share = number_text(uncertain.share_cut, "share", digits=READ)
    return Label(f"{said.en}, {share} cut off", f"{said.zh}，截去 {share}")


def described(distribution: Distribution, unit: str, choices: Mapping[str, Label]) -> Label:
    """A distribution with its parameters; values that are choices by their labels."""
    parts = []
    for name, value in distribution.parameters().items():
        stated = _stated(value, UNITS_OF_THEIR_OWN.get(name, unit), choices)
        label = PARAMETER_LABELS[name]
        parts.append(Label(f"{label.en} {stated.en}", f"{label.zh} {stated.zh}".replace(" （", "（")))
    return distribution.label.colon(joined(parts, Label(", ", "，")))


def _stated(value: Any, unit: str, choices: Mapping[str, Label]) -> Label:
    if isinstance(value, str):
        return choices.get(value, same(value))
    if not hasattr(value, "__len__"):
        return same(number_text(value, unit, digits=READ))
    shown = [_stated(part, unit, choices) for part in list(value)[:MOST_LISTED]]
    listed = joined([*shown, *([same("...")] if len(value) > MOST_LISTED else [])], COMMA)
    return Label(f"({listed.en})", f"（{listed.zh}）")


# Parameters that are no values of the input.
UNITS_OF_THEIR_OWN = {"weight": "number", "weights": "number"}


def _outcomes(simulation: Simulation, scale: str) -> Table:
    """One row per output; quantiles with half the width of their 95 % interval below. As many as there is room for."""
    columns = (
        NAME,
        Column("mean", Label("mean", "均值")),
        Column("std", Label("std", "标准差")),
        *(
            Column(f"{share}", same(number_text(share, "share", digits=READ)), spare=spare)
            for share, spare in QUANTILES.items()
        ),
        Column("min", Label("min", "最小"), spare=1),
        Column("max", Label("max", "最大"), spare=1),
    )
    rows = []
    for outcome in simulation.outcomes.values():
        unit = outcome.line.unit
        std, low, high = (Amount(value, unit) for value in (outcome.std, outcome.low, outcome.high))
        quantiles = (_quantile(outcome, share) for share in QUANTILES)
        mean = _with_error(outcome.mean, _mean_error(simulation, outcome), unit)
        rows.append(Row((_name(outcome, scale), mean, std, *quantiles, low, high)))
    return Table("outcomes", OUTCOMES, columns, tuple(rows), scale=scale, notes=(_about_error(simulation),))


def _name(outcome: Outcome, scale: str) -> Stacked:
    """An output, its unit, and in how many scenarios it has no value."""
    unit, count = unit_label(outcome.line.unit, scale), outcome.not_available
    missing = Label(f"n/a in {count:,}", f"{count:,} 个无法得出") if count else NO_WORDS
    return Stacked((outcome.line.label, joined((unit, missing), Label("; ", "; "))))


def _mean_error(simulation: Simulation, outcome: Outcome) -> float:
    """Half the 95 % interval of the mean; not known where the draws are not independent."""
    if simulation.plan.sampling != "random" or outcome.count < 2:
        return math.nan
    return CONFIDENCE * outcome.std / math.sqrt(outcome.count)


def _quantile(outcome: Outcome, share: float) -> Cell:
    quantile = outcome.quantile(share)
    error = max(quantile.high - quantile.value, quantile.value - quantile.low, quantile.resolution)
    return _with_error(quantile.value, error, outcome.line.unit)


def _with_error(value: float, error: float, unit: str) -> Cell:
    amount = Amount(value, unit)
    return amount if math.isnan(error) else Stacked((amount, Amount(error, unit, before="±")))


def _about_error(simulation: Simulation) -> Label:
    if simulation.plan.sampling == "random":
        return Label("± is half of the 95 % confidence interval.", "± 为 95% 置信区间的一半。")
    return Label(
        "± is half of the 95 % confidence interval as of independent draws; this sampling is usually nearer.",
        "± 为 95% 置信区间的一半（按独立抽样计；此抽样方式通常更精确）。",
    )


def _rules(simulation: Simulation) -> Table:
    rows = []
    for broken in simulation.broken_rules:
        line = simulation.outcomes[broken.rule.output].line
        bound = number_text(broken.rule.bound, line.unit, digits=READ)
        name = Label(*(f"{label} {broken.rule.sign} {bound}" for label in line.label))
        rows.append(Row((name, *_share(broken, simulation.n - simulation.refused))))
    return Table("rules", NO_WORDS, RULE_COLUMNS, tuple(rows))


def _share(broken: BrokenRule, accepted: int) -> tuple[Cell, Cell]:
    """A share with half of its 95 % interval; of what never came only how rare it must be."""
    if not accepted:
        return Amount(math.nan, "share"), ""
    rare = float(f"{min(SMALLEST_COUNT / accepted, 1):.2g}")
    if broken.count == 0:
        return Amount(rare, "share", before="< ", digits=READ), ""
    if broken.count == accepted:
        return Amount(1 - rare, "share", before="> ", digits=READ), ""
    return Amount(broken.share, "share"), Amount(CONFIDENCE * broken.standard_error, "share")


def _risks(outcomes: Sequence[Outcome], scale: str) -> Table:
    rows = (
        Row(
            (
                with_unit(outcome.line.label, outcome.line.unit, scale),
                Amount(outcome.value_at_risk, outcome.line.unit),
                Amount(outcome.expected_shortfall, outcome.line.unit),
            )
        )
        for outcome in outcomes
        if outcome.is_balance
    )
    return Table("risks", NO_WORDS, RISK_COLUMNS, tuple(rows), scale=scale)


def _drivers(simulation: Simulation) -> Iterator[Table]:
    """Inputs as rows, the strongest for the first output first; outputs that vary as columns."""
    varying = [key for key in simulation.outputs if simulation.outcomes[key].std > 0]
    if not varying:
        return
    labels = input_labels(simulation.plan.project)
    paths = [driver.path for driver in simulation.drivers[varying[0]]]
    by_path = {key: {driver.path: driver for driver in simulation.drivers[key]} for key in varying}
    columns = (Column(key, simulation.outcomes[key].line.label, room=HEAD_WIDTH) for key in varying)
    rows = (
        Row((labels[path], *(_driver(by_path[key][path]) for key in varying)))
        for path in paths[:MOST_DRIVERS]
    )
    notes: tuple[Sentence, ...] = (_all_listed(),) if len(paths) > MOST_DRIVERS else ()
    first = Column("input", NO_WORDS, words=True, room=DRIVER_WIDTH)
    yield Table("drivers", DRIVERS, (first, *columns), tuple(rows), parted=True, notes=notes)


def _driver(driver: Driver) -> str:
    """The share of the variance beside the rank correlation; a share below nothing is chance."""
    if math.isnan(driver.share):
        return "-"
    rank = number_text(driver.rank_correlation, "times", signed=True)
    return f"{number_text(max(driver.share, 0), 'share')}  {rank}"


def _spread(outcomes: Sequence[Outcome], scale: str) -> Iterator[Table]:
    """How each output that varies is spread: one by itself in bars, several in a profile each."""
    varying = [outcome for outcome in outcomes if outcome.count and outcome.low < outcome.high]
    if len(varying) == 1:
        yield _histogram(varying[0], scale)
    elif varying:
        columns = (NAME, FROM, Column("profile", NO_WORDS), TO)
        rows = (_profile(outcome, scale) for outcome in varying)
        yield Table("spread", SPREAD, columns, tuple(rows), scale=scale)


def _profile(outcome: Outcome, scale: str) -> Row:
    name = Stacked((outcome.line.label, unit_label(outcome.line.unit, scale)))
    low, high = (Amount(value, outcome.line.unit) for value in (outcome.low, outcome.high))
    return Row((name, low, Profile(tuple(outcome.histogram_of(BLOCKS)[1].tolist())), high))


def _histogram(outcome: Outcome, scale: str) -> Table:
    edges, counts = (part.tolist() for part in outcome.histogram_of(BARS))
    rows = []
    for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True):
        ends = (Amount(end, outcome.line.unit) for end in (low, high))
        bar = Bar(0, count, None, (0, max(counts)))
        rows.append(Row((*ends, Amount(count / outcome.count, "share"), bar)))
    columns = (FROM, TO, Column("share", NO_WORDS), Column("bar", NO_WORDS, words=True, unbroken=True))
    title = with_unit(outcome.line.label, outcome.line.unit, scale)
    return Table("spread", title, columns, tuple(rows), scale=scale)


def _all_listed() -> Label:
    return for_caller(
        Label("-f json lists all inputs.", "-f json 列出全部输入项。"),
        Label("drivers_frame() lists all inputs.", "drivers_frame() 列出全部输入项。"),
    )
