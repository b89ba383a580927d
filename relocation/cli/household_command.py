"""The command on rosters of households: rows, totals, spread, limits; accounts, ledger, the project they feed."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from relocation.cli.app import app
from relocation.cli.cluster import SchedulerOption
from relocation.cli.household_output import Output, output_of, write_wanted
from relocation.cli.household_steps import (
    RulesOption,
    end,
    fed_project,
    is_small,
    read_streamed,
    read_whole,
    refuse_streamed,
    rosters,
    rules_of,
    show,
)
from relocation.cli.options import ForceOption, KindOption, LangOption, file_option, say


class By(StrEnum):
    """What households are grouped by."""

    group = "group"
    option = "option"
    registered = "registered"
    village = "village"
    county = "county"


@app.command(
    help=say(
        "Draw up the account of every household. From rosters (.xlsx, .csv, .parquet, folders) of a village or a nation.",
        "农户核算：按花名册（.xlsx、.csv、.parquet 或文件夹）逐户核算，一村至全国均可。",
    )
)
def households(
    roster: Annotated[
        list[str],
        typer.Argument(
            metavar="ROSTER...",
            help=say(
                "Roster files or folders, or the shipped synthetic roster (lujia).",
                "花名册文件或文件夹，或随附的模拟花名册（lujia）。",
            ),
        ),
    ],
    lang: LangOption,
    rules: RulesOption = "lujia",
    overrides: Annotated[
        Path | None,
        typer.Option(
            "--overrides",
            metavar="FILE",
            help=say(
                "Decisions for single households, beside those on the sheet Overrides of the roster.",
                "个别农户的人工调整，与花名册“人工调整”表合并使用。",
            ),
        ),
    ] = None,
    project: Annotated[
        str | None,
        typer.Option(
            "--project",
            metavar="CASE",
            help=say(
                "Put the sums into this case and show what becomes of its balance; -o FILE.xlsx writes it.",
                "将合计代入此案例并显示对资金平衡的影响；-o FILE.xlsx 写出该案例。",
            ),
        ),
    ] = None,
    by: Annotated[
        By | None,
        typer.Option("--by", help=say("Show how the result is spread over groups.", "按组显示结果分布。")),
    ] = None,
    statements: Annotated[
        bool,
        typer.Option(
            "--statements",
            help=say(
                "Write the account of every household, with ids and names, to -o FILE.xlsx or FILE.html.",
                "将各户对账单（含户编号与姓名）写入 -o FILE.xlsx 或 FILE.html。",
            ),
        ),
    ] = False,
    lines: Annotated[
        bool,
        typer.Option(
            "--ledger",
            help=say(
                "Write the ledger, a line for each household and rule, to -o FILE.csv or FILE.parquet.",
                "将明细账（每户每条规则一行）写入 -o FILE.csv 或 FILE.parquet。",
            ),
        ),
    ] = False,
    identified: Annotated[
        bool,
        typer.Option("--identified", help=say("With ids in the ledger.", "明细账含户编号。")),
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            min=1,
            help=say(
                "Number of threads for many rows; if not given, those of the machine from three million rows on, else one.",
                "大量数据时的线程数；未指定时，三百万行起用本机全部线程，否则逐批处理。",
            ),
        ),
    ] = None,
    scheduler: SchedulerOption = None,
    form: KindOption = None,
    file: Annotated[
        Path | None,
        file_option(
            "File to write: .json, .csv and .txt as their names say; others as the options above say.",
            "写入的文件：.json、.csv、.txt 如其名；其他类型见上述选项。",
        ),
    ] = None,
    force: ForceOption = False,
) -> None:
    wanted = output_of(file, lang, statements=statements, ledger=lines, project=project)
    paths, scheme = rosters(roster), rules_of(rules, lang)
    if is_small(paths, lang):
        whole = read_whole(paths[0], scheme, overrides, lang)
        fed = fed_project(project, whole, lang) if project is not None else None
        found = whole.summary(by and by.value)
        write_wanted(whole, fed, wanted, file, lang, identified=identified, force=force)
    else:
        needed = {
            "--overrides": overrides,
            "--project": project,
            "--statements": statements,
            "--ledger": lines,
        }
        refuse_streamed([name for name, value in needed.items() if value], by and by.value, lang)
        found = read_streamed(paths, scheme, by and by.value, lang, workers=workers, scheduler=scheduler)
        fed = None
    show(found, fed, form, file if wanted is Output.text else None, lang, force=force, forbid=paths[0])
    end(found.rows_refused, found.interrupted)
