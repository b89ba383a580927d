"""What numpy-financial knows: level payments, net present values, and the rate of return where there is one only.

The rate is searched by its definition, npv(rate, flow) = 0, since the library's own search picks one of several without a word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from math import expm1, isnan

import numpy as np
import numpy_financial as npf

from relocation.formula.language.arithmetic import HALF_CENT
from relocation.indicators.returns import NET_PRESENT_VALUES, RATES_OF_RETURN
from relocation.labels import Label, same
from relocation.second_opinion import discount_rate, level_payments, worth
from relocation.verify.engine import Case
from relocation.verify.record import Answers, Limit, Number, Place, Weakness

NOT_LEVEL = Label(
    "loans that are not repaid in level payments, for which it has no function",
    "非等额本息的贷款，无对应函数",
)
SMALL_RATE = Label(
    "level payments at a rate below a millionth a period, at which it loses its digits",
    "每期利率低于百万分之一时的等额还款额，其结果失去精度",
)
NOT_UNIQUE = Label(
    "a rate of return that is one of several, or that does not exist", "不唯一或不存在的内部收益率"
)
NOT_FOUND = Label(
    "a rate of return at which the worth of the flow keeps its sign", "净现值在其两侧不变号的内部收益率"
)
LARGEST_POWER = 600.0  # of e, by which money is discounted at most
SMALLEST_FACTOR = -30.0  # e to it is what is left of 1 + rate near a loss of everything
HALVINGS = 200


class NumpyFinancial:
    """The financial functions of spreadsheets, as a library."""

    key = "numpy_financial"
    name = same("numpy-financial")
    gives = Label("level payments, NPV, a unique IRR", "等额还款额、净现值、唯一的内部收益率")
    remedy = same("pip install numpy-financial")
    weaknesses: tuple[Weakness, ...] = (
        Weakness(
            Label(
                "a level payment loses its digits at a very small rate: none below a millionth a period is asked for",
                "利率极低时等额还款额失去精度：每期低于百万分之一的不予采用",
            ),
            "numpy_financial_small_rates.sh",
        ),
        Weakness(
            Label(
                "irr picks one of several rates without a word: its npv is asked instead, for a rate that is unique",
                "irr 在有多个解时不作提示地取其一：改以其 npv 求解，且仅限唯一解",
            ),
            "numpy_financial_one_of_several_rates.sh",
        ),
    )

    def is_installed(self) -> bool:
        """It comes with the package."""
        return True

    def work_out(self, case: Case) -> Answers:
        """Its numbers."""
        with np.errstate(all="ignore"):
            payments, limits = _payments(case)
            rates, unknown = _rates(case)
            numbers = {**payments, **dict(_net_present_values(case)), **rates}
        return Answers(version("numpy-financial"), numbers, (*limits, *unknown))


def _payments(case: Case) -> tuple[dict[Place, Number], list[Limit]]:
    """The payments of loans that are repaid in level ones, in each period of repayment, as owed and as the rate is then."""
    numbers: dict[Place, Number] = {}
    other = small = 0
    for identity, loan in case.appraisal.project.loans.items():
        path = f"loans.{identity}"
        if loan.method != "annuity":
            other += bool(loan.principal)
            continue
        payments, is_given = level_payments(case.appraisal.values, path)
        left = case.appraisal.series(f"{path}.remaining")
        small += sum(count > 0 and not given for count, given in zip(left, is_given, strict=True))
        for period in np.flatnonzero(is_given):
            for key in ("level_payment_anew_exact", *(() if loan.rounding == "fen" else ("level_payment",))):
                numbers[Place(f"{path}.{key}", int(period) + 1)] = float(payments[period])
    limits = ((NOT_LEVEL, other), (SMALL_RATE, small))
    return numbers, [Limit(reason, count) for reason, count in limits if count]


def _net_present_values(case: Case) -> Iterator[tuple[Place, Number]]:
    appraisal = case.appraisal
    rate = discount_rate(appraisal.project, appraisal.values)
    for key, flow in NET_PRESENT_VALUES.items():
        yield Place(key), worth(rate, appraisal.values, flow)[0]


def _rates(case: Case) -> tuple[dict[Place, Number], list[Limit]]:
    """The rates of return that are unique, of a period and of a year."""
    numbers: dict[Place, Number] = {}
    reasons: list[Label] = []
    for key, flow in RATES_OF_RETURN.items():
        if case.appraisal.rates_of_return[key].status != "unique":
            reasons.append(NOT_UNIQUE)
            continue
        rate = _rate_without_worth(case, flow)
        if rate is None:
            reasons.append(NOT_FOUND)
            continue
        numbers[Place(key)] = (1 + rate) ** (12 / case.appraisal.number("timeline.months")) - 1
        if not isnan(case.by_formulas[Place(f"{key}.per_period")]):
            numbers[Place(f"{key}.per_period")] = rate
    return numbers, [Limit(reason, count) for reason, count in Counter(reasons).items()]


def _rate_without_worth(case: Case, flow: str) -> float | None:
    """The rate at which a flow is worth nothing, between two at which its worth has other signs, if it has."""
    money = np.array(case.appraisal.series(flow))
    money[np.abs(money) < HALF_CENT] = 0

    def is_gain(power: float) -> bool:
        return bool(npf.npv(expm1(power), money) > 0)

    furthest = LARGEST_POWER / len(money)
    low, high = max(-furthest, SMALLEST_FACTOR), furthest
    at_low = is_gain(low)
    if at_low == is_gain(high):
        return None
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if is_gain(middle) == at_low else (low, middle)
    return expm1(low)
