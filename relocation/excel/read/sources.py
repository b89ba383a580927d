"""Provenance, source and note of an input as they stand in its row."""

from __future__ import annotations

from datetime import date
from math import isclose
from typing import Any

from relocation.caller import for_caller
from relocation.excel.layout.inputs import (
    DELIVERED_OFFSET,
    NOTE_OFFSET,
    PROVENANCE_OFFSET,
    SOURCE_OFFSET,
    cell_value,
    derivation_and_note,
)
from relocation.excel.read.cells import Cells, FoundCell
from relocation.excel.writing_anew import template_from
from relocation.labels import Label, Language
from relocation.problems import Problem
from relocation.project.fields import PROVENANCE, SET_BY_PROGRAM, FieldRecord
from relocation.project.sourced_inputs import Source
from relocation.project.values import NotArithmetic, evaluate
from relocation.tables.wording import filled

LONGEST_TEXT = 500
RESTORE = Label(
    "restore it, or have a new file written that takes what stands here: {anew}",
    "请恢复原值，或按此处的值重新生成文件：{anew}",
)


def read_source(cells: Cells, cell: FoundCell, record: FieldRecord) -> tuple[Source, list[Problem]]:
    """What the row says of where its value comes from."""
    said = cells.text(cell, PROVENANCE_OFFSET)
    derivation, note = derivation_and_note(cells.text(cell, NOTE_OFFSET))
    provenance = next((key for key, label in PROVENANCE.items() if said.lower() in (key, *label)), None)
    is_known = provenance is not None or said.lower() in ("", *SET_BY_PROGRAM)
    problems = [] if is_known else [_unknown_provenance(cell, said, record)]
    stated: dict[str, Any] = {
        "provenance": provenance or "assumption",
        "source": cells.text(cell, SOURCE_OFFSET)[:LONGEST_TEXT],
        "note": note[:LONGEST_TEXT],
        "derivation": derivation,
    }
    return Source(**stated), problems


def set_by_program(cells: Cells, cell: FoundCell, record: FieldRecord, value: Any, lang: Language) -> bool:
    """Whether nobody stated the value: the cell is empty, or holds what the program set and says nothing else of it."""
    if cells.value(cell) in (None, "") and cells.formula(cell) is None:
        return True
    if cells.text(cell, SOURCE_OFFSET) or cells.text(cell, NOTE_OFFSET):
        return False
    said = cells.text(cell, PROVENANCE_OFFSET).lower()
    if said in SET_BY_PROGRAM or (not said and record.required and record.structural):
        return _same(cells.neighbour(cell, DELIVERED_OFFSET), cell_value(record, value, lang))
    shown = cell_value(record, value, lang), cell_value(record, record.default, lang)
    return not said and not record.asked and _same(*shown)


def exact(value: Any, record: FieldRecord, source: Source) -> Any:
    """Office programs may save 15 digits; the derivation restores the value it stands for."""
    if not source.derivation or isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    try:
        derived = evaluate(source.derivation)
    except NotArithmetic:
        return value
    if not isclose(derived, value, rel_tol=1e-12):
        return value
    return int(derived) if record.kind == "whole" else derived


def still_true(
    cells: Cells, cell: FoundCell, record: FieldRecord, value: Any, source: Source, lang: Language
) -> tuple[Source, list[Problem]]:
    """A value that is no longer the delivered one has lost its provenance; what is fixed may not change."""
    delivered, shown = cells.neighbour(cell, DELIVERED_OFFSET), cell_value(record, value, lang)
    if delivered is None or value is None or _same(delivered, shown):
        return source, []
    found = _written(shown)
    if record.structural:
        said = _written(delivered)
        expected = Label(f"{said}, which is fixed in this file", f"{said}，本文件中已固定")
        restored = filled(RESTORE, {"anew": template_from(cells.file)})
        by_script = Label(
            "restore it; project.replace then changes it", "请恢复原值，再用 project.replace 更改"
        )
        mend = for_caller(restored, by_script, restored)
        return source, [Problem(cell.address, found, expected, mend, record.label)]
    if source.provenance == "assumption":
        return source.model_copy(update={"derivation": ""}), []
    expected = Label(
        f"{_written(delivered)}, as delivered ({source.provenance})", f"{_written(delivered)}（交付时的值）"
    )
    mend = Label(
        "read as an assumption; choose assumption as its provenance and state its own source",
        "已作为假设读取；请将数据性质改为“假设”并注明其来源",
    )
    note = f"changed from {_written(delivered)} ({source.provenance}) / 原值 {_written(delivered)}"
    warning = Problem(cell.address, found, expected, mend, record.label, "warning")
    return Source(note=note[:LONGEST_TEXT]), [warning]


def _unknown_provenance(cell: FoundCell, said: str, record: FieldRecord) -> Problem:
    names = Label(
        ", ".join(label.en for label in PROVENANCE.values()),
        "、".join(label.zh for label in PROVENANCE.values()),
    )
    expected = Label(f"a provenance: {names.en}", f"数据性质：{names.zh}")
    return Problem(cell.address, said[:60], expected, Label("choose one of them", "请从中选择"), record.label)


def _same(delivered: Any, value: Any) -> bool:
    if isinstance(delivered, (int, float)) and isinstance(value, (int, float)):
        return isclose(delivered, value, rel_tol=1e-12, abs_tol=1e-12)
    if hasattr(value, "isoformat"):
        return str(delivered)[:10] == str(value)[:10]
    return str(delivered) == str(value)


def _written(value: Any) -> str:
    """A value as its author wrote it: a whole number without a decimal point, a date without a time."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return f"{value:.15g}" if isinstance(value, float) else str(value)[:60]
