"""The fund balance in exact fractions, straight from what was stated: a second statement of its definition, of which no number
passes through our formulas and none is rounded.

    quota sold      = area * acceptance - resettlement area - retained area         revenue = sold * price
    any other item  = quantity * rate
    works           = quantity * rate, and a share of it for what is not foreseen; what prices add while it is built
    expenditure     = works + compensation, each with both contingencies, - purchases + own costs
    balance         = revenue + subsidies - expenditure

A stated 0.1 is a tenth, and a derived input is the arithmetic that was stated. The only number that is no fraction is a rise of
prices over parts of years, a root: it is taken to 50 digits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cached_property
from math import isclose, nan
from platform import python_version
from typing import Any

from relocation.labels import Label
from relocation.project.groups import MONTHS
from relocation.project.sourced_inputs import SourcedInputs
from relocation.project.values import NotArithmetic, decimal_fraction, evaluate_exactly
from relocation.verify.engine import Case
from relocation.verify.record import Answers, Limit, Place, Weakness

OWN_FORMULAS = Label(
    "own lines with a formula, which is a text in our language, and the totals they enter",
    "带自有公式（以本程序语言写成）的项目及包含它们的合计",
)
CONTINGENCIES = ("contingency", "price_rise")
DIGITS = 50
SAME = 1e-12
Sums = dict[str, Fraction]


class ExactFractions:
    """Python's fractions, which round nothing."""

    key = "fractions"
    name = Label("exact fractions", "精确分数")
    gives = Label("the fund balance and all its lines", "资金平衡及其各项")
    remedy = Label("", "")
    weaknesses: tuple[Weakness, ...] = ()

    def is_installed(self) -> bool:
        """It is part of Python."""
        return True

    def work_out(self, case: Case) -> Answers:
        """The fund balance, with what stands below it."""
        fund = _Fund(case.appraisal.project)
        numbers = {Place(key): float(amount) for key, amount in fund.lines().items()}
        households = case.appraisal.project.village.households
        for key, amount in fund.by_household().items():
            numbers[Place(key)] = float(amount / households) if households else nan
        limits = (Limit(OWN_FORMULAS, len(fund.unknown)),) if fund.unknown else ()
        return Answers(python_version(), numbers, limits)


