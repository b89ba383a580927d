"""A county of villages: side by side, and consolidated by the calendar.

A county figure is the sum of its villages. What is consolidated by time counts in calendar months, quarters or
years, the longest period that any village uses; a period of a village counts where its first day falls.

    county flow_t     = sum over villages of the flows of periods that begin in t
    county closing_t  = county closing_t-1 + inflow_t - outflow_t           (the villages' cash in one purse)

The lowest cash of the county is that of the common purse. It is at least the sum of the villages' lowest cash, so a
county can look safe while one of its villages has run out: the villages' own figures stand beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import fsum
from typing import TYPE_CHECKING, Any, Protocol

from relocation.appraisal import Appraisal, appraise
from relocation.calendar import day_of
from relocation.county.calendar_periods import calendar_start, next_start
from relocation.county.figures import FIGURES, Figure
from relocation.given import refused
from relocation.labels import Label, Language
from relocation.problems import Problem
from relocation.project.groups import MONTHS
from relocation.project.sourced_inputs import SourcedInputs
from relocation.shown import Shown

if TYPE_CHECKING:
    import pandas as pd

NAMELESS = Label("", "")
HALF_A_FEN, MOST_EXACT = 0.005, 1e10


FLOWS = {
    "cash.revenue": Label("Revenue received", "收入到账"),
    "cash.subsidy": Label("Subsidies received", "补助到账"),
    "cash.financing_in": Label("Loans and other financing", "借款及其他融资流入"),
    "cash.cost": Label("Costs paid", "支出付款"),
    "cash.financing_out": Label("Debt service and other financing", "还本付息及其他融资流出"),
}
INFLOWS = ("cash.revenue", "cash.subsidy", "cash.financing_in")
DETAILS = {
    "loans.drawdown": Label("of which loans drawn", "其中：贷款提款"),
    "loans.interest_paid": Label("of which interest paid", "其中：付息"),
    "loans.principal_repaid": Label("of which principal repaid", "其中：还本"),
}
ALL_FLOWS = {**FLOWS, **DETAILS}


@dataclass(frozen=True)
class Village:
    """One village of a county: its file as the user knows it, and its numbers."""

    file: str
    appraisal: Appraisal
    warnings: int = 0

    def name(self, lang: Language) -> str:
        """The name of the village, else that of its file."""
        village = self.appraisal.project.village
        names = Label(village.name_en or village.name_zh, village.name_zh or village.name_en)
        return names.text(lang) or self.file

    @cached_property
    def days(self) -> list[date]:
        """The first day of every period."""
        return [day_of(number) for number in self.appraisal.series("timeline.date")]

    @property
    def lowest_cash_day(self) -> date:
        """The first day of the period in which cash is lowest."""
        return day_of(self.appraisal.number("cash.minimum_date"))

    @property
    def viable(self) -> bool | None:
        """None where the plan of the village is unfinished."""
        return self.appraisal.verdict.viable


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that is not part of the county because it cannot be used, with everything that is wrong with it."""

    file: str
    problems: tuple[Problem, ...]


class CarriedLoan(Protocol):
    """A loan that several villages carry (see shared_loan)."""

    @property
    def identity(self) -> str: ...

    @property
    def label(self) -> Label: ...

    def largest_difference(self, county: County) -> float:
        """The largest difference in any period between the loan and the sum of its parts [yuan]."""

    def to_record(self, county: County, lang: Language = "en") -> dict[str, Any]:
        """The loan as one, and by villages."""


@dataclass(frozen=True, slots=True)
class CountyCheck:
    """One number of the county worked out in two ways [yuan]."""

    key: str
    label: Label
    difference: float
    passed: bool

    def to_record(self, lang: Language = "en") -> dict[str, Any]:
        return {
            "key": self.key,
            "label": self.label.text(lang),
            "difference": self.difference,
            "passed": self.passed,
        }


