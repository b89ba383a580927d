"""A book: the inputs and line items of a model on a timeline of numbered periods."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

from relocation.formula.language.expression import (
    ChoiceIs,
    Expression,
    InputReference,
    LineReference,
    Operand,
    as_number,
    walk,
)
from relocation.labels import Label

if TYPE_CHECKING:
    from relocation.formula.language.plan import Plan


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


class UnknownName(FormulaError):
    """A formula or a question names a line or an input that the book does not have."""

    def __init__(self, name: str, known: Iterable[str], where: str = "") -> None:
        close = get_close_matches(name, list(known), n=3, cutoff=0.5)
        super().__init__(
            f"unknown name {name!r}"
            + (f" in {where}" if where else "")
            + (f"; did you mean {', '.join(close)}?" if close else ""),
            (f"{where}：" if where else "")
            + f"没有名为“{name}”的项目或输入"
            + (f"；是否应为 {'、'.join(close)}？" if close else ""),
            [where] if where else [],
        )
        self.name = name
        self.close = tuple(close)


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
    def nodes(self) -> tuple[Expression, ...]:
        """All nodes of its formula and of its opening value."""
        return (*self.formula_nodes, *(() if self.opening is None else walk(self.opening)))

    def relabelled(self, label: Label) -> LineItem:
        """The same line under another label."""
        return self if label is self.label else replace(self, label=label)

    @cached_property
    def formula_nodes(self) -> tuple[Expression, ...]:
        """All nodes of its formula."""
        return tuple(walk(self.formula))


@dataclass
class Book:
    """Inputs and lines in the order in which they were declared, over `periods` periods.

    `groups` is the length of a second, coarser axis, such as years over months.
    """

    periods: int
    groups: int = 0
    inputs: dict[str, InputItem] = field(default_factory=dict)
    lines: dict[str, LineItem] = field(default_factory=dict)

    def input(
        self,
        key: str,
        label: Label,
        unit: str,
        choices: tuple[str, ...] = (),
        *,
        lowest: float = -math.inf,
        highest: float = math.inf,
        whole: bool = False,
        empty: float = 0,
    ) -> InputReference:
        """Declares an input and returns the reference to it."""
        self._refuse_twice(key)
        self.inputs[key] = InputItem(key, label, unit, choices, lowest, highest, whole, empty)
        return InputReference(key)

    def stated(self, key: str) -> InputReference:
        """Declares the input that says whether somebody stated another one, as 1 or 0."""
        name = self.inputs[key].label
        label = Label(f"{name.en}: stated (1 = yes)", f"{name.zh}：已填写（1为是）")
        flag = stated_key(key)
        self.inputs[flag] = InputItem(flag, label, "flag", lowest=0, highest=1, whole=True, stated=key)
        return InputReference(flag)

    def line(
        self,
        key: str,
        label: Label,
        unit: str,
        formula: Operand,
        *,
        kind: str = "",
        section: str = "",
        opening: Operand | None = None,
        summed: bool = False,
        series: bool = False,
        grouped: bool = False,
    ) -> LineReference:
        """Declares a line item and returns the reference to it.

        The formula may name lines that are declared later; whether the line is one number or a series follows
        from what it refers to, unless `series` says so.
        """
        self._refuse_twice(key)
        first = None if opening is None else as_number(opening)
        node = as_number(formula)
        self.lines[key] = LineItem(key, label, unit, node, kind, section, first, summed, series, grouped)
        return LineReference(key)

    def choice(self, key: str, choice: str) -> ChoiceIs:
        """The condition that an input stands at one of its choices."""
        item = self.inputs.get(key)
        if item is None:
            raise UnknownName(key, self.inputs)
        if choice not in item.choices:
            raise UnknownName(choice, item.choices, key)
        return ChoiceIs(key, choice)

    def reference(self, key: str) -> InputReference | LineReference:
        """The reference to an input or a line by its key. Raises UnknownName with close matches."""
        if key in self.inputs:
            return InputReference(key)
        if key in self.lines:
            return LineReference(key)
        raise UnknownName(key, [*self.lines, *self.inputs])

    def input_vector(self, values: Mapping[str, float | str]) -> tuple[float, ...]:
        """The numbers of all inputs in declared order; a choice becomes its index.

        Raises UnknownName for a choice that there is not.
        """
        return tuple(self._number(item, values[item.key]) for item in self.inputs.values())

    def relabelled(self, label_of: Callable[[Label], Label]) -> Book:
        """The same book under other labels. It shares the plan, which asks for no label."""
        lines = {key: line.relabelled(label_of(line.label)) for key, line in self.lines.items()}
        made = Book(self.periods, self.groups, self.inputs, lines)
        made.plan = self.plan
        return made

    @cached_property
    def plan(self) -> Plan:
        """The order of calculation. Raises FormulaError when there is none. The book must be complete."""
        from relocation.formula.language.plan import make_plan

        return make_plan(self)

    def _number(self, item: InputItem, value: float | str) -> float:
        if isinstance(value, str) and value not in item.choices:
            raise UnknownName(value, item.choices, item.key)
        return float(item.choices.index(value) if isinstance(value, str) else value)

    def _refuse_twice(self, key: str) -> None:
        if key in self.inputs or key in self.lines:
            raise FormulaError(f"{key!r} is declared twice", f"“{key}”重复定义", [key])
