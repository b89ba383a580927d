"""A scenario table of any length, run block by block: a row of results for each row, one that is refused with its reason.

Memory holds one block and 8 bytes of name a row. Rows that differ in what decides the rows of the model (the timeline,
texts, dates) are grouped, so that each group shares a calculation.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from relocation.formula.language.line_items import FormulaError
from relocation.labels import Label, Language
from relocation.model import book_of
from relocation.problems import Problem, ProblemsFound
from relocation.project.project import Project
from relocation.scenarios.batch import Array, Batch, failures, run_in_chunks, stated, too_large
from relocation.scenarios.outputs import MAIN_OUTPUTS, output_names
from relocation.scenarios.scenario import restructured
from relocation.scenarios.tables.rows import Block, Fixed, RowReader, survey
from relocation.scenarios.tables.scenario_table import open_scenarios
from relocation.verdict import VIABLE, status_of

if TYPE_CHECKING:
    import pandas as pd

ROWS_AT_ONCE = 8192
MOST_KEPT = 20
MOST_BATCHES = 32
Progress = Callable[[int, int], None]


class TableRun:
    """Iterate over it once to get the results, a frame for each block of rows: row, name, the outputs, verdict, problem.

    A row that is refused has no outputs, and its problems stand in the last column. `rows` counts all rows of the file,
    `done` those worked out so far and `refused` those refused so far; `problems` keeps the first twenty.
    """

    def __init__(
        self,
        base: Project,
        path: Path,
        outputs: Sequence[str] | None,
        lang: Language = "en",
        progress: Progress | None = None,
    ) -> None:
        self.base, self.lang, self.progress = base, lang, progress
        self.outputs = list(dict.fromkeys(output_names(book_of(base), outputs or MAIN_OUTPUTS)))
        self._keys = [*self.outputs, VIABLE]
        self.table, headings = open_scenarios(path, base)
        surveyed = survey(self.table, headings)
        self.reader = RowReader(base, self.table, headings, surveyed)
        self.rows, self.done, self.refused = surveyed.rows, 0, 0
        self.problems: list[Problem] = []
        self._batches: OrderedDict[Fixed, Batch] = OrderedDict()

    def __iter__(self) -> Iterator[pd.DataFrame]:
        lines = self.table.lines()
        while some := list(islice(lines, ROWS_AT_ONCE)):
            block = self.reader.read(some)
            values = self._work_out(block)
            self.reader.settle(block)
            values[:, list(block.problems)] = np.nan
            self._count(block)
            yield self._frame(block, values)

    def _work_out(self, block: Block) -> Array:
        """The outputs of a block, shape (len(outputs) + 1, rows), the verdict last; notes the problems of what the project refuses."""
        values = np.full((len(self._keys), len(block.rows)), np.nan)
        groups: dict[Fixed, list[int]] = {}
        for position, fixed in enumerate(block.fixed):
            if position not in block.problems:
                groups.setdefault(fixed, []).append(position)
        for fixed, places in groups.items():
            batch = self._batch(block, fixed, places)
            fit = [place for place in places if place not in block.problems]
            if batch is not None and fit:
                values[:, fit] = self._run(batch, block, fit)
        return values

    def _run(self, batch: Batch, block: Block, places: Sequence[int]) -> Array:
        columns = block.columns[:, places]
        allowed = batch.allowed(columns)
        for number in np.flatnonzero(~allowed).tolist():
            self._refuse(block, places[number], batch.problems(columns[:, number].tolist()))
        outputs = np.full((len(self._keys), len(places)), np.nan)
        outputs[:, allowed] = run_in_chunks(batch, columns[:, allowed])
        for number in np.flatnonzero(failures(batch, outputs) & allowed).tolist():
            self._refuse(block, places[number], [too_large("")])
        return outputs

    def _batch(self, block: Block, fixed: Fixed, places: Sequence[int]) -> Batch | None:
        """The calculation of rows with the same structure; the latest used are kept. None if all rows are refused."""
        if fixed in self._batches:
            self._batches.move_to_end(fixed)
            return self._batches[fixed]
        try:
            project = self._restructured(block, fixed, places)
            if project is None:
                return None
            self._batches[fixed] = Batch(project, self.reader.varied, self._keys)
        except ProblemsFound as refusal:
            self._refuse_all(block, places, refusal.problems)
        except FormulaError as error:
            self._refuse_all(block, places, [Problem("", error.label, _CALCULABLE, Label("", ""))])
        if len(self._batches) > MOST_BATCHES:
            self._batches.popitem(last=False)
        return self._batches.get(fixed)

    def _restructured(self, block: Block, fixed: Fixed, places: Sequence[int]) -> Project | None:
        """A project of this structure; names the rows that are no project with it."""
        rows = (self._stated(block, place) for place in places)
        changes = dict(zip(self.reader.fixed, fixed, strict=True))
        project, refused = restructured(self.base, changes, rows)
        for place, problems in zip(places, refused, strict=False):
            self._refuse(block, place, problems)
        return project

    def _stated(self, block: Block, position: int) -> dict[str, float | int | str]:
        columns = zip(
            self.reader.varied, self.reader.records, block.columns[:, position].tolist(), strict=True
        )
        return {path: stated(record, value) for path, record, value in columns}

    def _refuse_all(self, block: Block, places: Sequence[int], problems: Sequence[Problem]) -> None:
        for place in places:
            self._refuse(block, place, problems)

    def _refuse(self, block: Block, position: int, problems: Sequence[Problem]) -> None:
        told = [
            replace(problem, where=self.reader.where(block, position, problem.where)) for problem in problems
        ]
        block.problems.setdefault(position, []).extend(told)

    def _count(self, block: Block) -> None:
        self.done += len(block.rows)
        self.refused += len(block.problems)
        for problem in sorted(block.problems):
            self.problems += block.problems[problem][: MOST_KEPT - len(self.problems)]
        if self.progress is not None:
            self.progress(self.done, self.rows)

    def _frame(self, block: Block, values: Array) -> pd.DataFrame:
        import pandas as pd

        said = [""] * len(block.rows)
        for row, problems in block.problems.items():
            said[row] = "; ".join(problem.text(self.lang) for problem in problems)
        *numbers, judged = values
        verdicts = [
            "" if row in block.problems else status_of(value).text(self.lang)
            for row, value in enumerate(judged.tolist())
        ]
        outputs = dict(zip(self.outputs, numbers, strict=True))
        return pd.DataFrame(
            {"row": block.rows, "name": block.names, **outputs, "verdict": verdicts, "problem": said}
        )


def run_table(
    base: Project,
    path: Path,
    outputs: Sequence[str] | None = None,
    *,
    lang: Language = "en",
    progress: Progress | None = None,
) -> TableRun:
    """The outputs of every row of a table of scenarios, without outputs named the main ones; money is in yuan.

    `progress` is called after every block with the rows done and the rows there are. Raises ProblemsFound for a file
    that is no table, for headings that are no paths, and for unknown outputs; a row that is wrong stops no other.
    """
    return TableRun(base, path, outputs, lang, progress)


_CALCULABLE = Label("a row that can be calculated", "可以计算的一行")
