"""The verdict and the sentences of the flags in the script of a page: what Python says, of changed inputs too."""

import random
from typing import Any

import pytest

import relocation
from relocation.appraisal import Appraisal
from relocation.formula.targets.javascript import book_data, calculator_script
from relocation.javascript import Engine, script
from relocation.problems import ProblemsFound
from relocation.project.project import Project
from relocation.verdict import FLAGS
from relocation.verdict.script_data import sentence_data
from tests.random_projects import random_project
from tests.small_village import finished_appraisal as appraised
from tests.test_verdict import BREACHES

PAGE = """
const page = {};
function opened(book, lines, inputs, delivered, periods, groups, data) {
  Object.assign(page, {calculate: calculator(book), places: placesOf(lines, inputs), delivered, periods, groups, data});
  return true;
}
function said(inputs) {
  const values = page.calculate(inputs, page.periods, page.groups);
  return verdictOf(page.data, factsOf(page.places, values, inputs, page.delivered));
}
"""


def opened(base: Appraisal, *changed: str) -> Engine:
    """A page that was written of this appraisal."""
    book = base.book
    scripts = changed or (script("verdict.sentences"),)
    engine = Engine(calculator_script(), script("tables.numbers"), *scripts, PAGE)
    told = [book_data(book), list(book.lines), list(book.inputs), numbers_of(base), book.periods, book.groups]
    engine.call("opened", *told, sentence_data(base.project, book))
    return engine


def numbers_of(appraisal: Appraisal) -> list[float]:
    return list(appraisal.book.input_vector(appraisal.inputs))


def in_python(appraisal: Appraisal) -> dict[str, Any]:
    verdict = appraisal.verdict
    return {
        "viable": verdict.viable,
        "status": list(verdict.status),
        "summary": list(verdict.summary.text),
        "tone": verdict.summary.tone,
        "failed": [list(reason) for reason in verdict.failed()],
        "warned": [list(reason) for reason in verdict.failed(decides=False)],
        "flags": [{"key": flag.key, "text": list(flag.sentence)} for flag in verdict.flags],
    }


def what_ifs(project: Project, seed: int, count: int) -> list[Project]:
    """The project with three of its numbers and choices changed, so often as it allows."""
    chance, made = random.Random(seed), []
    varied = [
        each
        for each in project.values()
        if each.record.kind in {"number", "share", "whole", "choice"}
        and not each.record.structural
        and each.path.group != "timeline"
    ]
    for _ in range(count):
        changes: dict[str, Any] = {}
        for each in chance.sample(varied, 3):
            factor = chance.choice([0, 0.5, 0.9, 2])
            if each.record.choices:
                changes[each.path] = chance.choice(each.record.choices).key
            else:
                changes[each.path] = type(each.value)(each.value * factor)
        try:
            made.append(project.replace(changes))
        except ProblemsFound:
            continue
    return made


@pytest.mark.parametrize("name", ["lujia", "jinpo"])
def test_a_page_says_of_what_ifs_what_python_says(name: str) -> None:
    base = relocation.load(name).appraise()
    page = opened(base)
    for project in [base.project, *what_ifs(base.project, 3, 25)]:
        appraisal = project.appraise()
        assert page.call("said", numbers_of(appraisal)) == in_python(appraisal)


@pytest.mark.parametrize("seed", range(24))
def test_a_page_of_any_project_says_what_python_says(seed: int) -> None:
    base = random_project(seed, periods=8).appraise()
    page = opened(base)
    for project in [base.project, *what_ifs(base.project, seed, 3)]:
        appraisal = project.appraise()
        assert page.call("said", numbers_of(appraisal)) == in_python(appraisal)


@pytest.mark.parametrize("key", FLAGS)
def test_a_page_tells_every_flag(key: str) -> None:
    base = appraised(4, **BREACHES[key])
    assert opened(base).call("said", numbers_of(base)) == in_python(base)
    assert key in {flag.key for flag in base.verdict.flags}


def test_a_changed_input_counts_as_an_assumption_until_it_is_changed_back() -> None:
    base = relocation.load("lujia").appraise()
    page = opened(base)
    for change in ({"village.households": 400}, {"village.households": 391}, {"land_quota.delay": 1}):
        appraisal = base.project.replace(change).appraise()
        counted = appraisal.provenance_counts
        said = page.call("said", numbers_of(appraisal))["flags"][-1]
        assert said["key"] == "assumed_inputs"
        assert said["text"][0].startswith(
            f"More inputs are assumed ({counted['assumption']}) than published ({counted['published']})"
        )


def test_a_script_that_takes_warnings_for_failures_is_noticed() -> None:
    base = relocation.load("lujia").appraise()
    right = "deciding !== decides"
    text = script("verdict.sentences")
    assert text.count(right) == 1
    page = opened(base, text.replace(right, "deciding === decides"))
    assert page.call("said", numbers_of(base)) != in_python(base)
