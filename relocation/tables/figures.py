"""A picture of figures, stated once: what is shown and what it is called; `relocation.charts` draws it for every medium.

lines       along periods: cash, debt, what is spent
columns     along periods, side by side or stacked
bars        one for each of a list of things, the largest first or in the order given
tornado     what each input does to a number, on both sides of what it is now
heat        a number for each row and column, by its colour and its figure
histogram   how many of many lie in each interval
fan         along periods, the band in which most of many futures lie
areas       parts of a whole as areas, such as the villages of a county
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from relocation.labels import Label

NOTHING_TOLD = Label("", "")
Kind = Literal["lines", "columns", "bars", "tornado", "heat", "histogram", "fan", "areas"]


@dataclass(frozen=True, slots=True)
class Series:
    """Values in one unit, each at its name along the axis; None where one is not available.

    `role` says what it is about, such as cash or debt, and with that how it looks. `live` is the key of the line that holds
    the values period by period, or one key for each value: a live page draws it anew.
    """

    name: Label
    values: tuple[float | None, ...]
    role: str
    live: str | tuple[str, ...] = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that is pointed at: the position in a series, counted from 0, and what is to be said there.

    `live` is the key of the line that holds the number of the period, counted from 1.
    """

    label: Label
    series: int
    position: int
    live: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture: its kind, its series over named places, and the unit of its values; money in yuan.

    `told` says in a sentence what is to be seen, for who cannot see it and as a caption.
    """

    key: str
    kind: Kind
    title: Label
    unit: str
    names: tuple[Label, ...]
    series: tuple[Series, ...]
    marks: tuple[Mark, ...] = ()
    told: Label = NOTHING_TOLD
