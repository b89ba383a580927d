"""The sentences of the flags: what is the matter, with its figures and dates, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from relocation.labels import Label
from relocation.project.names import item_name
from relocation.project.sourced_inputs import SourcedInputs
from relocation.tables.wording import filled
from relocation.verdict.facts import Facts
from relocation.verdict.flags import FLAGS
from relocation.verdict.telling import (
    MONTHS,
    Case,
    Chosen,
    Distinct,
    Hole,
    Names,
    Number,
    Period,
    Rates,
    RateStatus,
    Sum,
    Test,
    said,
)

PLANS = {
    "annuity": Label("A level plan", "等额本息"),
    "equal_principal": Label("A plan of equal principal", "等额本金"),
    "bullet": Label("A bullet loan", "到期还本"),
    "stated": Label("A loan repaid as its lender's plan states", "按银行还款计划"),
    "sculpted": Label("A loan sculpted to a DSCR", "按目标偿债备付率还款"),
    "sweep": Label("A loan repaid from all cash at hand", "最大能力还本"),
    "on_quota_receipt": Label("A loan repaid on receipt of quota money", "按指标到账还款"),
}
ASSUMED = Label(
    "More inputs are assumed ({assumed:count}) than published ({published:count}): the result is no better than they are.",
    "假设的输入（{assumed:count}项）多于已公布的输入（{published:count}项）：结果的可靠程度取决于这些假设。",
)


@dataclass(frozen=True, slots=True)
class Told:
    """A flag that is up, and its sentence."""

    key: str
    sentence: Label


def told(facts: Facts) -> Iterator[Told]:
    """The flags that are up, in the order of FLAGS; then whether more is assumed than published."""
    for key in FLAGS:
        if facts.number(f"flags.{key}") == 1:
            yield Told(key, said(SENTENCES[key](facts.project), facts))
    if (sentence := assumed_inputs(facts.counted)) is not None:
        yield Told("assumed_inputs", sentence)


def assumed_inputs(counted: Mapping[str, int]) -> Label | None:
    """The sentence for a plan that rests more on assumptions than on published figures."""
    assumed, published = counted["assumption"], counted["published"]
    if assumed <= published:
        return None
    return filled(ASSUMED, {"assumed": assumed, "published": published})


def _cash_negative(_: SourcedInputs) -> Iterator[Case]:
    yield Case(
        Label(
            "Cash is short by {short:money} at its lowest, in the period that begins in {period}.",
            "现金最低时缺口{short:money}，出现在{period}起始的一期。",
        ),
        holes={"short": Number("cash.minimum", times=-1), "period": Period("cash.minimum_date")},
    )


def _interest_eats_balance(project: SourcedInputs) -> Iterator[Case]:
    """A loan that is the only one is told by its plan, rate, term and principal."""
    costs: dict[str, Hole] = {
        "interest": Number("flags.interest"),
        "balance": Number("fund_balance.balance"),
    }
    for name in project.loans:
        alone = tuple(
            Test(f"loans.{other}.principal", "above" if other == name else "is", 0) for other in project.loans
        )
        yield Case(
            Label(
                "{plan} at {rate:percent_3_digits} over {years:digits3} years on {principal:money} "
                "costs {interest:money} in interest and eats the balance of {balance:money}.",
                "{plan}，年利率{rate:percent_3_digits}、期限{years:digits3}年、本金{principal:money}，"
                "利息{interest:money}，超过资金结余{balance:money}，结余被利息吃掉。",
            ),
            alone,
            costs | _plan_of(f"loans.{name}"),
        )
    yield Case(
        Label(
            "The loans together cost {interest:money} in interest and eat the balance of {balance:money}.",
            "各项贷款合计利息{interest:money}，超过资金结余{balance:money}，结余被利息吃掉。",
        ),
        holes=costs,
    )


def _plan_of(loan: str) -> dict[str, Hole]:
    return {
        "plan": Chosen(f"{loan}.method", PLANS),
        "rate": Number(f"{loan}.rate"),
        "years": Number(f"{loan}.term", times=1 / 12, by=MONTHS),
        "principal": Number(f"{loan}.principal"),
    }


def _debt_above_uses(_: SourcedInputs) -> Iterator[Case]:
    yield Case(
        Label(
            "Debt rises to {debt:money}, more than all spending and interest of {uses:money} that it could pay for.",
            "债务最高达{debt:money}，超过其可用于的各项支出与利息合计{uses:money}。",
        ),
        holes={"debt": Number("flags.highest_debt"), "uses": Number("flags.uses")},
    )


def _net_fund_negative(_: SourcedInputs) -> Iterator[Case]:
    yield Case(
        Label(
            "More is owed than owned at the end: revenue does not pay for spending and interest, by {missing:money}.",
            "期末净资产为负：收入不足以负担支出与利息，差额{missing:money}。",
        ),
        holes={"missing": Number("balance_sheet.final_fund", times=-1)},
    )


def _quota_claimed_twice(project: SourcedInputs) -> Iterator[Case]:
    claiming = _names(
        project,
        lambda loan: (
            Test(f"{loan}.method", "is", "on_quota_receipt"),
            Test(f"{loan}.principal", "above", 0),
        ),
    )
    yield Case(
        Label(
            "{loans} together claim {beyond:money} more of quota money than arrives: what is claimed twice is paid from other cash.",
            "{loans}合计主张的指标款比到账额多{beyond:money}：重复主张部分须以其他资金支付。",
        ),
        holes={"loans": claiming, "beyond": Sum("flags.claimed_beyond")},
    )


def _grace_eats_term(project: SourcedInputs) -> Iterator[Case]:
    eaten = _names(project, lambda loan: (Test(f"flags.grace.{loan.removeprefix('loans.')}", "is", 1),))
    yield Case(
        Label(
            "The grace period eats the term of {loans}: all principal falls due in one instalment.",
            "{loans}的宽限期占尽贷款期限：本金须在一期内全部偿还。",
        ),
        holes={"loans": eaten},
    )


def _names(project: SourcedInputs, tests: Callable[[str], tuple[Test, ...]]) -> Names:
    """The names of those loans for which the conditions on each hold."""
    return Names(
        tuple(
            (item_name(f"loans.{name}", loan.label_en, loan.label_zh), tests(f"loans.{name}"))
            for name, loan in project.loans.items()
        )
    )


def _sculpting_leaves_rest(project: SourcedInputs) -> Iterator[Case]:
    targets = Distinct(
        tuple(
            (f"loans.{name}.target_dscr", (Test(f"loans.{name}.method", "is", "sculpted"),))
            for name in project.loans
        )
    )
    yield Case(
        Label(
            "Repayment at the target DSCR of {targets:digits6} leaves {rest:money} that fall due in the last period beyond it: "
            "lower the target, lengthen the term or borrow less.",
            "按目标偿债备付率{targets:digits6}还款，末期尚有{rest:money}超出该备付率：可降低目标、延长期限或减少借款。",
        ),
        holes={"targets": targets, "rest": Number("flags.beyond_target")},
    )


def _dscr_misleads(_: SourcedInputs) -> Iterator[Case]:
    yield Case(
        Label(
            "The lowest yearly DSCR is {lowest:times}, yet cash at hand pays every instalment: money that came earlier "
            "is not counted by a DSCR.",
            "最低年度偿债备付率为{lowest:times}，但存量现金足以按期还款：偿债备付率不计入以前年度到账的资金。",
        ),
        (Test("verdict.repayment.passed", "is", 1),),
        {"lowest": Number("dscr_min")},
    )
    yield Case(
        Label(
            "Every yearly DSCR is as high as asked for, yet cash does not pay the debt: look at lowest cash.",
            "各年度偿债备付率均达要求，但现金不足以还债：请看最低现金。",
        )
    )


def _irr_not_unique(_: SourcedInputs) -> Iterator[Case]:
    yield Case(
        Label(
            "No internal rate of return exists: judge by lowest cash and net present value.",
            "内部收益率不存在：请以最低现金和净现值判断。",
        ),
        (RateStatus("none"),),
    )
    yield Case(
        Label(
            "The signs of the flow allow several rates of return; only {rates:percent} exists. The workbook, whose formulas cannot "
            "prove that, shows n/a.",
            "净现金流量的变号允许多个内部收益率，实际仅有{rates:percent}；工作簿公式无法证明唯一，显示 n/a。",
        ),
        (RateStatus("unique"),),
        {"rates": Rates()},
    )
    yield Case(
        Label(
            "Several internal rates of return exist ({rates:percent}), so none of them means anything: judge by lowest cash and "
            "net present value.",
            "内部收益率有多个（{rates:percent}），均无意义：请以最低现金和净现值判断。",
        ),
        holes={"rates": Rates()},
    )


# The cases of each flag, of which those about single items are as many as a project has of them.
SENTENCES: dict[str, Callable[[SourcedInputs], Iterator[Case]]] = {
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
