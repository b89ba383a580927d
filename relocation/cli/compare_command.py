"""The command that sets cases side by side: files, the sheet Scenarios, rows of a table, changes given in the command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from relocation.cli.app import app
from relocation.cli.comparison_steps import Cases, Wanted, compared, open_cases, tell_refused
from relocation.cli.options import (
    ForceOption,
    Format,
    KindOption,
    Lang,
    LangOption,
    NumbersOption,
    SetOption,
    Unit,
    UnitOption,
    file_option,
    say,
    shown_unit,
)
from relocation.cli.scenario_steps import give, output_file
from relocation.cli.steps import INVALID, TEXT_FILES, WORKBOOK, guarded, tell_written
from relocation.cli.table_steps import LongTable

if TYPE_CHECKING:
    from relocation.scenarios.comparison import Comparison
    from relocation.scenarios.tables.headings import TypedTable


@app.command(
    help=say(
        "Set cases and scenarios side by side. With their differences to the first, and what each assumes instead.",
        "方案对比：各案例与方案并列，列出与第一个案例之差及变动的假设。",
    )
)
def compare(
    cases: Annotated[
        list[str],
        typer.Argument(
            metavar="CASE...",
            help=say(
                "Shipped names, .toml or filled .xlsx; the first is the base, and brings its sheet Scenarios along.",
                "案例名、.toml 或已填写的 .xlsx；第一个为基准，其“方案”表一并参与对比。",
            ),
        ),
    ],
    lang: LangOption,
    table: Annotated[
        Path | None,
        typer.Option(
            "--scenarios",
            metavar="FILE.csv",
            help=say(
                "Scenarios of the base, one a row; the headings are name, parent and paths of inputs.",
                "基准的各方案，一行一个；表头为 name、parent 和输入项路径。",
            ),
        ),
    ] = None,
    scenarios: Annotated[
        list[str] | None,
        typer.Option(
            "--scenario",
            metavar="TEXT",
            help=say(
                'A scenario: "cheap: land_quota.price=*0.8; loans.adbc.rate=0.06". Repeatable.',
                "一个方案：“低价: land_quota.price=*0.8; loans.adbc.rate=0.06”。可多次使用。",
            ),
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="NAME", help=say("Only this scenario. Repeatable.", "只取此方案。可多次使用。")
        ),
    ] = None,
    outputs: NumbersOption = None,
    changes: SetOption = None,
    form: KindOption = None,
    file: Annotated[
        Path | None,
        file_option(
            "File to write: .xlsx compares by live formulas; .json, .csv and .txt as their names say.",
            "写入的文件：.xlsx 以公式对比；.json、.csv、.txt 如其名。",
        ),
    ] = None,
    unit: UnitOption = None,
    force: ForceOption = False,
) -> None:
    from relocation.reports.comparison import comparison_report

    output_file(file, {WORKBOOK, *TEXT_FILES}, lang)
    wanted = Wanted(cases, table, scenarios or (), only or (), changes or (), outputs)
    opened = open_cases(wanted, lang)
    if _is_csv(form, file) and _ran_line_by_line(opened, wanted, file, lang, force=force):
        return
    found = compared(opened, wanted, lang)
    tell_refused(found, lang)
    forbid = wanted.input_at(file)
    if file is not None and file.suffix.lower() == WORKBOOK:
        sheet = opened.typed_table(wanted)
        _write_workbook(found, file, sheet, unit, lang, force=force, forbid=forbid)
        file = None
        if form is None:
            _end(found)
            return
    give(comparison_report(found, shown_unit(unit, lang)), form, file, lang, force=force, forbid=forbid)
    _end(found)


def _is_csv(form: Format | None, file: Path | None) -> bool:
    return form is Format.csv or (form is None and file is not None and file.suffix.lower() == ".csv")


def _ran_line_by_line(opened: Cases, wanted: Wanted, file: Path | None, lang: Lang, *, force: bool) -> bool:
    """Runs a long table of scenarios by itself, if the command asks for nothing else."""
    others = opened.opened.scenarios or wanted.texts or wanted.only or len(opened.projects) > 1
    if wanted.table is None or others:
        return False
    [name] = opened.projects
    return LongTable(opened.base, name, wanted.table, wanted.outputs, file).run(lang, force=force)


def _write_workbook(
    found: Comparison,
    file: Path,
    sheet: TypedTable | None,
    unit: Unit | None,
    lang: Lang,
    *,
    force: bool,
    forbid: Path | None,
) -> None:
    from relocation.excel.workbook import write_comparison

    guarded(
        lambda: write_comparison(
            found,
            file,
            scenarios=sheet,
            lang=lang.value,
            money=unit.value if unit else None,
            force=force,
            forbid=forbid,
        ),
        lang,
    )
    tell_written(file, lang)


def _end(found: Comparison) -> None:
    """A comparison of which nothing but the base is left ends with exit code 2."""
    if found.failed and len(found.appraisals) == 1:
        raise typer.Exit(INVALID)
