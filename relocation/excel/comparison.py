"""A workbook against our own calculation: formulas that were overwritten, cached values that are not ours."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from datetime import datetime
from math import isclose
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from relocation.appraisal import appraise
from relocation.excel.page import CachedValue, Draft
from relocation.excel.workbook import draft_of
from relocation.formula.scalar import DAY_ZERO
from relocation.labels import Label, Language
from relocation.problems import Problem
from relocation.project.project import Project

MONEY_TOLERANCE, RELATIVE_TOLERANCE = 0.01, 1e-9
MOST_TOLD = 20


def differences(path: Path, project: Project, lang: Language) -> Iterator[Problem]:
    """Every formula cell of the file that is not the formula, or does not hold the value, that it should."""
    draft = draft_of(appraise(project), lang=lang)
    found = list(_differences(path, draft))
    yield from found[:MOST_TOLD]
    if len(found) > MOST_TOLD:
        yield _problem(
            path.name,
            f"{len(found)} cells",
            Label("the formulas that this version writes", "本版本写出的公式"),
            Label(
                "the file is from another version or was rebuilt; write a fresh one with relocation run FILE -o NEW.xlsx",
                "文件来自其他版本或已被改动；请用 relocation run 文件 -o 新文件.xlsx 重新生成",
            ),
        )


def agree(ours: CachedValue, theirs: Any) -> bool:
    """Whether two cell values are the same: money to the fen, other numbers to 1e-9, texts exactly."""
    if isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        return isclose(
            ours, theirs, rel_tol=RELATIVE_TOLERANCE, abs_tol=MONEY_TOLERANCE if abs(ours) >= 100 else 1e-6
        )
    return str(ours) == str(theirs)


def _differences(path: Path, draft: Draft) -> Iterator[Problem]:
    formulas, values = _cells(path, formulas=True), _cells(path, formulas=False)
    for (sheet, cell), ours in draft.cached.items():
        wanted = str(draft.workbook[sheet][cell].value)
        text, cached = formulas.get((sheet, cell)), values.get((sheet, cell))
        where = f"{sheet}!{cell}"
        if not isinstance(text, str) or _plain(text) != _plain(wanted):
            yield _problem(
                where,
                "" if text is None else str(text),
                Label(f"the formula {wanted}", f"公式 {wanted}"),
                Label(
                    "our own calculation was used; restore the formula",
                    "已采用程序自行计算的结果；请恢复公式",
                ),
            )
        elif cached is not None and not agree(ours, _number(cached)):
            yield _problem(
                where,
                str(cached),
                Label(f"{ours}, by our own calculation", f"程序计算结果 {ours}"),
                Label("open the file, let it recalculate and save it", "请打开文件重新计算并保存"),
            )


def _cells(path: Path, *, formulas: bool) -> dict[tuple[str, str], Any]:
    found = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(path, read_only=True, data_only=not formulas)
        for sheet in book:
            sheet.reset_dimensions()
            for row in sheet.iter_rows(max_row=3000, max_col=640):
                for cell in row:
                    if cell.value is not None:
                        found[sheet.title, cell.coordinate] = cell.value
        book.close()
    return found


def _number(value: Any) -> Any:
    """A date cell comes as a date; our value of it is its day number."""
    return float((value.date() - DAY_ZERO).days) if isinstance(value, datetime) else value


def _plain(formula: str) -> str:
    """The formula without spaces and quotes, which office programs write differently."""
    return re.sub(r"[\s'$]", "", formula).upper()


def _problem(where: str, found: str, expected: Label, remedy: Label) -> Problem:
    return Problem(where, found[:80], expected, remedy, severity="warning")
