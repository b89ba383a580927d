"""Rules asked of many scenarios at once: which of them does each sign let through?"""

import math

import numpy as np
import pytest

from relocation.scenarios.simulation.rules import FEN, Rule

# Around a bound of 1 yuan: half a fen either way is the bound itself.
VALUES = [0.99, 0.996, 1.0, 1.004, 1.01, math.nan]


@pytest.mark.parametrize(
    ("sign", "broken"),
    [
        (">=", [True, False, False, False, False, True]),
        ("<=", [False, False, False, False, True, True]),
        (">", [True, True, True, True, False, True]),
        ("<", [False, True, True, True, True, True]),
    ],
)
def test_money_meets_a_bound_to_the_fen_and_what_is_not_available_meets_none(
    sign: str, broken: list[bool]
) -> None:
    assert Rule("cash.minimum", sign, 1.0, FEN).broken(np.array(VALUES)).tolist() == broken
