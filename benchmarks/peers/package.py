"""The package itself: one project after another, and the three targets of the narrowed book."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import numpy as np

from benchmarks.model import OUTPUTS, VARIED, Array, project
from relocation.formula.targets.block import Target, compile_block
from relocation.model import book_inputs, build_book
from relocation.scenarios.batch import Batch

Run = Callable[[Array], Array]


def make_appraisals(periods: int) -> Run:
    """project.replace({...}).appraise(): validated, every line of every statement, the verdict's checks."""
    base = project(periods)

    def appraise(column: list[float]) -> list[float]:
        appraisal = base.replace(dict(zip(VARIED, column, strict=True))).appraise()
        return [appraisal.number(key) for key in OUTPUTS]

    return lambda columns: np.array([appraise(column) for column in columns.T.tolist()]).T


def without(target: str) -> str:
    """Why a target cannot be timed; nothing if it can."""
    return "" if target in get_args(Target) else f"the package has no {target} target yet"


def make_kernel(target: Target) -> Callable[[int], Run]:
    """Only the ten outputs, by one target, without asking whether the project would accept a scenario."""

    def make(periods: int) -> Run:
        stated = project(periods)
        return compile_block(build_book(stated), book_inputs(stated), VARIED, OUTPUTS, target=target)

    return make


def make_batch(periods: int) -> Run:
    """Batch.run: by the fastest target there is, and what the project would refuse is left out."""
    return Batch(project(periods), VARIED, OUTPUTS).run
