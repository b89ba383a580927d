"""Loans: the schedules of a plan, the schedule of a loan by itself, and how each is counted.

A schedule by itself is rounded for print so that every row foots and the interest adds up as it stands there.

    opening + drawdown + interest added to the loan - principal = closing, the next opening
    interest + principal = payment, where interest is paid when it accrues and nobody subsidises it

Balances are rounded, and flows so that their sum so far is; principal is what the balances say. So a flow may differ by one
step from the exact one rounded by itself, and a sum never does. A bank's schedule, whose amounts are whole fen
themselves, is another loan: `relocation loan --round fen`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import copysign, floor
from typing import TYPE_CHECKING

from relocation.labels import LANGUAGES, Label, joined
from relocation.project.paths import InputPath
from relocation.reports.statements import periods_table
from relocation.statements import (
    CONVENTION_NOTES,
    ORDER_NOTE,
    STATEMENT_TITLES,
    loan_conventions,
    loan_paths,
    loan_rows,
)
from relocation.statements import Row as StatementRow
from relocation.tables.numbers import SCALES, fen_of
from relocation.tables.programs import csv_text
from relocation.tables.record import NO_WORDS, Amount, Column, Report, Row, Said, Table

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal
    from relocation.loan_schedule import LoanSchedule

TITLE = STATEMENT_TITLES["loan"]
ALWAYS = ("opening", "drawdown", "interest_paid", "principal_repaid", "closing")
NOT_PAID_AT_ONCE = ("capitalised", "subsidy_received", "interest_owed")
ACCRUED = ("accrued", "construction_interest")  # what is paid, where all is paid at once
FLOWS, BALANCES = ("subsidy", "set_aside", "issue_costs"), ("sinking_fund", "interest_owed")
HEADS = {
    "period": Label("period", "期次"),
    "opening": Label("opening", "期初余额"),
    "drawdown": Label("drawdown", "提款"),
    "interest": Label("interest", "应计利息"),
    "principal": Label("principal", "还本"),
    "payment": Label("payment", "还本付息"),
    "closing": Label("closing", "期末余额"),
    "subsidy": Label("interest subsidy", "财政贴息"),
    "set_aside": Label("set aside", "提取准备金"),
    "sinking_fund": Label("sinking fund", "准备金余额"),
    "interest_owed": Label("interest owed", "应计未到期利息"),
    "issue_costs": Label("issue costs", "发行费用"),
}


def loan_tables(
    appraisal: Appraisal, scale: str, drawn_up: Callable[..., Table] | None = None
) -> list[Table]:
    """The schedule of every loan of a plan; how all of them are counted stands below the last.

    `drawn_up` makes the table of some lines, as `periods_table` does.
    """
    paths, made = loan_paths(appraisal.book), drawn_up or periods_table
    return [_loan_table(appraisal, path, scale, made, is_last=path == paths[-1]) for path in paths]


def _loan_table(
    appraisal: Appraisal, path: InputPath, scale: str, drawn_up: Callable[..., Table], *, is_last: bool
) -> Table:
    item = appraisal.project.loans[path.name]
    name = Label(item.label_en or item.label_zh or path, item.label_zh or item.label_en or path)
    notes = [conventions(loan_conventions(appraisal.project, appraisal.values, path))]
    if is_last:
        notes += [*CONVENTION_NOTES, ORDER_NOTE]
    rows = loan_rows(path)
    return drawn_up(
        appraisal, path, TITLE.colon(name), rows, scale, tuple(notes), empty=_empty(appraisal, rows)
    )


def _empty(appraisal: Appraisal, rows: Sequence[StatementRow]) -> dict[str, tuple[str, ...]]:
    """The columns in which nothing stands, and those of interest where all of it is paid as it accrues, so that it stands once.

    Each with the lines that let it be seen.
    """
    keys = {InputPath.of(row.key).name: row.key for row in rows}
    late = tuple(keys[name] for name in NOT_PAID_AT_ONCE)
    seen_by = {key: late if name in ACCRUED else (key,) for name, key in keys.items() if name not in ALWAYS}
    return {
        key: lines for key, lines in seen_by.items() if not any(any(appraisal.series(line)) for line in lines)
    }


def conventions(stated: Iterable[tuple[Label, Label]]) -> Label:
    """How a loan is counted, in one paragraph."""
    listed = joined(name.colon(how) for name, how in stated)
    return Label(f"{listed.en}.", f"{listed.zh}。")


def loan_report(schedule: LoanSchedule, scale: str = "yuan") -> Report:
    """A loan by itself, to the fen or on a larger scale; json and csv are exact, in yuan."""
    keys = ["period", *schedule.columns]
    printed = list(footed(schedule.rows, _step(scale)))
    rows = (
        Row((Amount(row["period"], "period"), *(_money(row[key], scale) for key in schedule.columns)))
        for row in printed
    )
    totals = [(Label("Total interest", "利息合计"), _money(sum(row["interest"] for row in printed), scale))]
    if schedule.payment is not None:
        level = _money(int(fen_of(schedule.payment)), scale)
        totals.insert(0, (Label("Level payment", "每期还款额"), level))
    table = Table(
        "rows",
        TITLE,
        tuple(Column(key, HEADS[key]) for key in keys),
        tuple(rows),
        scale=scale,
        scaled=True,
        notes=(conventions(schedule.conventions), *CONVENTION_NOTES),
    )
    return Report(
        NO_WORDS,
        tables=(table,),
        notes=tuple(
            Said(name.colon(Label(*(amount.text(lang, scale) for lang in LANGUAGES))), "strong")
            for name, amount in totals
        ),
        program=lambda _: schedule.to_record(),
        csv=lambda _: csv_text(keys, ([row[key] for key in keys] for row in schedule.rows)),
    )


def _money(fen: int, scale: str) -> Amount:
    return Amount(fen, "fen") if scale == "yuan" else Amount(fen / 100, "yuan")


def _step(scale: str) -> int:
    """The smallest amount [fen] that a schedule tells: a fen, or the last decimal of a larger scale."""
    size, decimals, _ = SCALES[scale]
    return 1 if scale == "yuan" else round(size / 10.0**decimals * 100)


def footed(rows: Sequence[Mapping[str, float]], step: int) -> Iterator[dict[str, int]]:
    """The rows of a schedule in fen, each a multiple of a step, so that every row foots."""
    so_far: dict[str, float] = {}

    def flow(key: str, value: float) -> int:
        before = so_far.get(key, 0.0)
        so_far[key] = before + value
        return _steps(so_far[key], step) - _steps(before, step)

    opening = owed = 0
    for row in rows:
        closing, drawdown = _steps(row["closing"], step), flow("drawdown", row["drawdown"])
        added = row["closing"] - row["opening"] - row["drawdown"] + row["principal"]
        is_paid = abs(added) < step / 1e5
        principal = opening + drawdown - closing if is_paid else _steps(row["principal"], step)
        paid = flow("paid", row["payment"] - row["principal"])
        beside = {key: flow(key, row[key]) for key in FLOWS if key in row}
        beside |= {key: _steps(row[key], step) for key in BALANCES if key in row}
        waiting = beside.get("interest_owed", 0) - owed
        interest = paid + beside.get("subsidy", 0) + waiting + closing - opening - drawdown + principal
        counts = {
            "opening": opening,
            "drawdown": drawdown,
            "interest": interest,
            "principal": principal,
            "payment": paid + principal,
            "closing": closing,
            **beside,
        }
        yield {"period": int(row["period"]), **{key: count * step for key, count in counts.items()}}
        opening, owed = closing, beside.get("interest_owed", 0)


def _steps(yuan: float, step: int) -> int:
    """How many steps of so many fen an amount is, to the nearest, halves away from zero."""
    return int(copysign(floor(abs(yuan) / (step / 100) + 0.5 + 1e-9), yuan))
