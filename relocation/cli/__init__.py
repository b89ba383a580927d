"""The command line: a thin skin over the public names. Data goes to stdout, messages to stderr.

Exit codes: 0 ok, 1 unexpected, 2 usage or invalid input, 3 a required rule is not met, 4 cannot write.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from relocation.cli.options import (
    Case,
    DrawInterest,
    ForceOption,
    Format,
    FormatOption,
    GraceInterest,
    Lang,
    LangOption,
    Method,
    OutputOption,
    PeriodName,
    SetOption,
    Unit,
    UnitOption,
)
from relocation.cli.steps import (
    appraise,
    changed,
    deliver,
    guarded,
    holds,
    input_file,
    load,
    print_json,
    write,
)

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Finance of village relocation: land-quota revenue, loans, subsidies, construction, compensation. 村庄搬迁资金测算。",
)


@app.callback(invoke_without_command=True)
def start(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    """Finance of village relocation."""
    if version:
        from relocation import __version__

        typer.echo(f"relocation {__version__}")
        raise typer.Exit


@app.command()
def demo(lang: LangOption, unit: UnitOption = Unit.million) -> None:
    """Lujia Village: printed figures beside ours, their differences, and the paper's own discrepancies."""
    from relocation import terminal

    appraisal = appraise(load("lujia", lang), lang)
    terminal.show_demo(appraisal, lang.value, unit.value)


@app.command("list")
def list_cases(lang: LangOption, output: FormatOption = Format.table) -> None:
    """The cases that come with the package."""
    from relocation import cases

    rows = [(name, cases.load(name)) for name in cases.shipped()]
    named = [
        {"case": name, "en": project.village.name_en, "zh": project.village.name_zh} for name, project in rows
    ]
    if output is Format.json:
        print_json(named)
        return
    for row in named:
        typer.echo(f"{row['case']}\t{row[lang.value]}")


@app.command()
def template(
    lang: LangOption,
    output: Annotated[Path, typer.Option("-o", "--output", help="Workbook to write.")] = Path("village.xlsx"),
    source: Annotated[str | None, typer.Option("--from", help="Fill it from this case.")] = None,
    periods: Annotated[int | None, typer.Option("--periods", help="Number of periods, 1 to 600.")] = None,
    period: Annotated[PeriodName | None, typer.Option("--period", help="Length of a period.")] = None,
    unit: UnitOption = Unit.yuan,
    force: ForceOption = False,
) -> None:
    """Write the workbook a planner fills: inputs on one sheet, live formulas on the others."""
    from relocation.project.template import template_project

    changes: dict[str, Any] = {}
    if periods is not None:
        changes["timeline.periods"] = periods
    if period is not None:
        changes["timeline.period"] = period.value
    base = load(source, lang) if source else None
    project = guarded(lambda: template_project(base, changes), lang)
    write(appraise(project, lang), output, lang, unit, force=force, forbid=input_file(source))


@app.command()
def check(
    file: Annotated[str, typer.Argument(help="A filled .xlsx or a .toml project file.")],
    lang: LangOption,
    output: FormatOption = Format.table,
) -> None:
    """Report every problem of a file at once, each with its cell, what was found, what is expected, how to mend it."""
    from relocation.problems import ProblemsFound

    try:
        from relocation.cases import load_with_warnings

        project, problems = load_with_warnings(file)
        project.appraise()
    except ProblemsFound as found:
        problems = list(found.problems)
    errors = [problem for problem in problems if problem.severity == "error"]
    if output is Format.json:
        print_json([problem.record(lang.value) for problem in problems])
    else:
        for problem in problems:
            typer.echo(problem.text(lang.value))
        typer.echo(_summary(len(errors), len(problems) - len(errors), lang), err=True)
    raise typer.Exit(2 if errors else 0)


def _summary(errors: int, warnings: int, lang: Lang) -> str:
    if lang is Lang.zh:
        return f"{errors} 个错误，{warnings} 个提醒" if errors or warnings else "未发现问题"
    return f"{errors} errors, {warnings} warnings" if errors or warnings else "no problems found"


