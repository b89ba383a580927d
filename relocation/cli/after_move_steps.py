"""What the commands on life after the move share: a report goes to the terminal, or into a file of the kind its name says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from relocation.cli.options import Format, Lang, file_option, say
from relocation.cli.steps import TEXT_FILES, WORKBOOK, guarded, refuse_other_suffixes, write_file

if TYPE_CHECKING:
    from relocation.tables.record import Report

First = TypeVar("First")
Second = TypeVar("Second")

PAGE, INPUTS = ".html", ".toml"

ReportFileOption = Annotated[
    Path | None,
    file_option(
        "File to write: .xlsx is a live workbook, .html a page to print, .toml the file of inputs to start one's own from; "
        ".json, .csv and .txt as their names say.",
        "写入的文件：.xlsx 为带公式的工作簿，.html 为可打印网页，.toml 为可供修改的输入文件；.json、.csv、.txt 如其名。",
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
    inputs: Path | None = None,
) -> None:
    """Prints the report, or writes it; a workbook where there is one, and the file `inputs` that it rests on.

    The input is never written over.
    """
    from relocation.tables.terminal import report_text

    if file is None:
        typer.echo(report_text(report, (form or Format.table).value, lang.value), nl=False)
        return
    suffix = file.suffix.lower()
    more = [name for name, there in ((WORKBOOK, workbook), (INPUTS, inputs)) if there]
    refuse_other_suffixes(file, {*TEXT_FILES, PAGE, *more}, lang)
    if suffix == WORKBOOK and workbook is not None:
        data = guarded(workbook, lang)
    elif suffix == INPUTS and inputs is not None:
        data = inputs.read_bytes()
    elif suffix == PAGE:
        from relocation.tables.page import report_page

        data = report_page([report], lang.value).encode("utf-8")
    else:
        wanted = form or TEXT_FILES[suffix]
        data = report_text(report, wanted.value, lang.value, plain=True).encode("utf-8")
    write_file(data, file, lang, force=force, forbid=forbid)


def both(first: Callable[[], First], second: Callable[[], Second]) -> tuple[First, Second]:
    """What two readings give. Raises ProblemsFound with the problems of both."""
    from relocation.problems import ProblemsFound

    try:
        found = first()
    except ProblemsFound as wrong:
        try:
            second()
        except ProblemsFound as also:
            raise ProblemsFound([*wrong.problems, *also.problems]) from None
        raise
    return found, second()
