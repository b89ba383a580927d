"""A figure of each kind, with numbers that are easy to place by hand."""

from __future__ import annotations

from relocation.labels import Label, same
from relocation.tables.figures import Figure, Group, Level, Mark, Series

MILLION = 1e6
TOLD = Label("What is to be seen.", "图中所示。")
YEARS = tuple(same(str(year)) for year in range(2016, 2021))
CASH = Label("Closing cash", "期末现金")
BEFORE = Label("Cumulative cash before financing", "融资前累计现金")
DEBT = Label("Loans outstanding", "贷款余额")


def millions(*values: float | None) -> tuple[float | None, ...]:
    """Amounts in yuan."""
    return tuple(None if value is None else value * MILLION for value in values)


def lines(*series: Series, names: tuple[Label, ...] = YEARS, marks: tuple[Mark, ...] = ()) -> Figure:
    """A picture of lines."""
    return Figure("cash", "lines", Label("Cash", "现金"), "yuan", names, series, marks, TOLD)


CASH_LINE = Series(CASH, millions(20, -40, 100, 60, 30), "cash")
LOWEST = Mark(Label("lowest cash", "最低现金"), 0, 1)
EXAMPLES = {
    "lines": lines(
        CASH_LINE,
        Series(BEFORE, millions(-40, -100, 50, None, 50), "before_financing"),
        Series(DEBT, millions(60, 60, 40, 20, 0), "debt"),
        marks=(LOWEST,),
    ),
    "columns": Figure(
        "loans",
        "columns",
        Label("Loans", "贷款"),
        "yuan",
        YEARS,
        (
            Series(Label("Principal", "本金"), millions(0, 20, 20, 20, 0), "principal"),
            Series(Label("Interest", "利息"), millions(10, 10, 5, -5, 0), "interest"),
            Series(DEBT, millions(60, 60, 40, 20, 0), "outstanding"),
        ),
        told=TOLD,
        stacked=True,
    ),
    "bars": Figure(
        "sources",
        "bars",
        Label("Sources and uses", "资金来源与运用"),
        "yuan",
        (Label("Quota", "指标"), Label("Loan", "贷款"), Label("Housing", "住房"), Label("Nothing", "无")),
        (
            Series(Label("Sources", "来源"), millions(100, 50, None, None), "source"),
            Series(Label("Uses", "运用"), millions(None, None, 25, 0), "use"),
        ),
        told=TOLD,
        groups=(Group(Label("Sources", "来源"), 0), Group(Label("Uses", "运用"), 2)),
        sparse=True,
    ),
    "steps": Figure(
        "household",
        "bars",
        Label("An average household", "户均"),
        "yuan",
        (Label("Gets", "得到"), Label("Pays", "支付"), Label("Keeps", "净得")),
        (
            Series(Label("Gets", "得到"), millions(100, None, None), "received"),
            Series(Label("Pays", "支付"), millions(None, -60, None), "paid"),
            Series(Label("Keeps", "净得"), millions(None, None, 40), "kept"),
        ),
        told=TOLD,
        strong=(2,),
        running=True,
    ),
    "tornado": Figure(
        "tornado",
        "tornado",
        Label("What moves it", "敏感性"),
        "yuan",
        (Label("Price", "单价"), Label("Delay", "延迟"), Label("Cost", "成本")),
        (
            Series(Label("10 % lower", "下降10%"), millions(30, 40, 60), "low"),
            Series(Label("10 % higher", "上升10%"), millions(70, 30, 45), "high"),
        ),
        told=TOLD,
        levels=(Level(Label("as planned", "按计划"), 50 * MILLION),),
    ),
    "heat": Figure(
        "stress",
        "heat",
        Label("Bridge test", "压力测试"),
        "yuan",
        (Label("As planned", "按计划"), Label("Late", "迟到"), Label("Unknown", "未知")),
        (
            Series(Label("lowest cash", "最低现金"), millions(20, -40, None), "number", limit=0.0),
            Series(Label("cover", "倍数"), (1.35, 0.8, None), "number", unit="times", limit=1.2),
        ),
        told=TOLD,
    ),
    "histogram": Figure(
        "balance",
        "histogram",
        Label("Balance", "结余"),
        "yuan",
        (),
        (Series(Label("share", "占比"), (0.1, 0.2, 0.4, 0.3), "share", unit="share"),),
        told=TOLD,
        levels=(Level(Label("median", "中位数"), 15 * MILLION), Level(Label("5 %", "5%"), -10 * MILLION)),
        edges=(-20 * MILLION, 0.0, 20 * MILLION, 40 * MILLION, 60 * MILLION),
    ),
    "fan": Figure(
        "fan",
        "fan",
        Label("Cash in many futures", "现金区间"),
        "yuan",
        YEARS,
        tuple(
            Series(same(name), millions(*(20 * step + spread * (step + 1) for step in range(5))), role)
            for name, role, spread in (
                ("5 %", "q05", -20),
                ("25 %", "q25", -10),
                ("50 %", "median", 0),
                ("75 %", "q75", 10),
                ("95 %", "q95", 20),
            )
        ),
        told=TOLD,
    ),
    "areas": Figure(
        "county",
        "areas",
        Label("Villages", "各村"),
        "yuan",
        (Label("Upper", "上村"), Label("Lower", "下村"), Label("Far", "远村")),
        (
            Series(Label("Expenditure", "支出"), millions(60, 30, 10), "cost"),
            Series(Label("Balance", "结余"), millions(5, -5, 1), "number"),
        ),
        told=TOLD,
    ),
}
