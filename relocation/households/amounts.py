"""The rules as pure functions on columns: int64 in, int64 fen out. One household is a batch of one.

A batch maps the keys of the numeric columns to int64 arrays of one length (measures in hundredths), and beside them

    option        the code of the chosen option in the rule set
    registered    1 for a registered poor household, else 0

No function here looks at more than its arguments, so any executor may split the rows as it likes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from relocation.households.columns import HOUSEHOLD, REGISTERED, SELF_FUNDING
from relocation.households.money import FEN, YUAN, AmountTooLarge, Column, Ratio, plus, times
from relocation.households.rules import Allowance, Eligibility, Limit, Rule, RuleSet, WhichHouseholds

Batch = Mapping[str, Column]
Rows = NDArray[np.bool_]

EVERYONE = Eligibility()


@dataclass(frozen=True, slots=True)
class Amounts:
    """One rule for every household: the quantity counted (stored units) and the amount (fen)."""

    quantity: Column
    amount: Column


@dataclass(frozen=True, slots=True)
class Replacement:
    """What people decided against a rule: at `rows` a quantity (stored units), or an amount (fen)."""

    quantity_rows: Column
    quantities: Column
    amount_rows: Column
    amounts: Column


def amounts(
    rules: RuleSet, batch: Batch, replacements: Mapping[str, Replacement] | None = None
) -> dict[str, Amounts]:
    """Every rule on every household, in the order of the rules. Raises AmountTooLarge with the rows."""
    worked_out: dict[str, Amounts] = {}
    who: dict[Eligibility, Rows] = {}  # several rules are for the same households
    for rule in rules.rules:
        quantity = counted(rules, rule, batch, worked_out)
        if rule.eligibility != EVERYONE:
            if rule.eligibility not in who:
                who[rule.eligibility] = eligible(rules, rule, batch)
            quantity *= who[rule.eligibility]
        replacement = None if replacements is None else replacements.get(rule.id)
        worked_out[rule.id] = _priced_and_capped(rules, rule, batch, quantity, replacement)
    return worked_out


def _priced_and_capped(
    rules: RuleSet, rule: Rule, batch: Batch, quantity: Column, replacement: Replacement | None
) -> Amounts:
    if replacement is not None:
        quantity[replacement.quantity_rows] = replacement.quantities
    amount = priced(rules, rule, quantity)
    if rule.amount_cap is not None:
        most = allowed(rules, rule.amount_cap, 100, batch)
        if replacement is not None:  # a stated quantity is meant as stated
            most[replacement.quantity_rows] = np.iinfo(np.int64).max
        np.minimum(amount, most, out=amount)
    if replacement is not None:
        amount[replacement.amount_rows] = replacement.amounts
    return Amounts(quantity, amount)


def eligible(rules: RuleSet, rule: Rule, batch: Batch) -> Rows:
    """Which households a rule applies to."""
    wanted = rule.eligibility
    who = _among(wanted.households, batch)
    if wanted.options:
        who &= np.logical_or.reduce([batch["option"] == rules.code(option) for option in wanted.options])
    for column in wanted.needs:
        who &= batch[column] > 0
    return who


def counted(rules: RuleSet, rule: Rule, batch: Batch, earlier: Mapping[str, Amounts]) -> Column:
    """The quantity of a rule before anyone is left out: what is above one allowance and below another."""
    parts = [_quantity(batch, column) for column in rule.quantity] + [
        earlier[earlier_rule].amount for earlier_rule in rule.of_rules
    ]
    quantity = plus(*parts)
    if rule.above is None and rule.quantity_cap is None:
        return quantity
    scale = unit_scale(rules, rule)
    if rule.above is not None:
        quantity -= allowed(rules, rule.above, scale, batch)
        np.maximum(quantity, 0, out=quantity)
    if rule.quantity_cap is not None:
        np.minimum(quantity, allowed(rules, rule.quantity_cap, scale, batch), out=quantity)
    return quantity


def priced(rules: RuleSet, rule: Rule, quantity: Column) -> Column:
    """quantity * rate in fen, rounded as the rule says."""
    return times(quantity, fen_rate(rules, rule), rule.rounding.base, rule.rounding.direction)


def fen_rate(rules: RuleSet, rule: Rule) -> Ratio:
    """The rate in fen for each stored unit: 1500 yuan per m2 are 1500 fen per hundredth."""
    return _converted(rule.rate, 100, unit_scale(rules, rule))


def unit_scale(rules: RuleSet, rule: Rule) -> int:
    """How many stored units of its quantity make one unit of a rule."""
    return 100 if rule.of_rules else rules.scale(rule.quantity[0])


def allowed(rules: RuleSet, allowance: Allowance, scale: int, batch: Batch) -> Column:
    """An allowance for every household, in stored units of `scale` to the unit, rounded down: a limit is not exceeded."""
    each = allowed_each(rules, allowance, scale)
    return times(_quantity(batch, allowance.per), each, direction="down")


def allowed_each(rules: RuleSet, allowance: Allowance, scale: int) -> Ratio:
    """An allowance for each stored unit of what it is `per`, in stored units of `scale` to the unit."""
    return _converted(allowance.limit, scale, rules.scale(allowance.per))


@lru_cache(maxsize=1_000)
def _converted(rate: Ratio, scale: int, per_scale: int) -> Ratio:
    return Ratio.of(rate.fraction * scale / per_scale)


def received(rules: RuleSet, worked_out: Mapping[str, Amounts]) -> Column:
    """What every household receives in cash [fen]."""
    return _sum([worked_out[rule.id].amount for rule in rules.rules if rule.side == "received"], worked_out)


def paid(rules: RuleSet, worked_out: Mapping[str, Amounts]) -> Column:
    """What every household pays [fen]."""
    return _sum([worked_out[rule.id].amount for rule in rules.rules if rule.side == "paid"], worked_out)


def left(rules: RuleSet, worked_out: Mapping[str, Amounts]) -> Column:
    """What is left in cash [fen]; below zero the household pays the difference."""
    return plus(received(rules, worked_out), -paid(rules, worked_out))


def measured(rules: RuleSet, limit: Limit, batch: Batch, worked_out: Mapping[str, Amounts]) -> Column:
    """What a limit looks at, in stored units."""
    if limit.measure == (SELF_FUNDING,):
        return np.maximum(-left(rules, worked_out), 0)
    return _sum([_quantity(batch, column) for column in limit.measure])


def limit_scale(rules: RuleSet, limit: Limit) -> int:
    """How many stored units make one unit of a limit."""
    return 100 if limit.measure == (SELF_FUNDING,) else rules.scale(limit.measure[0])


def breached(rules: RuleSet, limit: Limit, batch: Batch, worked_out: Mapping[str, Amounts]) -> Rows:
    """Which households are above a limit."""
    most = allowed(rules, limit.allowance, limit_scale(rules, limit), batch)
    return _among(limit.households, batch) & (measured(rules, limit, batch, worked_out) > most)


def _among(households: WhichHouseholds, batch: Batch) -> Rows:
    registered = batch["registered"] > 0
    if households == "all":
        return np.ones(registered.shape, dtype=np.bool_)
    return registered if households == "registered" else ~registered


def _quantity(batch: Batch, key: str) -> Column:
    return np.ones(batch["registered"].shape, dtype=np.int64) if key == HOUSEHOLD else batch[key]


def _sum(parts: Iterable[Column], like: Mapping[str, Amounts] | None = None) -> Column:
    """The sum of columns; of none as many zeros as there are households."""
    columns = list(parts)
    if columns:
        return plus(*columns)
    assert like is not None
    rows = len(next(iter(like.values())).amount) if like else 0
    return np.zeros(rows, dtype=np.int64)


def highest_values(rules: RuleSet, columns: Iterable[str]) -> dict[str, int]:
    """The largest value of each column in a roster [stored units]."""
    return {key: 1 if key == REGISTERED.key else _highest(rules, key) for key in columns}


def _highest(rules: RuleSet, key: str) -> int:
    column = rules.column(key)
    return int(column.record.high or 0) * column.scale


def largest_number(rules: RuleSet, highest: Mapping[str, int]) -> int | None:
    """The largest number on the way to any amount of a household within these values; None where it has no bound.

    Nothing falls when a column rises, as long as no rate is negative. So the household that has the most of everything
    tells it, under rules that leave nobody out and nothing uncounted. None also means beyond 64 bits.
    """
    if any(rate.numerator < 0 for rate in _rates(rules)):
        return None
    batch = {key: np.array([value], dtype=np.int64) for key, value in highest.items()}
    try:
        worked_out = amounts(_widest(rules), batch)
        columns = [
            received(rules, worked_out),
            paid(rules, worked_out),
            *(result.quantity for result in worked_out.values()),
        ]
    except AmountTooLarge:
        return None
    dividends = [
        _dividend(int(worked_out[rule.id].quantity[0]), fen_rate(rules, rule), rule.rounding.base)
        for rule in rules.rules
    ]
    most = {**highest, HOUSEHOLD: 1}
    dividends += [
        _dividend(most[allowance.per], allowed_each(rules, allowance, scale), FEN)
        for allowance, scale in _allowances(rules)
    ]
    return max(*(int(column[0]) for column in columns), *dividends)


def _dividend(quantity: int, rate: Ratio, base: int) -> int:
    """What is divided when quantity * rate is rounded, what is added to it for that, and the divisor."""
    return quantity * rate.numerator + 2 * rate.denominator * base


def _widest(rules: RuleSet) -> RuleSet:
    return replace(rules, rules=tuple(_wide(rule) for rule in rules.rules))


def _wide(rule: Rule) -> Rule:
    open_to_all = EVERYONE._asdict() | dict.fromkeys(("above", "quantity_cap", "amount_cap"))
    return rule.model_copy(update=open_to_all)


def _allowances(rules: RuleSet) -> Iterator[tuple[Allowance, int]]:
    """Every allowance, and how many stored units make one unit of what it limits."""
    for rule in rules.rules:
        scale = unit_scale(rules, rule)
        yield from (
            (allowance, scale) for allowance in (rule.above, rule.quantity_cap) if allowance is not None
        )
        if rule.amount_cap is not None:
            yield rule.amount_cap, YUAN
    yield from ((limit.allowance, limit_scale(rules, limit)) for limit in rules.limits)


def _rates(rules: RuleSet) -> Iterator[Ratio]:
    yield from (rule.rate for rule in rules.rules)
    yield from (allowance.limit for allowance, _ in _allowances(rules))
