"""Arithmetic that says how a derived value comes about, such as 150_000_000 / 1536.3."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable

OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
LONGEST = 200


class NotArithmetic(ValueError):
    """The text is not plain arithmetic on numbers."""


def evaluate(text: str) -> float:
    """The value of a text made of numbers, + - * / and parentheses. Raises NotArithmetic for anything else."""
    if len(text) > LONGEST:
        raise NotArithmetic(f"longer than {LONGEST} characters")
    try:
        value = _value(ast.parse(text.strip(), mode="eval").body)
    except (SyntaxError, ValueError, RecursionError, ZeroDivisionError, OverflowError) as error:
        raise NotArithmetic(str(error)) from error
    if not math.isfinite(value):
        raise NotArithmetic("not a finite number")
    return value


def _value(node: ast.expr) -> float:
    match node:
        case ast.Constant(int() | float() as value) if not isinstance(value, bool):
            return float(value)
        case ast.UnaryOp(ast.USub(), operand):
            return -_value(operand)
        case ast.BinOp(left, sign, right) if type(sign) in OPERATORS:
            return OPERATORS[type(sign)](_value(left), _value(right))
    raise NotArithmetic(f"only numbers, + - * / and parentheses, not {ast.unparse(node)}")
