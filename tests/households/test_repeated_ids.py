"""Repeated ids among many rows: known hashes, chance collisions told apart, the same rows as a dictionary finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relocation.households import repeated_ids as module
from relocation.households.repeated_ids import fnv1a, folded_texts, repeated_ids
from relocation.households.roster_rows import folded_id
from relocation.problems import ProblemsFound

pa = pytest.importorskip("pyarrow")

# From the test vectors of the authors of the hash, draft-eastlake-fnv.
KNOWN = {"": 0xCBF29CE484222325, "a": 0xAF63DC4C8601EC8C, "foobar": 0x85944171F73967E8}
SOME = st.text("abAB12Ｘx -·户'\u3000", max_size=5)


def batches(ids: list[str], size: int) -> Iterator[pa.Array]:
    for at in range(0, len(ids), size):
        yield pa.array(ids[at : at + size], pa.string())


def test_the_hash_is_the_published_one() -> None:
    signs = np.frombuffer("".join(KNOWN).encode(), dtype=np.uint8)
    offsets = np.cumsum([0, *map(len, KNOWN)]).astype(np.int32)
    assert fnv1a(signs, offsets).tolist() == list(KNOWN.values())


@given(st.lists(SOME, max_size=30), st.integers(1, 31))
def test_the_rows_are_those_that_a_dictionary_finds(ids: list[str], size: int) -> None:
    cleaned = [one.strip().removeprefix("'") if one.strip()[1:2].isdigit() else one.strip() for one in ids]
    folded = [folded_id(one) for one in cleaned]
    counted = Counter(one for one in folded if one)
    wanted = [at for at, one in enumerate(folded) if counted[one] > 1]
    found = repeated_ids(lambda: batches(ids, size), len(ids))
    assert found.positions.tolist() == wanted
    assert found.first.tolist() == [folded.index(folded[at]) for at in wanted]
    assert found.among(2, 3).tolist() == [at - 2 for at in wanted if 2 <= at < 5]


def test_a_chance_collision_of_hashes_is_no_repetition(monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [f"H{at:09d}" for at in range(200_000)]
    whole = module.hashes_of
    monkeypatch.setattr(module, "hashes_of", lambda batch: whole(batch) & np.uint64(0xFFFF))
    assert not len(repeated_ids(lambda: batches(ids, 50_000), len(ids)).positions)
    ids[150_000] = ids[7]
    found = repeated_ids(lambda: batches(ids, 50_000), len(ids))
    assert (found.positions.tolist(), found.first.tolist()) == ([7, 150_000], [7, 7])


def test_width_case_and_spaces_make_no_other_household() -> None:
    texts = folded_texts(
        pa.array(["22082219800101001x", "２２０８２２１９８００１０１００１Ｘ", " 220822 19800101001X", None])
    )
    assert texts.to_pylist() == ["22082219800101001X"] * 3 + [""]


def test_a_column_that_holds_no_ids_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_CANDIDATES", 10)
    with pytest.raises(ProblemsFound, match="more than 10 rows"):
        repeated_ids(lambda: batches(["same"] * 11, 4), 11)


@given(st.lists(st.integers(0, 2**64 - 1), max_size=60), st.integers(1, 9))
def test_hashes_are_sorted_by_however_many(hashes: list[int], share: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "FEWEST_SORTED", share)
        column = np.array(hashes, dtype=np.uint64)
        module._sort(column)
    assert column.tolist() == sorted(hashes)
