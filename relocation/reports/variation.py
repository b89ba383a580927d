"""Outputs over the values of one, two or more inputs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice, product
from typing import TYPE_CHECKING, Any

from relocation.caller import named
from relocation.labels import Label, Language, same
from relocation.reports.inputs import stated_cell
from relocation.scenarios.sensitivity.vary import Axis, Variation
from relocation.tables.numbers import READ, unit_label, with_unit
from relocation.tables.programs import csv_text
from relocation.tables.record import NO_WORDS, Amount, Cell, Column, Report, Row, Sentence, Table

if TYPE_CHECKING:
    from relocation.formula.language.line_items import LineItem

HEAD_WIDTH, AXIS_WIDTH = 14, 20
MOST_ROWS, MOST_REASONS = 200, 10
REFUSED = "✗"
TITLE = Label("What follows from each value", "各取值下的结果")


def variation_report(variation: Variation, lines: Sequence[LineItem], scale: str = "yuan") -> Report:
    """A table over inputs; `lines` are those of the outputs. json and csv have one row per combination, in yuan."""
    return Report(
        NO_WORDS,
        program=lambda lang: list(_records(variation, lang)),
        csv=partial(_csv, variation),
        made=partial(_for_readers, variation, lines, scale),
    )


def _csv(variation: Variation, lang: Language) -> str:
    heads = [*(axis.path for axis in variation.axes), *variation.outputs, "problem"]
    return csv_text(heads, ([row.get(head) for head in heads] for row in _records(variation, lang)))


def _records(variation: Variation, lang: Language) -> Iterator[dict[str, Any]]:
    """One object per combination: the inputs and the outputs by name, null where there is no number."""
    for place in _places(variation):
        record = {
            axis.path: axis.values[position] for axis, position in zip(variation.axes, place, strict=True)
        }
        for number, key in enumerate(variation.outputs):
            value = float(variation.values[(number, *place)])
            record[key] = value if math.isfinite(value) else None
        if problems := variation.problems.get(place):
            record["problem"] = "; ".join(problem.text(lang) for problem in problems)
        yield record


def _places(variation: Variation) -> Iterator[tuple[int, ...]]:
    """The places of every combination on the axes."""
    return product(*(range(len(axis.values)) for axis in variation.axes))


def _for_readers(variation: Variation, lines: Sequence[LineItem], scale: str) -> Report:
    if len(variation.axes) == 2:
        tables = [_grid(variation, number, line, scale) for number, line in enumerate(lines)]
    else:
        tables = [_list(variation, lines, scale)]
    return Report(NO_WORDS, tables=tuple(tables), notes=tuple(_refused(variation)))


def _list(variation: Variation, lines: Sequence[LineItem], scale: str) -> Table:
    """One row per combination."""
    axes = (
        Column(axis.path, _above(axis.label, axis.record.unit), room=AXIS_WIDTH) for axis in variation.axes
    )
    outputs = (Column(line.key, _above(line.label, line.unit, scale), room=HEAD_WIDTH) for line in lines)
    rows = []
    for place in islice(_places(variation), MOST_ROWS):
        given = (_value(axis, position) for axis, position in zip(variation.axes, place, strict=True))
        numbers = (_number(variation, (number, *place), line) for number, line in enumerate(lines))
        rows.append(Row((*given, *numbers)))
    combinations = math.prod(len(axis.values) for axis in variation.axes)
    notes = _not_shown(combinations - len(rows))
    return Table("combinations", TITLE, (*axes, *outputs), tuple(rows), scale=scale, notes=notes)


def _above(label: Label, unit: str, scale: str = "yuan") -> Label:
    """A heading with its unit in a line of its own."""
    name = unit_label(unit, scale)
    return Label(f"{label.en}\n{name.en}", f"{label.zh}\n{name.zh}")


def _grid(variation: Variation, number: int, line: LineItem, scale: str) -> Table:
    """One output over two inputs: the first down, the second across."""
    down, across = variation.axes
    output = with_unit(line.label, line.unit, scale)
    rows, columns = (with_unit(axis.label, axis.record.unit) for axis in variation.axes)
    return Table(
        line.key,
        Label(
            f"{output.en}\ndown: {rows.en}; across: {columns.en}",
            f"{output.zh}\n纵向：{rows.zh}；横向：{columns.zh}",
        ),
        (
            Column(down.path, NO_WORDS),
            *(Column(f"{position}", _head(across, position)) for position in range(len(across.values))),
        ),
        tuple(
            Row(
                (
                    _value(down, row),
                    *(
                        _number(variation, (number, row, position), line)
                        for position in range(len(across.values))
                    ),
                )
            )
            for row in range(min(len(down.values), MOST_ROWS))
        ),
        scale=scale,
        parted=True,
        notes=_not_shown(len(down.values) - MOST_ROWS),
    )


def _head(axis: Axis, position: int) -> Label:
    value = _value(axis, position)
    if isinstance(value, Amount):
        return same(value.text("en"))
    return value if isinstance(value, Label) else same(str(value))


def _value(axis: Axis, position: int) -> Cell:
    return stated_cell(axis.record, axis.values[position], READ)


def _number(variation: Variation, place: tuple[int, ...], line: LineItem) -> Cell:
    is_refused = place[1:] in variation.problems
    return REFUSED if is_refused else Amount(float(variation.values[place]), line.unit)


def _refused(variation: Variation) -> Iterator[Sentence]:
    """Why combinations have no numbers; the same reason once."""
    problems = [problem for of_place in variation.problems.values() for problem in of_place]
    if not problems:
        return
    count = len(variation.problems)
    yield Label(f"{REFUSED} {count} combinations are refused:", f"{REFUSED} {count} 种组合不被接受：")
    reasons = (Label(problem.text("en"), problem.text("zh")) for problem in problems)
    yield from list(dict.fromkeys(reasons))[:MOST_REASONS]


def _not_shown(count: int) -> tuple[Sentence, ...]:
    if count <= 0:
        return ()
    return (
        Label(
            f"{count} more rows are not shown; {named('-f csv', 'to_frame()')} holds all.",
            f"另有 {count} 行未显示；{named('-f csv', 'to_frame()')} 含全部。",
        ),
    )
