"""Norms only warn: figures far from them are named with the norm, its source and whether it is verified."""

from __future__ import annotations

from typing import Any

import pytest

from relocation.cases import load, load_with_warnings, shipped
from relocation.norms import doubts_by_norms, norms, replacement_costs
from relocation.problems import Problem
from relocation.project.project import Project
from tests.cli.running import relocation as command
from tests.small_village import small_project

POOR = {"households": 10, "persons": 25, "registered_poor_households": 10, "registered_poor_persons": 25}


def warned(**groups: Any) -> list[Problem]:
    return doubts_by_norms(small_project(**groups))


def of_the_poor(**groups: Any) -> list[Problem]:
    return doubts_by_norms(Project.build({**small_project(**groups).nested(), "village": POOR}))


def test_every_norm_has_a_label_in_both_languages_a_source_and_a_status() -> None:
    assert len(norms()) > 15
    for key, norm in norms().items():
        assert norm.value > 0, key
        assert norm.label.en.isascii(), key
        assert not norm.label.zh.isascii(), key
        assert norm.source, key
        assert norm.status.zh in {"已核实", "待核实"}, key


@pytest.mark.parametrize(
    ("key", "billions", "verified"),
    [("loans_per_person", 341.3, True), ("central_budget_per_person", 80, True)],
)
def test_a_norm_per_person_follows_from_the_plan_and_its_people(
    key: str, billions: float, verified: bool
) -> None:
    """9.81 million registered persons."""
    assert norms()[key].value == pytest.approx(billions * 1e9 / 9.81e6, abs=1)
    assert norms()[key].verified is verified


def test_the_parts_per_person_sum_to_the_whole() -> None:
    parts = ("loans", "construction_fund", "local_bonds", "central_budget", "own_money")
    total = sum(norms()[f"{part}_per_person"].value for part in parts)
    assert total == pytest.approx(norms()["subsidy_per_person"].value, abs=2)


def test_the_bounds_of_a_norm_are_still_within_it() -> None:
    for key, norm in norms().items():
        for bound, factor in ((norm.low, 0.999), (norm.high, 1.001)):
            if bound is not None:
                assert not norm.doubts(norm.value * bound), key
                assert norm.doubts(norm.value * bound * factor), key


def test_the_norms_are_no_village() -> None:
    assert "china" not in shipped()


def test_lujia_is_inside_the_norms() -> None:
    assert doubts_by_norms(load("lujia")) == []


@pytest.mark.parametrize(("rate", "doubted"), [(60_000.0, False), (600.0, True), (200_000.0, True)])
def test_a_subsidy_per_person_is_held_against_the_national_plan(rate: float, doubted: bool) -> None:
    found = warned(subsidies={"state": {"quantity": 20.0, "rate": rate, "basis": "person"}})
    assert [one.where for one in found] == (["subsidies.state.rate"] if doubted else [])
    assert warned(subsidies={"state": {"quantity": 20.0, "rate": rate, "basis": "household"}}) == []


@pytest.mark.parametrize(
    ("price", "count"), [(28_000.0, 1), (29_000.0, 0), (700_000.0, 0), (700_001.0, 1), (0.0, 0)]
)
def test_a_quota_price_is_held_against_trades_and_norms(price: float, count: int) -> None:
    found = warned(land_quota={"area": 10.0, "price": price})
    assert len(found) == count
    if price > 700_000:
        assert "to be confirmed" in found[0].text("en")
        assert "待核实" in found[0].text("zh")
        assert "16号" in found[0].text("zh")


def test_floor_area_per_registered_person_is_capped_where_it_is_known() -> None:
    homes = {"flats": {"quantity": 626.0, "rate": 1.0, "unit": "m2"}}
    assert warned(purchases=homes) == []  # nobody is registered
    (problem,) = of_the_poor(purchases=homes)
    assert problem.where == "purchases.flats.quantity"
    assert "25.04 m2 per person" in problem.text("en")
    assert of_the_poor(purchases={"flats": {**homes["flats"], "quantity": 625.0}}) == []
    subsidised = {"homes": {"quantity": 626.0, "rate": 300.0, "basis": "m2"}}
    assert [one.where for one in of_the_poor(subsidies=subsidised)] == ["subsidies.homes.quantity"]


@pytest.mark.parametrize(("price", "doubted"), [(300_000.0, False), (300_001.0, True)])
def test_own_money_of_registered_households_is_capped(price: float, doubted: bool) -> None:
    """10 households get 200,000 and pay the price: 10,000 yuan each is the cap."""
    groups = {
        "compensation": {"brick": {"quantity": 1.0, "rate": 200_000.0}},
        "purchases": {"flats": {"quantity": 1.0, "rate": price, "unit": "flat"}},
    }
    assert [one.where for one in of_the_poor(**groups)] == (["purchases.flats.rate"] if doubted else [])
    assert warned(**groups) == []


def test_warnings_never_refuse_and_are_told_in_check_and_run(tmp_path: Any) -> None:
    from relocation.reading.toml_file import write

    path = tmp_path / "dear.toml"
    path.write_text(write(small_project(land_quota={"area": 10.0, "price": 900_000.0})), encoding="utf-8")
    _, warnings = load_with_warnings(path)
    assert [one.severity for one in warnings if one.where == "land_quota.price"] == ["warning"]
    outcome = command("check", path, "--lang", "zh")
    assert outcome.code == 0
    assert "跨省域调入节余指标" in "".join(outcome.stdout.split())
    assert "land_quota.price" in command("run", path, "-f", "json").stderr


def test_lujia_pays_less_for_soil_houses_than_a_new_home_costs() -> None:
    """1,500 and 1,000 yuan/m2 against 1,200."""
    brick, soil = replacement_costs(load("lujia"))
    assert (brick.compensation, brick.new_home, brick.shortfall, brick.passed) == (1_500, 1_200, 0, True)
    assert (soil.compensation, soil.new_home, soil.shortfall, soil.passed) == (1_000, 1_200, 200, False)
    found = command("run", "lujia", "-f", "json").record["replacement_cost"]
    assert [one["shortfall"] for one in found] == [0, 200]
    assert "Demolished soil houses" in command("run", "lujia").stdout
    table = command("run", "lujia", "--lang", "zh").stdout
    [line] = [one for one in table.splitlines() if one.split()[:1] == ["拆除土房"]]
    assert line.split() == ["拆除土房", "1,000.00", "1,200.00", "200.00", "✗"]


def test_homes_of_several_prices_count_by_their_area_and_garages_do_not() -> None:
    purchases = {
        "small": {"quantity": 100.0, "rate": 1_000.0, "unit": "㎡"},
        "large": {"quantity": 300.0, "rate": 1_400.0, "unit": "m2"},
        "garage": {"quantity": 5.0, "rate": 90_000.0, "unit": "garage"},
    }
    compensation = {
        "brick": {"quantity": 10.0, "rate": 1_250.0},
        "trees": {"quantity": 10.0, "rate": 50.0, "group": "crops"},
    }
    (brick,) = replacement_costs(small_project(purchases=purchases, compensation=compensation))
    assert brick.new_home == pytest.approx(1_300)
    assert brick.shortfall == pytest.approx(50)


def test_without_homes_there_is_nothing_to_compare() -> None:
    assert replacement_costs(small_project(compensation={"brick": {"quantity": 1.0, "rate": 1.0}})) == []
