"""A loan schedule rounded for print so that every row foots and the interest adds up as it stands there.

    opening + drawdown + interest added to the loan - principal = closing, the next opening
    interest + principal = payment, where interest is paid when it accrues and nobody subsidises it

Balances are rounded, and flows so that their sum so far is; principal is what the balances say. So a flow may differ by one
step from the exact one rounded by itself, and a sum never does. A bank's schedule, whose amounts are whole fen
themselves, is another loan: `relocation loan --round fen`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import copysign, floor

Row = Mapping[str, float]

FLOWS, BALANCES = ("subsidy", "set_aside", "issue_costs"), ("sinking_fund", "interest_owed")


def footed(rows: Sequence[Row], step: float) -> Iterator[dict[str, float]]:
    """The rows of a schedule in multiples of a step, each of which foots."""
    so_far: dict[str, float] = {}

    def flow(key: str, value: float) -> int:
        before = so_far.get(key, 0.0)
        so_far[key] = before + value
        return _steps(so_far[key], step) - _steps(before, step)

    opening = owed = 0
    for row in rows:
        closing, drawdown = _steps(row["closing"], step), flow("drawdown", row["drawdown"])
        added = row["closing"] - row["opening"] - row["drawdown"] + row["principal"]
        is_paid = abs(added) < step / 1000
        principal = opening + drawdown - closing if is_paid else _steps(row["principal"], step)
        paid = flow("paid", row["payment"] - row["principal"])
        beside = {key: flow(key, row[key]) for key in FLOWS if key in row}
        beside |= {key: _steps(row[key], step) for key in BALANCES if key in row}
        waiting = beside.get("interest_owed", 0) - owed
        interest = paid + beside.get("subsidy", 0) + waiting + closing - opening - drawdown + principal
        found = {"interest": interest, "principal": principal, "payment": paid + principal}
        counts = {"opening": opening, "drawdown": drawdown, **found, "closing": closing, **beside}
        yield {"period": row["period"], **{key: count * step for key, count in counts.items()}}
        opening, owed = closing, beside.get("interest_owed", 0)


def _steps(value: float, step: float) -> int:
    """How many steps a number is, to the nearest, halves away from zero."""
    return int(copysign(floor(abs(value) / step + 0.5 + 1e-9), value))
