"""Rule files: what is read, and that every problem of a file is told at once."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from relocation.households.money import JIAO, YUAN
from relocation.households.rule_file import parse_rules, read_rules, shipped_rules
from relocation.problems import ProblemsFound
from tests.households.schemes import HEAD, LIMITS, rule_text, ten_rules


def problems(text: str) -> list[str]:
    with pytest.raises(ProblemsFound) as caught:
        parse_rules(text)
    return [f"{one.where} <- {one.found}" for one in caught.value.problems]


def test_rates_are_exact() -> None:
    rules = ten_rules().by_id
    assert rules["brick"].rate.fraction == Fraction("1500.55")
    assert rules["soil"].rate.fraction == Fraction(2999, 7)
    assert (rules["soil"].rounding.base, rules["soil"].rounding.direction) == (JIAO, "nearest")
    assert (rules["award"].rounding.base, rules["award"].rounding.direction) == (YUAN, "down")
    assert (rules["award"].unit, rules["brick"].unit, rules["moving"].unit) == ("yuan", "m2", "household")


def test_everything_wrong_is_told_at_once() -> None:
    text = (
        HEAD.replace('unit = "garage"', 'unit = "carport"')
        + rule_text("one", 'quantity = "brik"\nrate = -1\nroundng = {base = "fen"}')
        + rule_text("two", 'quantity = ["flat", "garages"]\nrate = nan\noptions = ["casch"]')
        + rule_text(
            "three", 'of_rules = ["four"]\nrate = "1/0"\nrounding = {base = "fenn", direction = "nearest"}'
        )
        + rule_text("four", 'quantity = "flat"\nrate = true\nfeeds = "purchases.flats"\nhouseholds = "poor"')
        + rule_text("left", 'quantity = "flat"\nrate = 1')
        + "\n[limit.area]\nlimit = 3\n"
    )
    found = problems(text)
    for where in (
        "limit <- limit",
        "columns.garages.unit <- carport",
        "rules.one.quantity <- brik",
        "rules.one.rate <- -1",
        "rules.one.roundng <- roundng",
        "rules.two.rate <- NaN",
        "rules.two.options <- casch",
        "rules.three.of_rules <- four",
        "rules.three.rate <- 1/0",
        "rules.three.rounding.base <- fenn",
        "rules.four.rate <- True",
        "rules.four.feeds <- purchases.flats",
        "rules.four.households <- poor",
        "rules.left <- left",
    ):
        assert where in found, (where, found)


def test_close_matches_are_named() -> None:
    with pytest.raises(ProblemsFound) as caught:
        parse_rules(HEAD + rule_text("one", 'quantity = "brik"\nrate = 1'))
    assert "brick" in caught.value.problems[0].remedy.en


def test_one_unit_and_one_kind_of_quantity() -> None:
    mixed = rule_text("one", 'quantity = ["flat", "garages"]\nrate = 1')
    both = rule_text("two", 'quantity = "flat"\nof_rules = ["one"]\nrate = 1')
    neither = rule_text("three", "rate = 1")
    found = problems(HEAD + mixed + both + neither)
    assert [one.split(" <-")[0] for one in found] == [
        f"rules.{key}.quantity" for key in ("one", "two", "three")
    ]


def test_a_limit_measures_one_unit() -> None:
    text = (
        HEAD
        + rule_text("one", 'quantity = "flat"\nrate = 1')
        + LIMITS.replace('"flat"', '["flat", "self_funding"]')
    )
    assert problems(text) == ["limits.area.measure <- flat, self_funding"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (rule_text("one", "quantity = [{a = 1}]\nrate = 1"), "rules.one.quantity <- {'a': 1}"),
        (rule_text("one", 'id = "two"\nquantity = "flat"\nrate = 1'), "rules.one.id <- two"),
        (rule_text("one", 'of_rules = "one"\nrate = 1'), "rules.one.of_rules <- one"),
        (rule_text("Big", 'quantity = "flat"\nrate = 1'), "rules.Big <- Big"),
        (
            '[columns.x]\nlabel_en = "x"\nlabel_zh = "x"\nunit = ["m2"]\npart = "chosen"',
            "columns.x.unit <- ['m2']",
        ),
        (LIMITS.replace('"flat"', "[]"), "limits.area.measure <- "),
    ],
)
def test_a_slip_of_any_kind_is_told_and_never_another_error(text: str, told: str) -> None:
    sound = rule_text("sound", 'quantity = "flat"\nrate = 1')
    assert problems(HEAD + text + sound) == [told]


def test_what_rests_on_a_slip_is_not_told_again() -> None:
    text = rule_text("one", 'quantity = "flat"\nrate = 1\nfeeds = "compensation.flat"', "recieved")
    assert problems(HEAD + text) == ["rules.one.side <- recieved"]


def test_an_empty_file_asks_for_what_is_missing() -> None:
    found = problems("")
    assert {"scheme.label_en <- ", "scheme.label_zh <- ", "columns <- ", "options <- ", "rules <- "} == set(
        found
    )


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"[scheme", b"x" * 1_000_001])
def test_what_is_no_rule_file_is_one_problem(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "rules.toml"
    path.write_bytes(data)
    with pytest.raises(ProblemsFound) as caught:
        read_rules(path)
    assert [one.where for one in caught.value.problems] == [str(path)]


def test_a_missing_file_and_an_unknown_name(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound):
        read_rules(tmp_path / "none.toml")
    with pytest.raises(ProblemsFound, match="lujia"):
        shipped_rules("luija")


def test_every_shipped_rule_says_where_it_comes_from() -> None:
    for rule in shipped_rules("lujia").rules:
        assert rule.label.en != rule.label.zh
        assert rule.source or rule.provenance != "published"
        assert rule.note or rule.provenance != "assumption"
