"""The construction period (建设期): up to when works are paid for.

    construction ends = the last period in which works are paid, reclamation too; in a plan without works, compensation;
                        in a plan without both, other costs that are more than what comes in beside them
    in construction_t = 1 up to that period

Interest of every loan up to that period is interest during construction (建设期利息) and part of total investment,
whatever grace period a loan has; after it, a plan that owes something can begin to repay. Source:
建设项目经济评价方法与参数（第三版）, where interest of the construction period is capitalised into total investment.
"""

from __future__ import annotations

from relocation.annual.years import declare_last_period
from relocation.formula.book import Book
from relocation.formula.expression import (
    PERIOD,
    LineReference,
    as_number,
    to_cents,
    total,
    when,
)
from relocation.labels import Label

CONSTRUCTION_ENDS = LineReference("timeline.construction_end")
IN_CONSTRUCTION = LineReference("timeline.in_construction")


def declare_construction_period(book: Book) -> None:
    """Declares in which period construction ends (0 where nothing is built), and which periods belong to it."""
    works, compensation = LineReference("cash.works"), LineReference("compensation.paid")
    exceeds_income = to_cents(LineReference("cash.before_financing")) < 0
    spent = book.line(
        "timeline.construction_spending",
        Label("Spending that makes up the construction period", "据以确定建设期的支出"),
        "yuan",
        when(
            to_cents(total(works)) > 0,
            works,
            when(
                to_cents(total(compensation)) > 0,
                compensation,
                when(exceeds_income, LineReference("cash.other_costs")),
            ),
        ),
    )
    ends = declare_last_period(
        book,
        LineReference("timeline.construction_at"),
        Label("Period if something is built in it", "有建设支出的期次"),
        CONSTRUCTION_ENDS,
        Label("Period in which construction ends", "建设期末所在期次"),
        to_cents(spent) > 0,
    )
    book.line(
        IN_CONSTRUCTION.key,
        Label("In the construction period (1 = yes)", "建设期内（1为是）"),
        "flag",
        as_number(ends >= PERIOD),
    )
