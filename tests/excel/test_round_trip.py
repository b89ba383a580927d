"""What goes out comes back: a workbook reads as the identical project, values, sources and derivations alike."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from math import isclose
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import relocation
from relocation.excel.read.project import FilledWorkbook, read_workbook
from relocation.excel.workbook import workbook_bytes
from relocation.labels import Language
from relocation.project.project import Project
from relocation.project.template import padded
from tests.random_projects import projects, random_project
from tests.spreadsheet_programs import gnumeric, libreoffice

LANGUAGES: tuple[Language, Language] = ("en", "zh")
SIGNIFICANT = 1e-14  # office programs keep fifteen digits or more


def read(data: bytes) -> FilledWorkbook:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "village.xlsx"
        path.write_bytes(data)
        return read_workbook(path)


def written(project: Project, lang: Language) -> bytes:
    return workbook_bytes(project.appraise(), lang=lang)


# A workbook takes long to write, so a failing example is shown as it was found, not made smaller for minutes.
@settings(max_examples=12, phases=[Phase.reuse, Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(projects(most_periods=4), st.sampled_from(LANGUAGES))
def test_an_exported_workbook_is_the_project_it_came_from(project: Project, lang: Language) -> None:
    found = read(written(project, lang))
    assert (found.project, found.lang) == (project, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_lujia_comes_back_whole(lang: Language) -> None:
    lujia = relocation.load("lujia")
    assert read(written(lujia, lang)).project == lujia


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("project", [relocation.load("lujia"), random_project(4)], ids=["lujia", "random"])
def test_a_template_with_spare_slots_is_the_project_that_fills_it(project: Project, lang: Language) -> None:
    template = padded(project)
    found = read(written(template, lang))
    assert (found.project, found.with_slots) == (project, template)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_template_read_and_written_again_is_the_same_file(lang: Language) -> None:
    first = written(padded(relocation.load("lujia")), lang)
    assert written(read(first).with_slots, lang) == first


def saved_projects() -> dict[str, tuple[Project, bytes]]:
    """Lujia, as case and as template, and random projects, in both languages."""
    lujia = relocation.load("lujia")
    found = {f"lujia_{lang}": (lujia, written(lujia, lang)) for lang in LANGUAGES}
    found |= {f"template_{lang}": (lujia, written(padded(lujia), lang)) for lang in LANGUAGES}
    for seed in range(60, 64):
        project = random_project(seed, periods=seed - 57)
        found[f"random_{seed}"] = (project, written(project, "zh" if seed % 2 else "en"))
    return found


@pytest.mark.parametrize("program", [libreoffice, gnumeric], ids=lambda program: program.__name__)
def test_a_workbook_saved_by_another_program_is_the_same_project(
    program: Callable[[Mapping[str, bytes], Path], dict[str, bytes]], tmp_path: Path
) -> None:
    originals = saved_projects()
    saved = program({name: data for name, (_, data) in originals.items()}, tmp_path)
    for name, (project, _) in originals.items():
        found = read(saved[name]).project
        assert found.sources == project.sources, name
        assert differing(project, found) == {}, name


def differing(ours: Project, theirs: Project) -> dict[str, tuple[Any, Any]]:
    """The inputs that are not the same, with both values; numbers to fifteen digits."""
    mine, others = ({one.path: one.value for one in project.values()} for project in (ours, theirs))
    return {
        path: (mine.get(path), others.get(path))
        for path in mine.keys() | others.keys()
        if not same(mine.get(path), others.get(path))
    }


def same(ours: Any, theirs: Any) -> bool:
    numbers = (int, float)
    if isinstance(ours, numbers) and isinstance(theirs, numbers):
        return isclose(ours, theirs, rel_tol=SIGNIFICANT, abs_tol=0)
    return bool(ours == theirs)
