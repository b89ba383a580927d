"""Compiled loops tell of columns what the functions on columns tell, whatever stands in them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relocation.households import arrow_columns as arrow
from relocation.households import column_loops, parquet_columns, repeated_ids, roster_stream
from relocation.households.column_loops import Loops
from relocation.households.parquet_columns import NOT_FIRST, NOT_LAST, PLAIN_SIGNS, plain_rows
from relocation.households.repeated_ids import hashes_of
from relocation.households.roster_stream import stream
from relocation.households.synthetic import write_synthetic_country
from relocation.reading.cells import LONGEST_TEXT
from relocation.reading.values import hundredths_of_doubles
from tests.households.rosters import LUJIA
from tests.households.test_roster_stream import bad_rows
from tests.processes import finished

pa = pytest.importorskip("pyarrow")
import pyarrow.parquet as pq  # noqa: E402

pytest.importorskip("numba")

LOOPS = Loops()
SIGNS = st.sampled_from("aZ09 _-.()/'=·户村\u3000Ⅻé½²٣\u0301ॐ𠀀😀\n\t\x00ﬁ\ufeff\u200b")
TEXTS = st.one_of(
    st.text(SIGNS, max_size=8),
    st.text(max_size=6),
    st.sampled_from(["a" * 100, "户" * 33, "户" * 34, "a" * 101]),
)


@pytest.fixture
def _compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(column_loops, "_loops", LOOPS)


def both_ways(tell: Any) -> tuple[Any, Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(column_loops, "_loops", None)
        plain = tell()
        patch.setattr(column_loops, "_loops", LOOPS)
        return plain, tell()


@given(st.lists(TEXTS, max_size=12))
def test_a_text_is_plain_both_ways_or_neither(texts: list[str]) -> None:
    plain, compiled = both_ways(lambda: plain_rows(pa.array(texts, pa.string())).tolist())
    assert compiled == plain


def test_every_letter_there_is_is_judged_alike() -> None:
    """Alone, and between two others."""
    letters = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    texts = pa.array([*letters, *(f"a{letter}b" for letter in letters)], pa.string())
    plain, compiled = both_ways(lambda: plain_rows(texts))
    assert np.flatnonzero(plain != compiled).tolist() == []
    assert 250_000 < plain.sum() < 350_000


@pytest.mark.parametrize(
    "signs",
    [
        b"\xe6\x88",
        b"\xc1\x81",
        b"\xe0\x80\xb0",
        b"\xff",
        b"\xe6A\xb7",
        b"\xed\xa0\x80",
        b"a\x80",
        b"\xf0\x82\x82\xac",
    ],
)
def test_what_is_no_utf8_is_not_plain_at_first_sight(signs: bytes) -> None:
    texts = arrow.texts_of(np.array([0, len(signs)], dtype=np.int32), np.frombuffer(signs, dtype=np.uint8))
    assert LOOPS.plain(texts, (PLAIN_SIGNS, NOT_FIRST, NOT_LAST), LONGEST_TEXT).tolist() == [False]


@given(st.lists(st.one_of(TEXTS, st.none(), st.from_regex(r"\A[a-zA-Z0-9]{1,18}\Z")), max_size=12))
def test_ids_have_the_same_hashes(ids: list[str | None]) -> None:
    plain, compiled = both_ways(lambda: hashes_of(pa.array(ids, pa.string())).tolist())
    assert compiled == plain


@given(
    st.lists(
        st.one_of(
            st.floats(),
            st.integers(-200, 20_000_000).map(lambda number: number / 100),
            st.integers(10**10, 2 * 10**10).map(lambda number: float(np.nextafter(number / 100, np.inf))),
            st.floats(0, 1e5).map(lambda number: round(number, 2) + 1e-9),
        ),
        max_size=12,
    ),
    st.sampled_from([0.0, 1.0]),
    st.sampled_from([200.0, 1e7, 1e12]),
)
def test_doubles_are_the_same_hundredths(numbers: list[float], low: float, high: float) -> None:
    column = np.array(numbers, dtype=np.float64)
    possible = (column >= low) & (column <= high)
    stored, sound = hundredths_of_doubles(np.where(possible, column, 0.0))
    column.flags.writeable = False
    found = LOOPS.hundredths(column, low, high)
    if found is None:
        assert high > 2e7, "a closer look at numbers that are small"
        return
    assert found[0].tolist() == stored.tolist()
    assert found[1].tolist() == (sound & possible).tolist()


@pytest.mark.usefixtures("_compiled")
def test_a_roster_with_something_wrong_is_read_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = tmp_path / "good.parquet", tmp_path / "bad.parquet"
    write_synthetic_country(good, 5_000, seed=1)
    table = pq.read_table(good)
    pq.write_table(pa.table(bad_rows(table), schema=table.schema), bad, row_group_size=1_000)

    def told() -> Any:
        found = stream([bad], LUJIA, batch_rows=300)
        return (
            found.rows_read,
            found.rows_refused,
            found.roll_up.sha256,
            sorted(problem.text() for problem in found.problems),
        )

    plain, compiled = both_ways(told)
    assert compiled == plain
    monkeypatch.setattr(roster_stream, "MANY", 1)
    monkeypatch.setattr(column_loops, "_loops", None)
    assert told() == plain
    assert column_loops.loops() is not None, "from so many rows on loops are in use"


def test_without_numba_nothing_is_compiled() -> None:
    program = (
        "import sys; sys.modules['numba'] = None\n"
        "from relocation.households.column_loops import loops, use_loops\n"
        "use_loops(); print(loops())"
    )
    assert finished([sys.executable, "-c", program]).stdout == "None\n"


def test_both_ways_read_the_same_modules() -> None:
    """A switch that one of the two readers does not see would compare a way with itself."""
    assert parquet_columns.loops is column_loops.loops is repeated_ids.loops
