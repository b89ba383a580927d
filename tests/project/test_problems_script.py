"""What a page says of inputs that it refuses is what Python says: each by itself, and where one rules out another."""

import random
from typing import Any

import pytest

import relocation
from relocation.formula.targets.javascript import calculator_script
from relocation.javascript import Engine, script
from relocation.labels import LANGUAGES
from relocation.model import book_inputs, book_of
from relocation.problems import ProblemsFound
from relocation.project.messages import expectation, is_number, outside, within
from relocation.project.project import Project
from relocation.project.rule_book import BETWEEN_INPUTS, rule_book
from relocation.project.script_data import refusal_data
from tests.random_projects import random_project

PAGE = """
let refusals;
function opened(data) {
  refusals = refusalsOf(data);
  return true;
}
function refused(inputs) {
  return problemsOf(refusals, inputs, []).map(problem => ["en", "zh"].map(lang => problemText(refusals.data, problem, lang)));
}
function typed(path, number) {
  return inputProblem(refusals.data, path, refusals.data.inputs.indexOf(path), number);
}
function unread(path) {
  return typed(path, NaN);
}
"""


def opened(project: Project, problems: str = "") -> Engine:
    scripts = ("tables.numbers", "verdict.sentences")
    texts = [*map(script, scripts), problems or script("project.problems"), PAGE]
    engine = Engine(calculator_script(), *texts)
    engine.call("opened", refusal_data(project))
    return engine


def told(project: Project, inputs: dict[str, float | str]) -> list[list[str]]:
    broken = rule_book(project).broken(BETWEEN_INPUTS, inputs)
    return [[problem.text(lang) for lang in LANGUAGES] for _, problem in broken]


def broken_inputs(project: Project, seed: int) -> dict[str, float | str]:
    """The inputs of a project of which a few stand where they please, whatever the rules are."""
    chance, inputs = random.Random(seed), book_inputs(project)
    book = book_of(project)
    for path in chance.sample(list(inputs), 12):
        item = book.inputs[path]
        if item.choices:
            inputs[path] = chance.choice(item.choices)
        elif item.stated:
            inputs[path] = float(chance.choice([0, 1]))
        elif item.unit in {"period", "share", "person", "household", "yuan", "mu"}:
            inputs[path] = float(inputs[path]) * chance.choice([0, 0.5, 3]) + chance.choice([0, 1, 12])
    return inputs


def test_the_whole_book_and_that_of_the_rules_have_the_same_inputs() -> None:
    project = relocation.load("lujia")
    assert list(rule_book(project).book.inputs) == list(book_of(project).inputs)


@pytest.mark.parametrize("name", ["lujia", "jinpo", 2, 5, 11, 17])
def test_a_page_tells_broken_rules_as_python_does(name: str | int) -> None:
    project = relocation.load(name) if isinstance(name, str) else random_project(name, periods=12)
    page, book = opened(project), rule_book(project).book
    breaches = 0
    for seed in range(12):
        inputs = broken_inputs(project, seed)
        wanted = told(project, inputs)
        assert page.call("refused", list(book.input_vector(inputs))) == wanted
        breaches += len(wanted)
    assert breaches > 10


def test_a_rule_names_its_place_and_the_remedy() -> None:
    """Written out, as a planner reads it."""
    project = relocation.load("lujia")
    inputs = {**book_inputs(project), "loans.adbc.grace": 30.0}
    page, book = opened(project), rule_book(project).book
    said = page.call("refused", list(book.input_vector(inputs)))
    assert [
        'loans.adbc.grace: found "30", expected fewer periods than the term (10); write at most 9, lengthen '
        "loans.adbc.term, or set loans.adbc.grace_basis to 'outside the term'",
        "loans.adbc.grace：填写为“30”，应为少于贷款期限（10期）；最多填 9，或延长loans.adbc.term，"
        "或将loans.adbc.grace_basis设为“期限外另计”",
    ] in said


NUMBERS = [-5.0, -0.5, 0.0, 0.25, 1.0, 1.5, 4.9, 35.0, 150.0, 601.0, 1e7, 2e13]


def test_what_is_typed_is_refused_alike() -> None:
    project = relocation.load("lujia")
    page = opened(project)
    for input_value in project.values():
        record = input_value.record
        if record.kind not in {"number", "share", "whole"}:
            continue
        for number in NUMBERS:
            problem: Any = page.call("typed", input_value.path, number)
            is_whole = record.kind != "whole" or number.is_integer()
            assert (problem is None) == (within(number, record) and is_whole), (input_value.path, number)
            if problem is not None:
                assert problem["expected"] == list(expectation(record, number))
            if problem is not None and not within(number, record):
                assert problem["remedy"] == list(outside(number, record))


def test_a_wrong_day_is_mended_by_a_day() -> None:
    page: Any = opened(relocation.load("lujia"))
    remedies = {"none": page.call("unread", "timeline.start")["remedy"]}
    remedies["early"] = page.call("typed", "timeline.start", 0.5)["remedy"]
    assert remedies == {
        "none": ["write it as 2016-01-31", "请写作 2016-01-31"],
        "early": ["write a date between 1950 and 2300", "请填写1950年至2300年之间的日期"],
    }


def test_a_script_that_takes_a_percentage_for_a_slip_is_noticed() -> None:
    right = "number <= 100 && "
    text = script("project.problems")
    assert text.count(right) == 1
    page = opened(relocation.load("lujia"), text.replace(right, "number <= 1 && "))
    wrong: Any = page.call("typed", "loans.adbc.rate", 4.9)
    with pytest.raises(ProblemsFound) as refusal:
        relocation.load("lujia").replace({"loans.adbc.rate": 4.9})
    assert is_number(4.9)
    assert wrong["remedy"] != list(refusal.value.problems[0].remedy)
    assert opened(relocation.load("lujia")).call("typed", "loans.adbc.rate", 4.9)["remedy"] == [
        "write 0.049 for 4.9 %",
        "4.9% 请写作 0.049",
    ]
