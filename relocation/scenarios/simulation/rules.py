"""Rules such as cash.minimum>=0, asked of many scenarios at once: how often are they not met?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from relocation.changes import RULE
from relocation.formula.language.book import Book
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.short_names import key_of

Array = NDArray[np.float64]

FEN, NOTHING = 0.005, 1e-12  # money is compared to the fen


@dataclass(frozen=True)
class Rule:
    """An output and the bound that it must keep. What is not available meets no rule."""

    output: str
    sign: str
    bound: float
    slack: float

    @property
    def text(self) -> str:
        return f"{self.output}{self.sign}{self.bound:g}"

    def broken(self, values: Array) -> NDArray[np.bool_]:
        """Which scenarios do not meet the rule."""
        met = {
            ">=": values >= self.bound - self.slack,
            "<=": values <= self.bound + self.slack,
            ">": values > self.bound + self.slack,
            "<": values < self.bound - self.slack,
        }
        return ~met[self.sign]


@dataclass(frozen=True)
class BrokenRule:
    """How often a rule is not met, as a share of the scenarios that the project accepts."""

    rule: Rule
    count: int
    share: float
    standard_error: float


def read_rules(texts: Sequence[str]) -> list[tuple[str, str, float]]:
    """Output, sign and bound of each rule. Raises ProblemsFound for what is no rule."""
    written = (f"{text}>=1" if text.strip() == "verdict" else text for text in map(str, texts))
    matched = [(text, RULE.match(text)) for text in written]
    problems = [_no_rule(text) for text, match in matched if match is None or not _is_number(match[3])]
    if problems:
        raise ProblemsFound(problems)
    return [(key_of(match[1]), match[2], float(match[3])) for _, match in matched if match]


def rules_of(
    book: Book, outputs: Sequence[str], stated: Sequence[tuple[str, str, float]]
) -> tuple[Rule, ...]:
    """Every amount of money among the outputs shall not be negative; then the rules that are stated."""
    money = [(key, ">=", 0.0) for key in outputs if book.lines[key].unit == "yuan"]
    return tuple(
        Rule(key, sign, bound, FEN if book.lines[key].unit == "yuan" else NOTHING)
        for key, sign, bound in dict.fromkeys([*money, *stated])
    )


def _is_number(text: str) -> bool:
    try:
        return bool(np.isfinite(float(text)))
    except ValueError:
        return False


def _no_rule(text: str) -> Problem:
    expected = Label("a rule such as balance>=0 or dscr_min>=1.2", "规则，如 balance>=0 或 dscr_min>=1.2")
    return Problem("rules", text, expected, Label("correct the rule", "请更正规则"))
