"""Which inputs move a number most: each alone is moved down and up by the same share, and ranked by the swing.

    swing = |output at the high value - output at the low value|

A share stays inside its range and a step that the project refuses is shortened until it is allowed; the note says so.
Whole numbers move by at least 1. A choice is no scale: its low and high are the choices with the lowest and the
highest output.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf, nextafter
from typing import TYPE_CHECKING, Any

import numpy as np

from relocation.caller import named
from relocation.given import names_of
from relocation.labels import Label, Language, same
from relocation.model import book_of
from relocation.problems import Problem, ProblemsFound
from relocation.project.fields import FieldRecord
from relocation.project.given import SOME_PATHS, project_in
from relocation.project.names import input_labels
from relocation.project.sourced_inputs import SourcedInputs
from relocation.project.values import is_finite, plain
from relocation.scenarios.batch import Array, Batch, may_vary, stated
from relocation.scenarios.outputs import inputs_behind, output_names
from relocation.scenarios.sensitivity.item_pairs import item_pairs
from relocation.tables.units import UNITS
from relocation.tables.wording import filled, forms_data

if TYPE_CHECKING:
    import pandas as pd


HALVINGS = 60
NOTHING = Label("", "")
BY_ONE = Label("moved by 1, the least of a whole number", "按最小单位1变动")
STOPS: dict[str, Label] = {
    "at_end": Label(
        "stops at {stop:digits10}, the end of its range", "止于 {stop:digits10}，即其取值范围的端点"
    ),
    "refused": Label(
        "stops at {stop:digits10}: {where} must be {expected}", "止于 {stop:digits10}：{where} 应为{expected}"
    ),
}
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
        return Step(None, _zero())
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


def _zero() -> Label:
    vary = named("relocation vary", "vary")
    return Label(
        f"it is 0, and a share of 0 is nothing; see {vary}", f"现值为0，按比例变动没有意义；请用 {vary}"
    )


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
        return filled(STOPS["at_end"], {"stop": stop})
    first, *_ = batch.problems(moved(batch, position, np.array([refused]))[:, 0].tolist())
    return filled(STOPS["refused"], {"stop": stop, "where": same(first.where), "expected": first.expected})


HEADS = [
    *("path", "label", "unit", "low_value", "high_value", "low", "high", "swing", "base", "note"),
    *("also", "moved"),
]
SHARE, STEP = "share", "step"  # how an input is moved: by a share of itself, or by whole periods or months
TIMES = {"period", "month"}
RATES = (".price", ".rate")
ALIKE = 1e-9  # of the swing: what is less is a difference of floats


@dataclass(frozen=True, slots=True)
class Bar:
    """One input of a tornado: its values, and the points of the input at which the output is worked out."""

    path: str
    points: tuple[float, ...]
    note: Label = NOTHING


def tornado(
    project: SourcedInputs,
    metric: str,
    by: float = 0.10,
    paths: Sequence[str] | None = None,
    lang: Language = "en",
    *,
    split: bool = False,
) -> pd.DataFrame:
    """A frame ranked by swing: path, label, unit, low_value, high_value, low, high, swing, base, note, also, moved.

    `metric` is an output that is one number, `by` the share by which each input moves. Without `paths` every number
    that the metric depends on is moved, except those that are 0. `low` is the metric at the low value of the input;
    what cannot be moved stands last, without a swing, and its note says why. The quantity and the rate of an item, which move
    the metric alike, are one row: that of the rate, with the path of the quantity in `also`; with `split`, or where `paths` are
    named, each has its own. What is counted in periods or months is no share of anything: it is moved by whole ones, `moved`
    is "step" instead of "share", and it is ranked by itself, behind the others. Raises ProblemsFound for an unknown
    metric or path, for a path that is no number or choice, and for a share that is not above 0 and at most 1.
    """
    import pandas as pd

    return pd.DataFrame(ranked_bars(project, metric, by, paths, lang, split=split), columns=HEADS)


def ranked_bars(
    project: SourcedInputs,
    metric: str,
    by: float = 0.10,
    paths: Sequence[str] | None = None,
    lang: Language = "en",
    *,
    split: bool = False,
) -> list[dict[str, Any]]:
    """The rows of a tornado as plain records, for who needs no frame."""
    project = project_in(project, "tornado")
    rows = list(_rows(project, metric, by, paths, lang))
    told = rows if split or paths is not None else list(_joined(project, rows, lang))
    return [dict(zip(HEADS, row, strict=True)) for row in sorted(told, key=_rank)]


def _rank(row: Sequence[Any]) -> tuple[bool, bool, float, bool]:
    """What is moved by shares first, the largest swing first; what cannot be moved last.

    Swings that differ by less than powers do between two engines are equal: then prices and rates stand first, and
    the order of the inputs decides.
    """
    path, swing = row[0], row[HEADS.index("swing")]
    is_stuck = math.isnan(swing)
    is_step = row[HEADS.index("moved")] == STEP and not is_stuck
    return is_stuck, is_step, 0.0 if is_stuck else -float(f"{swing:.9g}"), not path.endswith(RATES)


def _joined(project: SourcedInputs, rows: Sequence[list[Any]], lang: Language) -> Iterator[list[Any]]:
    """The rows, those of a quantity and its rate that move the metric alike taken together."""
    by_path = {row[0]: row for row in rows}
    pairs = {rate: (quantity, label) for quantity, rate, label in item_pairs(project)}
    taken = {
        rate: pairs[rate]
        for rate in pairs.keys() & by_path.keys()
        if pairs[rate][0] in by_path and _alike(by_path[pairs[rate][0]], by_path[rate])
    }
    quantities = {quantity for quantity, _ in taken.values()}
    for row in rows:
        if row[0] in taken:
            quantity, label = taken[row[0]]
            yield [row[0], label.text(lang), *row[2:-2], quantity, row[-1]]
        elif row[0] not in quantities:
            yield row


def _alike(row: Sequence[Any], other: Sequence[Any]) -> bool:
    """Whether two inputs bring the same numbers at both ends, for the same reasons."""
    places = [HEADS.index(name) for name in ("low", "high", "swing", "note")]
    low, high, swing, note = (row[place] for place in places)
    other_low, other_high, _, other_note = (other[place] for place in places)
    if math.isnan(swing) or note != other_note:
        return False
    return bool(max(abs(low - other_low), abs(high - other_high)) <= ALIKE * max(abs(low), abs(high), 1.0))


def moved_by(record: FieldRecord) -> str:
    """Whether an input is moved by a share of itself, or by whole periods or months."""
    return STEP if record.kind == "whole" and record.unit in TIMES else SHARE


def moving_paths(project: SourcedInputs, key: str) -> list[str]:
    """The numbers that a line depends on and that are not 0, in the order of the inputs."""
    return [path for path in numbers_behind(project, key) if project.value(path) != 0]


def tornado_data(project: SourcedInputs, metric: str) -> dict[str, Any]:
    """What tornado.js needs to rank the inputs behind a metric as a tornado does. Raises ProblemsFound for an unknown one."""
    key = output_names(book_of(project), [metric])[0]
    labels = input_labels(project)
    return {
        "metric": key,
        "halvings": HALVINGS,
        "least": LEAST,
        "forms": forms_data(),
        "stops": {name: list(text) for name, text in STOPS.items()},
        "byOne": list(BY_ONE),
        "zero": list(_zero()),
        "inputs": [[path, list(labels[path])] for path in numbers_behind(project, key)],
        "pairs": [[quantity, rate, list(label)] for quantity, rate, label in item_pairs(project)],
        "steps": [each.path for each in project.values() if moved_by(each.record) == STEP],
        "alike": ALIKE,
    }


def numbers_behind(project: SourcedInputs, key: str) -> list[str]:
    """The numbers that a line depends on, in the order of the inputs."""
    behind = inputs_behind(book_of(project), key)
    return [
        input_value.path
        for input_value in project.values()
        if input_value.path in behind and may_vary(input_value.record) and input_value.record.kind != "choice"
    ]


def _rows(
    project: SourcedInputs, metric: str, by: float, paths: Sequence[str] | None, lang: Language
) -> Iterator[list[Any]]:
    by = plain(by)
    if not is_finite(by) or not 0 < by <= 1:
        raise ProblemsFound([_no_share(by)])
    key = output_names(book_of(project), [metric])[0]
    batch = Batch(
        project, moving_paths(project, key) if paths is None else names_of(paths, "paths", SOME_PATHS), [key]
    )
    bars = [_bar(batch, path, by) for path in batch.varied]
    now = float(batch.run(batch.column({}))[0, 0])
    labels = input_labels(project)
    numbers = iter(_outputs(batch, bars))
    for bar in bars:
        record = batch.records[batch.varied.index(bar.path)]
        outputs = [next(numbers) for _ in bar.points]
        low, high = _ends(bar, outputs, bool(record.choices))
        values = [
            stated(record, bar.points[position]) if bar.points else math.nan for position in (low, high)
        ]
        ends = [outputs[position] if outputs else math.nan for position in (low, high)]
        swing = abs(ends[1] - ends[0])
        yield [
            bar.path,
            labels[bar.path].text(lang),
            UNITS[record.unit].text(lang),
            *values,
            *ends,
            swing,
            now,
            bar.note.text(lang),
            "",
            moved_by(record),
        ]


def _bar(batch: Batch, path: str, by: float) -> Bar:
    choices = batch.records[batch.varied.index(path)].choices
    if choices:
        return Bar(path, tuple(float(position) for position in range(len(choices))))
    now = float(batch.column({})[batch.varied.index(path), 0])
    # The low value is the lower number, whichever sign the input has.
    steps = [step(batch, path, sign * math.copysign(by, now)) for sign in (-1, 1)]
    notes = list(dict.fromkeys(step.note for step in steps if step.note != NOTHING))
    note = Label("; ".join(note.en for note in notes), "；".join(note.zh for note in notes))
    if all(step.value is None for step in steps):
        return Bar(path, (), note)
    return Bar(path, tuple(now if step.value is None else step.value for step in steps), note)


def _outputs(batch: Batch, bars: Iterable[Bar]) -> list[float]:
    """The outputs at all points of all bars, worked out together."""
    columns = [moved(batch, batch.varied.index(bar.path), np.array(bar.points)) for bar in bars if bar.points]
    if not columns:
        return []
    numbers: Array = batch.run(np.concatenate(columns, axis=1))[0]
    return [float(number) for number in numbers]


def _ends(bar: Bar, outputs: list[float], is_choice: bool) -> tuple[int, int]:
    """The places of the low and the high end: of a choice those of the lowest and the highest output."""
    known = [position for position, output in enumerate(outputs) if not math.isnan(output)]
    if not is_choice or not known:
        return 0, len(bar.points) - 1
    return min(known, key=lambda place: outputs[place]), max(known, key=lambda place: outputs[place])


def _no_share(by: Any) -> Problem:
    expected = Label("a share above 0 and at most 1, such as 0.10", "大于0且不大于1的比例，如0.10")
    return Problem("by", str(by)[:60], expected, Label("correct the share", "请更正比例"))
