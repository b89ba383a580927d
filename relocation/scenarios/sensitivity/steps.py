"""One input moved by a share of itself, as far as its range and the rules between inputs allow."""

from __future__ import annotations

import math
from dataclasses import dataclass
from math import inf, nextafter

import numpy as np

from relocation.labels import Label
from relocation.project.fields import FieldRecord
from relocation.scenarios.batch import Array, Batch

HALVINGS = 60
NOTHING = Label("", "")
ZERO = Label(
    "it is 0, and a share of 0 is nothing; see relocation vary",
    "现值为0，按比例变动没有意义；请用 relocation vary",
)


BY_ONE = Label("moved by 1, the least of a whole number", "按最小单位1变动")
LEAST = 1e-6  # of a step; a rule that allows for rounding does not allow a move


@dataclass(frozen=True, slots=True)
class Step:
    """Where an input was moved to, and why not further; no value where it cannot be moved at all."""

    value: float | None
    note: Label = NOTHING


def step(batch: Batch, path: str, by: float) -> Step:
    """The number at `path` times 1 + by, one of the varied inputs of a batch; a whole number moves by at least 1."""
    position = batch.varied.index(path)
    record, now = batch.records[position], float(batch.column({})[position, 0])
    if now == 0 and record.kind != "whole":
        return Step(None, ZERO)
    wanted = _wanted(record, now, by)
    low, high = range_of(record)
    inside = min(max(wanted, low), high)
    reached = _furthest(batch, position, now, inside)
    if abs(reached - now) < LEAST * abs(wanted - now):
        return Step(None, _stop(batch, position, now, now if inside == now else inside))
    if reached != wanted:
        return Step(reached, _stop(batch, position, reached, reached if reached == inside else wanted))
    farther = abs(reached - now) > abs(now * by) * (1 + LEAST)
    return Step(reached, BY_ONE if farther else NOTHING)


def range_of(record: FieldRecord) -> tuple[float, float]:
    """The lowest and the highest value of an input by itself."""
    low = -inf if record.low is None else nextafter(record.low, inf) if record.low_open else record.low
    return low, inf if record.high is None else record.high


def moved(batch: Batch, position: int, values: Array) -> Array:
    """Scenarios that differ from the project in one input only: a column for each value of the input of row `at`."""
    columns = np.repeat(batch.column({}), len(values), axis=1)
    columns[position] = values
    return columns


def _wanted(record: FieldRecord, now: float, by: float) -> float:
    if record.kind == "whole":
        return now + math.copysign(max(1, math.floor(abs(now * by) + 0.5)), by)
    return now * (1 + by)


def _furthest(batch: Batch, position: int, now: float, wanted: float) -> float:
    """The allowed value nearest to the wanted one, on the way there from where the input stands."""
    if _is_allowed(batch, position, wanted):
        return wanted
    whole = batch.records[position].kind == "whole"
    good, bad = now, wanted
    for _ in range(HALVINGS):
        middle = (good + bad) / 2
        middle = now + math.trunc(middle - now) if whole else middle
        if middle in {good, bad}:
            break
        good, bad = (middle, bad) if _is_allowed(batch, position, middle) else (good, middle)
    return good


def _is_allowed(batch: Batch, position: int, value: float) -> bool:
    return bool(batch.allowed(moved(batch, position, np.array([value])))[0])


def _stop(batch: Batch, position: int, stop: float, refused: float) -> Label:
    """Why an input goes no further than `stop`: the end of its range, or what the project says of a value beyond."""
    if refused == stop:
        return Label(f"stops at {stop:.10g}, the end of its range", f"止于 {stop:.10g}，即其取值范围的端点")
    first, *_ = batch.problems(moved(batch, position, np.array([refused]))[:, 0].tolist())
    return Label(
        f"stops at {stop:.10g}: {first.where} must be {first.expected.en}",
        f"止于 {stop:.10g}：{first.where} 应为{first.expected.zh}",
    )
