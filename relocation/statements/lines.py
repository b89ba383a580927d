"""The lines of the statements: totals by kind, the cash account, the loans as one, sources and uses."""

from __future__ import annotations

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    NOT_AVAILABLE,
    PERIOD,
    Expression,
    LineReference,
    final,
    larger,
    lowest,
    sum_of,
    to_cents,
    total,
    when,
)
from relocation.labels import Label
from relocation.project.book_inputs import items_of
from relocation.project.paths import InputPath
from relocation.statements.gap import GAP, OPEN, declare_gap


def declare_statements(book: Book) -> None:
    """Declares the fund balance, the cash plan, the loans together, sources and uses, and who bears a gap."""
    _declare_fund_balance(book)
    _declare_cash_by_kind(book)
    _declare_cash_account(book)
    _declare_loans_together(book)
    _declare_sources_and_uses(book)
    declare_gap(book)


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
            Label("Loan drawdown, other financing and own capital", "借款、其他融资及资本金流入"),
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
            sum_of(lines_of(book, "cash", *(FINANCING if kind == "financing_in" else (kind,)))),
            section="cash_total",
            summed=True,
            series=True,
        )


# What comes in without being revenue.
FINANCING = ("financing_in", "capital")


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
    _declare_lowest_cash(book, closing)
    _declare_funding_need(book, before)


def _declare_lowest_cash(book: Book, closing: LineReference) -> None:
    free = book.line(
        "cash.free",
        Label("Closing cash less sinking funds", "期末现金扣除偿债准备金"),
        "yuan",
        closing - LineReference("loans.reserve"),
    )
    book.line(
        "cash.free_minimum",
        Label("Lowest cash less sinking funds", "扣除偿债准备金后的最低现金"),
        "yuan",
        lowest(free),
    )
    minimum = book.line("cash.minimum", Label("Lowest closing cash", "最低期末现金"), "yuan", lowest(closing))
    at_minimum = book.line(
        "cash.at_minimum",
        Label("Period if cash is lowest in it", "现金最低的期次"),
        "period",
        # To the cent: a sum that comes back to the lowest may end in other last digits in another program.
        when(to_cents(closing - minimum) <= 0, PERIOD, NOT_AVAILABLE),
    )
    book.line(
        "cash.minimum_period",
        Label("Period of lowest cash", "现金最低出现在第几期"),
        "period",
        lowest(at_minimum),
    )


def _declare_funding_need(book: Book, before: LineReference) -> None:
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


def loan_paths(book: Book) -> list[InputPath]:
    """The paths of the loans in a book, such as loans.adbc."""
    return list(items_of(book, "loans"))


# Of all loans together: each sum of a flow, and of a balance, with the line of every loan that it adds up.
LOAN_FLOWS = (
    ("loans.drawdown", "drawdown", Label("All loans: drawdown", "贷款提款合计")),
    ("loans.accrued", "accrued", Label("All loans: interest accrued", "贷款应计利息合计")),
    ("loans.capitalised", "capitalised", Label("All loans: interest capitalised", "贷款资本化利息合计")),
    (
        "loans.construction_interest",
        "construction_interest",
        Label("All loans: interest during construction", "建设期利息合计"),
    ),
    ("loans.subsidy_received", "subsidy_received", Label("All loans: interest subsidy", "财政贴息合计")),
    ("loans.issue_costs", "issue_costs", Label("All loans: issue costs", "贷款及债券发行费用合计")),
    ("loans.interest_paid", "interest_paid", Label("All loans: interest paid", "贷款付息合计")),
    ("loans.principal_repaid", "principal_repaid", Label("All loans: principal repaid", "贷款还本合计")),
    ("loans.scheduled_principal", "scheduled_principal", Label("All loans: principal due", "贷款应还本金合计")),
    ("loans.prepaid", "swept", Label("All loans: principal repaid ahead of its plan", "贷款提前还本合计")),
)  # fmt: skip
LOAN_BALANCES = (
    ("loans.outstanding", "closing", Label("All loans: outstanding", "贷款余额合计")),
    (
        "loans.interest_owed",
        "interest_owed",
        Label("All loans: interest not yet due", "应计未到期利息合计"),
    ),
    ("loans.reserve", "reserve", Label("All loans: sinking funds", "偿债准备金合计")),
)


