"""The bridge test: what late, less or dearer money does to cash, and what compensation replaces."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from relocation.labels import Label
from relocation.norms import ReplacementCost
from relocation.stress import BridgeTest, StressedCase
from relocation.tables.cells import FAILS, HOLDS
from relocation.tables.record import (
    NO_WORDS,
    Amount,
    Cell,
    Column,
    Row,
    Table,
)
from relocation.tables.wording import filled, month_text

TITLE = Label("Bridge test: the plan appraised again under stress", "过桥压力测试：在不利情形下重新测算")
COLUMNS = (
    Column("case", NO_WORDS, words=True),
    Column("lowest_cash", Label("lowest cash", "最低现金")),
    Column("date", Label("from", "始于")),
    Column("bridge", Label("bridge", "需过桥资金")),
    Column("balance", Label("balance", "资金结余")),
    Column("loans_repaid", Label("repaid", "贷款还清")),
    Column("viable", Label("viable", "可行")),
    Column("coverage", Label("cover", "倍数")),
)
BOND_COVER = Column("bond_coverage", Label("of bonds", "专项债"))
YES, NO, UNKNOWN = Label("yes", "是"), Label("no", "否"), Label("n/a", "n/a")
LONGER = Label(
    "the timeline was made longer by {periods:count} periods, so that all money arrives.",
    "时间轴延长{periods:count}期，使全部款项到账。",
)
REPLACEMENT = Label("Replacement cost, yuan/m2", "重置成本核对（元/平方米）")
REPLACEMENT_COLUMNS = (
    Column("structure", NO_WORDS, words=True),
    Column("compensation", Label("compensation", "补偿单价")),
    Column("new_home", Label("equal new home", "新居购买单价")),
    Column("shortfall", Label("household adds", "农户需补差")),
    Column("passed", Label("covered", "足以重置")),
)


def bridge_table(test: BridgeTest, scale: str) -> Table:
    """One row per case; what cannot be calculated says so below the table."""
    has_bonds = any(case.bond_coverage is not None for case in test.cases)
    return Table(
        "bridge_test",
        TITLE,
        (*COLUMNS, BOND_COVER) if has_bonds else COLUMNS,
        tuple(Row(tuple(_cells(case, has_bonds=has_bonds))) for case in test.cases),
        scale=scale,
        scaled=True,
        notes=tuple(note for case in test.cases for note in bridge_notes(case)),
    )


def _cells(case: StressedCase, *, has_bonds: bool) -> Iterator[Cell]:
    yield case.stress.label
    yield _known(case.lowest_cash, "yuan")
    yield month_text(case.day) if case.day else UNKNOWN
    yield _known(case.bridge, "yuan")
    yield _known(case.balance, "yuan")
    yield UNKNOWN if case.loans_repaid is None else YES if case.loans_repaid else NO
    yield UNKNOWN if case.status is None else case.status
    yield _known(case.coverage, "times")
    if has_bonds:
        yield _known(case.bond_coverage, "times")


def _known(value: float | None, unit: str) -> Amount:
    return Amount(math.nan if value is None else value, unit)


def bridge_notes(case: StressedCase) -> Iterator[Label]:
    """What a reader must know of a case: a longer timeline, or why there are no numbers."""
    if case.longer_by:
        yield case.stress.label.colon(filled(LONGER, {"periods": case.longer_by}))
    if case.reason is not None:
        yield case.stress.label.colon(Label("cannot be calculated", "无法测算")).colon(case.reason)


def replacement_table(costs: Sequence[ReplacementCost]) -> Table:
    """What a household gets for a square metre of each structure, and what a new one costs it."""
    rows = (
        Row(
            (
                cost.label,
                *(Amount(value, "yuan/m2") for value in (cost.compensation, cost.new_home, cost.shortfall)),
                HOLDS if cost.passed else FAILS,
            )
        )
        for cost in costs
    )
    return Table("replacement_cost", REPLACEMENT, REPLACEMENT_COLUMNS, tuple(rows))
