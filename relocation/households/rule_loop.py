"""The rules of a scheme written out as one loop over the households: the text that `compiled_amounts` compiles.

Columns (c0, c1, ...), quantities (q0, ...) and amounts (a0, ...) are numbered: nothing of a rule set but whole numbers gets
into the source. A kernel is exact while every column lies between 0 and its `highest`, from where no number comes near
`WHOLE` (`compiled_amounts` sees to that). It gives False where a household lies outside.

Processors divide many doubles at once, and whole numbers one by one. The quotient of two doubles is the nearest double to
the true one. Cut off, it is the quotient of whole numbers n and d while n + d <= 2**53: below the next whole number the
true quotient stays by 1/d at least, and doubles of its size lie closer together than that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from relocation.households.amounts import allowed_each, fen_rate, limit_scale, unit_scale
from relocation.households.columns import HOUSEHOLD, PERSONS, POOR_PERSONS, REGISTERED, SELF_FUNDING
from relocation.households.money import FEN, YUAN, Direction, Ratio, ahead
from relocation.households.rules import Allowance, Limit, Rule, RuleSet, Side, WhichHouseholds
from relocation.households.village_sums import BELOW_ZERO, HOUSEHOLDS, LEFT, measures

OPTION = "option"
WHOLE = 2**53  # up to here every whole number is a double
COUNTS = (
    REGISTERED.key,
    PERSONS.key,
    POOR_PERSONS.key,
)  # summed by village whether a rule counts them or not
WHO: Mapping[WhichHouseholds, str] = {"registered": "({} > 0)", "not_registered": "({} <= 0)"}
# What a kernel is given behind the columns, and the type of it.
ROW, TABLE = "int64[::1]", "int64[:, ::1]"
OF_LINES = {"quantities": TABLE, "amounts": TABLE}
OF_SUMS = {"starts": ROW, "places": ROW, "sums": TABLE, "lowest": ROW, "highest": ROW, "lefts": ROW}

HEAD = """from numba import boolean, int64, njit, types

column = types.Array(int64, 1, "C", readonly=True)


@njit(boolean({types}), nogil=True, error_model="numpy", cache=CACHE)
def kernel({arguments}):
    sound = True
