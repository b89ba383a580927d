"""Asking many times whether a project with other values would be allowed, without building it anew each time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from relocation.problems import Problem
from relocation.project.project import Project
from relocation.project.rules import broken_rules


class WhatIf:
    """A working copy of a project's inputs. Only the rules between inputs are asked, not the range of each."""

    def __init__(self, project: Project) -> None:
        self._copy = project.model_copy(deep=True)

    def problems(self, values: Mapping[str, Any]) -> list[Problem]:
        """What the rules say of the project with these values instead. They are taken back afterwards."""
        before = {path: self._put(path, value) for path, value in values.items()}
        try:
            return broken_rules(self._copy)
        finally:
            for path, value in before.items():
                self._put(path, value)

    def _put(self, path: str, value: Any) -> Any:
        """Writes past the frozen surface of the copy, which nobody else sees; gives the value that stood there."""
        *groups, name = path.split(".")
        place: Any = self._copy
        for group in groups:
            place = place[group] if isinstance(place, dict) else getattr(place, group)
        before = place.__dict__[name]
        place.__dict__[name] = value
        return before
