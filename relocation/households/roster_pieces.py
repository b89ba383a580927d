"""One part of a roster -> pieces: the sums of the rows that were read, and how many were refused, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from relocation.households.amounts import amounts
from relocation.households.arrow_columns import Rows, truths
from relocation.households.columns import COUNTY, GROUP, ID, VILLAGE
from relocation.households.money import AmountTooLarge, Column
from relocation.households.overrides import read_overrides, replacements
from relocation.households.parquet_columns import ColumnBatch, read_columns
from relocation.households.repeated_ids import Repeated
from relocation.households.roster import SYNTHETIC, too_large
from relocation.households.roster_file import (
    ahead,
    numbered_batches,
    odd_rows,
    open_parquet,
    read_roster,
    start_reader,
)
from relocation.households.roster_parts import Part
from relocation.households.roster_rows import RowReader, contradictions, doubtful, settle_register
from relocation.households.rules import RuleSet
from relocation.households.village_sums import (
    PartialSums,
    RuleSums,
    Village,
    VillageRows,
    VillageTable,
    partial_sums,
    village_rows,
)
from relocation.problems import Problem, ProblemsFound
from relocation.reading.table import is_workbook

if TYPE_CHECKING:
    import pyarrow as pa

REPETITIVE = (COUNTY.key, VILLAGE.key, GROUP.key, "option")
KEPT_PROBLEMS = 1_000  # of many millions; all are counted


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """What some rows of a file come to."""

    sums: PartialSums
    rows_read: int
    rows_refused: int
    problems: tuple[Problem, ...]  # the first of them
    errors: int
    warnings: int
    invented: int  # rows with a synthetic id
    size: int  # share of the progress
    unstated: int = 0  # rows that say nothing of registered persons


def pieces(
    part: Part, rules: RuleSet, repeated: Repeated, batch_rows: int, sums: RuleSums, known: VillageTable
) -> Iterator[Piece]:
    """The pieces of a part, one for each batch. Raises ProblemsFound where a file cannot be read further."""
    if part.group is None:
        yield whole_file(part, rules)
        return
    file = open_parquet(part.path)
    reader = start_reader(part.path, file, rules)
    names = file.schema_arrow.names
    repetitive = [names[reader.positions[key]] for key in REPETITIVE if key in reader.positions]
    file = open_parquet(part.path, repetitive)
    for first, batch in ahead(numbered_batches(file, reader, batch_rows, part.group, part.first)):
        start = part.start + first - part.first
        again = repeated.among(start, batch.num_rows)
        yield checked(rules, reader, first, batch, again, sums, known)


def whole_file(part: Part, rules: RuleSet) -> Piece:
    """A workbook or text file, with the overrides in it."""
    read = read_roster(part.path, rules)
    roster, batch = read.roster, read.roster.batch(rules)
    overrides = read_overrides(part.path, roster, rules) if is_workbook(part.path) else ()
    counties, villages = (roster.texts[column.key] for column in (COUNTY, VILLAGE))
    named = village_rows(counties, [village or part.village for village in villages])
    try:
        sums = partial_sums(rules, batch, amounts(rules, batch, replacements(overrides, roster)), named)
    except AmountTooLarge as error:
        raise ProblemsFound(too_large(roster.places, roster.rows, error)) from None
    invented = len(roster) if roster.synthetic else 0
    return _piece(sums, read.rows_read, read.rows_refused, read.problems, invented, part.size)


def checked(
    rules: RuleSet,
    reader: RowReader,
    first: int,
    batch: pa.RecordBatch,
    repeated: Column,
    sums: RuleSums,
    known: VillageTable,
) -> Piece:
    """A batch of a Parquet file: every row in it is read, refused, or has nothing in it."""
    columns = read_columns(rules, reader.positions, batch)
    odd = {row: cells for row, cells in odd_rows(batch, columns.odd).items() if cells is not None}
    blank = int(columns.odd.sum()) - len(odd)
    closer = RowReader(rules, reader.places, reader.positions, typed=True)
    for row, cells in odd.items():
        closer.fill_odd(closer.open_row(first + row), cells)
    every = np.arange(first, first + batch.num_rows, dtype=np.int64)
    problems = [*doubtful(rules, reader.places, every, columns.numbers, ~columns.odd), *closer.problems]
    once = ~np.isin(every, repeated + first)
    rows = _joined(
        _even_rows(columns, every, ~columns.odd & once, known), _odd_rows(closer, repeated + first)
    )
    settle_register(rows.numbers)
    sound = np.ones(len(rows.numbered), dtype=np.bool_)
    for row, problem in contradictions(rules, rows.numbers, rows.numbered, reader.places, sound.copy()):
        sound[row] = False
        problems.append(problem)
    kept = rows if sound.all() else rows.only(sound)
    try:
        partial = sums(rules, kept.numbers, kept.villages)
    except AmountTooLarge as error:
        raise ProblemsFound(too_large(reader.places, kept.numbered, error)) from None
    read = len(kept.numbered)
    refused = batch.num_rows - blank - read
    unstated = int(columns.unstated[~columns.odd].sum()) + closer.unstated
    return _piece(partial, read, refused, problems, _invented(columns, closer), batch.num_rows, unstated)


def _piece(
    sums: PartialSums,
    read: int,
    refused: int,
    problems: Sequence[Problem],
    invented: int,
    size: int,
    unstated: int = 0,
) -> Piece:
    errors = sum(problem.severity == "error" for problem in problems)
    kept = tuple(problems[:KEPT_PROBLEMS])
    return Piece(sums, read, refused, kept, errors, len(problems) - errors, invented, size, unstated)


@dataclass(frozen=True, slots=True, eq=False)
class _RowsOfBatch:
    """Rows of a batch: their numbers in the file, their values in stored units, their villages."""

    numbered: Column
    numbers: dict[str, Column]
    villages: VillageRows

    def only(self, rows: Rows) -> _RowsOfBatch:
        numbers = {key: column[rows] for key, column in self.numbers.items()}
        villages = VillageRows(self.villages.names, self.villages.of_row[rows])
        return _RowsOfBatch(self.numbered[rows], numbers, villages)


def _even_rows(columns: ColumnBatch, every: Column, even: Rows, known: VillageTable) -> _RowsOfBatch:
    """The rows that were taken whole."""
    villages = known.rows(columns.texts[COUNTY.key], columns.texts[VILLAGE.key])
    rows = _RowsOfBatch(every, columns.numbers, villages)
    return rows if even.all() else rows.only(even)


def _odd_rows(closer: RowReader, repeated: Column) -> _RowsOfBatch:
    """The rows that were read cell by cell and are neither refused nor repeated."""
    numbered = np.array(closer.rows, dtype=np.int64)
    sound = ~np.isin(numbered, repeated)
    sound[sorted(closer.refused)] = False
    numbers = {key: np.array(values, dtype=np.int64) for key, values in closer.numbers.items()}
    villages = village_rows(*(closer.texts[column.key] for column in (COUNTY, VILLAGE)))
    return _RowsOfBatch(numbered, numbers, villages).only(sound)


def _joined(rows: _RowsOfBatch, other: _RowsOfBatch) -> _RowsOfBatch:
    if not len(other.numbered):
        return rows
    names: dict[Village, int] = {name: place for place, name in enumerate(rows.villages.names)}
    codes = np.array([names.setdefault(name, len(names)) for name in other.villages.names], dtype=np.int64)
    of_row = np.concatenate([rows.villages.of_row, codes[other.villages.of_row]])
    numbers = {key: np.concatenate([column, other.numbers[key]]) for key, column in rows.numbers.items()}
    numbered = np.concatenate([rows.numbered, other.numbered])
    return _RowsOfBatch(numbered, numbers, VillageRows(tuple(names), of_row))


def _invented(columns: ColumnBatch, closer: RowReader) -> int:
    import pyarrow.compute as pc

    even = truths(pc.starts_with(columns.texts[ID.key], SYNTHETIC)) & ~columns.odd
    return int(even.sum()) + sum(identity.startswith(SYNTHETIC) for identity in closer.texts[ID.key])
