"""项目总投资使用计划与资金筹措表: what the relocation costs by year, what was raised for it, and where the rest went.

    total investment = works + compensation net of purchases + other costs + interest during construction + issue costs
    raised           = quota money and other revenue + subsidies + loans, with interest added to them or not yet due
                       + other financing + own capital
    raised - total investment = interest after construction + repayment + net cost after the move + increase of cash

Interest during construction is what accrues on every loan up to the end of construction (`construction_period`), paid,
added to the loan or subsidised. The last line is worked out from the accounts of cash and loans, so that sources equal uses in every year is proven.
"""

from __future__ import annotations

from dataclasses import replace

from relocation.annual.rows import (
    HEADINGS,
    INTEREST_SUBSIDIES,
    OTHER_FINANCING_IN,
    OWN_CAPITAL,
    RELOCATION_IN,
    Entry,
    check,
    detail,
    flows,
    row_of,
)
from relocation.annual.years import at_year_end, of_year
from relocation.formula.language.book import Book
from relocation.formula.language.expression import LineReference
from relocation.labels import Label
from relocation.statements import loan_paths

TABLE = "investment"
TITLE = Label("Total investment: use and financing", "项目总投资使用计划与资金筹措表")
NOTE = Label(
    "Money is raised when it arrives; what is raised beyond the investment of a year is shown with its use.",
    "资金按到账时间计列；当年筹资超出投资的部分，列示其去向。",
)


def investment(book: Book) -> list[Entry]:
    """Use, sources, and what became of the difference."""
    use, raised, beyond, applied = map(_row, ("use", "raised", "beyond", "applied"))
    return [
        Entry("use", Label("Total investment", "项目总投资"), parts=_uses(book)),
        Entry("raised", Label("Funds raised", "资金筹措"), parts=_sources(book)),
        Entry("beyond", Label("Raised beyond the investment (2-1)", "筹资超出投资（2-1）"), raised - use),
        Entry("applied", Label("Use of the difference", "差额去向"), parts=_applications(book)),
        check(Label("Check: sources = uses (3 = 4)", "检查：资金来源＝资金运用（3＝4）"), beyond, applied),
    ]


def _row(key: str) -> LineReference:
    return row_of(TABLE, key)


def _uses(book: Book) -> tuple[Entry, ...]:
    (other,) = flows(book, {"other_costs": "cash.other_costs"})
    return (
        Entry("works", Label("Works and reclamation", "建设投资（工程与复垦）"), parts=flows(book, HEADINGS)),
        Entry(
            "compensation",
            Label("Compensation in cash, net of purchases", "拆迁补偿现金兑付（扣除购房款）"),
            of_year("compensation.net_paid"),
            parts=(
                detail("compensation_gross", Label("compensation", "补偿"), of_year("compensation.paid")),
                detail(
                    "purchases",
                    Label("less purchases by households", "减：农户购房款"),
                    of_year("purchases.paid"),
                ),
            ),
        ),
        other,
        Entry(
            "construction_interest",
            Label("Interest during construction", "建设期利息"),
            of_year("loans.construction_interest"),
        ),
        *flows(book, {"issue_costs": "loans.issue_costs"}),
    )


def _sources(book: Book) -> tuple[Entry, ...]:
    owed = _row("interest_owed")
    return (
        *flows(book, RELOCATION_IN, INTEREST_SUBSIDIES),
        Entry("debt", Label("Loans", "借款"), parts=_loans(book)),
        Entry(
            "interest_waits",
            Label("Interest accrued, not yet due: increase", "应计未到期利息增加"),
            owed - owed.previous,
        ),
        Entry(
            "interest_owed",
            Label("interest not yet due at the end of the year", "年末应计未到期利息"),
            at_year_end("loans.interest_owed"),
            flow=False,
            style="detail",
        ),
        *flows(book, OTHER_FINANCING_IN, OWN_CAPITAL),
    )


def _loans(book: Book) -> tuple[Entry, ...]:
    """Interest that was added to the loans, and what was drawn of each."""
    drawn = (
        replace(entry, item=path)
        for path in loan_paths(book)
        for entry in flows(book, {f"loan_{path.name}": f"{path}.drawdown"})
    )
    added = Entry("added", Label("Interest added to loans", "利息计入本金"), of_year("loans.capitalised"))
    return (added, *drawn)


def _applications(book: Book) -> tuple[Entry, ...]:
    cash = row_of(TABLE, "cash_at_end")
    return (
        Entry(
            "interest_after",
            Label("Interest after construction", "建设期后利息"),
            of_year("loans.accrued") - of_year("loans.construction_interest"),
        ),
        *flows(
            book,
            {"principal_repaid": "loans.principal_repaid", "other_financing_out": "cash.other_financing_out"},
        ),
        Entry(
            "after_move",
            Label("Costs less income after the move", "搬迁后支出减收入"),
            of_year("cash.costs_after_move") - of_year("cash.income_after_move"),
        ),
        Entry("more_cash", Label("Increase of cash", "货币资金增加"), cash - cash.previous),
        Entry(
            "cash_at_end",
            Label("cash at the end of the year", "年末货币资金"),
            at_year_end("cash.closing"),
            flow=False,
            style="detail",
        ),
    )
