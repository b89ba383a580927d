"""A comparison as a workbook: the live workbook of its base, and the sheet Comparison in front."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from relocation.excel.write.layout import COMPARISON
from relocation.excel.write.scenarios_layout import TypedRow, TypedTable
from relocation.excel.write.styles import MoneyUnit
from relocation.excel.write.workbook import bytes_of, draft_of
from relocation.files import write_beside
from relocation.labels import Language
from relocation.scenarios.comparison import Comparison, stated_value
from relocation.scenarios.scenario import Change, inputs_of


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
