"""The page of a report as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from relocation.files import write_beside
from relocation.labels import Language
from relocation.page.page import page_text

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal


def write_page(appraisal: Appraisal, path: Path, *, lang: Language, force: bool = False) -> None:
    """Writes the page. Raises CannotWrite; never leaves a half-written file."""
    write_beside(path, page_text(appraisal, lang).encode("utf-8"), force=force)
