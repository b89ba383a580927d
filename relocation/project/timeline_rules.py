"""The timeline in the rules between inputs: how long a period is, and that nothing ends after the last one."""

from __future__ import annotations

from relocation.formula.book import Book
from relocation.formula.expression import Expression, InputReference, LineReference, when
from relocation.labels import Label
from relocation.project.groups import MONTHS
from relocation.project.rule import Rule

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
            "an end no later than period {periods:.0f}, the last of the timeline",
            "不晚于时间轴最后一期（第{periods:.0f}期）",
        ),
        Label(
            f"end it earlier, or set {PERIODS.key} to {{end:.0f}} or more",
            f"请提前结束，或将{PERIODS.key}设为 {{end:.0f}} 或更大",
        ),
        {"end": end, "periods": PERIODS},
        Label("period {end:.0f}", "第{end:.0f}期"),
    )
