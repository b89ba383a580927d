"""The bridge test (过桥压力测试): what happens to cash if quota money is late or less, costs more, or money dearer.

Each stress is the project with changed inputs, appraised again:

    quota money late by n months     land_quota.delay + n, later than the plan itself has it
    quota price -x %                 land_quota.price * (1 - x)
    acceptance 90 %                  min(0.9, land_quota.acceptance)
    cost +x %                        rate of every construction and compensation item * (1 + x)
    rate +100 basis points           rate of every loan + 0.01, and of every rate step in use, one to a rate of 0 too
    bridge needed [yuan]             max(0, -lowest closing cash)

Where late money would arrive after the last period the timeline is made longer for that case. Yearly income and
costs that run to the end keep their old end, so that the longer timeline adds nothing; only a line with a formula
of its own goes on. A case that cannot be calculated is named with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from math import isnan
from operator import add, mul
from typing import TYPE_CHECKING, Any

from relocation.appraisal import Appraisal, appraise
from relocation.calendar import day_of
from relocation.checks import BrokenIdentity
from relocation.formula.language.line_items import FormulaError
from relocation.labels import Label, Language
from relocation.problems import ProblemsFound
from relocation.project.given import project_in
from relocation.project.longer_timeline import lengthened, longer_data, missing_periods
from relocation.project.paths import InputPath
from relocation.project.sourced_inputs import SourcedInputs
from relocation.shown import Shown
from relocation.verdict import VIABLE
from relocation.verdict.judgement import is_viable

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Stress:
    """What is assumed to go wrong, as changes to the inputs."""

    key: str
    label: Label
    delay: int = 0  # months
    price: float = 1.0  # factor
    acceptance: float = 1.0  # at most
    cost: float = 1.0  # factor
    rate: float = 0.0  # added to the yearly rate


STRESSES = (
    Stress("base", Label("As planned", "按计划")),
    Stress("late_6", Label("Quota money 6 months late", "指标款迟到6个月"), delay=6),
    Stress("late_12", Label("Quota money 12 months late", "指标款迟到12个月"), delay=12),
    Stress("late_24", Label("Quota money 24 months late", "指标款迟到24个月"), delay=24),
    Stress("price_10", Label("Quota price -10 %", "指标单价下降10%"), price=0.9),
    Stress("price_20", Label("Quota price -20 %", "指标单价下降20%"), price=0.8),
    Stress("price_30", Label("Quota price -30 %", "指标单价下降30%"), price=0.7),
    Stress("acceptance_90", Label("Acceptance 90 %", "验收合格率90%"), acceptance=0.9),
    Stress("cost_10", Label("Cost +10 %", "工程与补偿单价上升10%"), cost=1.1),
    Stress("cost_20", Label("Cost +20 %", "工程与补偿单价上升20%"), cost=1.2),
    Stress("rate_100", Label("Loan rate +100 basis points", "贷款利率上升100个基点"), rate=0.01),
    Stress(
        "late_12_price_20",
        Label("12 months late and price -20 %", "迟到12个月且单价下降20%"),
        delay=12,
        price=0.8,
    ),
    Stress(
        "late_24_cost_10",
        Label("24 months late and cost +10 %", "迟到24个月且成本上升10%"),
        delay=24,
        cost=1.1,
    ),
    Stress(
        "mildest_together",
        Label("The mildest of each together", "各项最轻情形同时发生"),
        delay=6,
        price=0.9,
        acceptance=0.9,
        cost=1.1,
        rate=0.01,
    ),
    Stress(
        "harshest_together",
        Label("The harshest of each together", "各项最重情形同时发生"),
        delay=24,
        price=0.7,
        acceptance=0.9,
        cost=1.2,
        rate=0.01,
    ),
)


@dataclass(frozen=True, slots=True)
class Change:
    """One input that a stress changed."""

    path: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class StressedCase:
    """A project under stress with its numbers [yuan]; without an appraisal, the reason why there is none."""

    stress: Stress
    changes: tuple[Change, ...]
    longer_by: int  # periods added to the timeline
    appraisal: Appraisal | None = None
    reason: Label | None = None

    def __repr__(self) -> str:
        told = "cannot be calculated" if self.appraisal is None else f"{self.appraisal.verdict.status.en}, "
        lowest = "" if self.lowest_cash is None else f"lowest cash {self.lowest_cash:,.0f} yuan"
        return f"<StressedCase {self.stress.key}: {told}{lowest}>"

    @property
    def lowest_cash(self) -> float | None:
        return self._number("cash.minimum")

    @property
    def period(self) -> int | None:
        """The period in which cash is lowest."""
        number = self._number("cash.minimum_period")
        return None if number is None else int(number)

    @property
    def day(self) -> date | None:
        """The first day of the period in which cash is lowest."""
        number = self._number("cash.minimum_date")
        return None if number is None else day_of(number)

    @property
    def bridge(self) -> float | None:
        """Money that must be found from outside at the worst moment."""
        return None if self.lowest_cash is None else max(0.0, -self.lowest_cash)

    @property
    def balance(self) -> float | None:
        return self._number("fund_balance.balance")

    @property
    def loans_repaid(self) -> bool | None:
        """Whether all debt is repaid from cash at hand, by the rule of the verdict; None without a loan."""
        if self.appraisal is None or not any(self.appraisal.series("loans.drawdown")):
            return None
        return self.appraisal.number("verdict.repayment.passed") == 1

    @property
    def coverage(self) -> float | None:
        """The coverage multiple of all debt (本息覆盖倍数); None without debt."""
        return self._ratio("coverage_multiple")

    @property
    def bond_coverage(self) -> float | None:
        """The coverage multiple of special bonds alone, after the service of other loans; None without bonds."""
        return self._ratio("coverage_multiple.bonds")

    @property
    def viable(self) -> bool | None:
        return None if self.appraisal is None else is_viable(self.appraisal.number(VIABLE))

    @property
    def status(self) -> Label | None:
        """The verdict in a word or two; None where the case cannot be calculated."""
        return None if self.appraisal is None else self.appraisal.verdict.status

    def failed(self, lang: Language = "en") -> list[str]:
        """The rules that do not hold, or why the case cannot be calculated."""
        if self.appraisal is None:
            return [self.reason.text(lang)] if self.reason else []
        return self.appraisal.failed(lang)

    def _ratio(self, key: str) -> float | None:
        number = self._number(key)
        return None if number is None or isnan(number) else number

    def _number(self, key: str) -> float | None:
        return None if self.appraisal is None else self.appraisal.number(key)


@dataclass(frozen=True, slots=True)
class BridgeTest(Shown):
    """All stressed cases of a project, the plan itself first."""

    cases: tuple[StressedCase, ...]

    def __repr__(self) -> str:
        return f"<BridgeTest of {len(self.cases)} cases; worst: {self.worst}>"

    @property
    def worst(self) -> StressedCase | None:
        """The case that needs the largest bridge, or has the least cash; None if nothing can be calculated."""
        known = [case for case in self.cases if case.lowest_cash is not None]
        return min(known, key=lambda case: case.lowest_cash or 0.0, default=None)

    def to_records(self, lang: Language = "en") -> list[dict[str, Any]]:
        """The cases as `relocation run -f json` prints them."""
        return [_record(case, lang) for case in self.cases]

    def to_frame(self, lang: Language = "en") -> pd.DataFrame:
        """One row per case, money in yuan; what cannot be calculated is missing."""
        import pandas as pd

        rows = [
            {**record, "changes": len(record["changes"]), "failed": "; ".join(record["failed"])}
            for record in self.to_records(lang)
        ]
        return pd.DataFrame(rows)


def bridge_test(project: SourcedInputs, stresses: tuple[Stress, ...] = STRESSES) -> BridgeTest:
    """Appraises the project under every stress. What cannot be calculated is a case with its reason."""
    project = project_in(project, "bridge_test")
    return BridgeTest(tuple(_stressed(project, stress) for stress in stresses))


def _stressed(project: SourcedInputs, stress: Stress) -> StressedCase:
    changes = tuple(_changes(project, stress))
    wanted = {change.path: change.after for change in changes}
    longer = missing_periods(project, stress.delay) if stress.delay else 0
    try:
        base = lengthened(project, longer) if longer else project
        appraisal = appraise(base.replace(wanted) if wanted else base)
    except ProblemsFound as refusal:
        said = [problem.text(lang) for lang in ("en", "zh") for problem in refusal.problems[:1]]
        return StressedCase(stress, changes, longer, reason=Label(said[0], said[1]))
    except FormulaError as error:
        return StressedCase(stress, changes, longer, reason=error.label)
    except (BrokenIdentity, ArithmeticError) as error:
        said_by_program = Label(f"cannot be calculated: {error}", f"无法计算：{error}")
        return StressedCase(stress, changes, longer, reason=said_by_program)
    return StressedCase(stress, changes, longer, appraisal)


def _changes(project: SourcedInputs, stress: Stress) -> Iterator[Change]:
    """The inputs that the stress changes, with their values before and after."""
    for input_value in project.values():
        after = _after(project, input_value.path, input_value.value, stress)
        if after != input_value.value:
            yield Change(input_value.path, input_value.value, after)


# How the amount of a stress changes an input: by the names of what a stress assumes.
HOW: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "delay": ("plus", add),
    "price": ("times", mul),
    "acceptance": ("at_most", min),
    "cost": ("times", mul),
    "rate": ("plus", add),
}


def _after(project: SourcedInputs, path: InputPath, value: Any, stress: Stress) -> Any:
    assumed = _assumed_of(path)
    if not assumed or any(project.value(needed) <= 0 for needed in _needed_for(path)):
        return value
    _, change = HOW[assumed]
    return change(value, getattr(stress, assumed))


def _assumed_of(path: InputPath) -> str:
    """Which of the things that a stress assumes changes an input, if any."""
    if path.group == "land_quota":
        return path.name if path.name in {"delay", "price", "acceptance"} else ""
    if path.name != "rate":
        return ""
    return {"construction": "cost", "compensation": "cost", "loans": "rate"}.get(path.group, "")


def _needed_for(path: InputPath) -> list[str]:
    """The inputs that are above 0 where a rate of a loan is one that the loan has: a rate step without a period is unused."""
    if path.group != "loans":
        return []
    loan, *steps = path.items
    return [loan / "principal", *(step / "period" for step in steps)]


def stress_data(project: SourcedInputs) -> dict[str, Any]:
    """The stresses as data, with which stress.js does to the inputs of a page what `bridge_test` does to a project."""
    paths = [input_value.path for input_value in project.values() if _assumed_of(input_value.path)]
    usual = Stress("", Label("", ""))
    return {
        "longer": longer_data(project),
        "inputs": [[path, _assumed_of(path), HOW[_assumed_of(path)][0], _needed_for(path)] for path in paths],
        "stresses": [
            {
                "key": stress.key,
                "label": list(stress.label),
                "assumed": {
                    name: getattr(stress, name)
                    for name in HOW
                    if getattr(stress, name) != getattr(usual, name)
                },
            }
            for stress in STRESSES
        ],
    }


def _record(case: StressedCase, lang: Language) -> dict[str, Any]:
    return {
        "case": case.stress.key,
        "label": case.stress.label.text(lang),
        "lowest_cash": case.lowest_cash,
        "period": case.period,
        "date": case.day.isoformat() if case.day else None,
        "bridge": case.bridge,
        "balance": case.balance,
        "loans_repaid": case.loans_repaid,
        "coverage": case.coverage,
        "bond_coverage": case.bond_coverage,
        "viable": case.viable,
        "failed": case.failed(lang),
        "longer_by": case.longer_by,
        "changes": [
            {"path": change.path, "before": change.before, "after": change.after} for change in case.changes
        ],
    }
