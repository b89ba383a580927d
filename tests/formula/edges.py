"""Where programs like to differ: halves of a cent, nothing below a line, the last day of a month, rates near zero."""

from __future__ import annotations

import math
from datetime import date

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    NOT_AVAILABLE,
    PERIOD,
    Expression,
    LineReference,
    average,
    equals,
    final,
    floor,
    highest,
    larger,
    lowest,
    magnitude,
    month_after,
    payment,
    ratio,
    rounded,
    sign,
    smaller,
    to_cents,
    total,
    when,
)
from relocation.labels import Label

NAME = Label("edge", "边界")
NA = math.nan


def day(year: int, month: int, day_of_month: int) -> float:
    return float((date(year, month, day_of_month) - date(1899, 12, 30)).days)


GAPS = LineReference("gaps")  # n/a, 2, n/a, 4
EMPTY = LineReference("empty")  # n/a in every period

# Formula and value, worked out by hand or, for payments, taken from the books named beside them. A number that stands
# alone as an operand becomes an input, so that no program folds it into a constant.
EDGES: list[tuple[Expression | tuple[object, ...], float]] = [
    ((to_cents, 1.005), 1.01),
    ((to_cents, -1.005), -1.01),
    ((to_cents, 2.675), 2.68),
    ((to_cents, 0.125), 0.13),
    ((to_cents, 1234567.885), 1234567.89),
    ((to_cents, 0.0049999), 0.0),
    ((to_cents, -0.004), 0.0),
    ((to_cents, 1e13), 1e13),
    ((floor, -0.5), -1.0),
    ((floor, 2.0), 2.0),
    ((sign, -1e-9), -1.0),
    ((sign, 0.0), 0.0),
    # Ties, by the arithmetic of decimals: 0.1 + 0.2 is 0.3, 4.1 * 100 is 410, 3 * 0.335 is 1.005.
    ((lambda x, y: equals(x + y, 0.3), 0.1, 0.2), 1.0),
    ((lambda x, y: x + y > 0.3, 0.1, 0.2), 0.0),
    ((lambda x, y: x + y <= 0.3, 0.1, 0.2), 1.0),
    ((lambda x, y: when(x + y - 0.3, 1), 0.1, 0.2), 0.0),
    ((lambda x, y: (x + y < 0.300001) & ~equals(x + y, 0.299999), 0.1, 0.2), 1.0),
    ((lambda x: floor(x * 100), 4.1), 410.0),
    ((lambda x: floor(x * 100), -4.1), -410.0),
    ((lambda x, y: floor((x + y) * 10), 0.1, 0.7), 8.0),
    ((lambda x, y: sign(x + y - 0.3), 0.1, 0.2), 0.0),
    ((lambda x: rounded(x * 3), 0.335), 1.01),
    ((lambda x: rounded(x * -3), 0.335), -1.01),
    ((lambda x, y: rounded(x - y), 100_000_000.005, 100_000_000.0), 0.01),
    ((lambda x, y: equals(x - y, 0.1), 163_266_000.1, 163_266_000.0), 1.0),
    ((lambda x, y: equals(x * 3, y), 333_333_333_333.1, 999_999_999_999.3), 1.0),
    ((lambda x, y: x * 3 < y, 333_333_333_333.1, 999_999_999_999.31), 1.0),
    ((lambda x: floor(x * 10), 410_000_000_000.1), 4_100_000_000_001.0),
    ((magnitude, -3.5), 3.5),
    ((lambda x: -x, 0.0), 0.0),
    ((lambda x: -(x**2), 3.0), -9.0),
    ((lambda x: (-x) ** 2, 3.0), 9.0),
    ((lambda x: -x - (-x) - 1, 3.0), -1.0),
    ((lambda x: 8 - (x - 2) - (x - 1), 3.0), 5.0),
    ((lambda x: 64 / (8 / larger(x, 1)) / larger(x, 1), 2.0), 8.0),
    ((lambda x: larger(x, 1) ** (x**1) ** 2, 2.0), 16.0),
    ((lambda x: (larger(x, 1) ** x) ** 3, 2.0), 64.0),
    ((lambda x: larger(0, x) ** 0.5, 0.0), 0.0),
    ((lambda x: equals(0.5 + (x > 1) * (x < 3), 1.5), 2.0), 1.0),
    ((lambda x: ~((x > 1) & ~(x > 2)) | equals(x, 2), 2.0), 1.0),
    ((lambda x: smaller(x, 2, -1) + larger(x, 2, 7), 5.0), 6.0),
    ((ratio, 1.0, 0.0), NA),
    ((ratio, 0.0, 0.0), NA),
    ((ratio, 0.0, 5.0), 0.0),
    ((ratio, 1.0, 1e-12), 1e12),
    ((lambda x, y, z: ratio(1, x - y - z), 100.7, 60.4, 40.3), NA),
    ((lambda x, y: ratio(x - y, x - y), 0.300001, 0.3), 1.0),
    ((lambda x, y: sign(x - y), 0.3, 0.1 + 0.2), 0.0),
    ((lambda x, y: 1 + ratio(x, y), 1.0, 0.0), NA),
    ((lambda x, y: when(x > 0, ratio(x - 2, y - 2), x), 1.0, 0.0), 0.5),
    ((lambda x: when(x > 0, NOT_AVAILABLE, x), 0.0), 0.0),
    ((lambda x: -ratio(x, x), 0.0), NA),
    ((payment, 0.0824 / 12, 12.0, 2500.0), 217.7486),  # textbook loan, total interest 112.98
    ((payment, 0.0, 240.0, 1e6), 1e6 / 240),
    ((payment, 0.5, 1.0, 100.0), 150.0),
    ((payment, 0.1, 2.0, 0.0), 0.0),
    ((month_after, day(2019, 1, 31), 1.0), day(2019, 2, 28)),
    ((month_after, day(2020, 1, 31), 1.0), day(2020, 2, 29)),
    ((month_after, day(2019, 12, 1), 1.0), day(2020, 1, 1)),
    ((month_after, day(2020, 1, 15), -1.0), day(2019, 12, 15)),
    ((month_after, day(2016, 2, 29), 12.0), day(2017, 2, 28)),
    (total(GAPS), 6.0),
    (final(GAPS), 4.0),
    (lowest(GAPS), 2.0),
    (highest(GAPS), 4.0),
    (average(GAPS), 3.0),
    (total(EMPTY), 0.0),
    (final(EMPTY), NA),
    (lowest(EMPTY), NA),
    (highest(EMPTY), NA),
    (average(EMPTY), NA),
    (average(EMPTY) + 1, NA),
    (total(EMPTY) + 1, 1.0),
]
TOLERANCE = 5e-5  # the printed payment has four decimals


def edge_book() -> tuple[Book, dict[str, float | str], dict[str, float]]:
    """The book of all edges, its inputs, and the value of each line."""
    book, inputs, wanted = Book(4), {}, {}
    book.line("gaps", NAME, "1", when(equals(floor(PERIOD / 2) * 2, PERIOD), PERIOD, NOT_AVAILABLE))
    book.line("empty", NAME, "1", ratio(PERIOD, 0 * PERIOD))
    for number, (made, value) in enumerate(EDGES):
        key = f"edge{number}"
        if isinstance(made, tuple):
            build, *operands = made
            references = []
            for place, operand in enumerate(operands):
                inputs[f"{key}.{place}"] = operand
                low = (-0.99, 0.5)[place] if build is payment and place < 2 else -math.inf
                references.append(book.input(f"{key}.{place}", NAME, "1", lowest=low))
            made = build(*references)  # type: ignore[operator]
        book.line(key, NAME, "1", made)
        wanted[key] = value
    return book, inputs, wanted
