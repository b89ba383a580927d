"""An input of a project with its distribution: fitted to what the input allows, and turned into values.

An endless tail is cut at the input's own range, and the share cut away is told. A distribution that is bounded by
itself must lie inside the range. A whole number is rounded to the nearest; where all are equally likely, so are the ends.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relocation.labels import Label
from relocation.problems import Problem
from relocation.project.fields import FieldRecord
from relocation.project.messages import expectation
from relocation.reading.values import read_value
from relocation.scenarios.simulation.distributions import (
    DISTRIBUTIONS,
    Discrete,
    Distribution,
    Empirical,
    Fixed,
    Tailed,
    Uniform,
)

Array = NDArray[np.float64]


@dataclass(frozen=True)
class UncertainInput:
    """One input that varies. `bounded` is the distribution inside the input's range; choices are their indices."""

    path: str
    record: FieldRecord
    stated: Distribution
    bounded: Distribution

    @property
    def share_cut(self) -> float:
        """The share of the stated distribution that the bounds cut away."""
        return 1 - self.bounded.share_kept if isinstance(self.bounded, Tailed) else 0.0

    @property
    def varies(self) -> bool:
        low, high = self.bounded.support
        return low < high

    def values(self, shares: Array) -> Array:
        """The values of the input at these shares of its distribution."""
        low, high = self.bounded.support
        if self.record.kind != "whole":
            return np.asarray(np.clip(self.bounded.quantile(shares), max(low, _lowest(self.record)), high))
        low, high = math.ceil(low), high if math.isinf(high) else math.floor(high)
        if isinstance(self.bounded, Uniform):
            return np.asarray(np.minimum(low + np.floor(shares * (high - low + 1)), high))
        return np.asarray(np.clip(np.rint(self.bounded.quantile(shares)), low, high))


def uncertain_input(
    path: str, record: FieldRecord, stated: Any
) -> tuple[UncertainInput | None, list[Problem]]:
    """The input with its distribution, or everything that is wrong with it."""
    if not isinstance(stated, Distribution):
        return None, [_no_distribution(path, stated, record)]
    if problems := stated.problems(path):
        return None, [replace(problem, name=record.label) for problem in problems]
    bounded, problems = _indexed(path, record, stated) if record.choices else (stated, [])
    if bounded is None:
        return None, problems
    problems = problems or list(_misfits(path, record, bounded))
    if problems:
        return None, problems
    if isinstance(bounded, Tailed):
        bounded = _cut(bounded, record)
        if bounded.problems():
            return None, [_outside(path, record, stated)]
    uncertain = UncertainInput(path, record, stated, bounded)
    return (None, [_no_whole(path, record, bounded)]) if _is_between_whole(uncertain) else (uncertain, [])


def _lowest(record: FieldRecord) -> float:
    """The lowest value that an input may have."""
    low = -math.inf if record.low is None else record.low
    return math.nextafter(low, math.inf) if record.low_open else low


def _indexed(
    path: str, record: FieldRecord, stated: Distribution
) -> tuple[Distribution | None, list[Problem]]:
    """The distribution of a chosen input over the indices of its choices."""
    texts = _single_values(stated)
    if texts is None:
        expected = Label(
            f"{expectation(record).en}, fixed or discrete", f"{expectation(record).zh}，限固定值或离散分布"
        )
        return None, [
            Problem(path, stated.label, expected, Label("state its choices", "请列出选项"), record.label)
        ]
    read = [read_value(path, text, record) for text in texts]
    if problems := [problem for _, faults in read for problem in faults]:
        return None, problems
    keys = [choice.key for choice in record.choices]
    places = [float(keys.index(value)) for value, _ in read]
    weights = stated.weights if isinstance(stated, Discrete) else None
    return Discrete(places, weights), []


def _single_values(distribution: Distribution) -> tuple[Any, ...] | None:
    """The values of a distribution that has only single ones."""
    match distribution:
        case Fixed(value):
            return (value,)
        case Discrete(values):
            return tuple(values)
        case Empirical(data):
            return tuple(data)
    return None


def _misfits(path: str, record: FieldRecord, bounded: Distribution) -> Iterator[Problem]:
    """What of a distribution the input does not allow."""
    singles = None if record.choices else _single_values(bounded)
    if singles is not None:
        for value in dict.fromkeys(singles):
            yield from (
                problem
                for problem in read_value(path, value, record)[1]
                if problem.severity == "error" or isinstance(value, str)
            )
    elif isinstance(bounded, Tailed):
        stated = (bounded.low, bounded.high)
        if any(bound is not None and not _is_inside(record, bound) for bound in stated):
            yield _outside(path, record, bounded)
    elif not all(_is_inside(record, bound) for bound in bounded.support):
        yield _outside(path, record, bounded)


def _is_inside(record: FieldRecord, bound: float) -> bool:
    """Whether a bound of a continuous distribution lies in the range; the very end, excluded or not, has no weight."""
    return (record.low is None or bound >= record.low) and (record.high is None or bound <= record.high)


def _cut(bounded: Tailed, record: FieldRecord) -> Tailed:
    low = record.low if bounded.low is None else bounded.low
    high = record.high if bounded.high is None else bounded.high
    return replace(bounded, low=low, high=high)  # type: ignore[type-var]


def _is_between_whole(uncertain: UncertainInput) -> bool:
    low, high = uncertain.bounded.support
    return uncertain.record.kind == "whole" and math.ceil(low) > high


def _no_distribution(path: str, stated: Any, record: FieldRecord) -> Problem:
    names = ", ".join(kind.__name__ for kind in DISTRIBUTIONS.values())
    expected = Label(f"a distribution: {names}", f"分布：{names}")
    remedy = Label("such as Uniform(low, high)", "如 Uniform(low, high)")
    return Problem(path, str(stated)[:60], expected, remedy, record.label)


def _outside(path: str, record: FieldRecord, bounded: Distribution) -> Problem:
    remedy = Label("keep the distribution inside this range", "请使分布位于该范围之内")
    return Problem(path, _described(bounded), expectation(record), remedy, record.label)


def _no_whole(path: str, record: FieldRecord, bounded: Distribution) -> Problem:
    remedy = Label("let it span at least one whole number", "区间内至少应有一个整数")
    return Problem(path, _described(bounded), expectation(record), remedy, record.label)


def _described(distribution: Distribution) -> Label:
    low, high = distribution.support
    said = f"[{low:.10g}, {high:.10g}]"
    if isinstance(distribution, Tailed):
        said = f"{distribution.mean:g} ± {distribution.std:g} [{low:g}, {high:g}]"
    name = distribution.label
    return Label(f"{name.en} {said}", f"{name.zh} {said}")
