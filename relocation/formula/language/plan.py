"""In which order a book is calculated, and whether it can be.

Lines fall into stages. A stage first works out its single numbers, then runs once over the periods for its
series. A reduction (a total, a lowest value) needs its whole series, so it opens the next stage; a look at the
period before does not, which is why an account may depend on its own past but never on its own total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from relocation.formula.language.availability import maybe_missing, refuse_misuse_of_missing, refuse_undefined
from relocation.formula.language.book import Book, FormulaError, LineItem, UnknownName
from relocation.formula.language.cell_length import refuse_too_long
from relocation.formula.language.exact import Facts, facts_of
from relocation.formula.language.expression import (
    ChoiceIs,
    Expression,
    Grouped,
    InputReference,
    LineReference,
    Period,
    Previous,
    Reduction,
    walk,
)
from relocation.formula.language.ties import without_ties


class Link(Enum):
    """How a line leans on another."""

    SAME = auto()  # the same period, or a single number
    PREVIOUS = auto()  # the period before
    WHOLE = auto()  # all periods


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


Links = dict[str, list[tuple[str, Link]]]


def make_plan(book: Book) -> Plan:
    """Orders the lines of a book.

    Raises UnknownName for a reference to nothing, FormulaError for a circle (named a -> b -> a), for a reduction
    of a single number, for a comparison with a number that may be not available, for a quotient or power that may not
    exist, and for a formula that no cell can hold.
    """
    links = {key: list(_links(line)) for key, line in book.lines.items()}
    _refuse_unknown(book)
    series = _series(book)
    grouped = _spread(book, _grouped_at_first(book))
    _refuse_mixed(book, series)
    _refuse_mixed_axes(book, series, grouped)
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


def _links(line: LineItem) -> Iterator[tuple[str, Link]]:
    for node in line.nodes:
        if isinstance(node, LineReference):
            yield node.key, Link.SAME
        elif isinstance(node, Previous):
            yield node.key, Link.PREVIOUS
        elif isinstance(node, Grouped):
            yield node.key, Link.WHOLE
            yield node.by, Link.WHOLE
        elif isinstance(node, Reduction):
            yield node.key, Link.WHOLE
            if node.by is not None:
                yield node.by, Link.WHOLE if node.name == "discounted" else Link.SAME


def _refuse_unknown(book: Book) -> None:
    for line in book.lines.values():
        for node in line.nodes:
            if isinstance(node, (InputReference, ChoiceIs)) and node.key not in book.inputs:
                raise UnknownName(node.key, book.inputs, line.key)
        for key, _ in _links(line):
            if key not in book.lines:
                raise UnknownName(key, [*book.lines, *book.inputs], line.key)


def _series(book: Book) -> frozenset[str]:
    """Lines that vary with the period or the group."""
    varying = (Period, Previous, Grouped)
    first = {
        key
        for key, line in book.lines.items()
        if line.series or line.grouped or any(isinstance(node, varying) for node in line.formula_nodes)
    }
    return _spread(book, first)


def _grouped_at_first(book: Book) -> set[str]:
    return {
        key
        for key, line in book.lines.items()
        if line.grouped or any(isinstance(node, Grouped) for node in line.formula_nodes)
    }


def _spread(book: Book, found: set[str]) -> frozenset[str]:
    """The lines found, and all that name one of them in the same period or the one before."""
    users: dict[str, set[str]] = {}
    for key, line in book.lines.items():
        for node in line.formula_nodes:
            if isinstance(node, (LineReference, Previous)):
                users.setdefault(node.key, set()).add(key)
    fresh = list(found)
    while fresh:
        for user in users.get(fresh.pop(), set()) - found:
            found.add(user)
            fresh.append(user)
    return frozenset(found)


def _refuse_mixed_axes(book: Book, series: frozenset[str], grouped: frozenset[str]) -> None:
    """A line stands by periods or by groups; what it takes from the other axis it must total or group."""
    for key, line in book.lines.items():
        for node in line.nodes:
            if isinstance(node, (LineReference, Previous)) and key in grouped:
                foreign = node.key in series - grouped
            else:
                foreign = isinstance(node, Grouped) and node.key in grouped
            if foreign:
                other = node.key  # type: ignore[attr-defined]
                raise FormulaError(
                    f"{key}: {other} and {key} stand on different time axes; group or total one of them",
                    f"{key}：{other} 与 {key} 的时间轴不同，请先分组或合计",
                    [key],
                )


def _needed_as_series(node: Expression) -> Iterator[str]:
    if isinstance(node, (Reduction, Previous, Grouped)):
        yield node.key
    if isinstance(node, Grouped):
        yield node.by
    if isinstance(node, Reduction) and node.name == "discounted" and node.by is not None:
        yield node.by


def _refuse_mixed(book: Book, series: frozenset[str]) -> None:
    for line in book.lines.values():
        for node in line.nodes:
            for key in _needed_as_series(node):
                if key not in series:
                    raise FormulaError(
                        f"{line.key}: {key} is one number, not a series over the periods",
                        f"{line.key}：{key} 是单个数值，不是逐期序列",
                        [line.key],
                    )
        if line.opening is not None and any(
            isinstance(node, (Period, Previous)) or (isinstance(node, LineReference) and node.key in series)
            for node in walk(line.opening)
        ):
            raise FormulaError(
                f"{line.key}: an opening value stands before the first period and cannot vary with it",
                f"{line.key}：期初值在第一期之前，不能随期次变化",
                [line.key],
            )


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
        if link is Link.WHOLE
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
    steps = {key: [(needed, int(link is Link.WHOLE)) for needed, link in links[key]] for key in depth}
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
