"""A path knows its parts: its group, the items it leads through, what comes last."""

from __future__ import annotations

import pickle

import pytest

from relocation.project.paths import InputPath, leaves
from tests.small_village import small_project

STEP = InputPath("loans", "adbc", "rate_steps", "slot_2", "rate")


def test_a_path_tells_what_it_is_made_of() -> None:
    assert STEP == "loans.adbc.rate_steps.slot_2.rate"
    assert (STEP.group, STEP.name, STEP.parent.name) == ("loans", "rate", "slot_2")
    assert STEP.items == ["loans.adbc", "loans.adbc.rate_steps.slot_2"]
    assert STEP.slots == ["loans.adbc.rate_steps.slot_2"]
    assert InputPath("loans", "slot_1").slots == ["loans.slot_1"]
    assert STEP.parent / "period" == "loans.adbc.rate_steps.slot_2.period"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("village.households", []),
        ("land_quota.price", []),
        ("land_quota.receipts.first.share", ["land_quota.receipts.first"]),
        # An id may have the name of a collection.
        ("other.loans.amount", ["other.loans"]),
        ("loans.drawdowns.term", ["loans.drawdowns"]),
        ("loans.a.drawdowns.loans.share", ["loans.a", "loans.a.drawdowns.loans"]),
        ("loans", []),
        ("", []),
    ],
)
def test_items_are_found_in_what_a_person_states(text: str, items: list[str]) -> None:
    assert InputPath.of(text).items == items


def test_one_path_leads_through_another_only_by_whole_parts() -> None:
    assert STEP.leads_through(InputPath("loans", "adbc"))
    assert STEP.leads_through(STEP)
    assert not STEP.leads_through(InputPath("loans", "ad"))


def test_every_input_of_a_project_has_its_parts_also_after_a_journey_to_another_process() -> None:
    for path, _, _ in leaves(small_project()):
        again = pickle.loads(pickle.dumps(path))
        assert again == path
        assert again.parts == path.parts == tuple(path.split("."))
