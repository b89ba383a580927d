"""What the commands share: they are guarded, their results printed or written, problems and progress told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import typer

from relocation.caller import asked_by
from relocation.cli.options import (
    INPUTS,
    INVALID,
    NO_HINT,
    NOT_WRITTEN,
    PAGE,
    TEXT_FILES,
    WORKBOOK,
    Command,
    Format,
    Reported,
    Told,
    Written,
)
from relocation.files import CannotWrite, write_beside
from relocation.formula.language.line_items import FormulaError, UnknownName
from relocation.labels import LANGUAGES, LARGE_SCALE, Label
from relocation.problems import Problem, ProblemsFound
from relocation.tables.record import Report
from relocation.tables.terminal import report_text

if TYPE_CHECKING:
    from relocation.tables.overview import Overview

Asked = TypeVar("Asked", bound=Command)


def guarded(action: Callable[[Asked], None], asked: Asked) -> None:
    """Carries a command out; what is wrong with the input is told with exit code 2, with the output with 4."""
    with asked_by("command"):
        _guarded(action, asked)


def _guarded(action: Callable[[Asked], None], asked: Asked) -> None:
    try:
        if isinstance(asked, Written) and asked.kinds:
            refuse_other_kinds(asked, asked.kinds, asked.otherwise)
        action(asked)
    except ProblemsFound as refusal:
        asked.refuse(*(said(problem) for problem in refusal.problems))
    except FormulaError as error:
        asked.refuse(_formula_message(error))
    except CannotWrite as error:
        asked.tell(error.text(asked.lang))
        raise typer.Exit(NOT_WRITTEN) from None


def said(problem: Problem) -> Label:
    """A problem in one line."""
    return Label(problem.text("en"), problem.text("zh"))


def _formula_message(error: FormulaError) -> Label:
    if not isinstance(error, UnknownName):
        return error.label
    en, zh = f'no line or input is called "{error.name}"', f"没有名为“{error.name}”的项目或输入"
    if error.close:
        en, zh = f"{en}; did you mean {', '.join(error.close)}?", f"{zh}；是否应为 {'、'.join(error.close)}？"
    return Label(en, zh)


def tell_all(asked: Command, problems: Iterable[Problem]) -> None:
    """Problems, one a line."""
    for problem in problems:
        asked.tell(said(problem))


def refuse_errors(asked: Command, problems: Iterable[Problem]) -> None:
    """Tells problems, and ends with exit code 2 if there is an error among them."""
    told = list(problems)
    tell_all(asked, told)
    if any(problem.severity == "error" for problem in told):
        raise typer.Exit(INVALID)


def deliver(
    asked: Told,
    report: Callable[[], Report],
    *inputs: str | Path | None,
    workbook: Callable[[], bytes] | None = None,
    rests_on: Path | None = None,
    overview: Callable[[str], Overview] | None = None,
) -> None:
    """Prints a report, or writes it as what the name of the output says; none of the inputs is written over.

    A workbook is written where there is one, the page of an `overview`, and the file that the report `rests_on`. A format that is asked for beside the
    workbook of a calculation is printed.
    """
    if asked.file is None:
        show(asked, report(), asked.form)
        return
    extra = ((WORKBOOK, workbook), (INPUTS, rests_on), (PAGE, overview or isinstance(asked, Reported)))
    refuse_other_kinds(asked, {*TEXT_FILES, *(kind for kind, there in extra if there)})
    suffix = asked.file.suffix.lower()
    if suffix == WORKBOOK and workbook is not None:
        write_file(asked, workbook(), *inputs)
        if asked.form is not None and not isinstance(asked, Reported):
            show(asked, report(), asked.form)
    elif suffix == INPUTS and rests_on is not None:
        write_file(asked, rests_on.read_bytes(), *inputs)
    elif suffix == PAGE and overview is not None:
        write_file(asked, pictured_page(asked, overview), *inputs)
    elif suffix == PAGE:
        from relocation.tables.page import report_page

        write_file(asked, report_page([report()], asked.lang).encode("utf-8"), *inputs)
    else:
        form = asked.form or TEXT_FILES[suffix]
        text = report_text(report(), form, asked.lang, plain=True)
        write_file(asked, text.encode("utf-8"), *inputs)


def pictured_page(asked: Command, overview: Callable[[str], Overview]) -> bytes:
    """A page with pictures in both languages, that of the command first; money on the scale asked for or usual in each."""
    from relocation.page.still import still_page

    unit: str | None = getattr(asked, "unit", None)
    languages = sorted(LANGUAGES, key=lambda lang: lang != asked.lang)
    versions = {lang: overview(unit or LARGE_SCALE[lang]) for lang in languages}
    return still_page(versions, unit).encode("utf-8")


def show(asked: Command, report: Report, form: Format | None = None) -> None:
    """Prints a report."""
    typer.echo(report_text(report, form or "table", asked.lang), nl=False)


def write_file(asked: Written, data: bytes, *inputs: str | Path | None) -> None:
    """Writes the output beside and puts it in its place, and says so; none of the inputs is written over."""
    assert asked.file is not None
    write_beside(asked.file, data, force=asked.force, forbid=_overwritten(asked.file, inputs))
    tell_written(asked)


def _overwritten(path: Path, inputs: Iterable[str | Path | None]) -> Path | None:
    """The input that an output would overwrite, if there is one."""
    if not path.exists():
        return None
    files = (Path(name) for name in inputs if name is not None and os.path.isfile(name))
    return next((file for file in files if os.path.samefile(file, path)), None)


def tell_written(asked: Written) -> None:
    """Says where the output is."""
    asked.tell(Label(f"written: {asked.file}", f"已写入：{asked.file}"))


def refuse_other_kinds(asked: Written, known: Iterable[str], hint: Label = NO_HINT) -> None:
    """Ends with exit code 2 if the name of the output does not say one of the known kinds; `hint` follows the reason."""
    path, kinds = asked.file, sorted(known)
    if path is not None and path.suffix.lower() not in kinds:
        asked.refuse(
            Label(
                f"{path}: the name of the output must end in {' or '.join(kinds)}{hint.en}",
                f"{path}：输出文件名须以 {' 或 '.join(kinds)} 结尾{hint.zh}",
            )
        )


class Progress(Protocol):
    """How many are done, how many there are, and what is next if that has a name."""

    def __call__(self, done: int, total: int, following: str = "", /) -> None: ...


@contextmanager
def progress_bar(asked: Command, doing: Label) -> Iterator[Progress | None]:
    """A callback that moves a bar on stderr; None where that is no terminal. The bar is gone at the end."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn(doing.text(asked.lang)),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    console = Console(stderr=True, no_color=bool(os.environ.get("NO_COLOR")))
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(done: int, total: int, following: str = "", /) -> None:
            bar.update(task, completed=done, total=total, description=following)

        yield show


@contextmanager
def cluster_at(scheduler: str | None, otherwise: str | None = None) -> Iterator[Any]:
    """The cluster at an address, closed in the end; what stands for work on this machine if none is named."""
    if scheduler is None:
        yield otherwise
        return
    from relocation.scenarios.simulation.executors import connect

    client = connect(scheduler)
    try:
        yield client
    finally:
        client.close()
