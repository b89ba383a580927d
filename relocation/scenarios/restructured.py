"""A project with other values of what decides the rows of its model: the timeline, texts, dates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from relocation.problems import Problem, ProblemsFound
from relocation.project.project import Project


def restructured(
    project: Project, part: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]
) -> tuple[Project | None, list[tuple[Problem, ...]]]:
    """The project with the values of `part`, and with those of the first of `rows` it needs to be allowed at all.

    A shorter timeline may be allowed only together with a shorter loan. The problems are those of the rows before, which
    are refused whatever the calculation; without a project they are those of all rows.
    """
    refused: list[tuple[Problem, ...]] = []
    for values in ({}, *rows) if part else ({},):
        try:
            return (project.replace({**part, **values}) if part else project), refused
        except ProblemsFound as found:
            if values:
                refused.append(found.problems)
    return None, refused
