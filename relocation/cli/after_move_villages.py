"""The commands on a village after the move: livelihood, collective, measures, risks, points."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from relocation.cli.after_move_steps import ReportFileOption, both, deliver_report
from relocation.cli.app import app
from relocation.cli.options import ForceOption, Format, KindOption, Lang, LangOption, say
from relocation.cli.steps import guarded, input_file, tell

if TYPE_CHECKING:
    from relocation.insurance.scheme import Scheme
    from relocation.livelihood.livelihood import Livelihood
    from relocation.printed import FigureResult
    from relocation.problems import Problem
    from relocation.project.project import Project
    from relocation.tables.record import Report

Place = Annotated[
    str,
    typer.Argument(
        metavar="PLACE",
        help=say(
            "lujia, wei_county, jinpo, a .toml file of a livelihood, or a workbook that -o wrote.",
            "lujia、wei_county、jinpo、生计 .toml 文件，或由 -o 生成的工作簿。",
        ),
    ),
]


@app.command(
    help=say(
        "Show income before and after the move. By stream, per household and person; one-off cash apart; printed beside ours.",
        "搬迁前后分项收入。户均、人均，一次性所得单列，并与原文数字对照。",
    )
)
def livelihood(
    lang: LangOption,
    place: Place = "lujia",
    form: KindOption = None,
    file: ReportFileOption = None,
    force: ForceOption = False,
) -> None:
    from relocation.livelihood.account import account_of
    from relocation.livelihood.income_report import livelihood_report, of_income

    stated = _livelihood(place, lang)
    report = livelihood_report(account_of(stated), _printed(place, of_income))
    _deliver(report, place, form, file, lang, force=force, front="income")


@app.command(
    help=say(
        "Show the village collective year by year. Shares, dividends, and the year from which on it carries the running "
        "costs of the village.",
        "村集体经济逐年收支。股份、分红，以及自何年起可承担村庄运行费用。",
    )
)
def collective(
    lang: LangOption,
    place: Place = "lujia",
    form: KindOption = None,
    file: ReportFileOption = None,
    force: ForceOption = False,
) -> None:
    from relocation.livelihood.account import account_of
    from relocation.livelihood.collective_report import collective_report, of_collective

    stated = _livelihood(place, lang)
    report = collective_report(account_of(stated), _printed(place, of_collective))
    _deliver(report, place, form, file, lang, force=force, front="collective")


@app.command(
    help=say(
        "Show employment and income schemes. How many, how much each, what they bring a year; interest that is spared.",
        "就业与增收措施。数量、标准与年增收，以及免除的贷款利息。",
    )
)
def measures(
    lang: LangOption,
    place: Place = "wei_county",
    form: KindOption = None,
    file: ReportFileOption = None,
    force: ForceOption = False,
) -> None:
    from relocation.livelihood.account import account_of
    from relocation.livelihood.measures_report import measures_report

    stated = _livelihood(place, lang)
    _deliver(measures_report(account_of(stated)), place, form, file, lang, force=force, front="measures")


@app.command(
    help=say(
        "Check the eight risks of impoverishment. What the project states about each; no scores.",
        "搬迁致贫八类风险核对表。逐项列出项目已载明的措施，不作评分。",
    )
)
def risks(
    lang: LangOption,
    place: Annotated[
        str,
        typer.Argument(
            metavar="PLACE",
            help=say(
                "lujia, wei_county, jinpo, a livelihood .toml, or a project as .toml or .xlsx.",
                "lujia、wei_county、jinpo、生计 .toml 文件，或项目 .toml、.xlsx 文件。",
            ),
        ),
    ] = "lujia",
    form: KindOption = None,
    file: ReportFileOption = None,
    force: ForceOption = False,
) -> None:
    from relocation.livelihood.risks_report import risks_report

    project, stated, scheme = guarded(lambda: _all_of(place), lang)
    report = risks_report(project, stated, scheme)
    _deliver(report, place, form, file, lang, force=force, front="risks" if stated else None)


def _livelihood(place: str, lang: Lang) -> Livelihood:
    """The livelihood of a name, a .toml file or a filled workbook; what should be looked at is told."""
    found, warnings = guarded(lambda: _read_livelihood(place), lang)
    for warning in warnings:
        tell(warning.text(lang.value), lang)
    return found


def _read_livelihood(place: str) -> tuple[Livelihood, list[Problem]]:
    if place.lower().endswith(".xlsx") and Path(place).is_file():
        from relocation.excel.read.livelihood import read_livelihood_workbook

        return read_livelihood_workbook(Path(place))
    from relocation.livelihood.livelihood import load_livelihood

    return load_livelihood(place), []


def _printed(place: str, wanted: Callable[[FigureResult, str], bool]) -> list[FigureResult]:
    """What the source prints, where it is one of the shipped."""
    from relocation.paper.figures import figures
    from relocation.paper.known import subjects

    return [one for one in figures() if wanted(one, place)] if place in subjects() else []


def _all_of(place: str) -> tuple[Project | None, Livelihood | None, Scheme | None]:
    """What there is of a place: project, livelihood, insurance. Raises ProblemsFound where there is nothing."""
    from relocation.cases import load
    from relocation.excel.read.livelihood import is_livelihood_workbook
    from relocation.insurance.scheme import load_scheme
    from relocation.problems import ProblemsFound
    from relocation.sourced import shipped

    if place.lower().endswith(".xlsx") and not is_livelihood_workbook(Path(place)):
        return load(place), None, None
    scheme = load_scheme(place) if shipped("schemes", place).is_file() else None
    try:
        stated, _ = _read_livelihood(place)
    except ProblemsFound as no_livelihood:
        try:
            return load(place), None, scheme
        except ProblemsFound as no_project:
            found = no_project if place.lower().endswith(".toml") else no_livelihood
            raise found from None
    return stated.project, stated, scheme


def _deliver(
    report: Report,
    place: str,
    form: Format | None,
    file: Path | None,
    lang: Lang,
    *,
    force: bool,
    front: str | None,
) -> None:
    """The report, or the one workbook of the place, which opens with `front`; without a livelihood the risks alone."""

    def workbook() -> bytes:
        from relocation.excel.write.report_workbooks import livelihood_workbook
        from relocation.livelihood.account import account_of
        from relocation.paper.figures import figures
        from relocation.paper.known import subjects

        project, stated, scheme = _all_of(place)
        if stated is None or front is None:
            from relocation.excel.write.report_workbooks import risks_workbook
            from relocation.livelihood.risks import risk_rows

            return risks_workbook(risk_rows(project, None, scheme), lang=lang.value)
        return livelihood_workbook(
            account_of(stated),
            lang=lang.value,
            subject=place,
            printed=figures() if place in subjects() else (),
            scheme=scheme,
            front=front,
        )

    from relocation.sourced import document

    deliver_report(
        report,
        form,
        file,
        lang,
        workbook=workbook,
        force=force,
        forbid=input_file(place),
        inputs=document("livelihoods", place) if front and not place.lower().endswith(".xlsx") else None,
    )


@app.command(
    help=say(
        "Keep account of the points of a village shop. Earned, redeemed, what it costs the budget; never below zero.",
        "爱心超市积分账。获得、兑换与预算成本，结余不得为负。",
    )
)
def points(
    ledger: Annotated[
        Path,
        typer.Argument(
            metavar="LEDGER",
            help=say(
                "Entries as .csv or .xlsx; see examples/points.csv.",
                "积分记录 .csv 或 .xlsx，如 examples/points.csv。",
            ),
        ),
    ],
    lang: LangOption,
    value: Annotated[
        str,
        typer.Option(
            "--value", metavar="YUAN", help=say("What a point is worth, in yuan.", "每分价值（元）。")
        ),
    ] = "1",
    household: Annotated[
        str | None,
        typer.Option(
            "--household", metavar="ID", help=say("The account of one household.", "某一户的积分账。")
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--households", help=say("The balance of every household.", "逐户列出结余。"))
    ] = False,
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=["%Y-%m-%d"], help=say("Cost from this day on.", "成本自该日起计。")),
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option("--until", formats=["%Y-%m-%d"], help=say("Cost up to this day.", "成本计至该日。")),
    ] = None,
    form: KindOption = None,
    file: ReportFileOption = None,
    force: ForceOption = False,
) -> None:
    from relocation.points.entries import read_points
    from relocation.points.ledger import known_household, value_of
    from relocation.points.report import points_report

    warnings: list[Problem] = []
    read, worth = guarded(lambda: both(lambda: read_points(ledger, warnings), lambda: value_of(value)), lang)
    for warning in warnings:
        tell(warning.text(lang.value), lang)
    asked = None if household is None else guarded(lambda: known_household(read, household), lang)
    report = points_report(
        read,
        worth,
        household=asked,
        every=every,
        since=since.date() if since else None,
        until=until.date() if until else None,
    )

    def workbook() -> bytes:
        from relocation.excel.write.report_workbooks import points_workbook

        return points_workbook(read, worth, lang=lang.value)

    deliver_report(report, form, file, lang, workbook=workbook, force=force, forbid=ledger)