class _Fund:
    """The amounts of a plan, whenever they fall."""

    def __init__(self, project: SourcedInputs) -> None:
        self.project = project
        self.unknown = [key for key, item in project.other.items() if item.formula]

    def stated(self, path: str) -> Fraction:
        """A stated number as a fraction."""
        value = self.project.at(path).value or 0
        source = self.project.sources.get(path)
        try:
            exact = evaluate_exactly(source.derivation) if source and source.derivation else None
        except NotArithmetic:
            exact = None
        is_that = exact is not None and isclose(float(exact), value, rel_tol=SAME)
        return exact if exact is not None and is_that else decimal_fraction(value)

    def product(self, path: str) -> Fraction:
        """Quantity x rate."""
        return self.stated(f"{path}.quantity") * self.stated(f"{path}.rate")

    def lines(self) -> Sums:
        """Every amount by the key of its line; sums with an unknown part are left out."""
        sold, revenue = self.quota()
        subsidies = {
            f"subsidies.{key}.total": self.product(f"subsidies.{key}") for key in self.project.subsidies
        }
        works, paid, own = self.works(), self.compensation(), self.own()
        lines = {"land_quota.sold": sold, "land_quota.revenue": revenue, **subsidies, **works, **paid}
        lines |= {f"other.{key}.total": amount for key, (_, amount) in own.items()}
        own_revenue = revenue + self.own_sum("revenue")
        all_subsidies = sum(subsidies.values(), self.own_sum("subsidy"))
        costs = sum((lines[f"{path}.cost"] for path in self.paths), self.own_sum("cost"))
        spent = costs + sum(
            lines[f"{group}.{key}"] for group in ("construction", "compensation") for key in CONTINGENCIES
        )
        totals = self.totals(own_revenue, all_subsidies, spent + paid["compensation.net"])
        return {**lines, **totals}

    def totals(self, revenue: Fraction, subsidies: Fraction, expenditure: Fraction) -> Sums:
        """The sums of the fund balance, but for those into which a formula of the planner's enters."""
        balance = revenue + subsidies - expenditure
        kinds = {self.project.other[key].kind for key in self.unknown}
        income, spending = {"revenue", "subsidy"}, {"cost"}
        sums = (
            ("fund_balance.own_revenue", revenue, {"revenue"}),
            ("subsidies.total", subsidies, {"subsidy"}),
            ("fund_balance.revenue", revenue + subsidies, income),
            ("fund_balance.expenditure", expenditure, spending),
            ("fund_balance.balance", balance, income | spending),
            ("gap.fund", max(Fraction(0), -balance), income | spending),
        )
        return {key: amount for key, amount, needs in sums if not kinds & needs}

    def quota(self) -> tuple[Fraction, Fraction]:
        """What is sold, and for how much."""
        area, accepted, kept, retained, price = (
            self.stated(f"land_quota.{key}")
            for key in ("area", "acceptance", "resettlement_area", "retained_area", "price")
        )
        sold = area * accepted - kept - retained
        return sold, sold * price

    def compensation(self) -> Sums:
        """What households get, what they pay for their homes, and what is left to be paid in cash."""
        groups: dict[str, Collection[str]] = {
            "compensation": self.project.compensation,
            "purchases": self.project.purchases,
        }
        lines = {
            f"{group}.{key}.total": self.product(f"{group}.{key}")
            for group, items in groups.items()
            for key in items
        }
        totals = {
            f"{group}.total": sum((lines[f"{group}.{key}.total"] for key in items), Fraction(0))
            for group, items in groups.items()
        }
        net = totals["compensation.total"] - totals["purchases.total"]
        return {**lines, **totals, "compensation.net": net, **self.reserves()}

    def reserves(self) -> Sums:
        """What is set aside for compensation, and what the rise of its rates adds: beside what households get."""
        lines: Sums = {}
        sums = dict.fromkeys(CONTINGENCIES, Fraction(0))
        for key, item in self.project.compensation.items():
            path = f"compensation.{key}"
            contingency, rise = self.contingencies(path, item, self.first_payment)
            lines |= {f"{path}.contingency": contingency, f"{path}.price_rise": rise}
            sums["contingency"] += contingency
            sums["price_rise"] += rise
        return {**lines, **{f"compensation.{key}": amount for key, amount in sums.items()}}

    def by_household(self) -> Sums:
        """What the average household shares in."""
        paid = self.compensation()
        keys = {
            "compensation": "compensation.total",
            "purchases": "purchases.total",
            "net_cash": "compensation.net",
        }
        return {f"household.{key}": paid[total] for key, total in keys.items()}

    def own(self) -> dict[str, tuple[str, Fraction]]:
        """The planner's own lines, by id: their kind, and what of them falls into the timeline."""
        return {
            key: (item.kind, self.stated(f"other.{key}.amount") * self.part_in_time(item))
            for key, item in self.project.other.items()
            if not item.formula
        }

    def own_sum(self, kind: str) -> Fraction:
        """The own lines of a kind together."""
        return sum((amount for its, amount in self.own().values() if its == kind), Fraction(0))

    def part_in_time(self, item: Any) -> Fraction:
        """Which part of the periods of an item lies within the timeline."""
        last = min(item.start + item.duration - 1, self.project.timeline.periods)
        return Fraction(max(0, last - max(item.start, 1) + 1), max(item.duration, 1))

    @cached_property
    def paths(self) -> list[str]:
        """The works."""
        return [f"construction.{key}" for key in self.project.construction]

    def works(self) -> Sums:
        """What works cost, with what is not foreseen, and by the headings of an estimate."""
        lines: Sums = {}
        headings = dict.fromkeys(("engineering", "reclamation", "other"), Fraction(0))
        unforeseen = rises = Fraction(0)
        for path, item in zip(self.paths, self.project.construction.values(), strict=True):
            cost = self.product(path)
            contingency, rise = self.contingencies(path, item, self.first_work)
            lines |= {f"{path}.cost": cost, f"{path}.contingency": contingency, f"{path}.price_rise": rise}
            lines[f"{path}.in_all"] = cost + contingency + rise
            headings[item.group if item.group in headings else "engineering"] += cost + contingency + rise
            unforeseen, rises = unforeseen + contingency, rises + rise
        sums = {**headings, "contingency": unforeseen, "price_rise": rises}
        return {**lines, **{f"construction.{key}": amount for key, amount in sums.items()}}

    def contingencies(self, path: str, item: Any, first: int) -> tuple[Fraction, Fraction]:
        """What of an item is set aside, and what the rise of prices adds to both; prices rise from the `first` period on."""
        amount = self.product(path)
        contingency = amount * self.stated(f"{path}.physical_contingency")
        return contingency, sum(self.rises(path, item, amount + contingency, first), Fraction(0))

    def rises(self, path: str, item: Any, base: Fraction, first: int) -> Iterator[Fraction]:
        """What the rise of prices adds in each period of an item."""
        growth = 1 + self.stated(f"{path}.price_contingency")
        last = min(item.start + max(item.duration, 1) - 1, self.project.timeline.periods)
        for period in range(item.start, last + 1):
            spent = base * (self.progress(item, period) - self.progress(item, period - 1))
            if spent and growth != 1:
                yield spent * (power(growth, self.years(period - first)) - 1)

    def progress(self, item: Any, period: int) -> Fraction:
        """The part of the works that is paid at the end of a period."""
        over = min(Fraction(1), max(Fraction(0), Fraction(period - item.start + 1, max(item.duration, 1))))
        return over * over * (3 - 2 * over) if getattr(item, "shape", "") == "s_curve" else over

    def years(self, passed: int) -> Fraction:
        """The years over which prices rise until so many periods have passed since the first one."""
        evaluation = self.project.evaluation
        year = Fraction(MONTHS[self.project.timeline.period], 12)
        if evaluation.price_contingency_form == "older":
            return (passed + 1) * year
        return self.stated("evaluation.estimate_lead") + (passed + Fraction(1, 2)) * year

    @cached_property
    def first_work(self) -> int:
        """When construction begins: the first period of any works that cost something."""
        return self.first_of("construction", self.project.construction)

    @cached_property
    def first_payment(self) -> int:
        """When anything is built or compensated."""
        return min(self.first_work, self.first_of("compensation", self.project.compensation))

    def first_of(self, group: str, items: Mapping[str, Any]) -> int:
        """The first period of any item that costs something."""
        begun: list[int] = [item.start for key, item in items.items() if self.product(f"{group}.{key}") > 0]
        return min([self.project.timeline.periods, *begun])


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """A power: exact where the exponent is whole, else to 50 digits."""
    if exponent.denominator == 1:
        return base**exponent.numerator
    with localcontext() as context:
        context.prec = DIGITS
        root = Decimal(exponent.numerator) / Decimal(exponent.denominator)
        return Fraction((Decimal(base.numerator) / Decimal(base.denominator)) ** root)
