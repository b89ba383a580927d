"""The compiled rules against the functions on columns and against fractions: identical to the fen, or not compiled."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relocation.folders import VARIABLE
from relocation.formula.kernel import kernel_file
from relocation.households import compiled_amounts
from relocation.households.amounts import Amounts, amounts, largest_number
from relocation.households.compiled_amounts import CompiledAmounts, compile_amounts, compiled_rule_sums
from relocation.households.money import LARGEST, AmountTooLarge, Ratio
from relocation.households.rule_file import parse_rules, shipped_rules
from relocation.households.rule_loop import WHOLE, _rounded, counted_columns
from relocation.households.rules import RuleSet
from relocation.households.village_sums import PartialSums, VillageRows, rule_sums
from tests.households.schemes import HEAD, LIMITS, rule_text, ten_rules
from tests.households.test_amounts import by_hand, random_batch, rows_of
from tests.processes import finished

PLACES = 40
HIGH = 10**8  # of a column in m2, in hundredths


@pytest.fixture(autouse=True, scope="module")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Kernels of the tests are kept in a folder of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, str(tmp_path_factory.mktemp("kernels")))
        yield


@cache
def compiled(rules: Callable[[], RuleSet]) -> CompiledAmounts:
    made = compile_amounts(rules())
    assert made is not None
    return made


def lujia() -> RuleSet:
    return shipped_rules("lujia")


def scattered(rows: int, seed: int = 3) -> VillageRows:
    """Villages in no order."""
    names = tuple(("county", f"village {at}") for at in range(PLACES))
    return VillageRows(names, np.random.default_rng(seed).integers(0, PLACES, rows))


def listed(one: PartialSums) -> tuple[list[object], ...]:
    columns = (one.sums, one.lowest, one.highest, one.spread.buckets, one.spread.counts)
    return (list(one.villages), *(column.tolist() for column in columns))


def lines(found: dict[str, Amounts]) -> dict[str, tuple[list[int], list[int]]]:
    return {rule: (one.quantity.tolist(), one.amount.tolist()) for rule, one in found.items()}


def test_a_hundred_thousand_households_by_hand() -> None:
    batch = random_batch(100_000, 11)
    expected = [by_hand(*row) for row in rows_of(batch)]
    for rule, one in compiled(ten_rules).amounts(batch).items():
        assert one.amount.tolist() == [household[rule] for household in expected], rule


@pytest.mark.parametrize("rules", [ten_rules, lujia])
def test_lines_are_those_of_the_functions_on_columns(rules: Callable[[], RuleSet]) -> None:
    batch = random_batch(20_000, 12)
    assert lines(compiled(rules).amounts(batch)) == lines(amounts(rules(), batch))


@pytest.mark.parametrize("rules", [ten_rules, lujia])
@pytest.mark.parametrize("repeats", [1, 15, 16, 17, 500])
def test_sums_are_those_of_the_functions_on_columns(rules: Callable[[], RuleSet], repeats: int) -> None:
    """Villages in no order, in runs, and coming back after other villages."""
    batch = random_batch(5_000, 12)
    names, of_run = scattered(5_000 // repeats + 1).names, scattered(5_000 // repeats + 1).of_row
    villages = VillageRows(names, np.repeat(of_run, repeats)[:5_000])
    expected = rule_sums(rules(), batch, villages)
    assert listed(compiled(rules).rule_sums(batch, villages)) == listed(expected)
    assert compiled(rules).sums(batch, villages).tolist() == expected.sums.tolist()


def test_no_household_is_no_sum() -> None:
    batch, none = random_batch(0, 1), VillageRows((), np.zeros(0, dtype=np.int64))
    assert compiled(ten_rules).rule_sums(batch, none).sums.shape == (30, 0)
    assert compiled(ten_rules).amounts(batch)["brick"].amount.shape == (0,)


@pytest.mark.parametrize(
    ("column", "value"), [("brick", -1), ("brick", HIGH + 1), ("persons", 201), ("garages", -3)]
)
def test_a_number_that_no_roster_holds_gives_the_same_too(column: str, value: int) -> None:
    batch, villages = random_batch(50, 13), scattered(50)
    batch[column][17] = value
    assert lines(compiled(ten_rules).amounts(batch)) == lines(amounts(ten_rules(), batch))
    assert listed(compiled(ten_rules).rule_sums(batch, villages)) == listed(
        rule_sums(ten_rules(), batch, villages)
    )


def test_too_large_is_refused_by_the_same_rows() -> None:
    batch = random_batch(50, 14)
    batch["soil"][[3, 40]] = 10**17
    for refusing in (
        compiled(ten_rules).amounts,
        lambda b: compiled(ten_rules).rule_sums(b, scattered(50)),
    ):
        with pytest.raises(AmountTooLarge) as caught:
            refusing(batch)
        assert caught.value.rows == (3, 40)


def test_columns_may_be_read_only_and_strided() -> None:
    batch = random_batch(1_000, 15)
    other = {key: np.repeat(column, 2)[::2] for key, column in batch.items()}
    other["brick"] = np.ascontiguousarray(batch["brick"])
    other["brick"].setflags(write=False)
    assert lines(compiled(ten_rules).amounts(other)) == lines(amounts(ten_rules(), batch))


def test_a_row_of_no_village_is_refused() -> None:
    batch, villages = random_batch(3, 16), VillageRows((("", ""),), np.array([0, 0, 1]))
    with pytest.raises(IndexError):
        compiled(ten_rules).rule_sums(batch, villages)


def test_columns_of_other_lengths_are_refused() -> None:
    batch = random_batch(4, 16)
    batch["flat"] = batch["flat"][:3]
    with pytest.raises(ValueError, match="4 rows"):
        compiled(ten_rules).amounts(batch)
    with pytest.raises(ValueError, match="5 rows"):
        compiled(ten_rules).rule_sums(random_batch(4, 16), scattered(5))


def test_threads_share_a_kernel() -> None:
    batch, villages = random_batch(30_000, 17), scattered(30_000)
    once = listed(compiled(ten_rules).rule_sums(batch, villages))
    with ThreadPoolExecutor(4) as threads:
        found = threads.map(lambda _: compiled(ten_rules).rule_sums(batch, villages), range(12))
        assert all(listed(one) == once for one in found)


def test_more_rows_than_64_bits_sum_go_by_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    batch, villages = random_batch(30, 18), scattered(30)
    narrow = CompiledAmounts(ten_rules(), dict.fromkeys(counted_columns(ten_rules()), HIGH), most_rows=29)
    monkeypatch.setattr(CompiledAmounts, "_sums", property(lambda _: pytest.fail("a sum may leave 64 bits")))
    expected = rule_sums(ten_rules(), batch, villages)
    assert listed(narrow.rule_sums(batch, villages)) == listed(expected)
    assert narrow.sums(batch, villages).tolist() == expected.sums.tolist()


def test_rows_of_the_highest_numbers_may_be_summed() -> None:
    made = compiled(ten_rules)
    most = largest_number(ten_rules(), made.highest)
    assert most is not None
    assert made.most_rows * most <= LARGEST < (made.most_rows + 1) * most


DEAR = 'quantity = "brick"\nrate = 60000000'  # 6e15 fen for the highest number of a roster; WHOLE is 9e15


@pytest.mark.parametrize(
    "rules",
    [
        rule_text("twice", DEAR + "1"),
        rule_text("one", DEAR) + rule_text("other", DEAR),
        rule_text("one", DEAR, "paid") + rule_text("other", DEAR, "paid"),
        rule_text("one", DEAR, "fund") + rule_text("of", 'of_rules = ["one"]\nrate = 2', "fund"),
        rule_text("one", DEAR)
        + rule_text("other", DEAR, "paid")
        + rule_text("of", 'of_rules = ["one", "other"]\nrate = 0', "fund"),
        rule_text("wide", 'quantity = "brick"\nrate = 1\nabove = {limit = 999999999999, per = "persons"}'),
        rule_text(
            "wide",
            'quantity = "brick"\nrate = 1\namount_cap = {limit = 999999999999, per = "persons"}',
        ),
    ],
)
def test_what_may_become_too_large_is_not_compiled(rules: str) -> None:
    assert compile_amounts(parse_rules(HEAD + rules)) is None


def test_what_just_stays_small_enough_is_compiled() -> None:
    assert (
        compile_amounts(parse_rules(HEAD + rule_text("one", DEAR) + rule_text("other", DEAR, "paid")))
        is not None
    )


def test_negative_rates_are_not_compiled() -> None:
    rules = ten_rules()
    turned = rules.rules[0].model_copy(update={"rate": Ratio.of("-1500.55")})
    assert compile_amounts(replace(rules, rules=(turned, *rules.rules[1:]))) is None


def test_without_numba_there_is_nothing_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    assert compile_amounts(ten_rules()) is None


# Any scheme at all: the text of its kernel is Python too, so it is run as such and compiled only now and then.

ALLOWANCES = st.builds(
    '{{limit = {}, per = "{}"}}'.format,
    st.sampled_from(["25", "0", "1000", "0.01", '"100/3"', "5000.55"]),
    st.sampled_from(["persons", "poor_persons", "household"]),
)
QUANTITIES = [
    '"brick"',
    '["brick", "soil", "flat"]',
    '"garages"',
    '["persons", "poor_persons"]',
    '"household"',
]

SHARES, PRICES = ["0", "1", "0.125", '"2/3"', "0.005"], ["1500.55", '"2999/7"']
BASES, DIRECTIONS = ["fen", "jiao", "yuan"], ["nearest", "up", "down"]
ELIGIBLE = ['options = ["cash", "own_building"]', 'needs = ["soil", "garages"]']


@st.composite
def schemes(draw: st.DrawFn) -> RuleSet:
    """Rules of every kind, up to five, the later ones upon the earlier."""
    text, ids = HEAD, list[str]()
    for at in range(draw(st.integers(1, 5))):
        if ids and draw(st.booleans()):
            earlier = draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
            body = [f"of_rules = {earlier}".replace("'", '"'), "rate = " + draw(st.sampled_from(SHARES))]
        else:
            counts, rate = draw(st.sampled_from(QUANTITIES)), draw(st.sampled_from(SHARES + PRICES))
            body = [f"quantity = {counts}", f"rate = {rate}"]
        base, direction = draw(st.sampled_from(BASES)), draw(st.sampled_from(DIRECTIONS))
        body.append(f'rounding = {{base = "{base}", direction = "{direction}"}}')
        for key in ("above", "quantity_cap", "amount_cap"):
            if draw(st.integers(0, 2)) == 0:
                body.append(f"{key} = {draw(ALLOWANCES)}")
        body.append(f'households = "{draw(st.sampled_from(["all", "registered", "not_registered"]))}"')
        body += draw(st.lists(st.sampled_from(ELIGIBLE), unique=True))
        ids.append(f"rule_{at}")
        text += rule_text(ids[-1], "\n".join(body), draw(st.sampled_from(["received", "paid", "fund"])))
    return parse_rules(text + draw(st.sampled_from(["", LIMITS])))


def households(seed: int, rows: int = 40) -> dict[str, np.ndarray]:
    """Small, usual and highest numbers side by side."""
    draw = np.random.default_rng(seed)
    highs = {"persons": 200, "poor_persons": 200, "brick": HIGH, "soil": HIGH, "flat": HIGH, "garages": 1_000}
    batch = {
        key: draw.integers(0, high + 1, rows) >> draw.integers(0, 27, rows) for key, high in highs.items()
    }
    for key, high in highs.items():
        batch[key][draw.random(rows) < 0.1] = high
    return {**batch, "registered": draw.integers(0, 2, rows), "option": draw.integers(0, 4, rows)}


@given(st.integers(2, 10**11), st.integers(0, WHOLE), st.sampled_from([-1, 0, 1]))
def test_doubles_divide_whole_numbers_exactly(divisor: int, number: int, beside: int) -> None:
    """At the multiples of the divisor, below and above them, up to where a kernel may go."""
    dividend = max(min(number // divisor * divisor, WHOLE - 2 * divisor) + beside, 0)
    known = {"int64": int, "dividend": np.int64(dividend)}
    assert eval(_rounded("dividend", Ratio(1, divisor), 1, "down"), known) == dividend // divisor


def interpreted(source: str, name: str) -> Callable[..., bool]:
    """The kernel without a compiler. A number that left 64 bits would be an error here, not wrap."""
    namespace: dict[str, Any] = {"int64": int, "uint64": lambda number: int(number) % 2**64}
    exec(source[source.index("def kernel") :], namespace)
    return namespace[name]  # type: ignore[no-any-return]


@pytest.mark.parametrize("compiler", [interpreted, kernel_file.compiled])
def test_any_scheme_gives_the_same_both_ways(
    compiler: Callable[[str, str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    @given(schemes(), st.integers(0, 2**32))
    @settings(deadline=None, max_examples=100 if compiler is interpreted else 3)
    def check(rules: RuleSet, seed: int) -> None:
        batch, villages = households(seed), scattered(40)
        expected = lines(amounts(rules, batch)), listed(rule_sums(rules, batch, villages))
        made = compile_amounts(rules)
        assert made is not None
        with monkeypatch.context() as patch:
            patch.setattr(compiled_amounts, "compiled", compiler)
            patch.setattr(compiled_amounts, "rule_sums", lambda *_: pytest.fail("all of it can be compiled"))
            assert (lines(made.amounts(batch)), listed(made.rule_sums(batch, villages))) == expected

    check()


def test_a_kernel_is_taken_from_the_disk_by_the_next_process(tmp_path: Path) -> None:
    script = """
from relocation.households.compiled_amounts import compile_amounts
from relocation.households.rule_file import shipped_rules
kernel = compile_amounts(shipped_rules("lujia"))._sums
print(sum(kernel.stats.cache_hits.values()), sum(kernel.stats.cache_misses.values()))
"""
    environment = {**os.environ, VARIABLE: str(tmp_path)}
    told = [finished([sys.executable, "-c", script], env=environment).stdout.split() for _ in range(2)]
    assert told == [["0", "1"], ["1", "0"]]


def test_a_stream_may_sum_by_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    batch, villages = random_batch(100, 19), scattered(100)
    expected = listed(rule_sums(ten_rules(), batch, villages))
    assert listed(compiled_rule_sums(ten_rules(), batch, villages)) == expected
    assert compiled_amounts._kept(ten_rules()) is compiled_amounts._kept(ten_rules())
    monkeypatch.setattr(compiled_amounts, "_kept", lambda _: None)
    assert listed(compiled_rule_sums(ten_rules(), batch, villages)) == expected
