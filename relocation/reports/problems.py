"""What is wrong with a file, and what should be looked at, as tables: where, what stands there, what is expected, how to mend it."""

from __future__ import annotations

from collections.abc import Iterable

from relocation.labels import Label, same
from relocation.problems import Problem, Severity
from relocation.tables.record import Column, Report, Row, Said, Stacked, Table, Tone

TITLES: dict[Severity, Label] = {
    "error": Label("To mend: without this nothing can be worked out", "必须改正：否则无法测算"),
    "warning": Label("To look at", "请核对"),
    "assumption": Label("Assumed by the program, since nobody stated it", "无人填写，由程序设定"),
}
TONES: dict[Severity, Tone] = {"error": "bad", "warning": "warn", "assumption": "quiet"}
COLUMNS = (
    Column("where", Label("where", "位置"), words=True),
    Column("found", Label("what stands there", "现有内容"), words=True),
    Column("expected", Label("what is expected", "应填内容"), words=True),
    Column("remedy", Label("how to mend it", "如何改正"), words=True),
)


def problems_report(problems: Iterable[Problem]) -> Report:
    """All problems, the gravest first."""
    listed = list(problems)
    return Report(
        Label("Problems", "问题"),
        tables=tuple(_table(severity, listed) for severity in TITLES),
        key="problems",
    )


def _table(severity: Severity, problems: Iterable[Problem]) -> Table:
    rows = tuple(_row(problem) for problem in problems if problem.severity == severity)
    title = TITLES[severity].in_brackets(same(f"{len(rows)}"))
    return Table(severity, title, COLUMNS, rows)


def _row(problem: Problem) -> Row:
    where = Said(same(problem.where), TONES[problem.severity])
    place = where if problem.name is None else Stacked((where, problem.name))
    return Row((place, problem.stands, problem.expected, problem.remedy))
