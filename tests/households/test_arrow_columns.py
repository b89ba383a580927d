"""The same values by shared memory as by Arrow's own conversion, in slices and with values missing; and no pandas."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relocation.households import arrow_columns as arrow
from relocation.households.synthetic import write_synthetic_country
from tests.processes import finished

pa = pytest.importorskip("pyarrow")

SLICE = st.tuples(st.integers(0, 12), st.integers(0, 12))


def sliced(values: list[Any], kind: Any, cut: tuple[int, int]) -> Any:
    return pa.array(values, kind).slice(*cut)


@given(st.lists(st.booleans(), max_size=30), SLICE)
def test_truths(values: list[bool], cut: tuple[int, int]) -> None:
    found = sliced(values, pa.bool_(), cut)
    assert arrow.truths(found).tolist() == found.to_pylist()


@given(st.lists(st.none() | st.integers(-100, 100), max_size=30), SLICE)
def test_numbers_and_nulls(values: list[int | None], cut: tuple[int, int]) -> None:
    for kind in (pa.int8(), pa.int64(), pa.float64(), pa.float32()):
        found = sliced(values, kind, cut)
        missing = [one is None for one in found.to_pylist()]
        assert arrow.nulls(found).tolist() == missing
        shown = arrow.numbers(found).tolist()
        assert [0 if gone else one for one, gone in zip(shown, missing, strict=True)] == [
            one or 0 for one in found.to_pylist()
        ]


@given(st.lists(st.none() | st.text(max_size=4), max_size=30), SLICE)
def test_texts(values: list[str | None], cut: tuple[int, int]) -> None:
    found = arrow.without_nulls(sliced(values, pa.string(), cut))
    wanted = [one or "" for one in sliced(values, pa.string(), cut).to_pylist()]
    assert found.to_pylist() == wanted
    again = arrow.texts_of(arrow.starts(found), arrow.signs(found))
    assert again.to_pylist() == wanted
    assert arrow.signs(found).tobytes() == "".join(wanted).encode()


def test_a_missing_text_with_bytes_is_empty_too() -> None:
    whole = pa.array(["ab", "cd", "e"])
    mask = pa.py_buffer(bytes([0b101]))
    found = pa.StringArray.from_buffers(3, whole.buffers()[1], whole.buffers()[2], mask)
    assert found.to_pylist() == ["ab", None, "e"]
    assert arrow.without_nulls(found).to_pylist() == ["ab", "", "e"]


def test_columns_and_blanks() -> None:
    import numpy as np

    assert arrow.integers(np.array([3, -1])).to_pylist() == [3, -1]
    assert arrow.blanks(2).to_pylist() == ["", ""]


def test_streaming_does_not_import_pandas(tmp_path: Path) -> None:
    path = tmp_path / "country.parquet"
    write_synthetic_country(path, 1_000)
    script = (
        "import sys; from relocation.households import stream; "
        "assert stream([sys.argv[1]]).rows_read == 1000; assert 'pandas' not in sys.modules"
    )
    finished([sys.executable, "-c", script, path])
