"""One loan shared by several villages (县级统贷): each village carries its share as a loan of its own.

    principal of a village = share * principal of the loan,     the shares sum to 1

Interest and repayment follow from the terms, which all villages share, so the parts add up to the loan calculated
as one. That holds only where a loan's plan does not look at a village's cash, and where all villages count the same
periods: a loan by years in a village by months would bear other interest there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import fsum
from typing import Any

from relocation.appraisal import Appraisal
from relocation.calendar import day_of
from relocation.caller import for_caller
from relocation.county.calendar_periods import calendar_start
from relocation.county.consolidation import County
from relocation.formula.targets.scalar import Values
from relocation.labels import Label, Language
from relocation.problems import Problem, ProblemsFound
from relocation.project.borrowing import Loan, last_period_of
from relocation.project.fields import record_of
from relocation.project.groups import MONTHS
from relocation.project.longer_timeline import lengthened
from relocation.project.project import Project
from relocation.project.sourced_inputs import Source

PARTS = {
    "drawdown": Label("Drawdown", "提款"),
    "accrued": Label("Interest accrued", "应计利息"),
    "interest_paid": Label("Interest paid", "支付利息"),
    "principal_repaid": Label("Principal repaid", "偿还本金"),
    "closing": Label("Closing balance", "期末余额"),
}
BALANCES = {"closing"}
# Plans of repayment that follow from the loan alone.
FIXED_PLANS = {"annuity", "equal_principal", "bullet", "stated"}
PREFIX = "shared_"
MOMENTS = {"period", "start"}
OWN_LOANS = Label("give each village a loan of its own", "如需其他方式，请各村单独填写贷款")


@dataclass(frozen=True)
class SharedLoan:
    """A loan of a county: its terms as a loan of a village has them, when it begins, and who carries how much."""

    identity: str
    terms: Mapping[str, Any]
    first_day: date
    period: str
    shares: Mapping[str, float]  # file of a village -> share

    @property
    def path(self) -> str:
        """Where the loan stands among the loans of a village."""
        return f"loans.{PREFIX}{self.identity}"

    @property
    def label(self) -> Label:
        en, zh = str(self.terms.get("label_en", "")), str(self.terms.get("label_zh", ""))
        return Label(en or zh or self.identity, zh or en or self.identity)

    @property
    def _length(self) -> int:
        """Periods from the first drawdown to the last repayment."""
        return last_period_of({**self.terms, "start": 1})

    @cached_property
    def whole(self) -> Appraisal:
        """The loan calculated as one, in a county without anything else. Raises ProblemsFound."""
        timeline = {
            "start": self.first_day,
            "period": self.period,
            "periods": self._length,
        }
        loans = {f"{PREFIX}{self.identity}": {**self.terms, "start": 1}}
        return Project.build({"village": {}, "timeline": timeline, "loans": loans}).appraise()

    def carried_by(self, project: Project, file: str) -> Project:
        """The village with its share of the loan among its loans. Raises ProblemsFound if it does not fit."""
        share = self.shares.get(file, 0.0)
        if not share:
            return project
        start = self._start_in(project, file)
        missing = start + self._length - 1 - project.timeline.periods
        fitted = lengthened(project, missing) if missing > 0 else project
        nested, sources = fitted.nested(), dict(fitted.sources)
        nested["loans"][f"{PREFIX}{self.identity}"] = {**self._terms_of(share, start), "start": start}
        sources[f"{self.path}.principal"] = Source(
            provenance="derived",
            source="county",
            derivation=f"{self.terms['principal']!r} * {share!r}",
            note=f"share {share:g} of the county's loan / 县级统贷份额 {share:g}",
        )
        return Project.build(nested, sources)

    def _terms_of(self, share: float, start: int) -> dict[str, Any]:
        """The terms of a share that begins in period `start`: amounts scaled, moments counted from there."""
        terms: dict[str, Any] = {}
        for key, value in self.terms.items():
            if isinstance(value, Mapping):
                terms[key] = {name: _part_of(item, share, start - 1) for name, item in value.items()}
            else:
                terms[key] = value * share if key in _amounts() else value
        return terms

    def _start_in(self, project: Project, file: str) -> int:
        """The period of a village in which the loan begins."""
        timeline = project.timeline
        months = (
            (self.first_day.year - timeline.start.year) * 12 + self.first_day.month - timeline.start.month
        )
        length = MONTHS[timeline.period]
        if timeline.period != self.period or months < 0 or months % length:
            found = f"{file}: {timeline.period}, {timeline.start}"
            raise ProblemsFound(
                [
                    Problem(
                        self.path,
                        found,
                        Label(
                            f"a village counted by {self.period} whose period begins in {self.first_day:%Y-%m}",
                            f"按{self.period}计、且有一期始于{self.first_day:%Y-%m}的村庄",
                        ),
                        for_caller(
                            Label(
                                "relocation template --from CASE --period counts it anew, or change first_day",
                                "请用 relocation template --from 案例 --period 换算，或更改 first_day",
                            ),
                            Label(
                                f'project.counted_in("{self.period}") counts it anew, or change first_day',
                                f'请用 project.counted_in("{self.period}") 换算，或更改 first_day',
                            ),
                        ),
                    )
                ]
            )
        return months // length + 1

    def parts(self, county: County, part: str) -> dict[str, list[float]]:
        """What each village carries, by calendar period of the county."""
        line = f"{self.path}.{part}"
        return {
            village.file: _by_calendar(county, village.appraisal.values, line, village.days, part)
            for village in county.villages
            if line in village.appraisal.values
        }

    def as_one(self, county: County, part: str) -> list[float]:
        """The loan calculated as one, by calendar period of the county."""
        days = [day_of(number) for number in self.whole.series("timeline.date")]
        return _by_calendar(county, self.whole.values, f"{self.path}.{part}", days, part)

    def largest_difference(self, county: County) -> float:
        """The largest difference in any period between the loan and the sum of its parts [yuan]."""
        differences = [
            fsum(column) - whole
            for part in PARTS
            for *column, whole in zip(
                *self.parts(county, part).values(), self.as_one(county, part), strict=True
            )
        ]
        return max(differences, key=abs, default=0.0)

    def to_record(self, county: County, lang: Language = "en") -> dict[str, Any]:
        """The loan as `relocation run -f json` prints it: as one, and by villages."""
        return {
            "loan": self.identity,
            "label": self.label.text(lang),
            "shares": dict(self.shares),
            "dates": [day.isoformat() for day in county.days],
            "whole": {part: self.as_one(county, part) for part in PARTS},
            "villages": {
                village.file: {
                    part: self.parts(county, part)[village.file]
                    for part in PARTS
                    if village.file in self.parts(county, part)
                }
                for village in county.villages
                if self.shares.get(village.file)
            },
        }


def broken_terms(loan: SharedLoan, villages: tuple[str, ...]) -> Iterator[Problem]:
    """Everything that is wrong with a shared loan before any village is looked at."""
    where = f"loans.{loan.identity}"
    total = sum(loan.shares.values())
    if abs(total - 1) > 1e-9 or any(share < 0 for share in loan.shares.values()):
        yield Problem(
            f"{where}.shares",
            f"{total:g}",
            Label("shares from 0 that sum to 1", "不小于0且合计为1的份额"),
            Label(f"change them by {1 - total:+g} in all", f"合计应调整 {1 - total:+g}"),
        )
    for file in loan.shares:
        if file not in villages:
            yield Problem(
                f"{where}.shares",
                file,
                Label(f"a village of the county: {', '.join(villages)}", f"本县村庄：{'、'.join(villages)}"),
                Label("write the file name as in county.villages", "请按 county.villages 中的文件名填写"),
            )
    if loan.terms.get("drawdown_rule", "schedule") != "schedule":
        expected = Label("a drawdown by schedule, the same for every share", "按计划提款，各份额一致")
        yield Problem(f"{where}.drawdown_rule", str(loan.terms["drawdown_rule"]), expected, OWN_LOANS)
    method = loan.terms.get("method", Loan.model_fields["method"].default)
    if method not in FIXED_PLANS:
        yield Problem(
            f"{where}.method",
            str(method),
            Label(
                f"one of {', '.join(sorted(FIXED_PLANS))}, whose plan is the same for every share",
                f"{'、'.join(sorted(FIXED_PLANS))} 之一，其还款计划不依赖各村现金",
            ),
            OWN_LOANS,
        )
    if loan.terms.get("rounding", "none") != "none":
        expected = Label(
            "none, since rounded shares do not add up to the loan", "不取整，各份额取整后与总额不符"
        )
        yield Problem(f"{where}.rounding", str(loan.terms["rounding"]), expected, OWN_LOANS)
    try:
        _ = loan.whole
    except ProblemsFound as refusal:
        yield from refusal.problems


def _part_of(item: Any, share: float, periods: int) -> Any:
    """A share of a drawdown or of whatever else has a moment inside the loan, so many periods later."""
    if not isinstance(item, Mapping):
        return item
    later = {key: value + periods for key, value in item.items() if key in MOMENTS and value}
    return {**item, **later, **{key: value * share for key, value in item.items() if key == "amount"}}


def _amounts() -> set[str]:
    """The terms that are money, of which a village carries its share."""
    records = {name: record_of(info) for name, info in Loan.model_fields.items()}
    return {name for name, record in records.items() if record is not None and record.unit == "yuan"}


def _by_calendar(county: County, values: Values, line: str, days: list[date], part: str) -> list[float]:
    """A line of a loan in the calendar periods of a county: sums of flows, the last of balances, carried on."""
    series = values[line]
    assert isinstance(series, list)
    parts: dict[date, list[float]] = {day: [] for day in county.days}
    for day, value in zip(days, series[1:], strict=True):
        parts.setdefault(calendar_start(day, county.period), []).append(value)
    if part not in BALANCES:
        return [fsum(parts[day]) for day in county.days]
    held, balances = 0.0, dict[date, float]()
    for day in sorted(parts):
        held = parts[day][-1] if parts[day] else held
        balances[day] = held
    return [balances[day] for day in county.days]
