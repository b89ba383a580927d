"""The rows of the Inputs sheet: the figures that decide the result first, then every group in a planner's order."""

from __future__ import annotations

from dataclasses import dataclass

from relocation.excel.layout import VALUE_COLUMN
from relocation.labels import Label
from relocation.project.names import item_name
from relocation.project.project import InputValue, Project

HEADING_ROW = 6
FIRST_ROW = HEADING_ROW + 1
MOST_KEY_FIGURES = 14

GROUPS: dict[str, Label] = {
    "village": Label("Village", "村庄概况"),
    "timeline": Label("Timeline", "时间轴"),
    "land_quota": Label("Land quota", "土地指标"),
    "subsidies": Label("Subsidies", "财政补助"),
    "construction": Label("Construction and reclamation", "工程与复垦"),
    "compensation": Label("Compensation", "拆迁补偿"),
    "purchases": Label("Purchases by households", "农户购房"),
    "loans": Label("Loans", "贷款"),
    "income": Label("Yearly income after the move", "搬迁后年收入"),
    "costs": Label("Yearly costs after the move", "搬迁后年支出"),
    "other": Label("Other lines", "其他项目"),
    "evaluation": Label("Evaluation", "评价参数"),
    "published": Label("Published figures to compare with", "用于对照的已公布数字"),
}


@dataclass(frozen=True, slots=True)
class InputRow:
    """One input on the sheet."""

    one: InputValue
    row: int
    item: Label | None = None

    @property
    def cell(self) -> str:
        """The cell of the value."""
        return f"{VALUE_COLUMN}{self.row}"


@dataclass(frozen=True, slots=True)
class InputBlock:
    """A heading and the inputs below it."""

    heading: Label
    row: int
    rows: tuple[InputRow, ...]
    is_item: bool = False


def inputs_layout(project: Project) -> tuple[InputBlock, ...]:
    """Places every input of a project in column E, each exactly once."""
    names = item_names(project)
    key = _key_figures(project)
    blocks = [_block(Label("Figures that decide the result", "决定结果的关键数字"), FIRST_ROW, key, names)]
    row = _next_row(blocks[-1])
    taken = {one.path for one in key}
    for group, heading in GROUPS.items():
        rest = [one for one in project.values() if one.path.split(".")[0] == group and one.path not in taken]
        if not rest:
            continue
        own = [one for one in rest if _item(one.path) is None]
        blocks.append(_block(heading, row, own, names))
        row = _next_row(blocks[-1]) - (not own)
        for item in dict.fromkeys(item for one in rest if (item := _item(one.path)) is not None):
            inside = [one for one in rest if _item(one.path) == item]
            blocks.append(_block(names[item], row, inside, names, is_item=True))
            row = _next_row(blocks[-1]) - 1
        row += 1
    return tuple(blocks)


def input_rows(blocks: tuple[InputBlock, ...]) -> list[InputRow]:
    """Every input with its row, from top to bottom."""
    return [row for block in blocks for row in block.rows]


def input_cells(blocks: tuple[InputBlock, ...]) -> dict[str, str]:
    """Path -> cell of every input."""
    return {row.one.path: row.cell for row in input_rows(blocks)}


def _block(
    heading: Label, row: int, values: list[InputValue], names: dict[str, Label], *, is_item: bool = False
) -> InputBlock:
    rows = tuple(
        InputRow(one, row + 1 + at, names.get(_item(one.path) or "")) for at, one in enumerate(values)
    )
    return InputBlock(heading, row, rows, is_item)


def _next_row(block: InputBlock) -> int:
    return block.row + len(block.rows) + 2


def _key_figures(project: Project) -> list[InputValue]:
    """The marked fields; of a group of items only those of its first item, so that one screen holds them."""
    seen: set[str] = set()
    found = []
    for one in project.values():
        item = _item(one.path)
        pattern = one.path if item is None else f"{item.split('.')[0]}.{one.path.rsplit('.', 1)[1]}"
        if one.record.key_figure and pattern not in seen:
            seen.add(pattern)
            found.append(one)
    return found[:MOST_KEY_FIGURES]


def _item(path: str) -> str | None:
    """The path of the item an input belongs to: loans.adbc, or loans.adbc.drawdowns.first; None for a group's own."""
    *groups, _ = path.split(".")
    return ".".join(groups) if len(groups) > 1 else None


def item_names(project: Project) -> dict[str, Label]:
    """The name of every item by its path."""
    texts = {one.path: str(one.value) for one in project.values() if one.record.kind == "text"}
    items = dict.fromkeys(item for one in project.values() if (item := _item(one.path)) is not None)
    return {
        item: item_name(item, texts.get(f"{item}.label_en", ""), texts.get(f"{item}.label_zh", ""))
        for item in items
    }
