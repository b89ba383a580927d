"""The ledger: totals that are sums of stored lines, accounts, overrides, distributions, limits, and the project it feeds."""

from __future__ import annotations

import hashlib
import json
import statistics
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import relocation as rl
from relocation.households import (
    Ledger,
    Override,
    Roster,
    fed,
    ledger,
    read_overrides,
    read_roster,
    shipped_rules,
)
from relocation.households.spread import distribution
from relocation.households.synthetic import synthetic_lujia
from relocation.problems import ProblemsFound
from relocation.reading.rows import Places
from tests.households.rosters import LUJIA, csv_file, read_csv_rows, roster_csv, row
from tests.households.schemes import ten_rules
from tests.households.test_amounts import random_batch

DAY = date(2017, 5, 1)
SHIPPED = Path(__file__).resolve().parents[2] / "models" / "households" / "lujia_synthetic_roster.csv"


def random_roster(rows: int, seed: int) -> Roster:
    numbers = random_batch(rows, seed)
    ids = tuple(f"H{at:06d}" for at in range(rows))
    texts = {
        "id": ids,
        "name": ids,
        "group": tuple(f"G{at % 3}" for at in range(rows)),
        "bank_account": ("",) * rows,
    }
    options = tuple(option.key for option in ten_rules().options)
    return Roster(numbers, texts, options, np.arange(2, rows + 2), Places("random.csv", {}))


def lujia() -> Ledger:
    return ledger(synthetic_lujia(LUJIA), LUJIA)


# The synthetic village -------------------------------------------------------------------------------------------


def test_the_synthetic_village_meets_the_source_exactly() -> None:
    roster = synthetic_lujia(LUJIA)
    assert (len(roster), roster.people, roster.registered_households) == (391, (917, 198), 92)
    assert (roster.count("brick"), roster.count("soil"), roster.count("flat")) == (
        3_128_000,
        2_776_100,
        2_737_000,
    )
    assert set(roster.numbers["flat"].tolist()) == {7_000}
    assert roster.numbers["persons"].min() >= 1
    totals = lujia().totals()
    assert totals["brick"] == 31_280 * 1_500 * 100
    assert totals["soil"] == 27_761 * 1_000 * 100
    assert totals["flats"] == 27_370 * 1_200 * 100
    assert totals["resettlement"] == 1_326_600_000
    assert lujia().sums()["left"] == 391 * 10_700_000


def test_the_registered_households_are_those_lifted_in_two_years() -> None:
    numbers = synthetic_lujia(LUJIA).numbers
    poor = numbers["registered"] == 1
    assert (numbers["persons"][poor] == numbers["poor_persons"][poor]).all()
    assert numbers["poor_persons"][~poor].sum() == 0


def test_the_shipped_file_is_what_the_code_makes_and_reads_back() -> None:
    assert roster_csv(synthetic_lujia(LUJIA), LUJIA) == SHIPPED.read_bytes()
    read = read_roster(SHIPPED)
    assert (read.rows_read, read.rows_refused, read.problems) == (391, 0, ())
    assert ledger(read.roster).sha256 == lujia().sha256
    assert "synthetic" in repr(read.roster)


def test_nobody_in_it_could_be_real() -> None:
    roster = synthetic_lujia(LUJIA)
    assert all(one.startswith("SYN-") for one in roster.texts["id"])
    assert all("synthetic" in one and "模拟" in one for one in roster.texts["name"])
    assert set(roster.texts["bank_account"]) == {""}


def test_fed_with_its_roster_the_project_is_what_it_was() -> None:
    base = rl.load("lujia")
    project = fed(base, lujia())
    assert project.nested() == base.nested()
    before, after = base.appraise().values, project.appraise().values
    assert repr(after) == repr(before)  # which tells no n/a from another
    assert after["household.net_cash"] == 107_000
    assert project.sources["compensation.brick.quantity"].provenance == "assumption"
    assert "synthetic" in project.sources["compensation.brick.quantity"].source
    assert project.sources["compensation.brick.rate"].provenance == "published"


# The ledger ------------------------------------------------------------------------------------------------------


def test_totals_are_sums_of_the_stored_lines() -> None:
    found = ledger(random_roster(5_000, 1), ten_rules())
    frame = found.frame()
    assert len(frame) == len(found) == 50_000
    assert frame.groupby("rule")["fen"].sum().to_dict() == found.totals()
    signs = frame["side"].map({"received": 1, "paid": -1}).fillna(0).astype("int64")
    left = (frame["fen"] * signs).groupby(frame["household"]).sum()
    assert left.tolist() == found.left.tolist()
    assert "id" not in frame
    assert found.frame(identified=True)["id"].iloc[-1] == "H004999"


