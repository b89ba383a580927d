"""Two statements that stand side by side and are never mixed: the published fund balance and the cash plan.

The fund balance counts amounts whenever they fall and knows no loan: revenue and subsidies less costs. The cash
plan counts money by period and shows the loan as what it is, financing. Both group lines by their kind, so a loan
cannot become revenue.
"""

from __future__ import annotations

from dataclasses import dataclass

from relocation.formula.book import Book
from relocation.formula.expression import (
    NOT_AVAILABLE,
    PERIOD,
    Expression,
    LineReference,
    final,
    larger,
    lowest,
    sum_of,
    total,
    when,
)
from relocation.labels import Label
from relocation.project.names import is_slot

STATEMENT_TITLES = {
    "fund_balance": Label("Fund balance", "资金平衡表"),
    "sources_and_uses": Label("Sources and uses of funds", "资金来源与运用表"),
    "cash_plan": Label("Cash plan", "资金计划表"),
    "loan": Label("Loan schedule", "借款还本付息计划表"),
    "household": Label("Average household", "户均情况"),
    "published": Label("Published figures beside ours", "已公布数字与本模型对照"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a statement: the line it shows and its rank among the rows."""

    key: str
    is_total: bool = False
    is_detail: bool = False
    label: Label | None = None


def declare_statements(book: Book) -> None:
    """Declares the fund balance, the cash plan, the loans together, and sources and uses."""
    _declare_fund_balance(book)
    _declare_cash_by_kind(book)
    _declare_spare_lines(book)
    _declare_cash_account(book)
    _declare_loans_together(book)
    _declare_sources_and_uses(book)


def lines_of(book: Book, section: str, *kinds: str) -> list[LineReference]:
    """The lines of a section that have one of these kinds, in declared order."""
    return [
        LineReference(key)
        for key, line in book.lines.items()
        if line.section == section and line.kind in kinds
    ]


def _declare_fund_balance(book: Book) -> None:
    own = book.line(
        "fund_balance.own_revenue",
        Label("Revenue without subsidies", "不含补助的收入"),
        "yuan",
        sum_of(lines_of(book, "fund", "revenue")),
    )
    subsidies = book.line(
        "subsidies.total",
        Label("Subsidies", "财政补助合计"),
        "yuan",
        sum_of(lines_of(book, "fund", "subsidy")),
    )
    revenue = book.line("fund_balance.revenue", Label("Total revenue", "收入合计"), "yuan", own + subsidies)
    expenditure = book.line(
        "fund_balance.expenditure",
        Label("Total expenditure", "支出合计"),
        "yuan",
        sum_of(lines_of(book, "fund", "cost")),
    )
    book.line("fund_balance.balance", Label("Balance", "结余"), "yuan", revenue - expenditure)


def _declare_cash_by_kind(book: Book) -> None:
    for key, kind, label in (
        ("cash.revenue", "revenue", Label("Revenue received", "收入到账")),
        ("cash.subsidy", "subsidy", Label("Subsidies received", "补助到账")),
        ("cash.cost", "cost", Label("Costs paid", "支出付款")),
        (
            "cash.financing_in",
            "financing_in",
            Label("Loan drawdown and other financing", "借款及其他融资流入"),
        ),
        (
            "cash.financing_out",
            "financing_out",
            Label("Interest, repayment and other financing", "还本付息及其他融资流出"),
        ),
    ):
        book.line(
            key,
            label,
            "yuan",
            sum_of(lines_of(book, "cash", kind)),
            section="cash_total",
            summed=True,
            series=True,
        )


SPARE_LINES = {
    "revenue": Label("Further revenue, from spare slots", "备用项收入"),
    "subsidy": Label("Further subsidies, from spare slots", "备用项补助"),
    "cost": Label("Further costs, from spare slots", "备用项支出"),
    "financing_in": Label("Further loans and financing, from spare slots", "备用项借款及融资流入"),
    "financing_out": Label("Repayment of spare slots' loans and financing", "备用项还本付息及融资流出"),
}


def _declare_spare_lines(book: Book) -> None:
    """One line for all spare slots of a kind, so that a template's statements stay as short as the village's."""
    for section, prefix in (("fund", "fund_balance"), ("cash", "cash")):
        for kind, label in SPARE_LINES.items():
            spare = [line for line in lines_of(book, section, kind) if is_slot(line.key)]
            if spare:
                is_flow = section == "cash"
                book.line(
                    f"{prefix}.spare_{kind}", label, "yuan", sum_of(spare), summed=is_flow, series=is_flow
                )


def _rows_of(book: Book, section: str, prefix: str, *kinds: str) -> list[Row]:
    """The lines of a statement by kind, its spare slots as one row after the lines that are in use."""
    rows: list[Row] = []
    for kind in kinds:
        rows += [Row(line.key) for line in lines_of(book, section, kind) if not is_slot(line.key)]
        rows += [Row(key) for key in [f"{prefix}.spare_{kind}"] if key in book.lines]
    return rows


def _declare_cash_account(book: Book) -> None:
    revenue, subsidy, cost, drawn, service = (
        LineReference(f"cash.{key}")
        for key in ("revenue", "subsidy", "cost", "financing_in", "financing_out")
    )
    closing = LineReference("cash.closing")
    before = book.line(
        "cash.before_financing",
        Label("Cash flow before financing", "融资前净现金流量"),
        "yuan",
        revenue + subsidy - cost,
        summed=True,
    )
    opening = book.line("cash.opening", Label("Opening cash", "期初现金"), "yuan", closing.previous)
    inflow = book.line(
        "cash.inflow", Label("Total inflow", "现金流入合计"), "yuan", revenue + subsidy + drawn, summed=True
    )
    outflow = book.line(
        "cash.outflow", Label("Total outflow", "现金流出合计"), "yuan", cost + service, summed=True
    )
    book.line("cash.closing", Label("Closing cash", "期末现金"), "yuan", opening + inflow - outflow)
    minimum = book.line("cash.minimum", Label("Lowest closing cash", "最低期末现金"), "yuan", lowest(closing))
    at_minimum = book.line(
        "cash.at_minimum",
        Label("Period if cash is lowest in it", "现金最低的期次"),
        "period",
        when(closing <= minimum, PERIOD, NOT_AVAILABLE),
    )
    book.line(
        "cash.minimum_period",
        Label("Period of lowest cash", "现金最低出现在第几期"),
        "period",
        lowest(at_minimum),
    )
    without_loans = book.line(
        "cash.cumulative_before_financing",
        Label("Cumulative cash before financing", "融资前累计现金"),
        "yuan",
        LineReference("cash.cumulative_before_financing").previous + before,
    )
    book.line(
        "cash.peak_funding_need",
        Label("Peak funding need before loans", "融资前资金需求峰值"),
        "yuan",
        larger(0, -lowest(without_loans)),
    )


def loan_paths(book: Book) -> list[str]:
    """The paths of the loans in a book, such as loans.adbc."""
    return [key.removesuffix(".period_rate") for key in book.lines if key.endswith(".period_rate")]


def _declare_loans_together(book: Book) -> None:
    """The loans as one: sums over all of them by period, and the interest they cost."""
    for key, part, label in (
        ("loans.drawdown", "drawdown", Label("All loans: drawdown", "贷款提款合计")),
        ("loans.accrued", "accrued", Label("All loans: interest accrued", "贷款应计利息合计")),
        ("loans.capitalised", "capitalised", Label("All loans: interest capitalised", "贷款资本化利息合计")),
        ("loans.interest_paid", "interest_paid", Label("All loans: interest paid", "贷款付息合计")),
        ("loans.principal_repaid", "principal_repaid", Label("All loans: principal repaid", "贷款还本合计")),
    ):
        parts = [LineReference(f"{path}.{part}") for path in loan_paths(book)]
        book.line(key, label, "yuan", sum_of(parts), summed=True, series=True)
    owed = [LineReference(f"{path}.closing") for path in loan_paths(book)]
    book.line(
        "loans.outstanding",
        Label("All loans: outstanding", "贷款余额合计"),
        "yuan",
        sum_of(owed),
        series=True,
    )
    book.line(
        "loans.debt_service",
        Label("All loans: debt service", "贷款还本付息合计"),
        "yuan",
        LineReference("loans.interest_paid") + LineReference("loans.principal_repaid"),
        summed=True,
    )
    book.line(
        "loans.interest_total",
        Label("Interest over the life of all loans", "贷款利息总额"),
        "yuan",
        total(LineReference("loans.accrued")),
    )


def _declare_sources_and_uses(book: Book) -> None:
    closing = final(LineReference("cash.closing"))
    fund = {kind: sum_of(lines_of(book, "fund", kind)) for kind in ("revenue", "subsidy", "cost")}
    yearly = {
        group: sum_of(
            total(LineReference(key))
            for key in book.lines
            if key.startswith(f"{group}.") and key.endswith(".flow")
        )
        for group in ("income", "costs")
    }
    rows: list[tuple[str, Label, Expression]] = [
        ("sources.revenue", Label("Quota transfer and other revenue", "指标交易等收入"), fund["revenue"]),
        ("sources.subsidies", Label("Subsidies", "财政补助"), fund["subsidy"]),
        ("sources.income", Label("Income after the move", "搬迁后收入"), yearly["income"]),
        (
            "sources.financing",
            Label("Loans drawn and other financing", "贷款及其他融资"),
            total(LineReference("cash.financing_in")),
        ),
        ("sources.gap", Label("Gap that nobody funds yet", "尚无来源的资金缺口"), larger(0, -closing)),
        ("uses.expenditure", Label("Expenditure of the relocation", "搬迁支出"), fund["cost"]),
        ("uses.costs", Label("Costs after the move", "搬迁后支出"), yearly["costs"]),
        ("uses.interest", Label("Interest paid", "支付利息"), total(LineReference("loans.interest_paid"))),
        (
            "uses.principal",
            Label("Principal repaid", "偿还本金"),
            total(LineReference("loans.principal_repaid")),
        ),
        ("uses.financing", Label("Other financing repaid", "偿还其他融资"), _other_financing(book)),
        ("uses.closing", Label("Cash left at the end", "期末结存现金"), larger(0, closing)),
    ]
    for key, label, formula in rows:
        book.line(key, label, "yuan", formula, section=key.split(".")[0])
    for side, label in (
        ("sources", Label("Total sources", "资金来源合计")),
        ("uses", Label("Total uses", "资金运用合计")),
    ):
        book.line(
            f"{side}.total",
            label,
            "yuan",
            sum_of(LineReference(key) for key, *_ in rows if key.startswith(side)),
        )


def _other_financing(book: Book) -> Expression:
    keys = [
        key for key, line in book.lines.items() if key.startswith("other.") and line.kind == "financing_out"
    ]
    return sum_of(LineReference(key) for key in keys if key.endswith(".total"))


def fund_balance_rows(book: Book) -> list[Row]:
    """The fund balance as the paper lays it out: revenue, expenditure, balance; what is netted stands as detail."""
    revenue = _rows_of(book, "fund", "fund_balance", "revenue", "subsidy")
    costs: list[Row] = []
    for row in _rows_of(book, "fund", "fund_balance", "cost"):
        costs.append(row)
        if row.key == "compensation.net":
            costs += [Row(f"{group}.total", is_detail=True) for group in ("compensation", "purchases")]
    return [
        *revenue,
        Row("fund_balance.revenue", is_total=True),
        *costs,
        Row("fund_balance.expenditure", is_total=True),
        Row("fund_balance.balance", is_total=True),
    ]


def sources_and_uses_rows(book: Book) -> list[Row]:
    """Sources, their total, uses, their total."""
    return [
        Row(f"{side}.{key}", is_total=key == "total")
        for side in ("sources", "uses")
        for key in [line.removeprefix(f"{side}.") for line in book.lines if line.startswith(f"{side}.")]
    ]


def cash_plan_rows(book: Book) -> list[Row]:
    """Opening, inflow line by line, outflow line by line, closing."""
    return [
        Row("cash.opening"),
        *_rows_of(book, "cash", "cash", "revenue", "subsidy", "financing_in"),
        Row("cash.inflow", is_total=True),
        *_rows_of(book, "cash", "cash", "cost", "financing_out"),
        Row("cash.outflow", is_total=True),
        Row("cash.closing", is_total=True),
        Row("cash.cumulative_before_financing", is_detail=True),
    ]


def loan_rows(path: str) -> list[Row]:
    """The account of one loan."""
    labels = {
        "opening": Label("Opening balance", "期初余额"),
        "drawdown": Label("Drawdown", "提款"),
        "accrued": Label("Interest accrued", "应计利息"),
        "capitalised": Label("Interest capitalised", "资本化利息"),
        "interest_paid": Label("Interest paid", "支付利息"),
        "principal_repaid": Label("Principal repaid", "偿还本金"),
        "closing": Label("Closing balance", "期末余额"),
    }
    return [Row(f"{path}.{key}", is_total=key == "closing", label=label) for key, label in labels.items()]


def household_rows(book: Book) -> list[Row]:
    """What the average household gets, pays and keeps."""
    return [
        Row(key, is_total=key == "household.net_cash") for key in book.lines if key.startswith("household.")
    ]


def published_rows(book: Book) -> list[str]:
    """The ids of the published figures that the book reproduces."""
    return [key.split(".")[1] for key in book.lines if key.startswith("published.") and key.endswith(".ours")]
