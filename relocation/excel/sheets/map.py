"""The Map sheet: which number stands in which cell, under the path by which all programs and messages know it."""

from __future__ import annotations

from collections.abc import Mapping

from relocation.excel.layout.calculation import row_and_column
from relocation.excel.layout.inputs import InputRow
from relocation.excel.layout.kinds import SHEETS
from relocation.excel.write import styles
from relocation.excel.write.draft import Draft, MapRow
from relocation.excel.write.page import Page
from relocation.excel.write.styles import Look, set_style
from relocation.labels import Label

HEAD_ROW, PATH_COLUMN, LABEL_COLUMN = 4, "C", "E"
HEADS = (
    Label("Sheet", "工作表"),
    Label("Cell", "单元格"),
    Label("Path", "路径"),
    Label("Period", "期次"),
    Label("Input", "输入项"),
)


def map_rows(inputs: int) -> tuple[int, int]:
    """The first and last row of the inputs on the Map."""
    return HEAD_ROW + 1, HEAD_ROW + inputs


def write_map(draft: Draft, inputs: list[InputRow], names: Mapping[str, Label]) -> None:
    """Writes inputs first, then every formula cell; a row of periods as one."""
    page = Page.of(draft, "map")
    page.title(
        Label("Map", "对照"),
        Label(
            "Every cell that holds a number, and the path under which all programs and messages know it.",
            "每个数字单元格及其路径；程序与提示信息均使用该路径。",
        ),
    )
    page.heading(HEAD_ROW, HEADS)
    sheet = SHEETS["inputs"].text(draft.lang)
    rows: list[tuple[str, ...]] = [
        (sheet, row.cell, row.path, "", names[row.path].text(draft.lang)) for row in inputs
    ]
    rows += _ranges(draft.map)
    for number, texts in enumerate(rows, start=HEAD_ROW + 1):
        for column, text in zip("ABCDE", texts, strict=False):
            _write(page, f"{column}{number}", text)
    page.widths({"A": 14, "B": 12, "C": 58, "D": 8, "E": 56})
    page.ws.freeze_panes = f"A{HEAD_ROW + 1}"
    page.print_to_scale((HEAD_ROW, HEAD_ROW), landscape=False)


def _write(page: Page, address: str, text: str) -> None:
    """A text in the plainest look, since there are thousands; one with the name of an item is joined with it."""
    names = page.draft.names
    if names.is_live(text):
        plain: Look = {"alignment": styles.MIDDLE, "number_format": "General"}
        page.raw_formula(
            address, names.formula(text, always=True), names.text(text, always=True), None, **plain
        )
        return
    cell = page.ws[address]
    cell.value, cell.data_type = text, "s"
    set_style(cell, font=styles.font(page.draft.lang))


def _ranges(cells: list[MapRow]) -> list[tuple[str, ...]]:
    """Neighbouring cells of one line as one range."""
    alike: dict[tuple[str, int, str], list[MapRow]] = {}
    for shown in cells:
        row, _ = row_and_column(shown.cell)
        group = shown.path if shown.period is not None else f"{shown.path}@{shown.cell}"
        alike.setdefault((shown.sheet, row, group), []).append(shown)
    return [
        (
            same[0].sheet,
            same[0].cell if len(same) == 1 else f"{same[0].cell}:{same[-1].cell}",
            same[0].path,
            _periods(same[0].period, same[-1].period),
        )
        for same in alike.values()
    ]


def _periods(first: int | None, last: int | None) -> str:
    return "" if first is None else f"{first}" if first == last else f"{first}-{last}"
