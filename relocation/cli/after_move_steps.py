"""What the commands on life after the move share: a report goes to the terminal, or into a file of the kind its name says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from relocation.cli.options import Format, Lang, say
from relocation.cli.steps import TEXT_FILES, WORKBOOK, guarded, refuse_other_suffixes, tell
from relocation.labels import Label

if TYPE_CHECKING:
    from relocation.after_move.report import Report

PAGE = ".html"

ReportFileOption = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        help=say(
            "File to write: .xlsx is a live workbook, .html a page to print; .json, .csv and .txt as their names say.",
            "写入的文件：.xlsx 为带公式的工作簿，.html 为可打印网页；.json、.csv、.txt 如其名。",
        ),
    ),
]
SchemeOption = Annotated[
    str,
    typer.Option(
        "--scheme",
        metavar="NAME",
        help=say("A shipped scheme or a .toml file.", "随附保险方案名或 .toml 文件。"),
    ),
]
ModeNames = ("whole", "marginal")


def deliver_report(
    report: Report,
    form: Format | None,
    file: Path | None,
    lang: Lang,
    *,
    workbook: Callable[[], bytes] | None,
    force: bool,
    forbid: Path | None = None,
) -> None:
    """Prints the report, or writes it; a workbook where there is one. The input is never written over."""
    from relocation.terminal.after_move_report import report_text

    if file is None:
        typer.echo(report_text(report, (form or Format.table).value, lang.value), nl=False)
        return
    suffix = file.suffix.lower()
    refuse_other_suffixes(file, {*TEXT_FILES, PAGE, *([WORKBOOK] if workbook else [])}, lang)
    if suffix == WORKBOOK and workbook is not None:
        data = guarded(workbook, lang)
    elif suffix == PAGE:
        from relocation.after_move.report_page import report_page

        data = report_page([report], lang.value).encode("utf-8")
    else:
        wanted = form or TEXT_FILES[suffix]
        data = report_text(report, wanted.value, lang.value, plain=True).encode("utf-8")
    from relocation.files import write_beside

    guarded(lambda: write_beside(file, data, force=force, forbid=forbid), lang)
    tell(Label(f"written: {file}", f"已写入：{file}"), lang)
