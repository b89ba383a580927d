"""Columns of a Parquet batch in stored units, taken whole; rows with a cell that needs a closer look are marked odd.

An odd row is read cell by cell afterwards, by the code that reads every other file, so both give the same households
and the same problems.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from relocation.households import arrow_columns as arrow
from relocation.households.arrow_columns import Rows
from relocation.households.column_loops import loops
from relocation.households.columns import POOR_PERSONS, REGISTERED, UNSAID, RosterColumn
from relocation.households.money import Column
from relocation.households.rules import RuleSet
from relocation.reading.cells import LONGEST_TEXT, take
from relocation.reading.rows import WORDS, names_a_total
from relocation.reading.values import hundredths_of_doubles

if TYPE_CHECKING:
    import pyarrow as pa


def sign_table(signs: bytes) -> Rows:
    """Which of the 256 bytes are among some signs."""
    table = np.zeros(256, dtype=np.bool_)
    table[list(signs)] = True
    return table


INNER = b" ()/._-"  # signs that a plain text may hold between letters and digits; it may end with a bracket
LETTERS_INSTEAD = bytes(ord("0") if sign in INNER else sign for sign in range(256))
NOT_FIRST, NOT_LAST = (sign_table(signs) for signs in (INNER, INNER.replace(b")", b"")))
PLAIN_SIGNS = sign_table(INNER + (digits + ascii_letters).encode())
# As the signs above, with the dot inside transcribed names; slower.
PLAIN_TEXT = r"^[\p{L}\p{N}]([\p{L}\p{N} ()/·._-]{0,MOST}[\p{L}\p{N})])?$".replace(
    "MOST", str(LONGEST_TEXT - 2)
)
# First byte and length in bytes of the words for totals, so that other texts need no look.
TOTALS_BEGIN = np.zeros((256, 1 + max(len(word.encode()) for word in WORDS)), dtype=np.bool_)
for total in WORDS:
    TOTALS_BEGIN[total.encode()[0], len(total.encode())] = True
HUNDRED = 100
FEWEST_CUT = 18  # digits
LOOKS_SCIENTIFIC = r"^\d([.,]\d+)?[eE]\+?\d+$"


@dataclass(frozen=True, slots=True, eq=False)
class ColumnBatch:
    """Whole columns: int64 in stored units (a choice that is not stated is -1), and texts without nulls."""

    numbers: dict[str, Column]
    texts: dict[str, pa.Array]
    odd: Rows
    unstated: Rows  # nothing said of registered persons


def read_columns(rules: RuleSet, positions: Mapping[str, int], batch: pa.RecordBatch) -> ColumnBatch:
    """The columns of a batch. Where a row is odd, none of its values counts."""
    odd = np.zeros(batch.num_rows, dtype=np.bool_)
    numbers: dict[str, Column] = {}
    texts: dict[str, pa.Array] = {}
    for column in rules.roster_columns:
        position = positions.get(column.key)
        values = None if position is None else batch.column(position)
        if column.record.kind == "text":
            texts[column.key], strange = read_texts(values, column, batch.num_rows)
            strange |= doubted(texts[column.key], column)
        else:
            read = _choices if column.record.kind == "choice" else _numbers
            numbers[column.key], strange = read(values, column, batch.num_rows)
        odd |= strange
    poor = positions.get(POOR_PERSONS.key)
    blank = ~odd if poor is None else arrow.nulls(batch.column(poor))
    return ColumnBatch(numbers, texts, odd, blank & (numbers[REGISTERED.key] == UNSAID))


def read_texts(values: pa.Array | None, column: RosterColumn, rows: int) -> tuple[pa.Array, Rows]:
    """A column of texts without nulls, and the rows whose text may need to be changed or refused.

    Texts that are kept in a dictionary stay so.
    """
    import pyarrow as pa

    none, every = np.zeros(rows, dtype=np.bool_), np.ones(rows, dtype=np.bool_)
    if values is None or pa.types.is_null(values.type):
        return arrow.blanks(rows), every if column.record.required else none
    if pa.types.is_dictionary(values.type) and not values.null_count:
        texts, strange = read_texts(values.dictionary, column, len(values.dictionary))
        return pa.DictionaryArray.from_arrays(values.indices, texts), strange[arrow.numbers(values.indices)]
    if pa.types.is_dictionary(values.type):
        values = values.dictionary_decode()
    if not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
        return arrow.blanks(rows), every
    texts = arrow.without_nulls(values.cast(pa.string()))
    plain = plain_rows(texts)
    if column.long_number:
        plain &= ~_scientific(texts)
    if not column.record.required:
        plain |= np.diff(arrow.starts(texts)) == 0
    return texts, ~plain


def doubted(texts: pa.Array, column: RosterColumn) -> Rows:
    """Texts that may say that a row is a total, and long numbers that a spreadsheet program may have cut."""
    import pyarrow as pa

    if pa.types.is_dictionary(texts.type):
        of_words: Rows = doubted(texts.dictionary, column)[arrow.numbers(texts.indices)]
        return of_words
    doubtful = np.zeros(len(texts), dtype=np.bool_)
    if not len(texts):
        return doubtful
    signs, starts = arrow.signs(texts), arrow.starts(texts)
    lengths = np.diff(starts)
    if column.names_row and len(signs) and lengths.min() < TOTALS_BEGIN.shape[1]:
        first = signs[np.minimum(starts[:-1], len(signs) - 1)]
        likely = np.flatnonzero(TOTALS_BEGIN[first, np.minimum(lengths, TOTALS_BEGIN.shape[1] - 1)])
        if len(likely):
            words = texts.take(arrow.integers(likely)).to_pylist()
            doubtful[likely] = [names_a_total(word, label=True) for word in words]
    if column.long_number and lengths.max() >= FEWEST_CUT:
        ends = starts[1:][lengths >= FEWEST_CUT]
        zeros = (signs[ends[:, np.newaxis] - [1, 2, 3]] == ord("0")).all(axis=1)
        doubtful[np.flatnonzero(lengths >= FEWEST_CUT)[zeros]] = True
    return doubtful


def plain_rows(texts: pa.Array) -> Rows:
    """Texts with nothing to strip, nothing that guards a formula, no control sign. `texts` have no nulls."""
    import pyarrow.compute as pc

    if not len(texts):
        return np.zeros(0, dtype=np.bool_)
    compiled = loops()
    if compiled is None:
        plain = _plain_on_columns(texts)
    else:
        plain = compiled.plain(texts, (PLAIN_SIGNS, NOT_FIRST, NOT_LAST), LONGEST_TEXT)
    lengths = np.diff(arrow.starts(texts))
    unsure = np.flatnonzero(~plain & (lengths > 0))
    if len(unsure):
        told = pc.match_substring_regex(texts.take(arrow.integers(unsure)), PLAIN_TEXT)
        plain[unsure] = arrow.truths(told)
    return plain


def _plain_on_columns(texts: pa.StringArray) -> Rows:
    """Texts that are plain at first sight."""
    offsets, signs = arrow.starts(texts), arrow.signs(texts)
    lengths = np.diff(offsets)
    plain: Rows = (lengths > 0) & (lengths <= LONGEST_TEXT)
    if not PLAIN_SIGNS[signs].all():
        plain &= _of_letters(offsets, signs)
    filled = np.flatnonzero(plain)
    first, last = signs[offsets[filled]], signs[offsets[filled + 1] - 1]
    plain[filled] = ~(NOT_FIRST[first] | NOT_LAST[last])
    return plain


def _of_letters(offsets: NDArray[np.int32], signs: NDArray[np.uint8]) -> Rows:
    """Texts of letters and digits of any writing, and the signs that may stand between them."""
    import pyarrow.compute as pc

    softened = np.frombuffer(signs.tobytes().translate(LETTERS_INSTEAD), dtype=np.uint8)
    return arrow.truths(pc.utf8_is_alnum(arrow.texts_of(offsets, softened)))


def _scientific(texts: pa.Array) -> Rows:
    """Numbers that a spreadsheet program has cut, such as 2E17."""
    import pyarrow.compute as pc

    signs = arrow.signs(texts).tobytes()
    if b"e" not in signs and b"E" not in signs:
        return np.zeros(len(texts), dtype=np.bool_)
    return arrow.truths(pc.match_substring_regex(texts, LOOKS_SCIENTIFIC))


def _numbers(values: pa.Array | None, column: RosterColumn, rows: int) -> tuple[Column, Rows]:
    import pyarrow as pa

    zeros, every = np.zeros(rows, dtype=np.int64), np.ones(rows, dtype=np.bool_)
    if values is None or pa.types.is_null(values.type):
        return zeros, every if column.record.required else ~every
    if pa.types.is_decimal(values.type):
        values = values.cast(pa.float64())
    if not (pa.types.is_integer(values.type) or pa.types.is_floating(values.type)):
        return zeros, every
    if not values.null_count:
        stored, sound = _stored(arrow.numbers(values), column)
        return stored, ~sound
    missing = arrow.nulls(values)
    stored, sound = _stored(np.where(missing, 0, arrow.numbers(values)), column)
    return stored, ~np.where(missing, not column.record.required, sound)


def _stored(plain: NDArray[Any], column: RosterColumn) -> tuple[Column, Rows]:
    """Numbers in stored units, and which of them are possible and without a third decimal; the others are 0."""
    low, high = column.record.low or 0, column.record.high or 0
    compiled = loops()
    if compiled is not None and plain.dtype == np.float64 and column.scale == HUNDRED:
        looped = compiled.hundredths(plain, low, high)
        if looped is not None:
            return looped
    with np.errstate(invalid="ignore"):
        possible = (plain >= low) & (plain <= high)
    usable = np.where(possible, plain, 0)
    if usable.dtype.kind in "iu":
        return usable.astype(np.int64) * column.scale, possible
    if column.scale == 1:
        whole = usable.astype(np.int64)
        return whole, possible & (whole == usable)
    stored, sound = hundredths_of_doubles(usable.astype(np.float64))
    return stored, possible & sound


def _choices(values: pa.Array | None, column: RosterColumn, rows: int) -> tuple[Column, Rows]:
    import pyarrow as pa

    unsaid, none = np.full(rows, UNSAID, dtype=np.int64), np.zeros(rows, dtype=np.bool_)
    if values is None or pa.types.is_null(values.type):
        return unsaid, ~none if column.record.required else none
    if not pa.types.is_dictionary(values.type):
        values = values.dictionary_encode()
    taken = [take("", word, column, typed=True) for word in values.dictionary.to_pylist()]
    # One more word stands for a cell without any.
    codes = np.array(
        [-1 if choice.value is None else choice.value for choice in taken] + [-1], dtype=np.int64
    )
    sound = np.array(
        [choice.value is not None and not choice.problems for choice in taken] + [not column.record.required]
    )
    entry = np.where(arrow.nulls(values), len(taken), arrow.numbers(values.indices))
    return codes[entry], ~sound[entry]
