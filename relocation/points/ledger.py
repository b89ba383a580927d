"""The points ledger of a benevolence supermarket: households earn points for what the village values, and redeem them.

The ledger only grows: an entry is never changed or taken out, a mistake is set right by an entry of the other sign.

    balance of a household = points earned - points redeemed, never below zero
    cost to the budget     = points redeemed * value of a point
    still owed             = points not yet redeemed * value of a point
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Literal

from relocation.caller import for_caller, named
from relocation.households.money import Ratio, rounded
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.reading.values import DECIMAL

EntryKind = Literal["earn", "redeem"]

KINDS: dict[EntryKind, Label] = {"earn": Label("earned", "获得"), "redeem": Label("redeemed", "兑换")}


@dataclass(frozen=True, slots=True)
class PointsEntry:
    """One entry: whole points above zero, when, for what, and who approved it."""

    identity: str
    day: date
    household: str
    kind: EntryKind
    points: int
    reason: str
    approver: str
    where: str = field(default="", compare=False)  # its row in a file

    @property
    def signed(self) -> int:
        """Points as they change the balance."""
        return self.points if self.kind == "earn" else -self.points


@dataclass(frozen=True, slots=True)
class StatementRow:
    """An entry of one household with the balance after it."""

    entry: PointsEntry
    balance: int


@dataclass(frozen=True)
class PointsLedger:
    """Entries in the order in which they were made."""

    entries: tuple[PointsEntry, ...] = ()

    @classmethod
    def of(cls, entries: Iterable[PointsEntry]) -> PointsLedger:
        """A ledger of these entries. Raises ProblemsFound with everything wrong with any of them."""
        listed = tuple(entries)
        problems = list(_problems(listed))
        if problems:
            raise ProblemsFound(problems)
        return cls(listed)

    def balances(self) -> Mapping[str, int]:
        """Points of every household that ever had any."""
        points: dict[str, int] = {}
        for entry in self.entries:
            points[entry.household] = points.get(entry.household, 0) + entry.signed
        return points

    def statement(self, household: str) -> list[StatementRow]:
        """The entries of one household with the balance after each."""
        rows, balance = [], 0
        for entry in self.entries:
            if entry.household == household:
                balance += entry.signed
                rows.append(StatementRow(entry, balance))
        return rows

    @property
    def earned(self) -> int:
        """All points ever earned."""
        return sum(entry.points for entry in self.entries if entry.kind == "earn")

    @property
    def redeemed(self) -> int:
        """All points ever redeemed."""
        return sum(entry.points for entry in self.entries if entry.kind == "redeem")

    def cost(self, value: Ratio, *, since: date | None = None, until: date | None = None) -> int:
        """What redeemed points cost the budget [fen] at a value of so many fen a point, between two days, both in."""
        points = sum(
            entry.points
            for entry in self.entries
            if entry.kind == "redeem" and (since or entry.day) <= entry.day <= (until or entry.day)
        )
        return self.worth(points, value)

    def owed(self, value: Ratio) -> int:
        """What the points not yet redeemed would cost [fen]."""
        return self.worth(self.earned - self.redeemed, value)

    @staticmethod
    def worth(points: int, value: Ratio) -> int:
        """What so many points cost [fen], rounded once."""
        return rounded(points * value.numerator, value.denominator)


def _problems(entries: tuple[PointsEntry, ...]) -> Iterator[Problem]:
    seen: set[str] = set()
    balances: dict[str, int] = {}
    latest: date | None = None
    for entry in entries:
        wrong = list(_of_one(entry))
        if entry.identity in seen:
            wrong.append(_problem(entry, entry.identity, "a number of its own", "唯一的编号"))
        if latest is not None and entry.day < latest:
            wrong.append(
                _problem(entry, str(entry.day), f"a day not before {latest}", f"不早于 {latest} 的日期")
            )
        seen.add(entry.identity)
        latest = entry.day if latest is None else max(latest, entry.day)
        before = balances.get(entry.household, 0)
        if not wrong and before + entry.signed < 0:
            expected = (f"at most the {before} points of the household", f"不超过该户现有的 {before} 分")
            wrong.append(_problem(entry, str(entry.points), *expected))
        if not wrong:
            balances[entry.household] = before + entry.signed
        yield from wrong


def _of_one(entry: PointsEntry) -> Iterator[Problem]:
    whole = isinstance(entry.points, int) and not isinstance(entry.points, bool)
    if not whole or entry.points <= 0:
        yield _problem(entry, str(entry.points), "whole points above zero", "大于零的整数积分")
    if entry.kind not in KINDS:
        yield _problem(entry, str(entry.kind), "earn or redeem", "earn（获得）或 redeem（兑换）")
    for name, text in (
        ("reason", entry.reason),
        ("approver", entry.approver),
        ("household", entry.household),
    ):
        if not text.strip():
            zh = {"reason": "事由", "approver": "审批人", "household": "户号"}[name]
            yield _problem(entry, "", f"a {name}" if name != "approver" else "an approver", zh)


def _problem(entry: PointsEntry, found: str, en: str, zh: str) -> Problem:
    return Problem(
        entry.where or f"entry {entry.identity}",
        found,
        Label(en, zh),
        Label("correct the entry", "请更正该笔记录"),
    )


MOST_VALUE = 10_000  # yuan a point


def value_of(text: str) -> Ratio:
    """The value of a point [fen] from a decimal text in yuan, such as 0.5. Raises ProblemsFound."""
    plain = text.strip()
    yuan = Fraction(plain) if DECIMAL(plain) and len(plain) <= 12 else None
    if yuan is None or not 0 <= yuan <= MOST_VALUE:
        expected = Label(f"yuan a point, 0 to {MOST_VALUE:,}", f"每分价值（元），0 至 {MOST_VALUE:,}")
        raise ProblemsFound(
            [Problem(named("--value", "value"), text[:60], expected, Label("such as 0.5", "如 0.5"))]
        )
    return Ratio.of(yuan * 100)


def known_household(ledger: PointsLedger, identity: str) -> str:
    """The id of a household that is in the ledger. Raises ProblemsFound, which names no other household."""
    if identity in ledger.balances():
        return identity
    expected = Label("the id of a household in the ledger", "积分账中的户编号")
    remedy = for_caller(
        Label("--households lists them", "可用 --households 列出"),
        Label("ledger.balances() lists them", "可用 ledger.balances() 列出"),
    )
    raise ProblemsFound([Problem(named("--household", "identity"), identity[:60], expected, remedy)])
