"""Which inputs decide: each alone is moved through the range in which it may plausibly come to lie, and ranked by what that does.

    spread = highest less lowest of the output over all places of the input within its range

A tornado moves every input by the same share and leaves out what stands at 0. Here each has a range of its own, so that quota
money may come late although no delay is planned. The ranges are assumptions of this program (`RANGES` says of each what it
rests on): those of the bridge test where it has some, else a wide guess. Where a plan refuses a place, the range ends before it.

What multiplies the same amount, such as a quantity and its rate, is one lever: the stronger of them stands for both.

A place is a whole number of steps away from where the input stands, to twelve digits, so that a slider returns to it exactly.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from relocation.labels import Label
from relocation.model import book_of
from relocation.project.fields import FieldRecord
from relocation.project.groups import MONTHS
from relocation.project.names import input_labels
from relocation.project.paths import InputPath
from relocation.project.sourced_inputs import InputValue, SourcedInputs
from relocation.scenarios.batch import Array, Batch, may_vary
from relocation.scenarios.outputs import inputs_behind
from relocation.scenarios.sensitivity.tornado import moved, range_of

MOST = 8
PLACES = 40  # about so many on a slider
DIGITS = 12
NOTHING = 0.005  # yuan; what moves lowest cash less than half a fen does nothing
LOWEST = "cash.minimum"
FACTORS = ("area", "price", "quantity", "rate", "physical_contingency", "price_contingency")

BY_STRESS = Label("assumed: what the bridge test tries, both ways", "假设：按过桥压力测试幅度，双向")
BY_GUESS = Label("assumed by this program, for want of data", "假设：无数据时由本程序设定")
BY_CHOICE = Label("assumed: what a planner may arrange", "假设：方案可调整的范围")


@dataclass(frozen=True, slots=True)
class Range:
    """Where an input may come to lie: between two numbers, so many times as much as now, so much more, or so many months later."""

    names: tuple[str, ...]
    how: Literal["between", "times", "plus", "months"]
    low: float
    high: float
    grounds: Label

    def ends(self, value: float, months: int) -> tuple[float, float]:
        """The ends of the range of an input that stands at `value`, which lies within them."""
        low, high = {
            "between": (self.low, self.high),
            "times": (value * self.low, value * self.high),
            "plus": (value + self.low, value + self.high),
            "months": (value + self.low / months, value + self.high / months),
        }[self.how]
        return min(low, high, value), max(low, high, value)


# By group and name of the input; the first one that fits.
RANGES: dict[str, tuple[Range, ...]] = {
    "land_quota": (
        Range(("delay",), "between", 0, 24, BY_STRESS),
        Range(("price",), "times", 0.7, 1.3, BY_STRESS),
        Range(("acceptance",), "between", 0.9, 1, BY_STRESS),
        Range(("area",), "times", 0.9, 1.1, BY_GUESS),
    ),
    "subsidies": (
        Range(("rate", "quantity"), "times", 0.8, 1.2, BY_GUESS),
        Range(("start",), "months", 0, 24, BY_GUESS),
    ),
    "construction": (
        Range(("rate",), "times", 0.8, 1.2, BY_STRESS),
        Range(("quantity",), "times", 0.9, 1.1, BY_GUESS),
        Range(("physical_contingency",), "between", 0, 0.2, BY_GUESS),
        Range(("price_contingency",), "between", 0, 0.1, BY_GUESS),
    ),
    "compensation": (
        Range(("rate",), "times", 0.8, 1.2, BY_STRESS),
        Range(("quantity",), "times", 0.9, 1.1, BY_GUESS),
    ),
    "purchases": (Range(("rate", "quantity"), "times", 0.8, 1.2, BY_GUESS),),
    "loans": (
        Range(("principal",), "times", 0.5, 1.5, BY_CHOICE),
        Range(("term",), "times", 0.5, 1.5, BY_CHOICE),
        Range(("grace",), "months", -24, 24, BY_CHOICE),
        Range(("rate",), "plus", -0.01, 0.02, BY_GUESS),
    ),
    "income": (Range(("amount", "rate", "quantity"), "times", 0.7, 1.3, BY_GUESS),),
    "costs": (Range(("amount", "rate", "quantity"), "times", 0.7, 1.3, BY_GUESS),),
    "other": (Range(("amount",), "times", 0.8, 1.2, BY_GUESS),),
}


@dataclass(frozen=True, slots=True)
class Lever:
    """An input that decides: where it stands, and how many steps down and up it may go."""

    path: str
    label: Label
    record: FieldRecord
    value: float
    step: float
    below: int
    above: int
    spread: float  # of the output, over all places
    grounds: Label

    @property
    def low(self) -> float:
        """The lowest place."""
        return place(self.value, self.step, -self.below)

    @property
    def high(self) -> float:
        """The highest place."""
        return place(self.value, self.step, self.above)

    def data(self) -> dict[str, Any]:
        """The lever for a script, whose places are told from the value by steps."""
        heads = ("path", "value", "step", "below", "above", "low", "high", "spread")
        texts = {"label": list(self.label), "grounds": list(self.grounds)}
        return {head: getattr(self, head) for head in heads} | texts


def place(value: float, step: float, steps: int) -> float:
    """The number so many steps away."""
    return value if steps == 0 else float(f"{value + steps * step:.{DIGITS}g}")


def levers(project: SourcedInputs, metric: str = LOWEST, most: int = MOST) -> list[Lever]:
    """The inputs that can do most to an output that is one number, the strongest first."""
    moving = list(_moving(project, metric))
    if not moving:
        return []
    batch = Batch(project, [input_value.path for input_value, _ in moving], [metric])
    labels = input_labels(project)
    months = MONTHS[project.timeline.period]
    grids = [_Grid(float(each.value), *_ends(each, span, months), each.record) for each, span in moving]
    columns = [moved(batch, row, grid.numbers) for row, grid in enumerate(grids)]
    numbers: Array = batch.run(np.concatenate(columns, axis=1))[0]
    found, start = [], 0
    for (input_value, span), grid in zip(moving, grids, strict=True):
        outputs = numbers[start : start + len(grid.numbers)]
        start += len(grid.numbers)
        below, above, spread = grid.allowed(outputs)
        if spread > NOTHING:
            path, record = str(input_value.path), input_value.record
            found.append(
                Lever(path, labels[path], record, grid.value, grid.step, below, above, spread, span.grounds)
            )
    strongest: dict[tuple[str, bool], Lever] = {}
    for lever in sorted(found, key=lambda lever: -lever.spread):
        strongest.setdefault(_amount_of(InputPath.of(lever.path)), lever)
    return list(strongest.values())[:most]


def _amount_of(path: InputPath) -> tuple[str, bool]:
    """The amount that an input multiplies; one that multiplies none stands for itself."""
    is_factor = path.name in FACTORS and path.group != "loans"
    return path.parent if is_factor else path, is_factor


def _moving(project: SourcedInputs, metric: str) -> Iterator[tuple[InputValue, Range]]:
    """The inputs behind an output that have a range wider than nothing."""
    behind = inputs_behind(book_of(project), metric)
    months = MONTHS[project.timeline.period]
    for input_value in project.values():
        path, record = input_value.path, input_value.record
        span = next((span for span in RANGES.get(path.group, ()) if path.name in span.names), None)
        if span is None or path not in behind or not may_vary(record) or record.kind == "choice":
            continue
        low, high = _ends(input_value, span, months)
        if low < high:
            yield input_value, span


def _ends(input_value: InputValue, span: Range, months: int) -> tuple[float, float]:
    """The ends of a range inside what the input may be."""
    low, high = span.ends(float(input_value.value), months)
    lowest, highest = range_of(input_value.record)
    return max(low, lowest), min(high, highest)


class _Grid:
    """The places of an input within its range."""

    def __init__(self, value: float, low: float, high: float, record: FieldRecord) -> None:
        self.value = value
        self.step = _step((high - low) / PLACES, whole=record.kind == "whole")
        self.below = math.floor((value - low) / self.step + 1e-9)
        self.above = math.floor((high - value) / self.step + 1e-9)
        steps = range(-self.below, self.above + 1)
        self.numbers: Array = np.array([place(value, self.step, number) for number in steps])

    def allowed(self, outputs: Array) -> tuple[int, int, float]:
        """How far the plan follows down and up, and what that does to its output."""
        below, above = _run(outputs[: self.below + 1][::-1]), _run(outputs[self.below :])
        if below < 0:
            return 0, 0, 0.0
        reached = outputs[self.below - below : self.below + above + 1]
        return below, above, float(reached.max() - reached.min())


def _run(outputs: Array) -> int:
    """How many steps there is a number, from the first on; -1 where there is none even there."""
    missing = np.flatnonzero(~np.isfinite(outputs))
    return (int(missing[0]) if missing.size else len(outputs)) - 1


def _step(width: float, *, whole: bool) -> float:
    """The next round number: 1, 2 or 5 with zeros; of whole numbers at least 1."""
    power = math.floor(math.log10(width))
    step = next(digit * 10.0**power for digit in (1, 2, 5, 10) if digit * 10.0**power >= width * (1 - 1e-9))
    return max(1.0, step) if whole else float(f"{step:.{DIGITS}g}")
