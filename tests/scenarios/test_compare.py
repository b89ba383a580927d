"""Cases side by side are what each appraisal gives by itself, with the differences and the assumptions behind them."""

from __future__ import annotations

import json
import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import relocation as rl
from relocation.problems import ProblemsFound
from relocation.scenarios.comparison import Comparison, compare, compare_scenarios
from relocation.scenarios.outputs import MAIN_OUTPUTS
from relocation.scenarios.scenario import Scenario
from tests.small_village import small_project

PRICE = "land_quota.price"


@pytest.fixture(scope="module")
def lujia() -> rl.Project:
    return rl.load("lujia")


@pytest.fixture(scope="module")
def three(lujia: rl.Project) -> Comparison:
    return compare(
        {
            "base": lujia,
            "price -20%": lujia.scale(PRICE, 0.8),
            "no loan": lujia.replace({"loans.adbc.principal": 0}),
        }
    )


def test_values_are_those_of_each_appraisal(three: Comparison) -> None:
    for name, project in three.cases.items():
        alone = project.appraise()
        for key in MAIN_OUTPUTS:
            assert three.value(name, key) == pytest.approx(alone.number(key), rel=0, abs=0, nan_ok=True)


def test_the_published_balance_and_what_a_lower_price_takes_from_it(three: Comparison) -> None:
    # Hou, line 93: 49.483 million; a fifth of the quota revenue of 150 million is 30 million.
    table = three.table(["balance"], delta_to="base").iloc[0]
    assert table["base"] == pytest.approx(49_483_000, abs=0.005)
    assert table["price -20% - base"] == pytest.approx(-30_000_000, abs=0.005)
    assert table["no loan - base"] == 0


def test_a_table_names_outputs_labels_and_units_in_both_languages(three: Comparison) -> None:
    english, chinese = three.table(["npv", "cash.minimum_date"]), three.table(["npv"], lang="zh")
    assert list(english.columns) == ["output", "label", "unit", "base", "price -20%", "no loan"]
    assert english.iloc[0][["label", "unit"]].tolist() == [
        "Net present value (NPV), first period not discounted",
        "yuan",
    ]
    assert chinese.iloc[0][["label", "unit"]].tolist() == ["财务净现值（FNPV，首期不折现）", "元"]
    assert english.iloc[1]["base"] == "2016-01-01"


def test_differences_to_another_case_than_the_first(three: Comparison) -> None:
    table = three.table(["balance"], delta_to="no loan")
    assert list(table.columns)[-2:] == ["base - no loan", "price -20% - no loan"]
    assert table.iloc[0]["price -20% - no loan"] == pytest.approx(-30_000_000, abs=0.005)
    # Without a loan there is no interest, so the difference is all of it.
    [interest] = three.table(["loans.interest_total"], delta_to="no loan").to_dict("records")
    assert interest["base - no loan"] == interest["price -20% - no loan"] == interest["base"] > 1e7
    assert interest["no loan"] == 0


def test_the_changed_assumptions_are_listed(three: Comparison, lujia: rl.Project) -> None:
    now = lujia.value(PRICE)
    assert three.changed == {
        "price -20%": {PRICE: (now, now * 0.8)},
        "no loan": {"loans.adbc.principal": (66_000_000.0, 0.0)},
    }
    frame = three.changed_frame("zh")
    assert frame["scenario"].tolist() == ["price -20%", "no loan"]
    assert frame["unit"].tolist() == ["元/亩", "元"]
    assert frame["to"].tolist() == [now * 0.8, 0.0]


def test_a_changed_choice_is_listed_by_its_label(lujia: rl.Project) -> None:
    found = compare({"base": lujia, "b": lujia.replace({"loans.adbc.method": "bullet"})}, ["npv"])
    assert found.changed_frame("zh")[["from", "to"]].values.tolist() == [["等额本金", "到期还本"]]
    assert found.to_record()["changed"] == {"b": {"loans.adbc.method": ["equal_principal", "bullet"]}}


