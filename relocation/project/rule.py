"""A rule between inputs: one condition, read by the refusal of a project and by the check of a live workbook alike; and the rules on amounts, which are stated whole or not at all, and on the length of the timeline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    Expression,
    InputReference,
    LineReference,
    Operand,
    as_condition,
    to_cents,
    when,
)
from relocation.formula.language.line_items import stated_key
from relocation.labels import Label, same
from relocation.problems import Problem, Severity
from relocation.project.groups import MONTHS
from relocation.project.inputs import Inputs
from relocation.tables.wording import filled

WAN = 10_000
STATE_IT = Label("state it; write 0 if there is none", "请填写；没有则填0")


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold between inputs.

    `kind` names the rule and `label` says it in a few words; `where` is the path of the input at which a breach is told.
    The other texts have holes: {name:form} stands for one of the `figures`, worked out when the rule is broken, in a form of `tables.wording`. `found` is
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
                filled(same(self.found), figures).en
                if isinstance(self.found, str)
                else filled(self.found, figures)
            )
        return Problem(
            self.where,
            said,
            filled(self.expected, figures),
            filled(self.remedy, figures),
            severity=severity,
        )


def as_stated(path: str) -> Expression:
    """The condition that somebody stated an input."""
    return as_condition(InputReference(stated_key(path)))


def to_millionths(difference: Operand) -> Expression:
    """A difference of shares or areas in millionths, so that the dust of floats counts as nothing."""
    return to_cents(difference * WAN * 100)


COUNTED_GROUPS = ("subsidies", "construction", "compensation", "purchases")
YEARLY_GROUPS = ("income", "costs")


def amounts_are_whole(inputs: Inputs) -> Iterator[Rule]:
    """An area with its price, a quantity with its rate, a loan with its principal, rate and term, and the reverse."""
    yield from _pair("land_quota.area", "land_quota.price")
    for group in COUNTED_GROUPS:
        for identity in getattr(inputs, group):
            item = f"{group}.{identity}"
            yield from _pair(f"{item}.quantity", f"{item}.rate", as_stated(f"{item}.start"))
    for group in YEARLY_GROUPS:
        for identity in getattr(inputs, group):
            item = f"{group}.{identity}"
            # Beside an amount a quantity only says what it is for.
            is_counted = ~(InputReference(f"{item}.amount") > 0)
            for path, other in ((f"{item}.quantity", f"{item}.rate"), (f"{item}.rate", f"{item}.quantity")):
                yield _whole(path, is_counted & (InputReference(other) > 0))
            begun = as_stated(f"{item}.start") & ~as_stated(f"{item}.quantity")
            yield _whole(f"{item}.amount", begun)
    for identity in inputs.loans:
        yield from _loan(f"loans.{identity}", list(inputs.loans[identity].drawdowns))


def _loan(loan: str, drawdowns: list[str]) -> Iterator[Rule]:
    principal, rate, term, start = (f"{loan}.{key}" for key in ("principal", "rate", "term", "start"))
    borrowed = InputReference(principal) > 0
    yield _whole(principal, (InputReference(rate) > 0) | as_stated(term) | as_stated(start))
    yield _whole(rate, borrowed)
    yield _whole(term, borrowed)
    for identity in drawdowns:
        path = f"{loan}.drawdowns.{identity}"
        yield _whole(f"{path}.period", InputReference(f"{path}.share") > 0)


def _pair(first: str, second: str, begun: Expression | None = None) -> Iterator[Rule]:
    """Each of two factors where the other is more than nothing; the first one also where the item was begun otherwise."""
    needed = InputReference(second) > 0
    yield _whole(first, needed if begun is None else needed | begun)
    yield _whole(second, InputReference(first) > 0)


def _whole(where: str, needed: Expression) -> Rule:
    return Rule(
        "amounts_whole",
        Label("amounts are stated whole", "金额填写完整"),
        where,
        ~needed | as_stated(where),
        Label("the other part of what is stated here by half", "该项的另一部分（目前只填写了一半）"),
        STATE_IT,
        found="",
    )


PERIODS = InputReference("timeline.periods")
MONTHS_PER_PERIOD = LineReference("timeline.months")


def declare_months(book: Book) -> LineReference:
    """Declares how many months a period has."""
    month, quarter = (book.choice("timeline.period", key) for key in ("month", "quarter"))
    return book.line(
        MONTHS_PER_PERIOD.key,
        Label("Months per period", "每期月数"),
        "month",
        when(month, MONTHS["month"], when(quarter, MONTHS["quarter"], MONTHS["year"])),
    )


def ends_in_time(kind: str, where: str, end: Expression, applies: Expression | None = None) -> Rule:
    """The rule that what ends in period `end` ends no later than the timeline, if it `applies`."""
    return Rule(
        kind,
        Label("ends within the timeline", "在时间轴内结束"),
        where,
        end <= PERIODS if applies is None else ~applies | (end <= PERIODS),
        Label(
            "an end no later than period {periods:count}, the last of the timeline",
            "不晚于时间轴最后一期（第{periods:count}期）",
        ),
        Label(
            f"end it earlier, or set {PERIODS.key} to {{end:count}} or more",
            f"请提前结束，或将{PERIODS.key}设为 {{end:count}} 或更大",
        ),
        {"end": end, "periods": PERIODS},
        Label("period {end:count}", "第{end:count}期"),
    )
