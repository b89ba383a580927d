"""What the commands on scenarios share: where their text goes, and that a number is not taken for a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from relocation.cli.options import Format, Lang
from relocation.cli.steps import INVALID, TEXT_FILES, deliver, refuse_other_suffixes, tell
from relocation.labels import Label

if TYPE_CHECKING:
    from relocation.formula.language.line_items import LineItem
    from relocation.problems import Problem
    from relocation.project.project import Project
    from relocation.tables.record import Report


def give(
    report: Report,
    form: Format | None,
    file: Path | None,
    lang: Lang,
    *,
    force: bool,
    forbid: Path | None,
) -> None:
    """Prints or writes a report in the wanted format."""
    from relocation.tables.terminal import report_text

    wanted = form or (TEXT_FILES[file.suffix.lower()] if file else Format.table)
    text = report_text(report, wanted.value, lang.value, plain=file is not None)
    deliver(text, file, lang, force=force, forbid=forbid)


def refuse(problems: Iterable[Problem], lang: Lang) -> None:
    """Tells the problems, and ends with exit code 2 if there is an error among them."""
    told = list(problems)
    for problem in told:
        tell(problem.text(lang.value), lang)
    if any(problem.severity == "error" for problem in told):
        raise typer.Exit(INVALID)


def output_file(file: Path | None, kinds: set[str], lang: Lang) -> None:
    """Ends with exit code 2 if a file is wanted whose name says none of these kinds; perhaps a number was meant."""
    if file is not None:
        hint = Label("; a number is chosen by --metric", "；选择要看的数字请用 --metric")
        refuse_other_suffixes(file, kinds, lang, hint)


def text_file(file: Path | None, lang: Lang) -> None:
    """Ends with exit code 2 if a file is wanted that is neither json nor csv nor txt."""
    output_file(file, set(TEXT_FILES), lang)


def line_of(project: Project, name: str) -> LineItem:
    """The line of an output, by its key or short name. Raises ProblemsFound for what is no single number."""
    from relocation.model import book_of
    from relocation.scenarios.outputs import output_names

    book = book_of(project)
    return book.lines[output_names(book, [name])[0]]
