"""What must hold between the inputs of a loan."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from relocation.formula.language.expression import (
    ChoiceIs,
    Expression,
    InputReference,
    LineReference,
    as_number,
    equals,
    larger,
    sum_of,
    to_cents,
)
from relocation.labels import Label
from relocation.project.inputs import Inputs
from relocation.project.rule import Rule, ends_in_time, to_millionths


def drawdowns_fit(inputs: Inputs) -> Iterator[Rule]:
    """Drawdowns are part of the principal and fall between the start and the end of the grace period."""
    for name, loan in inputs.loans.items():
        path = f"loans.{name}"
        if loan.drawdowns:
            yield _part_of_principal(f"{path}.drawdowns", list(loan.drawdowns))
        for key in loan.drawdowns:
            yield _drawn_in_grace(path, f"{path}.drawdowns.{key}")


def _part_of_principal(path: str, ids: list[str]) -> Rule:
    total = sum_of(InputReference(f"{path}.{identity}.share") for identity in ids)
    return Rule(
        "drawdowns_fit",
        Label("drawdowns within the principal", "提款不超过本金"),
        path,
        to_millionths(total - 1) <= 0,
        Label("shares that sum to at most 1", "比例之和不大于1"),
        Label("lower them by {excess:digits12} in all", "合计应减少 {excess:digits12}"),
        {"total": total, "excess": total - 1},
        "{total:digits12}",
    )


def _drawn_in_grace(loan: str, drawdown: str) -> Rule:
    period, start = InputReference(f"{drawdown}.period"), InputReference(f"{loan}.start")
    last = start + larger(InputReference(f"{loan}.grace"), 1) - 1
    grace = f"{loan}.grace"
    return Rule(
        "drawdowns_fit",
        Label("drawn in the grace period", "在宽限期内提款"),
        f"{drawdown}.period",
        equals(InputReference(f"{drawdown}.share"), 0) | ((start <= period) & (period <= last)),
        Label(
            "a period from {first:count} to {last:count}, inside the grace period",
            "宽限期内的期次 {first:count} 至 {last:count}",
        ),
        Label(f"move it or set {grace} to {{wanted:count}}", f"请调整期次，或将{grace}设为 {{wanted:count}}"),
        {"first": start, "last": last, "wanted": larger(period - start + 1, 1)},
    )


def need_has_grace(inputs: Inputs) -> Iterator[Rule]:
    """A loan on need is drawn before its first repayment, so without a period before it it would never be drawn."""
    for name in inputs.loans:
        path = f"loans.{name}"
        rule = f"{path}.drawdown_rule"
        yield Rule(
            "need_has_grace",
            Label("drawdown on need has a grace period", "按需提款须有宽限期"),
            f"{path}.grace",
            ChoiceIs(f"{path}.drawdown_rule", "schedule")
            | (first_repayment(path) > InputReference(f"{path}.start")),
            Label(
                "a grace period of 1 or more, in which a loan on need is drawn",
                "不少于1期的宽限期，按需提款在宽限期内进行",
            ),
            Label(f"set it, or {rule} to 'by schedule'", f"请填写宽限期，或将{rule}设为“按计划”"),
        )


def grace_leaves_time(inputs: Inputs) -> Iterator[Rule]:
    """A loan whose grace period eats the term would never be repaid. Grace outside the term cannot."""
    for name in inputs.loans:
        grace, term, basis = (f"loans.{name}.{key}" for key in ("grace", "term", "grace_basis"))
        yield Rule(
            "grace_leaves_time",
            Label("the grace period leaves time to repay", "宽限期后留有还款期"),
            grace,
            ChoiceIs(basis, "outside") | (InputReference(grace) < InputReference(term)),
            Label("fewer periods than the term ({term:count})", "少于贷款期限（{term:count}期）"),
            Label(
                f"write at most {{most:count}}, lengthen {term}, or set {basis} to 'outside the term'",
                f"最多填 {{most:count}}，或延长{term}，或将{basis}设为“期限外另计”",
            ),
            {"term": InputReference(term), "most": InputReference(term) - 1},
        )


def loans_end_inside(inputs: Inputs) -> Iterator[Rule]:
    """Interest and repayment after the last period would be missing from every total."""
    for name in inputs.loans:
        path = f"loans.{name}"
        last = first_repayment(path) + repayments(path) - 1
        yield ends_in_time("loans_end_inside", f"{path}.term", last)


def first_repayment(path: str) -> Expression:
    """The period of the first repayment: start + grace, yet later than a drawdown that bears no interest for all of it."""
    at_once = as_number(ChoiceIs(f"{path}.draw_interest", "full"))
    return InputReference(f"{path}.start") + larger(InputReference(f"{path}.grace"), 1 - at_once)


def repayments(path: str) -> Expression:
    """How many repayments there are: the term, less grace where that is counted inside it."""
    inside = as_number(ChoiceIs(f"{path}.grace_basis", "inside"))
    return InputReference(f"{path}.term") - InputReference(f"{path}.grace") * inside


def sinking_funds_belong_to_bullets(inputs: Inputs) -> Iterator[Rule]:
    """Only a loan that is repaid at the end leaves something to set aside for."""
    for name in inputs.loans:
        path = f"loans.{name}"
        method = f"{path}.method"
        yield Rule(
            "sinking_funds_belong_to_bullets",
            Label("a sinking fund only for a bullet", "仅到期还本可设偿债准备金"),
            f"{path}.sinking_fund",
            ChoiceIs(f"{path}.sinking_fund", "none") | ChoiceIs(f"{path}.method", "bullet"),
            Label("none, since this loan is not repaid at the end at once", "不设，该贷款并非到期一次还本"),
            Label(f"set it to none or {method} to bullet", f"请设为“不设”，或将{method}设为“到期还本”"),
        )


def rate_steps_follow(inputs: Inputs) -> Iterator[Rule]:
    """Each rate step in use names its period, later than the step before."""
    for name, loan in inputs.loans.items():
        latest: Expression = as_number(0)
        for key in loan.rate_steps:
            yield _follows(f"loans.{name}.rate_steps.{key}", latest)
            latest = larger(latest, InputReference(f"loans.{name}.rate_steps.{key}.period"))


def plan_is_followed(inputs: Inputs) -> Iterator[Rule]:
    """The lender's own plan stands where the loan is repaid by it, and falls between its first and last repayment."""
    for name, loan in inputs.loans.items():
        path = f"loans.{name}"
        yield _has_a_plan(path, _planned(path, list(loan.repayments)))
        for key in loan.repayments:
            yield _repaid_in_time(path, f"{path}.repayments.{key}")


