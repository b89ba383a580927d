"""Runs of villages against sums by hand, at the edges of 64 bits too."""

from __future__ import annotations

from itertools import groupby

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relocation.households.money import LARGEST, AmountTooLarge
from relocation.households.village_runs import run_starts, run_sums

INT64 = st.integers(-LARGEST - 1, LARGEST)


@example([(0, LARGEST), (0, LARGEST), (0, -LARGEST), (1, 5)])  # on the way to a sum that fits, too
@example([(2, LARGEST), (2, 1)])
@given(st.lists(st.tuples(st.integers(0, 3), INT64 | st.integers(-9, 9)), max_size=30))
def test_runs_are_added_up_exactly_or_refused(rows: list[tuple[int, int]]) -> None:
    expected = [sum(amount for _, amount in run) for _, run in groupby(rows, key=lambda row: row[0])]
    villages = np.array([village for village, _ in rows], dtype=np.int64)
    column = np.array([amount for _, amount in rows], dtype=np.int64)
    starts = run_starts(villages)
    if any(abs(one) > LARGEST for one in expected):
        with pytest.raises(AmountTooLarge):
            run_sums(column, starts)
    else:
        assert run_sums(column, starts).tolist() == expected


def test_a_village_that_comes_back_is_another_run() -> None:
    assert run_starts(np.array([7, 7, 8, 7])).tolist() == [0, 2, 3]
    assert run_starts(np.array([5])).tolist() == [0]
