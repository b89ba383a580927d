"""The rows that lead to an internal rate of return, so that a reader of the workbook can follow why there is one.

A spreadsheet's IRR returns one rate and keeps silent about others. The rows here count how many there can be: sign
changes of the money so far (each allows one rate above 0), sign changes of the money still to come (rates below 0),
and a total of nothing (the rate 0). Only a count of one, which means exactly one rate, lets the rate be shown.
"""

from __future__ import annotations

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    NOT_AVAILABLE,
    LineReference,
    as_number,
    equals,
    irr,
    sign,
    to_cents,
    total,
    when,
)
from relocation.formula.language.rate_estimate import declare_estimate
from relocation.labels import Label


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
    guess, received = declare_estimate(book, key, flow, above)
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
