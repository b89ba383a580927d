"""Cells that many reports are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from relocation.labels import Label
from relocation.tables.numbers import fen_of
from relocation.tables.record import Amount, Named

HOLDS = Named(True, Label("✓", "✓"), "good")
FAILS = Named(False, Label("✗", "✗"), "bad")
AGREEMENT = (FAILS, HOLDS)


def to_the_fen(yuan: float, live: str = "") -> Amount:
    """An amount of money of which the fen are told; `live` is the key of its line."""
    return Amount(fen_of(yuan), "fen", live=live)


def told_by(key: str, value: float, states: Sequence[Named]) -> Named:
    """The state that the value of a line tells: 0, 1, or the last where it is not available; without a key it stays so."""
    state = states[-1] if value != value else states[int(value)]
    return replace(state, live=key, states=tuple(states)) if key else state
