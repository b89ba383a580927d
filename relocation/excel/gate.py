"""Before any library opens a workbook: is it one, and is it harmless?"""

from __future__ import annotations

import zipfile
from pathlib import Path

from relocation.labels import Label
from relocation.problems import Problem


def admit(path: Path) -> list[Problem]:
    """Everything about the container that forbids reading it."""
    if zipfile.is_zipfile(path):
        return []
    return [
        Problem(
            path.name,
            "",
            Label("an .xlsx workbook", ".xlsx 工作簿"),
            Label("save it as .xlsx", "请另存为 .xlsx"),
        )
    ]
