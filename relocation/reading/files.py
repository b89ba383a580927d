"""A file of any kind as sheets of rows, told apart by what is in it rather than by its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from relocation import hooks
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.reading.rows import Rows
from relocation.reading.text_rows import IsHeading, open_text, unreadable

PARQUET, ZIP, OLE = b"PAR1", b"PK", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Sheets:
    """The tables that a file may hold, what should be looked at in it, and what it is if it is none that is wanted."""

    rows: tuple[Rows, ...]
    warnings: tuple[Problem, ...] = ()
    another: Callable[[Label], Problem | None] = lambda _: None


def sheets_of(path: Path, is_heading: IsHeading) -> Sheets:
    """The sheets of a workbook, or a text as one sheet. Raises ProblemsFound for a file that is neither."""
    if is_workbook(path):
        sheets: Sheets = hooks.call("open_workbook", path)
        return sheets
    return Sheets((open_text(path, is_heading),))


def is_parquet(path: Path) -> bool:
    """Whether a file is Parquet, by what is in it. Raises ProblemsFound where it cannot be read."""
    return first_bytes(path).startswith(PARQUET)


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, by what is in it. Raises ProblemsFound where it cannot be read."""
    return first_bytes(path).startswith((ZIP, OLE))


def first_bytes(path: Path) -> bytes:
    """The first bytes of a file. Raises ProblemsFound where it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        raise ProblemsFound([unreadable(path.name, error)]) from None
