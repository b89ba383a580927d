"""The project behind a template: the same numbers with empty slots, and no trace of a slot that stayed empty."""

from typing import Any

import pytest

import relocation
from relocation.problems import ProblemsFound
from relocation.project.names import is_slot
from relocation.project.project import Project
from relocation.project.sourced_inputs import Source
from relocation.project.template import MOST_ITEMS, empty_project, padded, settled, template_project

# What the standard template must hold, whatever the village brings: DESIGN names these sizes.
SECOND_LOAN = {"loans.slot_1.principal": 1e6, "loans.slot_1.rate": 0.04, "loans.slot_1.term": 3}
SIZES = {"loans": 3, "construction": 6, "compensation": 6, "subsidies": 6, "other": 10}


@pytest.fixture(scope="module")
def lujia() -> Project:
    return relocation.load("lujia")


@pytest.mark.parametrize("base", [None, "lujia"])
def test_a_template_has_room(base: str | None) -> None:
    project = template_project(relocation.load(base) if base else None, {})
    assert {group: len(getattr(project, group)) for group in SIZES} == SIZES


def test_a_template_has_the_room_that_is_asked_for(lujia: Project) -> None:
    asked = {"construction": "9", "loans": 5, "costs": 0}
    blank, filled = template_project(None, {}, asked), template_project(lujia, {}, asked)
    for project in (blank, filled):
        assert (len(project.construction), len(project.loans)) == (9, 5)
        assert len(project.compensation) == SIZES["compensation"]
    assert len(blank.costs) == 0
    assert len(filled.costs) == len(lujia.costs)  # all of the base in any case
    assert settled(filled).project == lujia


@pytest.mark.parametrize("group", ["loans", "construction"])
def test_the_most_room_can_be_worked_out_and_written_into_cells(group: str) -> None:
    """However many terms a sum has, no reader of the formula goes too deep, and no cell holds too much."""
    roomy = template_project(None, {}, {group: MOST_ITEMS})
    assert len(getattr(roomy, group)) == MOST_ITEMS
    assert roomy.appraise().number("rules.broken") == 0


def test_room_that_no_template_has_is_refused_all_at_once() -> None:
    with pytest.raises(ProblemsFound) as found:
        template_project(None, {}, {"works": 3, "loans": "many", "income": -1, "costs": 61})
    assert [problem.where for problem in found.value.problems] == ["items", "loans", "income", "costs"]
    assert "60" in found.value.problems[3].expected.zh


def test_empty_slots_count_as_nothing(lujia: Project) -> None:
    bare, roomy = lujia.appraise(), padded(lujia).appraise()
    for key, value in bare.values.items():
        if isinstance(value, float) and value == value:
            assert roomy.values[key] == pytest.approx(value, rel=1e-12), key


def test_empty_slots_are_dropped_again(lujia: Project) -> None:
    assert any(is_slot(one.path) for one in padded(lujia).values())
    assert settled(padded(lujia)).project == lujia


@pytest.mark.parametrize(
    "changes",
    [
        {"subsidies.slot_1.quantity": 10.0, "subsidies.slot_1.rate": 5.0},
        SECOND_LOAN,
        {"other.slot_cost_1.amount": 1.0},
        {"income.slot_1.label_zh": "电费"},
        {"land_quota.receipts.slot_1.label_en": "late"},
        {
            **SECOND_LOAN,
            "loans.slot_1.drawdowns.slot_2.share": 0.5,
            "loans.slot_1.drawdowns.slot_2.period": 1,
        },
    ],
)
def test_a_used_slot_becomes_an_ordinary_item(lujia: Project, changes: dict[str, Any]) -> None:
    found = settled(padded(lujia).replace(changes))
    for path, value in changes.items():
        assert not is_slot(found.path(path))
        assert found.project.value(found.path(path)) == value
    assert not any(is_slot(one.path) for one in found.project.values())


