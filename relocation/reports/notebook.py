"""What a notebook shows of a result: the reports that the commands print of it, on the scale that readers of a language know."""

from __future__ import annotations

from functools import singledispatch
from typing import Any

from relocation.appraisal import Appraisal
from relocation.caller import default_language
from relocation.county.consolidation import County
from relocation.formula.targets.explain import Explanation
from relocation.labels import LARGE_SCALE, Label, Language, same
from relocation.loan_schedule import LoanSchedule
from relocation.model import book_of
from relocation.project.names import input_labels
from relocation.project.sourced_inputs import SourcedInputs
from relocation.reports.comparison import comparison_report
from relocation.reports.county import county_report
from relocation.reports.explanation import explanation_report
from relocation.reports.inputs import source_words, stated_cell
from relocation.reports.loans import loan_report
from relocation.reports.result import key_figures_table
from relocation.reports.sensitivity import solution_report
from relocation.reports.simulation import simulation_report
from relocation.reports.statements import statement_table
from relocation.reports.stress import bridge_table
from relocation.reports.variation import variation_report
from relocation.reports.verdict import rules_table, verdict_sentence, village_name
from relocation.scenarios.comparison import Comparison
from relocation.scenarios.goal_seek.solution import Solution
from relocation.scenarios.margins import Margins
from relocation.scenarios.sensitivity.vary import Variation
from relocation.scenarios.simulation.simulation import Simulation
from relocation.statements import fund_balance_rows
from relocation.stress import BridgeTest
from relocation.tables.numbers import unit_label
from relocation.tables.page import part_text
from relocation.tables.record import NO_WORDS, Column, Report, Row, Said, Stacked, Table
from relocation.tables.terminal import report_text
from relocation.verdict import Verdict

MOST_INPUTS, MOST_DEEP = 200, 3  # of a project, and of the tree of a number
STATED = Label("What is stated", "所载输入")
STATED_COLUMNS = (
    Column("input", Label("input", "输入项"), words=True),
    Column("value", Label("value", "数值")),
    Column("unit", Label("unit", "单位"), words=True),
    Column("source", Label("source", "来源"), words=True),
)


def html(value: Any) -> str:
    """A result as a part of a page."""
    lang = default_language()
    value = value.cut(MOST_DEEP) if isinstance(value, Explanation) else value
    return part_text([report_of(value, LARGE_SCALE[lang]).for_readers], lang)


def text(value: Any, lang: Language) -> str:
    """A result as a terminal shows it."""
    return report_text(report_of(value, LARGE_SCALE[lang]), "table", lang)


@singledispatch
def report_of(value: Any, _scale: str) -> Report:
    """What is told of a result, money on a scale."""
    raise TypeError(f"nothing is told of {type(value).__name__}")


@report_of.register
def _(value: Report, _scale: str) -> Report:
    return value


@report_of.register
def _(value: SourcedInputs, _scale: str) -> Report:
    labels = input_labels(value)
    stated = [each for each in value.values() if each.stated and each.value != ""]
    rows = (
        Row(
            (
                Stacked((labels[each.path], same(each.path))),
                stated_cell(each.record, each.value),
                unit_label(each.record.unit),
                source_words(each.source),
            )
        )
        for each in stated[:MOST_INPUTS]
    )
    more = len(stated) - MOST_INPUTS
    left_out = Label(f"{more} more; values() holds all.", f"另有 {more} 项；values() 含全部。")
    table = Table("inputs", STATED, STATED_COLUMNS, tuple(rows), notes=(left_out,) if more > 0 else ())
    village = value.village
    name = Label(village.name_en or village.name_zh, village.name_zh or village.name_en)
    return Report(name, tables=(table,))


@report_of.register
def _(value: Appraisal, scale: str) -> Report:
    balance = statement_table(value, "fund_balance", fund_balance_rows(value.book), scale)
    tables = (key_figures_table(value, scale), balance, rules_table(value, scale, None))
    return Report(village_name(value), (verdict_sentence(value),), tables)


@report_of.register
def _(value: Verdict, _scale: str) -> Report:
    answers = (Said(*value.summary), *(Said(flag.sentence, "warn") for flag in value.flags))
    return Report(NO_WORDS, answers)


@report_of.register
def _(value: Comparison, scale: str) -> Report:
    return comparison_report(value, scale)


@report_of.register
def _(value: BridgeTest, scale: str) -> Report:
    return Report(NO_WORDS, tables=(bridge_table(value, scale),))


@report_of.register
def _(value: Margins, _scale: str) -> Report:
    return Report(NO_WORDS, (Said(value.sentence, "strong"),))


@report_of.register
def _(value: Simulation, scale: str) -> Report:
    return simulation_report(value, scale)


@report_of.register
def _(value: Variation, scale: str) -> Report:
    lines = book_of(value.project).lines
    return variation_report(value, [lines[key] for key in value.outputs], scale)


@report_of.register
def _(value: Solution, _scale: str) -> Report:
    return solution_report(value)


@report_of.register
def _(value: Explanation, _scale: str) -> Report:
    return explanation_report(value)


@report_of.register
def _(value: County, scale: str) -> Report:
    return county_report(value, scale)


@report_of.register
def _(value: LoanSchedule, _scale: str) -> Report:
    return loan_report(value)
