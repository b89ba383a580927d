"""The quantity and the rate of an item, which move its amount alike: one bar of a tornado, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from relocation.labels import Label
from relocation.project.names import input_labels, place_name
from relocation.project.sourced_inputs import SourcedInputs
from relocation.tables.wording import filled

PAIR = Label("{quantity} or {rate}", "{quantity}或{rate}")


def item_pairs(project: SourcedInputs) -> list[tuple[str, str, Label]]:
    """The quantity and the rate of every item that has both, and what they are called together."""
    known = project.by_path()
    pairs = []
    for path, quantity in known.items():
        rate = known.get(quantity.path.parent / "rate") if quantity.path.name == "quantity" else None
        if rate is not None:
            name = place_name(quantity.path.parent, {each: value.value for each, value in known.items()})
            rate_name = rate.record.label
            lower = Label(rate_name.en[:1].lower() + rate_name.en[1:], rate_name.zh)
            both = filled(PAIR, {"quantity": quantity.record.label, "rate": lower})
            pairs.append((path, str(rate.path), name.colon(both)))
    return pairs


def bar_labels(project: SourcedInputs, bars: Sequence[Mapping[str, Any]]) -> list[Label]:
    """What each row of a tornado is called, in both languages."""
    labels, pairs = input_labels(project), {rate: label for _, rate, label in item_pairs(project)}
    return [(pairs if bar["also"] else labels)[bar["path"]] for bar in bars]
