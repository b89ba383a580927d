"""Small villages for tests: a few inputs on a short timeline, everything else left at its default."""

from __future__ import annotations

from collections.abc import Mapping
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


NONE = {"quantity": 0.0, "rate": 0.0}
SOURCES = ("subsidies", "loans", "income", "other")


def finished_project(periods: int = 4, period: str = "year", **groups: Any) -> Project:
    """The same village as a finished plan: money comes in period 1 and there are no works or compensation, unless stated."""
    return small_project(periods, period, **finished(groups))


def finished_appraisal(periods: int = 4, period: str = "year", **groups: Any) -> Appraisal:
    return finished_project(periods, period, **groups).appraise()


def finished(groups: Mapping[str, Any]) -> dict[str, Any]:
    """Groups of inputs with what a finished plan states beside them."""
    works = {"housing": NONE, "infrastructure": NONE, "reclamation": NONE} | groups.get("construction", {})
    found = {**groups, "construction": works, "compensation": {"none": NONE} | groups.get("compensation", {})}
    for group in SOURCES:
        found[group] = {key: {"start": 1, **item} for key, item in groups.get(group, {}).items()}
    if (quota := groups.get("land_quota", {})) and not quota.get("receipts"):
        found["land_quota"] = {**quota, "receipts": {"all": {"share": 1.0, "period": 1}}}
    return found


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
