"""The page of a report as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relocation.files import write_beside
from relocation.labels import Language
from relocation.page.page import page_text
from relocation.tables.record import Report

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal


def page_of(
    appraisal: Appraisal,
    lang: Language,
    money: str | None = None,
    roster: Report | None = None,
    cross_check: Report | None = None,
) -> str:
    """The page; money on the usual scale of each language unless another is named."""
    return page_text(appraisal, lang, money, roster, cross_check)


def write_page(appraisal: Appraisal, path: Path, *, lang: Language, force: bool = False) -> None:
    """Writes the page. Raises CannotWrite; never leaves a half-written file."""
    write_beside(path, page_of(appraisal, lang).encode("utf-8"), force=force)
