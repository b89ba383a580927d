"""The Inputs sheet: its columns, what stands in them, and its rows in a planner's order.

Of an item first stands what it is called, then quantity, rate and timing together, below them its options, which fold
away. The spare slots of a group stand at its end, folded under one heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from relocation.labels import Label, Language
from relocation.project.fields import ITEM_NAMES, UNIT_WORDS, FieldRecord
from relocation.project.names import GROUPS, NOUNS, noun_of
from relocation.project.paths import InputPath
from relocation.project.sourced_inputs import InputValue, SourcedInputs

HEADING_ROW = 6
FIRST_ROW = HEADING_ROW + 1

UNIT_COLUMN, VALUE_COLUMN, PROVENANCE_COLUMN, SOURCE_COLUMN, NOTE_COLUMN = "D", "E", "G", "H", "I"
DELIVERED_COLUMN, PATH_COLUMN = "J", "K"  # what the file was written with, and which input the row is of
# The same as a reader finds them, in columns from the value: what stands before a table may have been moved.
UNIT_OFFSET, PROVENANCE_OFFSET, SOURCE_OFFSET, NOTE_OFFSET, DELIVERED_OFFSET, PATH_OFFSET = (
    ord(column) - ord(VALUE_COLUMN)
    for column in (
        UNIT_COLUMN,
        PROVENANCE_COLUMN,
        SOURCE_COLUMN,
        NOTE_COLUMN,
        DELIVERED_COLUMN,
        PATH_COLUMN,
    )
)
NAME_PREFIX, NAME_DOT = "in_", "__"
DERIVATION = re.compile(r"\[= (?P<derivation>[^\]]*)\](?P<note>.*)", re.DOTALL).fullmatch


def input_name(path: InputPath) -> str:
    """The defined name of an input's cell: in_ and the path with __ for its dots."""
    return NAME_PREFIX + NAME_DOT.join(path.parts)


def path_named(name: str) -> InputPath:
    """The input whose cell has a defined name."""
    return InputPath(*name.removeprefix(NAME_PREFIX).split(NAME_DOT))


def cell_value(record: FieldRecord, value: Any, lang: Language) -> Any:
    """A value as its cell holds it: a choice or a unit in the file's language, an empty text as an empty cell."""
    if value is None or value == "":
        return None
    if record.kind == "choice":
        return record.choice(value).text(lang)
    if record.words and value in UNIT_WORDS:
        return UNIT_WORDS[value].text(lang)
    return value


def note_text(derivation: str, note: str) -> str:
    """Derivation and note in one cell; the derivation stands first, after an equals sign in brackets."""
    return f"[= {derivation}] {note}".rstrip() if derivation else note


def derivation_and_note(text: str) -> tuple[str, str]:
    """What such a cell says."""
    said = DERIVATION(text)
    return (said["derivation"].strip(), said["note"].strip()) if said else ("", text)


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

    stated: InputValue
    row: int
    lead: Label | None = None
    level: int = 0
    folded: bool = False

    @property
    def path(self) -> InputPath:
        """The path of the input."""
        return self.stated.path

    @property
    def record(self) -> FieldRecord:
        """What is known of the input."""
        return self.stated.record

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
    key = [stated for stated in values if stated.record.key_figure and not stated.path.items]
    blocks = [InputBlock(KEY_FIGURES, FIRST_ROW, tuple(_placed(map(_plain, key), FIRST_ROW + 1)))]
    taken = {stated.path for stated in key}
    for group in GROUPS:
        rest = [stated for stated in values if stated.path.group == group and stated.path not in taken]
        if rest:
            blocks += _group(group, rest, _end(blocks[-1]) + 1, lang)
    return tuple(blocks)


def input_rows(blocks: tuple[InputBlock, ...]) -> list[InputRow]:
    """Every input with its row, from top to bottom."""
    return [row for block in blocks for row in block.rows]


def input_cells(blocks: tuple[InputBlock, ...]) -> dict[str, str]:
    """Path -> cell of every input."""
    return {row.path: row.cell for row in input_rows(blocks)}


