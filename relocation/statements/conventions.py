"""By which conventions a loan is worked out: printed beside its schedule, wherever that is shown."""

from __future__ import annotations

from collections.abc import Iterator

from relocation.labels import Label
from relocation.project.fields import UNITS
from relocation.project.project import Project

# The inputs of a loan that say how it is counted, rather than how much it is.
LOAN_CONVENTIONS = (
    "method",
    "sinking_fund",
    "term",
    "grace",
    "grace_basis",
    "grace_interest",
    "drawdown_rule",
    "draw_interest",
)
CONVENTION_NOTES = (
    Label(
        "Compounding: the rate is nominal; a month bears a twelfth of it, a quarter a fourth, by the end of the period.",
        "计息：利率为名义年利率，每月计十二分之一、每季计四分之一，期末计息。",
    ),
    Label(
        "Day one: the term runs from the period of the first drawdown; payments fall on the last day of a period.",
        "起算：期限自首次提款所在期起算；还本付息在期末。",
    ),
)


def loan_conventions(project: Project, path: str) -> Iterator[tuple[Label, Label]]:
    """What each convention is called, and how this loan has it."""
    known = {one.path: one for one in project.values()}
    for key in LOAN_CONVENTIONS:
        one = known[f"{path}.{key}"]
        chosen = {choice.key: choice.label for choice in one.record.choices}
        unit = UNITS[one.record.unit]
        counted = Label(
            f"{one.value} {unit.en.removesuffix('s' * (one.value == 1))}", f"{one.value}{unit.zh}"
        )
        yield one.record.label, chosen.get(one.value, counted)
