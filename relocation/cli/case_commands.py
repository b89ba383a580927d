"""The commands that work on a case: demo, list, template, check, run, explain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from relocation.cli.app import app
from relocation.cli.county_steps import refuse_several, run_county
from relocation.cli.household_output import write_roster_template
from relocation.cli.household_steps import RulesOption
from relocation.cli.options import (
    Case,
    Cases,
    ConsolidateOption,
    ForceOption,
    Format,
    FormatOption,
    KindOption,
    Lang,
    LangOption,
    OutputOption,
    PeriodName,
    SetOption,
    TreeFormat,
    UnitOption,
    say,
    shown_unit,
)
from relocation.cli.steps import (
    INVALID,
    NOT_MET,
    TEXT_FILES,
    WORKBOOK,
    appraise,
    broken_rules,
    changed,
    deliver,
    guarded,
    input_file,
    load,
    opened,
    refuse_other_suffixes,
    tell,
    write,
)
from relocation.labels import Label
from relocation.problems import Severity


@app.command(
    help=say(
        "Lujia Village: printed figures beside ours. With their differences, and where the paper disagrees with itself.",
        "陆家村示例：原文数字与本模型对照、差额，以及原文自相矛盾之处。",
    )
)
def demo(
    lang: LangOption,
    unit: UnitOption = None,
    every: Annotated[
        bool,
        typer.Option(
            "--all",
            help=say("Every figure of the paper, not only the fund.", "原文全部数字，不限于资金平衡。"),
        ),
    ] = False,
    form: Annotated[
        Format,
        typer.Option(
            "-f", "--format", help=say("Format of the output; with --all.", "输出格式，与 --all 合用。")
        ),
    ] = Format.table,
) -> None:
    from relocation.reports.published import demo_report, paper_report
    from relocation.tables.terminal import report_text

    if every:
        report = guarded(paper_report, lang)
        typer.echo(report_text(report, form.value, lang.value), nl=False)
        return
    appraisal = appraise(load("lujia", lang), lang)
    report = demo_report(appraisal, shown_unit(unit, lang))
    typer.echo(report_text(report, Format.table.value, lang.value), nl=False)


@app.command("list", help=say("List the cases that come with the package.", "列出随附案例。"))
def list_cases(lang: LangOption, form: FormatOption = Format.table) -> None:
    from relocation import cases
    from relocation.reports.inputs import cases_text

    villages = [(name, cases.load(name).village) for name in cases.shipped()]
    named = [(name, Label(village.name_en, village.name_zh)) for name, village in villages]
    typer.echo(cases_text(named, form.value, lang.value), nl=False)


@app.command(
    help=say(
        "Write the workbook that a planner fills. Inputs stand on one sheet, live formulas on the others.",
        "生成供填写的工作簿：一张输入表，其余各表均为公式，随填随算。",
    )
)
def template(
    lang: LangOption,
    output: Annotated[
        Path, typer.Option("-o", "--output", help=say("Workbook to write.", "要写入的工作簿。"))
    ] = Path("village.xlsx"),
    source: Annotated[
        str | None, typer.Option("--from", help=say("Fill it from this case.", "用此案例的数据填写。"))
    ] = None,
    periods: Annotated[
        int | None, typer.Option("--periods", help=say("Number of periods, 1 to 600.", "期数，1 至 600。"))
    ] = None,
    period: Annotated[
        PeriodName | None, typer.Option("--period", help=say("Length of a period.", "每期长度。"))
    ] = None,
    unit: UnitOption = None,
    roster: Annotated[
        bool,
        typer.Option(
            "--roster",
            help=say(
                "The roster of households instead, for --rules; --from then names a roster.",
                "改为生成农户花名册模板，按 --rules 的规则；此时 --from 为花名册。",
            ),
        ),
    ] = False,
    rules: RulesOption = "lujia",
    force: ForceOption = False,
) -> None:
    from relocation.project.template import template_project

    if roster:
        write_roster_template(output, rules, source, lang, force=force)
        return
    refuse_other_suffixes(output, {WORKBOOK}, lang)
    wanted: dict[str, Any] = {
        "timeline.periods": periods,
        "timeline.period": period and period.value,
    }
    changes = {path: value for path, value in wanted.items() if value is not None}
    base = opened(source, lang, as_basis=True) if source is not None else None
    changes = {**(base.refixed if base else {}), **changes}
    project = guarded(lambda: template_project(base.project if base else None, changes), lang)
    write(
        appraise(project, lang),
        output,
        lang,
        unit,
        force=force,
        forbid=input_file(source),
        scenarios=base.table if base else None,
    )


@app.command(
    help=say(
        "Report every problem of a file at once. With its cell, what was found, what is expected, how to mend it.",
        "一次列出文件的全部问题：所在单元格、现有内容、应填内容、如何改正。",
    )
)
def check(
    file: Annotated[
        str,
        typer.Argument(
            help=say("A filled .xlsx or a .toml project file.", "已填写的 .xlsx 或 .toml 项目文件。")
        ),
    ],
    lang: LangOption,
    form: FormatOption = Format.table,
) -> None:
    from relocation.cases import open_case
    from relocation.presets import as_problems
    from relocation.problems import ProblemsFound
    from relocation.reconciliation import missed_figures
    from relocation.reports.inputs import problems_text

    try:
        found_case = open_case(file)
        appraisal = found_case.project.appraise()
        missed, assumed = missed_figures(appraisal), as_problems(appraisal)
        located = [found_case.located(one) for one in (*missed, *assumed)]
        problems = [*found_case.warnings, *found_case.scenario_problems(), *located]
    except ProblemsFound as found:
        problems = list(found.problems)
    typer.echo(problems_text(problems, form.value, lang.value), nl=False)
    counted = Counter(problem.severity for problem in problems)
    tell(_summary(counted), lang)
    raise typer.Exit(INVALID if counted["error"] else 0)


def _summary(counted: Mapping[Severity, int]) -> Label:
    errors, warnings, assumed = counted["error"], counted["warning"], counted["assumption"]
    found = Label("no problems found", "未发现问题")
    if errors or warnings:
        found = Label(f"errors: {errors}, warnings: {warnings}", f"错误 {errors} 个，提醒 {warnings} 个")
    if not assumed:
        return found
    return Label(f"{found.en}; assumed by the program: {assumed}", f"{found.zh}；程序自行设定 {assumed} 项")


@app.command(
    help=say(
        "Calculate a case. Fund balance, indicators, cash plan, loans, checks, verdict; with --consolidate a county.",
        "测算一个案例：资金平衡、资金计划、借款、指标、检查与结论；加 --consolidate 汇总多个村庄。",
    )
)
def run(
    cases: Cases,
    lang: LangOption,
    changes: SetOption = None,
    form: KindOption = None,
    output: OutputOption = None,
    unit: UnitOption = None,
    require: Annotated[
        list[str] | None,
        typer.Option(
            "--require",
            metavar="RULE",
            help=say(
                'A rule such as "balance>=0", verdict, or one of its rules such as repayment; exit code 3 if not met. '
                "Repeatable.",
                "一条规则，如 “balance>=0”、verdict 或其中一条（如 repayment）；不满足时退出码为 3。可多次使用。",
            ),
        ),
    ] = None,
    force: ForceOption = False,
    consolidate: ConsolidateOption = False,
) -> None:
    from relocation.county_files import is_county
    from relocation.reports.run import run_report
    from relocation.tables.terminal import report_text

    if output is not None:
        refuse_other_suffixes(output, {WORKBOOK, *TEXT_FILES}, lang)
    if consolidate:
        run_county(
            cases, lang, changes=changes, form=form, output=output, unit=unit, require=require, force=force
        )
        return
    if len(cases) > 1 or is_county(cases[0]):
        refuse_several(lang)
    case = cases[0]
    found = opened(case, lang)
    appraisal = appraise(changed(found.project, changes, lang), lang)
    broken = broken_rules(appraisal, require, lang)
    if output is not None and output.suffix.lower() == WORKBOOK:
        write(appraisal, output, lang, unit, force=force, forbid=input_file(case), scenarios=found.table)
        output = None
        if form is None:
            _end(broken, lang)
            return
    form = form or (TEXT_FILES[output.suffix.lower()] if output else Format.table)
    report = run_report(appraisal, shown_unit(unit, lang), found.cells)
    text = report_text(report, form.value, lang.value, plain=output is not None)
    deliver(text, output, lang, force=force, forbid=input_file(case))
    _end(broken, lang)


def _end(broken: list[str], lang: Lang) -> None:
    for rule in broken:
        tell(Label(f"rule not met: {rule}", f"规则不满足：{rule}"), lang)
    if broken:
        raise typer.Exit(NOT_MET)


@app.command(
    help=say(
        "Show where a number comes from. As a tree, down to the inputs and their sources.",
        "一个数字的由来：逐层展开，直至输入及其来源。",
    )
)
def explain(
    case: Case,
    key: Annotated[
        str,
        typer.Argument(
            help=say(
                "A number such as fund_balance.balance, or an input.",
                "数字名，如 fund_balance.balance，或输入项。",
            )
        ),
    ],
    lang: LangOption,
    period: Annotated[
        int | None,
        typer.Option(
            "--at", min=1, help=say("Period of a series, counted from 1.", "时间序列的期次，从 1 起算。")
        ),
    ] = None,
    changes: SetOption = None,
    form: Annotated[
        TreeFormat, typer.Option("-f", "--format", help=say("Format of the output.", "输出格式。"))
    ] = TreeFormat.table,
) -> None:
    from relocation.changes import SHORT_NAMES
    from relocation.reports.explanation import explanation_report
    from relocation.tables.terminal import report_text

    appraisal = appraise(changed(load(case, lang), changes, lang), lang)
    if period is not None and period > appraisal.book.periods:
        last = appraisal.book.periods
        tell(
            Label(f"--at {period}: the last period is {last}", f"--at {period}：最后一期为第 {last} 期"), lang
        )
        raise typer.Exit(INVALID)
    tree = guarded(lambda: appraisal.explain(SHORT_NAMES.get(key, key), period), lang)
    typer.echo(report_text(explanation_report(appraisal, tree), form.value, lang.value), nl=False)
