"""One table of a rule file while it is read: typed values by key, every problem gathered, unknown keys named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from relocation.households.money import Ratio
from relocation.labels import Label
from relocation.problems import Problem, near

CORRECT = Label("correct it", "请更正")
LONGEST_TEXT = 500
LARGEST_RATE, FINEST_RATE = 10**12, 10**9


@dataclass
class RuleTable:
    """A table at a dotted path. What cannot be used comes back as the default, and the problem is kept."""

    path: str
    values: Mapping[str, Any]
    problems: list[Problem]
    read: set[str] = field(default_factory=set)

    def inner(self, key: str) -> RuleTable | None:
        """The table under a key, None if there is none."""
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.problem(key, value, Label("a table", "一个表"))
            return None
        return RuleTable(f"{self.path}.{key}", value, self.problems)

    def take(self, key: str) -> Any:
        """Whatever stands at a key."""
        self.read.add(key)
        return self.values.get(key)

    def text(self, key: str, *, required: bool = False) -> str:
        """A text, empty if there is none."""
        value = self.take(key)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or len(value) > LONGEST_TEXT or (required and not value.strip()):
            self.problem(
                key,
                value,
                Label(f"a text of at most {LONGEST_TEXT} characters", f"不超过{LONGEST_TEXT}字的文字"),
            )
            return ""
        return value.strip()

    def label(self, key: str = "label") -> Label:
        """A text in both languages: key_en and key_zh."""
        return Label(self.text(f"{key}_en", required=True), self.text(f"{key}_zh", required=True))

    def choice(self, key: str, known: Iterable[str], default: str | None = None) -> str:
        """One of a list of words; without a default it must be there."""
        words = list(known)
        value = self.take(key)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and value in words:
            return value
        listed = Label("one of " + ", ".join(words), "、".join(words) + " 之一")
        remedy = near(value, words, CORRECT) if isinstance(value, str) and value else CORRECT
        self.problem(key, value, listed, remedy)
        return default if default is not None else words[0]

    def names(self, key: str, known: Iterable[str]) -> tuple[str, ...]:
        """A name or a list of names, each known and none twice."""
        words = list(known)
        value = self.take(key)
        given = [] if value is None else [value] if isinstance(value, str) else value
        if not isinstance(given, list) or len(given) != len({str(one) for one in given}):
            self.problem(key, value, Label("a list of names, none twice", "名称列表，不重复"))
            return ()
        for one in given:
            if one not in words:
                remedy = near(one, words, CORRECT) if isinstance(one, str) else CORRECT
                self.problem(
                    key, one, Label("one of " + ", ".join(words), "、".join(words) + " 之一"), remedy
                )
        return tuple(one for one in given if one in words)

    def ratio(self, key: str, *, required: bool = True) -> Ratio:
        """An exact number that is not negative: 1500, 0.7, or a text such as "2/3"."""
        value = self.take(key)
        if value is None and not required:
            return Ratio(0)
        expected = Label('a number from 0 on, or a fraction as "2/3"', "不小于0的数，或分数如“2/3”")
        if not isinstance(value, (int, Decimal, str)) or isinstance(value, bool):
            self.problem(key, value, expected)
            return Ratio(0)
        try:
            exact = Ratio.of(value)
        except (ValueError, ZeroDivisionError, OverflowError):
            self.problem(key, value, expected)
            return Ratio(0)
        if not 0 <= exact.fraction <= LARGEST_RATE or exact.denominator > FINEST_RATE:
            self.problem(key, value, expected)
            return Ratio(0)
        return exact

    def whole(self, key: str, low: int, high: int, default: int) -> int:
        """A whole number within bounds."""
        value = self.take(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self.problem(key, value, Label(f"a whole number from {low} to {high}", f"{low}至{high}的整数"))
            return default
        return value

    def finish(self) -> None:
        """Names every key that nothing asked for."""
        for key in self.values:
            if key not in self.read:
                self.problem(key, key, Label("a known key", "已知的键"), near(key, self.read, CORRECT))

    def problem(self, key: str, found: Any, expected: Label, remedy: Label = CORRECT) -> None:
        """Keeps a problem of one key."""
        shown = "" if found is None else str(found)[:60]
        self.problems.append(Problem(f"{self.path}.{key}", shown, expected, remedy))
