"""The ready workbooks of excel_templates/ are those that the command writes today, and read as what they say."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

import relocation
from relocation.excel.read.project import read_workbook
from relocation.project.template import empty_project, padded
from tests.make_templates import FOLDER, OPTIONS, make_template


def parts_of(path: Path) -> list[tuple[str, bytes]]:
    """The parts of a workbook in their order; how well they are compressed depends on the machine's zlib."""
    with ZipFile(path) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


def test_the_folder_holds_the_ready_workbooks_and_nothing_else() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(OPTIONS)


@pytest.mark.parametrize("name", OPTIONS)
def test_a_ready_workbook_is_what_the_command_writes(name: str, tmp_path: Path) -> None:
    made, stored = parts_of(make_template(name, tmp_path)), parts_of(FOLDER / name)
    stale = [part for part, ours in zip(made, stored, strict=True) if part != ours]
    assert [part for part, _ in stale] == [], "run: python -m tests.make_templates"


@pytest.mark.parametrize("name", OPTIONS)
def test_a_ready_workbook_reads_as_the_project_it_shows(name: str) -> None:
    project = relocation.load("lujia") if name.startswith("lujia") else empty_project()
    found = read_workbook(FOLDER / name)
    assert found.with_slots == padded(project)
    assert name.endswith(f"_{found.lang}.xlsx")
