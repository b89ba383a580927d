"""An appraisal as a live workbook: the template and the export are the same kind of file, written here.

The workbook of a comparison is the live one of its base, with the sheet Comparison in front.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from relocation.appraisal import Appraisal
from relocation.excel.layout.calculation import Places, annual_layout, calculation_layout
from relocation.excel.layout.inputs import cell_value, input_cells, input_rows, inputs_layout
from relocation.excel.layout.item_names import ItemNames, NamedItem, named_items
from relocation.excel.layout.kinds import COMPARISON, SHEETS
from relocation.excel.sheets.about import write_about
from relocation.excel.sheets.annual import write_annual
from relocation.excel.sheets.budget import write_budget
from relocation.excel.sheets.calculation import write_calculation
from relocation.excel.sheets.checks import write_checks
from relocation.excel.sheets.comparison import write_comparison_sheet
from relocation.excel.sheets.indicators import write_indicators
from relocation.excel.sheets.inputs import write_inputs
from relocation.excel.sheets.map import write_map
from relocation.excel.sheets.scenarios import write_scenarios
from relocation.excel.sheets.statements import write_statements
from relocation.excel.sheets.stress import write_stress
from relocation.excel.write import styles
from relocation.excel.write.draft import Draft, empty_workbook, footer_of
from relocation.excel.write.saving import bytes_of
from relocation.excel.write.styles import MoneyUnit
from relocation.excel.write.validation import TOTAL as MARKS_TOTAL
from relocation.files import write_beside
from relocation.formula.language.book import Book
from relocation.labels import Label, Language
from relocation.model import book_of
from relocation.project.book_inputs import REFUSED
from relocation.project.name_marks import marked
from relocation.project.names import input_labels
from relocation.project.values import last_start
from relocation.scenarios.comparison import Comparison, stated_value
from relocation.scenarios.scenario import Change, inputs_of
from relocation.scenarios.tables.headings import TypedRow, TypedTable, usual_table


def write_workbook(
    appraisal: Appraisal,
    path: Path,
    *,
    lang: Language = "en",
    money: MoneyUnit | None = None,
    scenarios: TypedTable | None = None,
    force: bool = False,
    forbid: Path | None = None,
) -> None:
    """Writes the workbook beside `path` and then puts it in its place; `scenarios` is the table it carries along.

    Raises CannotWrite; `forbid` is a file that must not be written over, whatever `force` says.
    """
    data = workbook_bytes(appraisal, lang=lang, money=money, scenarios=scenarios)
    write_beside(path, data, force=force, forbid=forbid)


def workbook_bytes(
    appraisal: Appraisal,
    *,
    lang: Language = "en",
    money: MoneyUnit | None = None,
    scenarios: TypedTable | None = None,
) -> bytes:
    """The workbook, byte for byte the same for the same appraisal and scenarios."""
    return bytes_of(draft_of(appraisal, lang=lang, money=money, scenarios=scenarios))


def draft_of(
    appraisal: Appraisal,
    *,
    lang: Language = "en",
    money: MoneyUnit | None = None,
    scenarios: TypedTable | None = None,
    comparison: Comparison | None = None,
    formulas_only: bool = False,
    placed: Mapping[str, str] | None = None,
) -> Draft:
    """All sheets with their formulas, and beside them the value of every formula cell.

    With `formulas_only` what holds no formula of the model, most input rows, the stress, the scenarios and the map, is
    left out: enough to compare with; `placed` are the cells of inputs that stand elsewhere in the file, since the rows of
    options follow from which were stated when it was written. A comparison, of which the appraisal is the base, stands on a sheet of its own.
    """
    blocks = inputs_layout(appraisal.project, lang)
    named = marked(appraisal.project)
    draft = _draft(
        appraisal,
        book_of(named),
        {**input_cells(blocks), **(placed or {})},
        lang,
        money or styles.USUAL_MONEY[lang],
    )
    draft.is_bare = formulas_only
    write_about(draft, appraisal, told=not formulas_only)
    shown = blocks[:1] if formulas_only else blocks
    write_inputs(draft, shown, input_rows(blocks), last_start(appraisal.project.timeline))
    write_statements(draft)
    write_annual(draft)
    write_budget(draft)
    write_indicators(draft, appraisal.verdict)
    if not formulas_only:
        write_stress(draft, appraisal)
    write_checks(draft, appraisal.project)
    if not formulas_only:
        inputs, names = input_rows(blocks), input_labels(named)
        write_scenarios(draft, inputs, names, scenarios or usual_table(appraisal.project))
    if comparison is not None:
        write_comparison_sheet(draft, comparison)
    write_calculation(draft)
    if not formulas_only:
        write_map(draft, inputs, names)
    return draft


def _draft(
    appraisal: Appraisal, book: Book, inputs: Mapping[str, str], lang: Language, money: MoneyUnit
) -> Draft:
    """A draft without sheets. The labels of `book` have marks where the names of items stand."""
    choices: dict[tuple[str, str], str] = {
        (stated.path, choice.key): choice.label.text(lang)
        for stated in appraisal.project.values()
        for choice in stated.record.choices
    }
    calculation, items = calculation_layout(book), named_items(appraisal.project, lang)
    named: dict[str, NamedItem] = {item.path: item for item in items}
    names = ItemNames(named, calculation.below(list(named)), f"{SHEETS['calculation'].text(lang)}!")
    places = Places(
        book,
        {**inputs, REFUSED: MARKS_TOTAL},
        choices,
        calculation,
        annual_layout(book),
        lang,
        "calculation",
        "D",
    )
    village = Label(appraisal.project.village.name_en, appraisal.project.village.name_zh).text(lang)
    footer = footer_of(village)
    texts: dict[str, str] = {
        stated.path: cell_value(stated.record, stated.value, lang) or ""
        for stated in appraisal.project.values()
        if stated.record.kind == "text"
    }
    return Draft(
        book, appraisal.values, appraisal.inputs, places, lang, money, empty_workbook(), footer, names, texts
    )


def write_comparison(
    comparison: Comparison,
    path: Path,
    *,
    scenarios: TypedTable | None = None,
    lang: Language = "en",
    money: MoneyUnit | None = None,
    force: bool = False,
    forbid: Path | None = None,
) -> None:
    """Writes the workbook of a comparison. `scenarios` is the table it was made from, if a planner typed one.

    Raises CannotWrite; `forbid` is a file that must not be written over, whatever `force` says.
    """
    data = comparison_bytes(comparison, scenarios=scenarios, lang=lang, money=money)
    write_beside(path, data, force=force, forbid=forbid)


def comparison_bytes(
    comparison: Comparison,
    *,
    scenarios: TypedTable | None = None,
    lang: Language = "en",
    money: MoneyUnit | None = None,
) -> bytes:
    """The workbook, byte for byte the same for the same comparison."""
    draft = draft_of(
        comparison.appraisals[comparison.base],
        lang=lang,
        money=money,
        scenarios=scenarios or scenario_table(comparison, lang),
        comparison=comparison,
    )
    return bytes_of(draft, front=draft.workbook.sheetnames.index(COMPARISON.text(lang)))


def scenario_table(comparison: Comparison, lang: Language) -> TypedTable:
    """The cases as scenarios of the base, by their changed assumptions.

    One that has other items than the base is no scenario of it, and is left out.
    """
    known = inputs_of(comparison.cases[comparison.base])
    fitting = {
        name: changes
        for name, changes in comparison.changed.items()
        if all(path in known for path in changes)
    }
    paths = tuple(path for path in known if any(path in changes for changes in fitting.values()))

    def typed(path: str, changes: dict[str, Change]) -> Any:
        return stated_value(known[path].record, changes[path].after, lang) if path in changes else None

    rows = (
        TypedRow(name, "", "", tuple(typed(path, changes) for path in paths))
        for name, changes in fitting.items()
    )
    return TypedTable(paths, tuple(rows))
