"""The same project on a longer timeline, for money that arrives or is repaid after its last period."""

from __future__ import annotations

from math import ceil
from typing import Any, TypeVar

from relocation.project.groups import MONTHS
from relocation.project.sourced_inputs import SourcedInputs

Stated = TypeVar("Stated", bound=SourcedInputs)


def lengthened(project: Stated, periods: int) -> Stated:
    """The project with so many periods more; yearly flows that the old end cut off keep that end."""
    last = project.timeline.periods
    changes: dict[str, Any] = {"timeline.periods": last + periods}
    for group in ("income", "costs"):
        for identity, item in getattr(project, group).items():
            left = last - item.start + 1
            if item.duration == 0 or item.duration > left:
                changes[f"{group}.{identity}.duration"] = left
    return project.restated(changes)


def missing_periods(project: SourcedInputs, months: int) -> int:
    """Periods by which the timeline is too short for the last instalment of quota money that comes so much later."""
    quota = project.land_quota
    last = max((receipt.period for receipt in quota.receipts.values() if receipt.share), default=1)
    late = ceil((quota.delay + months) / MONTHS[project.timeline.period])
    return max(0, last + late - project.timeline.periods) if quota.area * quota.price > 0 else 0
