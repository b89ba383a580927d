"""The schedule of one loan by itself, worked out by the same line items as a whole project."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import fsum
from typing import Any

from relocation.appraisal import Appraisal, appraise
from relocation.caller import for_caller, named
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.borrowing import last_period_of
from relocation.project.project import Project
from relocation.shown import Shown
from relocation.statements import loan_conventions

# What a path of the only loan of a project is called: the option of the command, and the parameter or the term in Python.
NAMES = {
    r"loans\.loan\.drawdowns(\.\w+)*": ("--draws", "draws"),
    r"loans\.loan\.rate_steps(\.\w+)*": ("--rate-step", "rate_steps"),
    r"loans\.loan\.repayments(\.\w+)*": ("--repayment", "repayments"),
    r"loans\.loan\.rounding": ("--round", "rounding"),
    r"loans\.loan\.(\w+)": ("--{}", "{}"),
    r"timeline\.periods": ("--term", "term"),
    r"timeline\.period": ("--period", "period"),
}
COLUMNS = ("opening", "drawdown", "interest", "principal", "payment", "closing")
SHOWN = {
    "opening": "opening",
    "drawdown": "drawdown",
    "interest": "accrued",
    "principal": "principal_repaid",
    "interest_paid": "interest_paid",
    "closing": "closing",
}
FURTHER = {
    "subsidy": "subsidy_received",
    "interest_owed": "interest_owed",
    "issue_costs": "issue_costs",
    "set_aside": "set_aside",
    "sinking_fund": "reserve",
}
SUCH = {"rate": "0.045", "amount": "200000"}


@dataclass(frozen=True, slots=True)
class LoanSchedule(Shown):
    """What is owed and paid in every period [yuan].

    `payment` is the level payment of an annuity after its grace period, else None; of one that is rounded to the fen the
    last payment differs. `interest` is what accrues, be it paid, subsidised or added to the loan; `interest_total` is its
    sum. Rows have columns beyond COLUMNS where there is a subsidy, interest not yet due, a cost of issue or a sinking fund. `conventions` say how the loan is
    counted.
    """

    payment: float | None
    interest_total: float
    rows: tuple[dict[str, float], ...]
    conventions: tuple[tuple[Label, Label], ...] = ()

    def __repr__(self) -> str:
        payment = "" if self.payment is None else f"payment {self.payment:,.2f}, "
        return (
            f"<LoanSchedule of {len(self.rows)} periods: {payment}interest {self.interest_total:,.2f} yuan>"
        )

    @property
    def columns(self) -> list[str]:
        """The columns of the rows after the period."""
        return [*self.rows[0]][1:]

    def to_record(self) -> dict[str, Any]:
        """The object that `relocation loan -f json` prints."""
        return {"payment": self.payment, "interest_total": self.interest_total, "rows": list(self.rows)}


def loan_schedule(
    principal: float,
    terms: Mapping[str, Any],
    period: str = "year",
    draws: str | None = None,
    rate_steps: Sequence[str] = (),
    repayments: Sequence[str] = (),
) -> LoanSchedule:
    """The schedule of a loan of `principal` yuan. `terms` are the fields of a loan; `draws` such as 500,1000,500.

    `rate_steps` such as 5=0.045 say from which period on which rate holds, `repayments` such as 5=200000 what the
    lender's plan repays at the end of which period, for the method `stated`.

    Raises ProblemsFound when the terms do not fit together.
    """
    parts = {
        "drawdowns": _drawdowns(principal, draws),
        "rate_steps": _by_period(named("--rate-step", "rate_steps"), rate_steps, "rate"),
        "repayments": _by_period(named("--repayment", "repayments"), repayments, "amount"),
    }
    loan = {"principal": principal, **terms, **parts}
    timeline = {"start": date(2025, 1, 1), "period": period, "periods": last_period_of(loan)}
    try:
        project = Project.build({"village": {}, "timeline": timeline, "loans": {"loan": loan}})
    except ProblemsFound as refusal:
        raise ProblemsFound(_of_one_loan(problem) for problem in refusal.problems) from None
    return _schedule(appraise(project))


def _of_one_loan(problem: Problem) -> Problem:
    """The problem as somebody knows it who has one loan and no project: --grace instead of loans.loan.grace."""
    if problem.where == "timeline.periods" and "timeline.period" not in problem.remedy.en:
        problem = replace(
            problem,
            found=Label(
                f"{problem.found} periods until the last repayment", f"至末次还款共 {problem.found} 期"
            ),
            remedy=for_caller(
                Label("shorten --term, or --grace outside it", "请缩短 --term，或期限外的 --grace"),
                Label("shorten the term, or the grace outside it", "请缩短期限 term，或期限外的宽限期 grace"),
            ),
        )

    def said_of_one(text: str) -> str:
        for path, (option, parameter) in NAMES.items():
            said = named(option, parameter)
            text = re.sub(path, lambda match, said=said: _name(said, match), text)  # type: ignore[misc]
        return text

    expected, remedy = (
        Label(said_of_one(label.en), said_of_one(label.zh)) for label in (problem.expected, problem.remedy)
    )
    return replace(problem, where=said_of_one(problem.where), expected=expected, remedy=remedy)


def _name(said: str, match: re.Match[str]) -> str:
    if "{" not in said:
        return said
    return said.format(match[1].replace("_", "-") if said.startswith("-") else match[1])


def _schedule(appraisal: Appraisal) -> LoanSchedule:
    loan, keys = appraisal.project.loans["loan"], ("level_payment", *SHOWN.values(), *FURTHER.values())
    exact = {key: appraisal.series(f"loans.loan.{key}") for key in keys}
    # Whole fen in floats that went through sums: the nearest two decimals are the fen.
    in_fen = loan.rounding == "fen"
    series = {key: [round(number, 2) for number in row] if in_fen else row for key, row in exact.items()}
    further = {name: key for name, key in FURTHER.items() if any(series[key])}
    rows = []
    for position in range(appraisal.book.periods):
        row = {name: series[key][position] for name, key in {**SHOWN, **further}.items()}
        paid = row.pop("interest_paid") + row["principal"]
        row["payment"] = round(paid, 2) if in_fen else paid
        rows.append({"period": position + 1, **{name: row[name] for name in (*COLUMNS, *further)}})
    is_level = loan.method == "annuity" and not loan.rate_steps
    payment = series["level_payment"][loan.first_repayment - 1] if is_level else None
    interest = fsum(row["interest"] for row in rows)
    conventions = tuple(loan_conventions(appraisal.project, appraisal.values, "loans.loan"))
    return LoanSchedule(payment, round(interest, 2) if in_fen else interest, tuple(rows), conventions)


def _by_period(option: str, texts: Sequence[str], key: str) -> dict[str, dict[str, Any]]:
    """What an option says by period, such as 5=0.045. Raises ProblemsFound."""
    parts = {}
    for position, text in enumerate(texts, start=1):
        period, _, value = text.partition("=")
        try:
            parts[f"part_{position}"] = {"period": int(period), key: float(value)}
        except ValueError:
            expected = Label(f"a period and a number, such as 5={SUCH[key]}", f"期次与数值，如 5={SUCH[key]}")
            raise ProblemsFound([Problem(option, text, expected, Label("correct it", "请更正"))]) from None
    return parts


def _drawdowns(principal: float, draws: str | None) -> dict[str, dict[str, Any]]:
    if not draws:
        return {}
    try:
        amounts = [float(text) for text in draws.split(",")]
    except ValueError:
        raise ProblemsFound(
            [
                _draws_problem(
                    draws,
                    "amounts separated by commas, such as 500,1000,500",
                    "逗号分隔的金额，如 500,1000,500",
                )
            ]
        ) from None
    fits = principal > 0 and min(amounts) >= 0 and abs(sum(amounts) - principal) <= 0.005
    if not fits:  # nor does a sum that is not a number
        en, zh = (
            f"amounts that sum to the principal of {principal:.15g}",
            f"合计等于本金 {principal:.15g} 的金额",
        )
        raise ProblemsFound([_draws_problem(draws, en, zh)])
    shares = [amount / principal for amount in amounts]
    return {
        f"draw_{position}": {"share": share, "period": position}
        for position, share in enumerate(shares, start=1)
    }


def _draws_problem(found: str, en: str, zh: str) -> Problem:
    return Problem(
        named("--draws", "draws"), found, Label(en, zh), Label("correct the amounts", "请更正金额")
    )
