"""The sentences of the flags: what is the matter, with its figures and dates, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from relocation.calendar import day_of
from relocation.formula.language.irr import InternalRate
from relocation.formula.targets.scalar import Values
from relocation.labels import Label
from relocation.project.groups import MONTHS
from relocation.project.names import item_name
from relocation.project.sourced_inputs import SourcedInputs
from relocation.verdict.flags import FLAGS

PLANS = {
    "annuity": Label("A level plan", "等额本息"),
    "equal_principal": Label("A plan of equal principal", "等额本金"),
    "bullet": Label("A bullet loan", "到期还本"),
    "stated": Label("A loan repaid as its lender's plan states", "按银行还款计划"),
    "sculpted": Label("A loan sculpted to a DSCR", "按目标偿债备付率还款"),
    "sweep": Label("A loan repaid from all cash at hand", "最大能力还本"),
    "on_quota_receipt": Label("A loan repaid on receipt of quota money", "按指标到账还款"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A flag that is up, and its sentence."""

    key: str
    sentence: Label


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sentences tell of. `counted` says how many inputs have which provenance."""

    project: SourcedInputs
    values: Values
    internal_rate: InternalRate
    counted: Mapping[str, int]

    def number(self, key: str) -> float:
        value = self.values[key]
        assert not isinstance(value, list)
        return float(value)

    def money(self, key: str) -> Label:
        return money(self.number(key))

    def first_day(self, period: int) -> Label:
        """When a period begins: its year, or year and month where periods are shorter."""
        days = self.values["timeline.date"]
        assert isinstance(days, list)
        day = day_of(days[period])
        yearly = self.project.timeline.period == "year"
        return Label(
            f"{day:%Y}" if yearly else f"{day:%Y-%m}",
            f"{day.year}年" if yearly else f"{day.year}年{day.month}月",
        )


def money(value: float) -> Label:
    """An amount as a sentence says it: million yuan, or 万元."""
    return Label(f"{value / 1e6:,.3f} million yuan", f"{value / 1e4:,.2f}万元")


def told(facts: Facts) -> Iterator[Told]:
    """The flags that are up, in the order of FLAGS; then whether more is assumed than published."""
    for key in FLAGS:
        if facts.number(f"flags.{key}") == 1:
            yield Told(key, SENTENCES[key](facts))
    if (sentence := assumed_inputs(facts.counted)) is not None:
        yield Told("assumed_inputs", sentence)


def assumed_inputs(counted: Mapping[str, int]) -> Label | None:
    """The sentence for a plan that rests more on assumptions than on published figures."""
    assumed, published = counted["assumption"], counted["published"]
    if assumed <= published:
        return None
    return Label(
        f"More inputs are assumed ({assumed}) than published ({published}): the result is no better than they are.",
        f"假设的输入（{assumed}项）多于已公布的输入（{published}项）：结果的可靠程度取决于这些假设。",
    )


def _cash_negative(facts: Facts) -> Label:
    amount = money(-facts.number("cash.minimum"))
    day = facts.first_day(int(facts.number("cash.minimum_period")))
    return Label(
        f"Cash is short by {amount.en} at its lowest, in the period that begins in {day.en}.",
        f"现金最低时缺口{amount.zh}，出现在{day.zh}起始的一期。",
    )


def _interest_eats_balance(facts: Facts) -> Label:
    interest, balance = facts.money("flags.interest"), facts.money("fund_balance.balance")
    names = [name for name, loan in facts.project.loans.items() if loan.principal > 0]
    if len(names) != 1:
        return Label(
            f"The loans together cost {interest.en} in interest and eat the balance of {balance.en}.",
            f"各项贷款合计利息{interest.zh}，超过资金结余{balance.zh}，结余被利息吃掉。",
        )
    plan = _plan(facts, names[0])
    return Label(
        f"{plan.en} costs {interest.en} in interest and eats the balance of {balance.en}.",
        f"{plan.zh}，利息{interest.zh}，超过资金结余{balance.zh}，结余被利息吃掉。",
    )


def _plan(facts: Facts, name: str) -> Label:
    """A loan by its plan, rate, term and principal."""
    loan = facts.project.loans[name]
    plan = PLANS[loan.method]
    years = loan.term * MONTHS[facts.project.timeline.period] / 12
    principal = money(loan.principal)
    return Label(
        f"{plan.en} at {loan.rate * 100:.3g} % over {years:.3g} years on {principal.en}",
        f"{plan.zh}，年利率{loan.rate * 100:.3g}%、期限{years:.3g}年、本金{principal.zh}",
    )


def _debt_above_uses(facts: Facts) -> Label:
    debt, uses = facts.money("flags.highest_debt"), facts.money("flags.uses")
    return Label(
        f"Debt rises to {debt.en}, more than all spending and interest of {uses.en} that it could pay for.",
        f"债务最高达{debt.zh}，超过其可用于的各项支出与利息合计{uses.zh}。",
    )


def _net_fund_negative(facts: Facts) -> Label:
    amount = money(-facts.number("balance_sheet.final_fund"))
    return Label(
        f"More is owed than owned at the end: revenue does not pay for spending and interest, by {amount.en}.",
        f"期末净资产为负：收入不足以负担支出与利息，差额{amount.zh}。",
    )


def _quota_claimed_twice(facts: Facts) -> Label:
    beyond = facts.values["flags.claimed_beyond"]
    assert isinstance(beyond, list)
    amount = money(sum(beyond[1:]))
    loans = [
        item_name(f"loans.{name}", loan.label_en, loan.label_zh)
        for name, loan in facts.project.loans.items()
        if loan.method == "on_quota_receipt" and loan.principal > 0
    ]
    en, zh = ", ".join(name.en for name in loans), "、".join(name.zh for name in loans)
    return Label(
        f"{en} together claim {amount.en} more of quota money than arrives: what is claimed twice is paid from other cash.",
        f"{zh}合计主张的指标款比到账额多{amount.zh}：重复主张部分须以其他资金支付。",
    )


def _grace_eats_term(facts: Facts) -> Label:
    loans = facts.project.loans
    eaten = [name for name in loans if facts.number(f"flags.grace.{name}") == 1]
    names = [item_name(f"loans.{name}", loans[name].label_en, loans[name].label_zh) for name in eaten]
    en, zh = ", ".join(name.en for name in names), "、".join(name.zh for name in names)
    return Label(
        f"The grace period eats the term of {en}: all principal falls due in one instalment.",
        f"{zh}的宽限期占尽贷款期限：本金须在一期内全部偿还。",
    )


def _sculpting_leaves_rest(facts: Facts) -> Label:
    targets = sorted({loan.target_dscr for loan in facts.project.loans.values() if loan.method == "sculpted"})
    asked, amount = ", ".join(f"{target:g}" for target in targets), facts.money("flags.beyond_target")
    return Label(
        f"Repayment at the target DSCR of {asked} leaves {amount.en} that fall due in the last period beyond it: "
        "lower the target, lengthen the term or borrow less.",
        f"按目标偿债备付率{asked}还款，末期尚有{amount.zh}超出该备付率：可降低目标、延长期限或减少借款。",
    )


def _dscr_misleads(facts: Facts) -> Label:
    if facts.number("loans.uncovered") <= 0.005 * facts.number("checks.scale"):
        lowest = facts.number("dscr_min")
        return Label(
            f"The lowest yearly DSCR is {lowest:.2f}, yet cash at hand pays every instalment: money that came earlier "
            "is not counted by a DSCR.",
            f"最低年度偿债备付率为{lowest:.2f}，但存量现金足以按期还款：偿债备付率不计入以前年度到账的资金。",
        )
    return Label(
        "Every yearly DSCR is as high as asked for, yet cash does not pay the debt: look at lowest cash.",
        "各年度偿债备付率均达要求，但现金不足以还债：请看最低现金。",
    )


def _irr_not_unique(facts: Facts) -> Label:
    internal = facts.internal_rate
    if internal.status == "none":
        return Label(
            "No internal rate of return exists: judge by lowest cash and net present value.",
            "内部收益率不存在：请以最低现金和净现值判断。",
        )
    rates = [f"{rate * 100:.2f}" for rate in internal.rates]
    en, zh = ", ".join(f"{rate} %" for rate in rates), "、".join(f"{rate}%" for rate in rates)
    if internal.status == "unique":
        return Label(
            f"The signs of the flow allow several rates of return; only {en} exists. The workbook, whose formulas cannot prove "
            "that, shows n/a.",
            f"净现金流量的变号允许多个内部收益率，实际仅有{zh}；工作簿公式无法证明唯一，显示 n/a。",
        )
    return Label(
        f"Several internal rates of return exist ({en}), so none of them means anything: judge by lowest cash and "
        "net present value.",
        f"内部收益率有多个（{zh}），均无意义：请以最低现金和净现值判断。",
    )


SENTENCES = {
    "cash_negative": _cash_negative,
    "interest_eats_balance": _interest_eats_balance,
    "debt_above_uses": _debt_above_uses,
    "net_fund_negative": _net_fund_negative,
    "quota_claimed_twice": _quota_claimed_twice,
    "grace_eats_term": _grace_eats_term,
    "sculpting_leaves_rest": _sculpting_leaves_rest,
    "dscr_misleads": _dscr_misleads,
    "irr_not_unique": _irr_not_unique,
}
