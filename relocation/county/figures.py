"""The figures of a village that add up over the villages of a county."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import fsum

from relocation.appraisal import Appraisal
from relocation.labels import Label


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a village that adds up over villages."""

    key: str
    label: Label
    unit: str
    of: Callable[[Appraisal], float]


def _number(key: str) -> Callable[[Appraisal], float]:
    return lambda appraisal: appraisal.number(key)


def _input(key: str) -> Callable[[Appraisal], float]:
    return lambda appraisal: float(appraisal.inputs[key])


def _whole_life(key: str) -> Callable[[Appraisal], float]:
    return lambda appraisal: fsum(appraisal.series(key))


FIGURES = (
    Figure("households", Label("Households", "户数"), "household", _input("village.households")),
    Figure("persons", Label("Persons", "人数"), "person", _input("village.persons")),
    Figure("revenue", Label("Total revenue", "收入合计"), "yuan", _number("fund_balance.revenue")),
    Figure(
        "expenditure", Label("Total expenditure", "支出合计"), "yuan", _number("fund_balance.expenditure")
    ),
    Figure("balance", Label("Balance", "结余"), "yuan", _number("fund_balance.balance")),
    Figure("loan", Label("Loans drawn", "贷款提款"), "yuan", _whole_life("loans.drawdown")),
    Figure("interest", Label("Interest", "贷款利息"), "yuan", _number("loans.interest_total")),
    Figure("net_cash", Label("Net cash to households", "农户净得现金"), "yuan", _number("compensation.net")),
    Figure("gap", Label("Gaps of the villages", "各村缺口"), "yuan", _number("gap.total")),
)
