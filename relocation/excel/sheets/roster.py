"""The roster workbook: what a village fills, one row for each household, and the sheet for manual overrides."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from relocation.excel.write import styles
from relocation.excel.write.input_marks import list_validation, validation
from relocation.excel.write.plain_cells import (
    TEXT_FORMAT,
    book_bytes,
    headings,
    new_book,
    page,
    put,
    title,
    widths,
)
from relocation.households.columns import RosterColumn
from relocation.households.overrides import COLUMNS as OVERRIDE_COLUMNS
from relocation.households.overrides import SHEET as OVERRIDES
from relocation.households.roster import SYNTHETIC_NOTE, Roster, roster_value
from relocation.households.rules import RuleSet
from relocation.labels import Label, Language
from relocation.reading.headings import TableColumn
from relocation.tables.units import UNITS

SHEET = Label("Households", "农户花名册")
HELP_ROW, HEADING_ROW = 3, 4
PREPARED_ROWS = 5_000  # rows with validation; rows below are read all the same
FILL_IN = Label(
    "One row for each household, from row 5 on. Ids are texts. Nothing else is needed in this file.",
    "从第5行起每户一行；户编号为文本格式。本文件无需填写其他内容。",
)
FORMATS = {"m2": "#,##0.00", "mu": "#,##0.00", "yuan": "#,##0.00"}


def roster_template(rules: RuleSet, lang: Language = "en", roster: Roster | None = None) -> bytes:
    """The workbook to be filled, or the same with the households of a roster; it reads back as that roster."""
    book = new_book()
    sheet = book.create_sheet(SHEET.text(lang))
    synthetic = roster is not None and roster.synthetic
    title(sheet, rules.label, (SYNTHETIC_NOTE if synthetic else FILL_IN).text(lang), lang)
    _table(sheet, rules.roster_columns, lang)
    sheet.freeze_panes = f"C{HEADING_ROW + 1}"
    page(sheet, lang, landscape=True, titles=f"1:{HEADING_ROW}")
    if roster is not None:
        _fill(sheet, rules, roster, lang)
    _overrides(book.create_sheet(OVERRIDES.text(lang)), rules, lang)
    return book_bytes(book)


def _table(sheet: Worksheet, columns: Sequence[TableColumn], lang: Language) -> None:
    """Help above the headings, so that every row below them is a household."""
    headings(sheet, HEADING_ROW, [_heading(column, lang) for column in columns], lang)
    for at, column in enumerate(columns, start=1):
        help_text = column.record.help.text(lang)
        put(sheet, HELP_ROW, at, help_text, lang, size=8, colour=styles.QUIET, alignment=styles.LEFT)
        letter = get_column_letter(at)
        text = column.record.kind in ("text", "choice")
        usual = TEXT_FORMAT if text else FORMATS.get(column.record.unit, "0")
        sheet.column_dimensions[letter].number_format = usual
        _validate(sheet, validation(column.record, lang), letter)
    sheet.row_dimensions[HELP_ROW].height = 48
    sheet.row_dimensions[HEADING_ROW].height = 30
    widths(sheet, {at: 26 if column.private else 14 for at, column in enumerate(columns, start=1)})


def _heading(column: TableColumn, lang: Language) -> str:
    name, unit = column.record.label.text(lang), UNITS[column.record.unit].text(lang)
    if not isinstance(column, RosterColumn) or column.part == "household" or column.scale == 1:
        return name
    return f"{name}（{unit}）" if lang == "zh" else f"{name} ({unit})"


def _validate(sheet: Worksheet, rule: DataValidation, letter: str) -> None:
    rule.add(f"{letter}{HEADING_ROW + 1}:{letter}{HEADING_ROW + PREPARED_ROWS}")
    sheet.add_data_validation(rule)


def _fill(sheet: Worksheet, rules: RuleSet, roster: Roster, lang: Language) -> None:
    for at in range(len(roster)):
        for place, column in enumerate(rules.roster_columns, start=1):
            value = roster_value(roster, column, at, lang)
            if isinstance(value, int) and column.scale == 100:
                put(sheet, HEADING_ROW + 1 + at, place, value / 100, lang, number_format="#,##0.00")
            elif value != "":
                put(sheet, HEADING_ROW + 1 + at, place, value, lang)


def _overrides(sheet: Worksheet, rules: RuleSet, lang: Language) -> None:
    signed = Label(
        "A decision without author, reason and date is refused.", "缺少决定人、理由或日期的调整不予接受。"
    )
    title(sheet, OVERRIDES, signed.text(lang), lang)
    _table(sheet, OVERRIDE_COLUMNS, lang)
    # The list of rules may be longer than a validation can hold; then the column stays a free text.
    ids = [rule.id for rule in rules.rules]
    put(sheet, 1, 4, " · ".join(f"{rule.id} = {rule.label.text(lang)}" for rule in rules.rules), lang, size=8)
    if len(",".join(ids)) < 250:
        sheet.data_validations.dataValidation = [
            one for one in sheet.data_validations.dataValidation if not str(one.sqref).startswith("B")
        ]
        _validate(sheet, list_validation(ids), "B")
    sheet.freeze_panes = f"A{HEADING_ROW + 1}"
    page(sheet, lang, landscape=True, titles=f"1:{HEADING_ROW}")