def _has_a_plan(path: str, total: Expression) -> Rule:
    planned, method = LineReference(_planned_key(path)) > 0, f"{path}.method"
    return Rule(
        "plan_is_followed",
        Label("a stated plan has its repayments", "按银行还款计划须列明各期还本"),
        method,
        (planned & ChoiceIs(method, "stated")) | ~(planned | ChoiceIs(method, "stated")),
        Label(
            "a stated plan with its repayments, or neither",
            "按银行还款计划时须填写各期还本金额，否则两者均不填",
        ),
        Label(
            f"set it to stated and fill {path}.repayments, or choose another method and clear them",
            f"请设为“按银行还款计划”并填写 {path}.repayments，或改选其他方式并清空",
        ),
        parts={_planned_key(path): total},
        unit_of_parts="yuan",
    )


def _repaid_in_time(loan: str, repayment: str) -> Rule:
    period, first = InputReference(f"{repayment}.period"), first_repayment(loan)
    last = first + repayments(loan) - 1
    return Rule(
        "plan_is_followed",
        Label("repaid between first and last repayment", "在首次与末次还款之间还本"),
        f"{repayment}.period",
        equals(InputReference(f"{repayment}.amount"), 0) | ((first <= period) & (period <= last)),
        Label(
            "a period from {first:count} to {last:count}, between first and last repayment",
            "第{first:count}期至第{last:count}期（首次与末次还款之间）",
        ),
        Label(
            f"correct it, or change {loan}.grace or {loan}.term",
            f"请更正，或调整 {loan}.grace 或 {loan}.term",
        ),
        {"first": first, "last": last},
    )


def plan_repays_the_principal(inputs: Inputs) -> Iterator[Rule]:
    """A stated plan repays what is drawn. What is capitalised or drawn on need is known to the calculation only."""
    for name in inputs.loans:
        path = f"loans.{name}"
        total, principal = LineReference(_planned_key(path)), InputReference(f"{path}.principal")
        known = ChoiceIs(f"{path}.drawdown_rule", "schedule") & (
            ChoiceIs(f"{path}.grace_interest", "paid") | equals(InputReference(f"{path}.rate"), 0)
        )
        applies = ChoiceIs(f"{path}.method", "stated") & (total > 0) & known
        yield Rule(
            "plan_repays_the_principal",
            Label("a stated plan repays the principal", "银行还款计划还清本金"),
            f"{path}.repayments",
            ~applies | equals(to_cents(total - principal), 0),
            Label(
                "amounts that sum to the principal of {principal:stated} yuan",
                "各期还本合计等于本金 {principal:stated} 元",
            ),
            Label("change them by {change:change_of_money} in all", "合计应调整 {change:change_of_money}"),
            {"total": total, "principal": principal, "change": principal - total},
            "{total:stated}",
        )


def _planned_key(path: str) -> str:
    """The key of the line that sums up a stated plan."""
    return f"rules.planned.{path}"


def _planned(path: str, ids: list[str]) -> Expression:
    return sum_of(InputReference(f"{path}.repayments.{identity}.amount") for identity in ids)


def _follows(step: str, latest: Expression) -> Rule:
    period = InputReference(f"{step}.period")
    unused = equals(period, 0) & equals(InputReference(f"{step}.rate"), 0)
    return Rule(
        "rate_steps_follow",
        Label("rate steps in the order of their periods", "利率调整按期次先后"),
        f"{step}.period",
        unused | (period > latest),
        Label(
            "a period from {first:count} on, after the steps before",
            "不早于第{first:count}期，晚于前面的调整",
        ),
        Label(
            "write the steps in the order of their periods; a step with period and rate 0 is unused",
            "请按期次先后填写；期次与利率均为0表示未使用",
        ),
        {"first": latest + 1},
    )


LOAN_RULES: tuple[Callable[[Inputs], Iterator[Rule]], ...] = (
    drawdowns_fit,
    need_has_grace,
    grace_leaves_time,
    loans_end_inside,
    sinking_funds_belong_to_bullets,
    rate_steps_follow,
    plan_is_followed,
    plan_repays_the_principal,
)
