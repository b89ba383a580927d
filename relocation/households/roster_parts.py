"""One roster in many files: which files, the parts a worker reads at a time, and the ids of all Parquet files together.

A part is a row group of a Parquet file, or the whole of any other file. Parquet files are one roster, in which an id
stands once. A workbook or text file is a roster by itself, in which an id stands once; beside others, its file name is
the name of its village where it states none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from relocation.households.arrow_columns import ordinary
from relocation.households.columns import ID
from relocation.households.repeated_ids import Repeated, repeated_ids
from relocation.households.roster_file import BATCH, damaged, open_parquet, start_reader
from relocation.households.rules import RuleSet
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.reading.rows import Places
from relocation.reading.table import is_parquet

if TYPE_CHECKING:
    import pyarrow as pa

KINDS = (".parquet", ".xlsx", ".csv")


@dataclass(frozen=True, slots=True)
class Part:
    """What a worker reads at a time. `start` counts the rows of all Parquet files before it, `first` those of its own."""

    path: Path
    group: int | None = None  # None: the whole of a file that is not Parquet
    start: int = 0
    first: int = 1
    rows: int = 0  # 0: not known before the file is read
    village: str = ""  # the name of households that state none

    @property
    def size(self) -> int:
        """Its share of the progress."""
        return self.rows if self.group is not None else 1


@dataclass(frozen=True, slots=True)
class Parts:
    """All parts in the order of the files, with what was to be said about headings."""

    parts: tuple[Part, ...]
    id_columns: tuple[tuple[Path, str], ...]  # of the Parquet files
    problems: tuple[Problem, ...]

    @property
    def parquet_rows(self) -> int:
        """Rows of all Parquet files."""
        return sum(part.rows for part in self.parts)

    @property
    def size(self) -> int:
        """The whole of the progress."""
        return sum(part.size for part in self.parts)

    def where(self, position: int) -> str:
        """The place of the id of a row of the Parquet files, for messages."""
        parquet = [part for part in self.parts if part.group is not None]
        part = parquet[bisect_right(parquet, position, key=lambda later: later.start) - 1]
        places = Places(part.path.name, {ID.key: dict(self.id_columns)[part.path]})
        return places.cell(position - part.start + part.first, ID.key)

    def repeated(self, batch: int = BATCH, interrupted: Callable[[], bool] = lambda: False) -> Repeated:
        """The rows of the Parquet files whose id stands more than once in them. Raises KeyboardInterrupt."""
        return repeated_ids(lambda: self.ids(batch, interrupted), self.parquet_rows)

    def ids(self, batch: int, interrupted: Callable[[], bool]) -> Iterator[pa.Array]:
        """The ids of all Parquet files, and nothing else of them. Raises ProblemsFound on damage, KeyboardInterrupt."""
        for path, column in self.id_columns:
            with damaged(path.name):
                file = open_parquet(path)
                for ids in file.iter_batches(batch_size=batch, columns=[column], use_threads=False):
                    if interrupted():
                        raise KeyboardInterrupt
                    yield ordinary(ids.column(0))


def parts_of(paths: Sequence[Path | str], rules: RuleSet) -> Parts:
    """The parts of files and folders. Raises ProblemsFound with every file that cannot be used."""
    parts: list[Part] = []
    columns: list[tuple[Path, str]] = []
    problems: list[Problem] = []
    start = 0
    files = roster_files(paths)
    several = len(files) > 1
    for path in files:
        try:
            if not is_parquet(path):
                parts.append(Part(path, village=path.stem if several else ""))
                continue
            groups, column, told = _parquet_parts(path, rules, start)
        except ProblemsFound as error:
            problems += error.problems
            continue
        start += sum(part.rows for part in groups)
        parts += groups
        columns.append((path, column))
        problems += told
    if any(problem.severity == "error" for problem in problems):
        raise ProblemsFound(problems)
    return Parts(tuple(parts), tuple(columns), tuple(problems))


def roster_files(paths: Sequence[Path | str]) -> list[Path]:
    """The files that are named, and the rosters in folders that are, in the order of their names."""
    files: list[Path] = []
    for path in map(Path, paths):
        if not path.is_dir():
            files.append(path.absolute())
            continue
        inside = [file.absolute() for file in sorted(path.iterdir()) if _is_roster(file)]
        if not inside:
            kinds = Label("files " + ", ".join(KINDS), "文件：" + "、".join(KINDS))
            put = Label("put the rosters into the folder", "请将花名册放入该文件夹")
            raise ProblemsFound(
                [Problem(path.name, Label("a folder without rosters", "没有花名册的文件夹"), kinds, put)]
            )
        files += inside
    twice = {file for file in files if files.count(file) > 1}
    if twice:
        once = Label("every file once", "每个文件只出现一次")
        named = Label("a file named twice", "重复指定的文件")
        raise ProblemsFound(
            [Problem(file.name, named, once, Label("name it once", "请只指定一次")) for file in twice]
        )
    return files


def _is_roster(path: Path) -> bool:
    return path.suffix.lower() in KINDS and not path.name.startswith((".", "~$")) and path.is_file()


def _parquet_parts(path: Path, rules: RuleSet, start: int) -> tuple[list[Part], str, list[Problem]]:
    """The row groups of a file, the name of its column of ids, and what was to be said about its headings."""
    file = open_parquet(path)
    reader = start_reader(path, file, rules)
    parts: list[Part] = []
    first = 1
    for group in range(file.metadata.num_row_groups):
        rows = file.metadata.row_group(group).num_rows
        parts.append(Part(path, group, start + first - 1, first, rows))
        first += rows
    if first == 1:
        nobody = Label("no household", "没有任何农户")
        fill = Label("one row for each household", "每户一行")
        raise ProblemsFound([Problem(path.name, nobody, fill, Label("fill the file", "请填写该文件"))])
    column = file.schema_arrow.names[reader.positions[ID.key]]
    return parts, column, reader.problems