def test_the_digest_is_that_of_the_village_totals_in_plain_json() -> None:
    found = ledger(random_roster(100, 2), ten_rules())
    text = json.dumps(["", "", found.totals()], sort_keys=True, separators=(",", ":")) + "\n"
    assert found.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_shuffled_rows_give_the_same_digest() -> None:
    roster = random_roster(1_000, 3)
    order = np.random.default_rng(1).permutation(1_000)
    shuffled = Roster(
        {key: column[order] for key, column in roster.numbers.items()},
        {key: tuple(values[at] for at in order) for key, values in roster.texts.items()},
        roster.options,
        roster.rows[order],
        roster.places,
    )
    assert ledger(shuffled, ten_rules()).sha256 == ledger(roster, ten_rules()).sha256


def test_an_account_of_one_household(tmp_path: Path) -> None:
    read = read_csv_rows(tmp_path, row(id="A1"), row(id="B2", name="李四", brick=0, soil=40, option="cash"))
    found = ledger(read.roster, LUJIA)
    account = found.statement("b2")  # ids are compared without case
    assert (account.id, account.name, account.option.key) == ("B2", "李四", "cash")
    assert [(line.label.en, line.quantity) for line in account.given_up] == [("Soil house", 4_000)]
    assert [(line.label.en, line.amount) for line in account.received] == [
        ("Compensation for soil houses", 4_000_000)
    ]
    assert [(line.label.en, line.amount) for line in account.paid] == [("Price of the new flat", 8_400_000)]
    assert [line.amount for line in account.in_kind] == [None, 3_500_000]
    assert (account.received_total, account.paid_total, account.left) == (4_000_000, 8_400_000, -4_400_000)
    assert [line.amount for line in account.fund] == [2 * 6_700_000]
    assert "李四" not in repr(account)
    assert "B2" not in repr(account)
    assert found.statements()[1] == account


def test_an_account_equals_the_ledger_for_every_household() -> None:
    found = ledger(random_roster(300, 4), ten_rules())
    assert [one.left for one in found.statements()] == found.left.tolist()
    assert [one.received_total for one in found.statements()] == found.received.tolist()


def test_an_unknown_household_is_not_repeated() -> None:
    with pytest.raises(ProblemsFound) as caught:
        lujia().statement("220822198001010017")
    assert "220822198001010017" not in str(caught.value)


def test_limits_are_told_by_row(tmp_path: Path) -> None:
    rows = [
        row(id="A1", flat=50, poor_persons=2),
        row(id="A2", flat=50.01, poor_persons=2),
        row(id="A3", flat=90, poor_persons=0),
        row(id="A4", brick=0, soil=74, flat=70, poor_persons=3),
        row(id="A5", brick=0, soil=73.99, flat=70, poor_persons=3),
    ]
    found = ledger(read_csv_rows(tmp_path, *rows).roster, LUJIA)
    assert [(one.where, one.name.en if one.name else "") for one in found.breaches()] == [
        ("roster.csv:3", "New floor area of registered households per registered person"),
        ("roster.csv:6", "Own money of a household"),
    ]
    assert "50.01 m2" in found.breaches()[0].text()
    assert "发现10,010.00 元" in found.breaches()[1].text("zh")
    assert "不超过 50 平方米" in found.breaches()[0].text("zh")


# Overrides -------------------------------------------------------------------------------------------------------


def decided(household: str = "A1", rule: str = "brick", **values: object) -> Override:
    usual = {"author": "王主任", "reason": "measured again", "day": DAY, "amount": 9_999}
    return Override(household, rule, **{**usual, **values})  # type: ignore[arg-type]


