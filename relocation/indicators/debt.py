"""Whether the debt is covered: over its life, by year, and by the cash that is at hand.

    multiple   = (all flow before financing + own capital + all drawdowns) / all debt service
    of bonds   = (the same - debt service of other loans) / debt service of the special bonds
    LLCR       = present value of the available flow over the life of the loans / debt when repayment begins
    DSCR, ICR  lowest and average of the years (`annual.debt_cover`)
    uncovered  = debt service paid out of an overdraft + debt left at the end

The multiple leads (本息覆盖倍数). Income less costs of the whole life counts in it; of the works only what neither own capital nor
debt pays for lowers it, since drawdowns pay for works and are repaid from the income. A bank loan beside bonds is no income: it
brings its drawdowns, takes all of its service, and so lowers what is left for the bonds by its interest.

LLCR is taken at the beginning of repayment (`annual.repayment_phase`), with the available flow from then to the last
debt service. Debt then is what is outstanding, and what is drawn later at its worth then. Both are discounted at what
the debt itself costs in each period, interest less its subsidy / (opening balance + drawdowns), which is the loan's rate
where there is one loan. So a flow that is exactly the debt service gives an LLCR of 1, whatever is drawn and when.

Sources: 财政部 on special bonds that balance income with financing (财预〔2017〕89号, not seen by us) for the multiples; LLCR as
project finance states it: NPV of cash flow available for debt service over the loan's life / debt outstanding.
Nothing that is available covers nothing: 0, not a negative ratio.
"""

from __future__ import annotations

from relocation.annual.balance_sheet import are_assets, liabilities_to_assets
from relocation.annual.debt_cover import CENT, TABLE
from relocation.annual.phases import AVAILABLE, CAPITAL, DRAWN, DUE, OWED, RUNNING
from relocation.annual.rows import row_of
from relocation.annual.years import declare_last_period
from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    NOT_AVAILABLE,
    PERIOD,
    Expression,
    LineReference,
    as_number,
    average,
    final,
    highest,
    larger,
    lowest,
    magnitude,
    ratio_of_money,
    smaller,
    to_cents,
    total,
    when,
)
from relocation.labels import Label

FLOW, SERVICE = LineReference("cash.before_financing"), LineReference("loans.debt_service")
# What the village itself bears: an interest subsidy never passes through its accounts.
BORNE = LineReference("loans.accrued") - LineReference("loans.subsidy_received")
OUTSTANDING = LineReference("loans.outstanding")


def declare_debt_indicators(book: Book) -> None:
    """Declares the date of lowest cash, what cash does not cover, and the ratios of debt cover."""
    _declare_lowest_cash_date(book)
    _declare_uncovered(book)
    _declare_coverage(book)
    _declare_loan_life_cover(book)
    _declare_yearly_cover(book)


def _declare_lowest_cash_date(book: Book) -> None:
    closing, minimum = LineReference("cash.closing"), LineReference("cash.minimum")
    at_minimum = book.line(
        "cash.date_at_minimum",
        Label("First day of the period if cash is lowest in it", "现金最低之期的起始日（逐期）"),
        "date",
        when(to_cents(closing - minimum) <= 0, LineReference("timeline.date"), NOT_AVAILABLE),
    )
    book.line(
        "cash.minimum_date",
        Label("Lowest cash: first day of the period", "现金最低之期的起始日"),
        "date",
        lowest(at_minimum),
    )


def _declare_uncovered(book: Book) -> None:
    overdrawn = book.line(
        "loans.paid_from_overdraft",
        Label("Debt service that cash does not cover", "现金不足以支付的还本付息"),
        "yuan",
        smaller(larger(0, SERVICE), larger(0, -LineReference("cash.closing"))),
        summed=True,
    )
    book.line(
        "loans.uncovered",
        Label("Debt not repaid from cash, or still owed", "未能以现金偿还或期末仍欠的债务"),
        "yuan",
        total(overdrawn) + magnitude(final(OUTSTANDING)),
    )


def _declare_yearly_cover(book: Book) -> None:
    """A lowest or average over years of which one has no ratio would look better than the plan is."""
    whole = {
        key: total(row_of(TABLE, without))
        for key, without in (("dscr", "without_flow"), ("icr", "without_earnings"))
    }

    def of_every_year(key: str, found: Expression) -> Expression:
        return when(whole[key] > 0, NOT_AVAILABLE, found)

    dscr, dscr_with_cash, icr, icr_with_cash, year = (
        row_of(TABLE, row) for row in ("dscr", "dscr_with_cash", "icr", "icr_with_cash", "year_of_lowest")
    )
    for key, label, unit, formula in (
        ("dscr_min", Label("Lowest DSCR of a year", "最低年度偿债备付率（DSCR）"), "times", of_every_year("dscr", lowest(dscr))),
        ("dscr_min_year", Label("Project year of the lowest DSCR", "偿债备付率最低的项目年序"), "number", of_every_year("dscr", lowest(year))),
        ("dscr_avg", Label("Average DSCR", "平均偿债备付率"), "times", of_every_year("dscr", average(dscr))),
        (
            "dscr.with_cash_min",
            Label("Lowest DSCR with cash brought forward", "最低偿债备付率（含年初结余）"),
            "times",
            lowest(dscr_with_cash),
        ),
        ("icr_min", Label("Lowest interest cover (ICR) of a year", "最低年度利息备付率（ICR）"), "times", of_every_year("icr", lowest(icr))),
        (
            "icr.with_cash_min",
            Label("Lowest ICR with cash brought forward", "最低利息备付率（含年初结余）"),
            "times",
            lowest(icr_with_cash),
        ),
    ):  # fmt: skip
        book.line(key, label, unit, formula)


