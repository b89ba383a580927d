"""What `run` does with several villages: read them with a progress bar, consolidate, write, tell what went wrong."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from relocation.cli.options import Format, Lang, Unit, shown_unit
from relocation.cli.progress import progress_bar
from relocation.cli.steps import (
    INTERRUPTED,
    INVALID,
    NOT_MET,
    TEXT_FILES,
    WORKBOOK,
    broken_rules,
    deliver,
    guarded,
    tell,
    write_file,
)
from relocation.labels import Label

if TYPE_CHECKING:
    from relocation.county.consolidation import County
    from relocation.excel.write.styles import MoneyUnit

READING = Label("reading", "读取")


def refuse_several(lang: Lang) -> None:
    """Ends with exit code 2: several villages have one output only if they are added up."""
    tell(
        Label(
            "several villages: add --consolidate to add them up, or run them one at a time",
            "有多个村庄：请加 --consolidate 汇总，或逐个测算",
        ),
        lang,
    )
    raise typer.Exit(INVALID)


def run_county(
    cases: Sequence[str],
    lang: Lang,
    *,
    changes: Sequence[str] | None,
    form: Format | None,
    output: Path | None,
    unit: Unit | None,
    require: Sequence[str] | None,
    force: bool,
) -> None:
    """Consolidates the villages. Ends with code 2 if a file could not be used, 3 if a rule does not hold, else 0."""
    from relocation.county_files import plan_county, read_county
    from relocation.reports.county import county_report
    from relocation.tables.terminal import report_text

    plan = guarded(lambda: plan_county(cases), lang)
    several = len(plan.files) > 1
    with progress_bar(READING, lang) if several else nullcontext() as progress:
        county = read_county(plan, changes=changes or (), progress=progress)
    _tell_files(county, lang)
    if not county.villages:
        raise typer.Exit(INTERRUPTED if county.missing else INVALID)
    broken = [
        f"{one.file}: {rule}"
        for one in county.villages
        for rule in broken_rules(one.appraisal, require, lang)
    ]
    forbid = _same_file(output, plan.files.values())
    if output is not None and output.suffix.lower() == WORKBOOK:
        _write_workbook(county, output, lang, unit, force=force, forbid=forbid)
        output = None
        if form is None:
            _end(county, broken, lang)
            return
    form = form or (TEXT_FILES[output.suffix.lower()] if output else Format.table)
    report = county_report(county, shown_unit(unit, lang))
    text = report_text(report, form.value, lang.value, plain=output is not None)
    deliver(text, output, lang, force=force, forbid=forbid)
    _end(county, broken, lang)


def _tell_files(county: County, lang: Lang) -> None:
    """Every problem of every bad file, and how many warnings the others have."""
    for unread in county.unread:
        for problem in unread.problems:
            tell(f"{unread.file}: {problem.text(lang.value)}", lang)
    for one in county.villages:
        if one.warnings:
            tell(
                Label(
                    f"{one.file}: warnings: {one.warnings}; relocation check {one.file} shows them",
                    f"{one.file}：提醒 {one.warnings} 条；用 relocation check {one.file} 查看",
                ),
                lang,
            )
    if county.missing:
        tell(
            Label(
                f"interrupted: {county.missing} files were not read; the county holds what was read so far",
                f"已中断：{county.missing} 个文件未读取；汇总仅含已读取的村庄",
            ),
            lang,
        )


def _same_file(output: Path | None, inputs: Iterable[str | Path]) -> Path | None:
    """The input that an output would overwrite, if there is one."""
    if output is None or not output.exists():
        return None
    for one in inputs:
        if os.path.isfile(one) and os.path.samefile(one, output):
            return Path(one)
    return None


def _write_workbook(
    county: County, path: Path, lang: Lang, unit: Unit | None, *, force: bool, forbid: Path | None
) -> None:
    from relocation.excel.sheets.county import county_bytes

    money: MoneyUnit | None = unit.value if unit else None
    data = county_bytes(county, lang=lang.value, money=money)
    write_file(data, path, lang, force=force, forbid=forbid)


def _end(county: County, broken: Sequence[str], lang: Lang) -> None:
    for rule in broken:
        tell(Label(f"rule not met: {rule}", f"规则不满足：{rule}"), lang)
    if county.missing:
        raise typer.Exit(INTERRUPTED)
    if county.unread:
        raise typer.Exit(INVALID)
    if broken:
        raise typer.Exit(NOT_MET)
