"""An independent program for the staircases of Wei County, in exact fractions of a yuan, written from the paper."""

from fractions import Fraction
from math import floor

YUAN = Fraction(1)

# The wording of the paper: own payment first, then "less than", "between ... to ..." and "above".
STAIRCASES = {
    "illness_lifted": (
        Fraction(5_000),
        Fraction(10_000),
        Fraction(30_000),
        (Fraction(70, 100), Fraction(60, 100), Fraction(50, 100)),
        None,
    ),
    "illness_low_income": (
        Fraction(20_000),
        Fraction(50_000),
        Fraction(100_000),
        (Fraction(30, 100), Fraction(50, 100), Fraction(70, 100)),
        None,
    ),
    "education": (
        Fraction(8_000),
        Fraction(3_000),
        Fraction(5_000),
        (Fraction(1), Fraction(80, 100), Fraction(60, 100)),
        None,
    ),
    "disaster": (
        Fraction(10_000),
        Fraction(10_000),
        Fraction(30_000),
        (Fraction(40, 100), Fraction(60, 100), Fraction(80, 100)),
        Fraction(30_000),
    ),
}


def exactly(name: str, mode: str, self_paid: Fraction) -> Fraction:
    """The compensation in yuan, before anything is rounded."""
    line, low, high, (first, second, third), most = STAIRCASES[name]
    if self_paid <= line:
        return Fraction(0)
    rest = self_paid - line
    if mode == "whole":
        if rest < low:
            paid = rest * first
        elif low <= rest <= high:
            paid = rest * second
        else:
            paid = rest * third
    else:
        paid = Fraction(0)
        paid += first * (rest if rest < low else low)
        if rest > low:
            paid += second * ((rest if rest < high else high) - low)
        if rest > high:
            paid += third * (rest - high)
    return paid if most is None or paid < most else most


def in_fen(amount: Fraction) -> int:
    """Rounded to the fen, a half upwards; compensation is never negative."""
    return floor(amount * 100 + Fraction(1, 2))
