"""Where a number comes from: its formula, its ingredients with their values, down to the inputs and their sources."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from relocation import hooks
from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    ChoiceIs,
    Expression,
    Grouped,
    InputReference,
    Reduction,
    walk,
)
from relocation.formula.language.line_items import Link, links
from relocation.formula.language.notation import show
from relocation.formula.targets.scalar import Values
from relocation.given import language_of, whole_within
from relocation.labels import Label, Language
from relocation.shown import Shown

DEEPEST = 1_000_000  # steps of a tree that somebody may ask for
PICKED: dict[str, Callable[..., int]] = {"lowest": min, "highest": max}


def _no_source(_key: str) -> str:
    return ""


def _no_origin(_key: str) -> Any:
    return None


@dataclass(frozen=True, slots=True)
class Explanation(Shown):
    """One number in the tree. `period` is None for a single number; `repeated` says it stands in full above.

    `origin` is what is known of where an input comes from, and `deeper` says that its ingredients were not asked for.
    """

    key: str
    label: Label
    unit: str
    value: float | str | tuple[float, ...]
    formula: str
    period: int | None
    source: str
    ingredients: tuple[Explanation, ...]
    repeated: bool = False
    origin: Any = None
    deeper: bool = False

    def __repr__(self) -> str:
        period = "" if self.period is None else f" @{self.period}"
        value = f"{len(self.value)} periods" if isinstance(self.value, tuple) else f"{self.value}"
        return (
            f"<Explanation {self.key}{period}: {value}, from {len(self.ingredients)}; show() draws the tree>"
        )

    def show(self, depth: int | None = None, lang: Language = "en") -> None:
        """Prints the tree, so many steps deep; all of it where no depth is given. Raises ProblemsFound for no depth or language."""
        steps = None if depth is None else whole_within(depth, "depth", 0, DEEPEST)
        print(hooks.call("text", self.cut(steps), language_of(lang)), end="")

    def cut(self, depth: int | None) -> Explanation:
        """The tree down to a depth; what lies below is left out."""
        if depth is None or not self.ingredients:
            return self
        if depth <= 0:
            return replace(self, ingredients=(), deeper=True)
        return replace(self, ingredients=tuple(below.cut(depth - 1) for below in self.ingredients))


def explain(
    book: Book,
    values: Values,
    inputs: Mapping[str, float | str],
    key: str,
    *,
    period: int | None = None,
    source_of: Callable[[str], str] = _no_source,
    origin_of: Callable[[str], Any] = _no_origin,
    depth: int = 50,
) -> Explanation:
    """The tree of one number.

    `source_of` tells where an input's value comes from. A series is told for one period if `period` is given,
    otherwise with all its values. The lowest and the highest number of a series are followed into the period in which they
    stand. Each line is unfolded once. Raises UnknownName with close matches.
    """
    book.reference(key)
    return _Explainer(book, values, inputs, source_of, origin_of).tell(key, period, depth)


class _Explainer:
    def __init__(
        self,
        book: Book,
        values: Values,
        inputs: Mapping[str, float | str],
        source_of: Callable[[str], str],
        origin_of: Callable[[str], Any],
    ) -> None:
        self.book, self.values, self.inputs = book, values, inputs
        self.source_of, self.origin_of = source_of, origin_of
        self.told: set[tuple[str, int | None]] = set()

    def tell(self, key: str, period: int | None, depth: int) -> Explanation:
        if key in self.book.inputs:
            item = self.book.inputs[key]
            return Explanation(
                key,
                item.label,
                item.unit,
                self.inputs[key],
                "",
                None,
                self.source_of(key),
                (),
                origin=self.origin_of(key),
            )
        line = self.book.lines[key]
        period = period if key in self.book.plan.series else None
        repeated = (key, period) in self.told
        self.told.add((key, period))
        parts = self.ingredients(line.formula, period)
        below = () if repeated or depth == 0 else tuple(self.tell(*part, depth - 1) for part in parts)
        return Explanation(
            key,
            line.label,
            line.unit,
            self.value(key, period),
            show(line.formula),
            period,
            "",
            below,
            repeated and bool(parts),
            deeper=depth == 0 and bool(parts) and not repeated,
        )

    def value(self, key: str, period: int | None) -> float | tuple[float, ...]:
        value = self.values[key]
        if isinstance(value, list):
            return value[period] if period is not None else tuple(value[1:])
        return value

    def ingredients(self, formula: Expression, period: int | None) -> list[tuple[str, int | None]]:
        parts: dict[tuple[str, int | None], None] = {}
        for node in walk(formula):
            if isinstance(node, (InputReference, ChoiceIs)):
                parts[node.key, period] = None
            elif isinstance(node, Grouped):
                parts |= dict.fromkeys(self.members(node, period))
            elif isinstance(node, Reduction) and (place := self.place_of(node)) is not None:
                parts[node.key, place] = None
                continue
            for key, link in links(node):
                if link is Link.SAME:
                    parts[key, period] = None
                elif link is Link.PREVIOUS:
                    parts |= dict.fromkeys(self.before(key, period))
                elif link is Link.WHOLE:
                    parts[key, None] = None
        return list(parts)

    def place_of(self, node: Reduction) -> int | None:
        """The first period in which the number that a reduction picks stands; None where it is made of all of them."""
        series = self.values[node.key]
        if not PICKED.get(node.name) or not isinstance(series, list):
            return None
        known = [period for period in range(1, len(series)) if not math.isnan(series[period])]
        return PICKED[node.name](known, key=lambda period: series[period]) if known else None

    def members(self, node: Grouped, group: int | None) -> list[tuple[str, int | None]]:
        """The periods that belong to a group; the whole series where no group is asked for."""
        by = self.values[node.by]
        if group is None or not isinstance(by, list):
            return [(node.key, None)]
        return [(node.key, period) for period in range(1, len(by)) if by[period] == group]

    def before(self, key: str, period: int | None) -> list[tuple[str, int | None]]:
        """What a look at the period before rests on: in the first period, the ingredients of the opening value."""
        if period is None or period > 1:
            return [(key, None if period is None else period - 1)]
        opening = self.book.lines[key].opening
        return [] if opening is None else self.ingredients(opening, None)
