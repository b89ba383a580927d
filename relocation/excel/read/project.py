"""A filled workbook -> Project. Only declared cells are read, and every problem is told with its sheet and cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from relocation.caller import for_caller
from relocation.excel.gate.gate import admit
from relocation.excel.layout.inputs import DELIVERED_OFFSET, NOTE_OFFSET, SOURCE_OFFSET, UNIT_OFFSET
from relocation.excel.layout.kinds import PROJECT
from relocation.excel.read.cells import Cells, FoundCell, calculated, mended, nested, open_cells
from relocation.excel.read.frame import (
    SheetWords,
    belongs,
    frame_problems,
    frame_warnings,
    inputs_sheet,
    is_older,
)
from relocation.excel.read.scenarios import ScenarioSheet, read_scenarios
from relocation.excel.read.sources import (
    exact,
    read_source,
    set_by_program,
    still_true,
)
from relocation.excel.read.tables import refuse_another
from relocation.excel.writing_anew import workbook_of
from relocation.labels import Label, Language
from relocation.problems import Problem, ProblemsFound, Severity
from relocation.project.fields import FieldRecord
from relocation.project.inputs import Inputs
from relocation.project.messages import expectation, field_at
from relocation.project.names import place_name, place_names
from relocation.project.paths import InputPath
from relocation.project.plausibility import doubts, unusual
from relocation.project.project import Project
from relocation.project.sourced_inputs import InputValue, Source
from relocation.project.template import settled, shows_use
from relocation.reading.values import read_value
from relocation.tables.units import UNITS


@dataclass(frozen=True, slots=True)
class FilledWorkbook:
    """What a workbook says: the project as it stands in the file with its slots, and the project without them.

    A slot that is used, be it only by a scenario, has become an ordinary item, in the scenarios too. What is wrong with scenarios stands in `scenarios.problems`:
    it forbids comparing them, but not using the project. `refixed` holds what a template written from this file changes in it:
    what was typed over that which is fixed. Another length of a period has not changed the project yet.
    """

    project: Project
    with_slots: Project
    lang: Language
    warnings: tuple[Problem, ...]
    cells: Cells
    scenarios: ScenarioSheet
    words: SheetWords
    refixed: Mapping[str, Any] = field(default_factory=dict)
    is_comparable: bool = True  # not written by an earlier version, and no formula was typed into a spare row


def read_workbook(path: Path, *, as_basis: bool = False) -> FilledWorkbook:
    """Reads a filled workbook. Raises ProblemsFound with everything that is wrong, each with its cell.

    As the basis of a new template it may differ from what is fixed in it, since that is written anew.
    """
    admitted = admit(path)
    refuse_another(admitted, path.name, PROJECT)
    cells = open_cells(admitted, path.name)
    title, lang = inputs_sheet(cells)
    facts = admitted.sheet(title)
    scenarios = read_scenarios(cells, admitted.sheets, cells.names)
    problems = list(frame_problems(cells, title, facts))
    reading = _Reading(cells, title, lang, scenarios, problems, as_basis=as_basis)
    reading.read()
    return reading.finish([*admitted.warnings, *frame_warnings(cells, title, facts)])


@dataclass
class _Reading:
    cells: Cells
    title: str
    lang: Language
    scenarios: ScenarioSheet
    problems: list[Problem]
    values: dict[str, Any] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    as_basis: bool = False
    refixed: dict[str, Any] = field(default_factory=dict)
    restated: list[Problem] = field(default_factory=list)
    has_new_formula: bool = False

    def read(self) -> None:
        unused = self.unused_slots()
        for path, cell in self.cells.names.items():
            record, _ = field_at(Inputs, path.parts)
            if record is not None and belongs(self.cells, self.title, path, cell):
                self.take(path, cell, record, is_unused=not unused.isdisjoint(path.slots))
            else:  # told already by the frame
                self.values[path] = None
        self.count_periods_last()

    def unused_slots(self) -> set[InputPath]:
        """Slots in which no amount, name or source was filled; one inside another is judged by itself."""
        names = self.cells.names
        return {slot for path in names for slot in path.slots} - {
            slot for path, cell in names.items() if self.shows_use(path, cell) for slot in path.slots
        }

    def shows_use(self, path: InputPath, cell: FoundCell) -> bool:
        filled = self.cells.value(cell) not in (None, "", 0) or self.cells.formula(cell) is not None
        stated = self.cells.text(cell, SOURCE_OFFSET) or self.cells.text(cell, NOTE_OFFSET)
        return bool(stated) or (filled and shows_use(path, self.cells.names))

    def take(self, path: InputPath, cell: FoundCell, record: FieldRecord, *, is_unused: bool) -> None:
        self.check_unit(cell, record)
        value = self.value(cell, record, is_unused=is_unused)
        source, problems = read_source(self.cells, cell, record)
        value = exact(value, record, source)
        self.values[path] = value
        self.note_new_formula(cell, record, value)
        # A spare row of an earlier version shows its usual values.
        is_idle = is_unused and value == _nothing(record)
        if is_idle or set_by_program(self.cells, cell, record, value, self.lang):
            self.sources[path] = source.model_copy(update={"stated": False})
        else:
            self.sources[path], changed = still_true(self.cells, cell, record, value, source, self.lang)
            if changed and record.structural and self.as_basis:
                self.refix(path, cell, record)
                changed = []
            problems += changed
        self.problems += problems

    def note_new_formula(self, cell: FoundCell, record: FieldRecord, value: Any) -> None:
        """A formula typed where none stood: the other sheets of the file were written without it."""
        if record.kind == "formula" and value and self.cells.neighbour(cell, DELIVERED_OFFSET) is None:
            self.has_new_formula = True
            expected = Label("no formula, as when this file was written", "生成本文件时此处无公式")
            call = workbook_of(self.cells.file)
            taken = Label(
                f"taken into our own calculation; the other sheets of this file do not follow it: {call.en}",
                f"已用于程序自行计算；本文件其他工作表不随之变化，请重新生成：{call.zh}",
            )
            self.problem(cell, str(value), expected, taken, record, warning=True)

    def refix(self, path: InputPath, cell: FoundCell, record: FieldRecord) -> None:
        """Takes what was typed over a fixed value. Another length of a period counts all other times anew, later."""
        taken = Label("written into the new file as it stands here", "已按此处的值写入新文件")
        self.refixed[path] = self.values[path]
        if path == "timeline.period":
            self.values[path], _ = read_value(
                cell.address, self.cells.neighbour(cell, DELIVERED_OFFSET), record
            )
            taken = Label(
                "written into the new file; all starts, durations and terms were counted anew in such periods: look them through",
                "已写入新文件；各项起始、持续和期限均已按新期长换算，请核对",
            )
        found = self.cells.text(cell, 0)[:80]
        self.restated.append(
            Problem(cell.address, found, expectation(record), taken, record.label, "warning")
        )

    def not_restated(self) -> list[Problem]:
        """Why the times of a file whose length of a period was typed over do not fit: they count the periods it was written in."""
        path = InputPath("timeline", "period")
        if path not in self.refixed:
            return self.restated
        record, _ = field_at(Inputs, path.parts)
        assert record is not None
        old, new = (record.choice(key) for key in (self.values[path], self.refixed[path]))
        expected = Label(
            f"starts, durations and terms in the periods of this file ({old.en})",
            f"按本文件原有期长（{old.zh}）填写的起始、持续和期限",
        )
        length = self.refixed[path]
        remedy = for_caller(
            Label(
                "write them so, and they are counted anew; or fill a fresh template: "
                f"relocation template --period {length} -o NEW.xlsx",
                "请按原期长填写，程序随后换算；或另填新模板："
                f"relocation template --period {length} -o 新文件.xlsx",
            ),
            Label("write them so, and they are counted anew", "请按原期长填写，程序随后换算"),
            Label(
                "write them so, and they are counted anew; or fill a fresh template of such periods, which the first page writes",
                "请按原期长填写，程序随后换算；或在首页生成该期长的新模板另填",
            ),
        )
        cell = self.cells.names[path]
        return [Problem(cell.address, new, expected, remedy, record.label, "warning")]

    def count_periods_last(self) -> None:
        """A number of periods typed beside another length of them counts the new ones."""
        path = InputPath("timeline", "periods")
        if {path, "timeline.period"} <= self.refixed.keys():
            self.values[path] = int(self.cells.neighbour(self.cells.names[path], DELIVERED_OFFSET))

    def value(self, cell: FoundCell, record: FieldRecord, *, is_unused: bool) -> Any:
        """The value of a cell, None if there is none that can be used."""
        raw, formula = self.cells.value(cell), self.cells.formula(cell)
        if formula is not None:
            raw, of_formula = calculated(cell.address, formula, raw, expectation(record), record.label)
            self.problems.append(of_formula)
            if raw is None:
                return None
        if raw in (None, "") and (is_unused or record.is_text):
            return _nothing(record)
        if raw is None and record.empty_value is not None:
            if not record.asked:
                said = Label("read as 0; write 0 if that is meant", "已读作0；如确为零请填0")
                self.problem(cell, "", expectation(record), said, record, warning=True)
            return record.empty_value
        value, told = read_value(cell.address, raw, record)
        self.problems += mended(told, formula)
        return value

    def check_unit(self, cell: FoundCell, record: FieldRecord) -> None:
        said, wanted = self.cells.text(cell, UNIT_OFFSET), UNITS[record.unit]
        if said not in wanted:
            expected = Label(f"the unit {wanted.en}", f"单位“{wanted.zh}”")
            mend = Label(
                f"restore the unit and write the value in {wanted.en}", f"请恢复单位并按“{wanted.zh}”填写数值"
            )
            self.problem(cell, said, expected, mend, record)

    def finish(self, warnings: list[Problem]) -> FilledWorkbook:
        errors = [problem for problem in self.problems if problem.severity == "error"]
        notes = warnings + [problem for problem in self.problems if problem.severity == "warning"]
        try:
            project = Project.build(nested(self.values), self.sources)
        except ProblemsFound as refusal:
            unread = {InputPath.of(path).group for path, value in self.values.items() if value is None}
            unread |= {path.group for path in self.cells.lost}
            # What follows from a value that could not be read is no problem of its own.
            fresh = [
                self.words.located(problem)
                for problem in refusal.problems
                if not (errors and InputPath.of(problem.where).group in unread)
            ]
            told = [*errors, *fresh, *self.not_restated(), *notes, *self.odd_values()]
            raise ProblemsFound([*told, *self.scenarios.problems]) from None
        if errors:
            raise ProblemsFound([*errors, *notes, *self.odd_values(), *self.scenarios.problems])
        notes += [*self.restated, *(self.words.located(problem) for problem in doubts(project))]
        used = self.scenarios.table.used() if self.scenarios.table else ()
        plain = settled(project, used=used)
        scenarios = self.scenarios.with_paths(plain.path)
        addresses = {plain.path(path): cell.address for path, cell in self.cells.names.items()}
        words = SheetWords(addresses, place_names(plain.project))
        comparable = not (self.has_new_formula or self.refixed or is_older(self.cells))
        return FilledWorkbook(
            plain.project,
            project,
            self.lang,
            tuple(notes),
            self.cells,
            scenarios,
            words,
            self.refixed,
            comparable,
        )

    def odd_values(self) -> list[Problem]:
        """Warnings about what could be read, for a file of which no project can be made."""
        read = [
            InputValue(path, record, value, self.sources[path])
            for path in self.cells.names
            if (value := self.values.get(path)) is not None
            and (record := field_at(Inputs, path.parts)[0]) is not None
        ]
        return [self.words.located(problem) for problem in unusual(read)]

    @cached_property
    def words(self) -> SheetWords:
        addresses: dict[str, str] = {path: cell.address for path, cell in self.cells.names.items()}
        return SheetWords(addresses, lambda path: place_name(path, self.values))

    def problem(
        self,
        cell: FoundCell,
        found: str,
        expected: Label,
        remedy: Label,
        record: FieldRecord,
        *,
        warning: bool = False,
    ) -> None:
        severity: Severity = "warning" if warning else "error"
        self.problems.append(Problem(cell.address, found[:80], expected, remedy, record.label, severity))


def _nothing(record: FieldRecord) -> Any:
    return record.empty_value if record.required else record.default
