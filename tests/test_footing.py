"""Every printed table foots from its printed cells: on the sheets and in the terminal, for any project, slots in use."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

import relocation
from relocation.annual import TABLES
from relocation.appraisal import Appraisal
from relocation.excel.layout.calculation import annual_layout
from relocation.excel.layout.kinds import SHEETS
from relocation.excel.workbook import workbook_bytes
from relocation.excel.write.styles import MoneyUnit
from relocation.labels import Language
from relocation.project.paths import InputPath
from relocation.project.project import Project
from relocation.project.template import padded, template_project
from relocation.reports.run import run_report
from relocation.reports.statements import statement_table
from relocation.statements import (
    STATEMENT_TITLES,
    cash_plan_rows,
    fund_balance_rows,
    loan_rows,
    sources_and_uses_rows,
)
from relocation.statements import (
    Row as StatementRow,
)
from relocation.tables.record import NO_WORDS, Table
from tests.footing import Row, accounts_off, sheet_row, statement_off, terminal_rows, tree_off
from tests.planner import EVERY_GROUP
from tests.random_projects import random_project

STATEMENTS: dict[str, Callable[..., list[StatementRow]]] = {
    "fund_balance": fund_balance_rows,
    "sources_and_uses": sources_and_uses_rows,
    "cash_plan": cash_plan_rows,
}


def with_slots() -> Project:
    """A blank template with every kind of slot in use, and others left empty."""
    return template_project(None, {}).replace(
        {path: float(value) if isinstance(value, int) and not path.endswith(WHOLE) else value
         for path, value in EVERY_GROUP.items()}
    )  # fmt: skip


WHOLE = ("households", "persons", "period", "term", "grace", "start")


def random_with_slots(seed: int) -> Project:
    """A random project in a template, some slots of which are used."""
    roomy = padded(random_project(seed, periods=6))
    amounts = {
        one.path: 1e5 * (at + 1)
        for at, one in enumerate(roomy.values())
        if ".slot_" in one.path
        and ".repayments." not in one.path  # which belong to a lender's plan
        and one.path.endswith(
            (".amount", ".principal") if yearly(one.path) else (".amount", ".quantity", ".principal")
        )
    }
    kept = dict(list(amounts.items())[:: 1 + seed % 2])
    for path in [path for path in kept if path.endswith(".principal")]:
        loan = path.removesuffix(".principal")
        kept |= {f"{loan}.rate": 0.05, f"{loan}.term": 3}
    for path in [path for path in kept if path.endswith(".quantity")]:
        kept |= {path.replace(".quantity", ".rate"): 3.7}
    return roomy.replace(kept)


def yearly(path: str) -> bool:
    """Whether an item states an amount rather than units and a price."""
    return path.startswith(("income.", "costs."))


PROJECTS: dict[str, Callable[[], Project]] = {
    "lujia": lambda: relocation.load("lujia"),
    "jinpo": lambda: relocation.load("jinpo"),
    "slots": with_slots,
    **{f"random {seed}": lambda seed=seed: random_project(seed) for seed in (301, 302, 303)},  # type: ignore[misc]
    **{f"slots {seed}": lambda seed=seed: random_with_slots(seed) for seed in (311, 312)},  # type: ignore[misc]
}


@pytest.mark.parametrize("name", PROJECTS)
def test_every_sheet_foots(name: str) -> None:
    at = list(PROJECTS).index(name)
    lang: Language = "zh" if at % 2 else "en"
    money: MoneyUnit = ("yuan", "wan", "million")[at % 3]
    appraisal = PROJECTS[name]().appraise()
    assert list(sheets_off(workbook_bytes(appraisal, lang=lang, money=money), appraisal, lang)) == []


def sheets_off(data: bytes, appraisal: Appraisal, lang: Language) -> Iterator[str]:
    cells, values = (load_workbook(io.BytesIO(data), data_only=only) for only in (False, True))
    yield from annual_off(cells, values, appraisal, lang)
    yield from budget_off(cells, values, lang)
    yield from statements_off(cells, values, appraisal, lang)


def pair(cells: Workbook, values: Workbook, sheet: str, lang: Language) -> tuple[Worksheet, Worksheet]:
    title = SHEETS[sheet].text(lang)
    return cells[title], values[title]


def annual_off(cells: Workbook, values: Workbook, appraisal: Appraisal, lang: Language) -> Iterator[str]:
    sheet, shown = pair(cells, values, "annual", lang)
    for table, block in zip(TABLES, annual_layout(appraisal.book).blocks, strict=True):
        columns = [4, *range(6, 6 + appraisal.book.groups)]
        rows = [
            replace(
                sheet_row(shown, [sheet.cell(at, 1), *(sheet.cell(at, column) for column in columns)]),
                level=row.level,
                is_detail=row.entry.style != "row",
            )
            for row, at in block.lines
        ]
        used = [row for row in rows if row.label]
        yield from (f"{table}: {text}" for text in (*tree_off(used), *accounts_off(used)))


def budget_off(cells: Workbook, values: Workbook, lang: Language) -> Iterator[str]:
    """Amounts, contingencies, all together, and every year."""
    sheet, shown = pair(cells, values, "budget", lang)
    columns = [5, 6, 7, 8, *range(10, sheet.max_column + 1)]
    rows = [
        sheet_row(shown, [sheet.cell(at, 1), *(sheet.cell(at, column) for column in columns)])
        for at in range(5, sheet.max_row + 1)
    ]
    yield from (f"budget sheet: {text}" for text in tree_off([row for row in rows if row.label]))
    for row in rows:
        amount, physical, price, whole, *years = row.numbers
        if physical is not None and row.label:
            parts = [amount, physical, price]
            if abs(sum(part or 0 for part in parts) - (whole or 0)) > 2 * row.steps[0]:
                yield f"budget sheet: {row.label}: amount and contingencies are not the whole"
        if (
            row.label
            and abs(sum(year or 0 for year in years) - (amount or 0)) > row.steps[0] * (len(years) + 1) / 2
        ):
            yield f"budget sheet: {row.label}: the years are not the amount"


def statements_off(cells: Workbook, values: Workbook, appraisal: Appraisal, lang: Language) -> Iterator[str]:
    sheet, shown = pair(cells, values, "statements", lang)
    titles = {STATEMENT_TITLES[name].text(lang): name for name in STATEMENTS}
    starts = {
        titles[sheet.cell(row, 1).value]: row
        for row in range(1, sheet.max_row + 1)
        if sheet.cell(row, 1).value in titles
    }
    for name, start in starts.items():
        wanted = STATEMENTS[name](appraisal.book)
        columns = [4, *range(6, 6 + appraisal.book.periods)] if name == "cash_plan" else [4]
        rows = [
            sheet_row(shown, [sheet.cell(at, 1), *(sheet.cell(at, column) for column in columns)])
            for at in range(start + 1, start + 1 + len(wanted))
        ]
        yield from (f"{name}: {text}" for text in statement_off(name, [row for row in rows if row.label]))


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("scale", ["yuan", "wan", "million"])
@pytest.mark.parametrize("name", [one for one in PROJECTS if not one.startswith("slots")])
def test_every_statement_in_the_terminal_foots(name: str, scale: str, lang: Language) -> None:
    appraisal = PROJECTS[name]().appraise()
    for one in ("fund_balance", "sources_and_uses"):
        table = statement_table(appraisal, one, STATEMENTS[one](appraisal.book), scale)
        assert list(statement_off(one, list(terminal_rows(table, lang, [1])))) == []


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("seed", [None, 301, 302, 305])
def test_the_cash_plan_and_the_loans_in_the_terminal_foot(seed: int | None, lang: Language) -> None:
    project = relocation.load("lujia") if seed is None else random_project(seed, periods=9)
    appraisal = project.appraise()
    tables = run_report(appraisal, "wan").for_readers.tables
    [plan] = [table for table in tables if table.key == "cash_plan"]
    columns = range(1, len(plan.columns))
    assert list(statement_off("cash_plan", list(terminal_rows(plan, lang, columns)))) == []
    schedules = [table for table in tables if table.title.en.startswith(STATEMENT_TITLES["loan"].en)]
    assert len(schedules) == len(appraisal.project.loans)
    for table in schedules:
        assert list(schedule_off(table, lang)) == []


def schedule_off(table: Table, lang: Language) -> Iterator[str]:
    """Periods of a loan in which opening + drawn + added - repaid is not closing, and the next opening another."""
    rows = loan_rows(InputPath("loans", "any"))
    names = {column.heading(lang): at for at, column in enumerate(table.columns)}
    at = {row.key.rpartition(".")[2]: names.get((row.label or NO_WORDS).text(lang)) for row in rows}
    printed = list(terminal_rows(table, lang, range(1, len(table.columns))))

    def cell(row: Row, key: str) -> float:
        column = at[key]
        return (row.numbers[column - 1] or 0.0) if column is not None else 0.0

    for row in printed:
        found = cell(row, "opening") + cell(row, "drawdown") + cell(row, "capitalised")
        if abs(found - cell(row, "principal_repaid") - cell(row, "closing")) > 0.03:
            yield f"{row.label}: closing"
    for row, following in pairwise(printed):
        if cell(following, "opening") != cell(row, "closing"):
            yield f"{following.label}: opening"


def test_a_total_that_is_off_is_found() -> None:
    """Sabotage: the same rows with one left out, as when items stood in a sum but not in the table."""
    rows = rows_of(
        [
            ("1 All", 1, 30.0),
            ("1.1 a", 2, 10.0),
            ("1.2 b", 2, 20.0),
            ("2 Rest (1-3)", 1, 25.0),
            ("3 c", 1, 5.0),
        ]
    )
    assert list(tree_off(rows)) == []
    assert list(tree_off([rows[0], rows[1], *rows[3:]])) == ["1 All: not the sum of its 1 rows"]
    assert list(tree_off([*rows[:4], replace(rows[4], numbers=(8.0,))])) == [
        "2 Rest (1-3): not what its label says"
    ]


def rows_of(said: Sequence[tuple[str, int, float]]) -> list[Row]:
    return [Row(label, level, (value,), (1.0,)) for label, level, value in said]
