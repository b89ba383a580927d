"""A filled workbook -> Project. Only declared cells are read, and every problem is told with its sheet and cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from math import isclose
from pathlib import Path
from typing import Any

from relocation.excel.gate import admit
from relocation.excel.inputs_sheet import TEXT_KINDS, cell_value
from relocation.excel.layout import SHEETS
from relocation.excel.sheet_cells import Cells, FoundCell, open_cells
from relocation.labels import Label, Language
from relocation.problems import Problem, ProblemsFound, near
from relocation.project.derivation import NotArithmetic, evaluate
from relocation.project.fields import PROVENANCE, UNITS, FieldRecord
from relocation.project.messages import expectation, field_at
from relocation.project.numbers import read_value
from relocation.project.names import SLOT_PREFIX
from relocation.project.project import Project, Source
from relocation.project.template import without_slots

UNIT_OFFSET, DELIVERED_OFFSET, PATH_OFFSET = -1, 5, 6  # columns, seen from the value
PROVENANCE_OFFSET, SOURCE_OFFSET, NOTE_OFFSET = 2, 3, 4
AMOUNTS = ("quantity", "rate", "principal", "amount", "share")


@dataclass(frozen=True, slots=True)
class FilledWorkbook:
    """What a workbook says: the project as it stands in the file with its slots, the project without them."""

    project: Project
    with_slots: Project
    lang: Language
    warnings: tuple[Problem, ...]


def read_workbook(path: Path) -> FilledWorkbook:
    """Reads a filled workbook. Raises ProblemsFound with everything that is wrong, each with its cell."""
    refused = admit(path)
    if any(problem.severity == "error" for problem in refused):
        raise ProblemsFound(refused)
    reading = _Reading(path, open_cells(path))
    reading.read()
    return reading.finish([problem for problem in refused if problem.severity == "warning"])


@dataclass
class _Reading:
    path: Path
    cells: Cells
    values: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    lang: Language = "en"

    def read(self) -> None:
        self.refuse_foreign()
        empty = self.empty_slots()
        for path, cell in self.cells.names.items():
            record, known = field_at(Project, path.split("."))
            if record is None:
                self.problem(
                    cell,
                    path,
                    Label("the path of an input", "输入项路径"),
                    near(path.rsplit(".", 1)[-1], known),
                )
            elif self.belongs(path, cell):
                self.take(path, cell, record, is_empty=any(path.startswith(f"{item}.") for item in empty))

    def refuse_foreign(self) -> None:
        """A file without the named cells is not one of ours; a missing sheet is told with those present."""
        titles = [title for label in (SHEETS["inputs"],) for title in label]
        present = [title for title in titles if title in self.cells.titles]
        if self.cells.names and present:
            self.lang = "zh" if present[0] == SHEETS["inputs"].zh else "en"
            return
        wanted = " / ".join(titles)
        listed = ", ".join(self.cells.titles) or "-"
        raise ProblemsFound(
            [
                Problem(
                    str(self.path.name),
                    listed,
                    Label(
                        f"a workbook with the sheet {wanted} and its named cells",
                        f"含有“{wanted}”工作表及其命名单元格的工作簿",
                    ),
                    Label(
                        "start from: relocation template -o village.xlsx",
                        "请从 relocation template -o village.xlsx 开始",
                    ),
                )
            ]
        )

    def belongs(self, path: str, cell: FoundCell) -> bool:
        """The row must still say the path: rows that were moved apart from their names would be read wrongly."""
        said = self.cells.text(cell, PATH_OFFSET)
        if said != path:
            self.problem(
                cell,
                said,
                Label(f"{path} in the path column of this row", f"本行路径列应为 {path}"),
                Label("undo inserted or deleted rows and columns", "请撤销插入或删除的行列"),
            )
        return said == path

    def empty_slots(self) -> set[str]:
        """Slots in which no amount, name or source was filled."""
        items: dict[str, bool] = {}
        for path, cell in self.cells.names.items():
            parts = path.split(".")
            slot = next((at for at, part in enumerate(parts) if part.startswith(SLOT_PREFIX)), None)
            if slot is None:
                continue
            item, name = ".".join(parts[: slot + 1]), parts[-1]
            value = self.cells.value(cell)
            filled = value not in (None, "", 0) and (
                name in AMOUNTS or name.startswith("label_") or name in ("lender", "funder", "formula")
            )
            stated = bool(self.cells.text(cell, SOURCE_OFFSET) or self.cells.text(cell, NOTE_OFFSET))
            items[item] = items.get(item, False) or filled or stated
        return {item for item, filled in items.items() if not filled}

    def take(self, path: str, cell: FoundCell, record: FieldRecord, *, is_empty: bool) -> None:
        raw = self.cells.value(cell)
        formula = self.cells.formula(cell)
        if formula is not None:
            raw = self.calculated(cell, record, formula, raw)
        self.check_unit(cell, record)
        if raw in (None, "") and (is_empty or _may_stay_empty(record)):
            self.values[path] = _nothing(record)
        elif formula is None or raw is not None:
            value, found = read_value(cell.address, raw, record)
            self.problems += found
            self.values[path] = value
        self.take_source(path, cell, record)

    def calculated(self, cell: FoundCell, record: FieldRecord, formula: str, cached: Any) -> Any:
        """An input that somebody calculates in its cell: its value counts if there is one, and is mentioned."""
        shown = f"={formula.lstrip('=')}"[:60]
        if "[" in formula or "DISPIMG" in formula.upper() or cached is None:
            self.problem(
                cell, shown, expectation(record), Label("write the number itself", "请直接填写数字"), record
            )
            return None
        if isinstance(cached, str) and cached.startswith("#"):
            self.problem(
                cell,
                cached,
                expectation(record),
                Label("mend the formula or write the number", "请修正公式或直接填写数字"),
                record,
            )
            return None
        said = Label(
            "its calculated value was read; better write the number", "已读取其计算结果，建议直接填写数字"
        )
        self.problem(cell, shown, expectation(record), said, record, warning=True)
        return cached

    def check_unit(self, cell: FoundCell, record: FieldRecord) -> None:
        said = self.cells.text(cell, UNIT_OFFSET)
        wanted = UNITS[record.unit]
        if said not in wanted:
            self.problem(
                cell,
                said,
                Label(f"the unit {wanted.en}", f"单位“{wanted.zh}”"),
                Label("restore the unit and write the value in it", "请恢复单位并按该单位填写"),
                record,
            )

    def take_source(self, path: str, cell: FoundCell, record: FieldRecord) -> None:
        said = self.cells.text(cell, PROVENANCE_OFFSET)
        provenance = next(
            (key for key, label in PROVENANCE.items() if said in (key, *label)),
            "assumption" if not said else None,
        )
        if provenance is None:
            names = Label(
                ", ".join(label.en for label in PROVENANCE.values()),
                "、".join(label.zh for label in PROVENANCE.values()),
            )
            self.problem(
                cell,
                said,
                Label(f"a provenance: {names.en}", f"数据性质：{names.zh}"),
                Label("correct it", "请更正"),
                record,
            )
            provenance = "assumption"
        derivation, note = _derivation_and_note(self.cells.text(cell, NOTE_OFFSET))
        source = Source(
            provenance=provenance,
            source=self.cells.text(cell, SOURCE_OFFSET)[:500],
            note=note[:500],
            derivation=derivation,
        )  # type: ignore[arg-type]
        self.sources[path] = self.still_true(path, cell, record, source)

    def still_true(self, path: str, cell: FoundCell, record: FieldRecord, source: Source) -> Source:
        """A value that is no longer the delivered one has lost its provenance; what is fixed may not change."""
        delivered = self.cells.neighbour(cell, DELIVERED_OFFSET)
        value = self.values.get(path)
        if source.derivation and isinstance(value, (int, float)):
            value = self.exact(path, record, value, source.derivation)
        if delivered is None or value is None or _same(delivered, cell_value(record, value, self.lang)):
            return source
        if record.structural:
            self.problem(
                cell,
                str(value),
                Label(f"{delivered}, which is fixed in this file", f"{delivered}，本文件中已固定"),
                Label("write a new template for another value", "如需更改请重新生成模板"),
                record,
            )
            return source
        said = Label("read as an assumption; state its own source", "已作为假设读取；请注明其来源")
        self.problem(
            cell,
            str(value),
            Label(f"{delivered}, as delivered ({source.provenance})", f"{delivered}（交付时的值）"),
            said,
            record,
            warning=True,
        )
        return Source(note=f"changed from {delivered} ({source.provenance}) / 原值 {delivered}")

    def exact(self, path: str, record: FieldRecord, value: float, derivation: str) -> float:
        """Office programs may save 15 digits; the derivation restores the value it stands for."""
        try:
            exact = evaluate(derivation)
        except NotArithmetic:
            return value
        if isclose(exact, value, rel_tol=1e-12):
            self.values[path] = int(exact) if record.kind == "whole" else exact
        return float(self.values[path])

    def finish(self, warnings: list[Problem]) -> FilledWorkbook:
        errors = [problem for problem in self.problems if problem.severity == "error"]
        notes = warnings + [problem for problem in self.problems if problem.severity == "warning"]
        try:
            project = Project.build(_nested(self.values), self.sources)
        except ProblemsFound as found:
            # A value that could not be read at all was told already, with its cell.
            unread = {path for path, value in self.values.items() if value is None}
            fresh = [self.located(problem) for problem in found.problems if problem.where not in unread]
            raise ProblemsFound([*errors, *fresh, *notes]) from None
        if errors:
            raise ProblemsFound([*errors, *notes])
        return FilledWorkbook(without_slots(project), project, self.lang, tuple(notes))

    def located(self, problem: Problem) -> Problem:
        """The same problem at its cell instead of its path."""
        for path, cell in self.cells.names.items():
            if path == problem.where or path.startswith(f"{problem.where}."):
                return replace(
                    problem, where=cell.address, name=problem.name or Label(problem.where, problem.where)
                )
        return problem

    def problem(
        self,
        cell: FoundCell,
        found: str,
        expected: Label,
        remedy: Label,
        record: FieldRecord | None = None,
        *,
        warning: bool = False,
    ) -> None:
        name = record.label if record else None
        self.problems.append(
            Problem(cell.address, found[:60], expected, remedy, name, "warning" if warning else "error")
        )


def _may_stay_empty(record: FieldRecord) -> bool:
    """An empty cell counts as zero in every formula, so only what defaults to zero, and texts, may be empty."""
    return record.kind in TEXT_KINDS or (not record.required and record.default == 0 and not record.choices)


def _nothing(record: FieldRecord) -> Any:
    if record.required and record.kind in {"number", "share"}:
        return 0.0
    if record.required and record.kind == "whole":
        return int(record.low or 0)
    return record.default


def _same(delivered: Any, value: Any) -> bool:
    if isinstance(delivered, (int, float)) and isinstance(value, (int, float)):
        return isclose(delivered, value, rel_tol=1e-12, abs_tol=1e-12)
    return (
        str(delivered)[:10] == str(value)[:10]
        if hasattr(value, "isoformat")
        else str(delivered) == str(value)
    )


def _derivation_and_note(text: str) -> tuple[str, str]:
    if text.startswith("[= ") and "]" in text:
        derivation, _, note = text[3:].partition("]")
        return derivation.strip(), note.strip()
    return "", text


def _nested(values: Mapping[str, Any]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for path, value in values.items():
        *groups, name = path.split(".")
        table = nested
        for group in groups:
            table = table.setdefault(group, {})
        if value is not None:
            table[name] = value
    return nested


def problems_with_formulas(path: Path, filled: FilledWorkbook) -> Iterator[Problem]:
    """Formulas of the file that somebody overwrote, and cached values that are not ours, each with its cell."""
    from relocation.excel.comparison import differences

    yield from differences(path, filled.with_slots, filled.lang)
