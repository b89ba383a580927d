"""What is told of rosters, whether one was read whole or many were streamed: rows, totals, spread, limits, digest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from relocation.households.household_ledger import Ledger
from relocation.households.roll_up import Level, RollUp
from relocation.households.roster import RosterRead, count_text
from relocation.households.roster_stream import Streamed
from relocation.households.rules import RuleSet
from relocation.households.spread import Distribution
from relocation.labels import Label, Language
from relocation.problems import Problem

Grouping = Literal["group", "option", "registered", "village", "county"]


@dataclass(frozen=True)
class Summary:
    """Rows and sums of rosters. `distribution` is of what is left [fen]; `groups` names the county of each group."""

    roll_up: RollUp
    rows_read: int
    rows_refused: int
    distribution: tuple[Distribution, ...]
    groups: tuple[tuple[Label | None, Distribution], ...] = ()
    exact_quartiles: bool = True
    synthetic: bool = False
    done: int = 1
    size: int = 1
    files: int = 1
    errors: int = 0
    warnings: int = 0
    problems: tuple[Problem, ...] = ()  # the first of very many

    @property
    def rules(self) -> RuleSet:
        """The scheme."""
        return self.roll_up.rules

    @property
    def interrupted(self) -> bool:
        """Whether there was more to read."""
        return self.done < self.size

    def count_text(self) -> Label:
        """The promise that no row is lost, in figures."""
        return count_text(self.rows_read, self.rows_refused)

    def sums(self) -> dict[str, int]:
        """Received, paid and left of all households [fen]."""
        return {key: self.roll_up.total(key) for key in ("received", "paid", "left")}

    def record(self, lang: Language = "en") -> dict[str, Any]:
        """All of it as plain data; every amount in fen."""
        return {
            "rows_read": self.rows_read,
            "rows_refused": self.rows_refused,
            "rows_in_file": self.rows_read + self.rows_refused,
            "files": self.files,
            "interrupted": self.interrupted,
            "synthetic": self.synthetic,
            "unit": "fen",
            "totals": self.roll_up.totals(),
            "sums": self.sums(),
            "distribution": [spread.record(lang) for spread in self.distribution],
            "exact_quartiles": self.exact_quartiles,
            "groups": [_group(county, group, lang) for county, group in self.groups],
            "limits": self.roll_up.limits(),
            "sha256": self.roll_up.sha256,
            "errors": self.errors,
            "warnings": self.warnings,
            "problems": [problem.record(lang) for problem in self.problems],
        }


def _group(county: Label | None, spread: Distribution, lang: Language) -> dict[str, Any]:
    return {"county": county.text(lang) if county else "", **spread.record(lang)}


def ledger_summary(read: RosterRead, ledger: Ledger, by: Grouping | None = None) -> Summary:
    """The summary of one roster that was read whole; its quartiles are exact."""
    groups: Iterable[tuple[Label | None, Distribution]] = ()
    if by == "village" or by == "county":
        groups = ledger.roll_up.by(by)
    elif by is not None:
        groups = ((None, group) for group in ledger.distribution(by=by))
    spread, synthetic = tuple(ledger.distribution()), ledger.roster.synthetic
    rows = read.rows_read, read.rows_refused
    errors = sum(problem.severity == "error" for problem in read.problems)
    return Summary(
        ledger.roll_up,
        *rows,
        spread,
        tuple(groups),
        synthetic=synthetic,
        errors=errors,
        warnings=len(read.problems) - errors,
        problems=read.problems,
    )


def stream_summary(streamed: Streamed, by: Level | None = None) -> Summary:
    """The summary of rosters that were streamed; quartiles are of all households, within 1/16,384."""
    return Summary(
        streamed.roll_up,
        streamed.rows_read,
        streamed.rows_refused,
        tuple(streamed.roll_up.distribution()),
        tuple(streamed.roll_up.by(by)) if by else (),
        exact_quartiles=False,
        synthetic=streamed.synthetic,
        done=streamed.done,
        size=streamed.size,
        files=streamed.files,
        errors=streamed.errors,
        warnings=streamed.warnings,
        problems=tuple(streamed.problems),
    )
