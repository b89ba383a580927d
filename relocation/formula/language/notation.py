"""Writing an expression as text with as few brackets as reading needs: formulas for cells and for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from relocation.formula.language.expression import COMPARISONS, Constant, Expression, Operation


@dataclass(frozen=True, slots=True)
class Notation:
    """How a target spells operators and functions.

    `infix` maps a name to (sign, strength); `functions` maps a name to a template with {all} for the joined
    operands or {0}, {1}, ... for single ones; `negative` is the strength of a minus before a value; `plain_flag`
    says that a condition may be multiplied as it stands.
    """

    infix: Mapping[str, tuple[str, int]]
    functions: Mapping[str, str]
    negative: int
    plain_flag: bool = False
    separator: str = ", "
    number: Callable[[float], str] = repr


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
            text = self.notation.number(node.value)
            return f"({text})" if node.value < 0 and around > 0 else text
        if isinstance(node, Operation):
            return self.operation(node, around)
        raise TypeError(f"no notation for {node!r}")

    def operation(self, node: Operation, around: int) -> str:
        if node.name == "flag" and self.notation.plain_flag and around >= 3:
            return f"({self.write(node.arguments[0], 0)})"
        if node.name in self.notation.infix:
            return self.infix(node, around)
        if node.name == "neg":
            text = "-" + self.write(node.arguments[0], self.notation.negative)
            return f"({text})" if around > 1 else text
        operands = [self.write(argument, 0) for argument in node.arguments]
        template = self.notation.functions[node.name]
        return template.format(*operands, all=self.notation.separator.join(operands))

    def infix(self, node: Operation, around: int) -> str:
        sign, strength = self.notation.infix[node.name]
        left_needs = strength + (node.name == "^" or node.name in COMPARISONS)
        left = self.write(node.arguments[0], left_needs)
        right = self.write(node.arguments[1], strength + 1)
        text = f"{left}{sign}{right}"
        return f"({text})" if strength < around else text
