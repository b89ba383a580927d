"""Valid random projects with every group of inputs: by a seed for fixed lists, and as a strategy for properties.

    random_project(7)                               the same project wherever it is asked for
    random_project(7, period="month", periods=120)
    @given(projects())

One set of functions writes both: each asks a `Chooser`, which is a seeded generator or a hypothesis draw.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from relocation.project.project import Project
from relocation.project.sourced_inputs import Source
from relocation.project.values import evaluate

MONTHS = {"month": 1, "quarter": 3, "year": 12}
MOST_PERIODS = 40
TEXTS = (
    "",
    "Brick houses",
    "砖房 与 土房",
    "=1+1",
    "'quoted' & <marked>",
    "12",
    "n/a",
    "line one / 第二行",
    "一次性",
)
OTHER_KINDS = ("revenue", "subsidy", "cost", "financing_in", "financing_out", "capital", "memo")
METHODS = ("annuity", "equal_principal", "bullet", "sweep", "on_quota_receipt", "stated", "sculpted")
PROVENANCES = ("published", "derived", "assumption", "calibrated")

T = TypeVar("T")


class Chooser(Protocol):
    """What a project is made of: whole numbers, numbers and choices."""

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""

    def number(self, low: float, high: float) -> float:
        """A number from `low` to `high`, both included."""

    def one_of(self, options: Sequence[T]) -> T:
        """One of the options."""


class Seeded:
    """Chooses by a seed; half of the numbers are round, as people write them, half have all their digits."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def whole(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def number(self, low: float, high: float) -> float:
        value = self.random.uniform(low, high)
        rounded = round(value, 0 if high > 1000 else 3)
        return rounded if self.random.random() < 0.5 and low <= rounded <= high else value

    def one_of(self, options: Sequence[T]) -> T:
        return self.random.choice(options)


class Drawn:
    """Chooses as hypothesis wants, so that a failing project shrinks to a small one."""

    def __init__(self, draw: DrawFn) -> None:
        self.draw = draw

    def whole(self, low: int, high: int) -> int:
        return self.draw(st.integers(low, high))

    def number(self, low: float, high: float) -> float:
        # -0.0 is left out: no spreadsheet keeps its sign.
        return self.draw(st.floats(low, high)) + 0.0

    def one_of(self, options: Sequence[T]) -> T:
        return self.draw(st.sampled_from(options))


def random_project(seed: int, *, period: str | None = None, periods: int | None = None) -> Project:
    """The project of a seed; length and number of periods can be fixed."""
    return make_project(Seeded(seed), period, periods)


def projects(*, period: str | None = None, most_periods: int = MOST_PERIODS) -> SearchStrategy[Project]:
    """Any valid project, the smallest with one period and no items."""

    @st.composite
    def made(draw: DrawFn) -> Project:
        choose = Drawn(draw)
        return make_project(choose, period, choose.whole(1, most_periods))

    return made()


def make_project(choose: Chooser, period: str | None = None, periods: int | None = None) -> Project:
    """A project of which every group may be empty or full."""
    period = period or choose.one_of(tuple(MONTHS))
    periods = periods or choose.whole(1, MOST_PERIODS)
    values = {
        "village": village(choose),
        "timeline": timeline(choose, period, periods),
        "land_quota": land_quota(choose, MONTHS[period], periods),
        "subsidies": items(choose, 3, lambda: subsidy(choose, periods)),
        "construction": items(choose, 3, lambda: construction(choose, periods)),
        "compensation": items(choose, 4, lambda: compensation(choose, periods)),
        "purchases": items(choose, 2, lambda: purchase(choose, periods)),
        "loans": items(choose, 3, lambda: loan(choose, periods)),
        "income": items(choose, 2, lambda: yearly(choose, periods)),
        "costs": items(choose, 2, lambda: yearly(choose, periods)),
        "evaluation": {
            "discount_rate": choose.number(0, 0.3),
            "estimate_lead": choose.one_of((0.0, choose.number(0, 5))),
            "price_contingency_form": choose.one_of(("third_edition", "older")),
            **gap_shares(choose),
            **thresholds(choose),
        },
    }
    values["other"] = other(choose, periods, values)
    values["published"] = published(choose)
    derivations = derive(choose, values)
    project = Project.build(values)
    return Project.build(project.nested(), sources(choose, project, derivations))


