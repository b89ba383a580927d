"""A rule between inputs: one condition, read by the refusal of a project and by the check of a live workbook alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from relocation.formula.language.book import stated_key
from relocation.formula.language.expression import Expression, InputReference, Operand, as_condition, to_cents
from relocation.labels import Label
from relocation.problems import Problem, Severity

WAN = 10_000
STATE_IT = Label("state it; write 0 if there is none", "请填写；没有则填0")


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold between inputs.

    `kind` names the rule and `label` says it in a few words; `where` is the path of the input at which a breach is told.
    The other texts are templates: {name} stands for one of the `figures`, worked out when the rule is broken. `found` is
    what is wrong, in the form of a text that repeats or a Label that describes it; without it, it is what stands at
    `where`. `parts` are conditions, or amounts if their unit is yuan, with lines of their
    own, by the keys under which `holds` refers to them.
    """

    kind: str
    label: Label
    where: str
    holds: Expression
    expected: Label
    remedy: Label
    figures: Mapping[str, Expression] = field(default_factory=dict)
    found: str | Label | None = None
    parts: Mapping[str, Expression] = field(default_factory=dict)
    unit_of_parts: str = "flag"

    def key(self, section: str) -> str:
        """The key of its line in a section of the book; the line is 1 where the rule is broken."""
        return f"{section}.{self.kind}.{self.where}"

    def problem(self, figures: Mapping[str, float], stands: str | Label, severity: Severity) -> Problem:
        """The rule as it is told when it is broken; `stands` is what stands at its place."""
        said = stands
        if self.found is not None:
            said = (
                self.found.format(**figures) if isinstance(self.found, str) else _filled(self.found, figures)
            )
        return Problem(
            self.where,
            said,
            _filled(self.expected, figures),
            _filled(self.remedy, figures),
            severity=severity,
        )


def as_stated(path: str) -> Expression:
    """The condition that somebody stated an input."""
    return as_condition(InputReference(stated_key(path)))


def to_millionths(difference: Operand) -> Expression:
    """A difference of shares or areas in millionths, so that the dust of floats counts as nothing."""
    return to_cents(difference * WAN * 100)


def _filled(text: Label, figures: Mapping[str, float]) -> Label:
    return Label(*(half.format(**figures) for half in text))
