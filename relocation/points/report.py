"""The points ledger told: what was earned and redeemed, what it costs the budget; the account of a household if asked for."""

from __future__ import annotations

from collections import Counter
from datetime import date

from relocation.calendar import DAY_ZERO
from relocation.households.money import Ratio
from relocation.labels import Label
from relocation.points.entries import BALANCE, CHANGE, COLUMNS
from relocation.points.ledger import KINDS, PointsEntry, PointsLedger
from relocation.tables.numbers import fen_text
from relocation.tables.record import NO_WORDS, Amount, Cell, Column, Named, Report, Row, Table, ToFill
from relocation.tables.sheets import Sheet, terms, untitled, whole_fen

TITLE = Label("Points of the benevolence supermarket", "爱心超市积分")
RULE = Label(
    "Cost = points redeemed x value of a point. No household may redeem more than it has.",
    "成本＝兑换积分×每分价值。任何农户不得兑换超过其结余的积分。",
)
MONTHS = (
    Column("month", Label("month", "月份"), words=True),
    Column("earned", Label("earned", "获得")),
    Column("redeemed", Label("redeemed", "兑换")),
    Column("left", Label("not yet redeemed", "未兑换")),
    Column("cost", Label("cost (yuan)", "成本（元）")),
)
BALANCES = (
    Column("household", Label("household", "户编号"), words=True, width=30),
    Column("earned", Label("earned", "获得"), width=14),
    Column("redeemed", Label("redeemed", "兑换"), width=14),
    Column("balance", Label("balance", "结余"), width=14),
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
    facts = {
        "entries": Amount(len(ledger.entries), "number"),
        "households": Amount(len(ledger.balances()), "household"),
        "earned": Amount(ledger.earned, "points"),
        "redeemed": Amount(ledger.redeemed, "points"),
        "outstanding": Amount(left, "points"),
        "value_of_a_point": Amount(value.fraction, "fen"),
        "cost": Amount(cost, "fen"),
        "owed": Amount(owed, "fen"),
    }
    return Report(TITLE, (answer,), tuple(tables), (RULE,), facts)


def _months(ledger: PointsLedger, value: Ratio) -> Table:
    sums: dict[str, Counter[str]] = {}
    for entry in ledger.entries:
        sums.setdefault(f"{entry.day:%Y-%m}", Counter())[entry.kind] += entry.points
    rows, left, redeemed, cost_before = [], 0, 0, 0
    for month, counted in sums.items():
        left += counted["earn"] - counted["redeem"]
        redeemed += counted["redeem"]
        # The difference of two rounded totals, so that the months foot to the total cost.
        cost = PointsLedger.worth(redeemed, value)
        numbers = (*(Amount(counted[kind], "points") for kind in KINDS), Amount(left, "points"))
        rows.append(Row((month, *numbers, Amount(cost - cost_before, "fen"))))
        cost_before = cost
    return Table("months", Label("Month by month", "逐月"), MONTHS, tuple(rows))


def _balances(ledger: PointsLedger) -> Table:
    """Every household. EXACT tells 01 from 1 and A1 from a1, and takes no id for a pattern; over a column it needs an array."""
    sums: dict[str, Counter[str]] = {}
    for entry in ledger.entries:
        sums.setdefault(entry.household, Counter())[entry.kind] += entry.points
    own, changes = "EXACT({entries!id:},{household})", "{entries!change:}"
    rows = []
    for household, counted in sums.items():
        earned, redeemed = (
            Amount(counted[kind], "points", live=f"{{=ABS(SUM({own}*({changes}{side}0)*{changes}))}}")
            for kind, side in zip(KINDS, "><", strict=True)
        )
        left = counted["earn"] - counted["redeem"]
        rows.append(Row((household, earned, redeemed, Amount(left, "points", live="={earned}-{redeemed}"))))
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


HOUSEHOLDS = Label("Households", "农户")
SPARE_ROWS = 200  # empty rows for entries to come, already with their balance
WIDTHS = (10, 13, 24, 20, 10, 44, 24)
WORDS = {"number", "id", "kind", "reason", "approver"}
ENTRIES = (
    *(
        Column(column.key, column.record.label, words=column.key in WORDS, width=width)
        for column, width in zip(COLUMNS, WIDTHS, strict=True)
    ),
    Column("balance", BALANCE, width=14),
    Column("change", CHANGE, width=14),
)


def points_sheets(ledger: PointsLedger, value: Ratio) -> tuple[Sheet, Sheet, Sheet]:
    """The ledger as live sheets: entries, which `relocation points` reads again, every household, what it costs."""
    asked = Label(
        "One row for each entry, in order of their days. The balance follows and may not fall below zero.",
        "一行一笔，按日期先后填写；结余自动计算，不得为负。",
    )
    known = Label("Households of the ledger when it was written.", "生成本文件时账上的农户。")
    paid = Label("Cost = points redeemed x value of a point.", "成本＝兑换积分×每分价值。")
    return (
        Sheet("points", TITLE, asked, (_entries(ledger),)),
        Sheet("households", HOUSEHOLDS, known, (untitled(_balances(ledger)),), landscape=False),
        Sheet(
            "cost",
            Label("What the points cost the budget", "积分的预算成本"),
            paid,
            (_cost(ledger, value),),
            landscape=False,
        ),
    )


def _entries(ledger: PointsLedger) -> Table:
    cells, balances = [], Counter[str]()
    for entry in ledger.entries:
        balances[entry.household] += entry.signed
        cells.append((*_stated(entry), *_followed(balances[entry.household], entry.signed)))
    cells += [(*_stated(None), *_followed(None, 0))] * SPARE_ROWS
    rows = (Row(cell, key=str(number)) for number, cell in enumerate(cells, start=1))
    return Table("entries", NO_WORDS, ENTRIES, tuple(rows))


def _stated(entry: PointsEntry | None) -> tuple[Cell, ...]:
    """The cells of an entry, or such as wait for one."""
    choices = tuple(KINDS.values())
    if entry is None:
        words = ToFill()
        day, points = Amount(None, "date", open=True), Amount(None, "points", open=True)
        return (words, day, words, ToFill(NO_WORDS, choices), points, words, words)
    return (
        ToFill(entry.identity),
        Amount((entry.day - DAY_ZERO).days, "date", open=True),
        ToFill(entry.household),
        ToFill(KINDS[entry.kind], choices),
        Amount(entry.points, "points", open=True),
        ToFill(entry.reason),
        ToFill(entry.approver),
    )


# The words of a kind are those of the workbook's language.
CHANGE_OF_BALANCE = Label(
    *(
        f'=IF(ISNUMBER({{points}}),(({{kind}}="{earned}")-({{kind}}="{redeemed}"))*{{points}},0)'
        for earned, redeemed in zip(*KINDS.values(), strict=True)
    )
)
BALANCE_AFTER = '{=IF({id}="","",SUM(EXACT({..id},{id})*{..change}))}'


def _followed(balance: int | None, change: int) -> tuple[Amount, Amount]:
    """The balance of the household after an entry, and what the entry does to it; what is no number is nothing."""
    return (
        Amount(balance, "points", live=BALANCE_AFTER, alarm=("below", "bad")),
        Amount(change, "points", live=CHANGE_OF_BALANCE),
    )


def _cost(ledger: PointsLedger, value: Ratio) -> Table:
    left = ledger.earned - ledger.redeemed
    each = Amount(float(value.fraction / 100), "yuan/unit", open=True, defined="in_points__value")
    below = Amount(0, "number", live='=COUNTIF({entries!balance:},"<0")', alarm=("above", "bad"))
    changes = "{entries!change:}"
    sums: tuple[tuple[str, Label, Amount], ...] = (
        (
            "earned",
            Label("Points earned", "获得积分"),
            Amount(ledger.earned, "points", live=f'=SUMIF({changes},">0")'),
        ),
        (
            "redeemed",
            Label("Points redeemed", "兑换积分"),
            Amount(ledger.redeemed, "points", live=f'=-SUMIF({changes},"<0")'),
        ),
        (
            "left",
            Label("Not yet redeemed", "未兑换积分"),
            Amount(left, "points", live="={earned.value}-{redeemed.value}"),
        ),
        (
            "cost",
            Label("Cost (yuan)", "成本（元）"),
            Amount(ledger.cost(value), "fen", live=whole_fen("{redeemed.value}*{each.value}")),
        ),
        (
            "owed",
            Label("Still owed (yuan)", "尚须支付（元）"),
            Amount(ledger.owed(value), "fen", live=whole_fen("{left.value}*{each.value}")),
        ),
        ("below", Label("Below zero (rows)", "结余为负的行数"), below),
    )
    rows = [Row((name, amount), strong=True, key=key) for key, name, amount in sums]
    return terms(
        "points", [Row((Label("Value of a point (yuan)", "每分价值（元）"), each), key="each"), *rows]
    )