def test_an_override_stands_beside_what_the_rule_gave(tmp_path: Path) -> None:
    roster = read_csv_rows(tmp_path, row(id="A1"), row(id="A2"), row(id="A3")).roster
    given = [decided(), decided("a2", "flats", amount=None, quantity=6_000)]
    found = ledger(roster, LUJIA, given)
    assert found.amounts["brick"].amount.tolist() == [9_999, 12_075_000, 12_075_000]
    assert found.ruled["brick"].amount.tolist() == [12_075_000] * 3
    assert found.amounts["brick"].quantity.tolist() == [8_050] * 3
    assert found.amounts["flats"].amount.tolist() == [8_400_000, 7_200_000, 8_400_000]
    assert found.totals()["brick"] == 9_999 + 2 * 12_075_000
    line = found.statement("A1").received[0]
    assert (line.amount, line.ruled) == (9_999, 12_075_000)
    assert line.override is given[0]
    frame = found.frame()
    marked = frame[frame["override"] != ""]
    assert marked[["household", "rule", "override", "author", "reason", "decided_on"]].values.tolist() == [
        [1, "brick", "amount", "王主任", "measured again", "2017-05-01"],
        [2, "flats", "quantity", "王主任", "measured again", "2017-05-01"],
    ]
    assert (frame["fen"] != frame["ruled_fen"]).sum() == 2


def test_what_depends_on_an_overridden_rule_follows_it() -> None:
    roster = random_roster(50, 9)
    at = int(np.flatnonzero((roster.numbers["brick"] > 0) & (roster.numbers["option"] == 0))[0])
    found = ledger(roster, ten_rules(), [decided(roster.texts["id"][at], amount=80_000_00)])
    soil = int(found.amounts["soil"].amount[at])
    award = (8_000_000 + soil) // 8 // 100 * 100
    assert found.amounts["award"].amount[at] == min(award, 500_000 * int(roster.numbers["persons"][at]))


@pytest.mark.parametrize(
    ("values", "part"),
    [
        ({"author": " "}, "Author"),
        ({"reason": ""}, "Reason"),
        ({"day": None}, "Date"),
        ({"amount": None}, "neither"),
        ({"quantity": 1}, "both"),
        ({"amount": -1}, "from 0 on"),
        ({"rule": "bricks"}, "did you mean brick"),
        ({"household": "220822198001010017"}, "an id of 18 characters"),
    ],
)
def test_an_override_that_cannot_be_defended_is_refused(
    values: dict[str, object], part: str, tmp_path: Path
) -> None:
    roster = read_csv_rows(tmp_path, row(id="A1")).roster
    with pytest.raises(ProblemsFound) as caught:
        ledger(roster, LUJIA, [decided(**values)])  # type: ignore[arg-type]
    assert len(caught.value.problems) == 1
    assert part in str(caught.value)
    assert "220822198001010017" not in str(caught.value)


def test_two_overrides_of_one_line_are_refused(tmp_path: Path) -> None:
    roster = read_csv_rows(tmp_path, row(id="A1")).roster
    with pytest.raises(ProblemsFound, match="one override"):
        ledger(roster, LUJIA, [decided(), decided("a1")])


HEAD = ("Household id", "Rule", "Quantity", "Amount (yuan)", "Author", "Reason", "Date")


def test_overrides_from_a_file(tmp_path: Path) -> None:
    roster = read_csv_rows(tmp_path, row(id="A1"), row(id="A2")).roster
    rows = [
        ("A1", "brick", "", "123.45", "王", "why", "2017-05-01"),
        ("A2", "flats", "60.5", "", "王", "why", "2017年5月2日"),
    ]
    path = csv_file(tmp_path / "overrides.csv", rows, head=HEAD)
    found = read_overrides(path, roster, LUJIA)
    assert [(one.amount, one.quantity, one.day) for one in found] == [
        (12_345, None, DAY),
        (None, 6_050, date(2017, 5, 2)),
    ]


def test_everything_wrong_in_a_file_of_overrides_is_told(tmp_path: Path) -> None:
    roster = read_csv_rows(tmp_path, row(id="A1")).roster
    rows = [
        ("A1", "garages", "1.5", "", "王", "why", "2017-05-01"),
        ("A9", "brik", "", "1.005", "", "", "soon"),
        ("A1", "brick", "", "5", "王", "why", "2017-05-01"),
    ]
    with pytest.raises(ProblemsFound) as caught:
        read_overrides(csv_file(tmp_path / "overrides.csv", rows, head=HEAD), roster, LUJIA)
    where = [one.where for one in caught.value.problems]
    assert "overrides.csv:2 Quantity" in where
    assert "overrides.csv:3 Amount (yuan)" in where
    assert "overrides.csv:3 Date" in where
    assert where.count("overrides.csv:3") >= 4
    assert not any(one.startswith("overrides.csv:4") for one in where)


# Distributions ---------------------------------------------------------------------------------------------------


