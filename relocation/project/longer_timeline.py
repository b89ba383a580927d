"""The same project on a longer timeline, for money that arrives or is repaid after its last period.

longer_timeline.js does the same to the inputs of a page, by `longer_data`.
"""

from __future__ import annotations

from math import ceil
from typing import Any, TypeVar

from relocation.project.groups import MONTHS
from relocation.project.sourced_inputs import SourcedInputs

YEARLY = ("income", "costs")  # what may run to the end of the timeline
Stated = TypeVar("Stated", bound=SourcedInputs)


def lengthened(project: Stated, periods: int) -> Stated:
    """The project with so many periods more; yearly flows that the old end cut off keep that end."""
    last = project.timeline.periods
    changes: dict[str, Any] = {"timeline.periods": last + periods}
    for group in YEARLY:
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


def longer_data(project: SourcedInputs) -> dict[str, Any]:
    """The inputs by which a timeline is made longer, as data for a script."""
    receipts = (f"land_quota.receipts.{identity}" for identity in project.land_quota.receipts)
    yearly = (f"{group}.{identity}" for group in YEARLY for identity in getattr(project, group))
    return {
        "periods": "timeline.periods",
        "months": "timeline.months",
        "quota": ["land_quota.area", "land_quota.price"],
        "delay": "land_quota.delay",
        "receipts": [[f"{receipt}.share", f"{receipt}.period"] for receipt in receipts],
        "yearly": [[f"{item}.start", f"{item}.duration"] for item in yearly],
    }
