"""The verdict: which rules a plan must meet, which ones only warn, and how much is missing to each.

What decides
    cash          lowest closing cash is not below zero
    repayment     all debt service is paid from cash at hand, and nothing is owed at the end
    fund_balance  revenue and subsidies cover the expenditure
    checks        every identity of the calculation holds

What warns: NPV, coverage multiples, DSCR, ICR, sinking funds, liabilities to assets. The ratios belong to projects that earn
their debt service year by year. A relocation does not: its quota money comes once and the loan is a bridge. So DSCR
and ICR are asked with the cash that a year begins with, what a year alone brings stands beside them, and a ratio
never decides by itself; a planner or a lender who wants one to says so: `relocation run --require dscr`.

A rule passes if nothing is missing to it, counted in yuan to the fen: short_<rule> = max(0, threshold * owed - flow) for
a ratio, which says the same as ratio >= threshold and is never n/a. A rule about debt is not applicable where there is none,
and one about a ratio not where the ratio does not exist. Where no money is stated at all the rules hold of themselves,
and a plan of which something is missing may look well for that alone: it is unfinished, neither viable nor not
(`project.completeness`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from relocation.annual.debt_cover import TABLE
from relocation.annual.rows import row_of
from relocation.checks import CHECKS
from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    NOT_AVAILABLE,
    Expression,
    LineReference,
    as_number,
    equals,
    highest,
    larger,
    magnitude,
    smaller,
    sum_of,
    to_cents,
    total,
    when,
)
from relocation.labels import Label
from relocation.project.rule_book import STATED

DEFINITION = Label("by definition", "定义")
PRACTICE = Label("practice, secondary source, to be confirmed", "实务惯例，二手资料，待核实")
VIABLE = "verdict.viable"
NO_MONEY = Label("no money is stated", "未填写任何金额")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: the line it looks at, whether that is to be at least or at most the threshold, and whether it decides.

    `failure` says what is wrong where it does not hold. `threshold` is the path of an input, or "" for a threshold
    of nothing, which follows from the meaning of the rule.
    """

    key: str
    label: Label
    value: str
    decides: bool
    failure: Label
    threshold: str = ""
    at_most: bool = False
    origin: Label = DEFINITION


# Cash and repayment first: they say whether the plan can be carried through.
RULES = (
    Rule(
        "cash",
        Label("Lowest closing cash", "最低期末现金"),
        "cash.minimum",
        True,
        Label("cash runs out", "现金出现缺口"),
    ),
    Rule(
        "repayment",
        Label("Debt not repaid from cash, or still owed", "未能以现金偿还或期末仍欠的债务"),
        "loans.uncovered",
        True,
        Label("debt is not repaid from cash", "债务不能以现金按期偿清"),
        at_most=True,
    ),
    Rule(
        "fund_balance",
        Label("Fund balance", "资金结余"),
        "fund_balance.balance",
        True,
        Label("the fund balance is negative", "资金结余为负"),
    ),
    Rule(
        "checks",
        Label("Checks of the calculation that fail", "未通过的计算检查"),
        "verdict.checks_failed",
        True,
        Label("a check of the calculation fails", "计算检查未通过"),
        at_most=True,
    ),
    Rule(
        "npv",
        Label("Net present value", "净现值"),
        "npv",
        False,
        Label("the net present value is negative", "净现值为负"),
    ),
    Rule(
        "coverage",
        Label("Coverage multiple of principal and interest", "本息覆盖倍数"),
        "coverage_multiple",
        False,
        Label("all flow covers too little of principal and interest", "全部净流量对本息覆盖不足"),
        "evaluation.minimum_coverage",
        origin=PRACTICE,
    ),
    Rule(
        "bond_coverage",
        Label("Coverage multiple of special bonds alone", "专项债券本息覆盖倍数"),
        "coverage_multiple.bonds",
        False,
        Label("all flow covers too little of the special bonds", "全部净流量对专项债券本息覆盖不足"),
        "evaluation.minimum_coverage",
        origin=PRACTICE,
    ),
    Rule(
        "dscr",
        Label("Lowest DSCR with cash brought forward", "最低偿债备付率（含年初结余）"),
        "dscr.with_cash_min",
        False,
        Label(
            "the money of a year covers too little of its debt service", "有年度可用资金对还本付息保障不足"
        ),
        "evaluation.minimum_dscr",
        origin=PRACTICE,
    ),
    Rule(
        "icr",
        Label("Lowest ICR with cash brought forward", "最低利息备付率（含年初结余）"),
        "icr.with_cash_min",
        False,
        Label("the money of a year covers too little of its interest", "有年度可用资金对利息保障不足"),
        "evaluation.minimum_icr",
        origin=PRACTICE,
    ),
    Rule(
        "reserve",
        Label("Lowest cash less sinking funds", "扣除偿债准备金后的最低现金"),
        "cash.free_minimum",
        False,
        Label("sinking funds are not set aside in full", "偿债准备金未能足额提取"),
    ),
    Rule(
        "liabilities",
        Label("Highest liabilities to assets", "最高资产负债率"),
        "liabilities_to_assets_max",
        False,
        Label("liabilities are high against assets", "资产负债率偏高"),
        "evaluation.maximum_liabilities",
        at_most=True,
        origin=PRACTICE,
    ),
)


