"""A second opinion on every appraisal: numpy-financial works out again what it knows, from the same flows.

    level payment_t     pmt(rate_t, repayments left_t, -owed_t), of an annuity in every period in which it is repaid
    NPV                 npv((1 + discount rate)^(m/12) - 1, flow), m months per period, the first not discounted
    IRR where unique    npv(IRR per period, flow) = 0

The IRR is asked for by its definition, since the library's own search picks one of several rates without a word.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy_financial as npf
from numpy.typing import ArrayLike, NDArray

from relocation.checks import BrokenIdentity
from relocation.formula.language.arithmetic import HALF_CENT
from relocation.formula.targets.scalar import Values
from relocation.indicators.returns import NET_PRESENT_VALUES, RATES_OF_RETURN
from relocation.project.sourced_inputs import SourcedInputs

Numbers = NDArray[np.float64]
CLOSE = 1e-9  # of the money that is discounted or owed
SMALLEST_RATE = 1e-6  # of a period
LAST_DIGITS = 4 * float(np.finfo(float).eps)


class SecondOpinionDiffers(BrokenIdentity):
    """numpy-financial gives another number for the same loan or flow."""


def ask_second_opinion(project: SourcedInputs, values: Values) -> None:
    """Raises SecondOpinionDiffers with every number on which numpy-financial does not agree."""
    with np.errstate(all="ignore"):
        differing = [*_payments(project, values), *_net_present_values(project, values), *_rates(values)]
    if differing:
        raise SecondOpinionDiffers("numpy-financial differs on " + ", ".join(differing))


def _payments(project: SourcedInputs, values: Values) -> Iterator[str]:
    for identity, loan in project.loans.items():
        if loan.method != "annuity":
            continue
        path = f"loans.{identity}"
        ours, owed = (np.array(values[f"{path}.{key}"])[1:] for key in ("level_payment_anew_exact", "owed"))
        theirs, is_given = level_payments(values, path)
        if _is_apart(np.where(is_given, ours - theirs, 0.0), owed):
            yield f"{path}.level_payment"


def level_payments(values: Values, path: str) -> tuple[Numbers, NDArray[np.bool_]]:
    """The level payment of a loan in every period, worked out anew, and in which periods it can be asked for."""
    rate, left, owed = (np.array(values[f"{path}.{key}"])[1:] for key in ("period_rate", "remaining", "owed"))
    with np.errstate(all="ignore"):
        return npf.pmt(rate, np.maximum(left, 1), -owed), _has_payment(rate, left)


def _has_payment(rate: Numbers, left: Numbers) -> NDArray[np.bool_]:
    """In which periods a payment falls whose digits numpy-financial keeps: at a small rate it loses them."""
    return np.asarray((left > 0) & ((rate == 0) | (rate >= SMALLEST_RATE)))


def _net_present_values(project: SourcedInputs, values: Values) -> Iterator[str]:
    rate = discount_rate(project, values)
    for key, flow in NET_PRESENT_VALUES.items():
        theirs, scale = worth(rate, values, flow)
        if _is_apart(_number(values, key) - theirs, scale):
            yield key


def discount_rate(project: SourcedInputs, values: Values) -> float:
    """The discount rate of a period."""
    factor: float = (1 + project.evaluation.discount_rate) ** (_number(values, "timeline.months") / 12)
    return factor - 1


def _rates(values: Values) -> Iterator[str]:
    for key, flow in RATES_OF_RETURN.items():
        rate = _number(values, f"{key}.per_period")
        theirs, scale = worth(rate, values, flow)
        moved = (
            len(np.array(values[flow])) * LAST_DIGITS / (1 + rate)
        )  # by the last digits of the rate itself
        if _is_apart(theirs, scale * (1 + moved / CLOSE)):
            yield key


def worth(rate: float, values: Values, flow: str) -> tuple[float, float]:
    """What a flow is worth by numpy-financial, and the money that is discounted, whatever its sign."""
    money = np.array(values[flow])[1:]
    return float(npf.npv(rate, money)), float(npf.npv(rate, np.abs(money)))


def _is_apart(difference: ArrayLike, scale: ArrayLike) -> bool:
    """Whether a difference counts; what is not available, or beyond all numbers, is not compared."""
    apart = np.abs(difference) > CLOSE * np.abs(scale) + HALF_CENT
    return bool(np.any(apart & np.isfinite(difference)))


def _number(values: Values, key: str) -> float:
    number = values[key]
    assert isinstance(number, float)
    return number
