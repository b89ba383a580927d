"""The frame of a filled workbook: is it ours, does every input still have its row, and does each row say its path?

An input is found by its named cell, and the path column of its row must say the same path. Rows that were sorted,
moved, deleted or doubled therefore never yield a number that belongs to another input.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from relocation.excel.gate.parts import SheetFacts
from relocation.excel.gate.sheet import column_number
from relocation.excel.layout.inputs import PATH_OFFSET
from relocation.excel.layout.kinds import SHEETS
from relocation.excel.read.cells import Cells, FoundCell
from relocation.excel.writing_anew import from_template, template_from
from relocation.labels import Label, Language
from relocation.problems import Problem, ProblemsFound, near
from relocation.project.fields import FieldRecord
from relocation.project.inputs import Inputs
from relocation.project.messages import expectation, field_at
from relocation.project.paths import InputPath, complete_paths


@dataclass(frozen=True)
class SheetWords:
    """Turns paths into cells and labels. `addresses` are the cells by path, `name_of` names what a path leads to."""

    addresses: Mapping[str, str]
    name_of: Callable[[str], Label]

    def located(self, problem: Problem) -> Problem:
        """The same problem at its cell instead of its path, with what the sheet says where it names other inputs."""
        expected, remedy = self.in_words(problem.expected), self.in_words(problem.remedy)
        problem = replace(problem, expected=expected, remedy=remedy)
        place = InputPath.of(problem.where)
        for path, address in self.addresses.items():
            if InputPath.of(path).leads_through(place):
                return replace(problem, where=address, name=problem.name or self.name_of(place))
        return problem

    def in_words(self, text: Label) -> Label:
        """A text with the label and the cell of each input in place of its path."""
        return Label(
            self._paths.sub(lambda match: self._seen(match[0]).en, text.en),
            self._paths.sub(lambda match: self._seen(match[0]).zh, text.zh),
        )

    def _seen(self, path: str) -> Label:
        """The name of an input, and its cell or else how to change what is fixed."""
        name, record = self.name_of(path), field_at(Inputs, InputPath.of(path).parts)[0]
        address = self.addresses[path]
        place = Label(address, address)
        if record is not None and record.structural:
            place = Label(f"{address}; {record.help.en}", f"{address}，{record.help.zh}")
        return Label(f'"{name.en}" ({place.en})', f"“{name.zh}”（{place.zh}）")

    @cached_property
    def _paths(self) -> re.Pattern[str]:
        """Any path of an input of the workbook, a longer one before those that begin it."""
        known = sorted(self.addresses, key=len, reverse=True)
        return re.compile("|".join(rf"\b{re.escape(path)}\b" for path in known) or "(?!)", re.ASCII)


# Inputs that workbooks of earlier versions do not have; none of them is needed.
LATER = (
    *(("compensation", key) for key in ("physical_contingency", "price_contingency")),
    *(("income", key) for key in ("quantity", "rate", "unit")),
    *(("costs", key) for key in ("quantity", "rate", "unit")),
    *(("loans", key) for key in ("interest_due", "issue_cost", "rounding", "target_dscr")),
)
MOST_APART = 20  # more rows than this are told as one problem
MERGED, HIDDEN_SHEET = Label("merged cells", "合并的单元格"), Label("a hidden sheet", "隐藏的工作表")


UNDO = Label(
    "undo the change of rows, or copy the values into a fresh template",
    "请撤销对行的改动，或将数值复制到新模板",
)


def inputs_sheet(cells: Cells) -> tuple[str, Language]:
    """The title of the sheet with the inputs and its language. Raises ProblemsFound if there is none."""
    wanted = SHEETS["inputs"]
    holding = Counter(cell.sheet for cell in cells.names.values())
    present = [title for title in wanted if title in cells.titles]
    if present and holding:
        title = max(present, key=lambda known: holding[known])
        if holding[title]:
            return title, "zh" if title == wanted.zh else "en"
    expected = Label(
        f"a workbook with the sheet {wanted.en} or {wanted.zh} and its named cells",
        f"含有“{wanted.zh}”或“{wanted.en}”工作表及其命名单元格的工作簿",
    )
    remedy = from_template()
    if holding and not present:
        renamed = holding.most_common(1)[0][0]
        remedy = Label(
            f"rename the sheet {renamed} to {wanted.en}", f"请将工作表“{renamed}”改名为“{wanted.zh}”"
        )
    found: str | Label = ", ".join(cells.titles) or "-"
    if chart := next((title for title in wanted if title in cells.admitted.charts), None):
        found = Label(f"a chart sheet named {chart}", f"名为“{chart}”的图表页")
    raise ProblemsFound([Problem(cells.file, found, expected, remedy)])


def frame_problems(cells: Cells, title: str, facts: SheetFacts) -> Iterator[Problem]:
    """Everything that is wrong with the frame; rows of which it tells something may not be read."""
    apart = list(_apart(cells, title))
    if len(apart) > MOST_APART:
        first = apart[0]
        all_rows = Label(
            f"its own path in every row; {len(apart)} rows have another or none",
            f"每行保留自己的路径；{len(apart)} 行的路径不符或缺失",
        )
        yield Problem(first.where, first.found, all_rows, UNDO)
        return
    yield from apart
    yield from _missing(cells, title)
    yield from _twice(cells, title)
    yield from _merged(cells, title, facts)


def frame_warnings(cells: Cells, title: str, facts: SheetFacts) -> Iterator[Problem]:
    """What does not forbid reading but may surprise: hidden sheets and rows, a second sheet that looks the same."""
    seen = Label("inputs that everybody sees", "所有人都能看到的输入项")
    if facts.hidden:
        show = Label("it was read all the same; unhide it", "已照常读取；请取消隐藏")
        yield Problem(title, HIDDEN_SHEET, seen, show, severity="warning")
    yield from _older(cells, title)
    for path, cell in cells.names.items():
        if cell.row in facts.hidden_rows - facts.folded_rows and cells.value(cell) not in (None, "", 0):
            record, _ = field_at(Inputs, path.parts)
            show = Label("it was read all the same; unhide the row", "已照常读取；请取消隐藏该行")
            name = record.label if record else None
            yield Problem(cell.address, str(cells.value(cell))[:60], seen, show, name, "warning")
    alike = tuple(name.lower() for name in SHEETS["inputs"])
    for other in cells.titles:
        if other != title and other.strip().lower().startswith(alike):
            wanted = Label(f"one sheet of inputs; only {title} was read", f"仅一个输入表；只读取了“{title}”")
            rename = Label("delete or rename the other", "请删除或改名另一个工作表")
            second = Label("another sheet of inputs", "另一个输入表")
            yield Problem(other, second, wanted, rename, severity="warning")


def _older(cells: Cells, title: str) -> Iterator[Problem]:
    """A workbook of an earlier version lacks what was added since; that is read as its usual value."""
    if is_older(cells):
        found = Label("a workbook of an earlier version", "较早版本的工作簿")
        expected = Label("the inputs of this version", "本版本的输入项")
        call = template_from(cells.file)
        remedy = Label(
            f"read all the same, what is new as its usual value; for a workbook of this version: {call.en}",
            f"已照常读取，新增输入项取常用值；如需本版本的工作簿：{call.zh}",
        )
        yield Problem(title, found, expected, remedy, severity="warning")


def belongs(cells: Cells, title: str, path: InputPath, cell: FoundCell) -> bool:
    """Whether the row still says the path."""
    return cell.sheet == title and cells.text(cell, PATH_OFFSET) == path


def _apart(cells: Cells, title: str) -> Iterator[Problem]:
    for path, cell in cells.names.items():
        record, known = field_at(Inputs, path.parts)
        if record is None:
            unknown = Label("the path of an input", "输入项路径")
            yield Problem(cell.address, path, unknown, near(path.name, known))
        elif not belongs(cells, title, path, cell):
            said = cells.text(cell, PATH_OFFSET)
            expected = Label(f"{path} in the path column of this row", f"本行路径列应为 {path}")
            yield Problem(cell.address, said[:60], expected, UNDO, record.label)


def _missing(cells: Cells, title: str) -> Iterator[Problem]:
    """Inputs whose row was deleted, or whose name was lost."""
    stated = [*cells.names, *cells.lost]
    for path in dict.fromkeys([*cells.lost, *complete_paths(Inputs, stated)]):
        if path in cells.names or _is_later(cells, path):
            continue
        record, _ = field_at(Inputs, path.parts)
        expected = Label(f"a row for {path}", f"{path} 的一行")
        if record is not None:
            wanted = expectation(record)
            expected = Label(f"{expected.en} with {wanted.en}", f"{expected.zh}：{wanted.zh}")
        name = record.label if record else None
        yield Problem(f"{title}: {path}", cells.lost.get(path, "")[:60], expected, UNDO, name)


def is_older(cells: Cells) -> bool:
    """Whether an earlier version wrote a workbook, so that it lacks inputs that were added since."""
    return any(_is_later(cells, path) for path in complete_paths(Inputs, cells.names))


def _is_later(cells: Cells, path: InputPath) -> bool:
    """Whether a workbook does not have an input because it is older than the input: no item has it."""
    shape = (path.group, path.name, len(path.parts))
    return (path.group, path.name) in LATER and not any(
        shape == (other.group, other.name, len(other.parts)) for other in (*cells.names, *cells.lost)
    )


def _twice(cells: Cells, title: str) -> Iterator[Problem]:
    """Rows that say the path of an input whose named cell is in another row: only one of them would be read."""
    columns = {cells.right_of(cell, PATH_OFFSET) for cell in cells.names.values() if cell.sheet == title}
    for column in columns:
        for cell, said in cells.column(title, column):
            path = InputPath.of(said) if isinstance(said, str) else InputPath()
            named = cells.names.get(path)
            if named is not None and named.row != cell.row:
                once = Label(f"this path only in {named.address}", f"该路径只应出现在 {named.address}")
                remove = Label("delete the second row", "请删除重复的行")
                yield Problem(cell.address, path[:60], once, remove, _label(path))


def _merged(cells: Cells, title: str, facts: SheetFacts) -> Iterator[Problem]:
    """Merged cells keep one value and lose the others."""
    for path, cell in cells.names.items():
        column = column_number(cell.column)
        for area in facts.merged if cell.sheet == title else ():
            if (
                area.top <= cell.row <= area.bottom
                and area.left <= column + PATH_OFFSET
                and column - 1 <= area.right
            ):
                alone = Label("an input in a cell of its own", "单独占用一个单元格的输入项")
                yield Problem(
                    cell.address,
                    MERGED,
                    alone,
                    Label("unmerge the cells", "请取消合并"),
                    _label(path),
                )
                break


def _label(path: InputPath) -> Label | None:
    record: FieldRecord | None = field_at(Inputs, path.parts)[0]
    return record.label if record else None
