"""A plan as a page has it, in the engine of Python: what its scripts find out of changed inputs, for comparison."""

from __future__ import annotations

from typing import Any

from relocation.appraisal import Appraisal
from relocation.formula.targets.javascript import book_data, calculator_script
from relocation.javascript import Engine, script
from relocation.project.project import Project
from relocation.project.script_data import refusal_data

SCRIPTS = (
    "tables.numbers",
    "verdict.sentences",
    "project.problems",
    "project.longer_timeline",
    "scenarios.trials",
    "scenarios.margins",
)
OPEN = """
const page = {};
function opened(book, lines, inputs, refusals, delivered) {
  Object.assign(page, {calculate: calculator(book), lines, inputs, refusals: refusalsOf(refusals), delivered});
  return true;
}
function planNow(now) {
  return planOf(Object.assign({now}, page));
}
function finished(steps) {
  for (;;) {
    const {done, value} = steps.next();
    if (done) return value;
  }
}
"""


class PagePlan:
    """A page that was written of one project, and asked of others that differ from it in their inputs."""

    def __init__(self, project: Project, *more: str, changed: dict[str, str] | None = None) -> None:
        self.base = project.appraise()
        texts = [(changed or {}).get(name) or script(name) for name in SCRIPTS]
        self.engine = Engine(calculator_script(), *texts, OPEN, *more)
        book = self.base.book
        told = [book_data(book), list(book.lines), list(book.inputs), refusal_data(project)]
        self.engine.call("opened", *told, numbers_of(self.base))

    def call(self, function: str, project: Project, *data: Any) -> Any:
        """What a function gives for the plan with the inputs of a project, and some data."""
        appraisal = self.base if project is self.base.project else project.appraise()
        return self.engine.call(function, numbers_of(appraisal), *data)


def numbers_of(appraisal: Appraisal) -> list[float]:
    """The inputs of an appraisal in the order of its book."""
    return list(appraisal.book.input_vector(appraisal.inputs))