def test_what_only_one_of_two_projects_has_is_a_changed_assumption() -> None:
    subsidy = {"quantity": 2.0, "rate": 3.0}
    with_one, without = small_project(subsidies={"county": subsidy}), small_project()
    changed = compare({"with": with_one, "without": without}, ["balance"]).changed["without"]
    assert changed["subsidies.county.rate"] == (3.0, None)
    back = compare({"without": without, "with": with_one}, ["balance", "subsidies.county.total"])
    assert back.changed["with"]["subsidies.county.rate"] == (None, 3.0)
    assert {path.rpartition(".")[0] for path in back.changed["with"]} == {"subsidies.county"}
    row = back.table(["subsidies.county.total"], delta_to="without").iloc[0]
    assert (row["with"], math.isnan(row["without"]), math.isnan(row["with - without"])) == (6.0, True, True)


def test_the_tidy_frame_has_a_row_for_each_case_and_output(three: Comparison) -> None:
    frame = three.to_frame()
    assert list(frame.columns) == ["scenario", "output", "label", "unit", "value", "difference", "status"]
    assert len(frame) == 3 * len(MAIN_OUTPUTS)
    row = frame[(frame.scenario == "price -20%") & (frame.output == "fund_balance.balance")].iloc[0]
    assert row.difference == pytest.approx(-30_000_000, abs=0.005)
    assert set(frame[frame.output == "irr"].status) == {"unique"}
    assert set(frame[frame.output != "irr"].status) == {""}


def test_a_rate_of_return_says_whether_there_is_one() -> None:
    # -1000, 2300, -1320 is worth nothing at 10 % and at 20 %.
    flows = {"a": ("cost", 1, 1000.0), "b": ("revenue", 2, 2300.0), "c": ("cost", 3, 1320.0)}
    two = small_project(
        3,
        other={
            name: {"kind": kind, "amount": amount, "start": at} for name, (kind, at, amount) in flows.items()
        },
    )
    one = two.replace({"other.c.amount": 0})
    none = two.replace({"other.b.amount": 0})
    found = compare({"two": two, "one": one, "none": none}, ["irr"])
    assert found.statuses == {"two": "multiple", "one": "unique", "none": "none"}
    record = found.to_record()
    assert record["cases"]["two"] == {"irr": None}
    assert record["cases"]["one"]["irr"] == pytest.approx(1.3, abs=1e-12)
    assert record["irr_status"] == {"two": "multiple", "one": "unique", "none": "none"}


def test_the_record_is_json_with_null_for_what_is_not_available(three: Comparison) -> None:
    record = json.loads(json.dumps(three.to_record(), allow_nan=False))
    assert set(record) == {"cases", "verdicts", "changed", "irr_status"}
    assert record["cases"]["no loan"]["dscr_min"] is None
    assert record["cases"]["base"]["fund_balance.balance"] == pytest.approx(49_483_000, abs=0.005)
    assert record["changed"]["no loan"] == {"loans.adbc.principal": [66_000_000.0, 0.0]}


def test_a_date_in_the_record_is_written_out(lujia: rl.Project) -> None:
    later = lujia.replace({"timeline.start": date(2017, 1, 1)})
    record = compare({"base": lujia, "later": later}, ["cash.minimum_date"]).to_record()
    assert record["cases"] == {
        "base": {"cash.minimum_date": "2016-01-01"},
        "later": {"cash.minimum_date": "2017-01-01"},
    }
    assert record["changed"]["later"] == {"timeline.start": ["2016-01-01", "2017-01-01"]}


def too_large() -> rl.Project:
    """A project whose own formula outgrows every float when the village is large."""
    return small_project(
        4,
        other={
            "own": {"kind": "memo", "amount": 0.0, "formula": "(1 + village.households) ** village.persons"}
        },
    )


