"""The verdict over calculated numbers: what each rule found, what fails, what warns, and the flags that are up."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from relocation.checks import CHECKS
from relocation.labels import Label, Language, joined, said_twice
from relocation.problems import Problem
from relocation.project.completeness import OF_ITEMS
from relocation.project.inputs import Inputs
from relocation.project.messages import field_at
from relocation.project.paths import InputPath
from relocation.shown import Shown
from relocation.tables.wording import filled
from relocation.verdict.facts import Facts
from relocation.verdict.rules import NO_MONEY, PRACTICE, RULES, VIABLE, Rule
from relocation.verdict.sentences import Told, told

HARD_CHECKS = tuple(check for check in CHECKS if check.error)
OWN = Label("set for this project", "本项目设定")
NOT_STATED = Label("not stated: {wanted}", "未填写：{wanted}")
NOT_STATED_OF = Label("not stated: {wanted} ({items})", "未填写：{wanted}（{items}）")


class Summary(NamedTuple):
    """The verdict in a sentence, in which {reasons} says what fails; and how it looks."""

    text: Label
    tone: Literal["strong", "good", "warn", "bad"]


SUMMARIES: dict[str, Summary] = {
    "no_money": Summary(
        Label("Nothing to judge: no money is stated.", "无从评判：未填写任何金额。"), "strong"
    ),
    "holds": Summary(Label("Viable: every rule holds.", "可行：各项规则均满足。"), "good"),
    "deciding_hold": Summary(
        Label(
            "Viable: every rule that decides holds; rules that warn do not.",
            "可行：决定性规则均满足；部分提示性规则未达。",
        ),
        "good",
    ),
    "unfinished": Summary(
        Label("Unfinished, neither viable nor not: {reasons}.", "未完成，尚不能判断是否可行：{reasons}。"),
        "warn",
    ),
    "fails": Summary(Label("Not viable: {reasons}.", "不可行：{reasons}。"), "bad"),
}
STATUS: dict[bool | None, Label] = {
    True: Label("viable", "可行"),
    False: Label("not viable", "不可行"),
    None: Label("unfinished", "未完成"),
}


def is_viable(judged: float) -> bool | None:
    """Whether every rule that decides holds, of the line that says so; None of an unfinished plan, of which nothing can be judged yet."""
    return None if math.isnan(judged) else judged == 1


def status_of(judged: float) -> Label:
    """The same in a word or two."""
    return STATUS[is_viable(judged)]


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a finished plan states, and each place where it is missing."""

    kind: str
    places: tuple[Problem, ...]

    @property
    def reason(self) -> Label:
        """What is missing, in a few words."""
        if not self.places:
            return NO_MONEY
        names = [place.name for place in self.places if place.name]
        text = NOT_STATED_OF if self.kind in OF_ITEMS else NOT_STATED
        return filled(text, {"wanted": self.places[0].expected, "items": names})

    def to_records(self, lang: Language) -> list[dict[str, str]]:
        """What `relocation run -f json` prints of it: one record for each place."""
        if not self.places:
            return [{"key": self.kind, "where": "", "reason": self.reason.text(lang), "remedy": ""}]
        return [
            {
                "key": self.kind,
                "where": place.where,
                "reason": Missing(self.kind, (place,)).reason.text(lang),
                "remedy": place.remedy.text(lang),
            }
            for place in self.places
        ]


@dataclass(frozen=True)
class Verdict(Shown):
    """What the rules say of a project."""

    facts: Facts

    def __repr__(self) -> str:
        return f"<Verdict: {self.summary.text.en}>"

    @property
    def viable(self) -> bool | None:
        """Whether every rule that decides holds; None where the plan is unfinished, so that nothing can be judged yet."""
        return is_viable(self.facts.number(VIABLE))

    @property
    def status(self) -> Label:
        """The verdict in a word or two."""
        return STATUS[self.viable]

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """What a finished plan states and this one does not; of a plan without any money, that there is none."""
        if self.facts.number("verdict.money") == 0:
            return (Missing("money", ()),)
        alike: dict[tuple[str, Label], list[Problem]] = {}
        for kind, problem in self.facts.project.not_stated():
            alike.setdefault((kind, problem.expected), []).append(problem)
        return tuple(Missing(kind, tuple(problems)) for (kind, _), problems in alike.items())

    def passed(self, rule: Rule) -> bool | None:
        """Whether a rule holds; None where it is not applicable."""
        judged = self.facts.number(f"verdict.{rule.key}.passed")
        return None if math.isnan(judged) else judged == 1

    @property
    def summary(self) -> Summary:
        """Viable, or which rules fail."""
        if self.facts.number("verdict.money") == 0:
            return SUMMARIES["no_money"]
        if self.viable:
            return SUMMARIES["deciding_hold" if self.failed(decides=False) else "holds"]
        text, tone = SUMMARIES["unfinished" if self.viable is None else "fails"]
        return Summary(filled(text, {"reasons": joined(self.failed())}), tone)

    def failed(self, *, decides: bool = True) -> list[Label]:
        """What is wrong: of the rules that decide, or of those that warn; first what an unfinished plan does not state."""
        missing = [lack.reason for lack in self.missing] if decides else []
        return missing + [
            failure
            for rule in RULES
            if rule.decides is decides and self.passed(rule) is False
            for failure in self._failures(rule)
        ]

    def _failures(self, rule: Rule) -> list[Label]:
        """A failed check is called by its name."""
        if rule.key != "checks":
            return [rule.failure]
        return [check.label for check in HARD_CHECKS if self.facts.number(f"checks.{check.key}.passed") != 1]

    @cached_property
    def flags(self) -> tuple[Told, ...]:
        """The flags that are up, with their sentences."""
        return tuple(told(self.facts))

    def origin(self, rule: Rule) -> Label:
        """Where a threshold comes from: the source that the planner gave, else practice, else the planner."""
        if not rule.threshold:
            return rule.origin
        source = self.facts.project.sources[rule.threshold]
        given = [said_twice(part) for part in (source.source, source.note) if part]
        if given:
            return Label("; ".join(label.en for label in given), "；".join(label.zh for label in given))
        return PRACTICE if self.facts.project.value(rule.threshold) == usual(rule) else OWN

    def to_record(self, lang: Language) -> dict[str, Any]:
        """What `relocation run -f json` prints under `verdict`."""
        return {
            "viable": self.viable,
            "status": self.status.text(lang),
            "failed": [one.text(lang) for one in self.failed()],
            "unfinished": [record for one in self.missing for record in one.to_records(lang)],
            "rules": list(self._rules(lang)),
            "flags": [{"key": flag.key, "detail": flag.sentence.text(lang)} for flag in self.flags],
        }

    def _rules(self, lang: Language) -> Iterator[dict[str, Any]]:
        for rule in RULES:
            value = self.facts.number(rule.value)
            yield {
                "key": rule.key,
                "label": rule.label.text(lang),
                "threshold": self.facts.number(f"verdict.{rule.key}.threshold"),
                "value": None if not math.isfinite(value) else value,
                "passed": self.passed(rule),
                "decides": rule.decides,
                "origin": self.origin(rule).text(lang),
            }


def usual(rule: Rule) -> float:
    """The threshold of an input that nobody touched."""
    record, _ = field_at(Inputs, InputPath.of(rule.threshold).parts)
    assert record is not None
    return float(record.default)
