"""relocation run: the object it prints, changes, rules, formats and units."""

import csv
import io
import re
from typing import Any

import pytest

from tests.cli.running import relocation

INDICATORS = {
    "cash.minimum",
    "cash.minimum_period",
    "cash.peak_funding_need",
    "loans.interest_total",
    "household.net_cash",
    "npv",
    "irr",
    "payback",
    "dscr_min",
    "dscr_avg",
    "coverage_multiple",
}


def lujia(*arguments: str) -> Any:
    outcome = relocation("run", "lujia", "-f", "json", *arguments)
    assert outcome.code == 0, outcome.stderr
    return outcome.record


def test_the_object_has_the_fixed_shape() -> None:
    found = lujia()
    own = ["project", "unit", "inputs", "fund_balance", "indicators", "gap", "checks", "verdict", "annual"]
    retold = ["quantities", "assumed_by_program", "margins", "bridge_test", "replacement_cost", "published"]
    assert list(found) == [*own, *retold]
    assert found["project"] == "Lujia Village"
    assert found["unit"] == "yuan"
    assert all(set(one) == {"value", "unit", "provenance", "source"} for one in found["inputs"].values())
    assert set(found["fund_balance"]) == {"revenue", "expenditure", "balance", "lines"}
    fields = {"key", "label", "kind", "amount", "provenance"}
    assert all(fields <= set(one) for one in found["fund_balance"]["lines"])
    assert set(found["indicators"]) >= INDICATORS
    assert all(set(one) == {"key", "passed", "detail"} for one in found["checks"])
    assert set(found["verdict"]) == {"viable", "status", "failed", "unfinished", "rules", "flags"}


def test_lujia_is_the_paper() -> None:
    found = lujia()
    fund = found["fund_balance"]
    assert [fund[key] for key in ("revenue", "expenditure", "balance")] == [
        163_266_000,
        113_783_000,
        49_483_000,
    ]
    assert found["indicators"]["household.net_cash"] == pytest.approx(107_000, abs=0.01)
    assert found["inputs"]["loans.adbc.principal"] == {
        "value": 66_000_000,
        "unit": "yuan",
        "provenance": "published",
        "source": "Hou, line 93",
    }
    # Half of the costs falls in the first year and the subsidy with it: 13,266,000 - 113,783,000 / 2.
    assert found["indicators"]["cash.peak_funding_need"] == pytest.approx(43_625_500, abs=0.01)


def test_no_line_of_the_fund_balance_is_the_loan() -> None:
    lines = lujia()["fund_balance"]["lines"]
    assert not [line for line in lines if line["kind"].startswith("financing") or "loan" in line["key"]]


def test_the_irr_says_its_status() -> None:
    assert lujia()["indicators"]["irr"]["status"] == "unique"
    none = lujia("--set", "land_quota.price=0", "--set", "subsidies.resettlement.rate=0")
    assert none["indicators"]["irr"] == {"value": None, "status": "none"}


def test_what_is_not_available_is_null() -> None:
    found = lujia("--set", "loans.adbc.principal=0")["indicators"]
    assert found["dscr_min"] is None
    assert found["coverage_multiple"] is None


def test_the_break_even_price_closes_the_balance() -> None:
    # (113,783,000 - 13,266,000) / 1,536.3 = 65,427.98
    assert abs(lujia("--set", "land_quota.price=65427.98")["fund_balance"]["balance"]) < 10


@pytest.mark.parametrize(
    "change", ["land_quota.price=*0.8", "land_quota.price*=0.8", " land_quota.price *= 0.8"]
)
def test_a_price_can_be_scaled(change: str) -> None:
    # 0.8 x 150,000,000 + 13,266,000 - 113,783,000
    assert lujia("--set", change)["fund_balance"]["balance"] == pytest.approx(19_483_000, abs=0.01)


def test_changes_are_made_in_the_order_given() -> None:
    twice = lujia("--set", "land_quota.price=50000", "--set", "land_quota.price=*2")
    assert twice["inputs"]["land_quota.price"]["value"] == 100_000
    last = lujia("--set", "land_quota.price=*2", "--set", "land_quota.price=50000")
    assert last["inputs"]["land_quota.price"]["value"] == 50_000


