"""Money that must be paid back, as a planner states it: loans and special bonds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field, ValidationError

from relocation.project.fields import choice, number, share, text, whole
from relocation.project.groups import Group, Item


class Drawdown(Group):
    """A scheduled drawdown of a loan."""

    share: float = share("Share drawn", "提款比例", "Share of the principal drawn", "占贷款本金的比例")
    period: int = whole(
        "period",
        "Period of drawdown",
        "提款期次",
        "Period in which it is drawn",
        "提款所在期次",
        low=1,
        high=600,
    )


class RateStep(Group):
    """A later rate of a loan."""

    period: int = whole(
        "period",
        "Rate from period",
        "调息期次",
        "First period with this rate; 0 = unused; later steps in later periods",
        "自该期起执行此利率，0表示未使用；按期次先后填写",
        low=0,
        high=600,
    )
    rate: float = share(
        "Rate from then on",
        "调整后年利率",
        "Nominal yearly rate from this period on",
        "自该期起的名义年利率",
        unit="1/year",
        usual=(0.005, 0.2),
    )


class Repayment(Group):
    """A repayment that the lender's own plan states."""

    amount: float = number(
        "yuan",
        "Principal repaid",
        "还本金额",
        "Principal of the lender's plan that is due in this period",
        "银行还款计划中该期应还的本金",
        usual=(100, 1e10),
    )
    period: int = whole(
        "period",
        "Period of repayment",
        "还本期次",
        "Period at whose end it is due; 0 = unused",
        "该期期末应还，0表示未使用",
        low=0,
        high=600,
    )


