"""The inputs as documents show them: every fixed name is there, in both languages, with a unit and a range."""

import json
import math

import pytest

import relocation
from relocation.problems import ProblemsFound
from relocation.project.fields import UNITS
from relocation.project.schema import json_schema, patterns, rows

# DESIGN fixes these names; messages, workbooks and scripts of others rely on them.
FIXED = [
    "village.households",
    "village.persons",
    "village.registered_poor_households",
    "village.registered_poor_persons",
    "timeline.start",
    "timeline.period",
    "timeline.periods",
    "land_quota.area",
    "land_quota.resettlement_area",
    "land_quota.retained_area",
    "land_quota.acceptance",
    "land_quota.price",
    "land_quota.delay",
    "land_quota.receipts.<id>.share",
    "land_quota.receipts.<id>.period",
    "subsidies.<id>.quantity",
    "subsidies.<id>.rate",
    "subsidies.<id>.basis",
    "subsidies.<id>.funder",
    "subsidies.<id>.start",
    "subsidies.<id>.duration",
    "construction.<id>.quantity",
    "construction.<id>.rate",
    "construction.<id>.unit",
    "construction.<id>.start",
    "construction.<id>.duration",
    "construction.<id>.shape",
    "construction.<id>.physical_contingency",
    "construction.<id>.price_contingency",
    "compensation.<id>.quantity",
    "compensation.<id>.rate",
    "compensation.<id>.unit",
    "compensation.<id>.group",
    "compensation.<id>.start",
    "compensation.<id>.duration",
    "purchases.<id>.quantity",
    "purchases.<id>.rate",
    "purchases.<id>.unit",
    "purchases.<id>.start",
    "purchases.<id>.duration",
    "loans.<id>.principal",
    "loans.<id>.rate",
    "loans.<id>.term",
    "loans.<id>.grace",
    "loans.<id>.grace_interest",
    "loans.<id>.method",
    "loans.<id>.draw_interest",
    "loans.<id>.grace_basis",
    "loans.<id>.drawdown_rule",
    "loans.<id>.sinking_fund",
    "loans.<id>.receipt_share",
    "loans.<id>.subsidised_principal",
    "loans.<id>.interest_subsidy",
    "loans.<id>.type",
    "loans.<id>.rate_steps.<id>.period",
    "loans.<id>.rate_steps.<id>.rate",
    "income.<id>.amount",
    "income.<id>.growth",
    "income.<id>.start",
    "costs.<id>.amount",
    "costs.<id>.growth",
    "costs.<id>.start",
    "other.<id>.amount",
    "other.<id>.kind",
    "other.<id>.start",
    "other.<id>.duration",
    "other.<id>.formula",
    "evaluation.discount_rate",
    "evaluation.estimate_lead",
    "evaluation.price_contingency_form",
]

RECORDS = dict(patterns())


@pytest.mark.parametrize("path", FIXED)
def test_a_fixed_name_is_an_input(path: str) -> None:
    assert path in RECORDS


@pytest.mark.parametrize("path", RECORDS)
def test_an_input_is_told_in_both_languages(path: str) -> None:
    record = RECORDS[path]
    assert record.label.en
    assert record.help.en
    assert any(ord(sign) > 0x2E7F for sign in record.label.zh)
    assert any(ord(sign) > 0x2E7F for sign in record.help.zh)
    assert record.unit in UNITS
    for choice in record.choices:
        assert choice.label.en
        assert choice.label.zh


def test_choices_of_an_input_are_told_apart_in_both_languages() -> None:
    for path, record in RECORDS.items():
        for lang in ("en", "zh"):
            names = [choice.label.text(lang) for choice in record.choices]  # type: ignore[arg-type]
            assert len(set(names)) == len(names), path


def test_the_table_and_the_schema_know_the_same_inputs() -> None:
    properties = json_schema()["properties"]
    assert list(properties) == [row[0] for row in rows()] == list(RECORDS)
    json.dumps(properties, allow_nan=False)


MONEY = [path for path, record in RECORDS.items() if record.unit.startswith("yuan")]


@pytest.mark.parametrize("path", MONEY)
def test_money_stays_where_a_double_still_tells_one_fen_from_the_next(path: str) -> None:
    """Doubles near a number are math.ulp of it apart; at 10^13 yuan by a fifth of a fen, at 10^14 by more than one."""
    record = RECORDS[path]
    assert record.high is not None
    assert math.ulp(record.high) < 0.005
    assert record.low in (0, -record.high)


def test_ten_million_million_yuan_are_the_most_that_can_be_stated() -> None:
    lujia = relocation.load("lujia")
    assert lujia.replace({"loans.adbc.principal": 1e13}).loans["adbc"].principal == 1e13
    for path in ("loans.adbc.principal", "land_quota.price", "construction.housing.rate"):
        with pytest.raises(ProblemsFound) as found:
            lujia.replace({path: 1.000_001e13})
        assert path in [problem.where for problem in found.value.problems]


def test_the_schema_states_bounds_and_choices() -> None:
    properties = json_schema()["properties"]
    assert properties["loans.<id>.rate"]["minimum"] == 0
    assert properties["loans.<id>.rate"]["maximum"] == 1
    assert properties["timeline.period"]["enum"] == ["month", "quarter", "year"]
    assert properties["loans.<id>.term"]["type"] == "integer"
