"""What a book is made of: inputs, line items with their formulas, and the error that names those at fault."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import Enum, auto
from functools import cached_property

from relocation.formula.language.expression import (
    ChoiceIs,
    Expression,
    Grouped,
    InputReference,
    LineReference,
    Previous,
    Reduction,
    walk,
)
from relocation.formula.language.reductions import REDUCTIONS, By
from relocation.labels import Label


def stated_key(key: str) -> str:
    """The key of the input that says whether another one is stated."""
    return f"{key}.stated"


class FormulaError(ValueError):
    """A book that cannot be calculated: an unknown name, a circle, a formula that mixes what must not be mixed.

    `label` is the message in both languages; `lines` are the keys of the lines that are at fault, if it is known.
    """

    def __init__(self, en: str, zh: str, lines: Iterable[str] = ()) -> None:
        super().__init__(en)
        self.label = Label(en, zh)
        self.lines = tuple(lines)


FEW = 12  # names that a message may list


class UnknownName(FormulaError):
    """A formula or a question names a line or an input that the book does not have."""

    def __init__(self, name: str, known: Iterable[str], where: str = "") -> None:
        names = [*known]
        close = get_close_matches(str(name), names, n=3, cutoff=0.5)
        few = names if not close and len(names) <= FEW else []
        super().__init__(
            f"unknown name {name!r}"
            + (f" in {where}" if where else "")
            + (f"; did you mean {', '.join(close)}?" if close else "")
            + (f"; known are {', '.join(few)}" if few else ""),
            (f"{where}：" if where else "")
            + f"没有名为“{name}”的项目或输入"
            + (f"；是否应为 {'、'.join(close)}？" if close else "")
            + (f"；可用名称：{'、'.join(few)}" if few else ""),
            [where] if where else [],
        )
        self.name = name
        self.close = tuple(close)


class NotOneNumber(UnknownName):
    """A line that is a series was asked for as one number, or the other way round."""

    def __init__(self, name: str, en: str, zh: str, known: Iterable[str] = ()) -> None:
        super().__init__(name, known)
        self.label = Label(en, zh)
        self.args = (en,)


@dataclass(frozen=True, slots=True)
class InputItem:
    """An input of the book. `choices` are the keys it may be chosen from; its number is then their index.

    `lowest` and `highest` bound the numbers it may take, both included. From them follows what a formula may divide by.
    `whole` says that it takes whole numbers only, which are compared as they are.
    `empty` is what a cell counts as in which nobody wrote it: 0, or else its lowest number. `stated` names the input of
    which this one says whether somebody stated it, as 1 or 0.
    """

    key: str
    label: Label
    unit: str
    choices: tuple[str, ...] = ()
    lowest: float = -math.inf
    highest: float = math.inf
    whole: bool = False
    empty: float = 0
    stated: str = ""


class Link(Enum):
    """How a formula leans on a line."""

    SAME = auto()  # the same period, or a single number
    PREVIOUS = auto()  # the period before
    WHOLE = auto()  # all periods
    BY_GROUP = auto()  # all periods, each in its group
    GUESS = auto()  # a number that only the search of a spreadsheet needs


def links(node: Expression) -> tuple[tuple[str, Link], ...]:
    """The lines that a node names itself."""
    match node:
        case LineReference(key):
            return ((key, Link.SAME),)
        case Previous(key):
            return ((key, Link.PREVIOUS),)
        case Grouped(key, by):
            return (key, Link.BY_GROUP), (by, Link.BY_GROUP)
        case Reduction(_, key, None):
            return ((key, Link.WHOLE),)
        case Reduction(name, key, str(by)):
            is_series = REDUCTIONS[name].by is By.SERIES
            return (key, Link.WHOLE), (by, Link.WHOLE if is_series else Link.GUESS)
    return ()


@dataclass(frozen=True)
class LineItem:
    """A line item: a key, a label, a unit, a kind and one formula.

    `opening` is the value before the first period, for formulas that look at the period before. `section` and
    `kind` mean nothing to the language; statements group by them. `summed` says that a total over the periods
    is meaningful (a flow), as it is not for a balance or a rate. `series` makes a line vary by period even if its
    formula happens not to, `grouped` by group.
    """

    key: str
    label: Label
    unit: str
    formula: Expression
    kind: str = ""
    section: str = ""
    opening: Expression | None = None
    summed: bool = False
    series: bool = False
    grouped: bool = False

    @cached_property
    def group(self) -> str:
        """What its key begins with: the part of a plan that it tells of."""
        return self.key.partition(".")[0]

    @cached_property
    def formula_nodes(self) -> tuple[Expression, ...]:
        """All nodes of its formula."""
        return tuple(walk(self.formula))

    @cached_property
    def nodes(self) -> tuple[Expression, ...]:
        """All nodes of its formula and of its opening value."""
        return (*self.formula_nodes, *(() if self.opening is None else walk(self.opening)))

    @cached_property
    def links(self) -> tuple[tuple[str, Link], ...]:
        """The lines it leans on, and how."""
        return tuple(link for node in self.nodes for link in links(node))

    @property
    def input_keys(self) -> Iterator[str]:
        """The inputs it names."""
        return (node.key for node in self.nodes if isinstance(node, (InputReference, ChoiceIs)))

    def relabelled(self, label: Label) -> LineItem:
        """The same line under another label."""
        return self if label is self.label else replace(self, label=label)


@dataclass
class Declarations:
    """Inputs and lines in the order in which they were declared, over `periods` periods.

    `groups` is the length of a second, coarser axis, such as years over months. `items` are the things of which there may be
    any number, by path, with their names: they mean nothing to the language, but lines tell of them.
    """

    periods: int
    groups: int = 0
    inputs: dict[str, InputItem] = field(default_factory=dict)
    lines: dict[str, LineItem] = field(default_factory=dict)
    items: dict[str, Label] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.periods} periods, {len(self.lines)} lines, {len(self.inputs)} inputs>"

    def users(self, leans: Collection[Link] = tuple(Link)) -> dict[str, list[str]]:
        """The lines that lean on each line in one of these ways."""
        users: dict[str, list[str]] = {key: [] for key in self.lines}
        for user, line in self.lines.items():
            for key, link in line.links:
                if link in leans:
                    users[key].append(user)
        return users

    def reached(self, first: Iterable[str], leans: Collection[Link] = tuple(Link)) -> frozenset[str]:
        """These lines, and all that lean on one of them in one of these ways, straight or through others."""
        users = self.users(leans)
        reached = set(first)
        pending = list(reached)
        while pending:
            fresh = [user for user in users[pending.pop()] if user not in reached]
            reached.update(fresh)
            pending += fresh
        return frozenset(reached)
