"""The report of a plan as a document: its chapters in order, each a report, drawn as a page and as a Word document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from relocation import presets
from relocation.labels import Label, Language
from relocation.reports.loans import loan_tables
from relocation.reports.statements import (
    cash_plan_table,
    checks_table,
    indicators_table,
    statement_table,
)
from relocation.reports.verdict import rules_table, verdict_sentence, village_name
from relocation.scenarios.margins import margins
from relocation.statements import STATEMENT_TITLES, fund_balance_rows, household_rows, sources_and_uses_rows
from relocation.tables.record import Report, Said

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal


def chapters(appraisal: Appraisal, scale: str) -> Iterator[Report]:
    """Each chapter, from the result to what it rests on; money on a scale."""
    book = appraisal.book
    answers = [verdict_sentence(appraisal)]
    if appraisal.verdict.viable is not None:
        answers.append(Said(margins(appraisal).sentence, "strong"))
    yield Report(
        village_name(appraisal),
        tuple(answers),
        (rules_table(appraisal, scale, presets.sentence(appraisal)), indicators_table(appraisal, scale)),
        key="result",
    )
    for key, rows in (
        ("sources_and_uses", sources_and_uses_rows(book)),
        ("fund_balance", fund_balance_rows(book)),
    ):
        yield Report(STATEMENT_TITLES[key], tables=(statement_table(appraisal, key, rows, scale),), key=key)
    yield Report(STATEMENT_TITLES["cash_plan"], tables=(cash_plan_table(appraisal, scale),), key="cash_plan")
    yield Report(Label("Loans", "贷款"), tables=tuple(loan_tables(appraisal, scale)), key="loans")
    yield Report(
        STATEMENT_TITLES["household"],
        tables=(statement_table(appraisal, "household", household_rows(book), "yuan"),),
        key="household",
    )
    yield Report(Label("Checks", "检查"), tables=(checks_table(appraisal),), key="checks")


def document_title(lang: Language) -> str:
    """What the document is called."""
    return Label("Report on the balance of funds", "资金平衡测算报告").text(lang)
