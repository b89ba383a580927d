"""A synthetic roster of Lujia: invented households whose sums are what the source and the project file state.

Nobody in it exists. Only the sums are taken from elsewhere: households, persons and registered persons from the source,
the areas from models/lujia.toml, where they are assumptions. How they are spread over households is drawn from a seed.
"""

from __future__ import annotations

from random import Random

import numpy as np

from relocation.households.money import Column
from relocation.households.roster import SYNTHETIC, Roster
from relocation.households.rules import RuleSet
from relocation.reading.rows import Places

SEED = 2016
FILE = "lujia_synthetic_roster.csv"
HOUSEHOLDS, PERSONS = 391, 917  # Hou, line 67
LIFTED = ((60, 129), (32, 69))  # registered households and persons lifted in 2016 and 2017; Hou, line 119
GROUPS = 3  # Hou, line 67
BRICK, SOIL = 3_128_000, 2_776_100  # 0.01 m2; models/lujia.toml, assumptions
FLAT = 7_000  # 0.01 m2 for each household; models/lujia.toml, an assumption
GARAGES = 12  # Hou, line 95
BRICK_HOMES, REGISTERED_BRICK_HOMES = 0.65, 0.35  # shares with a brick house, invented
SOIL_BESIDE_BRICK = 0.7  # of these, share with soil buildings as well, invented
EXCHANGES = 0.8  # share that chooses exchange, invented


def synthetic_lujia(rules: RuleSet, seed: int = SEED) -> Roster:
    """391 invented households, the same for the same seed."""
    draw = Random(seed)
    sizes = [(parts, True) for households, persons in LIFTED for parts in _parts(draw, households, persons)]
    lifted = sum(households for households, _ in LIFTED), sum(persons for _, persons in LIFTED)
    sizes += [(parts, False) for parts in _parts(draw, HOUSEHOLDS - lifted[0], PERSONS - lifted[1])]
    draw.shuffle(sizes)
    persons = np.array([size for size, _ in sizes], dtype=np.int64)
    registered = np.array([poor for _, poor in sizes], dtype=np.int64)
    brick, soil = _homes(draw, persons, registered)
    garages = np.zeros(HOUSEHOLDS, dtype=np.int64)
    garages[sorted(range(HOUSEHOLDS), key=lambda _: draw.random())[:GARAGES]] = 1
    codes = [rules.code("exchange" if draw.random() < EXCHANGES else "cash") for _ in range(HOUSEHOLDS)]
    numbers = {
        "persons": persons,
        "poor_persons": persons * registered,
        "registered": registered,
        "brick": brick,
        "soil": soil,
        "flat": np.full(HOUSEHOLDS, FLAT, dtype=np.int64),
        "garages": garages,
        "option": np.array(codes, dtype=np.int64),
    }
    options = tuple(option.key for option in rules.options)
    rows = np.arange(2, HOUSEHOLDS + 2, dtype=np.int64)
    return Roster(numbers, _texts(), options, rows, Places(FILE, {}))


def _texts() -> dict[str, tuple[str, ...]]:
    """Ids and names that no person can have."""
    numbers = range(1, HOUSEHOLDS + 1)
    group_size = -(-HOUSEHOLDS // GROUPS)
    empty = ("",) * HOUSEHOLDS
    return {
        "id": tuple(f"{SYNTHETIC}{number:04d}" for number in numbers),
        "name": tuple(f"Household {number:04d} (synthetic) / 模拟户{number:04d}" for number in numbers),
        "group": tuple(
            f"Group {(number - 1) // group_size + 1} / 第{(number - 1) // group_size + 1}组"
            for number in numbers
        ),
        "bank_account": empty,
        "village": empty,
        "county": empty,
    }


def _parts(draw: Random, households: int, persons: int) -> list[int]:
    """Persons spread over households, one at least in each and not more than seven."""
    parts = [1] * households
    for _ in range(persons - households):
        parts[_smaller(draw, parts)] += 1
    return parts


def _smaller(draw: Random, parts: list[int]) -> int:
    while True:
        at = int(draw.random() * len(parts))
        if parts[at] < 7:
            return at


def _homes(draw: Random, persons: Column, registered: Column) -> tuple[Column, Column]:
    """Areas of brick and soil, more for larger households, that sum to the stated totals to the hundredth."""
    brick, soil = [], []
    for size, poor in zip(persons.tolist(), registered.tolist(), strict=True):
        has_brick = draw.random() < (REGISTERED_BRICK_HOMES if poor else BRICK_HOMES)
        has_soil = not has_brick or draw.random() < SOIL_BESIDE_BRICK
        brick.append(has_brick * (3 + size) * (0.7 + 0.6 * draw.random()))
        soil.append(has_soil * (1 if has_brick else 1.6) * (3 + size) * (0.7 + 0.6 * draw.random()))
    return _shared(brick, BRICK), _shared(soil, SOIL)


def _shared(weights: list[float], whole: int) -> Column:
    """A total shared by weight in whole hundredths; the hundredths left over go to the largest."""
    scale = whole / sum(weights)
    shares = [int(weight * scale) for weight in weights]
    largest = sorted(range(len(weights)), key=lambda at: -weights[at])
    for at in largest[: whole - sum(shares)]:
        shares[at] += 1
    return np.array(shares, dtype=np.int64)
