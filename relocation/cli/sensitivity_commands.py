"""The commands that move the inputs of a case: vary, tornado, switching, solve."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from relocation.cli.app import app
from relocation.cli.options import (
    Case,
    FileOption,
    ForceOption,
    KindOption,
    LangOption,
    MetricOption,
    NumbersOption,
    PathsOption,
    SetOption,
    TopOption,
    Unit,
    UnitOption,
    file_option,
    say,
    shown_unit,
)
from relocation.cli.scenario_steps import give, line_of, output_file, text_file
from relocation.cli.scenario_texts import read_target, read_ways
from relocation.cli.steps import (
    NOT_MET,
    TEXT_FILES,
    WORKBOOK,
    changed,
    guarded,
    input_file,
    load,
    refuse_other_suffixes,
    tell_written,
)

if TYPE_CHECKING:
    import pandas as pd


SHOWN = ("fund_balance.balance", "cash.minimum", "npv")
SPIDER = (-1.0, -0.5, 0.0, 0.5, 1.0)  # of the share by which inputs move


@app.command(
    help=say(
        "Show a number for many values of one or two inputs. One input gives a list, two give a grid.",
        "一至两个输入项取多个值时的结果：单因素为列表，双因素为二维表。",
    )
)
def vary(
    case: Case,
    ways: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH=LOW:HIGH:STEP...",
            help=say(
                "Values of an input, both ends included: land_quota.price=60000:120000:20000, "
                "=*0.8:*1.2:*0.1 for factors, or =a,b,c for single values.",
                "输入项的取值（含两端）：land_quota.price=60000:120000:20000；=*0.8:*1.2:*0.1 表示倍数；=a,b,c 表示逐个取值。",
            ),
        ),
    ],
    lang: LangOption,
    outputs: NumbersOption = None,
    changes: SetOption = None,
    form: KindOption = None,
    file: FileOption = None,
    unit: UnitOption = None,
    force: ForceOption = False,
) -> None:
    from relocation.reports.variation import variation_report
    from relocation.scenarios.sensitivity.vary import vary as varied

    text_file(file, lang)
    wanted = guarded(lambda: read_ways(ways), lang)
    project = changed(load(case, lang), changes, lang)
    shown = outputs or (SHOWN if len(wanted) != 2 else SHOWN[:2])
    lines = guarded(lambda: [line_of(project, name) for name in shown], lang)
    found = guarded(lambda: varied(project, wanted, shown), lang)
    report = variation_report(found, lines, shown_unit(unit, lang))
    give(report, form, file, lang, force=force, forbid=input_file(case))


@app.command(
    help=say(
        "Rank the inputs by how far they move a number. Each alone goes down and up by the same share.",
        "敏感性排序：各输入项单独按同一比例升降，按对结果的影响排列。",
    )
)
def tornado(
    case: Case,
    lang: LangOption,
    metric: MetricOption = "balance",
    by: Annotated[
        float, typer.Option("--by", help=say("Share by which inputs move.", "输入项变动的比例。"))
    ] = 0.10,
    paths: PathsOption = None,
    top: TopOption = None,
    spider: Annotated[
        bool,
        typer.Option(
            "--spider",
            help=say(
                "Draw the lines between, at five factors, instead of bars.",
                "不画条形图，而画五个系数下的结果（蛛网图）。",
            ),
        ),
    ] = False,
    changes: SetOption = None,
    form: KindOption = None,
    file: Annotated[
        Path | None,
        file_option(
            "File to write: .xlsx has both charts; .json, .csv and .txt as their names say.",
            "写入的文件：.xlsx 含两种图；.json、.csv、.txt 如其名。",
        ),
    ] = None,
    unit: UnitOption = None,
    force: ForceOption = False,
) -> None:
    from relocation.reports.sensitivity import spider_report, tornado_report
    from relocation.scenarios.sensitivity.spider import scaling
    from relocation.scenarios.sensitivity.spider import spider as lines_of_spider
    from relocation.scenarios.sensitivity.tornado import tornado as ranked

    output_file(file, {WORKBOOK, *TEXT_FILES}, lang)
    project = changed(load(case, lang), changes, lang)
    frame = guarded(lambda: ranked(project, metric, by, paths, lang.value), lang)
    frame = frame.head(top or len(frame))
    line, scale = line_of(project, metric), shown_unit(unit, lang)
    factors = [1 + share * by for share in SPIDER]

    def spun(inputs: Sequence[str]) -> pd.DataFrame:
        return guarded(lambda: lines_of_spider(project, inputs, factors, metric, lang.value), lang)

    if file is not None and file.suffix.lower() == WORKBOOK:
        from relocation.excel.sheets.tornado import write_sensitivity

        written = partial(
            write_sensitivity,
            *(project, frame, spun(scaling(project, list(frame["path"]))), line, file),
            lang=lang.value,
            money=Unit(scale).value,
            force=force,
            forbid=input_file(case),
        )
        guarded(written, lang)
        tell_written(file, lang)
        file = None
        if form is None:
            return
    if spider:
        report = spider_report(spun(list(frame["path"])), line, scale)
    else:
        report = tornado_report(frame, line, by, scale)
    give(report, form, file, lang, force=force, forbid=input_file(case))


@app.command(
    help=say(
        "Show how far each input may move before a number reaches its target. The nearest first.",
        "转换值：各输入项单独变动多少，结果恰好到达目标值；最接近者在前。",
    )
)
def switching(
    case: Case,
    lang: LangOption,
    metric: MetricOption = "balance",
    target: Annotated[
        float, typer.Option("--target", help=say("What the number shall be.", "结果的目标值。"))
    ] = 0,
    paths: PathsOption = None,
    top: TopOption = None,
    changes: SetOption = None,
    form: KindOption = None,
    file: FileOption = None,
    force: ForceOption = False,
) -> None:
    from relocation.reports.sensitivity import switching_report
    from relocation.scenarios.sensitivity.switching import switching_values

    text_file(file, lang)
    project = changed(load(case, lang), changes, lang)
    frame = guarded(lambda: switching_values(project, metric, target, paths, lang.value), lang)
    frame = frame.head(top or len(frame))
    line = line_of(project, metric)
    units = {stated.path: stated.record.unit for stated in project.values()}
    report = switching_report(frame, units, line, target)
    give(report, form, file, lang, force=force, forbid=input_file(case))


@app.command(
    help=say(
        "Show how strongly NPV and IRR follow each uncertain factor. Sensitivity coefficients and critical points.",
        "敏感度系数和临界点分析表：净现值与内部收益率随各不确定因素变动的程度。",
    )
)
def sensitivity(
    case: Case,
    lang: LangOption,
    indicators: NumbersOption = None,
    by: Annotated[
        list[float] | None,
        typer.Option(
            "--by",
            metavar="SHARE",
            help=say(
                "How far each factor moves, down and up; 0.10 if not given. Repeatable.",
                "各因素上下变动的幅度，未指定时为 0.10，可多次使用。",
            ),
        ),
    ] = None,
    changes: SetOption = None,
    form: KindOption = None,
    file: FileOption = None,
    unit: UnitOption = None,
    force: ForceOption = False,
) -> None:
    from relocation.reports.sensitivity import coefficients_report
    from relocation.scenarios.sensitivity.coefficients import INDICATORS, sensitivity_coefficients

    text_file(file, lang)
    project = changed(load(case, lang), changes, lang)
    frame = guarded(
        lambda: sensitivity_coefficients(project, indicators or INDICATORS, by or (0.10,), lang.value), lang
    )
    lines = {key: line_of(project, key) for key in dict.fromkeys(frame["indicator"])}
    report = coefficients_report(frame, lines, shown_unit(unit, lang))
    give(report, form, file, lang, force=force, forbid=input_file(case))


@app.command(
    help=say(
        "Find the value of one input at which a number is at its target. Exit code 3 if there is none.",
        "求解：某一输入项取何值时结果到达目标值；无解时退出码为 3。",
    )
)
def solve(
    case: Case,
    path: Annotated[
        str,
        typer.Argument(
            help=say("The input to find, such as land_quota.price.", "待求输入项，如 land_quota.price。")
        ),
    ],
    lang: LangOption,
    target: Annotated[
        str,
        typer.Option(
            "--target",
            metavar="NAME=VALUE",
            help=say("A number and what it shall be.", "某个数字及其目标值。"),
        ),
    ] = "balance=0",
    changes: SetOption = None,
    form: KindOption = None,
    file: FileOption = None,
    force: ForceOption = False,
) -> None:
    from relocation.reports.sensitivity import solution_report
    from relocation.scenarios.goal_seek.solve import solve as sought

    if file is not None:
        refuse_other_suffixes(file, set(TEXT_FILES), lang)
    name, value = guarded(lambda: read_target(target), lang)
    project = changed(load(case, lang), changes, lang)
    found = guarded(lambda: sought(project, path, {name: value}), lang)
    give(solution_report(found), form, file, lang, force=force, forbid=input_file(case))
    if found.status == "none":
        raise typer.Exit(NOT_MET)
