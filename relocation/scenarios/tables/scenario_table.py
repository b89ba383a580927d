"""Scenarios from the rows of a table, to be compared: name, parent, and what each row changes; an empty cell nothing.

Tables of more rows than anybody compares side by side are run by `run`, block by block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from relocation.caller import for_caller
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.project import Project
from relocation.reading.headings import find_head
from relocation.reading.rows import Row, is_blank
from relocation.reading.text_rows import TextRows, open_text
from relocation.scenarios.scenario import Scenario
from relocation.scenarios.tables.headings import Headings, heading, read_headings

MOST_COMPARED = 1_000


@dataclass(frozen=True)
class ScenarioFile:
    """A table of scenarios that can be read again and again; `head` is its row of headings."""

    rows: TextRows
    head: Row

    def where(self, row: int) -> str:
        """A row as messages name it, such as futures.csv:3."""
        return f"{self.rows.file}:{row}"

    def lines(self) -> Iterator[Row]:
        """The rows below the head that are not empty."""
        for row in self.rows:
            if row.number > self.head.number and (row.torn or not all(map(is_blank, row.cells))):
                yield row


def read_scenarios(path: Path, project: Project) -> list[Scenario]:
    """The scenarios of a file, one a row. Raises ProblemsFound with every row that cannot be read, and for too many."""
    table, headings = open_scenarios(path, project)
    scenarios: list[Scenario] = []
    problems: list[Problem] = []
    for row in table.lines():
        where, wrong = table.where(row.number), wrong_shape(row, headings)
        if len(scenarios) + len(problems) == MOST_COMPARED:
            problems.append(_too_many(table.rows.file))
            break
        if wrong is not None:
            problems.append(wrong_row(where, wrong))
        else:
            scenarios.append(scenario_of(row.cells, headings, where, row.number))
    if problems:
        raise ProblemsFound(problems)
    return scenarios


def open_scenarios(path: Path, project: Project) -> tuple[ScenarioFile, Headings]:
    """A table and its headings. Raises ProblemsFound for a file that is no table, and for headings that are no paths.

    What stands above the headings is left out. If no heading is known they are those of the first row, so that they can
    be told wrong.
    """
    known = [input_value.path for input_value in project.values()]
    paths = frozenset(known)
    rows = open_text(path, lambda cell: heading(cell, paths), largest=None)
    headings_found = find_head(rows, lambda cell: heading(cell, paths), levels=1)
    first = next(row for row in rows if not all(map(is_blank, row.cells)))
    head = first if headings_found is None else Row(headings_found.first, headings_found.texts)
    table = ScenarioFile(rows, head)
    places = [f"{table.where(head.number)}: {number}" for number in range(1, len(head.cells) + 1)]
    return table, read_headings([str(cell) for cell in head.cells], places, known)


def scenario_of(cells: Sequence[str], headings: Headings, where: str, row: int) -> Scenario:
    """The scenario of a row of cells. A row without a name goes by its number."""
    changes = {path: text for column, path in headings.paths.items() if (text := cells[column].strip())}
    return Scenario(
        headings.name_in(cells) or f"row {row}", changes, headings.parent_in(cells) or None, where
    )


def wrong_shape(row: Row, headings: Headings) -> Label | None:
    """Why a row is none of the table; None if it is one. Empty cells beyond the headings do no harm."""
    if row.torn is not None:
        return row.torn
    cells, width = row.cells, headings.width
    if len(cells) == width or (len(cells) > width and not any(cell.strip() for cell in cells[width:])):
        return None
    return Label(f"{len(cells)} cells instead of {width}", f"{len(cells)} 个单元格而非 {width} 个")


def wrong_row(where: str, found: Label) -> Problem:
    """The problem of a row that cannot be read."""
    expected = Label("a row with one cell for each heading", "与表头逐列对应的一行")
    return Problem(where, found, expected, Label("correct the row", "请更正该行"))


def _too_many(file: str) -> Problem:
    expected = Label(
        f"at most {MOST_COMPARED} scenarios side by side", f"并列比较的方案不超过 {MOST_COMPARED} 个"
    )
    remedy = for_caller(
        Label(
            "run the table, which writes one line of results a row: relocation compare CASE --scenarios FILE -o results.csv",
            "请改为逐行测算并写出结果：relocation compare 案例 --scenarios 文件 -o results.csv",
        ),
        Label(
            "run the table, which gives the results part by part: run_table(project, file) of relocation.scenarios.tables.run",
            "请改为分批测算：relocation.scenarios.tables.run 的 run_table(project, file)",
        ),
    )
    return Problem(file, Label("more rows", "行数过多"), expected, remedy)