@dataclass(frozen=True)
class County(Shown):
    """Villages with their sum. `missing` counts files that were not reached before somebody interrupted."""

    villages: tuple[Village, ...]
    name: Label = NAMELESS
    unread: tuple[Unread, ...] = ()
    loans: tuple[CarriedLoan, ...] = ()
    missing: int = 0

    def __repr__(self) -> str:
        unread = f"; unread: {len(self.unread)}" if self.unread else ""
        return f"<County of {len(self.villages)} villages; lowest cash {self.lowest_cash:,.0f} yuan{unread}>"

    def total(self, figure: Figure) -> float:
        """The sum of a figure over the villages."""
        return fsum(figure.of(village.appraisal) for village in self.villages)

    @property
    def viable(self) -> bool | None:
        """Whether every village is that states money: one that is not decides, and one that is unfinished leaves it open."""
        judged = [village.viable for village in self.villages if village.appraisal.number("verdict.money")]
        if False in judged:
            return False
        return None if None in judged or (self.villages and not judged) else True

    @property
    def net_cash_per_household(self) -> float | None:
        """What the average household of the county keeps [yuan]; None without households."""
        totals = {figure.key: self.total(figure) for figure in FIGURES}
        return totals["net_cash"] / totals["households"] if totals["households"] else None

    @cached_property
    def period(self) -> str:
        """The longest period that any village uses: month, quarter or year."""
        used = {village.appraisal.project.timeline.period for village in self.villages}
        return max(used, key=lambda name: MONTHS[name], default="year")

    @cached_property
    def days(self) -> list[date]:
        """The first day of every calendar period from the first village's start to the last one's end."""
        begun = [calendar_start(day, self.period) for village in self.villages for day in village.days]
        if not begun:
            return []
        days = [min(begun)]
        while days[-1] < max(begun):
            days.append(next_start(days[-1], self.period))
        return days

    def by_calendar(self, village: Village, key: str) -> list[float]:
        """The flows of a village in the calendar periods of the county."""
        parts: dict[date, list[float]] = {day: [] for day in self.days}
        for day, value in zip(village.days, village.appraisal.series(key), strict=True):
            parts[calendar_start(day, self.period)].append(value)
        return [fsum(values) for values in parts.values()]

    @cached_property
    def flows(self) -> dict[str, list[float]]:
        """Every flow of the county by calendar period."""
        return {key: self._summed(key) for key in ALL_FLOWS}

    def _summed(self, key: str) -> list[float]:
        columns = zip(*(self.by_calendar(village, key) for village in self.villages), strict=True)
        return [fsum(column) for column in columns]

    @cached_property
    def closing(self) -> list[float]:
        """The common purse at the end of each calendar period."""
        held: list[list[float]] = []
        moved = [
            [self.flows[key][position] * (1 if key in INFLOWS else -1) for key in FLOWS]
            for position in range(len(self.days))
        ]
        for parts in moved:
            held.append([*(held[-1] if held else []), *parts])
        return [fsum(parts) for parts in held]

    @property
    def lowest_cash(self) -> float:
        return min(self.closing, default=0.0)

    @property
    def lowest_cash_day(self) -> date | None:
        """The first day of the first calendar period in which the common purse is lowest, to the fen."""
        lowest = self.lowest_cash
        return next(
            (day for day, held in zip(self.days, self.closing, strict=True) if held - lowest < HALF_A_FEN),
            None,
        )

    @cached_property
    def checks(self) -> tuple[CountyCheck, ...]:
        """The county beside the sum of its villages, to the fen."""
        checks = [self._by_period(key, label) for key, label in ALL_FLOWS.items()]
        final = fsum(village.appraisal.series("cash.closing")[-1] for village in self.villages)
        ours = self.closing[-1] if self.closing else 0.0
        label = Label("Closing cash of the common purse = sum of the villages", "县级期末现金＝各村之和")
        checks.append(self._check("closing", label, ours - final))
        totals = {figure.key: self.total(figure) for figure in FIGURES}
        label = Label("County revenue - expenditure = sum of balances", "县级收入－支出＝各村结余之和")
        gap = totals["revenue"] - totals["expenditure"] - totals["balance"]
        checks.append(self._check("balance", label, gap))
        for loan in self.loans:
            name = Label(
                f"{loan.label.en}: parts of the villages = the loan", f"{loan.label.zh}：各村份额＝贷款整体"
            )
            checks.append(self._check(f"loans.{loan.identity}", name, loan.largest_difference(self)))
        return tuple(checks)

    def _by_period(self, key: str, label: Label) -> CountyCheck:
        own = fsum(fsum(village.appraisal.series(key)) for village in self.villages)
        said = Label(f"{label.en}: all periods = sum of the villages", f"{label.zh}：各期合计＝各村之和")
        return self._check(key, said, fsum(self.flows[key]) - own)

    def _check(self, key: str, label: Label, difference: float) -> CountyCheck:
        """To half a fen, or half a fen for every ten thousand million yuan moved, as the checks of a village."""
        moved = fsum(abs(value) for key in FLOWS for value in self.flows[key])
        slack = HALF_A_FEN * max(1.0, moved / MOST_EXACT)
        return CountyCheck(key, label, difference, abs(difference) < slack)

    def to_frame(self, lang: Language = "en") -> pd.DataFrame:
        """One row per village and one for the county, money in yuan."""
        import pandas as pd

        return pd.DataFrame([*self._village_records(lang), self._county_record(lang)])

    def to_record(self, lang: Language = "en") -> dict[str, Any]:
        """The one object that `relocation run ... --consolidate -f json` prints."""
        return {
            "unit": "yuan",
            "period": self.period,
            "villages": self._village_records(lang),
            "county": self._county_record(lang),
            "periods": [
                {
                    "date": day.isoformat(),
                    **{key: self.flows[key][position] for key in ALL_FLOWS},
                    "closing": self.closing[position],
                }
                for position, day in enumerate(self.days)
            ],
            "shared_loans": [loan.to_record(self, lang) for loan in self.loans],
            "checks": [check.to_record(lang) for check in self.checks],
            "unread": [
                {"file": file.file, "problems": [problem.record(lang) for problem in file.problems]}
                for file in self.unread
            ],
            "missing": self.missing,
        }

    def _village_records(self, lang: Language) -> list[dict[str, Any]]:
        return [
            {
                "file": village.file,
                "name": village.name(lang),
                **{figure.key: figure.of(village.appraisal) for figure in FIGURES},
                "net_cash_per_household": _or_none(village.appraisal.number("household.net_cash")),
                "lowest_cash": village.appraisal.number("cash.minimum"),
                "lowest_cash_date": village.lowest_cash_day.isoformat(),
                "viable": village.viable,
                "failed": village.appraisal.failed(lang),
            }
            for village in self.villages
        ]

    def _county_record(self, lang: Language) -> dict[str, Any]:
        day = self.lowest_cash_day
        return {
            "file": "",
            "name": self.name.text(lang) or Label("County", "全县").text(lang),
            **{figure.key: self.total(figure) for figure in FIGURES},
            "net_cash_per_household": self.net_cash_per_household,
            "lowest_cash": self.lowest_cash,
            "lowest_cash_date": day.isoformat() if day else None,
            "viable": self.viable,
            "failed": [f"{village.name(lang)}" for village in self.villages if village.viable is False],
        }


