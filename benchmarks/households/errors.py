"""What other numbers and other rounding do to the accounts of a nation, beside exact whole fen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from benchmarks.households.peers.package import batches
from benchmarks.households.peers.pandas_frame import in_yuan, with_left
from benchmarks.households.question import Column, Roster, ten_rules
from relocation.households.amounts import amounts, left
from relocation.households.money import FEN, YUAN, Direction, Ratio, total
from relocation.households.rules import Allowance, Rounding, Rule, RuleSet

FINER = 10_000  # parts of a fen in which an amount is left unrounded
Yuan = NDArray[np.float32] | NDArray[np.float64]


class Error(NamedTuple):
    """What is left to all households by another way, less what is left by the rules [fen, part of a fen]."""

    way: str
    households: int
    off: int  # households with another amount
    worst: float
    total: float


def errors(roster: Roster) -> Iterator[Error]:
    """Every way beside the rules as declared."""
    rules = ten_rules()
    exact = lefts(rules, roster)
    frame = pd.DataFrame(dict(roster)).assign(**{key: roster[key] / 100 for key in ("brick", "soil", "flat")})
    single = with_left(in_yuan(frame.astype("float32")).astype("float32"))["left"].to_numpy()
    yield _of_yuan("float32, np.round; summed in float64", single, exact, float(single.sum(dtype=np.float64)))
    yield _of_yuan("float32, np.round; summed in float32", single, exact, float(single.sum()))
    double = in_yuan(frame)["left"].to_numpy()
    yield _of_yuan("float64, np.round (half to even)", double, exact, float(double.sum()))
    yield _of_fen("cut off to the fen", lefts(_rounding(rules, FEN, "down"), roster), exact)
    yield _of_fen("every amount to the nearest yuan", lefts(_rounding(rules, YUAN, "nearest"), roster), exact)
    unrounded = lefts(_finer(rules), roster)
    whole = Fraction(total(unrounded), FINER)
    apart = unrounded - exact * FINER
    off, worst = int((apart != 0).sum()), float(np.abs(apart).max()) / FINER
    yield Error(
        "no amount rounded, only the total", len(exact), off, worst, float(round(whole) - total(exact))
    )


def lefts(rules: RuleSet, roster: Roster) -> Column:
    """What is left to every household by the package."""
    found = [left(rules, amounts(rules, batch)) for _, batch, _ in batches(roster)]
    return np.concatenate(found)


def _of_yuan(way: str, found: Yuan, exact: Column, sum_: float) -> Error:
    apart = np.rint(found.astype(np.float64) * 100).astype(np.int64) - exact
    return Error(
        way, len(exact), int((apart != 0).sum()), float(np.abs(apart).max()), sum_ * 100 - total(exact)
    )


def _of_fen(way: str, found: Column, exact: Column) -> Error:
    apart = found - exact
    return Error(way, len(exact), int((apart != 0).sum()), float(np.abs(apart).max()), float(total(apart)))


def _rounding(rules: RuleSet, base: int, direction: Direction) -> RuleSet:
    rounding = Rounding().model_copy(update={"base": base, "direction": direction})
    return replace(rules, rules=tuple(rule.model_copy(update={"rounding": rounding}) for rule in rules.rules))


def _finer(rules: RuleSet) -> RuleSet:
    return replace(rules, rules=tuple(_finer_rule(rule) for rule in rules.rules))


def _finer_rule(rule: Rule) -> Rule:
    """In parts of a fen. What is counted of other rules is in parts already."""
    rate = rule.rate if rule.of_rules else Ratio.of(rule.rate.fraction * FINER)
    cap = rule.amount_cap
    finer = None if cap is None else Allowance(limit=Ratio.of(cap.limit.fraction * FINER), per=cap.per)
    return rule.model_copy(update={"rate": rate, "rounding": Rounding(), "amount_cap": finer})
