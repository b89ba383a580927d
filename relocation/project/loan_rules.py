"""What must hold between the inputs of a loan."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relocation.problems import Problem
from relocation.project.inputs import Inputs
from relocation.project.rule_problems import SHARES_AGREE, problem, too_late

FEN = 0.01


def drawdowns_fit(inputs: Inputs) -> Iterator[Problem]:
    """Drawdowns are part of the principal and fall between the start and the end of the grace period."""
    for name, loan in inputs.loans.items():
        total = sum(one.share for one in loan.drawdowns.values())
        if total > 1 + SHARES_AGREE:
            yield problem(
                f"loans.{name}.drawdowns",
                f"{total:g}",
                "shares that sum to at most 1",
                "比例之和不大于1",
                f"lower them by {total - 1:g} in all",
                f"合计应减少 {total - 1:g}",
            )
        last = loan.start + max(loan.grace, 1) - 1
        for identity, one in loan.drawdowns.items():
            if one.share and not loan.start <= one.period <= last:
                yield problem(
                    f"loans.{name}.drawdowns.{identity}.period",
                    str(one.period),
                    f"a period from {loan.start} to {last}, inside the grace period",
                    f"宽限期内的期次 {loan.start} 至 {last}",
                    f"move it or set loans.{name}.grace to {max(one.period - loan.start + 1, 1)}",
                    f"请调整期次，或将 loans.{name}.grace 设为 {max(one.period - loan.start + 1, 1)}",
                )


def need_has_grace(inputs: Inputs) -> Iterator[Problem]:
    """A loan on need is drawn before its first repayment, so without a period before it it would never be drawn."""
    for name, loan in inputs.loans.items():
        if loan.drawdown_rule == "on_need" and loan.grace == 0 and loan.draw_interest == "full":
            yield problem(
                f"loans.{name}.grace",
                "0",
                "a grace period of 1 or more, in which a loan on need is drawn",
                "不少于1期的宽限期，按需提款在宽限期内进行",
                f"set it, or loans.{name}.drawdown_rule to schedule",
                f"请填写宽限期，或将 loans.{name}.drawdown_rule 设为“按计划”",
            )


def grace_leaves_time(inputs: Inputs) -> Iterator[Problem]:
    """A loan whose grace period eats the term would never be repaid. Grace outside the term cannot."""
    for name, loan in inputs.loans.items():
        if loan.grace_basis == "inside" and loan.grace >= loan.term:
            yield problem(
                f"loans.{name}.grace",
                str(loan.grace),
                f"fewer periods than the term ({loan.term})",
                f"少于贷款期限（{loan.term}期）",
                f"write at most {loan.term - 1}, lengthen loans.{name}.term, "
                f"or set loans.{name}.grace_basis to outside",
                f"最多填 {loan.term - 1}，或延长 loans.{name}.term，或将 loans.{name}.grace_basis 设为“期限外另计”",
            )


def loans_end_inside(inputs: Inputs) -> Iterator[Problem]:
    """Interest and repayment after the last period would be missing from every total."""
    for name, loan in inputs.loans.items():
        if loan.last_period > inputs.timeline.periods:
            yield too_late(f"loans.{name}.term", loan.last_period, inputs.timeline.periods)


def sinking_funds_belong_to_bullets(inputs: Inputs) -> Iterator[Problem]:
    """Only a loan that is repaid at the end leaves something to set aside for."""
    for name, loan in inputs.loans.items():
        if loan.sinking_fund != "none" and loan.method != "bullet":
            yield problem(
                f"loans.{name}.sinking_fund",
                loan.sinking_fund,
                "none, since this loan is not repaid at the end at once",
                "不设，该贷款并非到期一次还本",
                f"set it to none or loans.{name}.method to bullet",
                f"请设为“不设”，或将 loans.{name}.method 设为“到期还本”",
            )


def rate_steps_follow(inputs: Inputs) -> Iterator[Problem]:
    """Each rate step in use names its period, later than the step before."""
    for name, loan in inputs.loans.items():
        latest = 0
        for identity, step in loan.rate_steps.items():
            if step.period <= latest if step.period else step.rate:
                yield problem(
                    f"loans.{name}.rate_steps.{identity}.period",
                    str(step.period),
                    f"a period from {latest + 1} on, after the steps before",
                    f"不早于第{latest + 1}期，晚于前面的调整",
                    "write the steps in the order of their periods; a step with period and rate 0 is unused",
                    "请按期次先后填写；期次与利率均为0表示未使用",
                )
            latest = max(latest, step.period)


def plan_is_followed(inputs: Inputs) -> Iterator[Problem]:
    """The lender's own plan stands where the loan is repaid by it, and falls between its first and last repayment."""
    for name, loan in inputs.loans.items():
        path, planned = f"loans.{name}", {key: one for key, one in loan.repayments.items() if one.amount}
        if bool(planned) != (loan.method == "stated"):
            yield problem(
                f"{path}.method",
                loan.method,
                "a stated plan with its repayments, or neither",
                "按银行还款计划时须填写各期还本金额，否则两者均不填",
                f"set it to stated and fill {path}.repayments, or choose another method and clear them",
                f"请设为“按银行还款计划”并填写 {path}.repayments，或改选其他方式并清空",
            )
        for key, one in planned.items():
            if not loan.first_repayment <= one.period <= loan.last_period:
                yield problem(
                    f"{path}.repayments.{key}.period",
                    str(one.period),
                    f"a period from {loan.first_repayment} to {loan.last_period}, between first and last repayment",
                    f"第{loan.first_repayment}期至第{loan.last_period}期（首次与末次还款之间）",
                    f"correct it, or change {path}.grace or {path}.term",
                    f"请更正，或调整 {path}.grace 或 {path}.term",
                )


def plan_repays_the_principal(inputs: Inputs) -> Iterator[Problem]:
    """A stated plan repays what is drawn. What is capitalised or drawn on need is known to the calculation only."""
    for name, loan in inputs.loans.items():
        total = sum(one.amount for one in loan.repayments.values())
        known = loan.drawdown_rule == "schedule" and (loan.grace_interest == "paid" or not loan.rate)
        if loan.method == "stated" and total and known and abs(total - loan.principal) >= FEN / 2:
            yield problem(
                f"loans.{name}.repayments",
                f"{total:,.15g}",
                f"amounts that sum to the principal of {loan.principal:,.15g} yuan",
                f"各期还本合计等于本金 {loan.principal:,.15g} 元",
                f"change them by {loan.principal - total:+,.15g} in all",
                f"合计应调整 {loan.principal - total:+,.15g}",
            )


LOAN_RULES: tuple[Callable[[Inputs], Iterator[Problem]], ...] = (
    drawdowns_fit,
    need_has_grace,
    grace_leaves_time,
    loans_end_inside,
    sinking_funds_belong_to_bullets,
    rate_steps_follow,
    plan_is_followed,
    plan_repays_the_principal,
)
