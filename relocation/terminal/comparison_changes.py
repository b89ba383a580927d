"""What each case assumes that the base does not, on the terminal: a list, or of many cases a table of inputs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import RenderableType
from rich.text import Text

from relocation.labels import Label, Language
from relocation.project.fields import FieldRecord
from relocation.project.names import input_labels
from relocation.scenarios.comparison import Comparison, stated_value
from relocation.scenarios.scenario import inputs_of
from relocation.tables.units import UNITS
from relocation.terminal.comparison_cells import fitting, head, widest
from relocation.terminal.tables import heading, stated, table_of, width, wrapped

CHANGED = Label("Changed assumptions", "变动的假设")
NAME_WIDTH, INPUT_WIDTH = 22, 30  # of the names of cases and inputs
MOST_CHANGES, MOST_CASES, MOST_INPUTS = 60, 60, 10


def listed_changes(found: Comparison, lang: Language) -> Iterator[RenderableType]:
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


def tabulated_changes(found: Comparison, lang: Language) -> Iterator[RenderableType]:
    """Cases as rows and changed inputs as columns; a cell is empty where a case says what the base says.

    A list where there are more inputs than one reads across.
    """
    known = inputs_of(*found.cases.values())
    paths = [path for path in known if any(path in changes for changes in found.changed.values())]
    if not paths or len(paths) > MOST_INPUTS:
        yield from listed_changes(found, lang)
        return
    yield heading(CHANGED, lang)
    names = list(found.appraisals)[:MOST_CASES]
    labels = input_labels(*found.cases.values())
    said = {path: _with_unit(labels[path], known[path].record.unit).text(lang) for path in paths}
    columns = [[head(said[path]), *_column(found, names, path, known[path].record, lang)] for path in paths]
    first = min(NAME_WIDTH, max(map(cell_len, names)))
    for group in fitting([widest(column) for column in columns], width() - first - 3):
        table = table_of("", ["", *(columns[at][0] for at in group)])
        table.columns[0].max_width = NAME_WIDTH
        for place, name in enumerate(names, start=1):
            table.add_row(name, *(columns[at][place] for at in group))
        yield table
    colon = Label(": ", "：").text(lang)
    yield Text("\n".join(f"{said[path]}{colon}{path}" for path in paths), style="dim")


def _column(
    found: Comparison, names: Sequence[str], path: str, record: FieldRecord, lang: Language
) -> Iterator[str]:
    """What the base says of an input, and what the cases say instead."""
    for name in names:
        change = found.changed.get(name, {}).get(path)
        if name == found.base:
            before = next(one[path].before for one in found.changed.values() if path in one)
            yield stated(stated_value(record, before, lang))
        else:
            yield "" if change is None else stated(stated_value(record, change.after, lang))


def _with_unit(label: Label, unit: str) -> Label:
    return Label(f"{label.en} ({UNITS[unit].en})", f"{label.zh}（{UNITS[unit].zh}）")
