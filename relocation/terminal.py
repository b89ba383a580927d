"""What the command line prints: tables for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
import math
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from relocation.labels import Label, Language
from relocation.statements import STATEMENT_TITLES, Row, cash_plan_rows, fund_balance_rows, household_rows

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal
    from relocation.formula.explain import Explanation
    from relocation.loan_schedule import LoanSchedule

SCALES: dict[str, tuple[float, int, Label]] = {
    "yuan": (1, 0, Label("yuan", "元")),
    "wan": (1e4, 2, Label("10,000 yuan", "万元")),
    "million": (1e6, 3, Label("million yuan", "百万元")),
}
WIDEST = 12  # periods side by side in one table


def amount(value: float, unit: str, scale: str = "yuan") -> str:
    """A number with its unit's usual decimals; money on the chosen scale; n/a where there is no number."""
    if math.isnan(value):
        return "n/a"
    if unit == "yuan":
        size, decimals, _ = SCALES[scale]
        return f"{value / size:,.{decimals}f}"
    if unit == "1/year":
        return f"{value * 100:.2f} %"
    return f"{value:,.0f}" if value == int(value) and abs(value) < 1e15 else f"{value:,.4f}"


def _console(file: Any = None) -> Console:
    """Wide enough for tables when the output is a file or a pipe."""
    target = file or sys.stdout
    plain = not target.isatty()
    return Console(
        file=target, width=200 if plain else None, no_color=plain or None, highlight=False, soft_wrap=plain
    )


def _text_of(parts: Iterable[RenderableType], plain: bool) -> str:
    buffer = io.StringIO()
    terminal = sys.stdout.isatty() and not plain
    console = Console(file=buffer, force_terminal=terminal, width=None if terminal else 200, highlight=False)
    for part in parts:
        console.print(part)
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"


def _table(title: str, columns: Sequence[str]) -> Table:
    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, header_style="bold"
    )
    for at, column in enumerate(columns):
        table.add_column(column, justify="left" if at == 0 else "right", overflow="fold")
    return table


