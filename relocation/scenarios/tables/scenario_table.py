"""Scenarios from the rows of a table, to be compared: name, parent, and what each row changes; an empty cell nothing.

Tables of more rows than anybody compares side by side are run by `run`, block by block.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.project import Project
from relocation.scenarios.scenario import Scenario
from relocation.scenarios.tables.headings import Headings, is_known, read_headings
from relocation.scenarios.tables.text_file import Line, TableFile, open_table

MOST_COMPARED = 1_000


def read_scenarios(path: Path, project: Project) -> list[Scenario]:
    """The scenarios of a file, one a row. Raises ProblemsFound with every row that cannot be read, and for too many."""
    table, headings = open_scenarios(path, project)
    scenarios: list[Scenario] = []
    problems: list[Problem] = []
    for line in table.lines():
        wrong = wrong_shape(line, headings)
        if len(scenarios) + len(problems) == MOST_COMPARED:
            problems.append(_too_many(table))
            break
        if wrong is not None:
            problems.append(wrong_row(table.where(line.row), wrong))
        else:
            scenarios.append(scenario_of(line.cells, headings, table.where(line.row), line.row))
    if problems:
        raise ProblemsFound(problems)
    return scenarios


def open_scenarios(path: Path, project: Project) -> tuple[TableFile, Headings]:
    """A table and its headings. Raises ProblemsFound for a file that is no table, and for headings that are no paths."""
    known = [one.path for one in project.values()]
    paths = frozenset(known)
    table = open_table(path, lambda head: is_known(head, paths))
    places = [
        f"{table.where(table.head.row)}: {number}" for number, _ in enumerate(table.head.cells, start=1)
    ]
    return table, read_headings(table.head.cells, places, known)


def scenario_of(cells: Sequence[str], headings: Headings, where: str, row: int) -> Scenario:
    """The scenario of a row of cells. A row without a name goes by its number."""
    changes = {path: text for column, path in headings.paths.items() if (text := cells[column].strip())}
    return Scenario(
        headings.name_in(cells) or f"row {row}", changes, headings.parent_in(cells) or None, where
    )


def wrong_shape(line: Line, headings: Headings) -> Label | None:
    """Why a line is no row of the table; None if it is one. Empty cells beyond the headings do no harm."""
    if line.problem is not None:
        return line.problem
    cells, width = line.cells, headings.width
    if len(cells) == width or (len(cells) > width and not any(cell.strip() for cell in cells[width:])):
        return None
    return Label(f"{len(cells)} cells instead of {width}", f"{len(cells)} 个单元格而非 {width} 个")


def wrong_row(where: str, found: Label) -> Problem:
    """The problem of a row that cannot be read."""
    expected = Label("a row with one cell for each heading", "与表头逐列对应的一行")
    return Problem(where, found, expected, Label("correct the row", "请更正该行"))


def _too_many(table: TableFile) -> Problem:
    expected = Label(
        f"at most {MOST_COMPARED} scenarios side by side", f"并列比较的方案不超过 {MOST_COMPARED} 个"
    )
    remedy = Label(
        "run the table, which writes one line of results a row: relocation compare CASE --scenarios FILE -o results.csv",
        "请改为逐行测算并写出结果：relocation compare 案例 --scenarios 文件 -o results.csv",
    )
    return Problem(str(table.path), Label("more rows", "行数过多"), expected, remedy)
