"""The commands that need no case: loan, schema."""

from __future__ import annotations

from typing import Annotated

import typer

from relocation.cli.app import app
from relocation.cli.options import (
    DrawInterest,
    Format,
    FormatOption,
    GraceInterest,
    LangOption,
    Method,
    PeriodName,
    Unit,
    UnitOption,
    say,
)
from relocation.cli.steps import guarded


@app.command(help=say("Show the schedule of one loan.", "单笔借款的还本付息计划。"))
def loan(
    principal: Annotated[
        float, typer.Option(min=0, help=say("Amount borrowed, in yuan.", "借款金额（元）。"))
    ],
    rate: Annotated[
        float, typer.Option(min=0, max=1, help=say("Interest a year, as 0.049.", "年利率，如 0.049。"))
    ],
    term: Annotated[
        int,
        typer.Option(
            min=1,
            max=600,
            help=say("Periods from the first to the last, grace included.", "借款期数，含宽限期。"),
        ),
    ],
    lang: LangOption,
    period: Annotated[
        PeriodName, typer.Option(help=say("Length of a period.", "每期长度。"))
    ] = PeriodName.year,
    method: Annotated[
        Method,
        typer.Option(
            help=say(
                "Repayment: level payment, equal principal, or bullet.",
                "还款方式：等额本息、等额本金或到期一次还本。",
            )
        ),
    ] = Method.annuity,
    grace: Annotated[
        int,
        typer.Option(
            min=0, help=say("Periods without repayment, inside the term.", "宽限期数，含在借款期内。")
        ),
    ] = 0,
    grace_interest: Annotated[
        GraceInterest,
        typer.Option(help=say("Interest in the grace period.", "宽限期利息：支付或资本化。")),
    ] = GraceInterest.paid,
    draw_interest: Annotated[
        DrawInterest,
        typer.Option(help=say("Interest in the period of drawdown.", "提款当期利息：半期、全期或不计。")),
    ] = DrawInterest.full,
    draws: Annotated[
        str | None,
        typer.Option(
            help=say(
                "Amounts drawn in periods 1, 2, ..., such as 500,1000,500.",
                "第 1、2……期的提款额，如 500,1000,500。",
            )
        ),
    ] = None,
    form: FormatOption = Format.table,
    unit: UnitOption = None,
) -> None:
    from relocation.loan_schedule import loan_schedule
    from relocation.terminal.lists import loan_text

    terms = {
        "rate": rate,
        "term": term,
        "grace": grace,
        "grace_interest": grace_interest.value,
        "method": method.value,
        "draw_interest": draw_interest.value,
    }
    schedule = guarded(lambda: loan_schedule(principal, terms, period.value, draws), lang)
    typer.echo(loan_text(schedule, form.value, lang.value, (unit or Unit.yuan).value), nl=False)


@app.command(
    help=say("List every input: path, unit, range, meaning.", "全部输入项：路径、单位、范围、含义。")
)
def schema(lang: LangOption, form: FormatOption = Format.table) -> None:
    from relocation.terminal.lists import schema_text

    typer.echo(schema_text(form.value, lang.value), nl=False)