def run_text(appraisal: Appraisal, form: str, lang: Language, scale: str, *, plain: bool = False) -> str:
    """The result of a run in the wanted format."""
    if form == "json":
        return json.dumps(appraisal.to_record(lang), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    if form == "csv":
        frame = appraisal.to_frame(lang)
        return str(frame.to_csv(index=False, lineterminator="\n"))
    return _text_of(_run_parts(appraisal, lang, scale), plain)


def _run_parts(appraisal: Appraisal, lang: Language, scale: str) -> Iterable[RenderableType]:
    village = appraisal.project.village
    yield Text(Label(village.name_en, village.name_zh).text(lang), style="bold")
    yield _verdict(appraisal, lang)
    yield _statement(
        appraisal, STATEMENT_TITLES["fund_balance"], fund_balance_rows(appraisal.book), lang, scale
    )
    yield from _cash_tables(appraisal, lang, scale)
    yield _statement(appraisal, STATEMENT_TITLES["household"], household_rows(appraisal.book), lang, "yuan")
    yield _indicators(appraisal, lang, scale)
    yield _checks(appraisal, lang)


def _verdict(appraisal: Appraisal, lang: Language) -> Text:
    failed = appraisal.failed(lang)
    if not failed:
        return Text(Label("Viable: every rule holds.", "可行：各项规则均满足。").text(lang), style="green")
    return Text(Label("Not viable: ", "不可行：").text(lang) + "; ".join(failed), style="red")


def _statement(appraisal: Appraisal, title: Label, rows: list[Row], lang: Language, scale: str) -> Table:
    table = _table(
        title.text(lang), ["", SCALES[scale][2].text(lang), Label("provenance", "数据性质").text(lang)]
    )
    for row in rows:
        line = appraisal.book.lines[row.key]
        name = Text(
            ("    " if row.is_detail else "  " if not row.is_total else "")
            + (row.label or line.label).text(lang)
        )
        style = "bold" if row.is_total else "dim" if row.is_detail else ""
        table.add_row(
            name, amount(appraisal.number(row.key), "yuan", scale), appraisal.provenance(row.key), style=style
        )
    return table


def _cash_tables(appraisal: Appraisal, lang: Language, scale: str) -> Iterable[Table]:
    """The cash plan, twelve periods to a table."""
    names = period_names(appraisal)
    for first in range(0, len(names), WIDEST):
        title = f"{STATEMENT_TITLES['cash_plan'].text(lang)} ({SCALES[scale][2].text(lang)})"
        table = _table(title, ["", *names[first : first + WIDEST]])
        for row in cash_plan_rows(appraisal.book):
            series = appraisal.value(row.key)
            assert isinstance(series, list)
            label = (row.label or appraisal.book.lines[row.key].label).text(lang)
            shown = [amount(value, "yuan", scale) for value in series[first : first + WIDEST]]
            table.add_row(label, *shown, style="bold" if row.is_total else "")
        yield table


def period_names(appraisal: Appraisal) -> list[str]:
    """Periods by their first day: 2016, or 2016-04 where they are shorter than a year."""
    from relocation.formula.scalar import day_of

    dates = appraisal.value("timeline.date")
    assert isinstance(dates, list)
    yearly = appraisal.number("timeline.months") == 12
    return [str(day_of(one).year) if yearly else f"{day_of(one):%Y-%m}" for one in dates]


def _indicators(appraisal: Appraisal, lang: Language, scale: str) -> Table:
    from relocation.indicators import INDICATORS

    table = _table(
        Label("Indicators", "指标").text(lang),
        ["", Label("value", "数值").text(lang), Label("unit", "单位").text(lang)],
    )
    for key in INDICATORS:
        line = appraisal.book.lines[key]
        shown = (
            _rate_of_return(appraisal, lang)
            if key == "irr"
            else amount(appraisal.number(key), line.unit, scale)
        )
        table.add_row(line.label.text(lang), shown, _unit(line.unit, scale, lang))
    return table


def _rate_of_return(appraisal: Appraisal, lang: Language) -> str:
    found = appraisal.internal_rate
    if found.value is not None:
        return amount(found.value, "1/year")
    if found.status == "none":
        return Label("n/a (there is none)", "n/a（不存在）").text(lang)
    rates = ", ".join(amount(rate, "1/year") for rate in found.rates)
    return Label(f"n/a (several: {rates})", f"n/a（多个：{rates}）").text(lang)


def _unit(unit: str, scale: str, lang: Language) -> str:
    from relocation.project.fields import UNITS

    if unit == "1/year":
        return ""
    return SCALES[scale][2].text(lang) if unit == "yuan" else UNITS[unit].text(lang)


def _checks(appraisal: Appraisal, lang: Language) -> Table:
    table = _table(Label("Checks", "检查").text(lang), ["", Label("passed", "通过").text(lang)])
    for one in appraisal.to_record(lang)["checks"]:
        table.add_row(one["detail"], "✓" if one["passed"] else "✗")
    return table


def show_demo(appraisal: Appraisal, lang: Language, scale: str) -> None:
    """Printed figures beside ours, their differences, where they come from, and what the source contradicts."""
    console = _console()
    village = appraisal.project.village
    console.print(Text(Label(village.name_en, village.name_zh).text(lang), style="bold"))
    console.print(_published(appraisal, lang, "no", Label("Printed figures and ours", "已公布数字与本模型")))
    console.print(
        _published(appraisal, lang, "yes", Label("Where the source contradicts itself", "原文自相矛盾之处"))
    )
    console.print(
        _statement(
            appraisal, STATEMENT_TITLES["fund_balance"], fund_balance_rows(appraisal.book), lang, scale
        )
    )
    console.print(_verdict(appraisal, lang))
    console.print(
        Label(
            "The loan is financing, never revenue. The split of the expenditure is an assumption with one calibrated residual.",
            "贷款属融资，不计入收入。支出分项为假设，另有一个校准余项。",
        ).text(lang)
    )


def _published(appraisal: Appraisal, lang: Language, discrepancy: str, title: Label) -> Table:
    heads = (
        Label("printed", "原文"),
        Label("ours", "本模型"),
        Label("difference", "差额"),
        Label("unit", "单位"),
        Label("provenance", "数据性质"),
        Label("place", "出处"),
    )
    table = _table(title.text(lang), ["", *(head.text(lang) for head in heads)])
    for identity, item in appraisal.project.published.items():
        if item.discrepancy != discrepancy or not item.formula:
            continue
        label = Label(item.label_en, item.label_zh).text(lang)
        numbers = (
            item.value,
            appraisal.number(f"published.{identity}.ours"),
            appraisal.number(f"published.{identity}.difference"),
        )
        source = appraisal.project.sources[f"published.{identity}.value"]
        table.add_row(
            label, *(amount(one, "number") for one in numbers), item.unit, source.provenance, source.source
        )
    return table


def show_tree(explanation: Explanation, lang: Language) -> None:
    """The tree of a number."""
    _console().print(_branch(explanation, lang, Tree(_said(explanation, lang))))


def _branch(explanation: Explanation, lang: Language, tree: Tree) -> Tree:
    for below in explanation.ingredients:
        _branch(below, lang, tree.add(_said(below, lang)))
    return tree


def _said(one: Explanation, lang: Language) -> Group | Text:
    period = "" if one.period is None else f" @{one.period}"
    head = Text(f"{one.key}{period} = {_value(one)}", style="bold")
    head.append(f"  {one.label.text(lang)} [{one.unit}]", style="not bold")
    if one.source:
        head.append(f"\n  {one.source}", style="not bold dim")
    if one.formula and one.formula != one.key:
        head.append(f"\n  = {one.formula}", style="not bold cyan")
    if one.repeated:
        head.append(Label("\n  (unfolded above)", "\n  （上文已展开）").text(lang), style="not bold dim")
    return head


def _value(one: Explanation) -> str:
    if isinstance(one.value, str):
        return one.value
    if isinstance(one.value, tuple):
        return ", ".join(amount(value, one.unit) for value in one.value)
    return f"{one.value:,.2f}" if one.unit.startswith("yuan") else f"{one.value:,.6g}"


def loan_text(schedule: LoanSchedule, form: str, lang: Language) -> str:
    """A loan schedule in the wanted format."""
    from relocation.loan_schedule import COLUMNS

    if form == "json":
        return json.dumps(schedule.to_record(), indent=2, allow_nan=False) + "\n"
    if form == "csv":
        return _csv(
            ["period", *COLUMNS], ([row["period"], *(row[key] for key in COLUMNS)] for row in schedule.rows)
        )
    names = (
        Label("period", "期次"),
        Label("opening", "期初余额"),
        Label("drawdown", "提款"),
        Label("interest", "应计利息"),
        Label("principal", "还本"),
        Label("payment", "还本付息"),
        Label("closing", "期末余额"),
    )
    table = _table(STATEMENT_TITLES["loan"].text(lang), [name.text(lang) for name in names])
    for row in schedule.rows:
        table.add_row(f"{row['period']:.0f}", *(f"{row[key]:,.2f}" for key in COLUMNS))
    said = Label("total interest", "利息合计").text(lang) + f": {schedule.interest_total:,.2f}"
    level = (
        ""
        if schedule.payment is None
        else Label("level payment", "每期还款额").text(lang) + f": {schedule.payment:,.4f}; "
    )
    return _text_of([table, Text(level + said)], plain=False)


def schema_text(form: str, lang: Language) -> str:
    """Every input with its unit, range and meaning, in the wanted format."""
    from relocation.project.schema import json_schema, rows

    if form == "json":
        return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
    heads = (
        Label("path", "路径"),
        Label("input", "输入项"),
        Label("unit", "单位"),
        Label("allowed", "允许范围"),
        Label("default", "默认值"),
        Label("meaning", "含义"),
    )
    found = [[text.text(lang) if isinstance(text, Label) else str(text) for text in row] for row in rows()]
    if form == "csv":
        return _csv([head.text(lang) for head in heads], found)
    table = _table(Label("Inputs", "输入项").text(lang), [head.text(lang) for head in heads])
    for row in found:
        table.add_row(*row)
    return _text_of([table], plain=False)


def _csv(heads: list[str], rows: Iterable[Sequence[Any]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return buffer.getvalue()
