"""The commands that write the file to fill, and show where a number comes from: template, explain."""

from __future__ import annotations

from typing import Any

from relocation.appraisal import appraise
from relocation.cli.case_commands import Explain, Template
from relocation.cli.opening import opened, project_of
from relocation.cli.steps import show, write_file
from relocation.labels import Label
from relocation.project.template import template_project
from relocation.reports.explanation import explanation_report


def template(asked: Template) -> None:
    """The workbook that a planner fills, or the roster of households."""
    if asked.roster:
        from relocation.cli.households import write_roster_template

        write_roster_template(asked)
        return
    from relocation.excel.workbook import workbook_bytes

    wanted: dict[str, Any] = {"timeline.periods": asked.periods, "timeline.period": asked.period}
    changes = {path: value for path, value in wanted.items() if value is not None}
    base = opened(asked, asked.source, as_basis=True) if asked.source is not None else None
    changes = {**(base.refixed if base else {}), **changes}
    items = {
        group.strip(): count.strip()
        for group, _, count in (text.partition("=") for text in asked.items or ())
    }
    appraisal = appraise(template_project(base.project if base else None, changes, items))
    table = base.table if base else None
    data = workbook_bytes(appraisal, lang=asked.lang, money=asked.unit, scenarios=table)
    write_file(asked, data, asked.source)


def explain(asked: Explain) -> None:
    """The tree of a number, down to the inputs and their sources."""
    appraisal = appraise(project_of(asked))
    period, last = asked.period, appraisal.book.periods
    if period is not None and period > last:
        asked.refuse(
            Label(f"--at {period}: the last period is {last}", f"--at {period}：最后一期为第 {last} 期")
        )
    tree = appraisal.explain(asked.key, period)
    show(asked, explanation_report(tree.cut(asked.depth)), asked.form)
