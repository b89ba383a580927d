"""Small villages for tests: a few inputs on a short timeline, everything else left at its default."""

from __future__ import annotations

from datetime import date
from typing import Any

from relocation.appraisal import Appraisal
from relocation.problems import Problem, ProblemsFound
from relocation.project.project import Project

PEOPLE = {"households": 10, "persons": 25}


def small_project(periods: int = 4, period: str = "year", **groups: Any) -> Project:
    """A village of 10 households and 25 persons with these groups of inputs."""
    timeline = {"start": date(2020, 1, 1), "period": period, "periods": periods}
    return Project.build({"village": PEOPLE, "timeline": timeline, **groups})


def appraised(periods: int = 4, period: str = "year", **groups: Any) -> Appraisal:
    return small_project(periods, period, **groups).appraise()


def series(appraisal: Appraisal, key: str) -> list[float]:
    """The values of a line in periods 1, 2, ..."""
    found = appraisal.value(key)
    assert isinstance(found, list), f"{key} is one number"
    return found


def problems_of(periods: int = 4, period: str = "year", **groups: Any) -> list[Problem]:
    """What is wrong with a village; an empty list if nothing is."""
    try:
        small_project(periods, period, **groups)
    except ProblemsFound as found:
        return list(found.problems)
    return []
