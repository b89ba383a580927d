"""The project that a script gives, by itself or with its numbers."""

from __future__ import annotations

from typing import Any

from relocation.given import LONGEST, refused
from relocation.labels import Label
from relocation.project.sourced_inputs import SourcedInputs

A_PROJECT = Label("a project", "项目")
SOME_PATHS = Label("such as land_quota.price", "如 land_quota.price")


def project_in(value: Any, where: str) -> Any:
    """The project itself, or that of an appraisal. Raises ProblemsFound, which says what to write, for anything else."""
    inner = getattr(value, "project", value)
    if isinstance(inner, SourcedInputs):
        return inner
    called = value[:LONGEST] if isinstance(value, str) else "lujia"
    raise refused(where, value, A_PROJECT, Label(f'write load("{called}")', f'请写 load("{called}")'))
