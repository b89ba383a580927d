"""Formula text: a small safe grammar, read into the same nodes that Python code builds, and written back.

    land_quota.area * 500 if t == 3 else 0
    previous(loans.adbc.closing) * 0.01
    max(0, total(cash.inflow) - 1_000_000)

Names are dotted keys of inputs and lines, `t` is the number of the period. Nothing else of Python is read: the
text is parsed, never run.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

from relocation.formula.book import Book, FormulaError
from relocation.formula.expression import (
    PERIOD,
    ChoiceIs,
    Constant,
    Expression,
    InputReference,
    LineReference,
    Operation,
    Period,
    Previous,
    Reduction,
    as_condition,
    as_number,
)
from relocation.formula.notation import Notation, write

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
FUNCTIONS = {
    "min": "min",
    "max": "max",
    "abs": "abs",
    "sign": "sign",
    "floor": "floor",
    "ratio": "ratio",
    "payment": "payment",
}
ARITY = {"abs": 1, "sign": 1, "floor": 1, "ratio": 2, "payment": 3}
SERIES_FUNCTIONS = ("total", "final", "lowest", "highest", "average")

TEXT = Notation(
    infix={
        "=": (" == ", 1),
        "<>": (" != ", 1),
        "<": (" < ", 1),
        "<=": (" <= ", 1),
        ">": (" > ", 1),
        ">=": (" >= ", 1),
        "+": (" + ", 2),
        "-": (" - ", 2),
        "*": (" * ", 3),
        "/": (" / ", 3),
        "^": (" ** ", 5),
    },
    functions={
        "if": "({1} if {0} else {2})",
        "and": "({0} and {1})",
        "or": "({0} or {1})",
        "not": "(not {0})",
        "flag": "({0})",
        "na": "n/a",
        "round": "round({0}, 2)",
        "month_after": "month_after({all})",
        **{name: f"{name}({{all}})" for name in FUNCTIONS},
    },
    negative=4,
    number=lambda value: str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value),
)


class FormulaTextError(FormulaError):
    """A formula text that is not in the grammar."""


def parse(text: str, resolve: Callable[[str], Expression]) -> Expression:
    """Reads a formula text. `resolve` turns a dotted name into a reference and raises UnknownName.

    Raises FormulaTextError for whatever is not in the grammar, naming the piece.
    """
    if len(text) > LONGEST:
        raise FormulaTextError(f"the formula has {len(text)} characters; at most {LONGEST} are read")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaTextError(f"not a formula: {text!r}") from error
    return as_number(_Reader(resolve).read(tree.body, 0))


def book_names(book: Book) -> Callable[[str], Expression]:
    """Names as a book knows them; lines that are declared later are not known yet."""
    return book.reference


def show(expression: Expression) -> str:
    """The text of an expression, in the grammar that `parse` reads."""
    return write(expression, TEXT, _spell)


def _spell(node: Expression) -> str | None:
    match node:
        case InputReference(key) | LineReference(key):
            return key
        case ChoiceIs(key, choice):
            return f"{key} is {choice}"
        case Previous(key):
            return f"previous({key})"
        case Period():
            return "t"
        case Reduction(name, key, by):
            return f"{name}({key})" if by is None or name == "irr" else f"{name}({key}, {by})"
    return None


class _Reader:
    def __init__(self, resolve: Callable[[str], Expression]) -> None:
        self.resolve = resolve

    def read(self, node: ast.expr, depth: int) -> Expression:
        if depth > DEEPEST:
            raise FormulaTextError(f"the formula is nested more than {DEEPEST} deep")
        down = depth + 1
        match node:
            case ast.Constant(int() | float() as value) if not isinstance(value, bool):
                return self.number(value)
            case ast.Name("t"):
                return PERIOD
            case ast.Name() | ast.Attribute():
                return self.resolve(self.dotted(node))
            case ast.UnaryOp(ast.USub(), operand):
                return Operation("neg", (as_number(self.read(operand, down)),))
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
                choice = (
                    as_condition(self.read(test, down)),
                    *(as_number(self.read(n, down)) for n in (body, otherwise)),
                )
                return Operation("if", choice)
            case ast.Call(ast.Name(name), arguments, []):
                return self.called(name, arguments, down)
        raise FormulaTextError(f"not part of a formula: {ast.unparse(node)!r}")

    def number(self, value: float) -> Constant:
        try:
            return Constant(float(value))
        except OverflowError as error:
            raise FormulaTextError("a number in the formula is too large") from error

    def dotted(self, node: ast.expr) -> str:
        if isinstance(node, ast.Attribute):
            return f"{self.dotted(node.value)}.{node.attr}"
        if isinstance(node, ast.Name):
            return node.id
        raise FormulaTextError(f"not part of a formula: {ast.unparse(node)!r}")

    def joined(self, name: str, left: Expression, right: Expression) -> Operation:
        return Operation(name, (as_number(left), as_number(right)))

    def connected(self, name: str, values: list[ast.expr], depth: int) -> Expression:
        first, *rest = (as_condition(self.read(value, depth)) for value in values)
        for condition in rest:
            first = Operation(name, (first, condition))
        return first

    def compared(self, values: list[ast.expr], operators: list[ast.cmpop], depth: int) -> Expression:
        numbers = [self.read(value, depth) for value in values]
        found: Expression | None = None
        for left, operator, right in zip(numbers, operators, numbers[1:], strict=False):
            if type(operator) not in ORDER:
                raise FormulaTextError("only ==, !=, <, <=, > and >= compare in a formula")
            one = self.joined(ORDER[type(operator)], left, right)
            found = one if found is None else Operation("and", (found, one))
        assert found is not None
        return found

    def called(self, name: str, arguments: list[ast.expr], depth: int) -> Expression:
        if name == "previous" or name in SERIES_FUNCTIONS:
            return self.over_series(name, arguments)
        if name not in FUNCTIONS:
            known = ", ".join([*FUNCTIONS, "previous", *SERIES_FUNCTIONS])
            raise FormulaTextError(f"no such function: {name!r}; there are {known}")
        if len(arguments) != ARITY.get(name, max(2, len(arguments))):
            raise FormulaTextError(
                f"{name} takes {ARITY.get(name, 'two or more')} values, not {len(arguments)}"
            )
        return Operation(
            FUNCTIONS[name], tuple(as_number(self.read(argument, depth)) for argument in arguments)
        )

    def over_series(self, name: str, arguments: list[ast.expr]) -> Expression:
        if len(arguments) != 1 or not isinstance(arguments[0], (ast.Name, ast.Attribute)):
            raise FormulaTextError(f"{name} takes the name of one line")
        line = self.resolve(self.dotted(arguments[0]))
        if not isinstance(line, LineReference):
            raise FormulaTextError(f"{name} takes a line, and {self.dotted(arguments[0])} is an input")
        return line.previous if name == "previous" else Reduction(name, line.key)
