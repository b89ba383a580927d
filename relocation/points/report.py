"""The points ledger told: what was earned and redeemed, what it costs the budget; the account of a household if asked for."""

from __future__ import annotations

from collections import Counter
from datetime import date

from relocation.households.money import Ratio
from relocation.labels import Label
from relocation.points.ledger import KINDS, PointsLedger
from relocation.tables.numbers import fen_text
from relocation.tables.record import Amount, Column, Named, Report, Row, Table

TITLE = Label("Points of the benevolence supermarket", "爱心超市积分")
MONTHS = (
    Column("month", Label("month", "月份"), words=True),
    Column("earned", Label("earned", "获得")),
    Column("redeemed", Label("redeemed", "兑换")),
    Column("left", Label("not yet redeemed", "未兑换")),
    Column("cost", Label("cost (yuan)", "成本（元）")),
)
BALANCES = (
    Column("household", Label("household", "户编号"), words=True),
    Column("earned", Label("earned", "获得")),
    Column("redeemed", Label("redeemed", "兑换")),
    Column("balance", Label("balance", "结余")),
)
STATEMENT = (
    Column("entry", Label("entry", "编号"), words=True),
    Column("date", Label("date", "日期"), words=True),
    Column("kind", Label("kind", "类别"), words=True),
    Column("points", Label("points", "积分")),
    Column("balance", Label("balance", "结余")),
    Column("reason", Label("reason", "事由"), words=True),
    Column("approver", Label("approved by", "审批人"), words=True),
)


def points_report(
    ledger: PointsLedger,
    value: Ratio,
    *,
    household: str | None = None,
    every: bool = False,
    since: date | None = None,
    until: date | None = None,
) -> Report:
    """The ledger at a value of so many fen a point. Ids stand in it only where a household or `every` one is asked for."""
    cost, owed = ledger.cost(value, since=since, until=until), ledger.owed(value)
    left = ledger.earned - ledger.redeemed
    answer = Label(
        f"{ledger.earned:,} points earned, {ledger.redeemed:,} redeemed: {fen_text(cost)} yuan paid by the budget; "
        f"{left:,} not yet redeemed would cost {fen_text(owed)}.",
        f"累计获得 {ledger.earned:,} 分，兑换 {ledger.redeemed:,} 分：预算支出 {fen_text(cost)} 元；"
        f"未兑换 {left:,} 分，尚须 {fen_text(owed)} 元。",
    )
    tables = [_months(ledger, value)]
    if every:
        tables.insert(0, _balances(ledger))
    if household is not None:
        tables.insert(0, _statement(ledger, household))
    return Report(
        TITLE,
        (answer,),
        tuple(tables),
        (
            Label(
                "Cost = points redeemed x value of a point. No household may redeem more than it has.",
                "成本＝兑换积分×每分价值。任何农户不得兑换超过其结余的积分。",
            ),
        ),
        {
            "entries": Amount(len(ledger.entries), "number"),
            "households": Amount(len(ledger.balances()), "household"),
            "earned": Amount(ledger.earned, "points"),
            "redeemed": Amount(ledger.redeemed, "points"),
            "outstanding": Amount(left, "points"),
            "value_of_a_point": Amount(value.fraction, "fen"),
            "cost": Amount(cost, "fen"),
            "owed": Amount(owed, "fen"),
        },
    )


def _months(ledger: PointsLedger, value: Ratio) -> Table:
    sums: dict[str, Counter[str]] = {}
    for entry in ledger.entries:
        sums.setdefault(f"{entry.day:%Y-%m}", Counter())[entry.kind] += entry.points
    rows, left, redeemed, cost_before = [], 0, 0, 0
    for month, found in sums.items():
        left += found["earn"] - found["redeem"]
        redeemed += found["redeem"]
        # The difference of two rounded totals, so that the months foot to the total cost.
        cost = PointsLedger.worth(redeemed, value)
        rows.append(
            Row(
                (
                    month,
                    *(Amount(found[kind], "points") for kind in KINDS),
                    Amount(left, "points"),
                    Amount(cost - cost_before, "fen"),
                )
            )
        )
        cost_before = cost
    return Table("months", Label("Month by month", "逐月"), MONTHS, tuple(rows))


def _balances(ledger: PointsLedger) -> Table:
    sums: dict[str, Counter[str]] = {}
    for entry in ledger.entries:
        sums.setdefault(entry.household, Counter())[entry.kind] += entry.points
    rows = [
        Row(
            (
                household,
                *(Amount(found[kind], "points") for kind in KINDS),
                Amount(found["earn"] - found["redeem"], "points"),
            )
        )
        for household, found in sums.items()
    ]
    return Table("balances", Label("Household by household", "逐户"), BALANCES, tuple(rows))


def _statement(ledger: PointsLedger, household: str) -> Table:
    rows = [
        Row(
            (
                one.entry.identity,
                one.entry.day.isoformat(),
                Named(one.entry.kind, KINDS[one.entry.kind]),
                Amount(one.entry.signed, "points"),
                Amount(one.balance, "points"),
                one.entry.reason,
                one.entry.approver,
            )
        )
        for one in ledger.statement(household)
    ]
    title = Label(f"Account of household {household}", f"{household} 户积分账")
    return Table("statement", title, STATEMENT, tuple(rows))