class Loan(Item):
    """A loan of a bank or fund, or a special bond."""

    type: Literal["bank", "special_bond"] = choice(
        "Kind of debt",
        "债务类型",
        "Bank loan, or special bond of local government",
        "银行贷款或地方政府专项债券",
        {"bank": ("bank loan", "银行贷款"), "special_bond": ("special bond", "专项债券")},
        "bank",
    )

    principal: float = number(
        "yuan",
        "Loan principal",
        "贷款本金",
        "Amount borrowed",
        "借款金额",
        key_figure=True,
        usual=(50_000, 1e10),
    )
    rate: float = share(
        "Interest rate",
        "贷款年利率",
        "Nominal rate a year; a month bears a twelfth",
        "名义年利率，每月计十二分之一",
        unit="1/year",
        key_figure=True,
        usual=(0.005, 0.2),
    )
    term: int = whole(
        "period",
        "Term",
        "贷款期限",
        "Number of repayments, with the grace period unless that lies outside",
        "还款期数，含宽限期（另计者除外）",
        low=1,
        high=600,
        key_figure=True,
    )
    grace: int = whole(
        "period",
        "Grace period",
        "宽限期",
        "Periods without repayment, from that of the first drawdown on; 0 = repaid one period after the money comes",
        "自首次提款所在期起不还本的期数；0表示提款满一期即开始还款",
        0,
        high=599,
    )
    grace_basis: Literal["inside", "outside"] = choice(
        "Grace counted",
        "宽限期计法",
        "Inside the term, or in addition to it",
        "含在期限内，或在期限之外另计",
        {"inside": ("inside the term", "含在期限内"), "outside": ("outside the term", "期限外另计")},
        "inside",
    )
    grace_interest: Literal["paid", "capitalised"] = choice(
        "Interest in grace",
        "宽限期利息",
        "Paid, or added to the loan",
        "支付或计入本金",
        {"paid": ("paid", "支付"), "capitalised": ("capitalised", "资本化")},
        "paid",
    )
    method: Literal[
        "annuity", "equal_principal", "bullet", "sweep", "on_quota_receipt", "stated", "sculpted"
    ] = choice(
        "Repayment",
        "还款方式",
        "Sweep, quota and sculpted repay as money comes; whatever the method, the rest is repaid in the last period",
        "最大能力、按指标到账、按偿债备付率三种随资金还款；无论何种方式，余额于末期还清",
        {
            "annuity": ("level payment", "等额本息"),
            "equal_principal": ("equal principal", "等额本金"),
            "bullet": ("bullet", "到期还本"),
            "sweep": ("all cash at hand", "最大能力还本"),
            "on_quota_receipt": ("on receipt of quota money", "按指标到账还款"),
            "stated": ("as the lender's plan states", "按银行还款计划"),
            "sculpted": ("sculpted to a DSCR", "按目标偿债备付率还款"),
        },
        "equal_principal",
    )
    receipt_share: float = share(
        "Share of quota money",
        "指标款还款比例",
        "Share of arriving quota money that repays this loan, if it is repaid on receipt",
        "按指标到账还款时，到账指标款中用于还款的比例",
        1,
    )
    target_dscr: float = number(
        "times",
        "Target DSCR",
        "目标偿债备付率",
        "Debt service cover to which repayment is sculpted, if it is",
        "按目标偿债备付率还款时所采用的备付率",
        1.3,
        low=1,
        high=100,
    )
    sinking_fund: Literal["none", "level"] = choice(
        "Sinking fund",
        "偿债准备金",
        "Whether a bullet's principal is set aside in equal parts over the periods of repayment",
        "到期还本时，是否在还款期内等额提取本金准备",
        {"none": ("none", "不设"), "level": ("equal parts", "等额提取")},
        "none",
    )
    drawdown_rule: Literal["schedule", "on_need"] = choice(
        "Drawdown rule",
        "提款方式",
        "By schedule, or in grace what cash lacks, up to the principal",
        "按计划提款；或在宽限期内按资金缺口提款，以本金为限",
        {"schedule": ("by schedule", "按计划"), "on_need": ("on need", "按需")},
        "schedule",
    )
    draw_interest: Literal["half_period", "full", "none"] = choice(
        "Interest on drawdown",
        "提款当期计息",
        "For how much of its period drawn money bears interest: the whole if it comes on the first day, none on the last",
        "提款当期按多少时间计息：期初提款按全期，期末提款不计",
        {
            "half_period": ("half the period", "按半期"),
            "full": ("the whole period", "按全期"),
            "none": ("none", "不计"),
        },
        "full",
    )
    rounding: Literal["none", "fen"] = choice(
        "Rounding",
        "金额取整",
        "To the fen as a bank prints its schedule: interest and repayments are rounded, the last repayment takes the rest",
        "按分取整即银行还款计划口径：利息与每期还款四舍五入到分，尾差计入末期",
        {"none": ("none", "不取整"), "fen": ("to the fen", "取整到分")},
        "none",
    )
    start: int = whole(
        "period",
        "First drawdown",
        "首次提款期次",
        "Period in which the loan's clock starts",
        "贷款起算的期次",
        1,
        low=1,
        high=600,
        asked=True,
    )
    subsidised_principal: float = number(
        "yuan",
        "Subsidised principal",
        "贴息本金",
        "Part of the principal whose interest is subsidised",
        "享受贴息的本金",
        0,
        usual=(50_000, 1e10),
    )
    interest_subsidy: float = share(
        "Interest subsidy",
        "贴息比例",
        "Share of that interest which is subsidised, such as 0.9; confirm it",
        "该部分利息的贴息比例，如0.9，须经确认",
        0,
    )
    interest_due: Literal["every_period", "half_yearly"] = choice(
        "Interest is due",
        "付息频率",
        "At the end of every period, or twice a year as special bonds pay it; a period of a year has both payments in it",
        "每期期末付息，或如专项债券每半年付息；按年计期时两次付息均在当年",
        {"every_period": ("every period", "每期"), "half_yearly": ("twice a year", "每半年")},
        "every_period",
    )
    issue_cost: float = share(
        "Issue costs",
        "发行费用率",
        "Share of what is drawn, paid when the money comes: issue costs of bonds, fees of banks",
        "占提款额的比例，于提款时支付：债券发行费用、银行手续费",
        0,
        usual=(0.0001, 0.05),
    )
    lender: str = text("Lender", "贷款银行", "Bank or fund", "银行或基金")
    drawdowns: dict[str, Drawdown] = Field(default_factory=dict)
    rate_steps: dict[str, RateStep] = Field(default_factory=dict)
    repayments: dict[str, Repayment] = Field(default_factory=dict)

    @property
    def first_repayment(self) -> int:
        """The period at whose end the first repayment falls (`items.loans.terms`)."""
        return self.start + max(self.grace, 0 if self.draw_interest == "full" else 1)

    @property
    def last_period(self) -> int:
        """The period of the last repayment."""
        inside = self.grace if self.grace_basis == "inside" else 0
        return self.first_repayment + self.term - inside - 1


def last_period_of(terms: Mapping[str, Any]) -> int:
    """The period of the last repayment of a loan with these terms; 1 where they are no terms of a loan."""
    try:
        return Loan.model_validate(terms).last_period
    except ValidationError:
        return 1
