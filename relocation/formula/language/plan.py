"""In which order a book is calculated, and whether it can be.

Lines fall into stages. A stage first works out its single numbers, then runs once over the periods for its
series. A reduction (a total, a lowest value) needs its whole series, so it opens the next stage; a look at the
period before does not, which is why an account may depend on its own past but never on its own total.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from relocation.formula.language.expression import Expression, Grouped, Period, Previous
from relocation.formula.language.facts import Facts, facts_of, maybe_missing
from relocation.formula.language.line_items import Declarations, FormulaError, LineItem, Link
from relocation.formula.language.refusals import (
    refuse_misuse_of_missing,
    refuse_mixed_axes,
    refuse_singles_as_series,
    refuse_too_long,
    refuse_undefined,
    refuse_unknown,
)
from relocation.formula.language.ties import without_ties


@dataclass(frozen=True, slots=True)
class Stage:
    """Lines that are calculated together: single numbers, then series period by period, then group by group."""

    singles: tuple[str, ...]
    series: tuple[str, ...]
    grouped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """The order of a book: its stages, which lines are series, and which may be not available.

    `grouped` are the series that stand by groups instead of periods. `facts` are what is known of the values of
    lines beforehand.
    """

    stages: tuple[Stage, ...]
    series: frozenset[str]
    maybe_missing: frozenset[str]
    grouped: frozenset[str]
    facts: Facts
    written: dict[int, tuple[Expression, Expression]] = field(default_factory=dict, repr=False, compare=False)

    def without_ties(self, expression: Expression) -> Expression:
        """The expression as targets read it: see `ties`. Kept, since a row of cells asks for the same one many times."""
        kept = self.written.get(id(expression))
        if kept is None or kept[0] is not expression:
            self.written[id(expression)] = kept = expression, without_ties(expression, self.facts)
        return kept[1]


ALL_PERIODS = frozenset({Link.WHOLE, Link.BY_GROUP})
Links = Mapping[str, Sequence[tuple[str, Link]]]


def make_plan(book: Declarations) -> Plan:
    """Orders the lines of a book.

    Raises UnknownName for a reference to nothing, FormulaError for a circle (named a -> b -> a), for a reduction
    of a single number, for a comparison with a number that may be not available, for a quotient or power that may not
    exist, and for a formula that no cell can hold.
    """
    links = {key: line.links for key, line in book.lines.items()}
    refuse_unknown(book)
    series, grouped = _series(book), _grouped(book)
    refuse_singles_as_series(book, series)
    refuse_mixed_axes(book, series, grouped)
    order = _order(links)
    depth = _depths(links, order)
    missing = maybe_missing(book, order)
    refuse_misuse_of_missing(book, missing)
    facts = facts_of(book, refuse_undefined(book, order))
    refuse_too_long(book, facts)
    return Plan(_stages(order, depth, series, grouped), series, missing, grouped, facts)


def _stages(
    order: Iterable[str], depth: Mapping[str, int], series: frozenset[str], grouped: frozenset[str]
) -> tuple[Stage, ...]:
    levels: list[tuple[list[str], list[str], list[str]]] = [
        ([], [], []) for _ in range(max(depth.values(), default=-1) + 1)
    ]
    for key in order:
        levels[depth[key]][2 if key in grouped else 1 if key in series else 0].append(key)
    return tuple(Stage(*map(tuple, level)) for level in levels)


def _series(book: Declarations) -> frozenset[str]:
    """Lines that vary with the period or the group."""
    varying = (Period, Previous, Grouped)
    return _spread(
        book,
        lambda line: (
            line.series or line.grouped or any(isinstance(node, varying) for node in line.formula_nodes)
        ),
    )


def _grouped(book: Declarations) -> frozenset[str]:
    """Lines that stand by groups."""
    return _spread(
        book, lambda line: line.grouped or any(isinstance(node, Grouped) for node in line.formula_nodes)
    )


def _spread(book: Declarations, holds: Callable[[LineItem], bool]) -> frozenset[str]:
    """The lines of which something holds, and all that name one of them in the same period or the one before."""
    first = (key for key, line in book.lines.items() if holds(line))
    return book.reached(first, {Link.SAME, Link.PREVIOUS})


def _order(links: Links) -> list[str]:
    """Lines after those they lean on in the same period; a circle is named."""
    done: dict[str, bool] = {}
    order: list[str] = []
    for root in links:
        if root in done:
            continue
        path = [root]
        pending = [_needs(links, root)]
        done[root] = False
        while path:
            needed = next(pending[-1], None)
            if needed is None:
                pending.pop()
                key = path.pop()
                done[key] = True
                order.append(key)
            elif needed not in done:
                done[needed] = False
                path.append(needed)
                pending.append(_needs(links, needed))
            elif not done[needed]:
                raise _circle([*path[path.index(needed) :], needed])
    return order


def _circle(path: Sequence[str]) -> FormulaError:
    text = " -> ".join(path)
    return FormulaError(f"circular: {text}", f"循环引用：{text}", path)


def _needs(links: Links, key: str) -> Iterator[str]:
    return (needed for needed, link in links[key] if link is not Link.PREVIOUS)


def _circle_through_total(links: Links) -> FormulaError:
    """The circle of a total inside an account that leads back to the total, which could never be worked out."""
    leads = (
        (key, needed)
        for key, all_needed in links.items()
        for needed, link in all_needed
        if link in ALL_PERIODS
    )
    return _circle(
        next([key, *path] for key, needed in leads if (path := _path(links, needed, key)) is not None)
    )


def _path(links: Links, start: str, goal: str) -> list[str] | None:
    came_from: dict[str, str | None] = {start: None}
    fresh = [start]
    while fresh:
        here = fresh.pop(0)
        if here == goal:
            return _trace(came_from, goal)
        for needed, _ in links[here]:
            if needed not in came_from:
                came_from[needed] = here
                fresh.append(needed)
    return None


def _trace(came_from: dict[str, str | None], goal: str) -> list[str]:
    path: list[str] = []
    step: str | None = goal
    while step is not None:
        path.append(step)
        step = came_from[step]
    return path[::-1]


def _depths(links: Links, order: Iterable[str]) -> dict[str, int]:
    """The stage of each line. Repeats because a look at the period before may point forward in the order.

    Raises FormulaError for a circle through a total: only there the stages never end.
    """
    depth = dict.fromkeys(order, 0)
    steps = {key: [(needed, int(link in ALL_PERIODS)) for needed, link in links[key]] for key in depth}
    highest = len(depth)
    changed = True
    while changed:
        changed = False
        for key, needs in steps.items():
            level = depth[key]
            for needed, step in needs:
                level = max(level, depth[needed] + step)
            if level > depth[key]:
                depth[key] = level
                changed = True
            if level > highest:
                raise _circle_through_total(links)
    return depth
