"""What the commands do with a case: open it, change it, calculate it, write it. Problems become messages here."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from relocation.cli.options import Lang, Unit

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal
    from relocation.project.project import Project

Result = TypeVar("Result")


def guarded(action: Callable[[], Result], lang: Lang) -> Result:
    """Runs an action; what is wrong with the input is told on stderr, with exit code 2, or 4 for the output."""
    from relocation.files import CannotWrite
    from relocation.formula.book import FormulaError
    from relocation.problems import ProblemsFound

    try:
        return action()
    except ProblemsFound as found:
        for problem in found.problems:
            typer.echo(problem.text(lang.value), err=True)
        raise typer.Exit(2) from None
    except FormulaError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except CannotWrite as error:
        typer.echo(error.text(lang.value), err=True)
        raise typer.Exit(4) from None


def load(case: str, lang: Lang) -> Project:
    from relocation.cases import load_with_warnings

    project, warnings = guarded(lambda: load_with_warnings(case), lang)
    for warning in warnings:
        typer.echo(warning.text(lang.value), err=True)
    return project


def appraise(project: Project, lang: Lang) -> Appraisal:
    from relocation.appraisal import appraise

    return guarded(lambda: appraise(project), lang)


def changed(project: Project, changes: list[str], lang: Lang) -> Project:
    from relocation.changes import apply_changes

    return guarded(lambda: apply_changes(project, changes), lang)


def holds(appraisal: Appraisal, rule: str) -> bool:
    from relocation.changes import rule_holds

    return rule_holds(appraisal, rule)


def write(
    appraisal: Appraisal, path: Path, lang: Lang, unit: Unit, *, force: bool, forbid: Path | None
) -> None:
    from relocation.excel.workbook import write_workbook

    guarded(
        lambda: write_workbook(
            appraisal, path, lang=lang.value, money=unit.value, force=force, forbid=forbid
        ),
        lang,
    )
    typer.echo(f"{path}", err=True)


def deliver(text: str, output: Path | None, force: bool, forbid: Path | None, lang: Lang) -> None:
    if output is None:
        typer.echo(text, nl=False)
        return
    from relocation.files import write_beside

    guarded(lambda: write_beside(output, text.encode("utf-8"), force=force, forbid=forbid), lang)


def input_file(case: str | None) -> Path | None:
    return Path(case) if case and Path(case).is_file() else None


def print_json(record: Any) -> None:
    typer.echo(json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False))