def thresholds(choose: Chooser) -> dict[str, float]:
    """What the verdict asks for; now and then nothing at all."""
    asked = ("minimum_dscr", "minimum_icr", "minimum_coverage", "maximum_liabilities")
    return {key: choose.one_of((0.0, choose.number(0, 3))) for key in asked}


def items(choose: Chooser, most: int, make: Any) -> dict[str, Any]:
    """Up to `most` items under ids that have underscores and digits as well."""
    return {f"item_{number}b": make() for number in range(1, choose.whole(0, most) + 1)}


def names(choose: Chooser) -> dict[str, str]:
    return {"label_en": choose.one_of(TEXTS), "label_zh": choose.one_of(TEXTS)}


def span(choose: Chooser, periods: int) -> dict[str, int]:
    """A start and a number of periods that end inside the timeline."""
    start = choose.whole(1, periods)
    return {"start": start, "duration": choose.whole(1, periods - start + 1)}


def village(choose: Chooser) -> dict[str, Any]:
    households = choose.whole(0, 900)
    poor = choose.whole(0, households)
    persons = choose.whole(households, 4 * households)
    return {
        "name_en": choose.one_of(TEXTS),
        "name_zh": choose.one_of(TEXTS),
        "households": households,
        "persons": persons,
        "registered_poor_households": poor,
        "registered_poor_persons": choose.whole(poor, max(poor, min(3 * poor, persons))),
    }


def timeline(choose: Chooser, period: str, periods: int) -> dict[str, Any]:
    # Days up to 31: the month after 31 January is where calendars of programs differ.
    day = date.fromordinal(date(1990, 1, 1).toordinal() + choose.whole(0, 25_000))
    return {"start": day, "period": period, "periods": periods}


def land_quota(choose: Chooser, months: int, periods: int) -> dict[str, Any]:
    area, acceptance = choose.number(0, 3000), choose.number(0, 1)
    resettlement = choose.number(0, area * acceptance)
    retained = choose.number(0, max(area * acceptance - resettlement, 0))
    shares = parts_of_one(choose, choose.whole(0, 3))
    receipts = {
        f"part_{number}": {**names(choose), "share": share, "period": choose.whole(1, periods)}
        for number, share in enumerate(shares, start=1)
    }
    last = max((one["period"] for one in receipts.values()), default=1)
    return {
        "area": area,
        "resettlement_area": resettlement,
        "retained_area": retained,
        "acceptance": acceptance,
        "price": choose.number(0, 200_000),
        "delay": choose.whole(0, min((periods - last) * months, 240)),
        "receipts": receipts,
    }


def parts_of_one(choose: Chooser, count: int) -> list[float]:
    """So many shares that sum to 1; one of them may be 0."""
    left, shares = 1.0, []
    for _ in range(count - 1):
        share = choose.number(0, left)
        shares.append(share)
        left = max(left - share, 0.0)
    return [*shares, left] if count else []


def gap_shares(choose: Chooser) -> dict[str, float]:
    """Who bears a gap: three shares that sum to 1."""
    shares = parts_of_one(choose, 3)
    bearers = ("county", "collective", "households")
    return {f"gap_share_{bearer}": share for bearer, share in zip(bearers, shares, strict=True)}


def subsidy(choose: Chooser, periods: int) -> dict[str, Any]:
    return {
        **names(choose),
        "quantity": choose.number(0, 3000),
        "rate": choose.number(0, 80_000),
        "basis": choose.one_of(("person", "household", "m2", "mu", "lump_sum")),
        "funder": choose.one_of(TEXTS),
        **span(choose, periods),
    }


def construction(choose: Chooser, periods: int) -> dict[str, Any]:
    return {
        **names(choose),
        "quantity": choose.number(0, 50_000),
        "rate": choose.number(0, 3000),
        "unit": choose.one_of(("m2", "mu", "lump sum", "栋")),
        "group": choose.one_of(("engineering", "reclamation", "other")),
        "shape": choose.one_of(("uniform", "s_curve")),
        "physical_contingency": choose.number(0, 0.3),
        "price_contingency": choose.one_of((0.0, choose.number(0.001, 0.2))),
        **span(choose, periods),
    }


