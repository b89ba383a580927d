"""A workbook against our own calculation: formulas that were overwritten, cached values that are not ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from math import isclose
from typing import Any

from relocation.appraisal import appraise
from relocation.calendar import day_number
from relocation.excel.layout.calculation import row_and_column
from relocation.excel.read.cells import Cells, formula_text
from relocation.excel.read.project import FilledWorkbook
from relocation.excel.workbook import draft_of
from relocation.excel.write.draft import CachedValue, Draft
from relocation.excel.writing_anew import workbook_of
from relocation.labels import Label
from relocation.problems import Problem
from relocation.tables.wording import filled as filled_in

MONEY_TOLERANCE, RELATIVE_TOLERANCE = 0.01, 1e-9
MOST_TOLD, MOST_STALE = 20, 5  # a file that was not calculated again has one cause and many cells
RESTORE = Label("our own calculation was used; restore the formula", "已采用程序自行计算的结果；请恢复公式")
RECALCULATE = Label(
    "our own calculation was used; open the file, let it recalculate and save it",
    "已采用程序自行计算的结果；请打开文件重新计算并保存",
)
REWRITE = Label(
    "our own calculation was used; write a fresh file with {call}",
    "已采用程序自行计算的结果；请用 {call} 重新生成",
)
FRESH = Label(
    "the file is from another version or was rebuilt; write a fresh one with {call}",
    "文件来自其他版本或已被改动；请用 {call} 重新生成",
)
# A quoted text, or a word with quotes around it that only sheet names need.
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?:E[+-]?\d+)?(?![\w.(!])", re.ASCII)
TOKEN = re.compile(r"\"(?:[^\"]|\"\")*\"|'((?:[^']|'')*)'!|[\s$]+|_xlfn\.")


def differences(filled: FilledWorkbook) -> Iterator[Problem]:
    """Every formula cell of the file that is not the formula, or does not hold the value, that it should."""
    appraisal = appraise(filled.with_slots)
    placed: dict[str, str] = {path: f"{cell.column}{cell.row}" for path, cell in filled.cells.names.items()}
    draft = draft_of(appraisal, lang=filled.lang, formulas_only=True, placed=placed)
    yield from _missing_sheets(filled.cells, draft)
    labels = {key: line.label for key, line in appraisal.book.lines.items()}
    overwritten, stale = _differences(filled.cells, draft, labels)
    yield from overwritten[:MOST_TOLD]
    if len(overwritten) > MOST_TOLD:
        wanted = Label("the formulas that this version writes", "本版本写出的公式")
        count = len(overwritten)
        said = Label(f"{count} other formulas", f"{count} 个不同的公式")
        yield _warning(
            filled.cells.file, said, wanted, filled_in(FRESH, {"call": workbook_of(filled.cells.file)})
        )
    if len(stale) > MOST_STALE:
        first, count = stale[0], len(stale)
        said = Label(f"{first.expected.en}; so in {count} cells", f"{first.expected.zh}；共 {count} 个单元格")
        stale = [replace(first, expected=said)]
    yield from stale


def agree(ours: CachedValue, theirs: Any) -> bool:
    """Whether two cell values are the same: money to the fen, other numbers to 1e-9, texts exactly."""
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return bool(ours) is theirs
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        return isclose(
            ours, theirs, rel_tol=RELATIVE_TOLERANCE, abs_tol=MONEY_TOLERANCE if abs(ours) >= 100 else 1e-6
        )
    return str(ours) == str(theirs)


def same_formula(ours: str, theirs: str) -> bool:
    """Whether two formulas are the same but for what office programs write differently.

    These are spaces, quotes around a sheet name, and $, which does not change the value in the cell itself. Inside
    a quoted text everything counts.
    """
    return ours == theirs or _plain(ours) == _plain(theirs)


def _missing_sheets(cells: Cells, draft: Draft) -> Iterator[Problem]:
    """Sheets that were deleted or renamed; that one sentence stands for every formula on them."""
    sheets = dict.fromkeys(sheet for sheet, _ in draft.cached)
    for sheet in [title for title in sheets if title not in cells.titles]:
        wanted = Label(f"the sheet {sheet} with its formulas", f"工作表“{sheet}”及其公式")
        yield _warning(cells.file, "", wanted, filled_in(REWRITE, {"call": workbook_of(cells.file)}))


def _differences(
    cells: Cells, draft: Draft, labels: Mapping[str, Label]
) -> tuple[list[Problem], list[Problem]]:
    """Formulas that are not ours, and values that are not those of the formulas. `labels` name lines by key."""
    overwritten, stale = [], []
    grids = {
        title: (cells.grid(title, values=True), cells.grid(title, values=False)) for title in cells.titles
    }
    for address, ours in draft.cached.items():
        sheet, cell = address
        if sheet not in grids or address in draft.uncompared:
            continue
        (values, contents), key, wanted = grids[sheet], row_and_column(cell), draft.formulas[address]
        cached, content = values.get(key), contents.get(key)
        text = formula_text(content, cached)
        if text is None or not same_formula(wanted, text):
            said = "" if content is None else text or str(content)
            formula = Label(f"the formula {wanted}", f"公式 {wanted}")
            overwritten.append(_warning(f"{sheet}!{cell}", said, formula, RESTORE))
        elif cached is not None and not agree(ours, plain_value(cached)):
            calculated = Label(f"{ours}, by our own calculation", f"程序计算结果 {ours}")
            stale.append(_warning(f"{sheet}!{cell}", str(cached), calculated, RECALCULATE))
    return _named(overwritten, draft, labels), _named(stale, draft, labels)


def _named(problems: list[Problem], draft: Draft, labels: Mapping[str, Label]) -> list[Problem]:
    """Problems of cells with the names of the lines that the cells show."""
    if not problems:
        return []
    names = {f"{cell.sheet}!{cell.cell}": labels[cell.path] for cell in draft.map if cell.path in labels}
    return [replace(problem, name=names.get(problem.where)) for problem in problems]


def plain_value(value: Any) -> Any:
    """A date cell comes as a date; our value of it is its day number."""
    if isinstance(value, datetime):
        value = value.date()
    return day_number(value) if isinstance(value, date) else value


def _plain(formula: str) -> str:
    def written(match: re.Match[str]) -> str:
        if match[0].startswith('"'):
            return match[0]
        return "" if match[1] is None else match[1].replace("''", "'") + "!"

    # Quoted texts keep their case; everything else is compared in capitals, its numbers by value.
    parts = re.split(r'("(?:[^"]|"")*")', TOKEN.sub(written, formula))
    return "".join(part if part.startswith('"') else NUMBER.sub(_by_value, part.upper()) for part in parts)


def _by_value(match: re.Match[str]) -> str:
    return f"{float(match[0]):.12g}"


def _warning(where: str, found: str | Label, expected: Label, remedy: Label) -> Problem:
    return Problem(
        where, found if isinstance(found, Label) else found[:80], expected, remedy, severity="warning"
    )
