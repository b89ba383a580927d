"""The inputs that decide, with the ranges within which they are slid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from relocation.appraisal import Appraisal
from relocation.project.sourced_inputs import InputValue
from relocation.scenarios.sensitivity.tornado import tornado

MOST = 6
STEPS = 200
DELAY, MONTHS = "land_quota.delay", 36


def sliders(appraisal: Appraisal) -> list[dict[str, Any]]:
    """The place of each input, and the ends and the step of its slider."""
    places = {key: place for place, key in enumerate(appraisal.book.inputs)}
    return [
        {"place": places[value.path], "low": low, "high": high, "step": step}
        for value, low, high, step in _ranges(appraisal)
    ]


def _ranges(appraisal: Appraisal) -> Iterator[tuple[InputValue, float, float, float]]:
    known = appraisal.project.by_path()
    frame = tornado(appraisal.project, "cash.minimum")
    paths = [path for path in frame["path"].tolist() if known[path].record.kind in {"number", "share"}]
    if DELAY in known:
        yield known[DELAY], 0, MONTHS, 1
    for path in paths[: MOST - 1]:
        value = float(known[path].value)
        low, high = value / 2, value * 1.5
        yield known[path], low, high, (high - low) / STEPS
