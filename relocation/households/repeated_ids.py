"""Ids that stand more than once among millions of rows, found without keeping millions of texts.

    first look    FNV-1a hash of every folded id: 8 bytes a row, sorted once
    second look   of the rows whose hash stands more than once, if there are any, a digest of 128 bits (BLAKE2b)

Two rows are taken for one household exactly if their folded ids have the same digest. Two different ids of a country
share one by chance less often than once in 10^20 rosters; apart from that the result is exact, and never depends on
the order of rows or on the size of batches. Blank ids are no ids.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from relocation.households import arrow_columns as arrow
from relocation.households.arrow_columns import Rows
from relocation.households.column_loops import FNV_OFFSET, FNV_PRIME, Hashes, loops
from relocation.households.columns import ID
from relocation.households.money import Column
from relocation.households.parquet_columns import read_texts, sign_table
from relocation.households.roster import folded_id
from relocation.households.roster_file import ahead
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.reading.cells import take

if TYPE_CHECKING:
    import pyarrow as pa

MOST_CANDIDATES = 2_000_000  # rows; a roster with more repeated ids has no ids
MOST_SORTING, FEWEST_SORTED = 8, 1_000_000  # threads, and hashes for which another one pays
FOREIGN = sign_table(
    bytes([*b" \t\r\n\x0b\x0c", *range(0x80, 0x100)])
)  # folding may change more than the case


@dataclass(frozen=True, slots=True, eq=False)
class Repeated:
    """The positions of all rows whose id stands more than once, ascending, and where each id stands first."""

    positions: Column
    first: Column

    def among(self, start: int, rows: int) -> Column:
        """The repeated rows from position `start` on, counted from there."""
        low, high = np.searchsorted(self.positions, (start, start + rows))
        return self.positions[low:high] - start


def repeated_ids(ids: Callable[[], Iterator[pa.Array]], rows: int) -> Repeated:
    """Looks at the ids twice at most; `ids` gives them anew each time. Raises ProblemsFound for far too many."""
    hashes = np.empty(rows, dtype=np.uint64)
    start = 0
    for batch in ahead(ids()):
        hashes[start : start + len(batch)] = hashes_of(batch)
        start += len(batch)
    _sort(hashes)
    candidates = np.unique(hashes[1:][hashes[1:] == hashes[:-1]])
    del hashes
    return _confirmed(ids(), candidates[candidates != FNV_OFFSET])


def _sort(hashes: Hashes) -> None:
    """Ascending, by all cores: numpy holds no lock while it sorts."""
    workers = min(os.cpu_count() or 1, MOST_SORTING, 1 + len(hashes) // FEWEST_SORTED)
    places = [len(hashes) * part // workers for part in range(workers + 1)]
    if workers > 1:
        hashes.partition(places[1:-1])
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(np.ndarray.sort, (hashes[low:high] for low, high in pairwise(places))))


def _confirmed(ids: Iterator[pa.Array], candidates: Hashes) -> Repeated:
    """The second look: whole digests of the rows whose hash is among the candidates."""
    positions, digests = array("q"), bytearray()
    start = 0
    for batch in ids if len(candidates) else ():
        hit = np.flatnonzero(_among(hashes_of(batch), candidates))
        texts = folded_texts(batch.take(arrow.integers(hit)))
        for row, text in zip(hit.tolist(), texts.to_pylist(), strict=True):
            if text:
                positions.append(start + row)
                digests += blake2b(text.encode("utf-8"), digest_size=16).digest()
        if len(positions) > MOST_CANDIDATES:
            raise ProblemsFound([_no_ids()])
        start += len(batch)
    return _grouped(np.array(positions, dtype=np.int64), np.frombuffer(bytes(digests), dtype=np.complex128))


def _among(hashes: Hashes, candidates: Hashes) -> NDArray[np.bool_]:
    nearest = np.minimum(np.searchsorted(candidates, hashes), len(candidates) - 1)
    is_candidate: NDArray[np.bool_] = candidates[nearest] == hashes
    return is_candidate


def _grouped(positions: Column, digests: NDArray[np.complex128]) -> Repeated:
    """Rows with the digest of another row. The 16 bytes of a digest are compared as two integers."""
    halves = digests.view(np.uint64).reshape(-1, 2)
    order = np.lexsort((positions, halves[:, 1], halves[:, 0]))
    ordered = halves[order]
    new = np.ones(len(order), dtype=np.bool_)
    new[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    starts = np.flatnonzero(new)
    group = np.cumsum(new) - 1
    sizes = np.bincount(group, minlength=len(starts))
    first = positions[order][starts][group] if len(order) else positions
    again = sizes[group] > 1 if len(order) else np.zeros(0, dtype=np.bool_)
    repeating, first = positions[order][again], first[again]
    ascending = np.argsort(repeating)
    return Repeated(repeating[ascending], first[ascending])


def hashes_of(ids: pa.Array) -> Hashes:
    """The hash of every id as households are told apart by it: see `folded_id`."""
    compiled = loops()
    if compiled is not None:
        texts, odd = _read(ids)
        hashes = None if odd.any() else compiled.hashes(texts, FOREIGN)
        if hashes is not None:
            return hashes
    texts = folded_texts(ids)
    return fnv1a(arrow.signs(texts), arrow.starts(texts))


def folded_texts(ids: pa.Array) -> pa.Array:
    """Ids as households are told apart by them: see `folded_id`. What is no id becomes blank."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts, odd = _read(ids)
    if not odd.any() and not FOREIGN[arrow.signs(texts)].any():
        return pc.ascii_upper(texts)
    cells = ids.to_pylist()
    values = (take("", cell, ID, typed=True).value for cell in cells)
    return pa.array([folded_id(value or "") for value in values], pa.string())


def _read(ids: pa.Array) -> tuple[pa.Array, Rows]:
    import pyarrow as pa

    return read_texts(ids.dictionary_decode() if pa.types.is_dictionary(ids.type) else ids, ID, len(ids))


def fnv1a(signs: NDArray[np.uint8], offsets: NDArray[np.int32]) -> NDArray[np.uint64]:
    """FNV-1a of 64 bits (Fowler, Noll, Vo) of every text, one byte of all texts at a time."""
    starts, lengths = offsets[:-1], np.diff(offsets)
    hashes = np.full(len(starts), FNV_OFFSET, dtype=np.uint64)
    for place in range(int(lengths.max(initial=0))):
        rows = slice(None) if place < lengths.min() else np.flatnonzero(lengths > place)
        hashes[rows] = (hashes[rows] ^ signs[starts[rows] + place]) * FNV_PRIME
    return hashes


def _no_ids() -> Problem:
    described = Label(
        f"more than {MOST_CANDIDATES:,} rows with an id of other rows", f"超过{MOST_CANDIDATES:,}行户编号重复"
    )
    once = Label("every id once", "每个户编号只出现一次")
    remedy = Label("look at the column of ids", "请检查户编号一列")
    return Problem("id", described, once, remedy, ID.record.label)
