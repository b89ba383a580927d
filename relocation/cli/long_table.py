"""What `compare` does with a table of more scenarios than anybody reads side by side: one line of results for each."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import typer

from relocation.appraisal import appraise
from relocation.cli.options import INTERRUPTED, INVALID
from relocation.cli.scenario_commands import Compare
from relocation.cli.steps import progress_bar, tell_all, tell_written
from relocation.files import written_beside
from relocation.labels import Label
from relocation.project.project import Project
from relocation.scenarios.tables.run import TableRun, run_table
from relocation.scenarios.tables.scenario_table import MOST_COMPARED
from relocation.tables.programs import csv_text, frame_csv
from relocation.verdict import VIABLE, status_of

MOST_TOLD = 10
RUNNING = Label("scenarios", "测算方案")


@dataclass(frozen=True)
class LongTable:
    """A table of scenarios of one project; the results go to the file that is asked for, else to stdout."""

    asked: Compare
    base: Project
    name: str
    table: Path

    def run(self) -> bool:
        """Writes the results as they come, unless the table is short: then False.

        An interrupt leaves the results so far, says how many they are, and ends with exit code 130.
        """
        with progress_bar(self.asked, RUNNING) as progress:
            run = run_table(
                self.base, self.table, self.asked.outputs, lang=self.asked.lang, progress=progress
            )
            if run.rows <= MOST_COMPARED:
                return False
            rows = self._write(run)
        self._tell(run, rows)
        if rows < run.rows:
            raise typer.Exit(INTERRUPTED)
        if run.refused == run.rows:
            raise typer.Exit(INVALID)
        return True

    def _write(self, run: TableRun) -> int:
        """Writes whole lines only, and tells how many scenarios they hold."""
        with self._opened() as file:
            file.write(self._first_lines(run).encode())
            rows, end = 0, _place(file)
            try:
                for frame in run:
                    file.write(frame_csv(frame.drop(columns="row"), headed=False).encode())
                    rows, end = rows + len(frame), _place(file)
            except KeyboardInterrupt:
                if end is not None:
                    file.seek(end)
                    file.truncate()
        return rows

    @contextlib.contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        if self.asked.file is None:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        else:
            with written_beside(self.asked.file, force=self.asked.force, forbid=self.table) as file:
                yield file

    def _first_lines(self, run: TableRun) -> str:
        """The headings, and the base itself."""
        values = appraise(self.base).values
        base = ["" if values[key] != values[key] else values[key] for key in run.outputs]
        judged = values[VIABLE]
        assert not isinstance(judged, list)
        verdict = status_of(judged).text(self.asked.lang)
        return csv_text(["scenario", *run.outputs, "verdict", "problem"], [[self.name, *base, verdict, ""]])

    def _tell(self, run: TableRun, rows: int) -> None:
        tell_all(self.asked, run.problems[:MOST_TOLD])
        if run.refused:
            self.asked.tell(
                Label(
                    f"refused scenarios: {run.refused:,}; the last column names the reason of each",
                    f"不被接受的方案：{run.refused:,} 个；最后一列注明各自原因",
                )
            )
        if rows < run.rows:
            self.asked.tell(
                Label(
                    f"interrupted: {rows:,} of {run.rows:,} scenarios were calculated; the result holds these",
                    f"已中断：共 {run.rows:,} 个方案，已测算 {rows:,} 个；结果仅含这些方案",
                )
            )
        if self.asked.file is not None:
            tell_written(self.asked)


def _place(file: BinaryIO) -> int | None:
    """Where the next line begins; None for a pipe, which cannot take anything back."""
    return file.tell() if file.seekable() else None