def test_a_case_that_makes_the_model_fail_is_named_and_stops_no_other() -> None:
    base = too_large()
    large = base.replace({"village.households": 1000, "village.persons": 100_000})
    more = base.replace({"village.households": 11})
    found = compare({"base": base, "large": large, "more": more}, ["balance"])
    assert list(found.cases) == ["base", "more"]
    (problem,) = found.failed["large"]
    assert problem.where == "large"
    assert "too large" in problem.text("en")
    assert "过大" in problem.text("zh")
    assert found.to_record()["failed"]["large"][0]["where"] == "large"


def test_a_base_that_fails_is_an_error() -> None:
    large = too_large().replace({"village.households": 1000, "village.persons": 100_000})
    with pytest.raises(ProblemsFound, match="too large"):
        compare({"base": large, "other": small_project()}, ["balance"])


def test_nothing_to_compare_is_an_error() -> None:
    with pytest.raises(ProblemsFound, match="at least one case"):
        compare({})


def test_an_unknown_output_and_an_unknown_case_are_named_with_what_is_near(three: Comparison) -> None:
    with pytest.raises(ProblemsFound, match="npv"):
        three.table(["npw"])
    with pytest.raises(ProblemsFound, match="one number"):
        three.table(["cash.closing"])
    with pytest.raises(ProblemsFound, match="no loan"):
        three.table(["npv"], delta_to="no laon")
    with pytest.raises(ProblemsFound, match="npv"):
        compare(three.cases, ["npw"])


def test_scenarios_are_compared_to_the_project_they_change(lujia: rl.Project) -> None:
    found = compare_scenarios(
        lujia, [Scenario("a", {PRICE: "*0.8"}), Scenario("b", {PRICE: "*0.5"}, "a")], ["balance"]
    )
    assert list(found.cases) == ["base", "a", "b"]
    # 0.8 and 0.4 of 150 million, plus 13.266 less 113.783 million
    assert found.value("a", "fund_balance.balance") == pytest.approx(19_483_000, abs=0.005)
    assert found.value("b", "fund_balance.balance") == pytest.approx(-40_517_000, abs=0.005)


def test_a_set_with_something_wrong_is_not_run_unless_one_keeps_going(lujia: rl.Project) -> None:
    some = [Scenario("good", {PRICE: 1}), Scenario("bad", {"land_quota.prise": 1})]
    with pytest.raises(ProblemsFound, match=r"bad: land_quota\.prise"):
        compare_scenarios(lujia, some)
    found = compare_scenarios(lujia, some, ["balance"], keep_going=True)
    assert list(found.cases) == ["base", "good"]
    assert [problem.where for problem in found.failed["bad"]] == ["bad: land_quota.prise"]


def test_another_structure_has_another_book(lujia: rl.Project) -> None:
    longer = {"timeline.periods": 15, "loans.adbc.term": 13}
    found = compare_scenarios(lujia, [Scenario("longer", longer)], ["loans.interest_total"])
    alone = lujia.replace(longer).appraise().number("loans.interest_total")
    assert found.value("longer", "loans.interest_total") == alone
    assert alone != found.value("base", "loans.interest_total")


@settings(max_examples=6)
@given(st.permutations(range(6)))
def test_the_order_of_scenarios_changes_no_number(order: list[int]) -> None:
    base = small_project(6, land_quota={"area": 100.0, "price": 50_000.0})
    some = [Scenario(f"s{n}", {PRICE: 10_000 * n, "timeline.periods": 4 + n % 3}) for n in range(6)]
    straight = compare_scenarios(base, some)
    shuffled = compare_scenarios(base, [some[n] for n in order])
    for n in range(6):
        for key in MAIN_OUTPUTS:
            assert straight.value(f"s{n}", key) == pytest.approx(
                shuffled.value(f"s{n}", key), rel=0, abs=0, nan_ok=True
            )
