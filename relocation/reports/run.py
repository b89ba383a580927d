"""A plan as a whole: its verdict, statements, loans and checks, and what comes of appraising it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from relocation import presets
from relocation.labels import Label, Language
from relocation.norms import replacement_costs
from relocation.project.names import is_slot, item_name
from relocation.reconciliation import figures
from relocation.reports.inputs import source_words
from relocation.reports.loans import loan_tables
from relocation.reports.published import published_table
from relocation.reports.statements import (
    cash_plan_table,
    checks_table,
    indicators_table,
    statement_table,
)
from relocation.reports.stress import bridge_table, replacement_table
from relocation.reports.verdict import rules_table, verdict_sentence, village_name
from relocation.scenarios.margins import margins
from relocation.statements import (
    fund_balance_rows,
    gap_rows,
    household_rows,
    sources_and_uses_rows,
)
from relocation.stress import bridge_test
from relocation.tables.numbers import HALF_A_FEN, STATED, unit_label
from relocation.tables.programs import frame_csv
from relocation.tables.record import NO_WORDS, Amount, Column, Report, Row, Said, Table

if TYPE_CHECKING:
    from relocation.appraisal import Appraisal
    from relocation.project.sourced_inputs import SourcedInputs

QUANTITIES = Label("What the plan counts (no money is stated)", "方案所载数量（未填写金额）")
QUANTITY_COLUMNS = (
    Column("name", NO_WORDS, words=True),
    Column("quantity", Label("quantity", "数量")),
    Column("unit", Label("unit", "单位"), words=True),
    Column("source", Label("source", "来源"), words=True, below=True),
)
PEOPLE = {
    "village.households": Label("Households of the project", "项目户数"),
    "village.persons": Label("Persons of the project", "项目人数"),
}
COUNTED = ("construction", "compensation", "purchases", "subsidies")


def run_report(appraisal: Appraisal, scale: str = "yuan", cells: Mapping[str, str] | None = None) -> Report:
    """The result of a run. `cells` are those of the inputs, where a workbook was read."""
    return Report(
        NO_WORDS,
        program=partial(run_record, appraisal),
        csv=lambda lang: frame_csv(appraisal.to_frame(lang).drop(columns="date")),
        made=partial(_for_readers, appraisal, scale, cells),
    )


def run_record(appraisal: Appraisal, lang: Language) -> dict[str, Any]:
    """The one object of a run: the appraisal, and what comes from appraising the plan again."""
    test = bridge_test(appraisal.project)
    return {
        **appraisal.to_record(lang),
        "assumed_by_program": presets.to_records(appraisal),
        "margins": None if appraisal.verdict.viable is None else margins(appraisal).to_record(lang),
        "bridge_test": test.to_records(lang),
        "replacement_cost": [cost.to_record(lang) for cost in replacement_costs(appraisal.project)],
        "published": [figure.to_record(lang) for figure in figures(appraisal)],
    }


def _for_readers(appraisal: Appraisal, scale: str, cells: Mapping[str, str] | None) -> Report:
    answers = [verdict_sentence(appraisal)]
    if appraisal.number("verdict.money") == 0:
        tables = (quantities_table(appraisal.project), checks_table(appraisal))
        return Report(village_name(appraisal), tuple(answers), tables)
    if appraisal.verdict.viable is not None:
        answers.append(Said(margins(appraisal).sentence, "strong"))
    return Report(village_name(appraisal), tuple(answers), tuple(_tables(appraisal, scale, cells)))


def _tables(appraisal: Appraisal, scale: str, cells: Mapping[str, str] | None) -> Iterator[Table]:
    """Each table of a plan that states money, from top to bottom."""
    book = appraisal.book
    yield rules_table(appraisal, scale, presets.sentence(appraisal, cells))
    yield statement_table(appraisal, "fund_balance", fund_balance_rows(book), scale)
    yield indicators_table(appraisal, scale)
    yield statement_table(appraisal, "sources_and_uses", sources_and_uses_rows(book), scale)
    yield cash_plan_table(appraisal, scale)
    yield from loan_tables(appraisal, scale)
    yield statement_table(appraisal, "household", household_rows(book), "yuan")
    if appraisal.number("gap.total") >= HALF_A_FEN:
        yield statement_table(appraisal, "gap", gap_rows(book), scale)
    yield replacement_table(replacement_costs(appraisal.project))
    yield bridge_table(bridge_test(appraisal.project), scale)
    yield published_table(figures(appraisal))
    yield checks_table(appraisal)


def quantities_table(project: SourcedInputs) -> Table:
    """What a plan without money counts: people first, then every item that has a quantity, each with where it comes from."""
    rows = []
    for path, label, unit in _counted(project):
        stated = project.at(path)
        if stated.value:
            amount = Amount(stated.value, unit, digits=STATED)
            rows.append(Row((label, amount, unit_label(unit), source_words(stated.source))))
    return Table("quantities", QUANTITIES, QUANTITY_COLUMNS, tuple(rows))


def _counted(project: SourcedInputs) -> Iterator[tuple[str, Label, str]]:
    """Each path that counts something, what it is called, and its unit."""
    for path, label in PEOPLE.items():
        yield path, label, project.at(path).record.unit
    for group in COUNTED:
        for identity, item in getattr(project, group).items():
            path = f"{group}.{identity}"
            if not is_slot(path):
                unit = getattr(item, "unit", "") or getattr(item, "basis", "")
                yield f"{path}.quantity", item_name(path, item.label_en, item.label_zh), unit
