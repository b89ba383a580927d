"""The sheet Inputs of a livelihood: every number it rests on, unlocked and named, with its provenance and source."""

from __future__ import annotations

from typing import Any

from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from relocation.after_move.livelihood import Livelihood
from relocation.excel import styles
from relocation.excel.input_validation import validation
from relocation.excel.inputs_sheet import input_name, lines_of, note_text
from relocation.excel.livelihood_layout import FIRST_ROW, INPUT_COLUMN, INPUT_GROUPS
from relocation.excel.livelihood_page import FORMATS, SET_IN, LivelihoodPage
from relocation.excel.page import Look, put_number
from relocation.labels import Label, said_twice
from relocation.project.fields import PROVENANCE, FieldRecord
from relocation.project.names import item_name
from relocation.project.project import InputValue, Source

HEADS = (
    Label("Item", "所属项目"),
    Label("Input", "输入项"),
    Label("Unit", "单位"),
    Label("Value", "数值"),
    Label("Provenance", "数据性质"),
    Label("Source", "来源"),
    Label("Note", "说明"),
    Label("Path", "路径"),
)
WIDTHS = {"A": 34, "B": 22, "C": 14, "D": 18, "E": 12, "F": 24, "G": 56, "H": 40}
SMALL: Look = {"size": 8, "colour": styles.QUIET}
OF_PROJECT = {"place.households": "village.households", "place.persons": "village.persons"}


def write_livelihood_inputs(sheet: LivelihoodPage, livelihood: Livelihood) -> None:
    """Writes every number that a line is worked out from."""
    page = sheet.page
    page.title(
        Label(f"{livelihood.name.en}: inputs", f"{livelihood.name.zh}：输入"),
        Label(
            "Change the yellow cells: every other sheet follows. A count or income that is not known is 0.",
            "请修改黄色单元格，其余各表随之变动。未知的数量或收入填0。",
        ),
    )
    sheet.heads(FIRST_ROW - 1, HEADS)
    for group, row in sheet.layout.groups.items():
        page.section(row, INPUT_GROUPS[group], len(HEADS))
        page.ws.row_dimensions[row].height = 18
    values = {one.path: one for one in livelihood.values()}
    names = _item_names(livelihood)
    validations: dict[Any, DataValidation] = {}
    for path, row in sheet.layout.inputs.items():
        _write(sheet, livelihood, values[path], row, names.get(path.rpartition(".")[0]), validations)
    for one in validations.values():
        page.ws.add_data_validation(one)
    page.widths(WIDTHS)
    page.ws.freeze_panes = f"A{FIRST_ROW}"
    page.print_setup(titles=f"1:{FIRST_ROW - 1}")


def _write(
    sheet: LivelihoodPage,
    livelihood: Livelihood,
    one: InputValue,
    row: int,
    item: Label | None,
    validations: dict[Any, DataValidation],
) -> None:
    page, lang, record = sheet.page, sheet.page.draft.lang, one.record
    source = _source(livelihood, one)
    sheet.text(f"A{row}", item or "")
    sheet.text(f"B{row}", record.label)
    sheet.text(f"C{row}", sheet.unit(record.unit), **SMALL)
    value = float(page.draft.inputs[one.path])
    cell = page.ws[f"{INPUT_COLUMN}{row}"]
    put_number(cell, value)
    cell.number_format = (
        "0" if record.kind == "whole" else FORMATS.get(record.unit, styles.number_format(record.unit))
    )
    cell.fill, cell.border, cell.protection = styles.INPUT_FILL, styles.HAIRLINE, styles.UNLOCKED
    cell.font, cell.alignment = styles.font(lang, colour=styles.INPUT_INK), styles.RIGHT
    set_in: Look = {**SMALL, "alignment": SET_IN}
    sheet.text(f"E{row}", PROVENANCE[source.provenance], **set_in)
    sheet.text(f"F{row}", source.source, **SMALL)
    note = note_text(source.derivation, said_twice(source.note).text(lang))
    sheet.text(f"G{row}", note, **SMALL)
    sheet.text(f"H{row}", one.path, **SMALL)
    height = max(lines_of(note, WIDTHS["G"] * 1.15), lines_of(item.text(lang) if item else "", WIDTHS["A"]))
    page.ws.row_dimensions[row].height = max(15.0, 12.0 * height + 3)
    _validate(record, f"{INPUT_COLUMN}{row}", sheet, validations)
    target = f"'{page.ws.title}'!${INPUT_COLUMN}${row}"
    page.draft.workbook.defined_names[input_name(one.path)] = DefinedName(
        input_name(one.path), attr_text=target
    )


def _validate(
    record: FieldRecord, cell: str, sheet: LivelihoodPage, validations: dict[Any, DataValidation]
) -> None:
    """One validation for all cells that need the same."""
    alike = (record.label, record.kind, record.low, record.high, record.unit)
    if alike not in validations:
        validations[alike] = validation(record, sheet.page.draft.lang)
    validations[alike].add(cell)


def _source(livelihood: Livelihood, one: InputValue) -> Source:
    """Where a value comes from; people that the project counts have the source that they have there."""
    project = livelihood.project
    if project is not None and one.path in OF_PROJECT and not one.value:
        return project.sources[OF_PROJECT[one.path]]
    return one.source


def _item_names(livelihood: Livelihood) -> dict[str, Label]:
    texts = {one.path: str(one.value) for one in livelihood.values() if one.record.kind == "text"}
    parents = {path.rpartition(".")[0] for path in texts if path.endswith(".label_en")}
    return {
        path: item_name(path, texts.get(f"{path}.label_en", ""), texts.get(f"{path}.label_zh", ""))
        for path in parents
    }
