"""Lists and schedules in the wanted format: a loan by itself, all inputs, the shipped cases, the problems of a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from relocation.labels import Label, Language
from relocation.problems import Problem
from relocation.statements import STATEMENT_TITLES
from relocation.terminal.tables import csv_text, json_text, table_of, text_of

if TYPE_CHECKING:
    from relocation.loan_schedule import LoanSchedule

LOAN_HEADS = (
    Label("period", "期次"),
    Label("opening", "期初余额"),
    Label("drawdown", "提款"),
    Label("interest", "应计利息"),
    Label("principal", "还本"),
    Label("payment", "还本付息"),
    Label("closing", "期末余额"),
)
INPUT_HEADS = (
    Label("path", "路径"),
    Label("input", "输入项"),
    Label("unit", "单位"),
    Label("allowed", "允许范围"),
    Label("default", "默认值"),
    Label("meaning", "含义"),
)


def loan_text(schedule: LoanSchedule, form: str, lang: Language) -> str:
    """A loan schedule [yuan]."""
    from relocation.loan_schedule import COLUMNS

    if form == "json":
        return json_text(schedule.to_record())
    if form == "csv":
        rows = ([row["period"], *(row[key] for key in COLUMNS)] for row in schedule.rows)
        return csv_text(["period", *COLUMNS], rows)
    title = STATEMENT_TITLES["loan"]
    table = table_of(
        Label(f"{title.en} (yuan)", f"{title.zh}（元）").text(lang), _said(LOAN_HEADS, lang), texts=()
    )
    for row in schedule.rows:
        table.add_row(f"{row['period']:.0f}", *(f"{row[key]:,.2f}" for key in COLUMNS))
    return text_of([table, Text("\n".join(_loan_totals(schedule, lang)))])


def _loan_totals(schedule: LoanSchedule, lang: Language) -> list[str]:
    totals = [(Label("Total interest", "利息合计"), f"{schedule.interest_total:,.2f}")]
    if schedule.payment is not None:
        totals.insert(0, (Label("Level payment", "每期还款额"), f"{schedule.payment:,.2f}"))
    return [f"{name.text(lang)}: {text}" for name, text in totals]


def _said(heads: Sequence[Label], lang: Language) -> list[str]:
    return [head.text(lang) for head in heads]


def schema_text(form: str, lang: Language) -> str:
    """Every input with its unit, range and meaning."""
    from relocation.project.schema import json_schema, rows

    if form == "json":
        return json_text(json_schema())
    found = [[text.text(lang) if isinstance(text, Label) else str(text) for text in row] for row in rows()]
    if form == "csv":
        return csv_text(_said(INPUT_HEADS, lang), found)
    table = table_of(Label("Inputs", "输入项").text(lang), _said(INPUT_HEADS, lang), texts=range(6))
    for row in found:
        table.add_row(*row)
    return text_of([table])


def cases_text(named: Sequence[tuple[str, Label]], form: str, lang: Language) -> str:
    """The shipped cases with the names of their villages."""
    if form == "json":
        return json_text([{"case": case, "en": name.en, "zh": name.zh} for case, name in named])
    if form == "csv":
        return csv_text(["case", "en", "zh"], [(case, *name) for case, name in named])
    return "".join(f"{case}\t{name.text(lang)}\n" for case, name in named)


def problems_text(problems: Sequence[Problem], form: str, lang: Language) -> str:
    """The problems of a file, one to a line."""
    records = [problem.record(lang) for problem in problems]
    if form == "json":
        return json_text(records)
    if form == "csv":
        heads = ["where", "name", "found", "expected", "remedy", "severity"]
        return csv_text(heads, [[record[head] for head in heads] for record in records])
    return "".join(f"{problem.text(lang)}\n" for problem in problems)
