"""The commands that calculate a case, or several villages as a county: demo, run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial

import typer

from relocation.appraisal import appraise
from relocation.cli.case_commands import Demo, Run
from relocation.cli.opening import broken_rules, changed, end, opened
from relocation.cli.options import INTERRUPTED, INVALID, PAGE
from relocation.cli.steps import deliver, progress_bar, said, show
from relocation.county.consolidation import County
from relocation.county_files import is_county, plan_county, read_county
from relocation.labels import Label
from relocation.reports.county import county_report
from relocation.reports.county_overview import county_overview
from relocation.reports.published import demo_report, paper_report
from relocation.reports.run import run_report
from relocation.reports.verdict import verdict_sentence, village_name

SEVERAL = Label(
    "several villages: add --consolidate to add them up, or run them one at a time",
    "有多个村庄：请加 --consolidate 汇总，或逐个测算",
)
BY_REPORT = Label(
    "the page of one case is written by report: relocation report CASE -o FILE.html; a county with --consolidate",
    "单个案例的网页由 report 生成：relocation report 案例 -o FILE.html；多村汇总请加 --consolidate",
)
READING = Label("reading", "读取")


def demo(asked: Demo) -> None:
    """Printed figures beside ours."""
    if asked.every:
        show(asked, paper_report(), asked.form)
    else:
        show(asked, demo_report(appraise(opened(asked, "lujia").project), asked.scale))


def run(asked: Run) -> None:
    """All numbers of a case, or of a county."""
    if asked.consolidate:
        _run_county(asked)
        return
    if asked.file is not None and asked.file.suffix.lower() == PAGE:
        asked.refuse(BY_REPORT)
    if len(asked.cases) > 1 or is_county(asked.cases[0]):
        asked.refuse(SEVERAL)
    [name] = asked.cases
    case = opened(asked, name)
    appraisal = appraise(changed(asked, case.project, asked.changes))
    broken = broken_rules(appraisal, asked.require)

    def workbook() -> bytes:
        from relocation.excel.workbook import workbook_bytes

        return workbook_bytes(appraisal, lang=asked.lang, money=asked.unit, scenarios=case.table)

    deliver(asked, lambda: run_report(appraisal, asked.scale, case.cells), name, workbook=workbook)
    if asked.file is not None:
        asked.tell(village_name(appraisal).colon(verdict_sentence(appraisal).words))
    end(asked, broken)


def _run_county(asked: Run) -> None:
    """Consolidates the villages. Ends with code 2 if a file could not be used, 3 if a rule does not hold, else 0."""
    plan = plan_county(asked.cases)
    several = len(plan.files) > 1
    with progress_bar(asked, READING) if several else nullcontext() as progress:
        county = read_county(plan, changes=asked.changes or (), progress=progress)
    for message in _told(county):
        asked.tell(message)
    if not county.villages:
        raise typer.Exit(INTERRUPTED if county.missing else INVALID)
    broken = [
        f"{village.file}: {rule}"
        for village in county.villages
        for rule in broken_rules(village.appraisal, asked.require)
    ]

    def workbook() -> bytes:
        from relocation.excel.sheets.county import county_bytes

        return county_bytes(county, lang=asked.lang, money=asked.unit)

    inputs = plan.files.values()
    deliver(
        asked,
        lambda: county_report(county, asked.scale),
        *inputs,
        workbook=workbook,
        overview=partial(county_overview, county),
    )
    end(asked, broken, INTERRUPTED if county.missing else INVALID if county.unread else 0)


def _told(county: County) -> Iterator[Label]:
    """Every problem of every bad file, and how many warnings the others have."""
    for unread in county.unread:
        for problem in unread.problems:
            text = said(problem)
            yield Label(f"{unread.file}: {text.en}", f"{unread.file}: {text.zh}")
    for village in county.villages:
        if village.warnings:
            yield Label(
                f"{village.file}: warnings: {village.warnings}; relocation check {village.file} shows them",
                f"{village.file}：提醒 {village.warnings} 条；用 relocation check {village.file} 查看",
            )
    if county.missing:
        yield Label(
            f"interrupted: {county.missing} files were not read; the county holds what was read so far",
            f"已中断：{county.missing} 个文件未读取；汇总仅含已读取的村庄",
        )