@app.command()
def run(
    case: Case,
    lang: LangOption,
    changes: SetOption = None,
    form: FormatOption = Format.table,
    output: OutputOption = None,
    unit: UnitOption = Unit.million,
    require: Annotated[
        list[str] | None,
        typer.Option(
            "--require", metavar="RULE", help='A rule such as "balance>=0"; exit code 3 if not met.'
        ),
    ] = None,
    force: ForceOption = False,
) -> None:
    """Calculate a case: fund balance, cash plan, loans, indicators, checks, verdict."""
    from relocation import terminal

    project = changed(load(case, lang), changes or [], lang)
    appraisal = appraise(project, lang)
    broken = guarded(lambda: [rule for rule in require or [] if not holds(appraisal, rule)], lang)
    if output is not None and output.suffix.lower() == ".xlsx":
        write(appraisal, output, lang, Unit.yuan, force=force, forbid=input_file(case))
    else:
        text = terminal.run_text(appraisal, form.value, lang.value, unit.value, plain=output is not None)
        deliver(text, output, force, input_file(case), lang)
    for rule in broken:
        typer.echo(f"rule not met / 规则不满足: {rule}", err=True)
    if broken:
        raise typer.Exit(3)


@app.command()
def explain(
    case: Case,
    key: Annotated[str, typer.Argument(help="A number such as fund_balance.balance, or an input.")],
    lang: LangOption,
    period: Annotated[int | None, typer.Option("--at", help="Period of a series, counted from 1.")] = None,
    changes: SetOption = None,
) -> None:
    """Where a number comes from: the tree down to the inputs and their sources."""
    from relocation import terminal

    appraisal = appraise(changed(load(case, lang), changes or [], lang), lang)
    tree = guarded(lambda: appraisal.explain(key, period), lang)
    terminal.show_tree(tree, lang.value)


@app.command()
def loan(
    principal: Annotated[float, typer.Option(min=0, help="Amount borrowed, in yuan.")],
    rate: Annotated[float, typer.Option(min=0, max=1, help="Interest a year, as 0.049.")],
    term: Annotated[
        int, typer.Option(min=1, max=600, help="Periods from the first to the last, grace included.")
    ],
    lang: LangOption,
    period: Annotated[PeriodName, typer.Option(help="Length of a period.")] = PeriodName.year,
    method: Annotated[
        Method, typer.Option(help="Repayment: level payment, equal principal, or bullet.")
    ] = Method.annuity,
    grace: Annotated[int, typer.Option(min=0, help="Periods without repayment, inside the term.")] = 0,
    grace_interest: Annotated[
        GraceInterest, typer.Option(help="Interest in the grace period.")
    ] = GraceInterest.paid,
    draw_interest: Annotated[
        DrawInterest, typer.Option(help="Interest in the period of drawdown.")
    ] = DrawInterest.full,
    draws: Annotated[
        str | None, typer.Option(help="Amounts drawn in periods 1, 2, ..., such as 500,1000,500.")
    ] = None,
    form: FormatOption = Format.table,
) -> None:
    """The schedule of one loan."""
    from relocation import terminal
    from relocation.loan_schedule import loan_schedule

    terms = {
        "rate": rate,
        "term": term,
        "grace": grace,
        "grace_interest": grace_interest.value,
        "method": method.value,
        "draw_interest": draw_interest.value,
    }
    schedule = guarded(lambda: loan_schedule(principal, terms, period.value, draws), lang)
    typer.echo(terminal.loan_text(schedule, form.value, lang.value), nl=False)


@app.command()
def schema(lang: LangOption, form: FormatOption = Format.table) -> None:
    """Every input: path, unit, range, meaning."""
    from relocation import terminal

    typer.echo(terminal.schema_text(form.value, lang.value), nl=False)


def main() -> None:
    """Runs the command line; problems become messages, never tracebacks."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if os.environ.get("RELOCATION_DEBUG"):
            raise
        typer.echo(f"unexpected error / 意外错误: {type(error).__name__}: {error}", err=True)
        sys.exit(1)
