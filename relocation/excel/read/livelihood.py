"""A filled workbook of a livelihood -> Livelihood. Every problem is told with its sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from relocation.caller import for_caller
from relocation.excel.gate.gate import admit
from relocation.excel.layout.inputs import PATH_OFFSET
from relocation.excel.layout.kinds import LIVELIHOOD
from relocation.excel.layout.kinds import LIVELIHOOD_SHEETS as SHEETS
from relocation.excel.read.cells import Cells, FoundCell, calculated, mended, nested, open_cells
from relocation.excel.read.frame import UNDO
from relocation.excel.read.sources import exact, read_source, still_true
from relocation.excel.read.tables import refuse_another
from relocation.labels import Label, Language
from relocation.livelihood.livelihood import Livelihood
from relocation.problems import Problem, ProblemsFound
from relocation.project.fields import FieldRecord
from relocation.project.messages import expectation, field_at
from relocation.project.paths import InputPath
from relocation.project.sourced_inputs import Source
from relocation.reading.values import read_value


def is_livelihood_workbook(path: Path) -> bool:
    """Whether a file is such a workbook."""
    return LIVELIHOOD.marks(path)


def read_livelihood_workbook(path: Path) -> tuple[Livelihood, list[Problem]]:
    """The livelihood and what should be looked at. Raises ProblemsFound with everything that is wrong."""
    admitted = admit(path)
    refuse_another(admitted, path.name, LIVELIHOOD)
    cells = open_cells(admitted, path.name)
    title, lang = _inputs_title(cells)
    problems = [*_lost(cells, title)]
    values: dict[str, Any] = {}
    sources: dict[str, Source] = {}
    for place, cell in cells.names.items():
        record, _ = field_at(Livelihood, place.parts)
        if record is None or cell.sheet != title or cells.text(cell, PATH_OFFSET) != place:
            expected = Label(f"{place} in the path column of this row", f"本行路径列应为 {place}")
            problems.append(Problem(cell.address, cells.text(cell, PATH_OFFSET)[:60], expected, UNDO))
            continue
        values[place], sources[place] = _taken(cells, cell, record, lang, problems)
    errors = [problem for problem in problems if problem.severity == "error"]
    warnings = [problem for problem in problems if problem.severity == "warning"]
    try:
        livelihood = Livelihood.build(nested(values), sources)
    except ProblemsFound as wrong:
        unread = {error.where for error in errors}
        located = [_located(problem, cells) for problem in wrong.problems]
        raise ProblemsFound(
            [*errors, *(problem for problem in located if problem.where not in unread), *warnings]
        ) from None
    if errors:
        raise ProblemsFound([*errors, *warnings])
    return livelihood, warnings


def _inputs_title(cells: Cells) -> tuple[str, Language]:
    wanted = SHEETS["inputs"]
    for title in wanted:
        if title in cells.titles:
            return title, "zh" if title == wanted.zh else "en"
    expected = Label(f"a sheet {wanted.en} or {wanted.zh}", f"名为“{wanted.zh}”或“{wanted.en}”的工作表")
    remedy = for_caller(
        Label(
            "start from: relocation livelihood lujia -o village.xlsx",
            "请从 relocation livelihood lujia -o village.xlsx 开始",
        ),
        Label(
            "start from a workbook that relocation.livelihood writes",
            "请从 relocation.livelihood 生成的工作簿开始",
        ),
    )
    raise ProblemsFound([Problem(cells.file, ", ".join(cells.titles), expected, remedy)])


def _lost(cells: Cells, title: str) -> Iterator[Problem]:
    """Values whose row was deleted."""
    for path, said in cells.lost.items():
        yield Problem(f"{title}: {path}", said[:60], Label(f"a row for {path}", f"{path} 的一行"), UNDO)


def _taken(
    cells: Cells, cell: FoundCell, record: FieldRecord, lang: Language, problems: list[Problem]
) -> tuple[Any, Source]:
    """Value and source of a row. An empty cell is what its field says of nothing: not known, or the usual value."""
    raw, formula = cells.value(cell), cells.formula(cell)
    source, wrong = read_source(cells, cell, record)
    problems += wrong
    if formula is not None:
        raw, told = calculated(cell.address, formula, raw, expectation(record), record.label)
        problems.append(told)
        if raw is None:
            return None, source
    if raw in (None, "") and (record.is_text or not record.required):
        return record.default if record.default is not None else ("" if record.is_text else None), source
    value, slips = read_value(cell.address, raw, record)
    problems += mended(slips, formula)
    value = exact(value, record, source)
    source, changed = still_true(cells, cell, record, value, source, lang)
    problems += changed
    return value, source


def _located(problem: Problem, cells: Cells) -> Problem:
    """The same problem at its cell instead of its path."""
    place = InputPath.of(problem.where)
    for path, cell in cells.names.items():
        if path.leads_through(place):
            return replace(
                problem, where=cell.address, name=problem.name or Label(problem.where, problem.where)
            )
    return problem
