"""Rosters as Parquet files (extra `cluster`): read batch by batch, whole columns at once where nothing is odd.

Measures stand in their unit (m2) as numbers or decimals, ids as texts. A batch in which any cell is doubtful is read
cell by cell instead, by the code that reads every other file, so both give the same households and problems.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from relocation.households.columns import RosterColumn
from relocation.households.money import Column, hundredths_of_doubles
from relocation.households.roster import Places, RosterRead
from relocation.households.roster_cells import LONGEST_TEXT, take
from relocation.households.roster_headings import find_columns, heading_row, no_headings
from relocation.households.roster_rows import RowReader
from relocation.households.rules import RuleSet
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

BATCH = 65_536
# Nothing to strip, nothing that guards a formula, no control sign; whatever else stands there is read cell by cell.
PLAIN_TEXT = r"^[\p{L}\p{N}]([\p{L}\p{N} ()/·._-]{0,MOST}[\p{L}\p{N})])?$".replace(
    "MOST", str(LONGEST_TEXT - 2)
)
A_PARQUET = Label("a whole Parquet file", "完整的 Parquet 文件")
WRITE_AGAIN = Label("write the file again", "请重新生成该文件")


def read_parquet(path: Path, rules: RuleSet) -> RosterRead:
    """The whole roster of a Parquet file. Raises ProblemsFound when nothing can be read from it."""
    file = open_parquet(path)
    reader = start_reader(path, file, rules)
    for first, batch in numbered_batches(file, reader):
        numbers = whole_columns(rules, reader.positions, batch)
        texts = None if numbers is None else whole_texts(rules, reader.positions, batch)
        if numbers is not None and texts is not None:
            reader.extend(first, numbers, texts)
        else:
            columns = [column.to_pylist() for column in batch.columns]
            reader.read((first + at, cells) for at, cells in enumerate(zip(*columns, strict=True)))
    return reader.finish()


def open_parquet(path: Path) -> pq.ParquetFile:
    """The file, its columns known and none read. Raises ProblemsFound."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        found = Label("a Parquet file, but pyarrow is not installed", "Parquet 文件，但未安装 pyarrow")
        expected = Label("pyarrow", "pyarrow")
        install = Label(
            "pip install relocation[cluster], or use CSV", "请安装 relocation[cluster]，或改用 CSV"
        )
        raise ProblemsFound([Problem(path.name, found, expected, install)]) from None
    try:
        return pq.ParquetFile(path)
    except (OSError, pa.ArrowException) as error:
        raise ProblemsFound([Problem(path.name, type(error).__name__, A_PARQUET, WRITE_AGAIN)]) from None


def start_reader(path: Path, file: pq.ParquetFile, rules: RuleSet) -> RowReader:
    """A reader for the columns of a file. Raises ProblemsFound for columns that are missing or stand twice."""
    names = file.schema_arrow.names
    if heading_row([names], rules) is None:
        raise ProblemsFound([no_headings(path.name, rules)])
    headings = find_columns([path.name] * len(names), names, rules)
    if any(problem.severity == "error" for problem in headings.problems):
        raise ProblemsFound(headings.problems)
    reader = RowReader(rules, Places(path.name, headings.texts), headings.positions, typed=True)
    reader.problems += headings.problems
    return reader


def numbered_batches(
    file: pq.ParquetFile, reader: RowReader, size: int = BATCH
) -> Iterator[tuple[int, pa.RecordBatch]]:
    """The batches of a file with the number of their first row, counted from 1. Raises ProblemsFound on damage."""
    import pyarrow as pa

    first = 1
    try:
        for batch in file.iter_batches(batch_size=size):
            yield first, batch
            first += batch.num_rows
    except (OSError, pa.ArrowException) as error:
        where = f"{reader.places.file}:{first}"
        raise ProblemsFound([Problem(where, type(error).__name__, A_PARQUET, WRITE_AGAIN)]) from None


def whole_columns(
    rules: RuleSet, positions: Mapping[str, int], batch: pa.RecordBatch
) -> dict[str, Column] | None:
    """The numeric columns and choices of a batch in stored units, None if any cell needs a closer look.

    As in every reading, a choice that is not stated is -1.
    """
    found: dict[str, Column] = {}
    for column in rules.roster_columns:
        if column.record.kind == "text":
            continue
        at = positions.get(column.key)
        values = None if at is None else batch.column(at)
        read = _choices if column.record.kind == "choice" else _numbers
        taken = read(values, column, batch.num_rows)
        if taken is None:
            return None
        found[column.key] = taken
    return found


def whole_texts(
    rules: RuleSet, positions: Mapping[str, int], batch: pa.RecordBatch
) -> dict[str, list[str]] | None:
    """The texts of a batch, None if any needs a closer look: no text, too long, a blank id, a sign that is not plain."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found: dict[str, list[str]] = {}
    for column in rules.roster_columns:
        if column.record.kind != "text":
            continue
        at = positions.get(column.key)
        if at is None:
            found[column.key] = [""] * batch.num_rows
            continue
        values = batch.column(at)
        if not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
            return None
        if values.null_count or not pc.all(pc.match_substring_regex(values, PLAIN_TEXT)).as_py():
            return None
        found[column.key] = values.to_pylist()
    return found


def _numbers(values: pa.Array | None, column: RosterColumn, rows: int) -> Column | None:
    import pyarrow as pa

    if values is None:
        return None if column.record.required else np.zeros(rows, dtype=np.int64)
    if not (pa.types.is_integer(values.type) or pa.types.is_floating(values.type)):
        if not pa.types.is_decimal(values.type):
            return None
        values = values.cast(pa.float64())
    if values.null_count:
        if column.record.required:
            return None
        values = values.fill_null(0)
    return _stored(values.to_numpy(zero_copy_only=False), column)


def _stored(plain: NDArray[Any], column: RosterColumn) -> Column | None:
    """Numbers in stored units, None unless all of them are possible and without a third decimal."""
    low, high = column.record.low or 0, column.record.high or 0
    with np.errstate(invalid="ignore"):
        possible = (plain >= low) & (plain <= high)
    if not possible.all():
        return None
    if plain.dtype.kind in "iu":
        return plain.astype(np.int64) * column.scale
    if column.scale == 1:
        whole = plain.astype(np.int64)
        return whole if (whole == plain).all() else None
    stored, sound = hundredths_of_doubles(plain.astype(np.float64))
    return stored if sound.all() else None


def _choices(values: pa.Array | None, column: RosterColumn, rows: int) -> Column | None:
    import pyarrow as pa

    if values is None:
        return None if column.record.required else np.full(rows, -1, dtype=np.int64)
    if not pa.types.is_dictionary(values.type):
        values = values.dictionary_encode()
    if values.null_count:
        return None
    codes = []
    for word in values.dictionary.to_pylist():
        taken = take("", word, column, typed=True)
        if taken.value is None:
            return None
        codes.append(taken.value)
    found: Column = np.array(codes or [0], dtype=np.int64)[values.indices.to_numpy(zero_copy_only=False)]
    return found
