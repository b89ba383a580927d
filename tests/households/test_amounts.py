"""The rules on columns against fractions, household by household: 100,000 random ones, to the fen."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import numpy as np
import pytest

from relocation.households.amounts import Batch, amounts, breached, left
from relocation.households.money import AmountTooLarge, total
from relocation.households.rule_file import parse_rules, shipped_rules
from tests.households.schemes import HEAD, rule_text, ten_rules

CASH, EXCHANGE, OWN, GRANTED = range(4)
HOUSEHOLDS = 100_000


def random_batch(rows: int, seed: int) -> dict[str, np.ndarray]:
    """Households of every kind; many without one of the structures."""
    draw = np.random.default_rng(seed)
    persons = draw.integers(1, 9, rows)
    poor = np.where(draw.random(rows) < 0.3, draw.integers(0, persons + 1), 0)
    return {
        "persons": persons,
        "poor_persons": poor,
        "registered": (poor > 0).astype(np.int64),
        "brick": np.where(draw.random(rows) < 0.5, draw.integers(1, 50_000, rows), 0),
        "soil": np.where(draw.random(rows) < 0.5, draw.integers(1, 50_000, rows), 0),
        "flat": draw.integers(0, 30_000, rows),
        "garages": draw.integers(0, 3, rows),
        "option": draw.integers(0, 4, rows),
    }


def near(value: Fraction, base: int) -> int:
    """To the nearest base, half up; every value here is positive."""
    return floor(value / base + Fraction(1, 2)) * base


def by_hand(
    brick: int, soil: int, flat: int, garages: int, persons: int, poor: int, option: int
) -> dict[str, int]:
    """The ten rules of the test scheme written down once more, in fractions."""
    buys = option in (CASH, EXCHANGE)
    brick_fen = near(Fraction(brick, 100) * Fraction("1500.55") * 100, 1)
    soil_fen = near(Fraction(soil, 100) * Fraction(2999, 7) * 100, 10)
    award = floor(Fraction(brick_fen + soil_fen) * Fraction(1, 8) / 100) * 100 if buys and brick else 0
    area, share = Fraction(flat, 100), Fraction(25 * persons)
    return {
        "brick": brick_fen,
        "soil": soil_fen,
        "award": min(award, 500_000 * persons),
        "moving": 100_000,
        "moving_head": ceil(persons * Fraction("300.005") * 100),
        "poor": min(poor, 5) * 6_700_000,
        "flat_base": near(min(area, share) * Fraction("1199.99") * 100, 1) if buys else 0,
        "flat_above": ceil(max(area - share, Fraction(0)) * Fraction("1700.01") * 10) * 10 if buys else 0,
        "garages": garages * 3_000_000 if buys else 0,
        "programme": near(persons * Fraction(1000, 3) * 100, 1) if poor == 0 else 0,
    }


def rows_of(batch: Batch) -> list[tuple[int, ...]]:
    names = ("brick", "soil", "flat", "garages", "persons", "poor_persons", "option")
    return list(zip(*(batch[name].tolist() for name in names), strict=True))


def test_a_hundred_thousand_households_by_hand() -> None:
    rules, batch = ten_rules(), random_batch(HOUSEHOLDS, 5)
    found = amounts(rules, batch)
    expected = [by_hand(*row) for row in rows_of(batch)]
    for rule in found:
        column = [one[rule] for one in expected]
        assert found[rule].amount.tolist() == column, rule
        assert total(found[rule].amount) == sum(column)
    money_in = ("brick", "soil", "award", "moving", "moving_head", "poor")
    rest = [sum(o[r] for r in money_in) - o["flat_base"] - o["flat_above"] - o["garages"] for o in expected]
    assert left(rules, found).tolist() == rest
    assert min(rest) < 0 < max(rest)


def test_limits_by_hand() -> None:
    rules, batch = ten_rules(), random_batch(2_000, 6)
    found = amounts(rules, batch)
    area = [poor > 0 and flat > 2_500 * poor for _, _, flat, _, _, poor, _ in rows_of(batch)]
    assert breached(rules, rules.limits[0], batch, found).tolist() == area
    own = [one < -1_000_000 for one in left(rules, found).tolist()]
    assert breached(rules, rules.limits[1], batch, found).tolist() == own
    assert any(area)
    assert any(own)


def test_a_limit_is_met_exactly_and_broken_by_a_hundredth() -> None:
    rules = shipped_rules("lujia")
    batch = one_household(flat=5_000, poor_persons=2, registered=1)
    more = one_household(flat=5_001, poor_persons=2, registered=1)
    limit = rules.limits[0]
    assert not breached(rules, limit, batch, amounts(rules, batch)).any()
    assert breached(rules, limit, more, amounts(rules, more)).all()


def one_household(**values: int) -> dict[str, np.ndarray]:
    names = ("persons", "poor_persons", "registered", "brick", "soil", "flat", "garages", "option")
    return {name: np.array([values.get(name, 0)], dtype=np.int64) for name in names}


def test_rows_may_be_split_and_shuffled() -> None:
    rules, batch = ten_rules(), random_batch(1_000, 7)
    order = np.random.default_rng(8).permutation(1_000)
    whole = amounts(rules, batch)
    for part in np.array_split(order, 7):
        some = amounts(rules, {name: column[part] for name, column in batch.items()})
        for rule in whole:
            assert some[rule].amount.tolist() == whole[rule].amount[part].tolist()


def test_lujia_by_the_source() -> None:
    rules = shipped_rules("lujia")
    batch = one_household(
        persons=3, poor_persons=2, registered=1, brick=8_000, soil=3_050, flat=7_000, option=1
    )
    found = {rule: int(one.amount[0]) for rule, one in amounts(rules, batch).items()}
    assert found == {
        "brick": 80 * 1500 * 100,
        "soil": 3_050_000,
        "flats": 70 * 1200 * 100,
        "garages": 0,
        "county_subsidy": 70 * 500 * 100,
        "granted_flat": 0,
        "resettlement": 2 * 67_000 * 100,
    }


@pytest.mark.parametrize(
    ("option", "pays", "in_kind"), [(CASH, 1, 0), (EXCHANGE, 1, 0), (OWN, 0, 0), (GRANTED, 0, 1)]
)
def test_the_option_decides_which_rules_apply(option: int, pays: int, in_kind: int) -> None:
    rules = shipped_rules("lujia")
    found = amounts(rules, one_household(persons=3, brick=8_000, flat=7_000, option=option))
    assert found["flats"].amount[0] == pays * 8_400_000
    assert found["granted_flat"].amount[0] == in_kind * 11_900_000
    assert found["brick"].amount[0] == 12_000_000


def test_too_large_is_refused_by_row() -> None:
    rules = parse_rules(HEAD + rule_text("brick", 'quantity = "brick"\nrate = 1500.55'))
    batch = one_household(persons=1)
    batch = {name: np.repeat(column, 3) for name, column in batch.items()}
    batch["brick"] = np.array([14_999, 10**15, 14_999])
    with pytest.raises(AmountTooLarge) as caught:
        amounts(rules, batch)
    assert caught.value.rows == (1,)


def test_lujia_counts_a_flat_for_every_option_but_own_building() -> None:
    assert list(shipped_rules("lujia").uncounted()) == [(OWN, "flat"), (OWN, "garages")]


def test_an_allowance_between_two_hundredths_is_not_exceeded() -> None:
    body = 'quantity = "flat"\nrate = 1\nquantity_cap = {limit = "100/3", per = "persons"}'
    rules = parse_rules(HEAD + rule_text("capped", body))
    found = amounts(rules, one_household(persons=2, flat=9_000))  # two thirds of 100 m2 are 66.666... m2
    assert found["capped"].quantity.tolist() == [6_666]
