"""The Comparison sheet: the base by live formulas, every other case as values, and their differences by formula.

A workbook holds one plan, so the figures of the other cases come from the program and cannot follow an input. Beside
the live base stands what it came to when the cases were compared; the head tells when the two part.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from relocation.excel.layout.kinds import COMPARISON
from relocation.excel.sheets.indicators import ANSWER
from relocation.excel.write import styles
from relocation.excel.write.draft import CachedValue, Draft, cell_value
from relocation.excel.write.page import Page
from relocation.excel.write.printing import lines_of
from relocation.excel.write.styles import CENTRED, LINE, QUIET_LINE, STRONG, WORDS, Look, varied
from relocation.formula.language.line_items import LineItem
from relocation.formula.language.operations import NOT_AVAILABLE_TEXT
from relocation.labels import Label
from relocation.project.names import input_labels
from relocation.scenarios.comparison import Comparison, stated_value
from relocation.scenarios.scenario import BASE, inputs_of
from relocation.tables.numbers import ANY_NUMBER, difference_format
from relocation.tables.units import UNITS
from relocation.verdict import VIABLE

HEADS = (
    Label("Case", "方案"),
    Label("Unit", "单位"),
    Label("From", "原值"),
    Label("To", "改为"),
    Label("Input", "输入项"),
)


def write_changes(page: Page, comparison: Comparison, row: int, last: int) -> int:
    """Which assumptions of each case the base does not share, in columns A to E; gives the row after the last."""
    lang, projects = page.draft.lang, comparison.cases.values()
    page.section(row, Label("Changed assumptions (values)", "变动的假设（数值）"), last)
    page.heading(row + 1, HEADS)
    row += 2
    known, names = inputs_of(*projects), input_labels(*projects)
    for name, changes in comparison.changed.items():
        for path, change in changes.items():
            record = known[path].record
            page.text(f"A{row}", name, **LINE)
            page.text(f"B{row}", UNITS[record.unit], **QUIET_LINE)
            _write_stated(page, f"C{row}", stated_value(record, change.before, lang))
            _write_stated(page, f"D{row}", stated_value(record, change.after, lang))
            page.text(f"E{row}", f"  {names[path].text(lang)}   {path}")
            row += 1
    return row


def write_failed(page: Page, comparison: Comparison, row: int, last: int) -> None:
    """The cases that have no numbers, and everything that is wrong with each."""
    if not comparison.failed:
        return
    page.section(row, Label("Not calculated", "未能测算的方案"), last)
    for name, problems in comparison.failed.items():
        for problem in problems:
            row += 1
            page.text(f"A{row}", name, colour=styles.WARNING, bold=True)
            page.text(f"B{row}", problem.text(page.draft.lang))


def _write_stated(page: Page, cell: str, value: Any) -> None:
    """A value of an input: a choice by its name; n/a for an input that one of the two cases does not have."""
    look: Look = {**LINE, "alignment": styles.RIGHT, "number_format": ANY_NUMBER}
    if isinstance(value, (int, float)):
        page.number(cell, value, "", **look)
    else:
        page.text(cell, NOT_AVAILABLE_TEXT if value is None else str(value), **look)


SHEET = "comparison"
STATE_ROW, NAME_ROW, KIND_ROW, FIRST_ROW = 3, 5, 6, 7
LABEL, UNIT, LIVE, COMPARED = "A", "B", "C", "D"
FIRST_COLUMN = 5  # of the cases that are compared with the base
WIDTHS = {LABEL: 44.0, UNIT: 15.0, LIVE: 17.0, COMPARED: 17.0}
COLUMN_WIDTH, COLUMNS_ON_A_PAGE = 17.0, 6
NO_PERCENTAGE = {"date", "flag"}
HOW = Label(
    "The base is live. The other cases are values calculated when this file was written: after a change of inputs "
    "write it again with relocation compare FILE -o NEW.xlsx.",
    "基准方案为实时公式；其他方案为生成文件时计算的数值，输入改动后请用 relocation compare 文件 -o 新文件.xlsx 重新生成。",
)
SAME = Label("The base is still the one that was compared.", "基准方案与对比时一致。")
MOVED = Label(
    "The inputs have changed since: differences mix the new base with old cases. Compare again.",
    "输入已改动：差额为新基准与旧方案之差，请重新对比。",
)
LIVE_KIND, VALUE_KIND = Label("live formula", "实时公式"), Label("value", "数值")
COMPARED_KIND = Label("value when compared", "对比时的数值")
STATUS = Label("Rates of return: how many", "内部收益率个数")
STATUSES = {
    "unique": Label("one", "唯一"),
    "multiple": Label("several", "多个"),
    "none": Label("none", "不存在"),
}
FAILED_KIND = Label("not calculated", "未能测算")
# What a difference is counted in where it is not the unit of the figures.
DIFFERENT_UNITS = {
    "date": Label("days", "天"),
    **dict.fromkeys(("1/year", "change"), Label("percentage points", "百分点")),
}


def write_comparison_sheet(draft: Draft, comparison: Comparison) -> None:
    """Writes values, differences, relative differences, changed assumptions, and the cases that have no numbers."""
    page = Page.of(draft, SHEET, {SHEET: COMPARISON})
    page.title(Label("Comparison of scenarios", "方案对比"), HOW)
    sheet = _Sheet(page, comparison)
    sheet.write_heads()
    rows = sheet.write_values(FIRST_ROW)
    row = sheet.write_differences(max(rows.values()) + 3, rows)
    page.ws.row_breaks.append(Break(id=row))
    row = sheet.write_percentages(row + 1, rows)
    row = write_changes(page, comparison, row + 1, sheet.last)
    write_failed(page, comparison, row + 1, sheet.last)
    sheet.write_state(rows)
    page.widths({**WIDTHS, **dict.fromkeys(sheet.columns.values(), COLUMN_WIDTH)})
    page.ws.freeze_panes = f"{COMPARED}{FIRST_ROW}"
    wide = -(-len(sheet.columns) // COLUMNS_ON_A_PAGE)
    page.print_setup(titles=f"1:{KIND_ROW}", columns=f"{LABEL}:{LIVE}", pages_wide=max(1, wide))


@dataclass(frozen=True)
class _Sheet:
    page: Page
    comparison: Comparison

    @property
    def draft(self) -> Draft:
        return self.page.draft

    @property
    def columns(self) -> dict[str, str]:
        """The column of each case but the base, those without numbers included."""
        names = [name for name in self.comparison.appraisals if name != self.comparison.base]
        names += [name for name in self.comparison.failed if name not in self.comparison.appraisals]
        return {name: get_column_letter(number) for number, name in enumerate(names, start=FIRST_COLUMN)}

    @property
    def last(self) -> int:
        return FIRST_COLUMN - 1 + len(self.columns)

    @property
    def compared(self) -> dict[str, str]:
        """The column of each case with its values, the base as it was compared first."""
        return {self.comparison.base: COMPARED, **self.columns}

    def write_heads(self) -> None:
        base = self.comparison.base
        name = Label("Base", "基准") if base == BASE else base
        heads = [Label("Output", "指标"), Label("Unit", "单位"), name, name, *self.columns]
        self.page.heading(NAME_ROW, heads)
        others = [VALUE_KIND if name in self.comparison.appraisals else FAILED_KIND for name in self.columns]
        quiet = varied(styles.BELOW_HEADING, size=8)
        kinds: list[Label | str] = ["", "", LIVE_KIND, COMPARED_KIND, *others]
        for number, kind in enumerate(kinds, start=1):
            self.page.text(f"{get_column_letter(number)}{KIND_ROW}", kind, **quiet)
        deepest = max(lines_of(self.page.said(head), COLUMN_WIDTH - 2) for head in heads)
        self.page.ws.row_dimensions[NAME_ROW].height = max(20.0, 14.0 * deepest)

    def write_values(self, row: int) -> dict[str, int]:
        """Writes the outputs; gives their rows."""
        money = self.draft.unit_text("yuan")
        self.section(row, Label(f"Outputs (money in {money})", f"各项结果（金额单位：{money}）"))
        self.write_verdict(row + 1)
        row += 2
        rows: dict[str, int] = {}
        for key in self.comparison.outputs:
            line = self.line(key)
            self.write_names(row, line.label, self.draft.unit_text(line.unit))
            if key in self.draft.book.lines:
                self.page.line(f"{LIVE}{row}", key, **STRONG)
            else:
                self.page.number(f"{LIVE}{row}", None, line.unit, **LINE)
            for name, column in self.compared.items():
                self.page.number(f"{column}{row}", self.value(name, key), line.unit, **LINE)
            rows[key] = row
            row += 1
            if key == "irr" and any(status != "unique" for status in self.comparison.statuses.values()):
                self.write_statuses(row)
                row += 1
        return rows

    def write_verdict(self, row: int) -> None:
        """Viable or not, in words by the format of the number."""
        look = varied(CENTRED, number_format=self.page.said(ANSWER))
        self.write_names(row, Label("Verdict", "结论"), "")
        self.page.line(f"{LIVE}{row}", VIABLE, **look)
        for name, column in self.compared.items():
            if name in self.comparison.appraisals:
                self.page.number(f"{column}{row}", self.value(name, VIABLE), "", **look)
            else:
                self.page.text(f"{column}{row}", NOT_AVAILABLE_TEXT, **CENTRED)
        self.page.colour_passes(f"{LIVE}{row}:{get_column_letter(self.last)}{row}")

    def write_statuses(self, row: int) -> None:
        """Beside a rate of return that is not available: whether there is none, or more than one."""
        self.write_names(row, STATUS, "")
        for name, column in self.compared.items():
            status = self.comparison.statuses.get(name)
            said = NOT_AVAILABLE_TEXT if status is None else STATUSES[status]
            self.page.text(f"{column}{row}", said, **varied(LINE, alignment=styles.RIGHT))

    def write_differences(self, row: int, rows: Mapping[str, int]) -> int:
        """How much more each case has than the base; gives the row after the last."""
        self.section(row, Label("Difference to the base (live formulas)", "与基准之差（实时公式）"))
        for key, values in rows.items():
            row += 1
            line = self.line(key)
            unit = DIFFERENT_UNITS.get(line.unit) or self.draft.unit_text(line.unit)
            self.write_names(row, line.label, unit)
            shape = difference_format(line.unit, self.draft.money)
            for name, column in self.columns.items():
                base, here = f"${LIVE}{values}", f"{column}{values}"
                text = f'=IF({_numbers(base, here)},{here}-{base},"{NOT_AVAILABLE_TEXT}")'
                self._write_formula(f"{column}{row}", text, self.difference(name, key), shape)
        return row + 1

    def write_percentages(self, row: int, rows: Mapping[str, int]) -> int:
        """The same as a part of the base; gives the row after the last."""
        self.section(
            row, Label("Difference in % of the base (live formulas)", "与基准之差的百分比（实时公式）")
        )
        for key, values in rows.items():
            if self.line(key).unit in NO_PERCENTAGE:
                continue
            row += 1
            self.write_names(row, self.line(key).label, "%")
            for name, column in self.columns.items():
                base, here, na = f"${LIVE}{values}", f"{column}{values}", f'"{NOT_AVAILABLE_TEXT}"'
                is_something = f"IF(ROUND({base},{self.digits(key)})=0,{na},({here}-{base})/ABS({base}))"
                text = f"=IF({_numbers(base, here)},{is_something},{na})"
                self._write_formula(f"{column}{row}", text, self.part(name, key), "0.0%")
        return row + 1

    def _write_formula(self, cell: str, text: str, value: CachedValue, shape: str) -> None:
        self.page.raw_formula(cell, text, value, None, **varied(LINE, number_format=shape))

    def write_state(self, rows: Mapping[str, int]) -> None:
        """Whether the live base is still what was compared, and which figures have moved."""
        lang, first, last = self.draft.lang, min(rows.values()), max(rows.values())
        gap = f"SUM({LIVE}{first}:{LIVE}{last})-SUM({COMPARED}{first}:{COMPARED}{last})"
        has_money = any(self.line(key).unit.startswith("yuan") for key in rows)
        unmoved = f"ABS({gap})<=0.01" if has_money else f"ROUND({gap},12)=0"
        cell, text = f"{LABEL}{STATE_ROW}", f'=IF({unmoved},"{SAME.text(lang)}","{MOVED.text(lang)}")'
        self.page.raw_formula(cell, text, SAME.text(lang), None, bold=True, alignment=styles.MIDDLE)
        self.page.colour_if(cell, f"NOT({unmoved})", styles.CHANGED_FILL)
        live, then = f"${LIVE}{first}", f"${COMPARED}{first}"
        apart = f"ABS({live}-{then})>ABS({then})*1E-9+1E-6"
        self.page.colour_if(
            f"{LIVE}{first}:{LIVE}{last}", f"AND({_numbers(live, then)},{apart})", styles.CHANGED_FILL
        )

    def section(self, row: int, text: Label) -> None:
        self.page.section(row, text, self.last)

    def write_names(self, row: int, label: Label, unit: Label | str) -> None:
        self.page.text(f"{LABEL}{row}", label, **WORDS)
        self.page.text(f"{UNIT}{row}", unit, **QUIET_LINE)
        if lines_of(self.page.said(label), WIDTHS[LABEL]) > 1:
            self.page.ws.row_dimensions[row].height = 28

    def line(self, key: str) -> LineItem:
        books = (appraisal.book for appraisal in self.comparison.appraisals.values())
        return next(book.lines[key] for book in books if key in book.lines)

    def value(self, name: str, key: str) -> float:
        return self.comparison.value(name, key) if name in self.comparison.appraisals else math.nan

    def difference(self, name: str, key: str) -> CachedValue:
        difference = self.value(name, key) - self.value(self.comparison.base, key)
        return cell_value(difference)

    def part(self, name: str, key: str) -> CachedValue:
        difference, base = self.difference(name, key), self.value(self.comparison.base, key)
        if isinstance(difference, str) or round(base, self.digits(key)) == 0:
            return NOT_AVAILABLE_TEXT
        return float(difference) / abs(base)

    def digits(self, key: str) -> int:
        """From which decimal on a base counts as nothing: money from the fen."""
        return 2 if self.line(key).unit.startswith("yuan") else 12


def _numbers(*cells: str) -> str:
    """The condition that all cells hold numbers."""
    return f"AND({','.join(f'ISNUMBER({cell})' for cell in cells)})"
