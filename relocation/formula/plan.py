"""In which order a book is calculated, and whether it can be.

Lines fall into stages. A stage first works out its single numbers, then runs once over the periods for its
series. A reduction (a total, a lowest value) needs its whole series, so it opens the next stage; a look at the
period before does not, which is why an account may depend on its own past but never on its own total.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from relocation.formula.book import Book, FormulaError, LineItem, UnknownName
from relocation.formula.expression import (
    COMPARISONS,
    CONNECTIVES,
    ChoiceIs,
    Expression,
    InputReference,
    LineReference,
    Operation,
    Period,
    Previous,
    Reduction,
    walk,
)


class Link(Enum):
    """How a line leans on another."""

    SAME = auto()  # the same period, or a single number
    PREVIOUS = auto()  # the period before
    WHOLE = auto()  # all periods


@dataclass(frozen=True, slots=True)
class Stage:
    """Lines that are calculated together: single numbers first, then the series period by period."""

    singles: tuple[str, ...]
    series: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The order of a book: its stages, which lines are series, and which may be not available."""

    stages: tuple[Stage, ...]
    series: frozenset[str]
    maybe_missing: frozenset[str]


Links = dict[str, list[tuple[str, Link]]]


def make_plan(book: Book) -> Plan:
    """Orders the lines of a book.

    Raises UnknownName for a reference to nothing, FormulaError for a circle (named a -> b -> a), for a reduction
    of a single number, and for a comparison with a number that may be not available.
    """
    links = {key: list(_links(line)) for key, line in book.lines.items()}
    _refuse_unknown(book)
    series = _series(book)
    _refuse_mixed(book, series)
    order = _order(links)
    _refuse_circles_through_totals(links)
    depth = _depths(links, order)
    missing = _maybe_missing(book, order)
    _refuse_comparison_with_missing(book, missing)
    stages = tuple(
        Stage(
            tuple(key for key in order if depth[key] == level and key not in series),
            tuple(key for key in order if depth[key] == level and key in series),
        )
        for level in range(max(depth.values(), default=-1) + 1)
    )
    return Plan(stages, series, missing)


def formulas(line: LineItem) -> Iterator[Expression]:
    """All nodes of a line: those of its formula and of its opening value."""
    yield from walk(line.formula)
    if line.opening is not None:
        yield from walk(line.opening)


def _links(line: LineItem) -> Iterator[tuple[str, Link]]:
    for node in formulas(line):
        if isinstance(node, LineReference):
            yield node.key, Link.SAME
        elif isinstance(node, Previous):
            yield node.key, Link.PREVIOUS
        elif isinstance(node, Reduction):
            yield node.key, Link.WHOLE
            if node.by is not None:
                yield node.by, Link.WHOLE if node.name == "discounted" else Link.SAME


def _refuse_unknown(book: Book) -> None:
    for line in book.lines.values():
        for node in formulas(line):
            if isinstance(node, (InputReference, ChoiceIs)) and node.key not in book.inputs:
                raise UnknownName(node.key, list(book.inputs), line.key)
        for key, _ in _links(line):
            if key not in book.lines:
                raise UnknownName(key, [*book.lines, *book.inputs], line.key)


def _series(book: Book) -> frozenset[str]:
    """Lines that vary with the period, found by spreading from those that name it."""
    found = {
        key
        for key, line in book.lines.items()
        if line.series or any(isinstance(node, (Period, Previous)) for node in walk(line.formula))
    }
    users: dict[str, set[str]] = {}
    for key, line in book.lines.items():
        for node in walk(line.formula):
            if isinstance(node, LineReference):
                users.setdefault(node.key, set()).add(key)
    fresh = list(found)
    while fresh:
        for user in users.get(fresh.pop(), set()) - found:
            found.add(user)
            fresh.append(user)
    return frozenset(found)


def _refuse_mixed(book: Book, series: frozenset[str]) -> None:
    for line in book.lines.values():
        for node in formulas(line):
            if isinstance(node, (Reduction, Previous)) and node.key not in series:
                raise FormulaError(f"{line.key}: {node.key} is one number, not a series over the periods")
        if line.opening is not None and any(
            isinstance(node, (Period, Previous)) or (isinstance(node, LineReference) and node.key in series)
            for node in walk(line.opening)
        ):
            raise FormulaError(
                f"{line.key}: an opening value stands before the first period and cannot vary with it"
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
                raise FormulaError("circular: " + " -> ".join([*path[path.index(needed) :], needed]))
    return order


def _needs(links: Links, key: str) -> Iterator[str]:
    return (needed for needed, link in links[key] if link is not Link.PREVIOUS)


def _refuse_circles_through_totals(links: Links) -> None:
    """A total inside an account that leads back to the total could never be worked out."""
    for key, leads in links.items():
        for needed, link in leads:
            if link is Link.WHOLE and (path := _path(links, needed, key)) is not None:
                raise FormulaError("circular: " + " -> ".join([key, *path]))


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
    """The stage of each line. Repeats because a look at the period before may point forward in the order."""
    depth = dict.fromkeys(order, 0)
    changed = True
    while changed:
        changed = False
        for key in depth:
            need = max((depth[needed] + (link is Link.WHOLE) for needed, link in links[key]), default=0)
            if need > depth[key]:
                depth[key] = need
                changed = True
    return depth


def _maybe_missing(book: Book, order: Iterable[str]) -> frozenset[str]:
    """Lines that can be not available: they divide by what may be zero, or build on a line that does."""
    missing: set[str] = set()
    for key in order:
        for node in walk(book.lines[key].formula):
            if (
                (isinstance(node, Operation) and node.name in {"ratio", "na"})
                or (isinstance(node, LineReference) and node.key in missing)
                or (isinstance(node, Reduction) and (node.key in missing or node.name == "irr"))
            ):
                missing.add(key)
    return frozenset(missing)


def _refuse_comparison_with_missing(book: Book, missing: frozenset[str]) -> None:
    """A spreadsheet finds any text greater than any number, so 'n/a' must never be compared."""
    for line in book.lines.values():
        for node in formulas(line):
            if isinstance(node, Previous) and node.key in missing:
                raise FormulaError(
                    f"{line.key}: {node.key} may be not available, so the period before cannot be used"
                )
            if not isinstance(node, Operation):
                continue
            inside = [below for argument in _exposed(node) for below in walk(argument)]
            for below in inside:
                if isinstance(below, LineReference) and below.key in missing:
                    raise FormulaError(f"{line.key}: {below.key} may be not available and cannot be compared")
                if isinstance(below, Operation) and below.name in {"ratio", "na"}:
                    raise FormulaError(f"{line.key}: a ratio that may be not available cannot be compared")


def _exposed(node: Operation) -> tuple[Expression, ...]:
    if (
        node.name in COMPARISONS
        or node.name in CONNECTIVES
        or node.name in {"min", "max", "round", "sign", "floor"}
    ):
        return node.arguments
    return node.arguments[:1] if node.name in {"if", "flag"} else ()
