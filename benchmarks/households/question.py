"""What everybody is asked: the ten rules of ten_rules.toml on a roster, and what is left, added up by village.

A roster is a mapping of int64 columns as the package keeps them: areas in 0.01 m2, counts, the code of the option, 1 for
a registered household, and the number of the village. All households of it are invented.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from relocation.households.rule_file import read_rules
from relocation.households.rules import RuleSet

Column = NDArray[np.int64]
Roster = Mapping[str, Column]
Run = Callable[[], Column]

VILLAGE = "village"
HOUSEHOLDS_OF_A_VILLAGE = 391
RULES = (
    *("brick", "soil", "award", "moving", "moving_head", "poor"),
    *("flat_base", "flat_above", "garages", "programme"),
)
ASKED = (*RULES, "left")
TEN_RULES = Path(__file__).with_name("ten_rules.toml")


@cache
def ten_rules() -> RuleSet:
    """The rules as the package reads them; every peer has them written once more, in its own language."""
    return read_rules(TEN_RULES)


def roster(
    households: int, seed: int = 1, *, of_a_village: int = HOUSEHOLDS_OF_A_VILLAGE
) -> dict[str, Column]:
    """Invented households, village after village."""
    draw = np.random.default_rng(seed)
    persons = draw.integers(1, 8, households)
    registered = (draw.random(households) < 0.3).astype(np.int64)
    return {
        "persons": persons,
        "poor_persons": registered * draw.integers(1, persons + 1),
        "registered": registered,
        "brick": np.where(draw.random(households) < 0.6, draw.integers(3_000, 16_000, households), 0),
        "soil": np.where(draw.random(households) < 0.7, draw.integers(1_000, 10_000, households), 0),
        "flat": draw.integers(4_000, 16_000, households),
        "garages": (draw.random(households) < 0.05).astype(np.int64),
        "option": draw.choice(4, households, p=[0.15, 0.8, 0.03, 0.02]),
        VILLAGE: np.arange(households) // of_a_village,
    }


def shuffled(one: Roster, seed: int = 2) -> dict[str, Column]:
    """The same households in no order."""
    order = np.random.default_rng(seed).permutation(len(one[VILLAGE]))
    return {key: column[order] for key, column in one.items()}


def villages(one: Roster) -> int:
    """How many villages there are, numbered from 0."""
    return int(one[VILLAGE].max()) + 1
