"""How workbooks begin: without openpyxl's own sheet, with a footer, and some with a mark by which they are known again."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from openpyxl import Workbook

from relocation import __version__
from relocation.excel import styles
from relocation.excel.draft import Draft
from relocation.excel.layout import Places
from relocation.excel.styles import MoneyUnit
from relocation.formula.book import Book
from relocation.formula.scalar import Values
from relocation.labels import Language


def empty_workbook() -> Workbook:
    """A workbook without a sheet."""
    workbook = Workbook()
    next(style for style in workbook._named_styles if style.name == "Normal").font = styles.NORMAL  # type: ignore[attr-defined]
    workbook.remove(workbook.worksheets[0])
    return workbook


def footer_of(name: str) -> str:
    """What stands at the foot of each page; a single & begins a code there."""
    return "  ·  ".join(filter(None, [name, f"relocation {__version__}"])).replace("&", "&&")


def draft_without_places(
    lang: Language,
    money: MoneyUnit = "yuan",
    *,
    name: str = "",
    mark: str = "",
    book: Book | None = None,
    values: Values | None = None,
    inputs: Mapping[str, float | str] | None = None,
) -> Draft:
    """A draft whose sheets know themselves where its lines stand, if it has any. `mark` is its title in the properties."""
    workbook = empty_workbook()
    if mark:
        workbook.properties.title = mark
    places = cast(Places, None)
    return Draft(book or Book(1), values or {}, inputs or {}, places, lang, money, workbook, footer_of(name))


def is_marked(path: Path, mark: str) -> bool:
    """Whether a file is a workbook with this mark; told without reading its sheets."""
    try:
        with zipfile.ZipFile(path) as archive:
            return mark.encode() in archive.read("docProps/core.xml")[:5000]
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False
