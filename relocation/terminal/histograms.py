"""How the outputs of a simulation are spread: one in bars, several in a line of blocks each."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.table import Table

from relocation.labels import Label, Language
from relocation.scenarios.simulation.outcome import Outcome
from relocation.terminal.tables import amount, heading, table_of, unit_name, wrapped

BARS, BAR_WIDTH, BLOCKS, NAME_WIDTH = 12, 40, 32, 30
LEVELS = " ▁▂▃▄▅▆▇█"
SPREAD = Label("How it is spread", "分布形态")
FROM, TO = Label("from", "自"), Label("to", "至")


def spread_parts(outcomes: Sequence[Outcome], lang: Language, scale: str) -> Iterator[RenderableType]:
    """The histograms of all outputs that vary."""
    varying = [one for one in outcomes if one.count and one.low < one.high]
    if not varying:
        return
    if len(varying) == 1:
        yield heading(_name(varying[0], lang, scale), lang)
        yield _bars(varying[0], lang, scale)
        return
    yield heading(SPREAD, lang)
    yield _blocks(varying, lang, scale)


def _bars(one: Outcome, lang: Language, scale: str) -> Table:
    edges, counts = (part.tolist() for part in one.histogram_of(BARS))
    most = max(counts)
    table = table_of("", [FROM.text(lang), TO.text(lang), "", ""], texts=(3,))
    for low, high, count in zip(edges[:-1], edges[1:], counts, strict=True):
        bar = "█" * round(count / most * BAR_WIDTH)
        ends = (amount(value, one.line.unit, scale) for value in (low, high))
        table.add_row(*ends, f"{count / one.count * 100:.1f} %", bar)
    return table


def _blocks(outcomes: Sequence[Outcome], lang: Language, scale: str) -> Table:
    table = table_of("", ["", FROM.text(lang), "", TO.text(lang)])
    for one in outcomes:
        low, high = (amount(value, one.line.unit, scale) for value in (one.low, one.high))
        name = f"{wrapped(one.line.label.text(lang), NAME_WIDTH)}\n{unit_name(one.line.unit, lang, scale)}"
        table.add_row(name, low, line_of_blocks(one.histogram_of(BLOCKS)[1].tolist()), high)
    return table


def line_of_blocks(counts: Sequence[int]) -> str:
    """One block for each count, the highest for the most; a space where there is nothing."""
    most, full = max(counts), len(LEVELS) - 1
    return "".join(LEVELS[math.ceil(count / most * full)] for count in counts)


def _name(one: Outcome, lang: Language, scale: str) -> Label:
    label, unit = one.line.label, unit_name(one.line.unit, lang, scale)
    return Label(f"{label.en} ({unit})", f"{label.zh}（{unit}）")
