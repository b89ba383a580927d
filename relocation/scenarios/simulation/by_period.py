"""A line by period in many scenarios of a simulation, for a picture: some of the scenarios, worked out once more in whole."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from relocation.formula.language.line_items import FormulaError
from relocation.model import calculation_of
from relocation.scenarios.simulation.simulation import Simulation

Array = NDArray[np.float64]

NUMBERS = 6_000  # scenarios times periods: as many as take a second or less
FEWEST, MOST = 200, 500


def by_period(simulation: Simulation, key: str) -> Array:
    """A line that has a value for each period, shape (scenarios, periods): of the first scenarios that the project accepts."""
    rows = list(_rows(simulation, key))
    return np.array(rows, dtype=float).reshape(len(rows), simulation.plan.batch.book.periods)


def _rows(simulation: Simulation, key: str) -> Iterator[list[float]]:
    plan, first = simulation.plan, simulation.first
    periods = plan.batch.book.periods
    wanted = min(max(NUMBERS // periods, FEWEST), MOST)
    run = calculation_of(plan.project)
    for place in np.flatnonzero(~first.refused)[:wanted].tolist():
        try:
            values = run({**plan.batch.base, **plan.stated(first.columns[:, place].tolist())})
        except FormulaError:
            continue
        series = values[key]
        assert isinstance(series, list), f"{key} is one number"
        yield series[1:]
