"""Partial sums: any split, any order, any grouping gives the same integers; the spread is right within its stated error."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relocation.households.amounts import amounts, breached, left
from relocation.households.money import LARGEST, AmountTooLarge
from relocation.households.roll_up import RollUp
from relocation.households.spread import ERROR, SpreadSum, bounds, bucket_of, spread_of
from relocation.households.village_sums import (
    PartialSums,
    VillageRows,
    measures,
    partial_sums,
    village_rows,
)
from tests.households.schemes import ten_rules
from tests.households.test_amounts import random_batch

RULES = ten_rules()
FULL = st.integers(-LARGEST, LARGEST)
COUNTIES, VILLAGES = ("北县", "South", ""), ("一村", "二村", "East", "")


def names_of(rows: int, seed: int) -> tuple[list[str], list[str]]:
    draw = np.random.default_rng(seed)
    return [COUNTIES[at] for at in draw.integers(0, 3, rows)], [
        VILLAGES[at] for at in draw.integers(0, 4, rows)
    ]


def partial(at: Sequence[int] | np.ndarray, rows: int = 400) -> PartialSums:
    """The sums of some of the same 400 households."""
    batch = {key: column[np.asarray(at, dtype=np.int64)] for key, column in random_batch(rows, 5).items()}
    counties, villages = names_of(rows, 6)
    named = village_rows([counties[one] for one in at], [villages[one] for one in at])
    return partial_sums(RULES, batch, amounts(RULES, batch), named)


def rolled(parts: Sequence[PartialSums]) -> RollUp:
    found = RollUp(RULES)
    for one in parts:
        found.add(one)
    return found


def everything(found: RollUp) -> object:
    by = [[one.record() for _, one in found.by(level)] for level in ("village", "county")]
    people = [found.total(one) for one in measures(RULES)]
    return list(found.villages()), found.sha256, by, people, [one.record() for one in found.distribution()]


@given(st.permutations(range(400)), st.lists(st.integers(0, 400), max_size=6))
def test_any_split_and_order_gives_the_same(order: list[int], cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), 400]
    parts = [partial(order[low:high]) for low, high in pairwise(edges)]
    assert everything(rolled(parts)) == everything(rolled([partial(range(400))]))


def test_the_sums_are_those_of_python_integers() -> None:
    batch, (counties, villages) = random_batch(400, 5), names_of(400, 6)
    found = amounts(RULES, batch)
    over = {limit.id: breached(RULES, limit, batch, found) for limit in RULES.limits}
    rest = left(RULES, found).tolist()
    ours = rolled([partial(range(400))])
    by_village: Counter[tuple[str, str]] = Counter()
    for at in range(400):
        by_village[counties[at], villages[at]] += int(found["award"].amount[at])
    assert {village: totals["award"] for village, totals in ours.villages()} == dict(by_village)
    assert ours.totals() == {rule: sum(one.amount.tolist()) for rule, one in found.items()}
    assert ours.total("quantity.soil") == sum(found["soil"].quantity.tolist())
    assert ours.total("persons") == sum(batch["persons"].tolist())
    assert ours.limits() == {key: sum(rows.tolist()) for key, rows in over.items()}
    [whole] = ours.distribution()
    assert (whole.households, whole.total) == (400, sum(rest))
    assert (whole.minimum, whole.maximum, whole.below_zero) == (
        min(rest),
        max(rest),
        sum(one < 0 for one in rest),
    )
    for level, parts in (("county", counties), ("village", list(zip(counties, villages, strict=True)))):
        shown = [one for _, one in ours.by(level)]  # type: ignore[arg-type]
        assert len(shown) == len(set(parts))
        for name, one in zip(sorted(set(parts)), shown, strict=True):
            mine = [rest[at] for at in range(400) if parts[at] == name]
            assert (one.households, one.total, one.minimum) == (len(mine), sum(mine), min(mine))
            assert (one.maximum, one.below_zero) == (max(mine), sum(value < 0 for value in mine))


def test_the_lowest_of_a_village_where_all_gain_is_above_nothing_and_the_highest_of_losers_below() -> None:
    """Whoever begins with 0 would say 0 of both; every village comes in a batch of its own, so that room is made."""
    batch = random_batch(400, 5)
    rest = left(RULES, amounts(RULES, batch)).tolist()
    groups = {
        f"{sign} {part}": [at for at, value in enumerate(rest) if (value > 0) == gains and at % 5 == part]
        for sign, gains in (("gain", True), ("lose", False))
        for part in range(5)
    }
    parts = []
    for name, rows in groups.items():
        mine = {key: column[np.array(rows)] for key, column in batch.items()}
        named = village_rows([""] * len(rows), [name] * len(rows))
        parts.append(partial_sums(RULES, mine, amounts(RULES, mine), named))
    shown = {one.group.en: (one.minimum, one.maximum) for _, one in rolled(parts).by("village")}
    values = {name: [rest[at] for at in rows] for name, rows in groups.items()}
    assert shown == {name: (min(mine), max(mine)) for name, mine in values.items()}
    assert all(low > 0 for name, (low, _) in shown.items() if name.startswith("gain"))
    assert all(high < 0 for name, (_, high) in shown.items() if name.startswith("lose"))


def test_adding_up_villages_beyond_64_bits_is_refused() -> None:
    batch = {key: column[:1] for key, column in random_batch(1, 1).items()}
    part = partial_sums(RULES, batch, amounts(RULES, batch), VillageRows((("", ""),), np.array([0])))
    part.sums[:] = LARGEST // 2
    found = rolled([part, part])
    with pytest.raises(AmountTooLarge):
        found.add(part)


@given(st.lists(FULL, min_size=1, max_size=50))
def test_an_amount_lies_in_its_bucket(values: list[int]) -> None:
    for value, bucket in zip(values, bucket_of(np.array(values, dtype=np.int64)).tolist(), strict=True):
        low, high = bounds(bucket)
        assert low <= value <= high
        assert (high - low) * ERROR <= 2 * max(abs(value), 1) or high == low


@pytest.mark.parametrize(
    "value", [0, 1, 2**14 - 1, 2**14, 2**53 - 1, 2**53 + 1, 2**54 - 1, 2**62 - 1, LARGEST]
)
@pytest.mark.parametrize("sign", [1, -1])
def test_buckets_keep_the_order_at_their_edges(value: int, sign: int) -> None:
    near = sorted({sign * one for one in (value - 1, value, min(value + 1, LARGEST))})
    buckets = bucket_of(np.array(near, dtype=np.int64)).tolist()
    assert buckets == sorted(buckets)
    assert all(bounds(one)[0] <= here <= bounds(one)[1] for one, here in zip(buckets, near, strict=True))


@given(st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=60), st.integers(1, 59))
def test_quartiles_are_right_within_the_stated_error(values: list[int], cut: int) -> None:
    found = SpreadSum()
    for part in (values[:cut], values[cut:]):
        found.add(spread_of(np.array(part, dtype=np.int64)))
    exact = statistics.quantiles(values, n=4, method="inclusive")
    for quarter, theirs in enumerate(exact, start=1):
        around = [abs(one) for one in _neighbours(sorted(values), quarter)]
        assert abs(found.quartile(quarter) - theirs) <= max(around) / ERROR + 1


def _neighbours(ordered: list[int], quarter: int) -> list[int]:
    at = (len(ordered) - 1) * quarter // 4
    return ordered[at : at + 2]


def test_small_amounts_have_exact_quartiles() -> None:
    found = SpreadSum()
    found.add(spread_of(np.arange(-101, 100, dtype=np.int64)))
    assert [found.quartile(one) for one in (1, 2, 3)] == [-51, -1, 49]
