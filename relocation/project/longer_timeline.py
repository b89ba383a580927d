"""The same project on a longer timeline, for money that arrives or is repaid after its last period."""

from __future__ import annotations

from typing import Any

from relocation.project.project import Project


def lengthened(project: Project, periods: int) -> Project:
    """The project with so many periods more; yearly flows that ran to the end of the timeline keep that end."""
    last = project.timeline.periods
    changes: dict[str, Any] = {"timeline.periods": last + periods}
    for group in ("income", "costs"):
        for identity, item in getattr(project, group).items():
            if item.duration == 0:
                changes[f"{group}.{identity}.duration"] = last - item.start + 1
    return project.restated(changes)
