"""Sums by village against sums by hand: in runs and row by row, at the edges of 64 bits too."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relocation.households.money import LARGEST, AmountTooLarge
from relocation.households.village_sums import SHORT, run_starts, village_sums

INT64 = st.integers(-LARGEST - 1, LARGEST)


@example([(0, LARGEST), (0, LARGEST), (0, -LARGEST), (1, 5)], 1)  # on the way to a sum that fits, too
@example([(2, LARGEST), (2, 1)], SHORT)
@given(
    st.lists(st.tuples(st.integers(0, 3), INT64 | st.integers(-9, 9)), max_size=30), st.integers(1, 2 * SHORT)
)
def test_villages_are_added_up_exactly_or_refused(rows: list[tuple[int, int]], repeats: int) -> None:
    of_row = np.repeat(np.array([village for village, _ in rows], dtype=np.int64), repeats)
    column = np.repeat(np.array([amount for _, amount in rows], dtype=np.int64), repeats)
    exact = [repeats * sum(amount for village, amount in rows if village == at) for at in range(4)]
    if any(abs(one) > LARGEST for one in exact):
        with pytest.raises(AmountTooLarge):
            village_sums([column], of_row, 4)
    else:
        assert village_sums([column, np.sign(column)], of_row, 4)[0].tolist() == exact


@pytest.mark.parametrize("repeats", [1, SHORT - 1, SHORT, 1_000])
def test_several_columns_in_runs_of_any_length(repeats: int) -> None:
    of_row = np.repeat(np.array([2, 0, 2, 1]), repeats)  # a village that comes back is another run
    columns = [np.arange(4 * repeats), np.ones(4 * repeats, dtype=np.int64)]
    found = village_sums(columns, of_row, 3)
    assert found[0].tolist() == [sum(np.flatnonzero(of_row == at).tolist()) for at in range(3)]
    assert found[1].tolist() == [repeats, repeats, 2 * repeats]


def test_runs_start_where_the_village_changes() -> None:
    assert run_starts(np.array([7, 7, 8, 7])).tolist() == [0, 2, 3]
    assert run_starts(np.array([5])).tolist() == [0]
    assert run_starts(np.zeros(0, dtype=np.int64)).tolist() == []