def consolidate(villages: Iterable[Village | Appraisal | SourcedInputs], **rest: Any) -> County:
    """The county of these villages, or of these projects or appraisals. Their order decides that of columns and nothing else.

    Raises ProblemsFound, which says what to write, for anything else.
    """
    write = Label(
        'write consolidate([load("lujia"), load("jinpo")])',
        '请写 consolidate([load("lujia"), load("jinpo")])',
    )
    single = isinstance(villages, (str, Mapping, SourcedInputs)) or not isinstance(villages, Iterable)
    if single or (villages == [] and not rest):
        raise refused("consolidate", villages, Label("villages in a list", "列表形式的村庄"), write)
    given = enumerate(villages, start=1)
    return County(tuple(_village(value, position, write) for position, value in given), **rest)


def _village(value: Any, position: int, write: Label) -> Village:
    """A village by its project or numbers, named as itself, or by its place."""
    if isinstance(value, Village):
        return value
    appraisal = appraise(value) if isinstance(value, SourcedInputs) else value
    if not isinstance(appraisal, Appraisal):
        raise refused(f"consolidate {position}", value, Label("a village", "村庄"), write)
    village = appraisal.project.village
    return Village(village.name_en or village.name_zh or str(position), appraisal)


def _or_none(value: float) -> float | None:
    return value if value == value else None
