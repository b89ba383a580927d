"""The schedule of one loan by itself, worked out by the same line items as a whole project."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from relocation.appraisal import Appraisal, appraise
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.project import Project

OPTIONS = {
    r"loans\.loan\.drawdowns(\.\w+)*": "--draws",
    r"loans\.loan\.(grace|draw)_interest": r"--\1-interest",
    r"loans\.loan\.(\w+)": r"--\1",
    r"timeline\.periods": "--term",
    r"timeline\.period": "--period",
}
COLUMNS = ("opening", "drawdown", "interest", "principal", "payment", "closing")


@dataclass(frozen=True, slots=True)
class LoanSchedule:
    """What is owed and paid in every period [yuan].

    `payment` is the level payment of an annuity after its grace period, else None. `interest` is what accrues, be it
    paid or added to the loan; `interest_total` is its sum.
    """

    payment: float | None
    interest_total: float
    rows: tuple[dict[str, float], ...]

    def to_record(self) -> dict[str, Any]:
        """The object that `relocation loan -f json` prints."""
        return {"payment": self.payment, "interest_total": self.interest_total, "rows": list(self.rows)}


def loan_schedule(
    principal: float, terms: Mapping[str, Any], period: str = "year", draws: str | None = None
) -> LoanSchedule:
    """The schedule of a loan of `principal` yuan. `terms` are the fields of a loan; `draws` such as 500,1000,500.

    Raises ProblemsFound when the terms do not fit together.
    """
    loan = {"principal": principal, **terms, "drawdowns": _drawdowns(principal, draws)}
    timeline = {"start": date(2025, 1, 1), "period": period, "periods": terms.get("term", 1)}
    try:
        project = Project.build({"village": {}, "timeline": timeline, "loans": {"loan": loan}})
    except ProblemsFound as found:
        raise ProblemsFound(_of_one_loan(one) for one in found.problems) from None
    return _schedule(appraise(project))


def _of_one_loan(problem: Problem) -> Problem:
    """The problem as somebody knows it who has one loan and no project: --grace instead of loans.loan.grace."""

    def named(text: str) -> str:
        for path, option in OPTIONS.items():
            text = re.sub(path, option, text)
        return text

    expected, remedy = (
        Label(named(label.en), named(label.zh)) for label in (problem.expected, problem.remedy)
    )
    return replace(problem, where=named(problem.where), expected=expected, remedy=remedy)


def _schedule(appraisal: Appraisal) -> LoanSchedule:
    series = {
        key: appraisal.values[f"loans.loan.{key}"]
        for key in ("opening", "drawdown", "accrued", "interest_paid", "principal_repaid", "closing")
    }
    rows = []
    for at in range(1, appraisal.book.periods + 1):
        one = {key: values[at] for key, values in series.items()}  # type: ignore[index]
        amounts = (
            one["opening"],
            one["drawdown"],
            one["accrued"],
            one["principal_repaid"],
            one["interest_paid"] + one["principal_repaid"],
            one["closing"],
        )
        rows.append({"period": at, **dict(zip(COLUMNS, amounts, strict=True))})
    loan = appraisal.project.loans["loan"]
    payment = rows[-1]["payment"] if loan.method == "annuity" else None
    return LoanSchedule(payment, appraisal.number("loans.interest_total"), tuple(rows))


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
    return {f"draw_{at}": {"share": one, "period": at} for at, one in enumerate(shares, start=1)}


def _draws_problem(found: str, en: str, zh: str) -> Problem:
    return Problem("--draws", found, Label(en, zh), Label("correct the amounts", "请更正金额"))
