"""A simulation on the terminal: what was drawn, what came out with its error, what it risks, what drives it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from relocation.labels import Label, Language
from relocation.project.names import input_labels
from relocation.scenarios.simulation.outcome import CONFIDENCE, Outcome
from relocation.scenarios.simulation.rules import BrokenRule
from relocation.scenarios.simulation.simulation import Simulation
from relocation.terminal.distribution_text import distribution_text
from relocation.terminal.histograms import spread_parts
from relocation.terminal.tables import (
    amount,
    heading,
    json_text,
    table_of,
    text_of,
    unit_name,
    width,
    wrapped,
)

LABEL_WIDTH, INPUT_WIDTH, HEAD_WIDTH = 30, 34, 12
DRIVER_WIDTH, DRIVER_COLUMN = 26, 17  # a share of 100.0 % beside a correlation of -1.00 takes 15
MOST_DRIVERS = 12
MEAN, STD, LEAST, MOST = (
    Label("mean", "均值"),
    Label("std", "标准差"),
    Label("min", "最小"),
    Label("max", "最大"),
)
SHARES: tuple[tuple[float, ...], ...] = ((0.05, 0.25, 0.5, 0.75, 0.95), (0.05, 0.5, 0.95))
SAMPLING = {
    "random": Label("random sampling", "随机抽样"),
    "latin": Label("Latin hypercube sampling", "拉丁超立方抽样"),
    "sobol": Label("a Sobol sequence", "Sobol 序列"),
}
SMALLEST_COUNT = 3  # of 95 % confidence: an event that did not come in n draws has a share below 3 / n


def simulation_text(found: Simulation, form: str, lang: Language, scale: str, *, plain: bool = False) -> str:
    """The result in the wanted format; json and csv are in yuan, csv with one row per output."""
    if form == "json":
        return json_text(found.to_record())
    if form == "csv":
        return str(found.to_frame(lang).to_csv(index=False, lineterminator="\n"))
    return text_of(_parts(found, lang, scale), plain=plain)


def _parts(found: Simulation, lang: Language, scale: str) -> Iterator[RenderableType]:
    yield heading(_title(found), lang)
    if found.interrupted:
        yield heading(interrupted(found), lang, "bold red")
    yield _inputs(found, lang)
    yield heading(Label("What came out", "模拟结果"), lang)
    yield _outcomes(found, lang, scale)
    yield Text(_error_note(found).text(lang), style="dim")
    yield _rules(found, lang)
    if any(one.is_balance for one in found.outcomes.values()):
        yield _risks(found, lang, scale)
    yield from _drivers(found, lang)
    yield from spread_parts(list(found.outcomes.values()), lang, scale)
    if found.refused:
        yield Text(refused(found).text(lang))


def _title(found: Simulation) -> Label:
    how = SAMPLING[found.plan.sampling]
    return Label(
        f"{found.n:,} scenarios, {how.en}, seed {found.plan.seed}",
        f"{found.n:,} 个情景，{how.zh}，种子 {found.plan.seed}",
    )


def interrupted(found: Simulation) -> Label:
    """That the result is not all that was asked for."""
    return Label(
        f"interrupted: {found.n:,} of {found.asked:,} scenarios were drawn; the result holds these",
        f"已中断：共 {found.asked:,} 个情景，已完成 {found.n:,} 个；结果仅含这些情景",
    )


def refused(found: Simulation) -> Label:
    """How many scenarios have no outputs."""
    return Label(
        f"scenarios that the project refuses, and that are left out: {found.refused:,}",
        f"项目不接受而未计入的情景：{found.refused:,} 个",
    )


def _inputs(found: Simulation, lang: Language) -> Table:
    heads = [Label("uncertain input", "不确定的输入项").text(lang), Label("distribution", "分布").text(lang)]
    table = table_of("", heads, texts=(0, 1))
    labels = input_labels(found.plan.project)
    for one in found.plan.inputs:
        unit = unit_name(one.record.unit, lang)
        name = Label(f"{labels[one.path].en} ({unit})", f"{labels[one.path].zh}（{unit}）").text(lang)
        table.add_row(wrapped(name, INPUT_WIDTH), distribution_text(one, lang, width() - INPUT_WIDTH - 5))
    return table


def _outcomes(found: Simulation, lang: Language, scale: str) -> Table:
    """One row per output; quantiles with half the width of their 95 % interval below. As many as there is room for."""
    tables = [_outcome_table(found, shares, lang, scale) for shares in SHARES]
    fitting = (table for table in tables if _needed(table) <= width())
    return next(fitting, tables[-1])


def _needed(table: Table) -> int:
    """Columns that a table takes."""
    texts = ([str(column.header), *map(str, column.cells)] for column in table.columns)
    return 2 + sum(
        2 + max(cell_len(line) for one in cells for line in one.splitlines() or [""]) for cells in texts
    )


def _outcome_table(found: Simulation, shares: Sequence[float], lang: Language, scale: str) -> Table:
    heads = [MEAN.text(lang), STD.text(lang), *(f"{share:.0%}" for share in shares)]
    ends = [LEAST.text(lang), MOST.text(lang)] if len(shares) > 3 else []
    table = table_of("", ["", *heads, *ends])
    for one in found.outcomes.values():
        cells = [
            _with_error(one.mean, _mean_error(found, one), one, scale),
            amount(one.std, one.line.unit, scale),
        ]
        cells += [_quantile(one, share, scale) for share in shares]
        cells += [amount(value, one.line.unit, scale) for value in (one.low, one.high)] if ends else []
        unit = unit_name(one.line.unit, lang, scale)
        missing = Label(f"n/a in {one.not_available:,}", f"{one.not_available:,} 个无法得出").text(lang)
        note = f"{unit}; {missing}" if one.not_available else unit
        table.add_row(
            f"{wrapped(one.line.label.text(lang), LABEL_WIDTH)}\n{wrapped(note, LABEL_WIDTH)}", *cells
        )
    return table


def _mean_error(found: Simulation, one: Outcome) -> float:
    """Half the 95 % interval of the mean; not known where the draws are not independent."""
    if found.plan.sampling != "random" or one.count < 2:
        return math.nan
    return CONFIDENCE * one.std / math.sqrt(one.count)


def _quantile(one: Outcome, share: float, scale: str) -> str:
    found = one.quantile(share)
    error = max(found.high - found.value, found.value - found.low, found.resolution)
    return _with_error(found.value, error, one, scale)


def _with_error(value: float, error: float, one: Outcome, scale: str) -> str:
    shown = amount(value, one.line.unit, scale)
    return shown if math.isnan(error) else f"{shown}\n±{amount(error, one.line.unit, scale)}"


def _error_note(found: Simulation) -> Label:
    independent = found.plan.sampling == "random"
    return Label(
        "± is half of the 95 % confidence interval"
        + ("." if independent else " as of independent draws; this sampling is usually nearer."),
        "± 为 95% 置信区间的一半" + ("。" if independent else "（按独立抽样计；此抽样方式通常更精确）。"),
    )


def _rules(found: Simulation, lang: Language) -> Table:
    heads = [
        Label("how often a rule is not met", "规则不满足的概率").text(lang),
        Label("share", "占比").text(lang),
        "±",
    ]
    table = table_of("", heads)
    for one in found.broken_rules:
        label = found.outcomes[one.rule.output].line.label.text(lang)
        table.add_row(f"{label} {one.rule.sign} {one.rule.bound:,.10g}", *_share(one, found))
    return table


def _share(one: BrokenRule, found: Simulation) -> tuple[str, str]:
    """A share with half of its 95 % interval; of what never came only how rare it must be."""
    accepted = found.n - found.refused
    if not accepted:
        return "n/a", ""
    if one.count in {0, accepted}:
        rare = min(SMALLEST_COUNT / accepted, 1) * 100
        return (f"< {rare:.2g} %" if one.count == 0 else f"> {100 - rare:.10g} %"), ""
    return f"{one.share * 100:.2f} %", f"{CONFIDENCE * one.standard_error * 100:.2f} %"


def _risks(found: Simulation, lang: Language, scale: str) -> Table:
    heads = [
        Label("loss (negative: a gain)", "损失（负数为盈余）").text(lang),
        Label("value at risk, 95 %", "在险价值（95%）").text(lang),
        Label("average of the worst 5 %", "最差5%的平均").text(lang),
    ]
    table = table_of("", heads)
    for one in found.outcomes.values():
        if one.is_balance:
            unit = unit_name(one.line.unit, lang, scale)
            name = Label(f"{one.line.label.en} ({unit})", f"{one.line.label.zh}（{unit}）").text(lang)
            numbers = (one.value_at_risk, one.expected_shortfall)
            table.add_row(name, *(amount(value, one.line.unit, scale) for value in numbers))
    return table


def _drivers(found: Simulation, lang: Language) -> Iterator[RenderableType]:
    """Inputs as rows, the strongest for the first output first; outputs that vary as columns, in tables that fit."""
    labels = input_labels(found.plan.project)
    varying = [key for key in found.outputs if found.outcomes[key].std > 0]
    if not varying:
        return
    title = "What drives it: share of the variance, and rank correlation", "影响因素：方差占比与秩相关系数"
    yield heading(Label(*title), lang)
    paths = [one.path for one in found.drivers[varying[0]]]
    cells = {
        key: {one.path: _driver(one.share, one.rank_correlation) for one in found.drivers[key]}
        for key in varying
    }
    room = max(1, (width() - DRIVER_WIDTH - 2) // DRIVER_COLUMN)
    for start in range(0, len(varying), room):
        keys = varying[start : start + room]
        heads = [wrapped(found.outcomes[key].line.label.text(lang), HEAD_WIDTH) for key in keys]
        table = table_of("", ["", *heads])
        table.columns[0].max_width = DRIVER_WIDTH
        for path in paths[:MOST_DRIVERS]:
            table.add_row(labels[path].text(lang), *(cells[key][path] for key in keys))
        yield table
    if len(paths) > MOST_DRIVERS:
        yield Text(Label("-f json lists all inputs.", "-f json 列出全部输入项。").text(lang))


def _driver(share: float, rank: float) -> str:
    if math.isnan(share):
        return "-"
    return f"{max(share, 0) * 100:.1f} %  {'n/a' if math.isnan(rank) else f'{rank + 0.0:+.2f}'}"
