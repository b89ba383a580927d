"""The first chapter of the report of a plan: the verdict, how far it is from failing, what is missing, what must not be overlooked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from relocation.labels import COMMA, Label, joined
from relocation.reports.findings import WHEN, Findings
from relocation.reports.run import quantities_table
from relocation.reports.statements import indicator_cells
from relocation.reports.verdict import rules_table, verdict_sentence, warning
from relocation.tables.numbers import HALF_A_FEN
from relocation.tables.record import NO_WORDS, Column, Report, Row, Said, Sentence, Table
from relocation.tables.wording import filled, in_words

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal
    from relocation.project.sourced_inputs import SourcedInputs

GAP = "gap.total"
KEY_FIGURES = (
    "fund_balance.revenue",
    "fund_balance.expenditure",
    "fund_balance.balance",
    "cash.minimum",
    "cash.minimum_period",
    "cash.peak_funding_need",
    "sources.financing",
    "loans.interest_total",
    "uses.closing",
    GAP,
    "household.net_cash",
    "npv",
    "irr",
    "payback",
)
BALANCE_AND_CASH = Label(
    "Fund balance: {balance}. Lowest closing cash: {lowest}, in the period from {day}.",
    "资金结余{balance}；最低期末现金{lowest}，出现在{day}起始的一期。",
)
WARNED = Label("Rules that warn and are not met: {rules}.", "未达的提示性规则：{rules}。")
KEY = Label("Key figures", "主要指标")
MISSING = Label("What is still to be stated", "尚待填写的内容")
MISSING_COLUMNS = (
    Column("where", Label("where", "位置"), words=True),
    Column("missing", Label("missing", "所缺内容"), words=True),
    Column("remedy", Label("what to do", "处理办法"), words=True),
)
NOT_STATED = Label("not stated", "未填写")


def result_chapter(findings: Findings) -> Report:
    """The verdict in a sentence, then why, then the figures that decide."""
    appraisal = findings.appraisal
    answers: list[Sentence] = [verdict_sentence(appraisal)]
    if not findings.states_money:
        return Report(NO_WORDS, tuple(answers), (quantities_table(appraisal.project),))
    if findings.margins is not None:
        answers.append(Said(findings.margins.sentence, "strong"))
    answers += _conditions(findings)
    return Report(NO_WORDS, tuple(answers), tuple(_tables(findings)))


def _conditions(findings: Findings) -> Iterator[Sentence]:
    """The balance and the lowest cash, the rules that warn, and the flags that are up."""
    yield findings.said(BALANCE_AND_CASH, balance="fund_balance.balance", lowest="cash.minimum", day=WHEN)
    verdict = findings.appraisal.verdict
    if warned := verdict.failed(decides=False):
        yield Said(filled(WARNED, {"rules": joined(warned)}), "warn")
    for flag in verdict.flags:
        yield warning(flag.sentence)


def _tables(findings: Findings) -> Iterator[Table]:
    appraisal, scale = findings.appraisal, findings.scale
    if appraisal.verdict.missing:
        yield missing_table(appraisal)
    yield key_figures_table(appraisal, scale)
    yield replace(rules_table(appraisal, scale, None), notes=())


def missing_table(appraisal: Appraisal) -> Table:
    """What a finished plan states and this one does not, place by place."""
    rows = [
        Row((place.name or place.where, lack.reason, place.remedy))
        for lack in appraisal.verdict.missing
        for place in lack.places
    ]
    return Table("missing", MISSING, MISSING_COLUMNS, tuple(rows))


def key_figures_table(appraisal: Appraisal, scale: str) -> Table:
    """The figures that a reader asks for first."""
    columns = (
        Column("line", NO_WORDS, words=True),
        Column("value", Label("value", "数值")),
        Column("unit", Label("unit", "单位"), words=True),
    )
    rows = (
        Row(
            (appraisal.book.lines[key].label, *indicator_cells(appraisal, key, scale)),
            key=key,
            empty=key == GAP and appraisal.number(key) < HALF_A_FEN,
            seen_by=(key,),
        )
        for key in KEY_FIGURES
    )
    return Table("key_figures", KEY, columns, tuple(rows), scale=scale)


def people(project: SourcedInputs, households: str = "households", persons: str = "persons") -> Label:
    """How many households and persons there are, by the names of their inputs; that one is not stated is said."""
    counts = (
        _count(project, f"village.{name}", unit)
        for name, unit in ((households, "household"), (persons, "person"))
    )
    return joined(counts, COMMA)


def _count(project: SourcedInputs, path: str, unit: str) -> Label:
    stated = project.at(path)
    if not stated.stated:
        return stated.record.label.colon(NOT_STATED)
    return in_words(stated.value, unit)
