"""Timing flags and shares: in which periods something happens, written once for every line item that needs it."""

from __future__ import annotations

from relocation.formula.language.expression import (
    PERIOD,
    Expression,
    Operand,
    as_number,
    equals,
    larger,
    magnitude,
    smaller,
    when,
)


def in_period(period: Operand) -> Expression:
    """The condition that this is period number `period`."""
    return equals(PERIOD, period)


def during(start: Operand, duration: Operand) -> Expression:
    """The condition that this is one of the `duration` periods from `start` on."""
    return (start <= PERIOD) & (start + as_number(duration) > PERIOD)


def spread_evenly(amount: Expression, start: Operand, duration: Operand) -> Expression:
    """The part of an amount that falls into this period when `duration` periods from `start` on share it evenly."""
    return amount * during(start, duration) / larger(duration, 1)


def progress(start: Operand, duration: Operand) -> Expression:
    """How much of the time is over at the end of this period, from 0 to 1."""
    return smaller(1, larger(0, PERIOD - start + 1) / larger(duration, 1))


def share_around(moment: Operand) -> Expression:
    """The share of a payment due at `moment`, which may fall between two periods: max(0, 1 - |t - moment|).

    A whole moment falls into its period; half a period later, half of the payment falls into the next one. The
    shares of all periods add up to 1.
    """
    return larger(0, 1 - magnitude(PERIOD - moment))


def years_of_rise(first: Expression, months: Operand, lead: Operand, *, at_end: Operand) -> Expression:
    """The years over which prices rise until this period, where work begins in period `first` and a period has so many months.

    At the end of the period, or else at its middle and `lead` years later, by which the estimate is older than the work.
    """
    passed = PERIOD - first
    return when(at_end, (passed + 1) * months / 12, as_number(lead) + (2 * passed + 1) / 2 * months / 12)


def rise_of_prices(yearly: Operand, years: Expression) -> Expression:
    """By what share prices have risen after so many years: (1 + yearly)^years - 1."""
    return (1 + as_number(yearly)) ** years - 1