def _declare_loans_together(book: Book) -> None:
    """The loans as one: sums over all of them by period, and the interest they cost."""
    for key, part, label in LOAN_FLOWS:
        parts = [LineReference(f"{path}.{part}") for path in loan_paths(book)]
        book.line(key, label, "yuan", sum_of(parts), summed=True, series=True)
    for key, part, label in LOAN_BALANCES:
        balances = [LineReference(f"{path}.{part}") for path in loan_paths(book)]
        book.line(key, label, "yuan", sum_of(balances), series=True)
    outstanding = LineReference("loans.outstanding")
    book.line(
        "loans.unspent",
        Label("All loans: drawn and not spent yet", "贷款已提取未使用余额"),
        "yuan",
        when(to_cents(outstanding) > 0, LineReference("loans.borrowed_at_hand")) if loan_paths(book) else 0,
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
        "loans.service_due",
        Label("All loans: debt service due by plan", "贷款应还本付息合计"),
        "yuan",
        LineReference("loans.interest_paid") + LineReference("loans.scheduled_principal"),
        summed=True,
    )
    book.line(
        "loans.interest_total",
        Label("Interest over the life of all loans", "贷款利息总额"),
        "yuan",
        total(LineReference("loans.accrued")),
    )


StatementRow = tuple[str, Label, Expression]


def _declare_sources_and_uses(book: Book) -> None:
    sides = {
        side: [book.line(key, label, "yuan", formula, section=side) for key, label, formula in rows]
        for side, rows in (("sources", _sources(book)), ("uses", _uses(book)))
    }
    for side, label in (
        ("sources", Label("Total sources", "资金来源合计")),
        ("uses", Label("Total uses", "资金运用合计")),
    ):
        book.line(f"{side}.total", label, "yuan", sum_of(sides[side]))


def _sources(book: Book) -> list[StatementRow]:
    return [
        (
            "sources.revenue",
            Label("Quota transfer and other revenue", "指标调剂等收入"),
            LineReference("fund_balance.own_revenue"),
        ),
        ("sources.subsidies", Label("Subsidies", "财政补助"), LineReference("subsidies.total")),
        ("sources.income", Label("Income after the move", "搬迁后收入"), _yearly(book, "income")),
        (
            "sources.financing",
            Label("Loans drawn, other financing and own capital", "贷款、其他融资及资本金"),
            total(LineReference("cash.financing_in")),
        ),
        (
            "sources.gap",
            Label("Gap that nobody funds yet, at its highest", "尚无来源的资金缺口（最高额）"),
            GAP,
        ),
    ]


def _uses(book: Book) -> list[StatementRow]:
    return [
        (
            "uses.expenditure",
            Label("Expenditure of the relocation", "搬迁支出"),
            LineReference("fund_balance.expenditure"),
        ),
        ("uses.costs", Label("Costs after the move", "搬迁后支出"), _yearly(book, "costs")),
        ("uses.interest", Label("Interest paid", "支付利息"), total(LineReference("loans.interest_paid"))),
        (
            "uses.issue_costs",
            Label("Issue costs of loans and bonds", "贷款及债券发行费用"),
            total(LineReference("loans.issue_costs")),
        ),
        (
            "uses.principal",
            Label("Principal repaid", "偿还本金"),
            total(LineReference("loans.principal_repaid")),
        ),
        (
            "uses.financing",
            Label("Other financing repaid", "偿还其他融资"),
            other_financing(book, "financing_out"),
        ),
        (
            "uses.gap_closed",
            Label("Of the gap, made good by later money", "缺口中由后续资金弥补"),
            GAP - final(OPEN),
        ),
        (
            "uses.closing",
            Label("Cash left at the end", "期末结存现金"),
            larger(0, final(LineReference("cash.closing"))),
        ),
    ]


def _yearly(book: Book, group: str) -> Expression:
    """The yearly flows of a group after the move, over all periods."""
    return sum_of(total(LineReference(f"{path}.flow")) for path in items_of(book, group))


def other_financing(book: Book, *kinds: str) -> Expression:
    """What a planner's own lines bring as financing and own capital, or take, by their kinds."""
    totals = [LineReference(f"{path}.total") for path in items_of(book, "other")]
    return sum_of(line for line in totals if book.lines[line.key].kind in kinds)
