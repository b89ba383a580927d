"""A picture of figures, stated once: what is shown and what it is called; `relocation.charts` draws it for every medium.

lines       along periods: cash, debt, what is spent
columns     along periods, side by side or stacked
bars        one for each of a list of things, the largest first or in the order given
tornado     what each input does to a number, on both sides of what it is now: a series of the low and one of the high values
heat        a number for each row and column, by its colour and its figure: a row for each name, a column for each series
histogram   how many of many lie in each interval between `edges`
fan         along periods, the band in which most of many futures lie: series from the lowest to the highest, the median amid
areas       parts of a whole as areas, such as the villages of a county; a second series says by its sign what does not hold
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

from relocation import hooks
from relocation.caller import default_language
from relocation.labels import LARGE_SCALE, Label
from relocation.tables.numbers import BY_SIGN, number_form, unit_label

NOTHING_TOLD = Label("", "")
Kind = Literal["lines", "columns", "bars", "tornado", "heat", "histogram", "fan", "areas"]


@dataclass(frozen=True, slots=True)
class Series:
    """Values, each at its name along the axis, in the unit of the figure or one of their own; None where one is not available.

    `role` says what it is about, such as cash or debt, and with that how it looks. Of a heat, at least `limit` holds. `live`
    is the key of the line that holds the values period by period, or one key for each value: a live page draws it anew.
    """

    name: Label
    values: tuple[float | None, ...]
    role: str
    live: str | tuple[str, ...] = ""
    unit: str = ""
    limit: float | None = None


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
class Level:
    """A value that is pointed at across the picture, such as what is there now, or a quantile; `live` is the key of its line."""

    label: Label
    value: float | None
    live: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A heading above the bars from a position on, counted from 0."""

    label: Label
    before: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture: its kind, its series over named places, and the unit of its values; money in yuan.

    `told` says in a sentence what is to be seen, for who cannot see it and as a caption. `paths` says what each name stands
    for, such as the input of a bar. Columns may be `stacked`. Bars that are `running` begin where the one before ended, those
    at the positions `strong`, which are sums, at zero; `sparse` are such of which those of nothing are left out. In a heat the rows
    `unjudged` have neither colour nor sign: nothing holds or fails of an unfinished plan.
    """

    key: str
    kind: Kind
    title: Label
    unit: str
    names: tuple[Label, ...]
    series: tuple[Series, ...]
    marks: tuple[Mark, ...] = ()
    told: Label = NOTHING_TOLD
    levels: tuple[Level, ...] = ()
    edges: tuple[float, ...] = ()
    groups: tuple[Group, ...] = ()
    paths: tuple[str, ...] = ()
    strong: tuple[int, ...] = ()
    unjudged: tuple[int, ...] = ()
    stacked: bool = False
    running: bool = False
    sparse: bool = False

    def __repr__(self) -> str:
        return f"<Figure {self.key}: {self.title.en} ({self.kind}, {len(self.names)} places)>"

    def _repr_svg_(self) -> str:
        """What a notebook shows, in the language that RELOCATION_LANG or the machine names."""
        drawn: str = hooks.call("svg", self, default_language())
        return drawn


def figure_data(figure: Figure, scale: str | None = None, *, titled: bool = True) -> dict[str, Any]:
    """The figure as the scripts read it, in both languages: a text of both is one word, else [English, Chinese].

    Money stands on a scale, if not given on that of the language. Where it is not `titled`, the medium has a heading of its own.
    """
    data: dict[str, Any] = {
        "key": figure.key,
        "kind": figure.kind,
        "title": _words(figure.title),
        "told": _words(figure.told),
        **_unit(figure.unit, scale),
        "names": [_words(name) for name in figure.names],
        "series": [_series(series, scale) for series in figure.series],
        "marks": [
            _pointed(mark.label, mark.live, series=mark.series, position=mark.position)
            for mark in figure.marks
        ],
        "levels": [_pointed(level.label, level.live, value=_known(level.value)) for level in figure.levels],
        "groups": [{"label": _words(group.label), "before": group.before} for group in figure.groups],
        **{
            key: list(getattr(figure, key))
            for key in ("edges", "paths", "strong", "unjudged")
            if getattr(figure, key)
        },
        **{key: True for key in ("stacked", "running", "sparse") if getattr(figure, key)},
    }
    if not titled:
        data["titled"] = False
    return {key: value for key, value in data.items() if value != [] or key in {"names", "series"}}


def _series(series: Series, scale: str | None) -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": _words(series.name),
        "values": [_known(value) for value in series.values],
        "role": series.role,
    }
    if series.live:
        data["live"] = series.live if isinstance(series.live, str) else list(series.live)
    if series.unit:
        data |= _unit(series.unit, scale)
    if series.limit is not None:
        data["limit"] = series.limit
    return data


def _pointed(label: Label, live: str, **told: Any) -> dict[str, Any]:
    return {"label": _words(label), **told, **({"live": live} if live else {})}


def _unit(unit: str, scale: str | None) -> dict[str, Any]:
    """How the numbers of a unit are written, and what it is called, in each language."""
    scales = {lang: scale or usual for lang, usual in LARGE_SCALE.items()}
    names = {lang: unit_label(unit, of_money).text(lang) for lang, of_money in scales.items()}
    return {
        "form": {lang: number_form(unit, of_money) for lang, of_money in scales.items()},
        "unit": dict.fromkeys(names, "") if unit in BY_SIGN else names,
    }


def _known(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def _words(label: Label) -> str | list[str]:
    """A label as data: on one line, and of letters that every file can hold."""
    en, zh = (_clean(text) for text in label)
    return en if en == zh else [en, zh]


def _clean(text: str) -> str:
    """A text without what XML cannot hold, such as half a letter or a bell."""
    written = " ".join(text.encode("utf-8", "replace").decode("utf-8").split())
    return "".join(letter for letter in written if letter >= " " and letter not in "\ufffe\uffff\x7f")
