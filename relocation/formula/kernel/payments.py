"""Payments between two dates inside a compiled kernel: each period gets its share, and few periods get any."""

from __future__ import annotations

from typing import Any

from numpy import floor

from relocation.formula.kernel.lane_operations import LANES


def clear(series: Any, stride: int, periods: int) -> None:
    """Begins a series of a block with nothing; its periods stand `stride` numbers apart."""
    for t in range(periods):
        row = series[t * stride :]
        for k in range(LANES):
            row[k] = 0.0


def add_payments(series: Any, stride: int, periods: int, work: Any, amount: int, place: int) -> None:
    """Adds max(0, 1 - |t - place|) of an amount to the period t of a block; both stand in rows of `work`."""
    first, last = float(periods), -1.0
    for k in range(LANES):
        at = work[place + k]
        first = at if at < first else first
        last = at if at > last else last
    begin = int(floor(first)) if first > 0.0 else 0
    end = int(floor(last)) + 2 if last < periods - 2.0 else periods
    for t in range(begin, end):
        row, date = series[t * stride :], float(t)
        for k in range(LANES):
            part = 1.0 - abs(date - work[place + k])
            row[k] += work[amount + k] * (0.0 if part < 0.0 else part)
