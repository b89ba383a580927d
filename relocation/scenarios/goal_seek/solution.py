"""The answer to a goal seek: where an output takes its target, or how near it can come."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from relocation.labels import Label, Language
from relocation.scenarios.goal_seek.roots import Crossing
from relocation.shown import Shown
from relocation.tables.numbers import READ, format_of, number_text, text_with_unit

SolutionStatus = Literal["found", "none", "many", "any"]
MOST_LISTED = 8
DECIMALS, FEN, MOST_DECIMALS = (
    6,
    2,
    12,
)  # below which a number is nothing; of money; of one that is typed back
NOTHING, PLAIN = Label("", ""), "number"


@dataclass(frozen=True, slots=True)
class Extreme:
    """The lowest or highest output that was seen, and the value of the input there."""

    output: float
    at: float


@dataclass(frozen=True, slots=True)
class Name:
    """What an input or output is called, and its unit."""

    label: Label
    unit: str

    def digits(self, value: float, digits: int = READ) -> str:
        """A number without its unit, by so many digits; of money nothing is told beyond the fen."""
        decimals = FEN if self.unit == "yuan" else DECIMALS if digits <= READ else MOST_DECIMALS
        return number_text(round(value, decimals), self.unit, digits=digits)

    def amount(self, value: float, lang: Language) -> str:
        """A number with its unit, with digits enough to see where it stands."""
        said = self.digits(value)
        return said if self.unit == "flag" else text_with_unit(said, self.unit).text(lang)

    def typed(self, value: float, digits: int = READ) -> str:
        """A number as it is typed, by so many digits: 0.049, where 4.9 % is read."""
        return (
            Name(self.label, PLAIN).digits(value, digits) if self.in_percent else self.digits(value, digits)
        )

    @property
    def in_percent(self) -> bool:
        """Whether a reader is told percentages."""
        return format_of(self.unit).power > 0

    def to_type(self, value: float, lang: Language, digits: int) -> str:
        """A number as it is typed, and what it means to a reader."""
        typed = self.typed(value, digits)
        if not self.in_percent:
            return text_with_unit(typed, self.unit).text(lang)
        return (
            Label(typed, typed)
            .in_brackets(Label(self.amount(value, lang), self.amount(value, lang)))
            .text(lang)
        )


@dataclass(frozen=True)
class Solution(Shown):
    """The answer to a goal seek, in the units of the input and of the output.

    `status` is found; many, where more than one value will do (`value` is the one nearest to the present value, `values`
    lists all, of a range its two ends); any, where the output is at the target whatever the input is; none. `exact` is
    False for a whole number beside one that misses the target, where the output is more than the target. `lowest` and `highest` are what
    the output can reach over the allowed range of the input; `jumps` are the neighbours between which it passes over the
    target, adjacent floats or whole numbers. `digits` says by how many digits a value is told, so that who types it back gets
    the output that is told.
    """

    path: str
    value: float | int | None
    status: SolutionStatus
    output: str
    target: float
    reached: float
    exact: bool
    present: float | int
    present_output: float
    values: tuple[float, ...]
    lowest: Extreme | None
    highest: Extreme | None
    jumps: tuple[Crossing, ...]
    depends: bool
    names: tuple[Name, Name]
    digits: Mapping[float, int] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Solution {self.status}: {self.path} = {self.value}, where {self.output} = {self.reached}>"

    @property
    def change(self) -> float:
        """By which share of its present value the input has to change; NaN if it is 0 or there is no solution."""
        return math.nan if self.value is None or not self.present else self.value / self.present - 1

    def text(self, lang: Language = "en") -> str:
        """The answer in a few sentences."""
        between = "" if lang == "zh" else " "
        return between.join(part.text(lang) for part in self._sentences(lang) if part.en)

    def to_record(self, lang: Language = "en") -> dict[str, Any]:
        """The object that `relocation solve -f json` prints; what is not available is null."""
        return {
            "path": self.path,
            "value": self.value,
            "status": self.status,
            "output": self.output,
            "target": self.target,
            "reached": _or_null(self.reached),
            "exact": self.exact,
            "present": self.present,
            "present_output": _or_null(self.present_output),
            "values": list(self.values),
            "lowest": _extreme(self.lowest),
            "highest": _extreme(self.highest),
            "jumps": [
                {"below": jump.below, "above": jump.above, "before": jump.before, "after": jump.after}
                for jump in self.jumps
            ],
            "text": self.text(lang),
        }

    def _sentences(self, lang: Language) -> list[Label]:
        of_input, of_output = self.names
        what, goal = of_output.label, of_output.amount(self.target, lang)
        if self.status == "any":
            return [
                Label(
                    f"{what.en} is {goal} whatever {self.path} is.",
                    f"无论 {self.path} 取何值，{what.zh}均为 {goal}。",
                )
            ]
        if self.value is None:
            return [self._none(what, goal), self._reach(lang), *self._jumps(lang)]
        value, now = self._typed(self.value, lang), of_input.amount(self.present, lang)
        reached, stands = (of_output.amount(number, lang) for number in (self.reached, self.present_output))
        first = Label(
            f"{what.en} is {reached} at {self.path} = {value}.",
            f"{self.path} = {value} 时，{what.zh}为 {reached}。",
        )
        present = Label(f"Now it stands at {now}, which gives {stands}.", f"目前为 {now}，对应 {stands}。")
        return [first, self._least(goal, lang), self._others(lang), present]

    def _typed(self, value: float, lang: Language) -> str:
        return self.names[0].to_type(value, lang, self.digits.get(value, READ))

    def _least(self, goal: str, lang: Language) -> Label:
        """Of a whole number that does not meet the target: that it is the last to keep it, and what the next gives."""
        of_input, of_output = self.names
        crossing = next((jump for jump in self.jumps if self.value in {jump.above, jump.below}), None)
        if self.exact or crossing is None:
            return NOTHING
        is_smallest = self.value == crossing.above
        other, misses = (crossing.below, crossing.before) if is_smallest else (crossing.above, crossing.after)
        which = Label("smallest", "最小") if is_smallest else Label("largest", "最大")
        beside, gives = of_input.amount(other, lang), of_output.amount(misses, lang)
        return Label(
            f"It is the {which.en} whole number that gives at least {goal}; with {beside} it is {gives}.",
            f"这是使结果不低于 {goal} 的{which.zh}整数；{beside} 时为 {gives}。",
        )

    def _none(self, what: Label, goal: str) -> Label:
        if not self.depends:
            return Label(f"{what.en} does not depend on {self.path}.", f"{what.zh}与 {self.path} 无关。")
        return Label(
            f"No value of {self.path} makes {what.en} {goal}.",
            f"{self.path} 取任何值都不能使{what.zh}为 {goal}。",
        )

    def _reach(self, lang: Language) -> Label:
        if self.lowest is None or self.highest is None:
            return Label("It is not available at any allowed value.", "在允许范围内均无法得出结果。")
        of_input, of_output = self.names
        ends = [
            (of_output.amount(extreme.output, lang), of_input.amount(extreme.at, lang))
            for extreme in (self.lowest, self.highest)
        ]
        (low, low_at), (high, high_at) = ends
        if low == high:
            return Label(f"It stays at {low}.", f"结果始终为 {low}。")
        return Label(
            f"It lies between {low} (at {low_at}) and {high} (at {high_at}).",
            f"其值介于 {low}（取 {low_at} 时）与 {high}（取 {high_at} 时）之间。",
        )

    def _jumps(self, lang: Language) -> list[Label]:
        of_input, of_output = self.names
        said = []
        for jump in self.jumps[:MOST_LISTED]:
            place, before, after = (
                of_input.amount(jump.above, lang),
                of_output.amount(jump.before, lang),
                of_output.amount(jump.after, lang),
            )
            said.append(
                Label(
                    f"At {place} it jumps from {before} to {after}.",
                    f"在 {place} 处由 {before} 跳至 {after}。",
                )
            )
        return said

    def _others(self, lang: Language) -> Label:
        if self.status != "many":
            return NOTHING
        listed = "; ".join(self._typed(value, lang) for value in self.values[:MOST_LISTED])
        return Label(f"Other values do, too: {listed}.", f"其他取值亦可：{listed}。")


def _extreme(extreme: Extreme | None) -> dict[str, float] | None:
    return None if extreme is None else {"output": extreme.output, "at": extreme.at}


def _or_null(value: float) -> float | None:
    return value if math.isfinite(value) else None
