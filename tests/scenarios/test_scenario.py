"""Named futures: what stands in them, whose they build on, and that everything wrong with a set is told at once."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import relocation as rl
from relocation.problems import Problem, ProblemsFound
from relocation.scenarios.scenario import Scenario, resolve, resolve_each
from tests.small_village import small_project

PRICE, DELAY, PERIODS = "land_quota.price", "land_quota.delay", "timeline.periods"


def village(**groups: Any) -> rl.Project:
    return small_project(6, land_quota={"area": 100.0, "price": 50_000.0}, **groups)


def problems(*scenarios: Scenario) -> list[Problem]:
    with pytest.raises(ProblemsFound) as found:
        resolve(village(), scenarios)
    return list(found.value.problems)


def test_a_scenario_changes_what_it_names_and_nothing_else() -> None:
    base = village()
    found = resolve(base, [Scenario("dear", {PRICE: 60_000, "village.name_zh": "新村", PERIODS: 8})])["dear"]
    changed = {path: found.value(path) for path in (PRICE, "village.name_zh", PERIODS)}
    assert changed == {PRICE: 60_000.0, "village.name_zh": "新村", PERIODS: 8}
    untouched = {one.path: one.value for one in base.values() if one.path not in changed}
    assert {path: found.value(path) for path in untouched} == untouched


@pytest.mark.parametrize(
    ("wanted", "value"),
    [
        ("*0.8", 40_000.0),
        (" 45000 ", 45_000.0),
        ("4.5e4", 45_000.0),
        (45_000, 45_000.0),
        ("45,000", 45_000.0),
    ],
)
def test_a_value_is_what_set_takes(wanted: Any, value: float) -> None:
    assert resolve(village(), [Scenario("a", {PRICE: wanted})])["a"].value(PRICE) == value


def test_a_choice_goes_by_its_key_or_by_its_label_in_either_language() -> None:
    base = rl.load("lujia")
    path = "loans.adbc.method"
    found = resolve(base, [Scenario(name, {path: name}) for name in ("bullet", "Bullet", "到期还本")])
    assert {project.value(path) for project in found.values()} == {"bullet"}


def test_parents_come_first_and_a_factor_scales_what_they_say() -> None:
    family = [
        Scenario("grandchild", {PRICE: "*0.5"}, "child"),
        Scenario("child", {DELAY: 12}, "parent"),
        Scenario("parent", {PRICE: "*0.8"}, "base"),
    ]
    found = resolve(village(), family)
    assert [(name, found[name].value(PRICE), found[name].value(DELAY)) for name in found] == [
        ("grandchild", 20_000.0, 12),
        ("child", 40_000.0, 12),
        ("parent", 40_000.0, 0),
    ]


def test_a_changed_value_says_what_the_project_had_not_what_the_parent_had() -> None:
    found = resolve(village(), [Scenario("b", {PRICE: "*0.5"}, "a"), Scenario("a", {PRICE: "*0.8"})])["b"]
    assert "50000" in found.sources[PRICE].note
    assert found.sources[PRICE].provenance == "assumption"


@given(st.permutations(range(7)))
def test_the_order_of_a_set_does_not_matter(order: list[int]) -> None:
    tree = [Scenario(f"s{n}", {PRICE: f"*0.{n + 1}"}, f"s{(n - 1) // 2}" if n else None) for n in range(7)]
    expected = {name: project.value(PRICE) for name, project in resolve(village(), tree).items()}
    found = resolve(village(), [tree[n] for n in order])
    assert {name: project.value(PRICE) for name, project in found.items()} == expected


def test_everything_wrong_with_a_set_is_told_at_once() -> None:
    found = problems(
        Scenario("typo", {"land_quota.prise": 1, DELAY: "soon"}),
        Scenario("orphan", {PRICE: -5}, "nobody"),
        Scenario("late", {DELAY: 120}),
        Scenario("twin", {}),
        Scenario("twin", {}),
        Scenario("a", {}, "c"),
        Scenario("b", {}, "a"),
        Scenario("c", {}, "b"),
        Scenario("", {PRICE: 1}),
    )
    told = [(problem.where, problem.found) for problem in found]
    assert ("typo: land_quota.prise", "land_quota.prise") in told
    assert ("typo: land_quota.delay", "soon") in told
    assert ("orphan: parent", "nobody") in told
    assert ("orphan: land_quota.price", "-5") in told
    assert any(where == "late: land_quota.delay" for where, _ in told)
    assert any(where == "twin" for where, _ in told)
    assert ("a: parent", "a -> c -> b -> a") in told
    assert any(found == "" for _, found in told)


def test_close_paths_and_names_are_offered() -> None:
    path, parent = problems(Scenario("first", {"land_quota.prise": 1}), Scenario("b", {}, "frist"))
    assert "land_quota.price" in path.remedy.en
    assert "first" in parent.remedy.en


def test_a_scenario_that_is_its_own_parent_is_a_circle() -> None:
    (problem,) = problems(Scenario("a", {}, "a"))
    assert problem.found == "a -> a"


def test_a_child_of_a_circle_hangs_on_nothing_itself_and_is_refused_with_its_parent() -> None:
    found = resolve_each(village(), [Scenario("a", {}, "b"), Scenario("b", {}, "a"), Scenario("c", {}, "a")])
    assert set(found.problems) == {"a", "b", "c"}
    assert found.problems["c"][0].found == "a"


def test_what_builds_on_a_refused_scenario_is_refused_and_others_are_not() -> None:
    found = resolve_each(
        village(),
        [
            Scenario("bad", {PRICE: "much"}),
            Scenario("child", {DELAY: 3}, "bad"),
            Scenario("good", {DELAY: 3}),
        ],
    )
    assert list(found.projects) == ["good"]
    assert [problem.where for problem in found.problems["child"]] == ["child: parent"]


def test_a_problem_says_where_the_scenario_was_written() -> None:
    scenario = Scenario("a", {PRICE: "x", DELAY: "y"}, where="futures.csv:3", places={DELAY: "Scenarios!D5"})
    assert [problem.where for problem in problems(scenario)] == [
        "futures.csv:3: a: land_quota.price",
        "Scenarios!D5",
    ]


def test_a_broken_rule_between_inputs_is_told_of_the_scenario() -> None:
    (problem,) = problems(Scenario("short", {PERIODS: 1, DELAY: 12}))
    assert problem.where == "short: land_quota.delay"
    assert "timeline.periods" in problem.text("zh")


def test_the_base_may_stand_in_its_own_table_but_not_be_changed() -> None:
    assert resolve(village(), [Scenario("base", {}), Scenario("a", {}, "base")]) == {"a": village()}
    (problem,) = problems(Scenario("base", {PRICE: 1}))
    assert problem.where == "base"


def test_what_is_accepted_but_should_be_looked_at_is_a_warning() -> None:
    found = resolve_each(village(), [Scenario("a", {PRICE: "６００００", "timeline.period": "month"})])
    assert found.projects["a"].value(PRICE) == 60_000
    assert [problem.where for problem in found.warnings] == ["a: land_quota.price", "a: timeline.period"]


def test_every_problem_reads_in_both_languages() -> None:
    for problem in problems(Scenario("a", {"x": 1}, "b"), Scenario("base", {PRICE: 1})):
        assert problem.text("en") != problem.text("zh")
        assert any("\u4e00" <= letter <= "\u9fff" for letter in problem.text("zh"))