def compensation(choose: Chooser, periods: int) -> dict[str, Any]:
    return {
        **names(choose),
        "quantity": choose.number(0, 50_000),
        "rate": choose.number(0, 2500),
        "unit": choose.one_of(("m2", "household", "亩")),
        "group": choose.one_of(("structure", "land", "crops", "attachment", "allowance")),
        "physical_contingency": choose.one_of((0.0, choose.number(0, 0.3))),
        "price_contingency": choose.one_of((0.0, choose.number(0.001, 0.2))),
        **span(choose, periods),
    }


def purchase(choose: Chooser, periods: int) -> dict[str, Any]:
    return {
        **names(choose),
        "quantity": choose.number(0, 30_000),
        "rate": choose.number(0, 2000),
        "unit": choose.one_of(("m2", "garage")),
        **span(choose, periods),
    }


def loan(choose: Chooser, periods: int) -> dict[str, Any]:
    start = choose.whole(1, periods)
    time = choose.whole(1, periods - start + 1)
    grace = choose.whole(0, time - 1)
    grace_basis = choose.one_of(("inside", "outside"))
    method = choose.one_of(METHODS)
    # Money that comes after the first day is repaid from the next period on, if there is one.
    fits = grace > 0 or start + time <= periods
    draw_interest = choose.one_of(("half_period", "full", "none")) if fits else "full"
    # What the scheduled drawdowns leave of the principal is drawn as well, by the loan's own rule.
    shares = parts_of_one(choose, choose.whole(0, 3))[: choose.whole(0, 3)]
    first = start + max(grace, draw_interest != "full")
    last = first + time - grace - 1
    principal = choose.number(1 if method == "stated" else 0, 90_000_000)
    return {
        **names(choose),
        "principal": principal,
        "target_dscr": choose.one_of((1.0, choose.number(1, 3))),
        "repayments": plan(choose, principal, first, last) if method == "stated" else {},
        "rate": choose.one_of((0.0, choose.number(0.001, 0.2))),
        "term": time - grace if grace_basis == "outside" else time,
        "grace": grace,
        "grace_basis": grace_basis,
        "grace_interest": choose.one_of(("paid", "capitalised")),
        "method": method,
        # At most a third, so that three loans do not claim more quota money than arrives.
        "receipt_share": choose.number(0, 1 / 3),
        "sinking_fund": choose.one_of(("none", "level")) if method == "bullet" else "none",
        "drawdown_rule": choose.one_of(("schedule", "on_need"))
        if grace or draw_interest != "full"
        else "schedule",
        "draw_interest": draw_interest,
        "rounding": choose.one_of(("none", "none", "fen")),
        "interest_due": choose.one_of(("every_period", "half_yearly")),
        "issue_cost": choose.one_of((0.0, 0.0, choose.number(0, 0.02))),
        "start": start,
        "type": choose.one_of(("bank", "special_bond")),
        **subsidised(choose),
        "lender": choose.one_of(TEXTS),
        "rate_steps": rate_steps(choose, periods),
        "drawdowns": {
            f"draw_{number}": {"share": share, "period": choose.whole(start, start + max(grace, 1) - 1)}
            for number, share in enumerate(shares, start=1)
        },
    }


def plan(choose: Chooser, principal: float, first: int, last: int) -> dict[str, dict[str, Any]]:
    """A lender's plan that repays the principal in up to three parts, and perhaps an unused one."""
    shares = parts_of_one(choose, choose.whole(1, 3))
    found = {
        f"part_{number}": {"amount": share * principal, "period": choose.whole(first, last)}
        for number, share in enumerate(shares, start=1)
    }
    return {**found, "unused": {"amount": 0.0, "period": 0}} if choose.whole(0, 3) == 0 else found


def subsidised(choose: Chooser) -> dict[str, float]:
    """Seldom a subsidy, on a part of the principal or on more than it."""
    if choose.whole(0, 2):
        return {}
    return {"subsidised_principal": choose.number(0, 90_000_000), "interest_subsidy": choose.number(0, 1)}


