"""Synthetic rosters of any size, for tests and measurements: invented households of invented villages and counties.

Nobody in them exists, and nothing is published: every id begins with SYN-, every name says that it is synthetic.
Villages have as many households as Lujia; what each household has is drawn from a seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from relocation.files import written_beside
from relocation.households.roster import SYNTHETIC
from relocation.households.synthetic import FLAT, HOUSEHOLDS

if TYPE_CHECKING:
    import pyarrow as pa

VILLAGES_OF_A_COUNTY = 30  # invented
CHUNK = 131_072  # rows drawn at a time
NATIONAL_PROGRAMME = 3_500_000  # households; some ten million people


def write_synthetic_country(
    path: Path, households: int, *, seed: int = 0, shuffled: bool = False, force: bool = False
) -> None:
    """A Parquet roster for the rules of Lujia, with columns for village and county. Raises CannotWrite.

    Shuffled, the same households stand in another order.
    """
    import pyarrow.parquet as pq

    with written_beside(path, force=force) as file:
        writer = None
        for table in _tables(households, seed, shuffled):
            writer = writer or pq.ParquetWriter(file, table.schema, compression="zstd")
            writer.write_table(table)
        if writer is not None:
            writer.close()


def _tables(households: int, seed: int, shuffled: bool) -> Iterator[pa.Table]:
    order = np.arange(households, dtype=np.int64)
    if shuffled:
        order = np.random.default_rng([seed, 1]).permutation(order)
    for first in range(0, households, CHUNK):
        yield households_of(order[first : first + CHUNK], seed)


def households_of(numbers: np.ndarray[tuple[int, ...], np.dtype[np.int64]], seed: int = 0) -> pa.Table:
    """The households of these numbers, counted from 0: each is the same wherever it stands."""
    import pyarrow as pa

    draw = [_uniform(numbers, seed, at) for at in range(9)]
    persons = 1 + (draw[0] * 5).astype(np.int64)
    registered = draw[1] < 0.25
    has_brick = draw[2] < 0.6
    own_building = draw[3] < 0.02
    village = numbers // HOUSEHOLDS
    option = np.where(draw[4] < 0.8, 1, 0)
    columns = {
        "id": _numbered_texts(SYNTHETIC, numbers, 12),
        "name": _numbered_texts("模拟户 synthetic ", numbers, 12),
        "group": _numbered_texts("Group ", numbers % 3 + 1, 1),
        "county": _numbered_texts("模拟县 ", village // VILLAGES_OF_A_COUNTY, 4),
        "village": _numbered_texts("模拟村 ", village, 6),
        "persons": pa.array(persons.astype(np.int16)),
        "poor_persons": pa.array((persons * registered).astype(np.int16)),
        "brick": pa.array(np.round(has_brick * (30 + 120 * draw[5]), 2)),
        "soil": pa.array(np.round((draw[6] < 0.7) * (10 + 90 * draw[7]), 2)),
        "flat": pa.array(np.where(own_building, 0.0, FLAT / 100)),
        "garages": pa.array(((draw[8] < 0.05) & ~own_building).astype(np.int8)),
        "option": pa.array(["cash", "exchange", "own_building"]).take(np.where(own_building, 2, option)),
    }
    return pa.table(columns)


def _numbered_texts(start: str, numbers: np.ndarray[tuple[int, ...], np.dtype[np.int64]], digits: int) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    padded = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), digits, "0")
    return pc.binary_join_element_wise(start, padded, "")


def _uniform(
    numbers: np.ndarray[tuple[int, ...], np.dtype[np.int64]], seed: int, at: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """A number from 0 to 1 for each household, from its number alone: SplitMix64 (Steele, Lea and Flood, 2014)."""
    mixed = (numbers.astype(np.uint64) * np.uint64(16) + np.uint64(at)) * np.uint64(0x9E3779B97F4A7C15)
    mixed += np.uint64(seed * 0xD1B54A32D192ED03 % 2**64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return (mixed ^ (mixed >> np.uint64(31))) / 2.0**64
