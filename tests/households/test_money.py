"""Money in whole fen: against fractions and decimals, on single numbers and on columns, at every edge of 64 bits."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from relocation.households.money import (
    FEN,
    JIAO,
    LARGEST,
    YUAN,
    AmountTooLarge,
    Ratio,
    decimal_text,
    plus,
    product,
    rounded,
    times,
    total,
)
from relocation.reading.values import (
    NotHundredths,
    hundredths,
    hundredths_of_double,
    hundredths_of_doubles,
)

MODES = {"nearest": ROUND_HALF_UP, "up": ROUND_UP, "down": ROUND_DOWN}
INT64 = st.integers(-LARGEST - 1, LARGEST)


def by_decimal(numerator: int, denominator: int, base: int, direction: str) -> int:
    """The same by the decimal module: exact quotient of the magnitude, its rounding, the sign put back."""
    with localcontext() as context:
        context.prec = 120
        bases = Decimal(abs(numerator)) / Decimal(denominator * base)
        multiple = int(bases.quantize(Decimal(1), rounding=MODES[direction])) * base
    return multiple if numerator >= 0 else -multiple


@given(
    st.lists(st.integers(-(10**17), 10**17) | st.integers(-300, 300), min_size=1, max_size=20),
    st.sampled_from([1, 2, 3, 7, 100, 1000, 10_000]),
    st.sampled_from([FEN, JIAO, YUAN, 1000]),
    st.sampled_from(sorted(MODES)),
)
def test_rounds_as_decimals_do(numerators: list[int], denominator: int, base: int, direction: str) -> None:
    expected = [by_decimal(one, denominator, base, direction) for one in numerators]
    assert [rounded(one, denominator, base, direction) for one in numerators] == expected
    column = np.array(numerators, dtype=np.int64)
    assert rounded(column, denominator, base, direction).tolist() == expected


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("numerator", "nearest", "up", "down"),
    [
        (0, 0, 0, 0),
        (49, 0, 1, 0),
        (50, 1, 1, 0),
        (51, 1, 1, 0),
        (100, 1, 1, 1),
        (149, 1, 2, 1),
        (150, 2, 2, 1),
        (250, 3, 3, 2),
    ],
)
def test_half_goes_away_from_zero_on_both_sides(
    sign: int, numerator: int, nearest: int, up: int, down: int
) -> None:
    for direction, expected in (("nearest", nearest), ("up", up), ("down", down)):
        assert rounded(sign * numerator, 100, FEN, direction) == sign * expected
        assert rounded(np.array([sign * numerator]), 100, FEN, direction).tolist() == [sign * expected]


def test_a_price_of_an_area_is_exact() -> None:
    area, price = np.array([14_999, 14_317], dtype=np.int32), 150_000
    assert rounded(product(area.astype(np.int64), price), 100).tolist() == [22_498_500, 21_475_500]


@given(st.lists(INT64, min_size=1, max_size=9), INT64)
def test_a_product_is_exact_or_refused_by_row(numbers: list[int], factor: int) -> None:
    exact = [number * factor for number in numbers]
    beyond = tuple(row for row, one in enumerate(exact) if abs(one) > LARGEST)
    column = np.array(numbers, dtype=np.int64)
    if beyond:
        with pytest.raises(AmountTooLarge) as caught:
            product(column, factor)
        assert caught.value.rows == beyond
    else:
        assert product(column, factor).tolist() == exact


@given(st.lists(st.tuples(INT64, INT64), min_size=1, max_size=9))
def test_a_sum_of_rows_is_exact_or_refused_by_row(pairs: list[tuple[int, int]]) -> None:
    first, second = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    exact = [one + other for one, other in pairs]
    beyond = tuple(row for row, one in enumerate(exact) if not -LARGEST - 1 <= one <= LARGEST)
    if beyond:
        with pytest.raises(AmountTooLarge) as caught:
            plus(first, second)
        assert caught.value.rows == beyond
    else:
        assert plus(first, second).tolist() == exact


@given(st.lists(INT64, max_size=50))
def test_a_total_has_no_limit(numbers: list[int]) -> None:
    assert total(np.array(numbers, dtype=np.int64)) == sum(numbers)


def test_a_trillion_square_metres_are_refused_and_do_not_wrap() -> None:
    with pytest.raises(AmountTooLarge):
        product(np.array([1, 10**14]), 150_000)
    with pytest.raises(AmountTooLarge):
        rounded(np.array([LARGEST]), 1, YUAN, "up")
    with pytest.raises(AmountTooLarge):
        rounded(np.array([-LARGEST - 1]), 1)


def test_no_rate_without_a_denominator() -> None:
    for denominator, base in ((0, 1), (-1, 1), (1, 0), (LARGEST, 100)):
        with pytest.raises(ValueError, match="above zero"):
            rounded(1, denominator, base)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=2))
def test_two_decimals_are_read_exactly(amount: Decimal) -> None:
    text = f"{amount:f}"
    assert hundredths(text) == int(amount * 100)
    assert Decimal(decimal_text(hundredths(text))) == amount


@pytest.mark.parametrize(
    "text", ["", "1.005", "1e3", "nan", "inf", "1,000", "１", " 1", "0x1", "1_0", "1." + "0" * 40 + "1"]
)
def test_other_texts_are_no_hundredths(text: str) -> None:
    with pytest.raises(NotHundredths):
        hundredths(text)


@given(st.integers(-(2**49), 2**49))
def test_every_double_of_two_decimals_gives_its_hundredths(amount: int) -> None:
    assert hundredths_of_double(amount / 100) == amount


def test_the_inexactness_of_a_spreadsheet_is_forgiven_and_a_third_decimal_is_not() -> None:
    assert hundredths_of_double(0.1 + 0.2) == 30
    found, sound = hundredths_of_doubles(
        np.array([149.99, 149.995, 1.005, 1e308, float("nan"), float("-inf")])
    )
    assert sound.tolist() == [True, False, False, False, False, False]
    assert found.tolist() == [14_999, 0, 0, 0, 0, 0]


@given(st.fractions(max_denominator=10_000))
def test_a_ratio_is_the_fraction_of_its_text(rate: Fraction) -> None:
    assert Ratio.of(str(rate)).fraction == rate


def test_a_rate_in_decimals_is_exact() -> None:
    assert Ratio.of("0.7") == (7, 10)
    assert Ratio.of("1500") == (1500, 1)


@given(
    st.lists(INT64, max_size=9) | st.lists(st.integers(0, 10**9), max_size=9),
    st.fractions(-(10**6), 10**6, max_denominator=10**6),
    st.sampled_from([FEN, JIAO, YUAN]),
    st.sampled_from(sorted(MODES)),
)
def test_times_is_the_product_rounded(numbers: list[int], exact: Fraction, base: int, direction: str) -> None:
    column, rate = np.array(numbers, dtype=np.int64), Ratio.of(exact)
    expected = [by_decimal(one * rate.numerator, rate.denominator, base, direction) for one in numbers]
    beyond = tuple(at for at, one in enumerate(numbers) if abs(one * rate.numerator) > LARGEST)
    beyond = beyond or tuple(at for at, one in enumerate(expected) if abs(one) > LARGEST)
    if beyond:
        with pytest.raises(AmountTooLarge) as caught:
            times(column, rate, base, direction)
        assert caught.value.rows == beyond
    else:
        assert times(column, rate, base, direction).tolist() == expected


@pytest.mark.parametrize("rate", [Ratio(1), Ratio(1, 100), Ratio(2), Ratio(3, 2)])
@pytest.mark.parametrize("less", [-1, 0, 7, 8, 49, 50, 51, 99, 100])
@pytest.mark.parametrize("direction", sorted(MODES))
def test_times_does_not_wrap_at_the_edge(rate: Ratio, less: int, direction: str) -> None:
    number = min(LARGEST // rate.numerator - less, LARGEST)
    dividend = number * rate.numerator
    expected = by_decimal(dividend, rate.denominator, YUAN, direction)
    if max(dividend, expected) > LARGEST:
        with pytest.raises(AmountTooLarge):
            times(np.array([number]), rate, YUAN, direction)
    else:
        assert times(np.array([number]), rate, YUAN, direction).tolist() == [expected]


@given(st.lists(st.lists(INT64, min_size=3, max_size=3), min_size=1, max_size=4))
def test_several_columns_add_up_or_are_refused(rows: list[list[int]]) -> None:
    columns = [np.array(one, dtype=np.int64) for one in rows]
    sums = [sum(one) for one in zip(*rows, strict=True)]
    steps = [sum(one[:count]) for one in zip(*rows, strict=True) for count in range(1, len(rows) + 1)]
    if all(-LARGEST - 1 <= one <= LARGEST for one in steps):
        assert plus(*columns).tolist() == sums
    else:
        with pytest.raises(AmountTooLarge):
            plus(*columns)


def test_a_factor_beyond_64_bits_times_nothing_is_nothing() -> None:
    nothing, factor = np.zeros(2, dtype=np.int64), 10**21
    assert product(nothing, factor).tolist() == times(nothing, Ratio(factor, 7)).tolist() == [0, 0]
    with pytest.raises(AmountTooLarge) as caught:
        times(np.array([0, 1]), Ratio(factor, 7))
    assert caught.value.rows == (1,)


def test_a_sum_is_no_part_of_what_it_is_summed_from() -> None:
    column = np.array([1, 2, 3])
    for found in (plus(column), plus(column, column), times(column, Ratio(1))):
        found += 1
    assert column.tolist() == [1, 2, 3]