@pytest.mark.parametrize(
    ("name", "identity"),
    [
        ("County loan of 2019", "county_loan_of_2019"),
        ("ADBC (二期)", "adbc_2"),
        ("  Crédit -- Agricole ", "credit_agricole"),
        ("ＣＤＢ", "cdb"),
        ("2019 loan", "loan_2"),  # an id begins with a letter
        ("class", "loan_2"),  # a word of Python
        ("slot_7", "loan_2"),
        ("农发行贷款", "loan_2"),
        ("", "loan_2"),
        (
            "A loan with a name that is longer than anybody would want",
            "a_loan_with_a_name_that_is_longer_than",
        ),
    ],
)
def test_the_id_of_a_used_slot_comes_from_its_name(lujia: Project, name: str, identity: str) -> None:
    changes = {"loans.slot_1.label_en": name, **SECOND_LOAN}
    assert list(settled(padded(lujia).replace(changes)).project.loans) == ["adbc", identity]


def test_ids_of_used_slots_are_unique(lujia: Project) -> None:
    changes = {f"costs.slot_{at}.label_en": "Heating" for at in (1, 2, 3)}
    assert list(settled(padded(lujia).replace(changes)).project.costs) == [
        "heating",
        "heating_2",
        "heating_3",
    ]
    first = next(iter(lujia.construction))
    named = settled(padded(lujia).replace({"construction.slot_1.label_en": first.capitalize()})).project
    assert f"{first}_2" in named.construction


def test_an_unnamed_item_is_called_by_its_kind_and_number(lujia: Project) -> None:
    project = settled(padded(lujia).replace(SECOND_LOAN)).project
    assert project.appraise().book.lines["loans.loan_2.drawdown"].label == (
        "Loan 2: drawdown",
        "贷款 2：提款",
    )


def test_a_formula_that_names_a_slot_follows_it(lujia: Project) -> None:
    nested = padded(lujia).replace({**SECOND_LOAN, "loans.slot_1.label_en": "Second"}).nested()
    nested["other"]["fee"] = {"kind": "memo", "formula": "total(loans.slot_1.drawdown) * 0.01"}
    kept = settled(Project.build(nested)).project
    assert kept.value("other.fee.formula") == "total(loans.second.drawdown) * 0.01"
    kept.appraise()


def test_whoever_names_a_slot_is_told_where_its_item_stands_now(lujia: Project) -> None:
    project = settled(padded(lujia).replace(SECOND_LOAN)).project
    with pytest.raises(ProblemsFound) as found:
        project.replace({"loans.slot_1.rate": 0.05})
    [problem] = found.value.problems
    assert "loans.adbc.rate" in problem.remedy.en
    assert "loans.loan_2.rate" in problem.remedy.zh


def test_a_slot_with_nothing_but_a_source_stays(lujia: Project) -> None:
    roomy = padded(lujia)
    sources = {**roomy.sources, "costs.slot_1.amount": Source(source="county letter")}
    kept = settled(Project.build(roomy.nested(), sources)).project
    assert kept.at("costs.cost_1.amount").source.source == "county letter"


def test_an_empty_village_balances_at_zero() -> None:
    appraisal = padded(empty_project()).appraise()
    assert appraisal.number("fund_balance.balance") == 0
    assert appraisal.number("checks.all_passed") == 1
    assert appraisal.number("household.net_cash") != appraisal.number("household.net_cash")  # n/a, not 0


def test_the_blank_template_names_what_most_villages_have() -> None:
    blank = empty_project()
    for group in ("subsidies", "construction", "compensation", "purchases", "loans"):
        for item in getattr(blank, group).values():
            assert item.label_en
            assert item.label_zh


def test_a_village_that_does_not_fit_the_periods_is_told_what_to_change(lujia: Project) -> None:
    with pytest.raises(ProblemsFound) as found:
        template_project(lujia, {"timeline.periods": 3})
    assert "loans.adbc.term" in {problem.where for problem in found.value.problems}


def test_rate_steps_have_two_slots_a_loan_and_a_used_one_stays(lujia: Project) -> None:
    wide = padded(lujia)
    path = "loans.adbc.rate_steps.slot_1"
    assert {len(loan.rate_steps) for loan in wide.loans.values()} == {2}
    assert settled(wide).project == lujia
    to_nothing = wide.replace({f"{path}.period": 5})  # an interest holiday from period 5 on
    kept = settled(to_nothing).project
    assert kept.value("loans.adbc.rate_steps.rate_step_1.period") == 5
    assert kept.value("loans.adbc.rate_steps.rate_step_1.rate") == 0
    assert kept.appraise().value("loans.adbc.accrued", 6) == 0
