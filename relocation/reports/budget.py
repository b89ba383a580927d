"""The resettlement budget item by item: quantity, rate, amount; and the statements by year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import fsum, isfinite
from typing import TYPE_CHECKING

from relocation.annual import TABLES, AnnualRow, rows_of
from relocation.annual.budget import COUNTED, TABLE
from relocation.labels import Label, same
from relocation.reports.findings import Findings
from relocation.reports.money_figures import budget_figure
from relocation.tables.numbers import HALF_A_FEN, SCALES, STATED, unit_label
from relocation.tables.record import NO_WORDS, Amount, Cell, Column, Report, Row, Table

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal

UNREAD = {"check", "work"}  # rows that prove or prepare
NAME = Column("line", NO_WORDS, words=True)
SHARE = Label("share of the budget", "占预算比重")
TOTAL = Label("total", "合计")
MOST_YEARS = 60


def budget_chapter(findings: Findings) -> Report | None:
    """What is spent on what, and what has to be financed."""
    if not findings.states_money:
        return None
    table = budget_table(findings.appraisal, findings.scale)
    return Report(NO_WORDS, tables=(table,), figures=(budget_figure(findings.appraisal),))


def budget_table(appraisal: Appraisal, scale: str) -> Table:
    """Every category with its items over the whole life; what is nothing is not seen, unless it is a total."""
    whole = _total(appraisal, f"annual.{TABLE}.budget")
    rows = [row for row in rows_of(appraisal.book, TABLE) if row.entry.style not in UNREAD]
    columns = (
        NAME,
        Column("unit", Label("unit", "单位"), words=True, unbroken=True),
        Column("quantity", Label("quantity", "数量")),
        Column("rate", Label("rate, yuan", "单价（元）")),
        Column("amount", SCALES[scale].name),
        Column("share", SHARE),
    )
    told = tuple(_row(appraisal, row, whole) for row in rows)
    return Table(TABLE, TABLES[TABLE].title, columns, told, scale=scale, notes=(TABLES[TABLE].note,))


def _total(appraisal: Appraisal, key: str) -> float:
    return fsum(appraisal.series(key))


def _row(appraisal: Appraisal, row: AnnualRow, whole: float) -> Row:
    amount = _total(appraisal, row.key)
    live = f"~total({row.key}) / total(annual.{TABLE}.budget)"
    share = Amount(amount / whole if whole else None, "share", live=live)
    cells = (
        row.label,
        *_counted(appraisal, row),
        Amount(amount, "yuan", live=f"~total({row.key})"),
        share if _is_spent(row) else "",
    )
    is_total = row.level == 1
    return Row(
        cells,
        is_total,
        row.entry.style == "detail",
        row.level - 1,
        key=row.key,
        empty=not is_total and abs(amount) < HALF_A_FEN,
        seen_by=(row.key,),
    )


def _is_spent(row: AnnualRow) -> bool:
    """Whether it is a part of the budget, rather than a source of money."""
    return row.entry.key in ("budget", "compensation", "works", "other_costs", "contingencies") or (
        row.item.group in ("compensation", "construction")
    )


def _counted(appraisal: Appraisal, row: AnnualRow) -> tuple[Cell, ...]:
    if row.item.group not in COUNTED:
        return "", "", ""
    project = appraisal.project
    counted_in = str(project.value(row.item / COUNTED[row.item.group]))
    paths = (row.item / name for name in ("quantity", "rate"))
    forms = (("quantity", STATED), ("yuan/unit", 0))
    amounts = (
        Amount(project.value(path), unit, digits=digits, live=str(path))
        for path, (unit, digits) in zip(paths, forms, strict=True)
    )
    return unit_label(counted_in), *amounts


def years_chapter(findings: Findings) -> Report | None:
    """Every statement by year."""
    if not findings.states_money:
        return None
    return Report(NO_WORDS, tables=tuple(_statements(findings)))


def _statements(findings: Findings) -> Iterator[Table]:
    for key in TABLES:
        yield _cut(years_table(findings.appraisal, key, findings.scale))


def _cut(table: Table) -> Table:
    """As many years as a reader looks at; the totals are those of all."""
    kept = len(table.columns) - max(len(table.columns) - 2 - MOST_YEARS, 0)
    if kept == len(table.columns):
        return table
    last = table.columns[-1].title
    more = Label(
        f"Years {MOST_YEARS + 1} to {last.en} are not shown, but in the totals; the workbook has every year.",
        f"第{MOST_YEARS + 1}至{last.zh}年未列示，但已计入合计；逐年数字见工作簿。",
    )
    rows = tuple(replace(row, cells=row.cells[:kept]) for row in table.rows)
    return replace(table, columns=table.columns[:kept], rows=rows, notes=(*table.notes, more))


def years_table(appraisal: Appraisal, key: str, scale: str) -> Table:
    """A statement by project year, as the sheet Annual of the workbook shows it."""
    years = [Column(f"{year}", same(f"{year}"), period=year) for year in range(1, appraisal.book.groups + 1)]
    rows = (
        Row(
            (row.label, *_years(appraisal, row)),
            row.level == 1 and row.entry.style == "row" and row.entry.unit == "yuan",
            row.entry.style != "row",
            row.level - 1,
            key=row.key,
        )
        for row in rows_of(appraisal.book, key)
        if row.entry.style not in UNREAD
    )
    return Table(
        key,
        TABLES[key].title,
        (NAME, Column("total", TOTAL), *years),
        tuple(rows),
        scale=scale,
        scaled=True,
        parted=True,
        spanned=True,
        notes=(TABLES[key].note,),
    )


def _years(appraisal: Appraisal, row: AnnualRow) -> Iterator[Cell]:
    """The total where one means something, then each year; a figure for all years stands first, alone."""
    value, unit = appraisal.value(row.key), row.entry.unit
    if not isinstance(value, list):
        yield Amount(value, unit, live=row.key)
        yield from ("" for _ in range(appraisal.book.groups))
        return
    known = [number for number in value if isfinite(number)]
    yield Amount(fsum(known), unit, live=f"~total({row.key})") if row.entry.flow else ""
    yield from (Amount(number, unit, live=row.key) for number in value)
