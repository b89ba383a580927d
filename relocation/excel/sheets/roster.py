"""The roster workbook: what a village fills, one row for each household, and the sheet for manual overrides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from relocation.excel.layout.kinds import ROSTER_SHEET
from relocation.excel.write import styles
from relocation.excel.write.draft import data_draft
from relocation.excel.write.page import TEXT_FORMAT, Page
from relocation.excel.write.saving import file_bytes
from relocation.excel.write.validation import list_validation, validation
from relocation.households.columns import RosterColumn
from relocation.households.overrides import COLUMNS as OVERRIDE_COLUMNS
from relocation.households.overrides import SHEET as OVERRIDES
from relocation.households.roster import SYNTHETIC_NOTE, Roster, roster_value
from relocation.households.rules import RuleSet
from relocation.labels import Label, Language
from relocation.reading.headings import TableColumn
from relocation.tables.units import UNITS

HELP_ROW, HEADING_ROW = 3, 4
LONGEST_LIST = 250  # characters
PREPARED_ROWS = 5_000  # rows with validation; rows below are read all the same
FILL_IN = Label(
    "One row for each household, from row 5 on. Ids are texts. Nothing else is needed in this file.",
    "从第5行起每户一行；户编号为文本格式。本文件无需填写其他内容。",
)
FORMATS = {"m2": "#,##0.00", "mu": "#,##0.00", "yuan": "#,##0.00"}


def roster_template(rules: RuleSet, lang: Language = "en", roster: Roster | None = None) -> bytes:
    """The workbook to be filled, or the same with the households of a roster; it reads back as that roster."""
    draft = data_draft(lang)
    page = Page.of(draft, "roster", {"roster": ROSTER_SHEET})
    synthetic = roster is not None and roster.synthetic
    page.title(rules.label, SYNTHETIC_NOTE if synthetic else FILL_IN)
    _validate(page, _write_table(page, rules.roster_columns).values())
    page.ws.freeze_panes = f"C{HEADING_ROW + 1}"
    page.print_setup(titles=f"1:{HEADING_ROW}")
    if roster is not None:
        _fill(page, rules, roster)
    _write_overrides(Page.of(draft, "overrides", {"overrides": OVERRIDES}), rules)
    return file_bytes(draft.workbook, {})


def _write_table(page: Page, columns: Sequence[TableColumn]) -> dict[str, DataValidation]:
    """Help above the headings, so that every row below them is a household; returns what each column takes, by its key."""
    lang, rules = page.draft.lang, dict[str, DataValidation]()
    page.heading(HEADING_ROW, [_heading(column, lang) for column in columns])
    for number, column in enumerate(columns, start=1):
        letter, record = get_column_letter(number), column.record
        page.text(f"{letter}{HELP_ROW}", record.help, size=8, colour=styles.QUIET, alignment=styles.LEFT)
        text = record.kind in ("text", "choice")
        usual = TEXT_FORMAT if text else FORMATS.get(record.unit, "0")
        page.ws.column_dimensions[letter].number_format = usual
        page.ws.column_dimensions[letter].width = 26 if column.private else 14
        rules[column.key] = validation(record, lang)
        rules[column.key].add(f"{letter}{HEADING_ROW + 1}:{letter}{HEADING_ROW + PREPARED_ROWS}")
    page.ws.row_dimensions[HELP_ROW].height = 48
    page.ws.row_dimensions[HEADING_ROW].height = 30
    return rules


def _validate(page: Page, rules: Iterable[DataValidation]) -> None:
    for rule in rules:
        page.ws.add_data_validation(rule)


def _heading(column: TableColumn, lang: Language) -> str:
    name, unit = column.record.label.text(lang), UNITS[column.record.unit].text(lang)
    if not isinstance(column, RosterColumn) or column.part == "household" or column.scale == 1:
        return name
    return f"{name}（{unit}）" if lang == "zh" else f"{name} ({unit})"


def _fill(page: Page, rules: RuleSet, roster: Roster) -> None:
    columns = [
        (get_column_letter(number), column) for number, column in enumerate(rules.roster_columns, start=1)
    ]
    for place in range(len(roster)):
        for letter, column in columns:
            cell = f"{letter}{HEADING_ROW + 1 + place}"
            value = roster_value(roster, column, place, page.draft.lang)
            if isinstance(value, str):
                if value:
                    page.text(cell, value)
                continue
            shown, shape = (value / 100, FORMATS["yuan"]) if column.scale == 100 else (value, "General")
            page.number(cell, shown, column.record.unit, number_format=shape, alignment=styles.MIDDLE)


def _write_overrides(page: Page, rules: RuleSet) -> None:
    signed = Label(
        "A decision without author, reason and date is refused.", "缺少决定人、理由或日期的调整不予接受。"
    )
    page.title(OVERRIDES, signed)
    ids, taken = [rule.id for rule in rules.rules], _write_table(page, OVERRIDE_COLUMNS)
    # The list of rules may be longer than a validation can hold; then the column stays a free text.
    if len(",".join(ids)) < LONGEST_LIST:
        cells = taken.pop("rule").sqref
        taken["rule"] = list_validation(ids)
        taken["rule"].sqref = cells
    _validate(page, taken.values())
    page.text("D1", " · ".join(f"{rule.id} = {page.said(rule.label)}" for rule in rules.rules), size=8)
    page.ws.freeze_panes = f"A{HEADING_ROW + 1}"
    page.print_setup(titles=f"1:{HEADING_ROW}")
