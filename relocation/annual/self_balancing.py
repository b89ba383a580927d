"""专项债券项目收益与融资自求平衡: what the project brings over the life of its debt against principal and interest.

    available_y = cash flow before financing_y + own capital_y + debt drawn_y - issue costs_y
    multiple    = sum of available / sum of principal and interest                                  on all debt
    of bonds    = (sum of available - service of other loans) / principal and interest of the bonds    on them alone

Other loans beside bonds are no income of the project: what they bring they take again, with interest. Interest is what
the project pays, after interest subsidies. What ratio a province asks for is a threshold of the evaluation.
"""

from __future__ import annotations

from relocation.annual.rows import OWN_CAPITAL, Entry, balance, check, figure, flows, row_of
from relocation.annual.years import at_year_end, of_year
from relocation.formula.language.book import Book
from relocation.formula.language.expression import LineReference
from relocation.labels import Label

TABLE = "self_balancing"
TITLE = Label("Self-balancing of income and debt (special bonds)", "专项债券项目收益与融资自求平衡测算表")
NOTE = Label(
    "Multiples on all debt and on special bonds alone, after the service of other loans; n/a where there are none.",
    "本息覆盖倍数分全部债务与专项债券两种口径，后者先扣除其他借款本息；无专项债券时显示 n/a。",
)


def self_balancing(book: Book) -> list[Entry]:
    """Income, debt drawn, debt service, what is left, and the multiples."""
    flow, drawn, available, service, left, so_far = map(
        _row, ("flow", "drawn", "available", "service", "left", "so_far")
    )
    return [
        Entry(
            "income",
            Label("Income of the project", "项目收入"),
            of_year("cash.revenue") + of_year("cash.subsidy"),
        ),
        Entry(
            "costs",
            Label("Costs of the project, issue costs of debt too", "项目支出（含债务发行费用）"),
            of_year("cash.cost") + of_year("loans.issue_costs"),
        ),
        Entry("flow", Label("Income less costs (1-2)", "项目收益（1-2）"), _row("income") - _row("costs")),
        *flows(book, OWN_CAPITAL),
        Entry("drawn", Label("Debt drawn", "债务融资"), parts=_split("drawn", "drawdown")),
        Entry(
            "available",
            Label("Available for debt service (3+4+5)", "可用于还本付息资金（3+4+5）"),
            flow + _row("own_capital") + drawn,
        ),
        Entry(
            "service",
            book.lines["loans.debt_service"].label,
            parts=(*_split("principal", "principal_repaid"), *_split("interest", "interest_paid")),
        ),
        Entry("left", Label("Left after debt service (6-7)", "还本付息后结余（6-7）"), available - service),
        balance("so_far", Label("Left so far", "累计结余"), so_far.previous + left),
        *_multiples(),
        check(
            Label("Check: 9 = cash less other financing", "检查：9＝货币资金减其他融资"),
            so_far,
            at_year_end("cash.closing") - at_year_end("balance_sheet.other_account"),
        ),
    ]


def _row(key: str) -> LineReference:
    return row_of(TABLE, key)


SPLITS = {
    "drawdown": (Label("Special bonds issued", "专项债券发行"), Label("Other loans drawn", "其他借款")),
    "principal_repaid": (
        Label("Special bonds: principal", "专项债券本金"),
        Label("Other loans: principal", "其他借款本金"),
    ),
    "interest_paid": (
        Label("Special bonds: interest", "专项债券利息"),
        Label("Other loans: interest", "其他借款利息"),
    ),
}


def _split(key: str, part: str) -> tuple[Entry, Entry]:
    bonds, others = SPLITS[part]
    of_bonds = of_year(f"loans.bonds_{part}")
    return (
        Entry(f"bond_{key}", bonds, of_bonds),
        Entry(f"other_{key}", others, of_year(f"loans.{part}") - of_bonds),
    )


def _multiples() -> list[Entry]:
    """The multiples as the indicators work them out."""
    return [
        figure(row, label, LineReference(indicator), "times")
        for row, label, indicator in (
            (
                "multiple_all",
                Label("Coverage multiple, all debt", "本息覆盖倍数（全部债务）"),
                "coverage_multiple",
            ),
            (
                "multiple_bonds",
                Label("Coverage multiple, special bonds alone", "本息覆盖倍数（仅专项债券）"),
                "coverage_multiple.bonds",
            ),
        )
    ]
