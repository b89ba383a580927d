"""The commands that look something up: list, check, loan, schema."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import typer

from relocation import cases
from relocation.appraisal import appraise
from relocation.cli.case_commands import Check, List, Loan, Schema
from relocation.cli.options import INVALID
from relocation.cli.steps import show
from relocation.labels import Label
from relocation.loan_schedule import loan_schedule
from relocation.problems import Problem, ProblemsFound, Severity
from relocation.reports.inputs import cases_report, problems_text, schema_report
from relocation.reports.loans import loan_report

TERMS = (
    "rate",
    "term",
    "grace",
    "grace_interest",
    "method",
    "draw_interest",
    "grace_basis",
    "sinking_fund",
    "subsidised_principal",
    "interest_subsidy",
    "rounding",
)


def list_cases(asked: List) -> None:
    """The cases that come with the package."""
    show(asked, cases_report(cases.shipped_cases()), asked.form)


def loan(asked: Loan) -> None:
    """The schedule of one loan."""
    schedule = loan_schedule(
        asked.principal,
        {term: getattr(asked, term) for term in TERMS},
        asked.period,
        asked.draws,
        asked.rate_step or (),
        asked.repayment or (),
    )
    show(asked, loan_report(schedule, asked.unit or "yuan"), asked.form)


def schema(asked: Schema) -> None:
    """Every input: path, unit, range, meaning."""
    show(asked, schema_report(), asked.form)


def check(asked: Check) -> None:
    """Every problem of a file at once."""
    problems = _problems_of(asked.file)
    typer.echo(problems_text(problems, asked.form, asked.lang), nl=False)
    counted = Counter(problem.severity for problem in problems)
    asked.tell(_summary(counted))
    raise typer.Exit(INVALID if counted["error"] else 0)


def _problems_of(file: str) -> Sequence[Problem]:
    try:
        case = cases.open_case(file)
        return case.problems(appraise(case.project))
    except ProblemsFound as refusal:
        return refusal.problems


def _summary(counted: Mapping[Severity, int]) -> Label:
    errors, warnings, assumed = counted["error"], counted["warning"], counted["assumption"]
    told = Label("no problems found", "未发现问题")
    if errors or warnings:
        told = Label(f"errors: {errors}, warnings: {warnings}", f"错误 {errors} 个，提醒 {warnings} 个")
    if not assumed:
        return told
    return Label(f"{told.en}; assumed by the program: {assumed}", f"{told.zh}；程序自行设定 {assumed} 项")
