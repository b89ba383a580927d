"""Formula text: a small safe grammar, read into the same nodes that Python code builds. `notation.show` writes it back.

    land_quota.area * 500 if t == 3 else 0
    previous(loans.adbc.closing) * 0.01
    max(0, total(cash.inflow) - 1_000_000)

Names are dotted keys of inputs and lines, `t` is the number of the period. Nothing else of Python is read: the
text is parsed, never run.
"""

from __future__ import annotations

import ast
import math
import unicodedata
import warnings
from collections.abc import Callable
from difflib import get_close_matches
from functools import reduce

from relocation.formula.language.expression import (
    PERIOD,
    Constant,
    Expression,
    LineReference,
    Operation,
    Reduction,
    as_condition,
    as_number,
)
from relocation.formula.language.line_items import FormulaError
from relocation.formula.language.operations import OPERATIONS
from relocation.formula.language.reductions import REDUCTIONS, By

LONGEST = 500
DEEPEST = 40

ARITHMETIC: dict[type[ast.AST], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "^"}
ORDER: dict[type[ast.AST], str] = {
    ast.Eq: "=",
    ast.NotEq: "<>",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
FUNCTIONS = {name: kind.operands for name, kind in OPERATIONS.items() if kind.typed}
SERIES_FUNCTIONS = tuple(name for name, fold in REDUCTIONS.items() if fold.by is By.NOTHING)


class FormulaTextError(FormulaError):
    """A formula text that is not in the grammar."""


def _not_part(piece: str) -> FormulaTextError:
    shown = piece if len(piece) <= 60 else piece[:57] + "..."
    return FormulaTextError(f"not part of a formula: {shown!r}", f"公式中不能使用“{shown}”")


def parse(text: str, resolve: Callable[[str], Expression]) -> Expression:
    """Reads a formula text. `resolve` turns a dotted name into a reference and raises UnknownName.

    Raises FormulaTextError for whatever is not in the grammar, naming the piece.
    """
    _refuse_strange(text)
    stripped = text.strip()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # Python only warns of 1if t == 3else 0
            tree = ast.parse(stripped, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaTextError(f"not a formula: {stripped!r}", f"不是公式：“{stripped}”") from error
    return as_number(_Reader(stripped, resolve).read(tree.body, 0))


def _refuse_strange(text: str) -> None:
    if len(text) > LONGEST:
        raise FormulaTextError(
            f"the formula has {len(text)} characters; at most {LONGEST} are read",
            f"公式有 {len(text)} 个字符，最多 {LONGEST} 个",
        )
    for sign in text:
        if not sign.isascii():
            plain = unicodedata.normalize("NFKC", sign)
            hint = (f"; write {plain!r}", f"，请写“{plain}”") if plain.isascii() else ("", "")
            raise FormulaTextError(
                f"the character {sign!r} is not part of a formula{hint[0]}",
                f"公式中不能使用字符“{sign}”{hint[1]}",
            )


class _Reader:
    def __init__(self, text: str, resolve: Callable[[str], Expression]) -> None:
        self.text = text
        self.resolve = resolve

    def read(self, node: ast.expr, depth: int) -> Expression:
        if depth > DEEPEST:
            raise FormulaTextError(
                f"the formula is nested more than {DEEPEST} deep; split it over several lines",
                f"公式嵌套超过 {DEEPEST} 层，请拆成几行",
            )
        down = depth + 1
        match node:
            case ast.Constant(int() | float() as value) if not isinstance(value, bool):
                return self.number(value)
            case ast.Name("t"):
                return PERIOD
            case ast.Name() | ast.Attribute():
                return self.resolve(self.dotted(node))
            case ast.UnaryOp(ast.USub(), operand):
                return self.negative(as_number(self.read(operand, down)))
            case ast.UnaryOp(ast.UAdd(), operand):
                return as_number(self.read(operand, down))
            case ast.UnaryOp(ast.Not(), operand):
                return Operation("not", (as_condition(self.read(operand, down)),))
            case ast.BinOp(left, operator, right) if type(operator) in ARITHMETIC:
                return self.joined(ARITHMETIC[type(operator)], self.read(left, down), self.read(right, down))
            case ast.BoolOp(operator, values):
                return self.connected("and" if isinstance(operator, ast.And) else "or", values, down)
            case ast.Compare(left, operators, rights):
                return self.compared([left, *rights], operators, down)
            case ast.IfExp(test, body, otherwise):
                branches = (as_number(self.read(branch, down)) for branch in (body, otherwise))
                return Operation("if", (as_condition(self.read(test, down)), *branches))
            case ast.Call(ast.Name(name), arguments, []):
                return self.called(name, arguments, down)
        raise self.refused(node)

    def refused(self, node: ast.AST) -> FormulaTextError:
        return _not_part(ast.get_source_segment(self.text, node) or self.text)

    def number(self, value: float) -> Constant:
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if math.isinf(number):
            raise FormulaTextError("a number in the formula is too large", "公式中有数值过大")
        return Constant(number)

    def negative(self, value: Expression) -> Expression:
        return Constant(0.0 - value.value) if isinstance(value, Constant) else Operation("neg", (value,))

    def dotted(self, node: ast.expr) -> str:
        parts = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            raise self.refused(node)
        return ".".join([node.id, *reversed(parts)])

    def joined(self, name: str, left: Expression, right: Expression) -> Operation:
        return Operation(name, (as_number(left), as_number(right)))

    def connected(self, name: str, values: list[ast.expr], depth: int) -> Expression:
        conditions = (as_condition(self.read(value, depth)) for value in values)
        return reduce(lambda left, right: Operation(name, (left, right)), conditions)

    def compared(self, values: list[ast.expr], operators: list[ast.cmpop], depth: int) -> Expression:
        numbers = [self.read(value, depth) for value in values]
        if not all(type(operator) in ORDER for operator in operators):
            raise FormulaTextError(
                "only ==, !=, <, <=, > and >= compare in a formula",
                "公式中只能用 ==、!=、<、<=、>、>= 比较",
            )
        conditions = (
            self.joined(ORDER[type(operator)], left, right)
            for left, operator, right in zip(numbers, operators, numbers[1:], strict=False)
        )
        return reduce(lambda left, right: Operation("and", (left, right)), conditions)

    def called(self, name: str, arguments: list[ast.expr], depth: int) -> Expression:
        if name == "previous" or name in SERIES_FUNCTIONS:
            return self.over_series(name, arguments)
        if name == "round":
            return self.rounded(arguments, depth)
        if name not in FUNCTIONS:
            raise self.no_such_function(name)
        wanted = FUNCTIONS[name]
        if len(arguments) != (max(2, len(arguments)) if wanted is None else wanted):
            raise FormulaTextError(
                f"{name} takes {wanted or 'two or more'} values, not {len(arguments)}",
                f"{name} 需要{f' {wanted} 个' if wanted else '两个以上'}数值，现有 {len(arguments)} 个",
            )
        return Operation(name, tuple(as_number(self.read(argument, depth)) for argument in arguments))

    def no_such_function(self, name: str) -> FormulaTextError:
        known = [*FUNCTIONS, "round", "previous", *SERIES_FUNCTIONS]
        close = get_close_matches(name, known, n=3, cutoff=0.5) or known
        return FormulaTextError(
            f"no such function: {name!r}; there is {', '.join(close)}",
            f"没有函数“{name}”；可用 {'、'.join(close)}",
        )

    def rounded(self, arguments: list[ast.expr], depth: int) -> Expression:
        match arguments:
            case [value, ast.Constant(2)]:
                return Operation("round", (as_number(self.read(value, depth)),))
        raise FormulaTextError(
            "round is written round(x, 2): to two decimals", "round 写作 round(x, 2)，保留两位小数"
        )

    def over_series(self, name: str, arguments: list[ast.expr]) -> Expression:
        if len(arguments) != 1 or not isinstance(arguments[0], (ast.Name, ast.Attribute)):
            raise FormulaTextError(f"{name} takes the name of one line", f"{name} 需要一个项目的名称")
        key = self.dotted(arguments[0])
        line = self.resolve(key)
        if not isinstance(line, LineReference):
            raise FormulaTextError(
                f"{name} takes a line, and {key} is an input", f"{name} 需要项目，而 {key} 是输入"
            )
        return line.previous if name == "previous" else Reduction(name, line.key)