def rate_steps(choose: Chooser, periods: int) -> dict[str, dict[str, Any]]:
    """Up to two later rates, and perhaps an unused step among them."""
    moments = sorted({choose.whole(1, periods) for _ in range(choose.whole(0, 2))})
    found = {
        f"step_{at}": {"period": moment, "rate": choose.number(0, 0.2)} for at, moment in enumerate(moments)
    }
    return {**found, "unused": {"period": 0, "rate": 0.0}} if choose.whole(0, 3) == 0 else found


def yearly(choose: Chooser, periods: int) -> dict[str, Any]:
    return {
        **names(choose),
        "amount": choose.number(0, 5_000_000),
        "growth": choose.number(-0.5, 0.5),
        "start": choose.whole(1, periods),
        "duration": choose.whole(0, periods),
    }


def other(choose: Chooser, periods: int, values: dict[str, Any]) -> dict[str, Any]:
    """Lines of every kind with an amount, lines with a formula, and memo lines that look at the results."""
    amounts = items(
        choose,
        3,
        lambda: {
            **names(choose),
            "amount": choose.number(0, 9_000_000),
            "kind": choose.one_of(OTHER_KINDS),
            **span(choose, periods),
        },
    )
    formulas = {
        f"own_{number}": {
            **names(choose),
            "kind": choose.one_of(OTHER_KINDS),
            "formula": choose.one_of(FORMULAS),
        }
        for number in range(1, choose.whole(0, 2) + 1)
    }
    looking = [*RESULT_FORMULAS, *(f"previous(loans.{name}.closing) * 0.01" for name in values["loans"])]
    memos = {
        f"memo_{number}": {"kind": "memo", "formula": choose.one_of(looking)}
        for number in range(1, choose.whole(0, 2) + 1)
    }
    return {**amounts, **formulas, **memos}


FORMULAS = (
    "land_quota.area * 500 if t == 3 else 0",
    "village.households * 1_200.5 if 2 <= t and t < 6 else 100",
    "max(0, land_quota.revenue - 1_000_000) * 0.001",
    "land_quota.revenue / (1 + t) * 0.01",
    "min(t, 5) ** 2 * 1_000 - abs(3 - t) * floor(t / 2)",
    "payment(0.005, 24, land_quota.price)",
)
RESULT_FORMULAS = (
    "ratio(subsidies.total, village.persons)",
    "cash.closing - previous(cash.closing)",
    "max(0, cash.closing) * 0.0035",
    "total(cash.inflow) - total(cash.outflow) if t == 1 else 0",
    "(lowest(cash.closing) + highest(cash.closing)) / 2 + average(cash.closing)",
)


def published(choose: Chooser) -> dict[str, Any]:
    figures = (
        {
            "value": choose.number(-1e9, 1e9),
            "formula": "fund_balance.balance",
            "tolerance": choose.number(0, 9),
        },
        {
            "value": choose.number(0, 5000),
            "unit": "ha",
            "formula": "land_quota.area / 15",
            "discrepancy": "yes",
        },
        {"value": choose.number(0, 100), "unit": "building", "printed": choose.one_of(TEXTS)},
    )
    return {f"figure_{number}": {**names(choose), **figures[number]} for number in range(choose.whole(0, 3))}


def derive(choose: Chooser, values: dict[str, Any]) -> dict[str, str]:
    """Lets some values follow from arithmetic, and says which: path -> derivation."""
    made = {"evaluation.discount_rate": f"{choose.whole(1, 9)} / 100 + 0.0025"}
    for group in ("subsidies", "construction", "purchases"):
        for identity in values[group]:
            made[f"{group}.{identity}.quantity"] = f"{choose.whole(1, 99)}_000 / {choose.whole(1, 999)}"
    kept = {path: text for path, text in made.items() if choose.one_of((True, False))}
    for path, text in kept.items():
        *groups, name = path.split(".")
        table = values
        for group in groups:
            table = table[group]
        table[name] = evaluate(text)
    return kept


def sources(choose: Chooser, project: Project, derivations: dict[str, str]) -> dict[str, Source]:
    """A source for every third input or so, and for every derived one."""
    found: dict[str, Source] = {}
    for one in project.values():
        if one.path in derivations or choose.whole(0, 2) == 0:
            found[one.path] = Source(
                provenance=choose.one_of(PROVENANCES),
                source=choose.one_of(TEXTS),
                note=choose.one_of(TEXTS),
                derivation=derivations.get(one.path, ""),
            )
    return found
