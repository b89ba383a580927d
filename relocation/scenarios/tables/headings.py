"""The headings of a scenario table, in a file or on a sheet: name, parent if there are any, and paths of inputs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.project.project import unknown_path

NAME = Label("name", "名称")
PARENT = Label("parent", "上级方案")
SPECIAL = {*NAME, *PARENT}


@dataclass(frozen=True, slots=True)
class Headings:
    """Which column holds what; columns count from 0. Without a column of names the rows go by their numbers."""

    name: int | None
    parent: int | None
    paths: Mapping[int, str]
    width: int


def read_headings(cells: Sequence[str], places: Sequence[str], known: Collection[str]) -> Headings:
    """The columns of a table; `places` says where each heading stands, `known` are the paths of the project.

    Empty columns at the end are ignored. Raises ProblemsFound with every heading that is unknown, empty, or there twice.
    """
    heads = [cell.strip() for cell in cells]
    while heads and not heads[-1]:
        heads.pop()
    problems = []
    paths: dict[int, str] = {}
    special: dict[str, int] = {}
    for column, head in enumerate(heads):
        key = NAME.en if head in NAME else PARENT.en if head in PARENT else head
        if key in special or key in paths.values():
            problems.append(_twice(places[column], head))
        elif key in {NAME.en, PARENT.en}:
            special[key] = column
        elif key in known:
            paths[column] = key
        else:
            problems.append(_unknown(places[column], head, known))
    if not paths and not problems:
        problems.append(_no_path(places[0] if places else ""))
    if problems:
        raise ProblemsFound(problems)
    return Headings(special.get(NAME.en), special.get(PARENT.en), paths, len(heads))


def _unknown(place: str, head: str, known: Collection[str]) -> Problem:
    found = unknown_path(head, [*known, NAME.en, PARENT.en])
    expected = Label("name, parent, or the path of an input", "name、parent 或输入项路径")
    return Problem(place, head, expected, found.remedy)


def _twice(place: str, head: str) -> Problem:
    expected = Label("each heading once", "每个表头只出现一次")
    return Problem(place, head, expected, Label("delete one of the two columns", "请删除其中一列"))


def _no_path(place: str) -> Problem:
    expected = Label("at least one path of an input", "至少一个输入项路径")
    return Problem(place, "", expected, Label("such as land_quota.price", "如 land_quota.price"))
