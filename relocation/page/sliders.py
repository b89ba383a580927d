"""The inputs that decide, as sliders: places in even steps around where each stands."""

from __future__ import annotations

from typing import Any, cast

from relocation.appraisal import Appraisal
from relocation.project.project import Project
from relocation.scenarios.levers import levers

MOST = 6


def sliders(appraisal: Appraisal) -> list[dict[str, Any]]:
    """The place of each input, its step, and how many steps it goes down and up."""
    places = {key: place for place, key in enumerate(appraisal.book.inputs)}
    return [
        {"place": places[lever.path], "step": lever.step, "below": lever.below, "above": lever.above}
        for lever in levers(cast(Project, appraisal.project), most=MOST)
    ]
