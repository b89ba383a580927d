"""What the commands do with a case: open it, change it, calculate it, write it. Problems become messages here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from os.path import isfile
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from relocation.cli.options import Format, Lang, Unit
from relocation.labels import Label

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal
    from relocation.cases import Opened
    from relocation.excel.write.styles import MoneyUnit
    from relocation.formula.language.line_items import FormulaError
    from relocation.project.project import Project
    from relocation.scenarios.tables.headings import TypedTable

Result = TypeVar("Result")

INVALID, NOT_MET, NOT_WRITTEN, INTERRUPTED = 2, 3, 4, 130
TEXT_FILES = {".json": Format.json, ".csv": Format.csv, ".txt": Format.table}
WORKBOOK = ".xlsx"
NO_HINT = Label("", "")


def tell(text: Label | str, lang: Lang) -> None:
    """A message, on stderr."""
    typer.echo(text if isinstance(text, str) else Label(*text).text(lang.value), err=True)


def guarded(action: Callable[[], Result], lang: Lang) -> Result:
    """Runs an action; what is wrong with the input is told on stderr, with exit code 2, or 4 for the output."""
    from relocation.files import CannotWrite
    from relocation.formula.language.line_items import FormulaError
    from relocation.problems import ProblemsFound

    try:
        return action()
    except ProblemsFound as found:
        for problem in found.problems:
            tell(problem.text(lang.value), lang)
        raise typer.Exit(INVALID) from None
    except FormulaError as error:
        tell(_formula_message(error), lang)
        raise typer.Exit(INVALID) from None
    except CannotWrite as error:
        tell(error.text(lang.value), lang)
        raise typer.Exit(NOT_WRITTEN) from None


def _formula_message(error: FormulaError) -> Label:
    from relocation.formula.language.line_items import UnknownName

    if not isinstance(error, UnknownName):
        return error.label
    en, zh = f'no line or input is called "{error.name}"', f"没有名为“{error.name}”的项目或输入"
    if error.close:
        en, zh = f"{en}; did you mean {', '.join(error.close)}?", f"{zh}；是否应为 {'、'.join(error.close)}？"
    return Label(en, zh)


def load(case: str, lang: Lang) -> Project:
    """The project of a case for an analysis: of a workbook what was typed, whatever its formulas hold."""
    return opened(case, lang, compared=False).project


def opened(case: str, lang: Lang, *, as_basis: bool = False, compared: bool = True) -> Opened:
    """A case with the scenarios of its workbook, if it is one; warnings are told."""
    from relocation.cases import open_case

    found = guarded(lambda: open_case(case, as_basis=as_basis, compared=compared), lang)
    for warning in found.warnings:
        tell(warning.text(lang.value), lang)
    return found


def appraise(project: Project, lang: Lang) -> Appraisal:
    from relocation.appraisal import appraise

    return guarded(lambda: appraise(project), lang)


def changed(project: Project, changes: Sequence[str] | None, lang: Lang) -> Project:
    from relocation.changes import changed_with_warnings

    after, warnings = guarded(lambda: changed_with_warnings(project, changes or ()), lang)
    for warning in warnings:
        tell(warning.text(lang.value), lang)
    return after


def broken_rules(appraisal: Appraisal, rules: Sequence[str] | None, lang: Lang) -> list[str]:
    from relocation.changes import rule_holds

    return guarded(lambda: [rule for rule in rules or () if not rule_holds(appraisal, rule)], lang)


def write(
    appraisal: Appraisal,
    path: Path,
    lang: Lang,
    unit: Unit | None,
    *,
    force: bool,
    forbid: Path | None,
    scenarios: TypedTable | None = None,
) -> None:
    """Writes the live workbook, with the scenarios that somebody typed into the one before, and says so."""
    from relocation.excel.workbook import write_workbook

    refuse_other_suffixes(path, {WORKBOOK}, lang)
    money: MoneyUnit | None = unit.value if unit else None
    guarded(
        lambda: write_workbook(
            appraisal,
            path,
            lang=lang.value,
            money=money,
            force=force,
            forbid=forbid,
            scenarios=scenarios,
        ),
        lang,
    )
    tell_written(path, lang)


def tell_written(path: Path, lang: Lang) -> None:
    tell(Label(f"written: {path}", f"已写入：{path}"), lang)


def write_file(data: bytes, path: Path, lang: Lang, *, force: bool, forbid: Path | None) -> None:
    """Writes a file beside and puts it in its place, and says so."""
    from relocation.files import write_beside

    guarded(lambda: write_beside(path, data, force=force, forbid=forbid), lang)
    tell_written(path, lang)


def deliver(text: str, output: Path | None, lang: Lang, *, force: bool, forbid: Path | None) -> None:
    """Prints the text, or writes it to a file and says so."""
    if output is None:
        typer.echo(text, nl=False)
        return
    write_file(text.encode("utf-8"), output, lang, force=force, forbid=forbid)


def refuse_other_suffixes(path: Path, known: set[str], lang: Lang, hint: Label = NO_HINT) -> None:
    """Ends with exit code 2 if the name of an output file does not say one of the known kinds; `hint` follows the reason."""
    if path.suffix.lower() in known:
        return
    kinds = sorted(known)
    name = Label(
        f"{path}: the name of the output must end in {' or '.join(kinds)}{hint.en}",
        f"{path}：输出文件名须以 {' 或 '.join(kinds)} 结尾{hint.zh}",
    )
    tell(name, lang)
    raise typer.Exit(INVALID)


def input_file(case: str | None) -> Path | None:
    return Path(case) if case and isfile(case) else None
