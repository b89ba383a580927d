"""Cases side by side on the terminal: values, differences to the base, changed assumptions, and what failed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from relocation.formula.book import LineItem
from relocation.formula.scalar import day_of
from relocation.labels import Label, Language
from relocation.problems import Problem
from relocation.scenarios.comparison import Comparison
from relocation.scenarios.input_names import input_labels
from relocation.scenarios.outputs import MAIN_OUTPUTS
from relocation.terminal.tables import (
    RATE_STATUS,
    SCALES,
    amount,
    csv_text,
    heading,
    json_text,
    signed,
    stated,
    table_of,
    text_of,
    unit_name,
    width,
    wrapped,
)

VALUES = Label("Cases side by side", "方案对比")
DIFFERENCES = Label("Difference to", "与基准之差：")
CHANGED = Label("Changed assumptions", "变动的假设")
FAILED = Label("Could not be calculated", "无法测算的方案")
LABEL_WIDTH = 34  # of the names of outputs, at most
HEAD_WIDTH = 12  # columns of a heading above figures, before it goes on in the next line
NAME_WIDTH, INPUT_WIDTH = 22, 30  # of the names of cases and inputs in the list of changes
MOST_TABLES = 3  # of outputs as rows; more cases than these hold stand one below the other
MOST_CASES, MOST_CHANGES = 60, 60
FEW_OUTPUTS = ("fund_balance.balance", "cash.minimum", "npv", "household.net_cash")


def comparison_text(found: Comparison, form: str, lang: Language, scale: str, *, plain: bool = False) -> str:
    """The comparison in the wanted format; csv has one row per case, in yuan."""
    if form == "json":
        return json_text(found.to_record(lang))
    if form == "csv":
        return csv_text(["scenario", *found.outputs, "problem"], _csv_rows(found, lang))
    return text_of(_parts(found, lang, scale), plain=plain)


def _csv_rows(found: Comparison, lang: Language) -> Iterator[list[Any]]:
    """The base first, then the scenarios; those without numbers last, with the reason."""
    record = found.to_record(lang)
    for name, numbers in record["cases"].items():
        yield [name, *("" if value is None else value for value in numbers.values()), ""]
    for name, problems in found.failed.items():
        reason = "; ".join(problem.text(lang) for problem in problems)
        yield [name, *("" for _ in found.outputs), reason]


def _parts(found: Comparison, lang: Language, scale: str) -> Iterator[RenderableType]:
    names = list(found.appraisals)
    columns = [_values(found, name, lang, scale) for name in names]
    groups = list(_fitting(columns, width() - _beside(found, lang, scale)))
    if len(groups) <= MOST_TABLES:
        yield heading(VALUES, lang)
        for group in groups:
            yield _side_by_side(found, [names[at] for at in group], lang, scale)
        if len(names) > 1:
            less = Label(f"{DIFFERENCES.en} {found.base}", f"{DIFFERENCES.zh}{found.base}")
            yield heading(less, lang)
        for group in groups:
            if others := [names[at] for at in group if at > 0]:
                yield _side_by_side(found, others, lang, scale, differ=True)
    else:
        yield from _one_below_the_other(found, lang, scale)
    yield from _changes(found, lang)
    yield from failed_parts(found.failed, lang)


def _beside(found: Comparison, lang: Language, scale: str) -> int:
    """Columns that labels and units take beside the figures."""
    lines = [line_of(found, key) for key in found.outputs]
    label = max(cell_len(line.label.text(lang)) for line in lines)
    units = (_unit(line, lang, scale, differ=differ) for line in lines for differ in (False, True))
    return min(LABEL_WIDTH, label) + max(map(cell_len, units)) + 5


def _values(found: Comparison, name: str, lang: Language, scale: str) -> list[str]:
    """The column of a case: its head, its values and its differences."""
    lines = [line_of(found, key) for key in found.outputs]
    return [head(name), *(cell(found, name, line, lang, scale) for line in lines)] + [
        cell(found, name, line, lang, scale, differ=True) for line in lines
    ]


def _fitting(columns: Sequence[Sequence[str]], room: int) -> Iterator[list[int]]:
    """The places of columns, each a list of cells, in groups that fit beside each other, at least one to a group."""
    group: list[int] = []
    used = 0
    for at, cells in enumerate(columns):
        needed = 2 + max(cell_len(line) for text in cells for line in text.splitlines() or [""])
        if group and used + needed > room:
            yield group
            group, used = [], 0
        group.append(at)
        used += needed
    yield group


def _side_by_side(
    found: Comparison, names: Sequence[str], lang: Language, scale: str, *, differ: bool = False
) -> Table:
    """Outputs as rows, cases as columns."""
    heads = ["", *map(head, names), Label("unit", "单位").text(lang)]
    table = table_of("", heads, texts=(0, len(heads) - 1))
    table.columns[0].max_width = LABEL_WIDTH
    for key in found.outputs:
        line = line_of(found, key)
        cells = [cell(found, name, line, lang, scale, differ=differ) for name in names]
        table.add_row(line.label.text(lang), *cells, _unit(line, lang, scale, differ=differ))
    return table


def _one_below_the_other(found: Comparison, lang: Language, scale: str) -> Iterator[RenderableType]:
    """Cases as rows; outputs, each with its difference to the base, as columns."""
    names = list(found.appraisals)
    shown = names[:MOST_CASES]
    keys = FEW_OUTPUTS if found.outputs == MAIN_OUTPUTS else found.outputs
    columns = [
        column for key in keys for column in _columns_of(found, line_of(found, key), shown, lang, scale)
    ]
    first = min(LABEL_WIDTH, max(map(cell_len, shown)))
    yield heading(_titled(VALUES, scale), lang)
    for group in _fitting(columns, width() - first - 3):
        table = table_of("", ["", *(columns[at][0] for at in group)])
        table.columns[0].max_width = LABEL_WIDTH
        for place, name in enumerate(shown, start=1):
            table.add_row(name, *(columns[at][place] for at in group))
        yield table
    yield Text(_left_out(len(names) - len(shown), len(found.outputs) - len(keys)).text(lang))


def _columns_of(
    found: Comparison, line: LineItem, names: Sequence[str], lang: Language, scale: str
) -> tuple[list[str], list[str]]:
    """The values of an output and its differences to the base, each below its head."""
    unit = "" if line.unit in {"yuan", "1/year"} else f"\n{_unit(line, lang, scale, differ=False)}"
    less = Label(f"less {found.base}", f"减 {found.base}").text(lang)
    values = [cell(found, name, line, lang, scale) for name in names]
    differences = [cell(found, name, line, lang, scale, differ=True) for name in names]
    return [f"{head(line.label.text(lang))}{unit}", *values], [head(less), *differences]


def cell(
    found: Comparison, name: str, line: LineItem, lang: Language, scale: str, *, differ: bool = False
) -> str:
    """An output of a case, or how far it is from the base."""
    if differ:
        return signed(found.difference(name, line.key), line.unit, scale)
    value = found.value(name, line.key)
    if math.isnan(value):
        status = found.statuses[name]
        is_told = line.key == "irr" and status != "unique"
        return RATE_STATUS[status].text(lang) if is_told else amount(value, line.unit, scale)
    return day_of(value).isoformat() if line.unit == "date" else amount(value, line.unit, scale)


def line_of(found: Comparison, key: str) -> LineItem:
    return next(one.book.lines[key] for one in found.appraisals.values() if key in one.book.lines)


def _unit(line: LineItem, lang: Language, scale: str, *, differ: bool) -> str:
    if differ and line.unit in {"1/year", "change"}:
        return Label("percentage points", "百分点").text(lang)
    if line.unit == "date":
        return Label("days", "天").text(lang) if differ else ""
    return unit_name(line.unit, lang, scale)


def _titled(title: Label, scale: str) -> Label:
    unit = SCALES[scale][2]
    return Label(f"{title.en} (money in {unit.en})", f"{title.zh}（金额单位：{unit.zh}）")


def head(text: str) -> str:
    """A heading above figures, broken where it is long."""
    return wrapped(text, HEAD_WIDTH)


def _left_out(cases: int, outputs: int) -> Label:
    """What a table of many cases does not show."""
    said = []
    if cases:
        said.append(Label(f"Cases that are not shown: {cases}.", f"另有 {cases} 个方案未显示。"))
    if outputs:
        said.append(Label("--metric NAME shows other numbers.", "--metric 名称 可显示其他数字。"))
    said.append(Label("-f csv holds everything.", "-f csv 含全部内容。"))
    return Label(" ".join(one.en for one in said), "".join(one.zh for one in said))


def _changes(found: Comparison, lang: Language) -> Iterator[RenderableType]:
    """What each case assumes that the base does not."""
    frame, labels = found.changed_frame(lang), input_labels(*found.cases.values())
    if not len(frame):
        return
    heads = ["", Label("input", "输入项").text(lang), found.base, Label("instead", "改为").text(lang)]
    yield heading(CHANGED, lang)
    table = table_of("", heads, texts=(0, 1))
    table.columns[0].max_width, table.columns[1].no_wrap = NAME_WIDTH, True
    last = ""
    for name, path, _, unit, before, after in frame.head(MOST_CHANGES).itertuples(index=False):
        told = Label(f"{labels[path].en} ({unit})", f"{labels[path].zh}（{unit}）").text(lang)
        said = Text(wrapped(told, INPUT_WIDTH)).append(f"\n{path}", "dim")
        table.add_row("" if name == last else name, said, stated(before), stated(after))
        last = name
    yield table
    if len(frame) > MOST_CHANGES:
        yield Text(_more_changes(len(frame) - MOST_CHANGES).text(lang))


def _more_changes(count: int) -> Label:
    return Label(
        f"{count} more changes are not shown; -f json holds them all.",
        f"另有 {count} 项变动未显示；-f json 含全部变动。",
    )


def failed_parts(failed: Mapping[str, Iterable[Problem]], lang: Language) -> Iterator[RenderableType]:
    """The cases that have no numbers, and why."""
    if not failed:
        return
    yield heading(Label(f"{FAILED.en}: {len(failed)}", f"{FAILED.zh}：{len(failed)} 个"), lang, "bold red")
    lines = [problem.text(lang) for problems in failed.values() for problem in problems]
    yield Text("\n".join(lines[:MOST_CHANGES]))
    if len(lines) > MOST_CHANGES:
        yield Text(f"... {len(lines) - MOST_CHANGES}")
