"""The sentences of the flags, the verdict and its reasons, written out as a reader sees them."""

import pytest

import relocation
from relocation.labels import Label
from relocation.verdict import FLAGS
from tests.small_village import finished_appraisal as appraised
from tests.small_village import small_project
from tests.test_verdict import BREACHES

WRITTEN_OUT: dict[str, tuple[str, str]] = {
    "cash_negative": (
        "Cash is short by 1.000 million yuan at its lowest, in the period that begins in 2020.",
        "现金最低时缺口100.00万元，出现在2020年起始的一期。",
    ),
    "interest_eats_balance": (
        "A plan of equal principal at 5 % over 4 years on 10.000 million yuan costs 1.250 million yuan in interest and eats the balance of 0.100 million yuan.",
        "等额本金，年利率5%、期限4年、本金1,000.00万元，利息125.00万元，超过资金结余10.00万元，结余被利息吃掉。",
    ),
    "debt_above_uses": (
        "Debt rises to 10.000 million yuan, more than all spending and interest of 3.250 million yuan that it could pay for.",
        "债务最高达1,000.00万元，超过其可用于的各项支出与利息合计325.00万元。",
    ),
    "net_fund_negative": (
        "More is owed than owned at the end: revenue does not pay for spending and interest, by 1.000 million yuan.",
        "期末净资产为负：收入不足以负担支出与利息，差额100.00万元。",
    ),
    "quota_claimed_twice": (
        "a, b together claim 8.000 million yuan more of quota money than arrives: what is claimed twice is paid from other cash.",
        "a、b合计主张的指标款比到账额多800.00万元：重复主张部分须以其他资金支付。",
    ),
    "grace_eats_term": (
        "The grace period eats the term of bank: all principal falls due in one instalment.",
        "bank的宽限期占尽贷款期限：本金须在一期内全部偿还。",
    ),
    "sculpting_leaves_rest": (
        "Repayment at the target DSCR of 1.3 leaves 9.731 million yuan that fall due in the last period beyond it: lower the target, lengthen the term or borrow less.",
        "按目标偿债备付率1.3还款，末期尚有973.08万元超出该备付率：可降低目标、延长期限或减少借款。",
    ),
    "dscr_misleads": (
        "The lowest yearly DSCR is 0.03, yet cash at hand pays every instalment: money that came earlier is not counted by a DSCR.",
        "最低年度偿债备付率为0.03，但存量现金足以按期还款：偿债备付率不计入以前年度到账的资金。",
    ),
    "irr_not_unique": (
        "Several internal rates of return exist (10.00 %, 20.00 %), so none of them means anything: judge by lowest cash and net present value.",
        "内部收益率有多个（10.00%、20.00%），均无意义：请以最低现金和净现值判断。",
    ),
}


@pytest.mark.parametrize("key", FLAGS)
def test_each_sentence_is_this_one(key: str) -> None:
    told = {flag.key: flag.sentence for flag in appraised(4, **BREACHES[key]).verdict.flags}
    assert told[key] == Label(*WRITTEN_OUT[key])


def test_a_period_shorter_than_a_year_is_told_by_its_month() -> None:
    works = {"works": {"kind": "cost", "amount": 1e6, "start": 3}}
    told = {flag.key: flag.sentence for flag in appraised(12, "month", other=works).verdict.flags}
    assert told["cash_negative"] == Label(
        "Cash is short by 1.000 million yuan at its lowest, in the period that begins in 2020-03.",
        "现金最低时缺口100.00万元，出现在2020年3月起始的一期。",
    )


@pytest.mark.parametrize(
    ("price", "en", "zh"),
    [
        (
            97_637.18023823472,
            "Viable: every rule that decides holds; rules that warn do not.",
            "可行：决定性规则均满足；部分提示性规则未达。",
        ),
        (
            50_000.0,
            "Not viable: cash runs out; debt is not repaid from cash; the fund balance is negative.",
            "不可行：现金出现缺口；债务不能以现金按期偿清；资金结余为负。",
        ),
    ],
)
def test_the_verdict_is_one_sentence(price: float, en: str, zh: str) -> None:
    appraisal = relocation.load("lujia").replace({"land_quota.price": price}).appraise()
    assert appraisal.verdict.summary.text == Label(en, zh)


def test_an_unfinished_plan_says_what_is_not_stated() -> None:
    """Money without a time, and a village without works."""
    aid = {"aid": {"quantity": 1.0, "rate": 1e6}}
    en, zh = small_project(subsidies=aid).appraise().verdict.summary.text
    assert en == (
        "Unfinished, neither viable nor not: not stated: the period in which the money comes (aid: First period); "
        "not stated: at least one line of compensation; not stated: at least one line of housing; "
        "not stated: at least one line of infrastructure; not stated: at least one line of land reclamation."
    )
    assert zh == (
        "未完成，尚不能判断是否可行：未填写：资金到位的期次（aid：起始期次）；未填写：至少一项拆迁补偿；未填写：至少一项安置住房；"
        "未填写：至少一项基础设施；未填写：至少一项土地复垦。"
    )
