"""Cases side by side on the terminal: values, differences to the base, changed assumptions, and what failed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from relocation.labels import Label, Language
from relocation.problems import Problem
from relocation.scenarios.comparison import Comparison
from relocation.terminal.comparison_cells import cell, fitting, head, line_of, unit_of, widest
from relocation.terminal.comparison_changes import listed_changes, tabulated_changes
from relocation.terminal.comparison_listing import listing_parts
from relocation.terminal.tables import csv_text, heading, json_text, table_of, text_of, width

VALUES = Label("Cases side by side", "方案对比")
DIFFERENCES = Label("Difference to", "与基准之差：")
FAILED = Label("Could not be calculated", "无法测算的方案")
LABEL_WIDTH = 34  # of the names of outputs, at most
MOST_BESIDE, MOST_TABLES = 7, 2  # cases, and tables of them; more stand one below the other
MOST_TOLD = 60


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
    groups = list(fitting([widest(column) for column in columns], width() - _beside(found, lang, scale)))
    if len(names) <= MOST_BESIDE and len(groups) <= MOST_TABLES:
        yield heading(VALUES, lang)
        for group in groups:
            yield _side_by_side(found, [names[at] for at in group], lang, scale)
        if len(names) > 1:
            less = Label(f"{DIFFERENCES.en} {found.base}", f"{DIFFERENCES.zh}{found.base}")
            yield heading(less, lang)
        for group in groups:
            if others := [names[at] for at in group if at > 0]:
                yield _side_by_side(found, others, lang, scale, differ=True)
        yield from listed_changes(found, lang)
    else:
        yield from listing_parts(found, lang, scale)
        yield from tabulated_changes(found, lang)
    yield from failed_parts(found.failed, lang)


def _beside(found: Comparison, lang: Language, scale: str) -> int:
    """Columns that labels and units take beside the figures."""
    lines = [line_of(found, key) for key in found.outputs]
    label = max(cell_len(line.label.text(lang)) for line in lines)
    units = (unit_of(line, lang, scale, differ=differ) for line in lines for differ in (False, True))
    return min(LABEL_WIDTH, label) + max(map(cell_len, units)) + 5


def _values(found: Comparison, name: str, lang: Language, scale: str) -> list[str]:
    """The column of a case: its head, its values and its differences."""
    lines = [line_of(found, key) for key in found.outputs]
    return [head(name), *(cell(found, name, line, lang, scale) for line in lines)] + [
        cell(found, name, line, lang, scale, differ=True) for line in lines
    ]


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
        table.add_row(line.label.text(lang), *cells, unit_of(line, lang, scale, differ=differ))
    return table


def failed_parts(failed: Mapping[str, Iterable[Problem]], lang: Language) -> Iterator[RenderableType]:
    """The cases that have no numbers, and why."""
    if not failed:
        return
    yield heading(Label(f"{FAILED.en}: {len(failed)}", f"{FAILED.zh}：{len(failed)} 个"), lang, "bold red")
    lines = [problem.text(lang) for problems in failed.values() for problem in problems]
    yield Text("\n".join(lines[:MOST_TOLD]))
    if len(lines) > MOST_TOLD:
        yield Text(f"... {len(lines) - MOST_TOLD}")
