"""A synthetic roster of Lujia: invented households whose sums are what the source and the project file state.

Nobody in it exists. Only the sums are taken from elsewhere: households, persons and registered persons from the source,
the areas from models/lujia.toml, where they are assumptions. How they are spread over households is drawn from a seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import numpy as np

from relocation.files import written_beside
from relocation.households.money import Column
from relocation.households.roster import SYNTHETIC, Roster
from relocation.households.rules import RuleSet
from relocation.reading.rows import Places

if TYPE_CHECKING:
    import pyarrow as pa


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
        place = int(draw.random() * len(parts))
        if parts[place] < 7:
            return place


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
    largest = sorted(range(len(weights)), key=lambda place: -weights[place])
    for place in largest[: whole - sum(shares)]:
        shares[place] += 1
    return np.array(shares, dtype=np.int64)


VILLAGES_OF_A_COUNTY = 30  # invented
CHUNK = 131_072  # rows drawn at a time
NATIONAL_PROGRAMME = 3_500_000  # households; some ten million people


def write_synthetic_country(
    path: Path, households: int, *, seed: int = 0, shuffled: bool = False, force: bool = False
) -> None:
    """A Parquet roster for the rules of Lujia, with columns for village and county. Raises CannotWrite.

    Shuffled, the same households stand in another order.
    """
    import pyarrow.parquet as pq

    with written_beside(path, force=force) as file:
        writer = None
        for table in _tables(households, seed, shuffled):
            writer = writer or pq.ParquetWriter(file, table.schema, compression="zstd")
            writer.write_table(table)
        if writer is not None:
            writer.close()


def _tables(households: int, seed: int, shuffled: bool) -> Iterator[pa.Table]:
    order = np.arange(households, dtype=np.int64)
    if shuffled:
        order = np.random.default_rng([seed, 1]).permutation(order)
    for first in range(0, households, CHUNK):
        yield households_of(order[first : first + CHUNK], seed)


def households_of(numbers: np.ndarray[tuple[int, ...], np.dtype[np.int64]], seed: int = 0) -> pa.Table:
    """The households of these numbers, counted from 0: each is the same wherever it stands."""
    import pyarrow as pa

    draw = [_uniform(numbers, seed, number) for number in range(9)]
    persons = 1 + (draw[0] * 5).astype(np.int64)
    registered = draw[1] < 0.25
    has_brick = draw[2] < 0.6
    own_building = draw[3] < 0.02
    village = numbers // HOUSEHOLDS
    option = np.where(draw[4] < 0.8, 1, 0)
    columns = {
        "id": _numbered_texts(SYNTHETIC, numbers, 12),
        "name": _numbered_texts("模拟户 synthetic ", numbers, 12),
        "group": _numbered_texts("Group ", numbers % 3 + 1, 1),
        "county": _numbered_texts("模拟县 ", village // VILLAGES_OF_A_COUNTY, 4),
        "village": _numbered_texts("模拟村 ", village, 6),
        "persons": pa.array(persons.astype(np.int16)),
        "poor_persons": pa.array((persons * registered).astype(np.int16)),
        "brick": pa.array(np.round(has_brick * (30 + 120 * draw[5]), 2)),
        "soil": pa.array(np.round((draw[6] < 0.7) * (10 + 90 * draw[7]), 2)),
        "flat": pa.array(np.where(own_building, 0.0, FLAT / 100)),
        "garages": pa.array(((draw[8] < 0.05) & ~own_building).astype(np.int8)),
        "option": pa.array(["cash", "exchange", "own_building"]).take(np.where(own_building, 2, option)),
    }
    return pa.table(columns)


def _numbered_texts(
    start: str, numbers: np.ndarray[tuple[int, ...], np.dtype[np.int64]], digits: int
) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    padded = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), digits, "0")
    return pc.binary_join_element_wise(start, padded, "")


def _uniform(
    numbers: np.ndarray[tuple[int, ...], np.dtype[np.int64]], seed: int, number: int
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """A number from 0 to 1 for each household, from its number alone: SplitMix64 (Steele, Lea and Flood, 2014)."""
    mixed = (numbers.astype(np.uint64) * np.uint64(16) + np.uint64(number)) * np.uint64(0x9E3779B97F4A7C15)
    mixed += np.uint64(seed * 0xD1B54A32D192ED03 % 2**64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return (mixed ^ (mixed >> np.uint64(31))) / 2.0**64
