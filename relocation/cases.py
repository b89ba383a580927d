"""Opening a case: a shipped name such as lujia, a .toml file, or a filled .xlsx."""

from __future__ import annotations

from difflib import get_close_matches
from os.path import isfile  # unlike Path.is_file, it calls a name that no file can have no file
from pathlib import Path
from typing import TYPE_CHECKING

from relocation.labels import Label
from relocation.norms import doubts_by_norms
from relocation.problems import Problem, ProblemsFound
from relocation.project.plausibility import doubts
from relocation.project.project import Project
from relocation.resources import data_dir

if TYPE_CHECKING:
    from relocation.excel.reader import FilledWorkbook


LONGEST_NAME = 200  # characters of a case that a message repeats


def load(case: str | Path) -> Project:
    """The project of a case. Raises ProblemsFound with everything that is wrong with it."""
    path = find(case)
    return _read_toml(path) if _is_toml(path) else _read_workbook(path).project


def load_with_warnings(case: str | Path) -> tuple[Project, list[Problem]]:
    """The project of a case, and what was accepted but should be looked at.

    Of a workbook its formulas are looked at too: one that somebody overwrote is named, with its cell.
    """
    path = find(case)
    if _is_toml(path):
        project = _read_toml(path)
        return project, [*doubts(project), *doubts_by_norms(project)]
    from relocation.excel.comparison import differences

    found = _read_workbook(path)
    return found.project, [*found.warnings, *doubts_by_norms(found.project), *differences(found)]


def _is_toml(path: Path) -> bool:
    return path.suffix.lower() == ".toml"


def _read_toml(path: Path) -> Project:
    from relocation.project.toml_file import read

    return read(path)


def _read_workbook(path: Path) -> FilledWorkbook:
    from relocation.excel.reader import read_workbook

    return read_workbook(path)


def shipped() -> list[str]:
    """The names of the cases that come with the package."""
    return sorted(path.stem for path in Path(str(data_dir("models"))).glob("*.toml"))


def find(case: str | Path) -> Path:
    """The file of a case. Raises ProblemsFound, with close names, when there is none."""
    path = Path(case)
    if path.suffix.lower() in {".toml", ".xlsx"} and isfile(path):
        return path
    named = Path(str(data_dir("models"))) / f"{case}.toml"
    if "/" not in str(case) and "\\" not in str(case) and isfile(named):
        return named
    raise ProblemsFound([_no_such_case(str(case), path)])


def _no_such_case(case: str, path: Path) -> Problem:
    names = shipped()
    close = get_close_matches(case, names, n=1)
    hint = close[0] if close else ", ".join(names)
    if isfile(path):
        expected = Label("a .toml project file or an .xlsx workbook", ".toml 项目文件或 .xlsx 工作簿")
        remedy = Label("save the workbook as .xlsx", "请将工作簿另存为 .xlsx")
    else:
        expected = Label(
            "a shipped case, or a .toml or .xlsx file that exists", "随附案例名，或存在的 .toml、.xlsx 文件"
        )
        remedy = Label(f"try {hint}", f"可用：{hint}")
    return Problem(
        where=case[:LONGEST_NAME], found=path.suffix if isfile(path) else "", expected=expected, remedy=remedy
    )
