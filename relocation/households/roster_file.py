"""A roster file of any kind: workbook, text or Parquet, told apart by what is in it rather than by its name.

Parquet (extra `cluster`) is read batch by batch, whole columns at once, odd rows cell by cell. Measures stand in their
unit (m2) as numbers or decimals, ids as texts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from relocation.households.arrow_columns import integers, is_binary, ordinary
from relocation.households.parquet_columns import read_columns
from relocation.households.roster import RosterRead
from relocation.households.roster_rows import RowReader, roster_table
from relocation.households.rule_file import shipped_rules
from relocation.households.rules import RuleSet
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.reading.headings import TableColumn, find_columns, find_head, no_headings
from relocation.reading.rows import Places, Row, is_blank
from relocation.reading.table import FEWEST, is_parquet, known_in, open_table

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq


Item = TypeVar("Item")

BATCH = 32_768  # rows
BUFFER = 1 << 18  # bytes of a column read at a time, instead of all of a row group
A_PARQUET = Label("a whole Parquet file", "完整的 Parquet 文件")
WRITE_AGAIN = Label("write the file again", "请重新生成该文件")


def read_roster(path: Path | str, rules: RuleSet | None = None) -> RosterRead:
    """The households in a file, for the rules of a scheme (without one, those of Lujia).

    Rows that cannot be used are refused and told in `problems`, all of them. Raises ProblemsFound when no row can be
    read at all: another kind of file, no headings, a column missing.
    """
    path, rules = Path(path), rules or shipped_rules("lujia")
    if is_parquet(path):
        return _read_parquet(path, rules)
    table = open_table(path, roster_table(rules))
    return RowReader(rules, table.places, table.headings.positions, typed=table.rows.typed).read(table)


def _read_parquet(path: Path, rules: RuleSet) -> RosterRead:
    """The whole roster of a Parquet file. Raises ProblemsFound when nothing can be read from it."""
    file = open_parquet(path)
    reader = start_reader(path, file, rules)
    for first, batch in numbered_batches(file, reader):
        columns = read_columns(rules, reader.positions, batch)
        odd = odd_rows(batch, columns.odd)
        rows = np.array(
            [row for row in range(batch.num_rows) if odd.get(row, True) is not None], dtype=np.int64
        )
        reader.extend(
            rows + first,
            {key: column[rows] for key, column in columns.numbers.items()},
            {key: texts.take(integers(rows)).to_pylist() for key, texts in columns.texts.items()},
            {first + row: cells for row, cells in odd.items() if cells is not None},
        )
        reader.unstated += int(columns.unstated[~columns.odd].sum())
    return reader.finish()


def odd_rows(batch: pa.RecordBatch, odd: Any) -> dict[int, list[Any] | None]:
    """The cells of the odd rows by their position; None for a row with nothing in it, which is no row."""
    places = np.flatnonzero(odd)
    if not len(places):
        return {}
    columns = [column.take(integers(places)).to_pylist() for column in batch.columns]
    rows = (list(cells) for cells in zip(*columns, strict=True))
    return {
        int(place): None if all(is_blank(cell) for cell in cells) else cells
        for place, cells in zip(places, rows, strict=True)
    }


def open_parquet(path: Path, repetitive: Sequence[str] = ()) -> pq.ParquetFile:
    """The file, its columns known and none read; `repetitive` columns keep their dictionary. Raises ProblemsFound."""
    # Where pyarrow is not imported yet: its own allocator keeps what it has freed, the system's gives it back.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        described = Label("a Parquet file, but pyarrow is not installed", "Parquet 文件，但未安装 pyarrow")
        expected = Label("pyarrow", "pyarrow")
        install = Label(
            "pip install relocation[cluster], or use CSV", "请安装 relocation[cluster]，或改用 CSV"
        )
        raise ProblemsFound([Problem(path.name, described, expected, install)]) from None
    try:
        return pq.ParquetFile(path, read_dictionary=repetitive, pre_buffer=False, buffer_size=BUFFER)
    except (OSError, pa.ArrowException) as error:
        raise ProblemsFound([Problem(path.name, type(error).__name__, A_PARQUET, WRITE_AGAIN)]) from None


def start_reader(path: Path, file: pq.ParquetFile, rules: RuleSet) -> RowReader:
    """A reader for the columns of a file. Raises ProblemsFound for columns that are missing or stand twice."""
    names, kind = file.schema_arrow.names, roster_table(rules)
    head = find_head([Row(1, names)], kind.vocabulary.key)
    if head is None or known_in(head) < FEWEST:
        raise ProblemsFound([no_headings(path.name, kind.columns, kind.remedy)])
    headings = find_columns(head, lambda _: path.name, kind.vocabulary).checked()
    types = {
        column: file.schema_arrow.types[position]
        for column in kind.columns
        if (position := headings.positions.get(column.key)) is not None
    }
    bytes_only = [
        _bytes_only(path.name, column)
        for column, stored in types.items()
        if column.record.kind == "text" and is_binary(stored)
    ]
    if bytes_only:
        raise ProblemsFound(bytes_only)
    reader = RowReader(rules, Places(path.name, headings.texts), headings.positions, typed=True)
    reader.problems += headings.problems
    reader.problems += [
        _too_short(path.name, column)
        for column, stored in types.items()
        if column.scale > 1 and str(stored) == "halffloat"
    ]
    return reader


def _too_short(file: str, column: TableColumn) -> Problem:
    """A column of 16-bit floats keeps three digits: 120.51 m2 is 120.5 there."""
    described = Label("numbers of 16 bits", "16位浮点数")
    wanted = Label("numbers that keep two decimals", "能保留两位小数的数值")
    write = Label(
        "read as they stand, with three digits; write them as doubles",
        "已按原值读取，仅三位有效数字；请写为双精度",
    )
    return Problem(f"{file} {column.key}", described, wanted, write, column.record.label, "warning")


def _bytes_only(file: str, column: TableColumn) -> Problem:
    """A column of bytes where texts are wanted: nobody says in which encoding."""
    described = Label("a column of bytes", "字节类型的列")
    wanted = Label("a column of texts", "文本类型的列")
    write = Label("write the column as texts in UTF-8 (string)", "请将该列写为 UTF-8 文本（string）")
    return Problem(f"{file} {column.key}", described, wanted, write, column.record.label)


def numbered_batches(
    file: pq.ParquetFile, reader: RowReader, size: int = BATCH, group: int | None = None, first: int = 1
) -> Iterator[tuple[int, pa.RecordBatch]]:
    """The batches of a file, or of one row group, with the number of their first row. Raises ProblemsFound on damage."""
    groups = None if group is None else [group]
    with damaged(reader.places.file):
        for batch in file.iter_batches(batch_size=size, row_groups=groups, use_threads=False):
            yield first, ordinary_batch(batch)
            first += batch.num_rows


def ordinary_batch(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The same columns in types that the readers know."""
    import pyarrow as pa

    return pa.RecordBatch.from_arrays([ordinary(column) for column in batch.columns], batch.schema.names)


@contextmanager
def damaged(file: str) -> Iterator[None]:
    """Turns what pyarrow says of a damaged file into a problem. Raises ProblemsFound."""
    import pyarrow as pa

    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise ProblemsFound([Problem(file, type(error).__name__, A_PARQUET, WRITE_AGAIN)]) from None


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """The same items in the same order, each fetched while the one before it is in use. What `items` raises is raised here."""
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = beside.submit(next, items, None)
            yield item
