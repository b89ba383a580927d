"""What scans of the XML parts of a workbook know and say: refusals, facts of sheets, and what holds for every part."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from xml.parsers import expat

from relocation.labels import Label
from relocation.problems import Problem, Severity
from relocation.reading.rows import Area

MOST_DEPTH = 100

SAVE_AGAIN = Label(
    "open it in Excel, WPS or LibreOffice and save it again",
    "请用 Excel、WPS 或 LibreOffice 打开并重新保存",
)


class Refused(Exception):
    """Something that forbids opening the file, or a warning about it. `where` is the cell, empty for the file."""

    def __init__(self, found: str | Label, expected: Label, remedy: Label, where: str = "") -> None:
        super().__init__(found)
        self.found, self.expected, self.remedy, self.where = found, expected, remedy, where

    def problem(self, file: str, severity: Severity = "warning") -> Problem:
        """It as a problem of the named file."""
        found = self.found if isinstance(self.found, Label) else self.found[:80]
        return Problem(self.where or file, found, self.expected, self.remedy, severity=severity)

    def problems(self, file: str) -> list[Problem]:
        """It as the error that it is."""
        return [self.problem(file, "error")]


def damaged(found: str | Label, where: str = "") -> Refused:
    """The refusal of a file that is not whole."""
    return Refused(found, Label("an undamaged .xlsx workbook", "完好的 .xlsx 工作簿"), SAVE_AGAIN, where)


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a scan sees of a sheet and a library would not tell."""

    title: str
    hidden: bool = False
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    folded_rows: frozenset[int] = frozenset()  # those of them that stand under a + of the outline
    filled_to: int = 0  # the last row with a value or a formula; formatted rows below it are empty
    formulas: int = 0
    without_result: tuple[str, ...] = ()  # cells with a formula whose stored result is no number


@dataclass
class WorkbookParts:
    """What the parts are, as far as they have said so."""

    names: frozenset[str] = frozenset()  # of all parts, in small letters
    workbook: str = "xl/workbook.xml"
    strings: str = "xl/sharedStrings.xml"
    macros: bool = False
    recalculates: bool = False  # whoever opens the file shall calculate it: the stored results may be none
    charts: set[str] = field(default_factory=set)  # titles of chart sheets
    string_count: int = 0
    titles: dict[str, SheetFacts] = field(default_factory=dict)  # relation -> sheet
    sheets: dict[str, str] = field(default_factory=dict)  # part -> title
    facts: list[SheetFacts] = field(default_factory=list)
    warnings: list[Refused] = field(default_factory=list)

    @property
    def relations(self) -> str:
        """The part that says where the sheets are."""
        folder, name = posixpath.split(self.workbook)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def has_part_ending(self, ending: str) -> bool:
        """Whether there is a part with this file extension."""
        return any(name.endswith(ending) for name in self.names)


class Scan:
    """What holds for every part: no DTD, no absurd nesting."""

    parser: expat.XMLParserType

    def __init__(self, name: str, parts: WorkbookParts) -> None:
        self.name, self.parts = name, parts
        self.open: list[str] = []

    def doctype(self, *_: object) -> None:
        raise Refused(
            Label(f"a DTD in {self.name}", f"{self.name} 中的DTD"),
            Label("a workbook without DTD or entities", "不含DTD或实体的工作簿"),
            SAVE_AGAIN,
        )

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.open.append(tag)
        if len(self.open) > MOST_DEPTH:
            raise damaged(
                Label(
                    f"{self.name} nested more than {MOST_DEPTH} deep", f"{self.name} 嵌套超过{MOST_DEPTH}层"
                )
            )
        self.element(tag.rpartition(":")[2], attributes)

    def element(self, tag: str, attributes: dict[str, str]) -> None:
        """Looks at one element; the prefix of its name is gone."""

    def finish(self) -> None:
        """Says what the whole part has shown."""