@given(st.lists(st.integers(-(10**12), 10**12), min_size=2, max_size=200))
def test_quartiles_are_those_of_the_statistics_module(values: list[int]) -> None:
    found = distribution(np.array(values, dtype=np.int64))
    exact = statistics.quantiles([Fraction(one) for one in values], n=4, method="inclusive")
    for ours, theirs in zip((found.lower_quartile, found.median, found.upper_quartile), exact, strict=True):
        assert abs(ours - theirs) <= Fraction(1, 2)
    assert (found.minimum, found.maximum, found.total) == (min(values), max(values), sum(values))
    assert abs(found.mean - Fraction(sum(values), len(values))) <= Fraction(1, 2)
    assert found.below_zero == sum(value < 0 for value in values)


def test_groups_take_every_household_once() -> None:
    found = ledger(random_roster(2_000, 11), ten_rules())
    whole = found.distribution()[0]
    for by in ("group", "option", "registered"):
        parts = found.distribution(by=by)  # type: ignore[arg-type]
        assert sum(part.households for part in parts) == 2_000
        assert sum(part.total for part in parts) == whole.total
        assert sum(part.below_zero for part in parts) == whole.below_zero > 0
        assert len({part.group for part in parts}) == len(parts) > 1
    names = [part.group.en for part in found.distribution(by="group")]
    assert names == ["G0", "G1", "G2"]
    third = found.distribution("brick", by="group")[2]
    assert third.total == int(found.amounts["brick"].amount[2::3].sum())


def test_an_unknown_amount_is_named_with_close_matches() -> None:
    with pytest.raises(ProblemsFound, match="brick"):
        lujia().distribution("bricks")


# The project -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_the_village_totals_are_the_household_lines_to_the_fen(seed: int, tmp_path: Path) -> None:
    base = rl.load("lujia")
    draw = np.random.default_rng(seed)
    rows = [
        row(
            id=f"A{at}",
            brick=draw.integers(0, 20_000) / 100,
            soil=draw.integers(0, 20_000) / 100,
            poor_persons=at % 3,
        )
        for at in range(200)
    ]
    roster = read_csv_rows(tmp_path, *rows).roster
    given = [
        decided("A1", amount=1_234_567),
        decided("A2", "flats", amount=None, quantity=5_511),
        decided("A3", "soil"),
    ]
    found = ledger(roster, LUJIA, given)
    project = fed(base, found)
    values = project.appraise().values
    for path, rules in (
        ("compensation.brick", "brick"),
        ("compensation.soil", "soil"),
        ("purchases.flats", "flats"),
    ):
        assert round(values[f"{path}.total"] * 100) == found.totals()[rules]
        source = project.sources[f"{path}.quantity"]
        assert (source.provenance, "roster.csv" in source.source) == ("derived", True)
    assert round(values["subsidies.resettlement.total"] * 100) == found.totals()["resettlement"]
    assert round(values["compensation.net"] * 100) == found.sums()["left"]
    assert (project.village.households, project.village.persons) == (200, 600)
    assert project.village.registered_poor_persons == sum(at % 3 for at in range(200))
    assert project.sources["compensation.brick.rate"].provenance == "derived"
    assert project.sources["compensation.brick.rate"].note


def test_a_fed_project_survives_its_file(tmp_path: Path) -> None:
    from relocation.reading.toml_file import write

    roster = read_csv_rows(tmp_path, *[row(id=f"A{at}", brick=33.33 + at) for at in range(7)]).roster
    project = fed(rl.load("lujia"), ledger(roster, LUJIA, [decided("A1", amount=1)]))
    again = rl.Project.parse(write(project))
    assert again.nested() == project.nested()
    assert again.sources == project.sources


def test_an_item_the_project_does_not_have_is_named() -> None:
    project = rl.load("lujia")
    smaller = type(project).build({**project.nested(), "compensation": {}}, project.sources)
    with pytest.raises(ProblemsFound) as caught:
        fed(smaller, lujia())
    assert [one.where for one in caught.value.problems] == ["compensation.brick", "compensation.soil"]


def test_a_roster_of_other_options_is_refused() -> None:
    roster = synthetic_lujia(LUJIA)
    other = Roster(roster.numbers, roster.texts, ("cash", "barter"), roster.rows, roster.places)
    with pytest.raises(ProblemsFound, match="barter"):
        ledger(other, shipped_rules("lujia"))
