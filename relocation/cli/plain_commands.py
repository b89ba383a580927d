"""The commands that need no case: loan, schema."""

from __future__ import annotations

from typing import Annotated

import typer

from relocation.cli.app import app
from relocation.cli.options import (
    DrawInterest,
    Format,
    FormatOption,
    GraceBasis,
    GraceInterest,
    LangOption,
    Method,
    PeriodName,
    Rounding,
    SinkingFund,
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
            help=say(
                "Periods from the first to the last, grace included unless it lies outside.",
                "借款期数，含宽限期（另计者除外）。",
            ),
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
                "Repayment: level payment, equal principal, bullet, or as stated by --repayment.",
                "还款方式：等额本息、等额本金、到期一次还本，或按 --repayment 所列计划。",
            )
        ),
    ] = Method.annuity,
    grace: Annotated[
        int,
        typer.Option(min=0, help=say("Periods without repayment.", "宽限期数（不还本）。")),
    ] = 0,
    grace_basis: Annotated[
        GraceBasis,
        typer.Option(help=say("Grace inside the term or beside it.", "宽限期含在借款期内，或另计。")),
    ] = GraceBasis.inside,
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
    rate_step: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PERIOD=RATE",
            help=say(
                "Another rate from a period on, such as 5=0.045. Repeatable.",
                "自某期起的新利率，如 5=0.045，可多次使用。",
            ),
        ),
    ] = None,
    sinking_fund: Annotated[
        SinkingFund,
        typer.Option(
            help=say(
                "For a bullet: set its principal aside in equal parts.", "到期还本时：等额提取偿债准备金。"
            )
        ),
    ] = SinkingFund.none,
    subsidised_principal: Annotated[
        float,
        typer.Option(
            min=0,
            help=say(
                "Part of the principal whose interest is subsidised, in yuan.", "享受贴息的本金（元）。"
            ),
        ),
    ] = 0,
    interest_subsidy: Annotated[
        float,
        typer.Option(
            min=0, max=1, help=say("Share of that interest which is subsidised.", "该部分利息的贴息比例。")
        ),
    ] = 0,
    rounding: Annotated[
        Rounding,
        typer.Option(
            "--round",
            help=say(
                "To the fen, as a bank prints its schedule; the last repayment takes the rest.",
                "取整到分，即银行还款计划口径，尾差计入末期。",
            ),
        ),
    ] = Rounding.none,
    repayment: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PERIOD=YUAN",
            help=say(
                "Principal that the lender's plan repays at the end of a period, for --method stated. Repeatable.",
                "银行还款计划中某期期末应还的本金，与 --method stated 合用，可多次使用。",
            ),
        ),
    ] = None,
    form: FormatOption = Format.table,
    unit: UnitOption = None,
) -> None:
    from relocation.loan_schedule import loan_schedule
    from relocation.reports.loans import loan_report
    from relocation.tables.terminal import report_text

    terms = {
        "rate": rate,
        "term": term,
        "grace": grace,
        "grace_interest": grace_interest.value,
        "method": method.value,
        "draw_interest": draw_interest.value,
        "grace_basis": grace_basis.value,
        "sinking_fund": sinking_fund.value,
        "subsidised_principal": float(subsidised_principal),
        "interest_subsidy": float(interest_subsidy),
        "rounding": rounding.value,
    }
    schedule = guarded(
        lambda: loan_schedule(principal, terms, period.value, draws, rate_step or (), repayment or ()), lang
    )
    report = loan_report(schedule, (unit or Unit.yuan).value)
    typer.echo(report_text(report, form.value, lang.value), nl=False)


@app.command(
    help=say("List every input: path, unit, range, meaning.", "全部输入项：路径、单位、范围、含义。")
)
def schema(lang: LangOption, form: FormatOption = Format.table) -> None:
    from relocation.reports.inputs import schema_report
    from relocation.tables.terminal import report_text

    typer.echo(report_text(schema_report(), form.value, lang.value), nl=False)
