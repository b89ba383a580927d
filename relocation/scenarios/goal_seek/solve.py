"""Goal seek: the value of one input at which one output takes a target, or a clear answer that there is none.

The whole range that the input and the rules between inputs allow is sampled, on an even grid, on a grid of equal
factors, and around the present value; `roots` says how the target is then found. Outputs are never rounded.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from relocation.changes import changed_value
from relocation.formula.language.line_items import LineItem
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.fields import FieldRecord
from relocation.project.given import project_in
from relocation.project.names import input_labels
from relocation.project.project import Project
from relocation.project.sourced_inputs import InputValue
from relocation.project.values import is_finite, plain
from relocation.scenarios.batch import Array, Batch, run_in_chunks, stated
from relocation.scenarios.goal_seek.roots import Found, Goal, Search, Stretch, merged, run_together, search
from relocation.scenarios.goal_seek.solution import Extreme, Name, Solution, SolutionStatus
from relocation.scenarios.outputs import inputs_behind
from relocation.scenarios.sensitivity.tornado import moved, range_of
from relocation.tables.numbers import HALF_A_FEN, READ

WIDEST = 1e13  # of an input that has no bound of its own
MOST_DIGITS = 17  # of a float
SMALLEST = 1e-3  # where the grid of equal factors begins


def solve(project: Project, path: str, target: Mapping[str, float]) -> Solution:
    """The value of the input at `path` at which an output takes its target, such as `{"fund_balance.balance": 0}`.

    Any number may be sought, for any output that is one number. Raises ProblemsFound for an unknown path or output, for
    an input that is no number or decides the rows of the model, and for a target that is no number or not alone.
    """
    project = project_in(project, "solve")
    name, wanted = _single(target)
    batch = Batch(project, [path], [name])
    if batch.records[0].choices:
        raise ProblemsFound([no_number(project.at(path))])
    return solutions(batch, [path], wanted)[path]


def solutions(batch: Batch, paths: Sequence[str], target: float) -> dict[str, Solution]:
    """The solution for each of several inputs alone, which the batch varies; of its outputs the first is meant."""
    line, base = batch.book.lines[batch.outputs[0]], batch.column({})
    now = float(run_in_chunks(batch, base)[0, 0])
    rows = {path: batch.varied.index(path) for path in paths}
    goals = {
        path: goal_for(line, target, now, batch.records[row].kind == "whole") for path, row in rows.items()
    }
    searches = {
        path: search(grid_of(batch.records[row], float(base[row, 0])), float(base[row, 0]), goals[path])
        for path, row in rows.items()
    }

    ways = {path: partial(moved, batch, row) for path, row in rows.items()}
    roots = sought(batch, ways, searches)
    return {path: _solution(batch, path, goals[path], roots[path], now) for path in paths}


def sought(
    batch: Batch, ways: Mapping[str, Callable[[Array], Array]], searches: Mapping[str, Search]
) -> dict[str, Found]:
    """What searches find, all worked out together; a way turns the points of a search into scenarios, one a column."""

    def evaluate(wanted: dict[str, Array]) -> dict[str, Array]:
        columns = np.concatenate([ways[name](points) for name, points in wanted.items()], axis=1)
        outputs = run_in_chunks(batch, columns)[0]
        ends = np.cumsum([len(points) for points in wanted.values()])[:-1]
        return dict(zip(wanted, np.split(outputs, ends), strict=True))

    return run_together(searches, evaluate)


def grid_of(record: FieldRecord, present: float) -> Array:
    """Where a search begins: even steps over the range, equal factors over its magnitudes, and near the present value."""
    low, high = (min(max(end, -WIDEST), WIDEST) for end in range_of(record))
    width = max(abs(low), abs(high))
    factors = np.geomspace(min(SMALLEST, width), width, 96)
    near = np.concatenate([present * np.linspace(0, 3, 91), present * np.geomspace(0.01, 100, 61)])
    points = np.concatenate([np.linspace(low, high, 65), factors, -factors, near, [present, 0.0, 1.0]])
    inside = points[(points >= low) & (points <= high)]
    if record.kind == "whole":
        few = np.arange(low, min(high, low + 600) + 1)
        inside = np.concatenate([few, np.floor(inside)])
    return np.unique(inside)


def goal_for(line: LineItem, target: float, now: float, whole: bool = False) -> Goal:
    """What a search for a target of a line is after, where the line stands at `now`."""
    is_money = line.unit.startswith("yuan")
    scale = max(1.0, abs(target), 0.0 if math.isnan(now) else abs(now))
    # What sums of floats may miss: 1e-8 yuan in sums of some 1e8 yuan.
    rounding = max(1e-14 * scale, 1e-8 if is_money else 1e-15)
    return Goal(target, rounding, HALF_A_FEN if is_money else 1e-9 * scale, whole)


def _solution(batch: Batch, path: str, goal: Goal, roots: Found, now: float) -> Solution:
    position, line = batch.varied.index(path), batch.book.lines[batch.outputs[0]]
    record, present = batch.records[position], float(batch.column({})[position, 0])
    reaching = [crossing.keeping(goal.target) for crossing in roots.crossings if goal.whole]
    stretches = merged([*roots.stretches, *reaching], 0.0 if goal.whole else present)
    nearest = min(
        (stretch.nearest(present) for stretch in stretches), key=lambda end: abs(end - present), default=None
    )
    reached = math.nan if nearest is None else _output_at(roots, nearest)
    lowest, highest = _extremes(roots)
    names = Name(input_labels(batch.project)[path], record.unit), Name(line.label, line.unit)
    listed = tuple(_plain(record, value) for value in _listed(stretches, present))
    return Solution(
        path=path,
        value=None if nearest is None else _plain(record, nearest),
        status=_status(roots, stretches, present),
        output=line.key,
        target=goal.target,
        reached=reached,
        exact=nearest is not None and abs(reached - goal.target) <= goal.jump,
        present=_plain(record, present),
        present_output=now,
        values=listed,
        lowest=lowest,
        highest=highest,
        jumps=roots.crossings,
        depends=path in inputs_behind(batch.book, line.key),
        names=names,
        digits=digits_to_type(
            batch, path, names, {} if nearest is None else _outputs_at(roots, [nearest, *listed])
        ),
    )


def digits_to_type(
    batch: Batch, path: str, names: tuple[Name, Name], outputs: Mapping[float, float]
) -> dict[float, int]:
    """By how many digits each value of an input is told, so that who types it back gets the output that is told of it."""
    position = batch.varied.index(path)
    input_value = batch.project.at(path)
    needed: dict[float, int] = {}
    for value, output in outputs.items():
        texts = [names[0].typed(value, digits) for digits in range(READ, MOST_DIGITS + 1)]
        typed = [changed_value(input_value, input_value.value, text)[0] for text in texts]
        numbers = np.array([math.nan if number is None else number for number in typed], dtype=float)
        reached = batch.run(moved(batch, position, numbers))[0].tolist()
        told = names[1].digits(output)
        kept = (place for place, number in enumerate(reached) if names[1].digits(number) == told)
        needed[value] = READ + next(kept, len(texts) - 1)
    return needed


def _outputs_at(roots: Found, points: Sequence[float]) -> dict[float, float]:
    return {point: _output_at(roots, point) for point in points}


def nearest_of(stretches: Sequence[Stretch], present: float) -> float | None:
    """The number of all stretches that is nearest to the present value."""
    ends = (stretch.nearest(present) for stretch in stretches)
    return min(ends, key=lambda end: abs(end - present), default=None)


def _status(roots: Found, stretches: Sequence[Stretch], present: float) -> SolutionStatus:
    if not stretches:
        return "none"
    available = roots.points[~np.isnan(roots.values)]
    if len(stretches) == 1 and stretches[0].low == available[0] and stretches[0].high == available[-1]:
        return "any" if len(available) > 1 else "found"
    return "found" if len(stretches) == 1 and not stretches[0].is_wide(present) else "many"


def _listed(stretches: Sequence[Stretch], present: float) -> list[float]:
    ends = [
        end
        for stretch in stretches
        for end in ((stretch.low, stretch.high) if stretch.is_wide(present) else (stretch.best,))
    ]
    return sorted(set(ends))


def _output_at(roots: Found, point: float) -> float:
    return float(roots.values[np.searchsorted(roots.points, point)])


def _extremes(roots: Found) -> tuple[Extreme | None, Extreme | None]:
    if np.isnan(roots.values).all():
        return None, None
    low, high = int(np.nanargmin(roots.values)), int(np.nanargmax(roots.values))
    first, last = (
        Extreme(float(roots.values[position]), float(roots.points[position])) for position in (low, high)
    )
    return first, last


def _plain(record: FieldRecord, value: float) -> float | int:
    number = stated(record, value)
    assert not isinstance(number, str)
    return number


def _single(target: Mapping[str, float]) -> tuple[str, float]:
    expected = Label(
        "one output and its target, such as {'fund_balance.balance': 0}",
        "一个输出项及其目标值，如 {'fund_balance.balance': 0}",
    )
    remedy = Label("name one target", "请给出一个目标")
    if isinstance(target, Mapping) and len(target) == 1:
        ((name, wanted),) = target.items()
        if is_finite(number := plain(wanted)):
            return name, float(number)
    raise ProblemsFound([Problem("target", str(target), expected, remedy)])


def no_number(input_value: InputValue) -> Problem:
    """The problem of a choice, which cannot be sought."""
    expected = Label("an input that is a number", "数值型输入项")
    remedy = Label("use vary to try its choices", "请用 vary 逐一比较其选项")
    return Problem(input_value.path, str(input_value.value), expected, remedy, input_value.record.label)
