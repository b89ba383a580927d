"""The rows of the Inputs sheet: the figures that decide the result first, then every group in a planner's order.

Of an item first stands what it is called, then quantity, rate and timing together, below them its options, which fold
away. The spare slots of a group stand at its end, folded under one heading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from relocation.excel.layout.calculation import VALUE_COLUMN
from relocation.labels import Label, Language
from relocation.project.fields import ITEM_NAMES
from relocation.project.names import GROUPS, NOUNS, is_slot, noun_of
from relocation.project.sourced_inputs import InputValue, SourcedInputs

HEADING_ROW = 6
FIRST_ROW = HEADING_ROW + 1

KEY_FIGURES = Label("Figures that decide the result", "决定结果的关键数字")
FOLDED = {"evaluation", "published"}
SPARE = Label("open with + at the left", "点击左侧 + 展开")
# What of an item everybody fills, in declared order; the rest are options.
MAIN = {
    *("quantity", "rate", "unit", "basis", "amount", "kind", "share", "period", "start", "duration", "value"),
    *("type", "principal", "term", "grace", "method"),
}


@dataclass(frozen=True, slots=True)
class InputRow:
    """One input on the sheet. `lead` says in the first row of an item what it is.

    `level` is that of the outline, 0 where the row always shows; a folded row is out of sight until it is opened.
    """

    one: InputValue
    row: int
    lead: Label | None = None
    level: int = 0
    folded: bool = False

    @property
    def cell(self) -> str:
        """The cell of the value."""
        return f"{VALUE_COLUMN}{self.row}"


@dataclass(frozen=True, slots=True)
class InputBlock:
    """A heading and the inputs below it; the heading of spare rows stands inside a group."""

    heading: Label
    row: int
    rows: tuple[InputRow, ...]
    is_spare: bool = False


def inputs_layout(project: SourcedInputs, lang: Language) -> tuple[InputBlock, ...]:
    """Places every input of a project in column E, each exactly once; of names the one in `lang` first."""
    values = list(project.values())
    key = [one for one in values if one.record.key_figure and top_item(one.path) is None]
    blocks = [InputBlock(KEY_FIGURES, FIRST_ROW, tuple(_placed(map(_plain, key), FIRST_ROW + 1)))]
    taken = {one.path for one in key}
    for group in GROUPS:
        rest = [one for one in values if one.path.split(".")[0] == group and one.path not in taken]
        if rest:
            blocks += _group(group, rest, _end(blocks[-1]) + 1, lang)
    return tuple(blocks)


def input_rows(blocks: tuple[InputBlock, ...]) -> list[InputRow]:
    """Every input with its row, from top to bottom."""
    return [row for block in blocks for row in block.rows]


def input_cells(blocks: tuple[InputBlock, ...]) -> dict[str, str]:
    """Path -> cell of every input."""
    return {row.one.path: row.cell for row in input_rows(blocks)}


def top_item(path: str) -> str | None:
    """The outermost item that an input belongs to, such as loans.adbc; None for an input of a group itself."""
    parts = path.split(".")
    return next(
        (".".join(parts[: at + 1]) for at in range(1, len(parts) - 1) if parts[at - 1] in NOUNS),
        None,
    )


def _end(block: InputBlock) -> int:
    """The row after a block."""
    return block.row + len(block.rows) + 1


def _group(group: str, values: list[InputValue], row: int, lang: Language) -> list[InputBlock]:
    """The block of a group, and after it that of its spare slots if it has any.

    The parameters of the evaluation fold away like options, and so do published figures, of which the sheet Checks tells.
    """
    heading = GROUPS[group]
    items: dict[str, list[InputValue]] = {}
    rows: list[InputRow] = []
    for one in values:
        item = top_item(one.path)
        if item is None:
            rows.append(_plain(one))
        else:
            items.setdefault(item, []).append(one)
    spare: list[InputRow] = []
    for number, (item, inside) in enumerate(items.items(), start=1):
        found = _item(item, number, inside, lang)
        if is_slot(item):
            spare += found
        else:
            rows += found
    if group in FOLDED:
        away = group == "published" or not any(_is_touched(row.one) for row in rows)
        rows = [InputRow(row.one, 0, row.lead, max(row.level, 1), away) for row in rows]
        heading = Label(f"{heading.en}: {SPARE.en}", f"{heading.zh}：{SPARE.zh}")
    blocks = [InputBlock(heading, row, tuple(_placed(rows, row + 1)))]
    if spare:
        row = _end(blocks[0])
        noun = NOUNS[next(item for item in items if is_slot(item)).split(".")[-2]]
        said = Label(f"Spare rows, {noun.en.lower()}: {SPARE.en}", f"备用行（{noun.zh}）：{SPARE.zh}")
        blocks.append(InputBlock(said, row, tuple(_placed(spare, row + 1)), is_spare=True))
    return blocks


def _placed(rows: Iterable[InputRow], first: int) -> Iterator[InputRow]:
    for at, row in enumerate(rows, start=first):
        yield InputRow(row.one, at, row.lead, row.level, row.folded)


def _plain(one: InputValue) -> InputRow:
    return InputRow(one, 0)


def _item(path: str, number: int, values: list[InputValue], lang: Language) -> Iterator[InputRow]:
    """The rows of an item: its name, what everybody fills, options in use, the items in it, and the other options."""
    own_name, other_name = ITEM_NAMES if lang == "en" else ITEM_NAMES[::-1]
    own = {one.path.rpartition(".")[2]: one for one in values if one.path.rpartition(".")[0] == path}
    inside = [one for one in values if one.path.rpartition(".")[0] != path]
    first = [own[own_name]] if own_name in own else []
    main = [*first, *(one for name, one in own.items() if name in MAIN)]
    inner = [(one, lead) for one, lead in _with_leads(inside)]
    options = [one for name, one in own.items() if name not in MAIN and name != own_name]
    spare = is_slot(path)
    used = [] if spare else [one for one in options if _is_touched(one) and not one.path.endswith(other_name)]
    lead = noun_of(path, number)
    for at, one in enumerate([*main, *used]):
        yield InputRow(one, 0, None if at else lead, int(spare), spare)
    for one, inner_lead in inner:
        if not is_slot(one.path.removeprefix(path)):
            yield InputRow(one, 0, inner_lead, int(spare), spare)
    for one in options:
        if one not in used:
            yield InputRow(one, 0, None, 2, folded=True)
    for one, inner_lead in inner:
        if is_slot(one.path.removeprefix(path)):
            yield InputRow(one, 0, inner_lead, 2, folded=True)


def _with_leads(values: Iterable[InputValue]) -> Iterator[tuple[InputValue, Label | None]]:
    """Inputs of items inside an item, with what each is in its first row: Drawdown 2."""
    seen: dict[str, int] = {}
    before = ""
    for one in values:
        item = one.path.rpartition(".")[0]
        if item == before:
            yield one, None
            continue
        container = item.rpartition(".")[0]
        seen[container] = seen.get(container, 0) + 1
        yield one, noun_of(item, seen[container], numbered=True)
        before = item


def _is_touched(one: InputValue) -> bool:
    """Whether somebody stated an option: another value than the usual, or where it comes from."""
    return one.stated and (one.value != one.record.default or not one.source.is_silent)
