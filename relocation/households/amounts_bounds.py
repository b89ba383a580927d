"""How large the numbers of a scheme may become, from the highest values that its columns have in a roster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np

from relocation.households.amounts import (
    allowed_each,
    amounts,
    fen_rate,
    limit_scale,
    paid,
    received,
    unit_scale,
)
from relocation.households.columns import HOUSEHOLD, REGISTERED
from relocation.households.money import FEN, YUAN, AmountTooLarge, Ratio
from relocation.households.rules import Allowance, Eligibility, Rule, RuleSet


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
        found = amounts(_widest(rules), batch)
        columns = [received(rules, found), paid(rules, found), *(one.quantity for one in found.values())]
    except AmountTooLarge:
        return None
    dividends = [
        _dividend(int(found[rule.id].quantity[0]), fen_rate(rules, rule), rule.rounding.base)
        for rule in rules.rules
    ]
    most = {**highest, HOUSEHOLD: 1}
    dividends += [
        _dividend(most[one.per], allowed_each(rules, one, scale), FEN) for one, scale in _allowances(rules)
    ]
    return max(*(int(one[0]) for one in columns), *dividends)


def _dividend(quantity: int, rate: Ratio, base: int) -> int:
    """What is divided when quantity * rate is rounded, what is added to it for that, and the divisor."""
    return quantity * rate.numerator + 2 * rate.denominator * base


def _widest(rules: RuleSet) -> RuleSet:
    return replace(rules, rules=tuple(_wide(rule) for rule in rules.rules))


def _wide(rule: Rule) -> Rule:
    return replace(rule, eligibility=Eligibility(), above=None, quantity_cap=None, amount_cap=None)


def _allowances(rules: RuleSet) -> Iterator[tuple[Allowance, int]]:
    """Every allowance, and how many stored units make one unit of what it limits."""
    for rule in rules.rules:
        scale = unit_scale(rules, rule)
        yield from ((one, scale) for one in (rule.above, rule.quantity_cap) if one is not None)
        if rule.amount_cap is not None:
            yield rule.amount_cap, YUAN
    yield from ((limit.allowance, limit_scale(rules, limit)) for limit in rules.limits)


def _rates(rules: RuleSet) -> Iterator[Ratio]:
    yield from (rule.rate for rule in rules.rules)
    yield from (allowance.limit for allowance, _ in _allowances(rules))