def test_a_changed_input_is_published_no_more() -> None:
    found = lujia("--set", "loans.adbc.principal=1000000")["inputs"]["loans.adbc.principal"]
    assert found["provenance"] == "assumption"


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("balance>=49483000", 0),
        ("balance>49483000", 3),
        ("fund_balance.balance<=49483000", 0),
        ("cash.minimum >= 0", 0),
        ("dscr_min>=1e9", 3),
        ("irr>=0.05", 0),
    ],
)
def test_a_rule_decides_the_exit_code(rule: str, code: int) -> None:
    outcome = relocation("run", "lujia", "-f", "json", "--require", rule)
    assert outcome.code == code
    assert outcome.record["unit"] == "yuan"
    assert outcome.stderr == ("" if code == 0 else f"rule not met: {rule}\n")


def test_a_number_that_is_not_available_meets_no_rule() -> None:
    for rule in ("dscr_min>=0", "dscr_min<0"):
        outcome = relocation("run", "lujia", "--set", "loans.adbc.principal=0", "--require", rule)
        assert outcome.code == 3


def test_every_broken_rule_is_told_in_the_language_asked_for() -> None:
    rules = ("--require", "balance<0", "--require", "npv<0", "--require", "balance>0")
    outcome = relocation("run", "lujia", *rules, "--lang", "zh")
    assert outcome.code == 3
    assert outcome.stderr.splitlines() == ["规则不满足：balance<0", "规则不满足：npv<0"]


def test_csv_is_a_long_table_in_yuan() -> None:
    outcome = relocation("run", "lujia", "-f", "csv", "--unit", "million")
    rows = list(csv.DictReader(io.StringIO(outcome.stdout)))
    assert list(rows[0]) == ["key", "label", "kind", "unit", "period", "value"]
    [balance] = [row for row in rows if row["key"] == "fund_balance.balance"]
    assert (balance["period"], float(balance["value"])) == ("0", 49_483_000)
    closing = [row for row in rows if row["key"] == "cash.closing"]
    assert [row["period"] for row in closing] == [str(at) for at in range(1, 13)]


@pytest.mark.parametrize(
    ("unit", "shown"), [("yuan", "49,483,000"), ("wan", "4,948.30"), ("million", "49.483")]
)
def test_money_is_shown_on_the_scale_asked_for(unit: str, shown: str) -> None:
    [line] = [
        line
        for line in relocation("run", "lujia", "--unit", unit).stdout.splitlines()
        if line.split()[:1] == ["Balance"] and "published" in line
    ]
    assert line.split()[1] == shown


def listed(*options: str, **surroundings: str) -> str:
    """The title of the list of cases, which says its language."""
    return relocation("list", *options, **surroundings).stdout.splitlines()[0]


def test_the_language_comes_from_the_option_then_the_surroundings() -> None:
    assert listed(RELOCATION_LANG="zh_CN") == "案例"
    assert listed("--lang", "en", RELOCATION_LANG="zh") == "Cases"
    assert listed("--lang", "zh") == "案例"


def test_a_chinese_machine_speaks_chinese_unless_told_otherwise() -> None:
    machine = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN.UTF-8"}
    assert listed(**machine, RELOCATION_LANG="") == "案例"
    assert listed(**machine, RELOCATION_LANG="en") == "Cases"
    assert listed(**{**machine, "LC_ALL": "C"}, RELOCATION_LANG="") == "Cases"


def test_the_object_speaks_chinese() -> None:
    found = relocation("run", "lujia", "-f", "json", "--lang", "zh").record
    assert found["project"] == "陆家村"
    assert all(one["detail"].endswith(("：0.00 元", "：0")) for one in found["checks"])
    labels = " ".join(line["label"] for line in found["fund_balance"]["lines"])
    assert not re.search("[a-z]", labels)


def test_chinese_tables_show_wan_by_themselves() -> None:
    said = relocation("run", "lujia", "--lang", "zh").stdout
    assert "16,326.60" in said
    assert "万元" in said
