"""From a book to the source of a function, shared by the targets that calculate.

A target gives a `Dialect`: which of the texts in `operations` and `reductions` are its own, and how its statements look.
The stages, the loops and the names of the variables are the same for all of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    ChoiceIs,
    Constant,
    Expression,
    Grouped,
    InputReference,
    LineReference,
    Operation,
    Period,
    Previous,
    Reduction,
)
from relocation.formula.language.operations import OPERATIONS, Kind
from relocation.formula.language.reductions import REDUCTIONS, Fold
from relocation.formula.language.ties import with_thresholds


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one target writes a book: which texts of the operations are its own, and its statements.

    Templates take {0}, {1}, ...; what stands inside a function or loop is indented.
    """

    operation: Callable[[Kind], str]
    reduction: Callable[[Fold], str]
    function: str  # the line that begins `calculate(inputs, periods, groups)`
    inputs: str  # gives the inputs the names {0}
    variable: str  # gives the name {0} to the value {1}
    loop: str  # the line that begins a loop of t from 1 to {0}
    element: str  # sets the value {1} of the series {0} at t
    end: str  # of a function or loop
    result: str  # ends the function with all lines {0}
    entry: str  # a line in it, by its key {0}
    series: str  # a fresh series with the opening value {0}, as long as the axis {1}
    members: str  # which periods belong to which group, by the series {0}
    grouped: str  # the sums of series {0} over the members {1} of every group


def program(book: Book, dialect: Dialect) -> str:
    """The source of `calculate(inputs, periods, groups)`, which returns {line key: value or series}.

    A series has periods + 1 (or groups + 1) entries; entry 0 is its opening value.
    """
    return _Writer(book, dialect).source()


class _Writer:
    def __init__(self, book: Book, dialect: Dialect) -> None:
        self.book = book
        self.dialect = dialect
        self.inputs = {key: f"i{number}" for number, key in enumerate(book.inputs)}
        self.lines = {key: f"v{number}" for number, key in enumerate(book.lines)}
        self.members: dict[str, str] = {}  # the series that tells the groups -> its variable
        self.sums: dict[Grouped, str] = {}

    def source(self) -> str:
        dialect = self.dialect
        body = [dialect.inputs.format(", ".join(self.inputs.values()))] if self.inputs else []
        for stage in self.book.plan.stages:
            body += [dialect.variable.format(self.lines[key], self.formula(key)) for key in stage.singles]
            body += self.along("periods", stage.series)
            body += [*self.summed(stage.grouped), *self.along("groups", stage.grouped)]
        entries = (
            dialect.entry.format(json.dumps(key, ensure_ascii=False), name)
            for key, name in self.lines.items()
        )
        body.append(dialect.result.format(", ".join(entries)))
        return "\n".join([dialect.function, *(f"    {line}" for line in body), dialect.end])

    def along(self, axis: str, keys: tuple[str, ...]) -> Iterator[str]:
        """The loop that fills series along one axis."""
        if not keys:
            return
        for key in keys:
            yield self.dialect.variable.format(self.lines[key], self.fresh(key, axis))
        yield self.dialect.loop.format(axis)
        for key in keys:
            yield f"    {self.dialect.element.format(self.lines[key], self.formula(key))}"
        if self.dialect.end:
            yield self.dialect.end

    def summed(self, keys: tuple[str, ...]) -> Iterator[str]:
        """The sums by groups that some lines take, each of all groups at once."""
        dialect = self.dialect
        for node in (node for key in keys for node in self.book.lines[key].formula_nodes):
            if isinstance(node, Grouped) and node not in self.sums:
                if node.by not in self.members:
                    self.members[node.by] = f"m{len(self.members)}"
                    members = dialect.members.format(self.lines[node.by])
                    yield dialect.variable.format(self.members[node.by], members)
                self.sums[node] = f"g{len(self.sums)}"
                summed = dialect.grouped.format(self.lines[node.key], self.members[node.by])
                yield dialect.variable.format(self.sums[node], summed)

    def fresh(self, key: str, axis: str) -> str:
        opening = self.book.lines[key].opening
        return self.dialect.series.format("0.0" if opening is None else self.written(opening), axis)

    def formula(self, key: str) -> str:
        return self.written(self.book.lines[key].formula)

    def written(self, expression: Expression) -> str:
        return self.write(with_thresholds(self.book.plan.without_ties(expression)))

    def write(self, node: Expression) -> str:
        match node:
            case Constant(value):
                return f"({value!r})" if value < 0 else repr(value)  # -1 ** 2 is not (-1) ** 2
            case InputReference(key):
                return self.inputs[key]
            case ChoiceIs(key, choice):
                index = self.book.inputs[key].choices.index(choice)
                return operation_text(self.dialect.operation, "=", [self.inputs[key], str(index)])
            case LineReference(key):
                return f"{self.lines[key]}[t]" if key in self.book.plan.series else self.lines[key]
            case Previous(key):
                return f"{self.lines[key]}[t - 1]"
            case Period():
                return "t"
            case Reduction(name, key, by):
                return self.dialect.reduction(REDUCTIONS[name]).format(
                    self.lines[key], self.lines.get(by or "")
                )
            case Grouped():
                return f"{self.sums[node]}[t]"
            case Operation(name, arguments):
                operands = [self.write(argument) for argument in arguments]
                return operation_text(self.dialect.operation, name, operands)
        raise TypeError(f"no such node: {node!r}")


def operation_text(template: Callable[[Kind], str], name: str, operands: Sequence[str]) -> str:
    """An operation of the language as a target writes it."""
    kind = OPERATIONS[name]
    if kind.operands is None:
        return reduce(template(kind).format, operands)
    return template(kind).format(*operands)