def declare_verdict(book: Book) -> None:
    """Declares for each rule its threshold, what is missing to it [yuan], whether it passed, and the verdict."""
    hard = [LineReference(f"checks.{check.key}.passed") for check in CHECKS if check.error]
    book.line(
        "verdict.checks_failed",
        Label("Checks of the calculation that fail", "未通过的计算检查数"),
        "number",
        sum_of(1 - passed for passed in hard),
    )
    missing = _missing(book)
    passed = {rule.key: _declare_rule(book, rule, *missing[rule.key]) for rule in RULES}
    book.line(
        VIABLE,
        Label(
            "Viable: the plan is finished and every rule that decides holds (1 = yes)",
            "可行：方案完整且决定性规则均满足（1为是）",
        ),
        "flag",
        when(
            (_declare_money(book) > 0) & equals(STATED.broken, 0),
            smaller(*(passed[rule.key] for rule in RULES if rule.decides)),
            NOT_AVAILABLE,
        ),
    )


def _declare_money(book: Book) -> LineReference:
    """All that is received or paid anywhere, households' own purchases too; nothing where no money is stated."""
    amounts = ("fund_balance.revenue", "fund_balance.expenditure", "compensation.total", "purchases.total")
    flows = ("cash.inflow", "cash.outflow")
    return book.line(
        "verdict.money",
        Label("Money that the plan states", "方案涉及的金额"),
        "yuan",
        sum_of(
            [
                *(magnitude(LineReference(key)) for key in amounts),
                *(magnitude(total(LineReference(key))) for key in flows),
            ]
        ),
    )


def _missing(book: Book) -> Mapping[str, tuple[Expression, Expression | None]]:
    """For each rule what is missing to it, and how much debt there is, without which it is not applicable."""
    owed, bonds = LineReference("coverage_multiple.service"), LineReference("coverage_multiple.bond_service")
    asked = book.reference("evaluation.minimum_coverage")
    available, left = (LineReference(f"coverage_multiple.{key}") for key in ("available", "left_for_bonds"))
    liabilities = _declare_excess_liabilities(book)
    return {
        "cash": (-LineReference("cash.minimum"), None),
        "repayment": (LineReference("loans.uncovered"), None),
        "fund_balance": (-LineReference("fund_balance.balance"), None),
        "checks": (LineReference("verdict.checks_failed"), None),
        "npv": (-LineReference("npv"), None),
        "coverage": (asked * owed - larger(0, available), owed),
        "bond_coverage": (asked * bonds - larger(0, left), bonds),
        "dscr": (total(row_of(TABLE, "dscr_short")), total(row_of(TABLE, "service"))),
        "icr": (total(row_of(TABLE, "icr_short")), total(row_of(TABLE, "interest"))),
        "reserve": (-LineReference("cash.free_minimum"), total(LineReference("loans.reserve"))),
        "liabilities": (highest(liabilities), _measurable_liabilities()),
    }  # fmt: skip


def _measurable_liabilities() -> Expression:
    """Nothing where some period owes without owning anything: the ratio does not exist then, and decides nothing."""
    unmeasured = total(LineReference("balance_sheet.without_assets"))
    return when(unmeasured > 0, 0, total(LineReference("balance_sheet.liabilities")))


def _declare_excess_liabilities(book: Book) -> LineReference:
    assets, owed = LineReference("balance_sheet.assets"), LineReference("balance_sheet.liabilities")
    return book.line(
        "verdict.liabilities_excess",
        Label("Liabilities above the share of assets allowed", "超出允许资产负债率的负债"),
        "yuan",
        larger(0, owed - book.reference("evaluation.maximum_liabilities") * assets),
    )


def _declare_rule(book: Book, rule: Rule, missing: Expression, owed: Expression | None) -> LineReference:
    unit = book.lines[rule.value].unit
    asked = book.reference(rule.threshold) if rule.threshold else as_number(0)
    en, zh = rule.label
    book.line(f"verdict.{rule.key}.threshold", Label(f"{en}: threshold", f"{zh}：阈值"), unit, asked)
    short = book.line(
        f"verdict.{rule.key}.short",
        Label(f"{en}: missing to the threshold", f"{zh}：距阈值所缺"),
        "number" if unit == "number" else "yuan",
        larger(0, missing),
    )
    # To the fen, or as the checks do for amounts so large that floats cannot tell one.
    holds = equals(to_cents(short if unit == "number" else short / LineReference("checks.scale")), 0)
    applies = None if owed is None else to_cents(owed) > 0
    return book.line(
        f"verdict.{rule.key}.passed",
        Label(f"{en}: passed (1 = yes)", f"{zh}：通过（1为是）"),
        "flag",
        holds if applies is None else when(applies, holds, NOT_AVAILABLE),
    )