def _end(block: InputBlock) -> int:
    """The row after a block."""
    return block.row + len(block.rows) + 1


def _group(group: str, values: list[InputValue], row: int, lang: Language) -> list[InputBlock]:
    """The block of a group, and after it that of its spare slots if it has any.

    The parameters of the evaluation fold away like options, and so do published figures, of which the sheet Checks tells.
    """
    heading = GROUPS[group]
    items: dict[InputPath, list[InputValue]] = {}
    rows: list[InputRow] = []
    for stated in values:
        if stated.path.items:
            items.setdefault(stated.path.items[0], []).append(stated)
        else:
            rows.append(_plain(stated))
    spare: list[InputRow] = []
    for number, (item, inside) in enumerate(items.items(), start=1):
        (spare if item.slots else rows).extend(_item(item, number, inside, lang))
    if group in FOLDED:
        away = group == "published" or not any(_is_touched(row.stated) for row in rows)
        rows = [replace(row, level=max(row.level, 1), folded=away) for row in rows]
        heading = Label(f"{heading.en}: {SPARE.en}", f"{heading.zh}：{SPARE.zh}")
    blocks = [InputBlock(heading, row, tuple(_placed(rows, row + 1)))]
    if spare:
        row, noun = _end(blocks[0]), NOUNS[spare[0].path.items[0].parent.name]
        said = Label(f"Spare rows, {noun.en.lower()}: {SPARE.en}", f"备用行（{noun.zh}）：{SPARE.zh}")
        blocks.append(InputBlock(said, row, tuple(_placed(spare, row + 1)), is_spare=True))
    return blocks


def _placed(rows: Iterable[InputRow], first: int) -> Iterator[InputRow]:
    for number, row in enumerate(rows, start=first):
        yield replace(row, row=number)


def _plain(stated: InputValue) -> InputRow:
    return InputRow(stated, 0)


def _item(item: InputPath, number: int, values: list[InputValue], lang: Language) -> Iterator[InputRow]:
    """The rows of an item: its name, what everybody fills, options in use, the items in it, and the other options."""
    own_name, other_name = ITEM_NAMES if lang == "en" else ITEM_NAMES[::-1]
    own = {stated.path.name: stated for stated in values if stated.path.parent == item}
    first = [own[own_name]] if own_name in own else []
    main = [*first, *(stated for name, stated in own.items() if name in MAIN)]
    options = {name: stated for name, stated in own.items() if name not in MAIN and name != own_name}
    spare = bool(item.slots)
    used = [
        stated for name, stated in options.items() if not spare and _is_touched(stated) and name != other_name
    ]
    lead = noun_of(item, number)
    inner = list(_with_leads(stated for stated in values if stated.path.parent != item))
    for place, stated in enumerate([*main, *used]):
        yield InputRow(stated, 0, None if place else lead, int(spare), spare)
    for stated, inner_lead in inner:
        if not _is_spare_inside(stated.path):
            yield InputRow(stated, 0, inner_lead, int(spare), spare)
    for stated in options.values():
        if stated not in used:
            yield InputRow(stated, 0, None, 2, folded=True)
    for stated, inner_lead in inner:
        if _is_spare_inside(stated.path):
            yield InputRow(stated, 0, inner_lead, 2, folded=True)


def _is_spare_inside(path: InputPath) -> bool:
    """Whether an item inside another one is a spare row."""
    return path.items[-1] in path.slots


def _with_leads(values: Iterable[InputValue]) -> Iterator[tuple[InputValue, Label | None]]:
    """Inputs of items inside an item, with what each is in its first row: Drawdown 2."""
    seen: dict[InputPath, int] = {}
    before: InputPath | None = None
    for stated in values:
        item = stated.path.parent
        if item == before:
            yield stated, None
            continue
        seen[item.parent] = seen.get(item.parent, 0) + 1
        yield stated, noun_of(item, seen[item.parent], numbered=True)
        before = item


def _is_touched(option: InputValue) -> bool:
    """Whether somebody stated an option: another value than the usual, or where it comes from."""
    return option.stated and (option.value != option.record.default or not option.source.is_silent)
