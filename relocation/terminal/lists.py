"""Lists and schedules in the wanted format: a loan by itself, all inputs, the shipped cases, the problems of a file."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from relocation.labels import Label, Language
from relocation.problems import Problem
from relocation.statements import CONVENTION_NOTES, STATEMENT_TITLES
from relocation.terminal.footing import footed
from relocation.terminal.statements import conventions_text, notes_text
from relocation.terminal.tables import SCALES, amount, csv_text, json_text, table_of, text_of

if TYPE_CHECKING:
    from relocation.loan_schedule import LoanSchedule

FEN = 0.01
LOAN_HEADS = {
    "period": Label("period", "期次"),
    "opening": Label("opening", "期初余额"),
    "drawdown": Label("drawdown", "提款"),
    "interest": Label("interest", "应计利息"),
    "principal": Label("principal", "还本"),
    "payment": Label("payment", "还本付息"),
    "closing": Label("closing", "期末余额"),
    "subsidy": Label("interest subsidy", "财政贴息"),
    "set_aside": Label("set aside", "提取准备金"),
    "sinking_fund": Label("sinking fund", "准备金余额"),
}
INPUT_HEADS = (
    Label("path", "路径"),
    Label("input", "输入项"),
    Label("unit", "单位"),
    Label("allowed", "允许范围"),
    Label("default", "默认值"),
    Label("meaning", "含义"),
)


def loan_text(schedule: LoanSchedule, form: str, lang: Language, scale: str) -> str:
    """A loan schedule; json and csv in yuan, a table in yuan and fen or on a larger scale."""
    if form == "json":
        return json_text(schedule.to_record())
    if form == "csv":
        rows = ([row["period"], *(row[key] for key in schedule.columns)] for row in schedule.rows)
        return csv_text(["period", *schedule.columns], rows)
    title, unit = STATEMENT_TITLES["loan"], SCALES[scale][2]
    said = Label(f"{title.en} ({unit.en})", f"{title.zh}（{unit.zh}）")
    heads = [LOAN_HEADS[key] for key in ("period", *schedule.columns)]
    table = table_of(said.text(lang), _said(heads, lang), texts=())
    printed = list(footed(schedule.rows, _step(scale)))
    for one in printed:
        table.add_row(f"{one['period']:.0f}", *(_money(one[key], scale) for key in schedule.columns))
    interest = fsum(one["interest"] for one in printed)
    totals = Text("\n".join(_loan_totals(schedule.payment, interest, lang, scale)))
    terms = [conventions_text(schedule.conventions, lang), notes_text(CONVENTION_NOTES, lang)]
    return text_of([table, *terms, totals])


def _money(value: float, scale: str) -> str:
    return f"{value:,.2f}" if scale == "yuan" else amount(value, "yuan", scale)


def _step(scale: str) -> float:
    """The smallest amount that a schedule tells: a fen, or the last decimal of a larger scale."""
    size, decimals, _ = SCALES[scale]
    return FEN if scale == "yuan" else size / 10.0**decimals


def _loan_totals(payment: float | None, interest: float, lang: Language, scale: str) -> list[str]:
    totals = [(Label("Total interest", "利息合计"), interest)]
    if payment is not None:
        totals.insert(0, (Label("Level payment", "每期还款额"), payment))
    return [f"{name.text(lang)}: {_money(value, scale)}" for name, value in totals]


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
    return text_of([_input_table(found, lang)])


def _input_table(rows: Sequence[Sequence[str]], lang: Language) -> Table:
    """Path, name with its meaning below, and what is allowed, which names the unit."""
    path, name, _, allowed, default, _ = _said(INPUT_HEADS, lang)
    table = table_of(Label("Inputs", "输入项").text(lang), (path, name, allowed, default), texts=range(4))
    table.columns[0].no_wrap = True
    for path, name, _, allowed, default, meaning in rows:
        table.add_row(path, Text(name).append(f"\n{meaning}", style="dim"), allowed, default)
    return table


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
