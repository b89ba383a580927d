"""What the rules between inputs share: how a broken one is told."""

from __future__ import annotations

from relocation.labels import Label
from relocation.problems import Problem

SHARES_AGREE = 1e-9


def too_late(path: str, period: int, periods: int) -> Problem:
    """The problem of what ends after the timeline."""
    return problem(
        path,
        Label(f"an end in period {period}", f"结束于第{period}期"),
        f"an end no later than period {periods}, the last of the timeline",
        f"不晚于时间轴最后一期（第{periods}期）",
        f"set timeline.periods to {period} or more",
        f"请将 timeline.periods 设为 {period} 或更大",
    )


def problem(where: str, found: str | Label, en: str, zh: str, mend_en: str, mend_zh: str) -> Problem:
    """A broken rule at a path: what was found, what is expected and how to mend it, in both languages."""
    return Problem(where, found, Label(en, zh), Label(mend_en, mend_zh))
