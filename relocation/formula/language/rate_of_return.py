"""The rows that lead to an internal rate of return, so that a reader of the workbook can follow why there is one.

A spreadsheet's IRR returns one rate and keeps silent about others. The rows here count how many there can be: sign
changes of the money so far (each allows one rate above 0), sign changes of the money still to come (rates below 0),
and a total of nothing (the rate 0). Only a count of one, which means exactly one rate, lets the rate be shown.

More rows estimate the rate from which a spreadsheet starts its search. LibreOffice gives up after twenty of Newton's steps,
others where a step leaves the rates above -1, and Newton's steps find a rate only from near it. So the rows come near first, in a
way that can neither run away nor turn round. If all inflow P fell on its mean date and all outflow N on its own, the rate would
follow from one division: with the dates g periods apart, (1 + r)^g = P / N. Estimate 1 takes money and mean dates as they are,
each later one weighs both with the discount factors of the estimate before. That is Newton's method for ln P(u) - ln N(u) over
u = ln(1 + r), which is much straighter than the present value over r. On which side of 0 the rate lies is known before.
"""

from __future__ import annotations

from dataclasses import dataclass

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    NOT_AVAILABLE,
    PERIOD,
    Constant,
    Expression,
    LineReference,
    as_number,
    discounted,
    equals,
    final,
    irr,
    larger,
    magnitude,
    sign,
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


def declare_rate_of_return(book: Book, key: str, flow: LineReference, so_far: LineReference) -> LineReference:
    """Declares `<key>.per_period`, the rate of return of a flow of money per period, and the rows before it.

    `so_far` is the line with the running total of the flow. The rate is not available unless there is exactly one.
    """
    unit = book.lines[flow.key].unit
    to_come = book.line(
        f"{key}.to_come",
        Label("Net flow from this period to the end", "本期至期末净流量合计"),
        unit,
        total(flow) - so_far.previous,
    )
    above = _declare_turns(book, f"{key}.above", so_far, Label("Flow so far", "累计净流量"))
    below = _declare_turns(book, f"{key}.below", to_come, Label("Flow to come", "剩余净流量"))
    guess, received = _declare_estimate(book, key, flow, above)
    breaks_even = as_number(equals(to_cents(total(flow)), 0) & (to_cents(total(received)) > 0))
    possible = book.line(
        f"{key}.possible_rates",
        Label("Rates of return there can be at most", "内部收益率最多个数"),
        "times",
        total(above) + total(below) + breaks_even,
    )
    return book.line(
        f"{key}.per_period",
        Label("Rate of return per period", "每期内部收益率"),
        "share",
        when(equals(possible, 1), irr(flow, guess), NOT_AVAILABLE),
    )


def _declare_turns(book: Book, key: str, sums: LineReference, name: Label) -> LineReference:
    direction = LineReference(f"{key}.direction")
    book.line(
        direction.key,
        Label(f"{name.en}: sign, the last one that was not zero", f"{name.zh}：最近一次非零的正负号"),
        "flag",
        when(equals(to_cents(sums), 0), direction.previous, sign(to_cents(sums))),
    )
    return book.line(
        f"{key}.turn",
        Label(f"{name.en}: the sign changes (1 = yes)", f"{name.zh}：变号（1为是）"),
        "flag",
        (direction * direction.previous) < 0,
    )


@dataclass(frozen=True, slots=True)
class Side:
    """The money of one direction per period, and the same times the number of the period."""

    name: Label
    amount: LineReference
    dated: LineReference


def _declare_estimate(
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
