"""The verdict and the sentences of the flags in the script of a page: what Python says, of changed inputs too."""

import math
import random
from functools import cache
from typing import Any

import pytest

import relocation
from relocation.appraisal import Appraisal
from relocation.javascript import Engine, script
from relocation.labels import LANGUAGES
from relocation.problems import ProblemsFound
from relocation.project.project import Project
from relocation.verdict.script_data import sentence_data
from tests.random_projects import random_project

# The numbers come from Python, so that only the words are asked; a page takes them from its calculator.
GIVEN = """
const numberOf = x => x === "NaN" ? NaN : x === "inf" ? Infinity : x === "-inf" ? -Infinity : x;
let found;
const ratesOfReturn = () => found;
function said(data, values, inputs, delivered, rates) {
  const of = key => Array.isArray(values[key]) ? values[key].map(numberOf) : numberOf(values[key]);
  found = rates;
  return verdictOf(data, {of, inputs, delivered});
}
"""


@cache
def engine() -> Engine:
    return Engine(script("tables.numbers"), script("verdict.sentences"), GIVEN)


def plain(value: float | list[float]) -> Any:
    """A number as JSON can hold it."""
    if isinstance(value, list):
        return [plain(each) for each in value]
    return "NaN" if math.isnan(value) else value if math.isfinite(value) else str(value)


def in_script(base: Appraisal, appraisal: Appraisal) -> Any:
    """What a page that was written of `base` says of changed numbers."""
    book = base.book
    vectors = [list(book.input_vector(each.inputs)) for each in (appraisal, base)]
    values = {key: plain(value) for key, value in appraisal.values.items()}
    values |= dict(zip(book.inputs, vectors[0], strict=True))
    times = 12 / appraisal.number("timeline.months")
    rates = [(1 + rate) ** (1 / times) - 1 for rate in appraisal.internal_rate.rates]
    found = {"status": appraisal.internal_rate.status, "rates": rates}
    return engine().call("said", sentence_data(base.project, book), values, *vectors, found)


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
    for project in [base.project, *what_ifs(base.project, 3, 25)]:
        appraisal = project.appraise()
        assert in_script(base, appraisal) == in_python(appraisal)


@pytest.mark.parametrize("seed", range(24))
def test_a_page_of_any_project_says_what_python_says(seed: int) -> None:
    base = random_project(seed, periods=8).appraise()
    for project in [base.project, *what_ifs(base.project, seed, 3)]:
        appraisal = project.appraise()
        assert in_script(base, appraisal) == in_python(appraisal)
