"""Switching values: how far each input, and each driver as a whole, may move before an output is at its target.

A driver moves all its prices together: of a fund balance this is the closed form of `indicators.drivers` (expenditure
+43.49 % for Lujia), of any other output a search over the common factor.

    change = switching value / present value - 1
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from relocation.given import names_of
from relocation.indicators import DRIVERS
from relocation.labels import Language
from relocation.model import book_of
from relocation.problems import ProblemsFound
from relocation.project.given import SOME_PATHS
from relocation.project.project import Project
from relocation.scenarios.batch import Array, Batch, run_in_chunks
from relocation.scenarios.goal_seek.roots import search
from relocation.scenarios.goal_seek.solve import goal_for, nearest_of, no_number, solutions, sought
from relocation.scenarios.outputs import output_names
from relocation.scenarios.sensitivity.tornado import moving_paths
from relocation.tables.units import UNITS

if TYPE_CHECKING:
    import pandas as pd

HEADS = ["path", "label", "unit", "value", "switching_value", "change", "status"]
BALANCE = "fund_balance.balance"
NUMBERS = {"number", "share"}


def switching_values(
    project: Project,
    metric: str = BALANCE,
    target: float = 0.0,
    paths: Sequence[str] | None = None,
    lang: Language = "en",
) -> pd.DataFrame:
    """A frame with the smallest change first: path, label, unit, value, switching_value, change, status.

    `change` is a share of the present value; what cannot bring the metric to the target stands last, without one.
    Without `paths` these are the drivers (driver.quota, driver.subsidies, driver.other_revenue, driver.expenditure) and
    every amount, price and share that the metric depends on and that is not 0. Raises ProblemsFound for an unknown
    metric or path, and for a path that is no number.
    """
    import pandas as pd

    key = output_names(book_of(project), [metric])[0]
    rows = [*_input_rows(project, key, target, paths, lang)]
    if paths is None:
        rows = [*_driver_rows(project, key, target, lang), *rows]
    rows.sort(key=lambda row: math.inf if math.isnan(row[5]) else abs(row[5]))
    return pd.DataFrame(rows, columns=HEADS)


def members(project: Project) -> dict[str, list[str]]:
    """The prices that each driver moves together. A line with a formula of its own has no price to move."""
    own = {kind: [f"other.{name}.amount" for name, line in project.other.items() if line.kind == kind and not line.formula]
           for kind in ("revenue", "subsidy", "cost")}  # fmt: skip
    spent = [f"{group}.{name}.rate" for group in ("construction", "compensation", "purchases")
             for name in getattr(project, group)]  # fmt: skip
    return {
        "quota": ["land_quota.price"],
        "subsidies": [*(f"subsidies.{name}.rate" for name in project.subsidies), *own["subsidy"]],
        "other_revenue": own["revenue"],
        "expenditure": [*spent, *own["cost"]],
    }


def _input_rows(
    project: Project, key: str, target: float, paths: Sequence[str] | None, lang: Language
) -> Iterator[list[Any]]:
    wanted = (
        moving_paths(project, key)
        if paths is None
        else list(dict.fromkeys(names_of(paths, "paths", SOME_PATHS)))
    )
    known = project.by_path()
    if paths is None:
        wanted = [path for path in wanted if known[path].record.kind in NUMBERS]
    batch = Batch(project, wanted, [key])
    choices = [no_number(known[path]) for path in wanted if known[path].record.choices]
    if choices:
        raise ProblemsFound(choices)
    for path, solution in solutions(batch, wanted, target).items():
        value = math.nan if solution.value is None else solution.value
        label, unit = solution.names[0].label.text(lang), UNITS[solution.names[0].unit].text(lang)
        yield [path, label, unit, solution.present, value, solution.change, solution.status]


def _driver_rows(project: Project, key: str, target: float, lang: Language) -> Iterator[list[Any]]:
    """Drivers as shares of what they are now: 1 is the present value."""
    if (key, target) == (BALANCE, 0):
        changes = _closed_form(project)
    else:
        changes = critical_changes(project, key, target, members(project))
    for driver in DRIVERS:
        # Nothing can fall by more than all of it.
        change = changes.get(driver, math.nan)
        is_none = math.isnan(change) or change < -1
        shown = math.nan if is_none else change
        status = "none" if is_none else "found"
        label, unit = DRIVERS[driver].text(lang), UNITS["share"].text(lang)
        yield [f"driver.{driver}", label, unit, 1.0, 1 + shown, shown, status]


def _closed_form(project: Project) -> dict[str, float]:
    appraisal = project.appraise()
    return {driver: appraisal.number(f"critical.{driver}") for driver in DRIVERS}


def critical_changes(
    project: Project, key: str, target: float, members: Mapping[str, Sequence[str]]
) -> dict[str, float]:
    """The change at which an output is at its target, of the common factor of each group of prices; NaN is never."""
    groups = {name: paths for name, paths in members.items() if paths}
    batch = Batch(project, [path for paths in groups.values() for path in paths], [key])
    now = float(run_in_chunks(batch, batch.column({}))[0, 0])
    goal = goal_for(batch.book.lines[key], target, now)
    grid = np.concatenate([np.linspace(0, 3, 121), np.geomspace(1e-3, 100, 101)])
    ways = {name: partial(scaled, batch, paths) for name, paths in groups.items()}
    roots = sought(batch, ways, {name: search(grid, 1.0, goal) for name in groups})
    return {name: _less_one(nearest_of(root.stretches, 1.0)) for name, root in roots.items()}


def _less_one(factor: float | None) -> float:
    return math.nan if factor is None else factor - 1


def scaled(batch: Batch, paths: Sequence[str], factors: Array) -> Array:
    """Scenarios, one a column, in which some inputs are multiplied by a common factor."""
    columns = np.repeat(batch.column({}), len(factors), axis=1)
    columns[[batch.varied.index(path) for path in paths]] *= factors
    return columns
