"""Changes typed into the page and into the workbook: the script of the page, Python and spreadsheet programs agree."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import quickjs

from relocation.appraisal import Appraisal
from relocation.formula.targets.scalar import Values
from relocation.page import page_text
from relocation.page.scripts import page_script
from relocation.project.project import Project
from relocation.tables.numbers import cell_text
from tests.formula.javascript_run import by_line, differences, numbers, words
from tests.page.own_village import own_village
from tests.page.test_page import part
from tests.parity import Sample, disagreements, sample, with_random_changes, without_lost_rate
from tests.spreadsheet_programs import Engine, libreoffice, values_in

CHANGES = 40
BY_LIBREOFFICE, IN_PROCESS = 10, 5  # every so many of them, since a workbook takes a second or a third of one
KEY_FIGURES = (
    "fund_balance.balance",
    "cash.minimum",
    "loans.interest_total",
    "npv",
    "irr",
    "dscr_min",
    "dscr.with_cash_min",
    "verdict.viable",
)
START = "start();\n"
TYPED = """
function typed(inputs) {
  NOW.inputs = numbersOfWords(inputs);
  const whole = withStated(NOW.inputs);
  const problems = problemsNow(whole);
  if (problems.length) throw new Error("refused: " + JSON.stringify(problems));
  return whole;
}
function numbersOfWords(text) { return Array.from(new Float64Array(Uint32Array.from(JSON.parse(text)).buffer)); }
function inWords(values) {
  const all = [];
  for (const value of values) {
    if (typeof value === "number") all.push(value);
    else for (const number of value) all.push(number);
  }
  return new Uint32Array(Float64Array.from(all).buffer).join();
}
const byFormulas = (inputs) => inWords(PLAN.calculate(typed(inputs), PLAN.periods, PLAN.groups));
const shown = (inputs) => inWords(NOW.values = numbersOf(typed(inputs)));
const verdict = () => JSON.stringify(verdictOf(PLAN.scripts.verdict, {of: valueByKey, inputs: NOW.inputs, delivered: PLAN.delivered}));
"""


class Page:
    """The script of a written page with the data of that page, all but what it does to a document."""

    def __init__(self, project: Project) -> None:
        self.delivered = project.appraise()
        self.book = self.delivered.book
        text = page_text(self.delivered, "en")
        script = part(text, r"<script>(.*?)</script>")
        assert script == page_script()
        assert script.endswith(START)
        self.context = quickjs.Context()
        self.context.eval(script.removesuffix(START).replace('"use strict";', "", 1) + TYPED)
        self.context.set("told", part(text, r'id="plan">(.*?)</script>'))
        self.context.eval("readPlan(told)")

    def numbers(self, changes: Mapping[str, Any], what: str) -> Values:
        """The numbers after these changes, as the formulas give them or as they are shown."""
        self.context.set("inputs", json.dumps(words(self._inputs(changes))))
        given = numbers(self.context.eval(f"{what}(inputs)"))
        return by_line(self.book, given, self.book.periods, self.book.groups)

    def verdict(self) -> Any:
        """What the page says after the last changes."""
        return json.loads(self.context.eval("verdict()"))

    def _inputs(self, changes: Mapping[str, Any]) -> list[float]:
        """The inputs as they were delivered, but for those that were typed."""
        after = appraised(changes).inputs
        return list(
            self.book.input_vector({**self.delivered.inputs, **{path: after[path] for path in changes}})
        )


@cache
def page() -> Page:
    return Page(own_village())


@cache
def workbook() -> Sample:
    return sample(own_village(), "en")


@cache
def changed() -> list[dict[str, Any]]:
    return [with_random_changes(own_village(), seed, 1 + seed % 4) for seed in range(CHANGES)]


def appraised(changes: Mapping[str, Any]) -> Appraisal:
    return own_village().replace(changes).appraise()


def test_the_page_and_python_agree_after_every_change() -> None:
    viable, told = set(), []
    for changes in changed():
        appraisal = appraised(changes)
        assert differences(page().book, appraisal.values, page().numbers(changes, "byFormulas")) == []
        shown, verdict = page().numbers(changes, "shown"), page().verdict()
        for key in KEY_FIGURES:
            unit = page().book.lines[key].unit
            assert cell_text(shown[key], unit, "yuan") == cell_text(appraisal.number(key), unit, "yuan"), key
        assert (verdict["viable"], verdict["summary"]) == (
            appraisal.verdict.viable,
            list(appraisal.verdict.summary.text),
        )
        viable.add(verdict["viable"])
        told.append(shown["cash.minimum"])
    assert viable >= {True, False}
    assert len({*told}) > CHANGES / 2


def test_libreoffice_and_the_page_agree(tmp_path: Path) -> None:
    typed = {f"v{place}": changes for place, changes in enumerate(changed()) if not place % BY_LIBREOFFICE}
    saved = libreoffice({name: workbook().typed(typed[name]).data for name in typed}, tmp_path)
    wrong = [f"{name}: {text}" for name in typed for text in unlike(typed[name], values_in(saved[name]))]
    assert wrong == []


def test_a_spreadsheet_in_process_and_the_page_agree() -> None:
    engine = Engine(workbook().data)
    for changes in changed()[::IN_PROCESS]:
        theirs = engine.values(workbook().cells, workbook().input_cells(changes))
        assert unlike(changes, theirs) == []


def unlike(changes: Mapping[str, Any], theirs: Mapping[Any, Any]) -> list[str]:
    """Where a workbook shows another number than the page."""
    ours = workbook().numbers(appraised(changes), page().numbers(changes, "byFormulas"))
    return disagreements(workbook(), without_lost_rate(workbook(), ours, theirs), theirs)
