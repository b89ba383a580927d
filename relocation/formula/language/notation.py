"""Writing an expression as text with as few brackets as reading needs: formulas for people, and for cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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
from relocation.formula.language.operations import COMPARISONS, OPERATIONS, Kind, Sign
from relocation.formula.language.reductions import REDUCTIONS, By

COMPARED, FACTOR = 1, 3  # strengths of the signs around a text: of a comparison, of a product


def number_text(value: float) -> str:
    """A constant as people and spreadsheets write it."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


@dataclass(frozen=True, slots=True)
class Notation:
    """How a target spells formulas: the sign or template of each operation, and what stands between operands.

    `plain_flag` says that a condition may be multiplied as it stands.
    """

    of: Callable[[Kind], str | Sign]
    separator: str = ", "
    plain_flag: bool = False


TEXT = Notation(lambda kind: kind.text)


def show(expression: Expression) -> str:
    """The text of an expression, in the grammar that `text.parse` reads.

    What only Python code can build (choices, dates, discounting, rates of return) is shown in the same manner, for
    people to read.
    """
    return write(expression, TEXT, _reference)


def _reference(node: Expression) -> str | None:
    match node:
        case InputReference(key) | LineReference(key):
            return key
        case ChoiceIs(key, choice):
            return f"{key} is {choice}"
        case Previous(key):
            return f"previous({key})"
        case Period():
            return "t"
        case Grouped(key, by):
            return f"in_group({key}, {by})"
        case Reduction(name, key, by):
            return f"{name}({key}, {by})" if REDUCTIONS[name].by is By.SERIES else f"{name}({key})"
    return None


def write(
    node: Expression, notation: Notation, leaf: Callable[[Expression], str | None], around: int = 0
) -> str:
    """The text of an expression. `leaf` spells references and returns None for operations and constants.

    `around` is the strength with which what stands around the text pulls at it; 0 when nothing does.
    """
    return _Writer(notation, leaf).write(node, around)


@dataclass(frozen=True, slots=True)
class _Writer:
    notation: Notation
    leaf: Callable[[Expression], str | None]

    def write(self, node: Expression, around: int) -> str:
        spelled = self.leaf(node)
        if spelled is not None:
            return spelled
        if isinstance(node, Constant):
            text = number_text(node.value)
            return f"({text})" if node.value < 0 and around > 0 else text
        if isinstance(node, Operation):
            return self.operation(node, around)
        raise TypeError(f"no notation for {node!r}")

    def operation(self, node: Operation, around: int) -> str:
        written = self.notation.of(OPERATIONS[node.name])
        if isinstance(written, Sign):
            return self.signed(node, written, around)
        if node.name == "flag" and self.notation.plain_flag and around >= FACTOR:
            written = "({0})"
        operands = [self.write(argument, 0) for argument in node.arguments]
        return written.format(*operands, all=self.notation.separator.join(operands))

    def signed(self, node: Operation, sign: Sign, around: int) -> str:
        if len(node.arguments) == 1:
            text = sign.text + self.write(node.arguments[0], sign.strength)
            return f"({text})" if around > COMPARED else text
        left_needs = sign.strength + (node.name == "^" or node.name in COMPARISONS)
        left = self.write(node.arguments[0], left_needs)
        right = self.write(node.arguments[1], sign.strength + 1)
        text = f"{left}{sign.text}{right}"
        return f"({text})" if sign.strength < around else text
