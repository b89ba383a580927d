"""The terms of a loan as lines: the rate of each period, and where its clock stands.

    i_t = yearly rate_t * months per period / 12                       (a nominal yearly rate)
    first repayment = start + max(grace, 1 unless the drawdown bears interest for its whole period)
    repayments = term, less grace where that is counted inside the term
    repayments left_t = last repayment - t + 1 from the first repayment on, 0 before and after

Repayments fall on the last day of a period. Money that bears interest for its whole period comes on the first day, and
may be repaid from the end of that period on: the textbook loan. Money that comes in the course of a period or on its
last day is repaid from the end of the next one on, so that no instalment falls on the day of drawdown. Grace counts
the periods without repayment from that of the first drawdown on, this one included. The yearly rate is that of the
latest rate step reached, at first the loan's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict, Unpack

from relocation.formula.language.book import Book
from relocation.formula.language.expression import (
    PERIOD,
    ChoiceIs,
    Expression,
    InputReference,
    LineReference,
    Operand,
    as_number,
    floor,
    to_cents,
    when,
)
from relocation.labels import Label
from relocation.project.loan_rules import first_repayment, repayments

FEN = 0.01


class LineLook(TypedDict, total=False):
    """What a line may say of itself beside its formula: see `Book.line`."""

    kind: str
    section: str
    summed: bool
    series: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """A loan while its lines are declared: in which book, its path, its name, and the lines that hold its terms.

    `in_fen` says whether its amounts are rounded to the fen.
    """

    book: Book
    path: str
    name: Label
    rate: LineReference
    remaining: LineReference
    in_grace: LineReference
    in_fen: Expression

    def line(self, key: str) -> LineReference:
        """One of the loan's lines, which may be declared later."""
        return LineReference(f"{self.path}.{key}")

    @property
    def yearly_rate(self) -> LineReference:
        """The rate of the period, a year."""
        return self.line("yearly_rate")

    def input(self, key: str) -> InputReference | LineReference:
        """One of the loan's inputs."""
        return self.book.reference(f"{self.path}.{key}")

    def chooses(self, key: str, choice: str) -> ChoiceIs:
        """The condition that one of its inputs stands at a choice."""
        return self.book.choice(f"{self.path}.{key}", choice)

    def label(self, en: str, zh: str) -> Label:
        """The label of one of its lines."""
        return _of(self.name, en, zh)

    def declare(
        self, key: str, en: str, zh: str, formula: Operand, *, unit: str = "yuan", **look: Unpack[LineLook]
    ) -> LineReference:
        """Declares one of its lines."""
        return self.book.line(f"{self.path}.{key}", self.label(en, zh), unit, formula, **look)

    def declare_rounded(
        self,
        key: str,
        en: str,
        zh: str,
        exact: Expression,
        **look: Unpack[LineLook],
    ) -> LineReference:
        """Declares an amount of money, rounded to the fen where the loan is, and before it the exact one."""
        by_period = look.pop("series", False)
        line = self.declare(f"{key}_exact", f"{en}, exactly", f"{zh}（未取整）", exact, series=by_period)
        return self.declare(key, en, zh, when(self.in_fen, to_cents(line), line), **look)


def declare_terms(book: Book, path: str, name: Label, steps: Iterable[str]) -> Terms:
    """Declares the rate and the clock of a loan. `steps` are the ids of its rate steps."""
    rate = _declare_rate(book, path, name, steps)
    start = book.reference(f"{path}.start")
    first = book.line(
        f"{path}.first_repayment",
        _of(name, "period of first repayment", "首次还款期次"),
        "period",
        first_repayment(path),
    )
    count = book.line(
        f"{path}.repayments",
        _of(name, "number of repayments", "还款次数"),
        "period",
        repayments(path),
    )
    last = book.line(
        f"{path}.last_period",
        _of(name, "period of last repayment", "末次还款期次"),
        "period",
        first + count - 1,
    )
    in_grace = book.line(
        f"{path}.in_grace",
        _of(name, "drawn and not yet repaid (1 = yes)", "提款后、还款前（1为是）"),
        "flag",
        as_number((start <= PERIOD) & (first > PERIOD)),
    )
    remaining = book.line(
        f"{path}.remaining",
        _of(name, "repayments left", "剩余还款期数"),
        "period",
        when((first <= PERIOD) & (last >= PERIOD), last - PERIOD + 1),
    )
    in_fen = book.choice(f"{path}.rounding", "fen")
    return Terms(book, path, name, rate, remaining, in_grace, in_fen)


def whole_fen(terms: Terms, amount: Expression) -> Expression:
    """Of an amount that must not be exceeded the whole fen, where the loan is rounded."""
    return when(terms.in_fen, floor(amount * 100) / 100, amount)


def _declare_rate(book: Book, path: str, name: Label, steps: Iterable[str]) -> LineReference:
    yearly: Expression = book.reference(f"{path}.rate")
    for step in steps:
        since, later = (book.reference(f"{path}.rate_steps.{step}.{key}") for key in ("period", "rate"))
        yearly = when((since > 0) & (since <= PERIOD), later, yearly)
    rate = book.line(
        f"{path}.yearly_rate",
        _of(name, "rate a year", "年利率"),
        "1/year",
        yearly,
        series=True,
    )
    return book.line(
        f"{path}.period_rate",
        _of(name, "rate per period", "每期利率"),
        "share",
        rate * book.reference("timeline.months") / 12,
    )


def _of(name: Label, en: str, zh: str) -> Label:
    return Label(f"{name.en}: {en}", f"{name.zh}：{zh}")
