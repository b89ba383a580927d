"""The estimate from which a spreadsheet starts its search for a rate of return, in rows of its own.

LibreOffice gives up after twenty of Newton's steps, others where a step leaves the rates above -1, and Newton's steps
find a rate only from near it. So the rows here come near first, in a way that can neither run away nor turn round.

If all inflow P fell on its mean date and all outflow N on its own, the rate would follow from one division: with the
dates g periods apart, (1 + r)^g = P / N. Estimate 1 takes money and mean dates as they are, each later one weighs both
with the discount factors of the estimate before. That is Newton's method for ln P(u) - ln N(u) over u = ln(1 + r), which
is much straighter than the present value over r. On which side of 0 the rate lies is known before.
"""

from __future__ import annotations

from dataclasses import dataclass

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    PERIOD,
    Constant,
    Expression,
    LineReference,
    discounted,
    final,
    larger,
    magnitude,
    smaller,
    to_cents,
    total,
    when,
)
from relocation.labels import Label

ESTIMATES = 4  # with fewer, more searches fail that start from the last one
# A workbook's formulas hold no numbers that only a program understands, hence powers of the everyday ones.
NOTHING = Constant(0.01) ** 100  # stands for no money where something is divided by it
NEAREST = Constant(1.0) / 3  # of ln(1 + r), an estimate that overshot comes back by no more than to this part
AT_ONCE = Constant(10_000.0) ** 2  # a discount factor changes by no more in one period,
DECADES = 2 * Constant(12.0)  # and by so many times four powers of ten over all of them


@dataclass(frozen=True, slots=True)
class Side:
    """The money of one direction per period, and the same times the number of the period."""

    name: Label
    amount: LineReference
    dated: LineReference


def declare_estimate(
    book: Book, key: str, flow: LineReference, turns_above: LineReference
) -> tuple[LineReference, LineReference]:
    """Declares `<key>.guess`, an estimate of the rate of return of `flow`, and the rows before it; and gives the inflow.

    The estimate means something only where there is exactly one rate: above 0 if the running sum of the flow turns,
    which `turns_above` counts, else below.
    """
    unit = book.lines[flow.key].unit
    inflow = _declare_side(
        book, f"{key}.inflow", unit, when(to_cents(flow) > 0, flow), Label("Net inflow", "净流入")
    )
    outflow = _declare_side(
        book, f"{key}.outflow", unit, when(to_cents(flow) < 0, -flow), Label("Net outflow", "净流出")
    )
    side = book.line(
        f"{key}.side",
        Label("Rate of return above 0 (1) or below (-1)", "内部收益率高于零（1）或低于零（-1）"),
        "number",
        when(total(turns_above) > 0, 1, -1),
    )
    gain = book.line(
        f"{key}.gain",
        Label("More comes in than goes out (1) or not (-1)", "流入多于流出（1）或否（-1）"),
        "number",
        when(to_cents(total(inflow.amount) - total(outflow.amount)) > 0, 1, -1),
    )
    most = _declare_most_growth(book, f"{key}.most_growth")
    step = _declare_step(book, f"{key}.estimate_1", 1, (inflow, outflow), gain, None)
    growth = _declare_growth(book, f"{key}.estimate_1", 1, larger(step, 1), most)
    for number in range(2, ESTIMATES + 1):
        name = f"{key}.estimate_{number}"
        factor = _declare_factor(book, f"{name}.factor", number, growth**-side)
        step = _declare_step(book, name, number, (inflow, outflow), gain, factor)
        growth = _declare_growth(book, name, number, larger(growth * step, growth**NEAREST), most)
    guess = book.line(
        f"{key}.guess",
        Label("Estimate from which the search of IRR starts", "内部收益率试算初值"),
        "share",
        growth**side - 1,
    )
    return guess, inflow.amount


def _declare_side(book: Book, key: str, unit: str, amount: Expression, name: Label) -> Side:
    line = book.line(key, name, unit, amount, summed=True)
    dated = book.line(
        f"{key}_dated",
        Label(f"{name.en} times period", f"{name.zh}×期次"),
        unit,
        line * PERIOD,
        summed=True,
    )
    return Side(name, line, dated)


def _declare_factor(book: Book, key: str, number: int, per_period: Expression) -> LineReference:
    name = Label("discount factor of the one before", "按上次估值的折现系数")
    return book.line(key, _numbered(number, name), "share", per_period**PERIOD)


def _declare_step(
    book: Book,
    key: str,
    number: int,
    sides: tuple[Side, Side],
    gain: LineReference,
    factor: LineReference | None,
) -> Expression:
    """By how much the growth per period changes, if all money fell on the mean dates: (P / N)^(1 / gap)."""

    def worth(line: LineReference) -> Expression:
        return total(line) if factor is None else discounted(line, factor)

    came, went = (
        book.line(
            f"{key}.{name}",
            _numbered(number, side.name if factor is None else _discounted_name(side.name)),
            book.lines[side.amount.key].unit,
            larger(worth(side.amount), NOTHING),
        )
        for name, side in zip(("inflow", "outflow"), sides, strict=True)
    )
    gap = book.line(
        f"{key}.gap",
        _numbered(
            number,
            Label(
                "periods between the mean dates of the two, at least 1", "流入与流出平均期次之差（至少为1）"
            ),
        ),
        "period",
        larger(magnitude(worth(sides[0].dated) / came - worth(sides[1].dated) / went), 1),
    )
    return larger(came / went, NOTHING) ** (gain / gap)


def _declare_most_growth(book: Book, key: str) -> LineReference:
    """With more, the discount factors of a long timeline would be too small for a float."""
    period = book.line(f"{key}.period", Label("Period", "期次"), "period", PERIOD)
    return book.line(
        key,
        Label("Largest growth per period that is looked for", "试算的每期倍数上限"),
        "times",
        smaller(AT_ONCE, Constant(10_000.0) ** (DECADES / larger(final(period), 1))),
    )


def _declare_growth(
    book: Book, key: str, number: int, growth: Expression, most: LineReference
) -> LineReference:
    """1 + r, or 1 / (1 + r) of a rate below 0, so that it is never below 1."""
    name = Label("growth per period if all fell on the mean dates", "按平均期次计的每期倍数")
    return book.line(key, _numbered(number, name), "times", smaller(growth, most))


def _numbered(number: int, name: Label) -> Label:
    return Label(f"Estimate {number}: {name.en[0].lower()}{name.en[1:]}", f"第{number}次估值：{name.zh}")


def _discounted_name(name: Label) -> Label:
    return Label(f"{name.en}, discounted", f"折现后的{name.zh}")
