"""The bridge test: what late, less or dearer money does to cash, and what compensation replaces."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from relocation.calendar import day_number
from relocation.labels import Label
from relocation.norms import ReplacementCost
from relocation.stress import BridgeTest, StressedCase
from relocation.tables.cells import FAILS, HOLDS, told_by
from relocation.tables.numbers import FIRST_MONTH
from relocation.tables.record import (
    NO_WORDS,
    Amount,
    Cell,
    Column,
    Named,
    Row,
    Table,
)
from relocation.tables.wording import filled
from relocation.verdict import STATUS

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
STRESS = "stress"  # begins the keys of its figures
REPAID = (Named(False, NO), Named(True, YES), Named(None, UNKNOWN))
VIABLE = (
    *(Named(viable, STATUS[viable]) for viable in (False, True, None)),
    Named(None, UNKNOWN),
)
LONGER = Label(
    "{case}: the timeline was made longer by {periods:count} periods, so that all money arrives.",
    "{case}：时间轴延长{periods:count}期，使全部款项到账。",
)
REFUSED = Label("{case}: cannot be calculated: {reason}", "{case}：无法测算：{reason}")
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
    yield _known(case.lowest_cash, "yuan", live_key(case, "lowestCash"))
    yield Amount(
        math.nan if case.day is None else day_number(case.day), FIRST_MONTH, live=live_key(case, "day")
    )
    yield _known(case.bridge, "yuan", live_key(case, "bridge"))
    yield _known(case.balance, "yuan", live_key(case, "balance"))
    repaid = math.nan if case.loans_repaid is None else float(case.loans_repaid)
    yield told_by(live_key(case, "loansRepaid"), repaid, REPAID)
    yield told_by(live_key(case, "viable"), _viable(case), VIABLE)
    yield _known(case.coverage, "times", live_key(case, "coverage"))
    if has_bonds:
        yield _known(case.bond_coverage, "times", live_key(case, "bondCoverage"))


def live_key(case: StressedCase, figure: str) -> str:
    """The key of a figure of a case, as stress.js calls it."""
    return f"{STRESS}.{case.stress.key}.{figure}"


def _viable(case: StressedCase) -> float:
    """The place of the verdict on a case among VIABLE."""
    if case.appraisal is None:
        return math.nan
    return 2.0 if case.viable is None else float(case.viable)


def _known(value: float | None, unit: str, live: str) -> Amount:
    return Amount(math.nan if value is None else value, unit, live=live)


def bridge_notes(case: StressedCase) -> Iterator[Label]:
    """What a reader must know of a case: a longer timeline, or why there are no numbers."""
    if case.longer_by:
        yield filled(LONGER, {"case": case.stress.label, "periods": case.longer_by})
    if case.reason is not None:
        yield filled(REFUSED, {"case": case.stress.label, "reason": case.reason})


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