def _declare_loan_life_cover(book: Book) -> None:
    ends = declare_last_period(
        book,
        LineReference("llcr.served_at"),
        Label("Period if debt service is due in it", "有应还本付息的期次"),
        LineReference("llcr.ends"),
        Label("Period of the last debt service", "末次还本付息所在期次"),
        to_cents(DUE) > 0,
    )
    cost = book.line(
        "llcr.cost_of_debt",
        Label("What the debt costs in the period", "当期债务成本率"),
        "share",
        RUNNING * as_number(to_cents(OWED) > 0) * larger(0, BORNE) / larger(OWED, CENT),
    )
    factor = _declare_factor(book, cost)
    worth = book.line(
        "llcr.worth",
        Label("Available flow over the loans' life, discounted", "贷款期内可用资金折现值"),
        "yuan",
        AVAILABLE * factor * as_number(ends >= PERIOD),
        summed=True,
    )
    debt = _declare_debt(book, factor)
    book.line(
        "llcr",
        Label("Loan life cover ratio (LLCR)", "贷款期偿债备付率（LLCR）"),
        "times",
        ratio_of_money(larger(0, total(worth)), total(debt)),
    )


def _declare_factor(book: Book, cost: LineReference) -> LineReference:
    factor = LineReference("llcr.factor")
    return book.line(
        factor.key,
        Label("Discount factor at the cost of debt", "按债务成本的折现系数"),
        "share",
        factor.previous / (1 + cost),
        opening=1,
    )


def _declare_debt(book: Book, factor: LineReference) -> LineReference:
    outstanding = OUTSTANDING.previous * (RUNNING - RUNNING.previous)
    return book.line(
        "llcr.debt",
        Label(
            "Debt when repayment begins, and drawn later at its worth then",
            "进入还款期时的债务及后续提款现值",
        ),
        "yuan",
        outstanding + RUNNING * DRAWN * factor.previous,
        summed=True,
    )


def _declare_coverage(book: Book) -> None:
    available = book.line(
        "coverage_multiple.available",
        Label(
            "All flow before financing, own capital, drawdowns less issue costs",
            "融资前净现金流量、资本金与提款（扣除发行费用）合计",
        ),
        "yuan",
        total(FLOW) + total(CAPITAL) + total(DRAWN) - total(LineReference("loans.issue_costs")),
    )
    service = book.line(
        "coverage_multiple.service", Label("All debt service", "还本付息总额"), "yuan", total(SERVICE)
    )
    book.line(
        "coverage_multiple",
        Label("Coverage multiple of principal and interest", "本息覆盖倍数"),
        "times",
        ratio_of_money(larger(0, available), service),
    )
    bonds = book.line(
        "coverage_multiple.bond_service",
        Label("Debt service of special bonds", "专项债券还本付息总额"),
        "yuan",
        total(LineReference("loans.bonds_interest_paid"))
        + total(LineReference("loans.bonds_principal_repaid")),
    )
    left = book.line(
        "coverage_multiple.left_for_bonds",
        Label("The same less debt service of other loans", "扣除其他借款还本付息后的可用资金"),
        "yuan",
        available - (service - bonds),
    )
    book.line(
        "coverage_multiple.bonds",
        Label("Coverage multiple of special bonds alone", "专项债券本息覆盖倍数"),
        "times",
        ratio_of_money(larger(0, left), bonds),
    )


ASSETS, LIABILITIES, FUND = (
    LineReference(f"balance_sheet.{key}") for key in ("assets", "liabilities", "fund")
)


def declare_position(book: Book) -> None:
    """Declares the highest ratio of liabilities to assets and the net fund at the end."""
    share = book.line(
        "balance_sheet.liabilities_to_assets",
        Label("Liabilities to assets", "资产负债率"),
        "times",
        liabilities_to_assets(ASSETS, LIABILITIES),
    )
    without = book.line(
        "balance_sheet.without_assets",
        Label("Something is owed and nothing owned (1 = yes)", "有负债而无资产（1为是）"),
        "flag",
        as_number((to_cents(LIABILITIES) > 0) & ~are_assets(ASSETS, LIABILITIES)),
    )
    book.line(
        "liabilities_to_assets_max",
        Label("Highest liabilities to assets", "最高资产负债率"),
        "times",
        when(total(without) > 0, NOT_AVAILABLE, highest(share)),
    )
    book.line("balance_sheet.final_fund", Label("Net fund at the end", "期末净资产"), "yuan", final(FUND))