"""
EACH = f"for i in range({OPTION}.size):"


def counted_columns(rules: RuleSet) -> tuple[str, ...]:
    """The columns of a batch that a kernel reads, in the order of its arguments, behind that of the options."""
    return tuple(dict.fromkeys([*COUNTS, *_of_rules(rules), *_of_limits(rules)]))


def _of_rules(rules: RuleSet) -> Iterator[str]:
    for rule in rules.rules:
        allowances = [
            allowance.per
            for allowance in (rule.above, rule.quantity_cap, rule.amount_cap)
            if allowance is not None
        ]
        named = (*rule.quantity, *rule.eligibility.needs, *allowances)
        yield from (column for column in named if column != HOUSEHOLD)


def _of_limits(rules: RuleSet) -> Iterator[str]:
    for limit in rules.limits:
        named = (*limit.measure, limit.allowance.per)
        yield from (column for column in named if column not in {HOUSEHOLD, SELF_FUNDING})


class AmountsSource:
    """Writes the kernels of a rule set. `highest` has the largest value of every counted column [stored units]."""

    def __init__(self, rules: RuleSet, highest: Mapping[str, int]) -> None:
        self.rules = rules
        self.highest = highest
        self.columns = {key: f"c{number}" for number, key in enumerate(counted_columns(rules))}
        self.arrays = [OPTION, *(f"{name}s" for name in self.columns.values())]
        self.numbers = {rule.id: number for number, rule in enumerate(rules.rules)}

    def lines(self) -> str:
        """kernel(option, columns, quantities, amounts): every line, shape (rules, n), in stored units and fen."""
        kept = [
            f"{name}[{number}, i] = {name[0]}{number}"
            for number in self.numbers.values()
            for name in OF_LINES
        ]
        return self._function(self.arrays, OF_LINES, _block(EACH, [*self._household(), *kept]))

    def sums(self) -> str:
        """kernel(option, columns, starts, places, sums, lowest, highest, lefts): adds up runs of households of one place.

        Run k has the rows from starts[k] to starts[k + 1], all of places[k]. `sums` has the shape (measures, places), as
        in PartialSums; `lefts` keeps what is left to every household [fen].
        """
        by_name = self._measured()
        measured = [by_name[name] for name in measures(self.rules)]
        household = [
            *self._household(),
            *(f"{side} = {self._side(side)}" for side in ("received", "paid")),
            *("left = received - paid", "left_of_run[i] = left"),
            *("low = min(low, left)", "high = max(high, left)"),
            *(f"s{number} += {value}" for number, value in enumerate(measured)),
        ]
        every = {name: f"all_{name}" for name in self.arrays}
        run = [
            "first, last, place = starts[run], starts[run + 1], places[run]",
            *(f"{name} = {whole}[first:last]" for name, whole in every.items()),
            "left_of_run = lefts[first:last]",
            "low, high = lowest[place], highest[place]",
            *(f"s{number} = 0" for number in range(len(measured))),
            *_block(EACH, household),
            "lowest[place], highest[place] = low, high",
            *(f"sums[{number}, place] += s{number}" for number in range(len(measured))),
        ]
        return self._function(every.values(), OF_SUMS, _block("for run in range(places.size):", run))

    def _function(self, columns: Iterable[str], others: Mapping[str, str], body: Iterable[str]) -> str:
        arguments = [*columns, *others]
        types = ["column"] * len(self.arrays) + list(others.values())
        head = HEAD.format(types=", ".join(types), arguments=", ".join(arguments))
        return head + "".join(f"    {line}\n" for line in [*body, "return sound"])

    def _household(self) -> Iterator[str]:
        """From the columns of household i to the quantity and the amount of every rule."""
        for key, name in self.columns.items():
            yield f"{name} = {name}s[i]"
            yield f"sound &= ({name} >= 0) & ({name} <= {self.highest[key]})"
        for rule in self.rules.rules:
            yield from self._rule(rule)

    def _measured(self) -> dict[str, str]:
        """What a household adds to every measure."""
        return {
            HOUSEHOLDS: "1",
            **{key: self.columns[key] for key in COUNTS},
            **{f"quantity.{rule}": f"q{number}" for rule, number in self.numbers.items()},
            **{f"fen.{rule}": f"a{number}" for rule, number in self.numbers.items()},
            **{"received": "received", "paid": "paid", LEFT: "left", BELOW_ZERO: "int64(left < 0)"},
            **{f"above.{limit.id}": f"int64({self._breached(limit)})" for limit in self.rules.limits},
        }

    def _rule(self, rule: Rule) -> Iterator[str]:
        number, scale = self.numbers[rule.id], unit_scale(self.rules, rule)
        parts = [self._column(column) for column in rule.quantity] + [
            f"a{self.numbers[earlier]}" for earlier in rule.of_rules
        ]
        yield f"q{number} = {' + '.join(parts)}"
        if rule.above is not None:
            yield f"q{number} = max(q{number} - {self._allowed(rule.above, scale)}, 0)"
        if rule.quantity_cap is not None:
            yield f"q{number} = min(q{number}, {self._allowed(rule.quantity_cap, scale)})"
        who = " & ".join(self._eligible(rule))
        if who:
            yield f"q{number} = q{number} if {who} else 0"
        rounding = rule.rounding
        amount = _rounded(f"q{number}", fen_rate(self.rules, rule), rounding.base, rounding.direction)
        yield f"a{number} = {amount}"
        if rule.amount_cap is not None:
            yield f"a{number} = min(a{number}, {self._allowed(rule.amount_cap, YUAN)})"

    def _eligible(self, rule: Rule) -> Iterator[str]:
        wanted = rule.eligibility
        yield from self._among(wanted.households)
        if wanted.options:
            codes = (self.rules.code(option) for option in wanted.options)
            yield f"({' | '.join(f'({OPTION}[i] == {code})' for code in codes)})"
        yield from (f"({self._column(column)} > 0)" for column in wanted.needs)

    def _breached(self, limit: Limit) -> str:
        own = limit.measure == (SELF_FUNDING,)
        measure = "-left" if own else " + ".join(self._column(column) for column in limit.measure)
        most = self._allowed(limit.allowance, limit_scale(self.rules, limit))
        return " & ".join([*self._among(limit.households), f"({measure} > {most})"])

    def _among(self, households: WhichHouseholds) -> Iterator[str]:
        if households in WHO:
            yield WHO[households].format(self.columns[REGISTERED.key])

    def _allowed(self, allowance: Allowance, scale: int) -> str:
        each = allowed_each(self.rules, allowance, scale)
        return _rounded(self._column(allowance.per), each, FEN, "down")

    def _column(self, key: str) -> str:
        return "1" if key == HOUSEHOLD else self.columns[key]

    def _side(self, side: Side) -> str:
        return (
            " + ".join(f"a{self.numbers[rule.id]}" for rule in self.rules.rules if rule.side == side) or "0"
        )


def _rounded(number: str, rate: Ratio, base: int, direction: Direction) -> str:
    """number * rate as `money.rounded` has it, of a number that is not negative."""
    divisor, multiples = rate.denominator * base, _times(number, rate.numerator)
    if divisor > 1:
        multiples = f"int64(({multiples} + {ahead(divisor, direction)}) / {divisor})"
    return _times(multiples, base)


def _times(number: str, factor: int) -> str:
    return number if factor == 1 else f"({number} * {factor})"


def _block(head: str, body: Iterable[str]) -> list[str]:
    return [head, *(f"    {line}" for line in body)]
