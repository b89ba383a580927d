"""Numbers in the script of the page: every unit and scale as Python writes it, over floats of all sizes, halves too."""

import math
import struct
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relocation.javascript import Engine, script
from relocation.tables import numbers
from relocation.tables.numbers import cell_text, day_text, number_form, number_text
from relocation.tables.record import Amount
from relocation.tables.units import UNITS

UNIT_AND_SCALE = [(unit, "yuan") for unit in sorted({*numbers.FORMATS, *UNITS, "no unit"})] + [
    ("yuan", "wan"),
    ("yuan", "million"),
]
HOW = [
    {"signed": signed, "digits": digits, "before": before}
    for signed in (False, True)
    for digits in (0, 3, numbers.READ, numbers.STATED)
    for before in ("", "≥ ")
]
# Floats of all sizes, numbers with few decimals, and halves of every place.
NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(0, 2**64 - 1)
    .map(lambda bits: struct.unpack("<d", struct.pack("<Q", bits))[0])
    .filter(math.isfinite),
    st.decimals(-(10**12), 10**12, places=4).map(float),
    st.builds(
        lambda whole, places: (whole * 10 + 5) / 10**places, st.integers(-(10**7), 10**7), st.integers(0, 12)
    ),
    st.integers(-(2**53), 2**53).map(float),
)
# Written out: what numbers.js has to do itself, for one is the other's mirror.
BY_HAND = [
    (1.005, "times", "yuan", "1.01"),
    (1_250_000.0, "times", "yuan", "1.3E+06"),
    (9.96e99, "times", "yuan", "1.0E+100"),
    (-5_848_000.5, "yuan", "yuan", "-5,848,001"),
    (49_483_000.0, "yuan", "wan", "4,948.30"),
    (-0.4, "yuan", "yuan", "0"),
    (12.5, "fen", "yuan", "0.125"),
    (1e21, "points", "yuan", "1,000,000,000,000,000,000,000"),
    (5e-324, "share", "yuan", "0.00 %"),
    (0.28545, "change", "yuan", "28.55 %"),
    (42430.0, "date", "yuan", "2016-03-01"),
    (0.0, "date", "yuan", "1899-12-30"),
    (3e6, "date", "yuan", "n/a"),
]
TEXTS = """
function textsOf(values, forms, hows) {
  return values.map(value => forms.map(form => hows.map(
    how => [numberText(value, form, how), cellText(value, form, how)])));
}
"""


@cache
def engine() -> Engine:
    return Engine(script("tables.numbers"), TEXTS)


def in_python(values: list[float]) -> list[list[list[list[str]]]]:
    return [
        [
            [
                [
                    how["before"]
                    + number_text(value, unit, scale, signed=how["signed"], digits=how["digits"]),
                    Amount(value, unit, **how).text("en", scale),
                ]
                for how in HOW
            ]
            for unit, scale in UNIT_AND_SCALE
        ]
        for value in values
    ]


def in_script(values: list[float], using: Engine) -> list[list[list[list[str]]]]:
    forms = [number_form(unit, scale) for unit, scale in UNIT_AND_SCALE]
    return using.call("textsOf", values, forms, HOW)


@pytest.mark.parametrize(("value", "unit", "scale", "shown"), BY_HAND)
def test_the_script_writes_a_number_by_the_form_of_its_unit(
    value: float, unit: str, scale: str, shown: str
) -> None:
    assert engine().call("numberText", value, number_form(unit, scale)) == shown
    assert number_text(value, unit, scale) == shown


@settings(max_examples=60)
@given(st.lists(NUMBERS, min_size=1, max_size=4))
def test_the_script_writes_every_number_as_python_does(values: list[float]) -> None:
    assert in_script(values, engine()) == in_python(values)


def test_what_is_no_number_is_told_alike() -> None:
    using = Engine(
        script("tables.numbers"),
        "const odd = form => [NaN, Infinity, null, 0, -0].map(x => cellText(x, form));",
    )
    for unit, scale in UNIT_AND_SCALE:
        told = [cell_text(value, unit, scale) for value in (math.nan, math.inf, None, 0.0, -0.0)]
        assert using.call("odd", number_form(unit, scale)) == told, unit


@pytest.mark.parametrize(
    ("value", "unit"), [(4.0, "years"), (0.25, "share"), (1e6, "yuan"), (1.5, "no unit")]
)
def test_a_number_with_its_unit_is_told_alike(value: float, unit: str) -> None:
    for scale in numbers.SCALES:
        amount, form = Amount(value, unit, named=True), number_form(unit, scale, named=True)
        for lang in ("en", "zh"):
            assert engine().call("amountText", value, form, lang) == amount.text(lang, scale)


def test_a_script_that_rounds_halves_to_even_is_noticed() -> None:
    right = 'digits[kept] >= "5"'
    text = script("tables.numbers")
    assert text.count(right) == 1
    wrong = Engine(text.replace(right, 'digits[kept] > "5"'), TEXTS)
    halves = [0.125, 2.5, 1.005]
    assert in_script(halves, wrong) != in_python(halves) == in_script(halves, engine())


def test_a_day_beyond_the_calendar_is_not_available() -> None:
    assert [day_text(day) for day in (-693_593.0, -693_594.0, 2_958_465.0, 2_958_466.0, 1e300)] == [
        "0001-01-01", "n/a", "9999-12-31", "n/a", "n/a",
    ]  # fmt: skip
