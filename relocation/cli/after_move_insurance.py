"""The commands on an insurance against falling back into poverty: claim, fund."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from relocation.cli.after_move_steps import ReportFileOption, SchemeOption, deliver_report
from relocation.cli.app import app
from relocation.cli.options import ForceOption, KindOption, LangOption, say
from relocation.cli.progress import progress_bar
from relocation.cli.steps import guarded, input_file
from relocation.labels import Label

if TYPE_CHECKING:
    from relocation.insurance.tiers import Mode


class Reading(StrEnum):
    """The two readings of tiers."""

    whole = "whole"
    marginal = "marginal"


def reading_of(mode: Reading | None) -> Mode | None:
    """The reading as the library calls it."""
    if mode is None:
        return None
    return "whole" if mode is Reading.whole else "marginal"


STATED = Label("stated with --claims", "由 --claims 给出")
DRAWN = Label("mean of the simulated futures", "模拟各情形的平均值")
ReadingOption = Annotated[
    Reading | None,
    typer.Option(
        "--mode",
        help=say(
            "How tiers are read, whole or by slices; if not given, as the scheme declares.",
            "阶梯算法：全额或分段；未指定时按方案所载。",
        ),
    ),
]


@app.command(
    context_settings={"ignore_unknown_options": True},  # a negative amount is an amount that cannot be
    help=say(
        "Show what the insurance pays on a claim. Every step and tier, both readings, the cliffs nearby; without an amount "
        "the schedules.",
        "防贫保险赔付试算。逐步、逐档列出，两种算法对照，并提示断崖；不填金额则列出各补偿表。",
    ),
)
def claim(
    lang: LangOption,
    paid: Annotated[
        str | None,
        typer.Argument(
            metavar="YUAN", help=say("What the household paid itself, in yuan.", "家庭自付金额（元）。")
        ),
    ] = None,
    cause: Annotated[
        str, typer.Option("--cause", help=say("Cause, such as illness.", "原因，如 因病 或 illness。"))
    ] = "",
    group: Annotated[
        str,
        typer.Option(
            "--group", help=say("Group of households, such as lifted.", "对象，如 lifted（脱贫户）。")
        ),
    ] = "",
    loss: Annotated[
        str,
        typer.Option(
            "--loss",
            help=say("Kind of loss of a traffic accident.", "交通事故的损失类型：financial 或 medical。"),
        ),
    ] = "",
    income: Annotated[
        str,
        typer.Option(
            "--income",
            help=say(
                "Income of a person and year, held against the gate; needs --year.",
                "人均年收入，用于核对收入保障线；须同时给出 --year。",
            ),
        ),
    ] = "",
    year: Annotated[int | None, typer.Option("--year", help=say("Year of the claim.", "申请年份。"))] = None,
    court_paid: Annotated[
        bool,
        typer.Option("--court-paid", help=say("A court awarded a compensation already.", "已获司法赔偿。")),
    ] = False,
    mode: ReadingOption = None,
    scheme: SchemeOption = "wei_county",
    form: KindOption = None,
    file: ReportFileOption = None,
    force: ForceOption = False,
) -> None:
    from relocation.insurance.claim_report import claim_report, scheme_report
    from relocation.insurance.claim_words import read_claim
    from relocation.insurance.scheme import load_scheme
    from relocation.sourced import document

    read = guarded(lambda: load_scheme(scheme), lang)
    reading = reading_of(mode)
    amount = None
    if paid is None:
        report = scheme_report(read, reading)
    else:
        stated = guarded(
            lambda: read_claim(
                read,
                paid=paid,
                cause=cause,
                group=group,
                loss=loss,
                income=income,
                year=year,
                court_paid=court_paid,
            ),
            lang,
        )
        amount = stated.self_paid
        report = guarded(lambda: claim_report(read, stated, reading), lang)

    def workbook() -> bytes:
        from relocation.excel.write.report_workbooks import insurance_workbook
        from relocation.insurance.sheets import USUAL_AMOUNT

        return insurance_workbook(
            read.in_mode(reading or read.scheme.mode),
            lang=lang.value,
            self_paid=USUAL_AMOUNT if amount is None else amount,
        )

    deliver_report(
        report,
        form,
        file,
        lang,
        workbook=workbook,
        force=force,
        forbid=input_file(scheme),
        inputs=document("schemes", scheme),
    )


@app.command(
    help=say(
        "Show the insurance fund year by year. Opening + premium + top-up - claims = carried forward; with --claims of stated "
        "claims; without, of many simulated futures.",
        "防贫保险基金逐年收支。期初＋保费＋补足－补偿＝结转；给出 --claims 时按所填补偿，否则模拟多种情形。",
    )
)
def fund(
    lang: LangOption,
    claims: Annotated[
        str | None,
        typer.Option(
            "--claims",
            metavar="YUAN,YUAN,...",
            help=say("Claims paid in each year, in yuan.", "各年补偿支出（元），逗号分隔。"),
        ),
    ] = None,
    top_ups: Annotated[
        str | None,
        typer.Option(
            "--top-ups",
            metavar="YUAN,YUAN,...",
            help=say(
                "What was really added in each year; if not given, what is missing.",
                "各年实际补足额；未指定时按缺口补足。",
            ),
        ),
    ] = None,
    opening: Annotated[
        str | None,
        typer.Option(
            "--opening",
            help=say("Opening balance, in yuan; else the scheme's.", "期初结余（元）；默认按方案。"),
        ),
    ] = None,
    premium: Annotated[
        str | None,
        typer.Option(
            "--premium",
            help=say("Premium of a year, in yuan; else the scheme's.", "年保费总额（元）；默认按方案。"),
        ),
    ] = None,
    first_year: Annotated[
        int, typer.Option("--first-year", min=1, help=say("First calendar year.", "起始年份。"))
    ] = 2018,
    years: Annotated[int, typer.Option("--years", help=say("Years that are simulated.", "模拟年数。"))] = 10,
    count: Annotated[
        int, typer.Option("-n", metavar="N", help=say("Simulated futures.", "模拟情形数。"))
    ] = 2000,
    seed: Annotated[
        int, typer.Option("--seed", help=say("The same seed gives the same result.", "种子相同则结果相同。"))
    ] = 0,
    workers: Annotated[
        int | None, typer.Option("--workers", help=say("Number of threads.", "线程数。"))
    ] = None,
    mode: ReadingOption = None,
    scheme: SchemeOption = "wei_county",
    form: KindOption = None,
    file: ReportFileOption = None,
    force: ForceOption = False,
) -> None:
    from relocation.insurance.claims_simulation import declared_sources, simulate_claims
    from relocation.insurance.fund import fund_account, fund_outlook
    from relocation.insurance.fund_report import account_report, mean_account, outlook_report, read_fund
    from relocation.insurance.scheme import load_scheme
    from relocation.sourced import document

    read = guarded(lambda: load_scheme(scheme), lang)
    read = read.in_mode(reading_of(mode) or read.scheme.mode)
    stated = guarded(lambda: read_fund(read, opening, premium, claims, top_ups), lang)
    if stated.claims is not None:
        spent = stated.claims
        account = guarded(
            lambda: fund_account(
                stated.opening, stated.premium, spent, first_year=first_year, top_ups=stated.top_ups
            ),
            lang,
        )
        report, simulated, origin = account_report(read, account), None, STATED
    else:
        with progress_bar(Label("futures", "情形"), lang) as progress:
            drawn = guarded(
                lambda: simulate_claims(
                    declared_sources(read),
                    years=years,
                    paths=count,
                    seed=seed,
                    workers=workers,
                    progress=progress,
                ),
                lang,
            )
        outlook = fund_outlook(drawn, opening=stated.opening, premium=stated.premium)
        report = simulated = outlook_report(read, outlook, first_year=first_year, seed=seed)
        account, origin = mean_account(outlook, first_year), DRAWN

    def workbook() -> bytes:
        from relocation.excel.write.report_workbooks import insurance_workbook

        return insurance_workbook(
            read, lang=lang.value, years=account, origin=origin, simulated=simulated, front="fund"
        )

    deliver_report(
        report,
        form,
        file,
        lang,
        workbook=workbook,
        force=force,
        forbid=input_file(scheme),
        inputs=document("schemes", scheme),
    )
