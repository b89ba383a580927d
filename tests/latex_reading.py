"""Calculates with an equation as the page of the method prints it: LaTeX is read again by a grammar of its own."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence

TOKENS = re.compile(
    r"\\text\{[^}]*\}|\\begin\{cases\}|\\end\{cases\}|\\\\|\\left|\\right|\\[a-zA-Z]+|\\[,\ ]|\d+(?:\.\d+)?|[a-zA-Z]|[^\sa-zA-Z\d]"
)
ENDS = {
    "+",
    "-",
    ")",
    "]",
    "}",
    ",",
    "&",
    r"\\",
    "=",
    "<",
    ">",
    r"\le",
    r"\ge",
    r"\ne",
    r"\right",
    r"\rfloor",
    r"\end{cases}",
    r"\text",
}
COMPARED: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: round(a, 2) < round(b, 2),
    ">": lambda a, b: round(a, 2) > round(b, 2),
    r"\le": lambda a, b: round(a, 2) <= round(b, 2),
    r"\ge": lambda a, b: round(a, 2) >= round(b, 2),
    "=": lambda a, b: round(a, 2) == round(b, 2),
    r"\ne": lambda a, b: round(a, 2) != round(b, 2),
}
Symbols = Callable[
    [str, str], float
]  # the value of a symbol, by its text without period, and of which period it is
Holds = Callable[[str], bool]  # whether what a text says holds


class Reading:
    """One side of an equation, calculated from left to right in a period t of so many."""

    def __init__(self, text: str, symbols: Symbols, holds: Holds, t: int, periods: int) -> None:
        self.tokens = [token for token in TOKENS.findall(text) if token not in (r"\,", r"\ ")]
        self.place, self.symbols, self.holds, self.t, self.periods = 0, symbols, holds, t, periods

    @property
    def ahead(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self, *expected: str) -> str:
        token = self.ahead
        assert not expected or token in expected, f"{token!r} instead of {expected} in {self.tokens}"
        self.place += 1
        return token

    def value(self) -> float:
        """A sum up to where it ends."""
        number = self.product()
        while self.ahead in ("+", "-"):
            number = number + self.product() if self.take() == "+" else number - self.product()
        return number

    def product(self) -> float:
        if self.ahead == "-":
            self.take()
            return -self.product()
        if self.ahead == r"\sum":
            return self.over_periods(sum)
        number = self.power()
        while self.ahead and self.ahead not in ENDS and not self.ahead.startswith(r"\text{"):
            if self.ahead == r"\cdot":
                self.take()
            number *= self.power()
        return number

    def power(self) -> float:
        number = self.factor()
        if self.ahead == "^":
            self.take()
            number **= self.braced()
        return number

    def braced(self) -> float:
        self.take("{")
        number = self.value()
        self.take("}")
        return number

    def factor(self) -> float:
        token = self.ahead
        if token.replace(".", "").isdigit():
            return float(self.take())
        match token:
            case "t":
                return (
                    self.symbol() if self.tokens[self.place + 1 : self.place + 2] == ["^"] else self.period()
                )
            case r"\frac":
                self.take()
                return divided(self.braced(), self.braced())
            case r"\left":
                return self.bracket()
            case r"\begin{cases}":
                return self.cases()
            case r"\min" | r"\max":
                return self.extreme(min if token == r"\min" else max)
        return self.symbol()

    def period(self) -> float:
        self.take("t")
        return float(self.t)

    def bracket(self) -> float:
        self.take(r"\left")
        match self.take():
            case "[":
                number = float(self.condition())
            case "|":
                number = abs(self.value())
            case r"\lfloor":
                number = float(math.floor(round(self.value(), 9)))
            case _:
                number = self.value()
        self.take(r"\right")
        self.take()
        return number

    def extreme(self, choose: Callable[[Sequence[float]], float]) -> float:
        if self.tokens[self.place + 1] == "_":
            return self.over_periods(choose)
        self.take()
        self.take(r"\left")
        self.take("(")
        numbers = [self.value()]
        while self.ahead == ",":
            self.take()
            numbers.append(self.value())
        self.take(r"\right")
        self.take(")")
        return choose(numbers)

    def over_periods(self, fold: Callable[[Sequence[float]], float]) -> float:
        """A sum, or the lowest or highest value, of what follows over all periods; what is not available is left out."""
        for expected in (self.take(), "_", "{", "t", "}"):
            if expected not in (r"\sum", r"\min", r"\max"):
                self.take(expected)
        begins, present, numbers = self.place, self.t, []
        for period in range(1, self.periods + 1):
            self.t, self.place = period, begins
            numbers.append(self.product())
        self.t = present
        return fold([number for number in numbers if not math.isnan(number)] or [math.nan])

    def cases(self) -> float:
        self.take(r"\begin{cases}")
        chosen: float | None = None
        while self.ahead != r"\end{cases}":
            number = self.value() if not self.ahead.startswith(r"\text") else self.missing()
            self.take("&")
            word = self.take()
            holds = True if word in (r"\text{otherwise}", r"\text{其他}") else self.condition()
            chosen = number if chosen is None and holds else chosen
            if self.ahead == r"\\":
                self.take()
        self.take()
        assert chosen is not None
        return chosen

    def missing(self) -> float:
        self.take()
        return math.nan

    def condition(self) -> bool:
        held = [self.comparison()]
        while self.ahead in (r"\text{and}", r"\text{且}"):
            self.take()
            held.append(self.comparison())
        return all(held)

    def comparison(self) -> bool:
        if self.ahead.startswith(r"\text"):
            return self.holds(self.take()[len(r"\text{") : -1])
        left = self.value()
        return COMPARED[self.take()](left, self.value())

    def symbol(self) -> float:
        """A letter with its marks above, and the period below."""
        text = self.take()
        if text in (r"\bar", r"\hat", r"\mathrm"):
            text += self.group()
        if (
            self.ahead == "^"
            and (
                self.tokens[self.place + 2].isalpha()
                or self.tokens[self.place + 3] == "}"
                or self.tokens[self.place + 2] == r"\mathrm"
            )
            and self.tokens[self.place + 2] != "2"
        ):
            text += self.take() + self.group()
        below = self.group()[1:-1] if self.ahead == "_" and self.take() else ""
        return self.symbols(text, below.replace("t", str(self.t)))

    def group(self) -> str:
        text, depth = "", 0
        while True:
            token = self.take()
            text, depth = text + token, depth + (token == "{") - (token == "}")
            if depth == 0:
                return text


def divided(numerator: float, denominator: float) -> float:
    return numerator / denominator if denominator else math.nan
