"""The sheet Inputs of a livelihood, in the columns of a project's: every value it states, with its provenance and source.

The sheet holds all of the livelihood, words too, so that a filled workbook can be read again (livelihood_reader).
"""

from __future__ import annotations

from dataclasses import replace

from relocation.excel.layout.inputs import InputRow
from relocation.excel.sheets.inputs import HEADINGS, LAST_COLUMN, WIDTHS, InputValidations, write_input
from relocation.excel.write.page import Page
from relocation.labels import Label
from relocation.livelihood.livelihood import Livelihood
from relocation.project.names import item_name
from relocation.project.sourced_inputs import InputValue

FIRST_ROW = 6  # below title, subtitle, a gap and the headings
INPUT_COLUMN = "E"  # as on the Inputs sheet of a project
INPUT_GROUPS: dict[str, Label] = {
    "place": Label("The place", "地点"),
    "before": Label("Before the move", "搬迁前"),
    "after": Label("Income of a year after the move", "搬迁后年收入"),
    "once": Label("Received once", "一次性所得"),
    "measures": Label("Measures", "增收措施"),
    "spared_interest": Label("Interest that is spared", "免除的利息"),
    "collective": Label("Village collective", "村集体"),
    "risks": Label("Risks in words of its own", "风险应对说明"),
}
OF_PROJECT = {"place.households": "village.households", "place.persons": "village.persons"}


def input_rows(livelihood: Livelihood) -> dict[str, int]:
    """The row of every value that is stated, group by group. Raises LookupError for one of no group."""
    rows: dict[str, int] = {}
    row = FIRST_ROW
    stated = [input_value.path for input_value in livelihood.values()]
    for group in INPUT_GROUPS:
        paths = [path for path in stated if path.group == group]
        rows |= {path: row + 1 + position for position, path in enumerate(paths)}
        row += len(paths) + 2 if paths else 0
    if strays := set(stated) - set(rows):
        raise LookupError(f"inputs that belong to no group of the sheet: {sorted(strays)}")
    return rows


def write_livelihood_inputs(page: Page, livelihood: Livelihood) -> None:
    """Writes every value as an unlocked, validated, named cell."""
    rows = input_rows(livelihood)
    page.title(
        Label(f"{livelihood.name.en}: inputs", f"{livelihood.name.zh}：输入"),
        Label(
            "Change the yellow cells: every other sheet follows. A count or income that is not known stays empty.",
            "请修改黄色单元格，其余各表随之变动。未知的数量或收入留空。",
        ),
    )
    page.heading(FIRST_ROW - 1, [head.text(page.draft.lang) for head in HEADINGS], first_column=2)
    validations = InputValidations(page)
    names = _item_names(livelihood)
    for group, name in INPUT_GROUPS.items():
        values = [input_value for input_value in livelihood.values() if input_value.path.group == group]
        if not values:
            continue
        row = rows[values[0].path] - 1
        page.section(row, name, LAST_COLUMN)
        page.ws.row_dimensions[row].height = 18
        placed = tuple(
            InputRow(_resolved(livelihood, value), rows[value.path], names.get(value.path.parent))
            for value in values
        )
        for one in placed:
            write_input(page, one, validations)
            if one.record.kind == "whole":
                page.ws[one.cell].number_format = "0"  # years and people, not amounts
    validations.attach()
    page.widths({**WIDTHS, "B": 22})
    page.ws.freeze_panes = f"A{FIRST_ROW}"
    page.print_setup(titles=f"1:{FIRST_ROW - 1}")
    page.ws.print_area = f"A1:I{max(rows.values())}"


def _resolved(livelihood: Livelihood, input_value: InputValue) -> InputValue:
    """A value as formulas need it: people whom the project counts stand as numbers, with the source they have there."""
    if input_value.path == "collective.members" and not input_value.value:
        return replace(input_value, value=float(livelihood.members))
    project = livelihood.project
    if project is None or input_value.path not in OF_PROJECT or input_value.value:
        return input_value
    path = OF_PROJECT[input_value.path]
    return replace(input_value, value=project.value(path), source=project.sources[path])


def _item_names(livelihood: Livelihood) -> dict[str, Label]:
    texts = {
        input_value.path: str(input_value.value)
        for input_value in livelihood.values()
        if input_value.record.kind == "text"
    }
    items = {path.parent for path in texts if path.name == "label_en"}
    return {
        item: item_name(item, texts.get(item / "label_en", ""), texts.get(item / "label_zh", ""))
        for item in items
    }
