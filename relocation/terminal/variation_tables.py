"""Outputs over the values of one, two or more inputs, on the terminal."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from relocation.labels import Label, Language
from relocation.scenarios.sensitivity.vary import Axis, Variation
from relocation.terminal.tables import (
    amount,
    csv_text,
    heading,
    json_text,
    read_off,
    table_of,
    text_of,
    unit_name,
    width,
    wrapped,
)

if TYPE_CHECKING:
    from relocation.formula.language.book import LineItem

HEAD_WIDTH, AXIS_WIDTH = 14, 20
MOST_ROWS = 200
REFUSED = "✗"
TITLE = Label("What follows from each value", "各取值下的结果")


def variation_text(
    found: Variation, lines: Sequence[LineItem], form: str, lang: Language, scale: str, *, plain: bool = False
) -> str:
    """A table over inputs in the wanted format; `lines` are those of the outputs. json and csv have one row
    per combination, in yuan."""
    if form == "json":
        return json_text(list(variation_records(found, lang)))
    if form == "csv":
        heads = [*(axis.path for axis in found.axes), *found.outputs, "problem"]
        return csv_text(heads, ([row.get(head) for head in heads] for row in variation_records(found, lang)))
    return text_of(_variation_parts(found, lines, lang, scale), plain=plain)


def variation_records(found: Variation, lang: Language) -> Iterator[dict[str, Any]]:
    """One object per combination: the inputs and the outputs by name, null where there is no number."""
    for place in product(*(range(len(axis.values)) for axis in found.axes)):
        record = {axis.path: axis.values[at] for axis, at in zip(found.axes, place, strict=True)}
        values = (float(found.values[(number, *place)]) for number in range(len(found.outputs)))
        record |= {key: null_if_missing(value) for key, value in zip(found.outputs, values, strict=True)}
        if problems := found.problems.get(place):
            record["problem"] = "; ".join(problem.text(lang) for problem in problems)
        yield record


def _variation_parts(
    found: Variation, lines: Sequence[LineItem], lang: Language, scale: str
) -> Iterator[RenderableType]:
    if len(found.axes) == 2:
        for number, line in enumerate(lines):
            yield from _grids(found, number, line, lang, scale)
    else:
        yield heading(TITLE, lang)
        yield _list(found, lines, lang, scale)
        combinations = math.prod(len(axis.values) for axis in found.axes)
        if combinations > MOST_ROWS:
            yield _not_shown(combinations - MOST_ROWS, lang)
    yield from _refused(found, lang)


def _list(found: Variation, lines: Sequence[LineItem], lang: Language, scale: str) -> Table:
    """One row per combination."""
    heads = [
        f"{wrapped(axis.label.text(lang), AXIS_WIDTH)}\n{unit_name(axis.record.unit, lang)}"
        for axis in found.axes
    ]
    heads += [
        f"{wrapped(line.label.text(lang), HEAD_WIDTH)}\n{unit_name(line.unit, lang, scale)}" for line in lines
    ]
    table = table_of("", heads, texts=())
    for place in list(product(*(range(len(axis.values)) for axis in found.axes)))[:MOST_ROWS]:
        given = [_value(axis, at, lang) for axis, at in zip(found.axes, place, strict=True)]
        numbers = [_number(found, (number, *place), line, scale) for number, line in enumerate(lines)]
        table.add_row(*given, *numbers)
    return table


def _grids(
    found: Variation, number: int, line: LineItem, lang: Language, scale: str
) -> Iterator[RenderableType]:
    """One output over two inputs: the first down, the second across, as many to a table as there is room for."""
    down, across = found.axes
    names = [_value(across, at, lang) for at in range(len(across.values))]
    cells = [
        [_number(found, (number, row, at), line, scale) for at in range(len(names))]
        for row in range(len(down.values))
    ]
    first = [_value(down, at, lang) for at in range(len(down.values))]
    column = 2 + max(map(cell_len, [*names, *(text for row in cells for text in row)]))
    room = max(1, (width() - 2 - max(map(cell_len, first))) // column)
    room = -(-len(names) // -(-len(names) // room))  # tables of equal width
    title = Label(
        f"{with_unit(line, 'en', scale)}\ndown: {_axis_name(down, 'en')}; across: {_axis_name(across, 'en')}",
        f"{with_unit(line, 'zh', scale)}\n纵向：{_axis_name(down, 'zh')}；横向：{_axis_name(across, 'zh')}",
    )
    yield heading(title, lang)
    for start in range(0, len(names), room):
        shown = slice(start, start + room)
        table = table_of("", ["", *names[shown]], texts=())
        for name, row in list(zip(first, cells, strict=True))[:MOST_ROWS]:
            table.add_row(name, *row[shown])
        yield table
    if len(first) > MOST_ROWS:
        yield _not_shown(len(first) - MOST_ROWS, lang)


def _axis_name(axis: Axis, lang: Language) -> str:
    unit = unit_name(axis.record.unit, lang)
    return Label(f"{axis.label.en} ({unit})", f"{axis.label.zh}（{unit}）").text(lang)


def with_unit(line: LineItem, lang: Language, scale: str) -> str:
    """What an output is called, with its unit."""
    unit = unit_name(line.unit, lang, scale)
    return Label(f"{line.label.en} ({unit})", f"{line.label.zh}（{unit}）").text(lang)


def _value(axis: Axis, at: int, lang: Language) -> str:
    value = axis.values[at]
    labels = {choice.key: choice.label.text(lang) for choice in axis.record.choices}
    return labels.get(value, value) if isinstance(value, str) else read_off(value)


def _number(found: Variation, place: tuple[int, ...], line: LineItem, scale: str) -> str:
    return REFUSED if place[1:] in found.problems else amount(float(found.values[place]), line.unit, scale)


def _refused(found: Variation, lang: Language) -> Iterator[Text]:
    """Why combinations have no numbers; the same reason once."""
    said = [problem.text(lang) for problems in found.problems.values() for problem in problems]
    if said:
        reasons = list(dict.fromkeys(said))[:10]
        title = Label(
            f"{REFUSED} {len(found.problems)} combinations are refused:",
            f"{REFUSED} {len(found.problems)} 种组合不被接受：",
        )
        yield Text("\n".join([title.text(lang), *reasons]))


def _not_shown(count: int, lang: Language) -> Text:
    said = Label(
        f"{count} more rows are not shown; -f csv holds all.", f"另有 {count} 行未显示；-f csv 含全部。"
    )
    return Text(said.text(lang))


def null_if_missing(value: float) -> float | None:
    return value if math.isfinite(value) else None
