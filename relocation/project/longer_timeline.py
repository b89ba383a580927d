"""The same project on a longer timeline, for money that arrives or is repaid after its last period."""

from __future__ import annotations

from typing import Any

from relocation.project.project import Project


def lengthened(project: Project, periods: int) -> Project:
    """The project with so many periods more; yearly flows that the old end cut off keep that end."""
    last = project.timeline.periods
    changes: dict[str, Any] = {"timeline.periods": last + periods}
    for group in ("income", "costs"):
        for identity, item in getattr(project, group).items():
            left = last - item.start + 1
            if item.duration == 0 or item.duration > left:
                changes[f"{group}.{identity}.duration"] = left
    return project.restated(changes)
