"""numpy columns and Arrow arrays over the same memory.

Arrow's own conversions import pandas first, which takes a third of the memory that streaming millions of rows may take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from relocation.households.money import Column

if TYPE_CHECKING:
    import pyarrow as pa

Rows = NDArray[np.bool_]


def truths(array: pa.BooleanArray) -> Rows:
    """An array of truths without nulls."""
    if not len(array):
        return np.zeros(0, dtype=np.bool_)
    bits = np.frombuffer(array.buffers()[1], dtype=np.uint8)
    unpacked = np.unpackbits(bits, count=array.offset + len(array), bitorder="little")
    return unpacked[array.offset :].astype(np.bool_)


def nulls(array: pa.Array) -> Rows:
    """Which values are missing."""
    if not array.null_count:
        return np.zeros(len(array), dtype=np.bool_)
    return truths(array.is_null())


def numbers(array: pa.Array) -> NDArray[Any]:
    """An array of integers or doubles; where a value is missing, any number."""
    dtype = np.dtype(array.type.to_pandas_dtype())
    if not len(array):
        return np.zeros(0, dtype=dtype)
    return np.frombuffer(array.buffers()[1], dtype=dtype)[array.offset : array.offset + len(array)]


def integers(column: Column) -> pa.Int64Array:
    """A column as an Arrow array."""
    import pyarrow as pa

    return pa.Array.from_buffers(pa.int64(), len(column), [None, pa.py_buffer(np.ascontiguousarray(column))])


def starts(texts: pa.StringArray) -> NDArray[np.int32]:
    """Where every text begins in `signs`, and where the last ends."""
    if not len(texts):
        return np.zeros(1, dtype=np.int32)
    offsets = np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    first: NDArray[np.int32] = offsets - offsets[0]
    return first


def signs(texts: pa.StringArray) -> NDArray[np.uint8]:
    """The bytes of all texts, one after the other."""
    if not len(texts) or texts.buffers()[2] is None:
        return np.zeros(0, dtype=np.uint8)
    ends = np.frombuffer(texts.buffers()[1], dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    return np.frombuffer(texts.buffers()[2], dtype=np.uint8)[ends[0] : ends[-1]]


def texts_of(begins: NDArray[np.int32], all_signs: NDArray[np.uint8]) -> pa.StringArray:
    """Texts by where they begin and their bytes."""
    import pyarrow as pa

    buffers = pa.py_buffer(np.ascontiguousarray(begins)), pa.py_buffer(np.ascontiguousarray(all_signs))
    return pa.StringArray.from_buffers(len(begins) - 1, *buffers)


def blanks(rows: int) -> pa.StringArray:
    """So many empty texts."""
    return texts_of(np.zeros(rows + 1, dtype=np.int32), np.zeros(0, dtype=np.uint8))


def without_nulls(texts: pa.StringArray) -> pa.StringArray:
    """The same texts, empty where one is missing."""
    if not texts.null_count:
        return texts
    begins, missing = starts(texts), nulls(texts)
    if np.diff(begins)[missing].any():  # Arrow allows it, and writers do not do it
        return texts.fill_null("")
    return texts_of(begins, signs(texts))


def ordinary(values: pa.Array) -> pa.Array:
    """The same values in one of the types that the readers know: texts that are views as texts, short floats as doubles."""
    import pyarrow as pa

    kind = values.type
    if pa.types.is_dictionary(kind) and not _is_text(kind.value_type):
        return ordinary(values.dictionary_decode())
    if _is_view(kind):
        return values.cast(pa.string())
    if pa.types.is_float16(kind) or pa.types.is_float32(kind):
        return doubles_of_singles(values)
    return values


def _is_text(kind: pa.DataType) -> bool:
    import pyarrow as pa

    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def is_binary(kind: pa.DataType) -> bool:
    """Whether values of this type are bytes of which nobody says what they mean."""
    return str(kind) in {"binary", "large_binary", "binary_view"} or str(kind).startswith("fixed_size_binary")


def _is_view(kind: pa.DataType) -> bool:
    return str(kind) == "string_view"  # a type that older versions of Arrow do not have


def doubles_of_singles(values: pa.Array) -> pa.Array:
    """Floats of 32 or 16 bits as doubles: as the number with two decimals that they stand for, where there is one.

    The 32 bits nearest to 120.51 are 120.510002136..., which nobody has measured.
    """
    import pyarrow as pa

    short = numbers(values)
    wide = short.astype(np.float64)
    with np.errstate(all="ignore"):
        decimal = np.rint(wide * 100) / 100
        doubles = np.where(decimal.astype(short.dtype) == short, decimal, wide)
    missing = nulls(values)
    known = pa.py_buffer(np.packbits(~missing, bitorder="little")) if missing.any() else None
    return pa.Array.from_buffers(pa.float64(), len(doubles), [known, pa.py_buffer(doubles)])
