"""Changes and rules as they are written on a command line."""

from __future__ import annotations

import pytest

import relocation
from relocation.changes import apply_changes, rule_holds
from relocation.problems import ProblemsFound

LUJIA = relocation.load("lujia")


def balance(*changes: str) -> float:
    return apply_changes(LUJIA, changes).appraise().number("fund_balance.balance")


def test_a_value_replaces_an_input_and_a_factor_scales_it() -> None:
    # 150,000,000 yuan of quota money, of which a fifth is 30,000,000; 49,483,000 is the published balance.
    assert balance() == pytest.approx(49_483_000, abs=0.01)
    assert balance("land_quota.price=*0.8") == pytest.approx(19_483_000, abs=0.01)
    assert balance("land_quota.price = *0.8") == pytest.approx(19_483_000, abs=0.01)
    assert balance("land_quota.price=65427.98") == pytest.approx(0, abs=10)


def test_no_change_is_the_same_project() -> None:
    assert apply_changes(LUJIA, []) == LUJIA


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("land_quota.prize=1", "land_quota.price"),
        ("land_quota.price", "PATH=VALUE"),
        ("land_quota.price=9.76万", "write 97600"),
        ("land_quota.price=nan", "digits only"),
        ("land_quota.area=-5", "minus sign"),
        ("land_quota.price=*x", 'write "*0.8" to scale'),
        ("land_quota.price=*inf", 'write "*0.8" to scale'),
        ("loans.adbc.method=weekly", "choose from the list"),
    ],
)
def test_a_change_that_cannot_be_made_says_why(change: str, said: str) -> None:
    with pytest.raises(ProblemsFound, match=said.replace("*", r"\*")):
        apply_changes(LUJIA, [change])


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(ProblemsFound) as raised:
        apply_changes(LUJIA, ["land_quota.prize=1", "land_quota.area=-5", "nothing"])
    assert len(raised.value.problems) == 3


@pytest.mark.parametrize(
    ("rule", "holds"),
    [("balance>=0", True), ("balance >= 49483000", True), ("balance>=49_483_000.02", False), ("balance<0", False), ("balance>49483000", False),
     ("fund_balance.revenue<=163266000", True), ("expenditure<113783000", False)],
)  # fmt: skip
def test_rules_hold_to_the_fen(rule: str, holds: bool) -> None:
    assert rule_holds(LUJIA.appraise(), rule) is holds


@pytest.mark.parametrize(
    "rule", ["verdict", "cash", "repayment", " fund_balance ", "checks", "npv", "coverage"]
)
def test_the_verdict_and_its_rules_are_known_by_their_keys(rule: str) -> None:
    assert rule_holds(LUJIA.appraise(), rule)


def test_a_rule_that_only_warns_stops_whoever_asks_for_it() -> None:
    # In the first year 66 million are owed beside 20.8 million of cash.
    assert LUJIA.appraise().verdict.viable
    assert not rule_holds(LUJIA.appraise(), "liabilities")


@pytest.mark.parametrize("rule", ["verdict", "cash", "repayment", "fund_balance", "npv"])
def test_a_poor_plan_meets_none_of_the_rules_that_decide(rule: str) -> None:
    assert not rule_holds(LUJIA.replace({"land_quota.price": 40_000}).appraise(), rule)


def test_a_rule_that_is_not_applicable_stops_nobody() -> None:
    assert rule_holds(LUJIA.replace({"loans.adbc.principal": 0}).appraise(), "dscr")


@pytest.mark.parametrize(
    "rule", ["balance", "balance=0", "balance>=x", "profit>=0", "balance>=1e999", "2>=1"]
)
def test_what_is_no_rule_is_refused(rule: str) -> None:
    with pytest.raises(ProblemsFound, match="rule: "):
        rule_holds(LUJIA.appraise(), rule)
