"""The Comparison sheet: the base by live formulas, every other case as values, and their differences by formula.

A workbook holds one plan, so the figures of the other cases come from the program and cannot follow an input. Beside
the live base stands what it came to when the cases were compared; the head tells when the two part.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break

from relocation.excel.sheets.verdict import ANSWER
from relocation.excel.write import styles
from relocation.excel.write.cell_styles import Look
from relocation.excel.write.conditional_looks import colour_passes
from relocation.excel.write.draft import CachedValue, Draft
from relocation.excel.write.layout import COMPARISON
from relocation.excel.write.page import Page
from relocation.excel.write.printing import lines_of
from relocation.formula.language.book import LineItem
from relocation.formula.targets.excel import NOT_AVAILABLE_TEXT
from relocation.labels import Label
from relocation.project.names import input_labels
from relocation.scenarios.comparison import Comparison, stated_value
from relocation.scenarios.scenario import BASE, inputs_of
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
    page.heading(row + 1, [head.text(lang) for head in HEADS])
    row += 2
    known, names = inputs_of(*projects), input_labels(*projects)
    for name, changes in comparison.changed.items():
        for path, change in changes.items():
            record = known[path].record
            page.text(f"A{row}", name, border=styles.HAIRLINE)
            page.text(f"B{row}", UNITS[record.unit].text(lang), border=styles.HAIRLINE, colour=styles.QUIET)
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
    look: Look = {"border": styles.HAIRLINE, "alignment": styles.RIGHT, "number_format": styles.ANY_NUMBER}
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
    page = Page(draft, SHEET, draft.workbook.create_sheet(COMPARISON.text(draft.lang)))
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
        return {name: get_column_letter(at) for at, name in enumerate(names, start=FIRST_COLUMN)}

    @property
    def last(self) -> int:
        return FIRST_COLUMN - 1 + len(self.columns)

    def write_heads(self) -> None:
        lang, base = self.draft.lang, self.comparison.base
        name = Label("Base", "基准").text(lang) if base == BASE else base
        heads = [
            Label("Output", "指标").text(lang),
            Label("Unit", "单位").text(lang),
            name,
            name,
            *self.columns,
        ]
        self.page.heading(NAME_ROW, heads)
        others = [VALUE_KIND if name in self.comparison.appraisals else FAILED_KIND for name in self.columns]
        kinds = [LIVE_KIND, COMPARED_KIND, *others]
        quiet: Look = {
            "size": 8,
            "colour": styles.QUIET,
            "fill": styles.TOTAL_FILL,
            "alignment": styles.CENTRE,
        }
        for at, kind in enumerate([Label("", ""), Label("", ""), *kinds], start=1):
            self.page.text(f"{get_column_letter(at)}{KIND_ROW}", kind.text(lang), **quiet)
        deepest = max(lines_of(head, COLUMN_WIDTH - 2) for head in heads)
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
            self.write_names(row, line.label.text(self.draft.lang), self.draft.unit_text(line.unit))
            if key in self.draft.book.lines:
                self.page.line(f"{LIVE}{row}", key, bold=True, border=styles.HAIRLINE)
            else:
                self.write_number(f"{LIVE}{row}", math.nan, line.unit)
            for name, column in {self.comparison.base: COMPARED, **self.columns}.items():
                self.write_number(f"{column}{row}", self.value(name, key), line.unit)
            rows[key] = row
            row += 1
            if key == "irr" and any(status != "unique" for status in self.comparison.statuses.values()):
                self.write_statuses(row)
                row += 1
        return rows

    def write_verdict(self, row: int) -> None:
        """Viable or not, in words by the format of the number."""
        look: Look = {
            "number_format": ANSWER.text(self.draft.lang),
            "alignment": styles.CENTRE,
            "border": styles.HAIRLINE,
        }
        self.write_names(row, Label("Verdict", "结论").text(self.draft.lang), "")
        self.page.line(f"{LIVE}{row}", VIABLE, **look)
        for name, column in {self.comparison.base: COMPARED, **self.columns}.items():
            value = self.value(name, VIABLE)
            if not math.isfinite(value):
                self.write_number(f"{column}{row}", value, "")
            else:
                self.page.number(f"{column}{row}", value, "", **look)
        colour_passes(self.page, f"{LIVE}{row}:{get_column_letter(self.last)}{row}")

    def write_statuses(self, row: int) -> None:
        """Beside a rate of return that is not available: whether there is none, or more than one."""
        self.write_names(row, STATUS.text(self.draft.lang), "")
        for name, column in {self.comparison.base: COMPARED, **self.columns}.items():
            status = self.comparison.statuses.get(name)
            said = NOT_AVAILABLE_TEXT if status is None else STATUSES[status].text(self.draft.lang)
            self.page.text(f"{column}{row}", said, alignment=styles.RIGHT, border=styles.HAIRLINE)

    def write_differences(self, row: int, rows: Mapping[str, int]) -> int:
        """How much more each case has than the base; gives the row after the last."""
        self.section(row, Label("Difference to the base (live formulas)", "与基准之差（实时公式）"))
        for key, at in rows.items():
            row += 1
            line = self.line(key)
            other = DIFFERENT_UNITS.get(line.unit)
            unit = other.text(self.draft.lang) if other else self.draft.unit_text(line.unit)
            self.write_names(row, line.label.text(self.draft.lang), unit)
            shape = styles.difference_format(line.unit, self.draft.money)
            for name, column in self.columns.items():
                base, here = f"${LIVE}{at}", f"{column}{at}"
                text = f'=IF({_numbers(base, here)},{here}-{base},"{NOT_AVAILABLE_TEXT}")'
                value = self.difference(name, key)
                self.page.raw_formula(
                    f"{column}{row}", text, value, None, number_format=shape, border=styles.HAIRLINE
                )
        return row + 1

    def write_percentages(self, row: int, rows: Mapping[str, int]) -> int:
        """The same as a part of the base; gives the row after the last."""
        self.section(
            row, Label("Difference in % of the base (live formulas)", "与基准之差的百分比（实时公式）")
        )
        shown = {key: at for key, at in rows.items() if self.line(key).unit not in NO_PERCENTAGE}
        for key, at in shown.items():
            row += 1
            self.write_names(row, self.line(key).label.text(self.draft.lang), "%")
            for name, column in self.columns.items():
                base, here, na = f"${LIVE}{at}", f"{column}{at}", f'"{NOT_AVAILABLE_TEXT}"'
                is_something = f"IF(ROUND({base},{self.digits(key)})=0,{na},({here}-{base})/ABS({base}))"
                text = f"=IF({_numbers(base, here)},{is_something},{na})"
                value = self.part(name, key)
                self.page.raw_formula(
                    f"{column}{row}", text, value, None, number_format="0.0%", border=styles.HAIRLINE
                )
        return row + 1

    def write_state(self, rows: Mapping[str, int]) -> None:
        """Whether the live base is still what was compared, and which figures have moved."""
        lang, first, last = self.draft.lang, min(rows.values()), max(rows.values())
        gap = f"SUM({LIVE}{first}:{LIVE}{last})-SUM({COMPARED}{first}:{COMPARED}{last})"
        has_money = any(self.line(key).unit.startswith("yuan") for key in rows)
        unmoved = f"ABS({gap})<=0.01" if has_money else f"ROUND({gap},12)=0"
        cell, text = f"{LABEL}{STATE_ROW}", f'=IF({unmoved},"{SAME.text(lang)}","{MOVED.text(lang)}")'
        self.page.raw_formula(cell, text, SAME.text(lang), None, bold=True, alignment=styles.MIDDLE)
        self.mark(cell, f"NOT({unmoved})")
        live, then = f"${LIVE}{first}", f"${COMPARED}{first}"
        apart = f"ABS({live}-{then})>ABS({then})*1E-9+1E-6"
        self.mark(f"{LIVE}{first}:{LIVE}{last}", f"AND({_numbers(live, then)},{apart})")

    def mark(self, cells: str, formula: str) -> None:
        """The colour of a changed input where the formula holds."""
        rule = Rule(type="expression", dxf=DifferentialStyle(fill=styles.CHANGED_FILL), formula=[formula])
        self.page.ws.conditional_formatting.add(cells, rule)

    def section(self, row: int, text: Label) -> None:
        self.page.section(row, text, self.last)

    def write_names(self, row: int, label: str, unit: str) -> None:
        self.page.text(f"{LABEL}{row}", label, border=styles.HAIRLINE, alignment=styles.LEFT)
        self.page.text(f"{UNIT}{row}", unit, border=styles.HAIRLINE, colour=styles.QUIET)
        if lines_of(label, WIDTHS[LABEL]) > 1:
            self.page.ws.row_dimensions[row].height = 28

    def write_number(self, cell: str, value: float, unit: str) -> None:
        if math.isfinite(value):
            self.page.number(cell, value, unit, border=styles.HAIRLINE)
        else:
            self.page.text(cell, NOT_AVAILABLE_TEXT, border=styles.HAIRLINE, alignment=styles.RIGHT)

    def line(self, key: str) -> LineItem:
        books = (one.book for one in self.comparison.appraisals.values())
        return next(book.lines[key] for book in books if key in book.lines)

    def value(self, name: str, key: str) -> float:
        return self.comparison.value(name, key) if name in self.comparison.appraisals else math.nan

    def difference(self, name: str, key: str) -> CachedValue:
        found = self.value(name, key) - self.value(self.comparison.base, key)
        return found if math.isfinite(found) else NOT_AVAILABLE_TEXT

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
