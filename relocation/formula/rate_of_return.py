"""The rows that lead to an internal rate of return, so that a reader of the workbook can follow why there is one.

A spreadsheet's IRR returns one rate and keeps silent about others. The rows here count how many there can be: sign
changes of the money so far (each allows one rate above 0), sign changes of the money still to come (rates below 0),
and a total of nothing (the rate 0). Only a count of one, which means exactly one rate, lets the rate be shown.
"""

from __future__ import annotations

from relocation.formula.book import Book
from relocation.formula.expression import (
    NOT_AVAILABLE,
    PERIOD,
    LineReference,
    as_number,
    equals,
    irr,
    larger,
    magnitude,
    sign,
    to_cents,
    total,
    when,
)
from relocation.labels import Label

CENT = 0.01  # less money than this is none; and the smallest rate from which a search starts


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
    guess, received = _declare_first_guess(book, key, flow, above)
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
        when(equals(to_cents(sums), 0), direction.previous, sign(sums)),
    )
    return book.line(
        f"{key}.turn",
        Label(f"{name.en}: the sign changes (1 = yes)", f"{name.zh}：变号（1为是）"),
        "flag",
        (direction * direction.previous) < 0,
    )


def _declare_first_guess(
    book: Book, key: str, flow: LineReference, above: LineReference
) -> tuple[LineReference, LineReference]:
    """The rate that would be exact if all inflow and all outflow fell on their mean dates; and the inflow.

    Money that turns several times can lead that estimate to the wrong side of 0, from where a spreadsheet's search
    does not come back; the turns `above` tell the right side.
    """
    received, late = _declare_side(book, f"{key}.inflow", flow, 1, Label("Net inflow", "净流入"))
    spent, early = _declare_side(book, f"{key}.outflow", flow, -1, Label("Net outflow", "净流出"))
    gap = late - early
    power = when(gap < 0, -1, 1) / larger(magnitude(gap), 1)
    by_dates = book.line(
        f"{key}.by_mean_dates",
        Label("Rate if all fell on the mean dates", "按平均期次估算的收益率"),
        "share",
        (larger(total(received), CENT) / larger(total(spent), CENT)) ** power - 1,
    )
    guess = book.line(
        f"{key}.guess",
        Label("First estimate for the search of IRR", "内部收益率试算初值"),
        "share",
        when(total(above) > 0, when(by_dates > 0, by_dates, CENT), when(by_dates < 0, by_dates, -CENT)),
    )
    return guess, received


def _declare_side(
    book: Book, key: str, flow: LineReference, side: int, name: Label
) -> tuple[LineReference, LineReference]:
    """The flow of one direction, and its mean period weighted by money."""
    unit = book.lines[flow.key].unit
    amount = book.line(key, name, unit, larger(0, flow if side > 0 else -flow), summed=True)
    dated = book.line(
        f"{key}_dated",
        Label(f"{name.en} times period", f"{name.zh}×期次"),
        unit,
        amount * PERIOD,
        summed=True,
    )
    date = book.line(
        f"{key}_date",
        Label(f"Mean period of {name.en.lower()}", f"{name.zh}平均期次"),
        "period",
        total(dated) / larger(total(amount), CENT),
    )
    return amount, date
