"""What `compare` does with a table of more scenarios than anybody reads side by side: one line of results for each."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import typer

from relocation.cli.options import Lang
from relocation.cli.progress import progress_bar
from relocation.cli.steps import INTERRUPTED, INVALID, guarded, tell, tell_written
from relocation.labels import Label

if TYPE_CHECKING:
    from relocation.project.project import Project
    from relocation.scenarios.tables.run import TableRun


MOST_TOLD = 10
RUNNING = Label("scenarios", "测算方案")


@dataclass(frozen=True)
class LongTable:
    """A table of scenarios of one project, the outputs wanted, and the file to which the results go (None: stdout)."""

    base: Project
    name: str
    table: Path
    outputs: Sequence[str] | None
    file: Path | None

    def run(self, lang: Lang, *, force: bool) -> bool:
        """Writes the results as they come, unless the table is short: then False.

        An interrupt leaves the results so far, says how many they are, and ends with exit code 130.
        """
        from relocation.scenarios.tables.run import run_table
        from relocation.scenarios.tables.scenario_table import MOST_COMPARED

        with progress_bar(RUNNING, lang) as progress:
            run = guarded(
                lambda: run_table(self.base, self.table, self.outputs, lang=lang.value, progress=progress),
                lang,
            )
            if run.rows <= MOST_COMPARED:
                return False
            rows = guarded(lambda: self._write(run, force=force), lang)
        self._tell(run, rows, lang)
        if rows < run.rows:
            raise typer.Exit(INTERRUPTED)
        if run.refused == run.rows:
            raise typer.Exit(INVALID)
        return True

    def _write(self, run: TableRun, *, force: bool) -> int:
        """Writes whole lines only, and tells how many scenarios they hold."""
        from relocation.tables.programs import frame_csv

        with self._opened(force=force) as file:
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
    def _opened(self, *, force: bool) -> Iterator[BinaryIO]:
        from relocation.files import written_beside

        if self.file is None:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        else:
            with written_beside(self.file, force=force, forbid=self.table) as file:
                yield file

    def _first_lines(self, run: TableRun) -> str:
        """The headings, and the base itself."""
        from relocation.tables.programs import csv_text

        values = self.base.appraise().values
        base = ["" if values[key] != values[key] else values[key] for key in run.outputs]
        return csv_text(["scenario", *run.outputs, "problem"], [[self.name, *base, ""]])

    def _tell(self, run: TableRun, rows: int, lang: Lang) -> None:
        for problem in run.problems[:MOST_TOLD]:
            tell(problem.text(lang.value), lang)
        if run.refused:
            refused = Label(
                f"refused scenarios: {run.refused:,}; the last column names the reason of each",
                f"不被接受的方案：{run.refused:,} 个；最后一列注明各自原因",
            )
            tell(refused, lang)
        if rows < run.rows:
            so_far = Label(
                f"interrupted: {rows:,} of {run.rows:,} scenarios were calculated; the result holds these",
                f"已中断：共 {run.rows:,} 个方案，已测算 {rows:,} 个；结果仅含这些方案",
            )
            tell(so_far, lang)
        if self.file is not None:
            tell_written(self.file, lang)


def _place(file: BinaryIO) -> int | None:
    """Where the next line begins; None for a pipe, which cannot take anything back."""
    return file.tell() if file.seekable() else None
