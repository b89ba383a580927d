"""An appraisal answers by name, explains itself down to the sources, and gives its numbers to other programs."""

import json
import math
from typing import Any

import pytest

import relocation
from relocation.appraisal import Appraisal
from relocation.formula.language.line_items import UnknownName
from relocation.formula.targets.explain import Explanation
from relocation.labels import Language
from relocation.project.project import Project
from tests.small_village import finished_appraisal


@pytest.fixture(scope="module")
def lujia() -> Appraisal:
    return relocation.load("lujia").appraise()


def leaves(tree: Explanation) -> list[Explanation]:
    return [tree] if not tree.ingredients else [leaf for one in tree.ingredients for leaf in leaves(one)]


def test_the_published_balance_to_the_yuan(lujia: Appraisal) -> None:
    assert lujia.number("fund_balance.revenue") == 163_266_000
    assert lujia.number("fund_balance.expenditure") == 113_783_000
    assert lujia.number("fund_balance.balance") == 49_483_000


def test_a_series_has_one_value_per_period(lujia: Appraisal) -> None:
    closing = lujia.value("cash.closing")
    assert isinstance(closing, list)
    assert len(closing) == lujia.project.timeline.periods
    assert lujia.value("cash.closing", 3) == closing[2]


def test_a_series_is_not_one_number(lujia: Appraisal) -> None:
    with pytest.raises(UnknownName):
        lujia.number("cash.closing")


def test_an_unknown_number_comes_with_close_matches(lujia: Appraisal) -> None:
    with pytest.raises(UnknownName, match=r"fund_balance\.balance"):
        lujia.number("fund_balance.balanse")


def test_the_balance_is_explained_down_to_the_sources(lujia: Appraisal) -> None:
    tree = lujia.explain("fund_balance.balance")
    assert tree.value == 49_483_000
    found = {leaf.key: leaf for leaf in leaves(tree)}
    assert "Hou, line 93" in found["land_quota.price"].source
    assert "150_000_000 / 1536.3" in found["land_quota.price"].source
    assert found["land_quota.area"].value == 1536.3
    assert "calibrated" in found["construction.infrastructure.rate"].source
    # A loan has no part in the fund balance.
    assert not [key for key in found if key.startswith("loans.")]


def test_a_period_is_explained_by_the_one_before(lujia: Appraisal) -> None:
    tree = lujia.explain("cash.closing", 2)
    opening = next(one for one in tree.ingredients if one.key == "cash.opening")
    assert [(one.key, one.period) for one in opening.ingredients] == [("cash.closing", 1)]


@pytest.mark.parametrize(
    ("key", "provenance"),
    [
        ("fund_balance.balance", "published"),
        ("land_quota.revenue", "published"),
        ("construction.housing.cost", "assumption"),
        ("construction.infrastructure.cost", "calibrated"),
        ("construction.contingency", "assumption"),
    ],
)
def test_a_number_is_as_sure_as_its_weakest_ground(lujia: Appraisal, key: str, provenance: str) -> None:
    assert lujia.provenance(key) == provenance


def test_a_changed_number_is_published_no_longer() -> None:
    changed = relocation.load("lujia").scale("land_quota.price", 0.9).appraise()
    assert changed.provenance("land_quota.revenue") == "assumption"
    assert changed.provenance("fund_balance.balance") != "published"


def strict(record: dict[str, Any]) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(json.dumps(record, allow_nan=False))
    return loaded


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_record_is_strict_json_of_the_promised_shape(lujia: Appraisal, lang: Language) -> None:
    record = strict(lujia.to_record(lang))
    assert list(record) == [
        "project",
        "unit",
        "inputs",
        "fund_balance",
        "indicators",
        "gap",
        "checks",
        "verdict",
        "annual",
        "quantities",
    ]
    assert record["unit"] == "yuan"
    assert record["fund_balance"]["balance"] == 49_483_000
    assert set(record["fund_balance"]["lines"][0]) == {"key", "label", "kind", "amount", "provenance"}
    assert set(record["inputs"]["land_quota.area"]) == {"value", "unit", "provenance", "source"}
    assert set(record["indicators"]["irr"]) == {"value", "status"}
    assert set(record["verdict"]) == {"viable", "status", "failed", "unfinished", "rules", "flags"}
    assert record["verdict"]["viable"] is True
    assert record["verdict"]["failed"] == []
    assert all(check["passed"] for check in record["checks"])


def test_what_is_not_available_is_null_in_the_record() -> None:
    empty = Project.build({"village": {}, "timeline": {"start": relocation.load("lujia").timeline.start}})
    record = strict(empty.appraise().to_record())
    assert record["indicators"]["household.net_cash"] is None
    assert record["indicators"]["dscr_min"] is None
    assert record["indicators"]["irr"] == {"value": None, "status": "none"}


def test_signed_lines_of_the_record_add_up_to_the_balance(lujia: Appraisal) -> None:
    signs = {"revenue": 1, "subsidy": 1, "cost": -1, "memo": 0}
    lines = lujia.to_record()["fund_balance"]["lines"]
    assert sum(signs[line["kind"]] * line["amount"] for line in lines) == pytest.approx(49_483_000)


def test_the_verdict_says_what_fails() -> None:
    poor = relocation.load("lujia").replace({"land_quota.price": 40_000}).appraise()
    assert poor.failed("en") == [
        "cash runs out",
        "debt is not repaid from cash",
        "the fund balance is negative",
    ]
    assert poor.failed("zh") == ["现金出现缺口", "债务不能以现金按期偿清", "资金结余为负"]
    assert not poor.to_record()["verdict"]["viable"]


def test_the_frame_holds_every_line_in_every_period(lujia: Appraisal) -> None:
    frame = lujia.to_frame()
    assert list(frame.columns) == ["key", "label", "kind", "unit", "period", "date", "value"]
    assert set(frame["key"]) == set(lujia.book.lines)
    drawn = frame[frame["key"] == "loans.adbc.drawdown"]
    assert list(drawn["period"]) == list(range(1, 13))
    assert math.fsum(drawn["value"]) == 66_000_000
    assert set(drawn["kind"]) == {"financing_in"}


def test_a_rate_beyond_all_numbers_is_none_and_stops_nothing() -> None:
    """76 million yuan after next to nothing was spent, counted by months."""
    works = {"works": {"quantity": 1.0, "rate": 1e-286}}
    other = {"gift": {"kind": "subsidy", "amount": 7.6e7, "start": 3}}
    found = finished_appraisal(8, "month", construction=works, other=other)
    assert found.failed("en") == []
    assert (found.internal_rate.status, found.internal_rate.rates) == ("none", ())
