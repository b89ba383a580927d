"""Which assumptions two projects do not share."""

from __future__ import annotations

from typing import Any, NamedTuple

from relocation.project.project import InputValue, Project


class Change(NamedTuple):
    """The value of an input before and after; None where a project has no such input."""

    before: Any
    after: Any


def changed_assumptions(before: Project, after: Project) -> dict[str, Change]:
    """Every input whose value differs, by path, in the order of the inputs; what only one of the two has comes too."""
    old, new = _values(before), _values(after)
    return {
        path: Change(old.get(path), new.get(path))
        for path in dict.fromkeys([*old, *new])
        if path not in old or path not in new or old[path] != new[path]
    }


def inputs_of(*projects: Project) -> dict[str, InputValue]:
    """What is known of every input that one of the projects has, by path."""
    return {one.path: one for project in reversed(projects) for one in project.values()}


def _values(project: Project) -> dict[str, Any]:
    return {one.path: one.value for one in project.values()}
