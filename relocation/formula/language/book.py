"""A book: the inputs and line items of a model on a timeline of numbered periods."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cached_property

from relocation.formula.language.expression import (
    ChoiceIs,
    InputReference,
    LineReference,
    Operand,
    as_number,
)
from relocation.formula.language.line_items import (
    Declarations,
    FormulaError,
    InputItem,
    LineItem,
    UnknownName,
    stated_key,
)
from relocation.formula.language.plan import Plan, make_plan
from relocation.labels import Label


class Book(Declarations):
    """Declares inputs and lines, and knows the order in which they are calculated."""

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
        items = {path: label_of(name) for path, name in self.items.items()}
        made = Book(self.periods, self.groups, self.inputs, lines, items)
        made.plan = self.plan
        return made

    @cached_property
    def plan(self) -> Plan:
        """The order of calculation. Raises FormulaError when there is none. The book must be complete."""
        return make_plan(self)

    def _number(self, item: InputItem, value: float | str) -> float:
        if isinstance(value, str) and value not in item.choices:
            raise UnknownName(value, item.choices, item.key)
        return float(item.choices.index(value) if isinstance(value, str) else value)

    def _refuse_twice(self, key: str) -> None:
        if key in self.inputs or key in self.lines:
            raise FormulaError(f"{key!r} is declared twice", f"“{key}”重复定义", [key])
