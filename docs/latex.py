"""Writes an expression of the book as LaTeX, so that a document shows the very formula that the model calculates with.

A name needs its symbol; a line that is to be written out instead of named stands in `inlined`, and a choice that the
document leaves out, such as rounding to the fen, in `never`: what holds only under it is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    ChoiceIs,
    Constant,
    Expression,
    InputReference,
    LineReference,
    Operation,
    Period,
    Previous,
    Reduction,
)
from relocation.formula.language.notation import number_text
from relocation.labels import Label, Language

FIRST, ADDED, FACTOR, BASE = 1, 2, 3, 4  # what a text is to what stands around it; 0 when nothing does
SIGNS = {"<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "=": "=", "<>": r"\ne"}
SERIES_FOLDS = {"lowest": r"\min_{%s} ", "highest": r"\max_{%s} ", "total": r"\sum_{%s} "}
IF, ELSE, MISSING = Label("if", "若"), Label("otherwise", "其他"), Label("not available", "不可用")
AND, OR, NOT = Label("and", "且"), Label("or", "或"), Label("not", "非")


@dataclass(frozen=True)
class Latex:
    """How a document writes the formulas of a book."""

    book: Book
    symbols: Mapping[str, str]
    inlined: frozenset[str]
    never: frozenset[tuple[str, str]]
    conditions: Mapping[tuple[str, str], Label]
    lang: Language = "en"

    def equation(self, key: str) -> str:
        """symbol = formula, and what stands before the first period if that is not nothing."""
        line = self.book.lines[key]
        text = f"{self.symbol(key)} = {self.write(line.formula)}"
        if line.opening is None:
            return text
        return rf"{text}, \quad {self.symbols[key]}_{{0}} = {self.write(line.opening)}"

    def symbol(self, key: str, period: str = "") -> str:
        """The symbol of a name, of a series with its period, of one that stands by years with the year."""
        plan = self.book.plan
        place = "y" if key in plan.grouped else period or "t"
        return f"{self.symbols[key]}_{{{place}}}" if key in plan.series | plan.grouped else self.symbols[key]

    def write(self, node: Expression, around: int = 0) -> str:
        """The text of an expression, in brackets where what stands around it would pull it apart."""
        match node:
            case Constant(value):
                return number_text(value)
            case Period():
                return "t"
            case LineReference(key) if key in self.inlined:
                return self.write(self.book.lines[key].formula, around)
            case InputReference(key) | LineReference(key):
                symbol = self.symbol(key)
                return bracketed(symbol, around == BASE and "^" in symbol)
            case Previous(key):
                return self.symbol(key, "t-1")
            case ChoiceIs():
                return self.flag(node)
            case Reduction():
                return self.reduction(node, around)
            case Operation():
                return self.operation(self.settled(node), around)
        raise TypeError(f"no LaTeX for {node!r}")

    def names(self, node: Expression) -> Iterator[str]:
        """The names whose symbols stand in the text of an expression."""
        match node:
            case LineReference(key) if key in self.inlined:
                yield from self.names(self.book.lines[key].formula)
            case InputReference(key) | LineReference(key) | Previous(key):
                yield key
            case Reduction(name, key, by):
                yield from (key, *([by] if name == "discounted" and by else []))
            case Operation(name="if") if self.is_never(node.arguments[0]):
                yield from self.names(node.arguments[2])
            case Operation(name="ratio"):
                yield from (name for part in node.arguments for name in self.names(unguarded(part)))
            case Operation(name="decimals" | "round"):
                yield from self.names(node.arguments[0])
            case Operation():
                yield from (name for part in node.arguments for name in self.names(part))

    def settled(self, node: Expression) -> Expression:
        """The expression without what holds only under a choice that is left out."""
        while isinstance(node, Operation) and node.name == "if" and self.is_never(node.arguments[0]):
            node = node.arguments[2]
        return node

    def is_never(self, condition: Expression) -> bool:
        """Whether a condition rests on a choice that is left out."""
        if isinstance(condition, ChoiceIs):
            return (condition.key, condition.choice) in self.never
        ands = isinstance(condition, Operation) and condition.name == "and"
        return ands and any(self.is_never(part) for part in condition.arguments)  # type: ignore[attr-defined]

    def operation(self, node: Expression, around: int) -> str:
        if not isinstance(node, Operation):
            return self.write(node, around)
        if node.name in {"+", "-", "*", "/", "^"}:
            return self.arithmetic(node, around)
        parts = node.arguments
        match node.name:
            case "neg":
                return bracketed(f"-{self.write(parts[0], FACTOR)}", around >= FIRST)
            case "if":
                return bracketed(self.cases(node), around >= FIRST)
            case "flag":
                return self.flag(parts[0])
            case "min" | "max":
                return rf"\{node.name}\left({', '.join(self.write(part) for part in parts)}\right)"
            case "abs":
                return rf"\left|{self.write(parts[0])}\right|"
            case "floor":
                return rf"\left\lfloor {self.write(parts[0])} \right\rfloor"
            case "decimals" | "round":
                return self.write(parts[0], around)
            case "ratio":
                return rf"\frac{{{self.write(parts[0])}}}{{{self.write(unguarded(parts[1]))}}}"
            case "payment":
                return self.payment(*parts)
            case "na":
                return self.text(MISSING)
        raise TypeError(f"no LaTeX for {node.name}")

    def arithmetic(self, node: Operation, around: int) -> str:
        left, right = node.arguments
        match node.name:
            case "+" if left == Constant(0.0):
                return self.write(right, around)
            case "+" | "-":
                follows = FIRST if node.name == "+" else ADDED
                text = f"{self.write(left, FIRST)} {node.name} {self.write(right, follows)}"
                return bracketed(text, around >= ADDED)
            case "*":
                sign = r"\cdot" if isinstance(right, Constant) else r"\,"
                text = rf"{self.write(left, FACTOR)} {sign} {self.write(right, FACTOR)}"
                return bracketed(text, around >= BASE)
            case "/":
                text = rf"\frac{{{self.write(left)}}}{{{self.write(right)}}}"
                return bracketed(text, around >= BASE)
        return f"{self.write(left, BASE)}^{{{self.write(right)}}}"

    def cases(self, node: Operation) -> str:
        """The branches of a choice, one below the other."""
        rows, rest = [], self.settled(node)
        while isinstance(rest, Operation) and rest.name == "if":
            condition, value, rest = rest.arguments
            rows.append(rf"{self.write(value)} & {self.text(IF)}\ {self.condition(condition)}")
            rest = self.settled(rest)
        rows.append(rf"{self.write(rest)} & {self.text(ELSE)}")
        return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"

    def flag(self, condition: Expression) -> str:
        """1 where the condition holds and 0 elsewhere, in Iverson's brackets."""
        return rf"\left[{self.condition(condition)}\right]"

    def condition(self, node: Expression) -> str:
        """What holds or does not."""
        if isinstance(node, ChoiceIs):
            return self.text(self.conditions[node.key, node.choice])
        assert isinstance(node, Operation), node
        if node.name in ("and", "or"):
            word = self.text(AND if node.name == "and" else OR)
            return rf"\ {word}\ ".join(self.condition(part) for part in node.arguments)
        if node.name == "not":
            return rf"{self.text(NOT)}\ {self.condition(node.arguments[0])}"
        left, right = (self.write(part) for part in node.arguments)
        return f"{left} {SIGNS[node.name]} {right}"

    def reduction(self, node: Reduction, around: int) -> str:
        """A number out of a whole series."""
        place = "y" if node.key in self.book.plan.grouped else "t"
        series = self.symbol(node.key)
        if node.name == "discounted":
            text = rf"\sum_{{t}} {series} \, {self.symbol(node.by or '')}"
        elif node.name == "final":
            return f"{self.symbols[node.key]}_{{N}}"
        elif node.name == "average":
            return rf"\overline{{{series}}}"
        elif node.name == "irr":
            return rf"\operatorname{{irr}}\left({series}\right)"
        else:
            text = (SERIES_FOLDS[node.name] % place) + series
        return bracketed(text, around >= FIRST)

    def payment(self, rate: Expression, periods: Expression, principal: Expression) -> str:
        """A level payment, as it repays the principal at the end of each period."""
        interest, count, amount = (
            self.write(rate, FACTOR),
            self.write(periods, ADDED),
            self.write(principal, FACTOR),
        )
        return rf"\frac{{{amount} \, {interest}}}{{1 - \left(1 + {interest}\right)^{{-{count}}}}}"

    def text(self, label: Label) -> str:
        return rf"\text{{{label.text(self.lang)}}}"


def unguarded(denominator: Expression) -> Expression:
    """A denominator without the choice that makes it nothing, and the ratio not available, where it is too small."""
    match denominator:
        case Operation(name="if", arguments=(_, value, Constant(value=0.0))):
            return value
    return denominator


def bracketed(text: str, needed: bool) -> str:
    """The text in brackets that grow with it."""
    return rf"\left({text}\right)" if needed else text
