"""What the XML parts of a workbook may hold: no DTD, no absurd nesting, and sheets that every reader reads alike.

Readers differ on a cell that stands twice, on a string index below zero, on an unknown cell type: the one takes
the last, the other the first. So such a sheet is refused here, with its cell, instead of being read somehow.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from xml.parsers import expat

from relocation.labels import Label
from relocation.problems import Problem, Severity

MOST_DEPTH = 100
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_MERGED = 100_000  # cells of one merged area
MOST_SHEETS = 255
ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})").fullmatch
AREA = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::([A-Z]{1,3})([1-9][0-9]{0,6}))?").fullmatch
NUMBER = re.compile(r"\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*", re.ASCII).fullmatch
INSIDE_CELLS = {"f", "is", "t"}
CELL_TYPES = {"n", "s", "str", "inlineStr", "b", "e", "d"}
TRUE = {"1", "true"}

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
class Area:
    """A merged area: columns and rows, both ends included."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """What a scan sees of a sheet and a library would not tell."""

    title: str
    hidden: bool = False
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    filled_to: int = 0  # the last row with a value or a formula; formatted rows below it are empty
    formulas: int = 0


@dataclass
class WorkbookParts:
    """What the parts are, as far as they have said so."""

    workbook: str = "xl/workbook.xml"
    strings: str = "xl/sharedStrings.xml"
    macros: bool = False
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


def is_xml(name: str) -> bool:
    """Whether a part is one that libraries parse."""
    return name.endswith((".xml", ".rels", ".vml"))


def scan_part(name: str, chunks: Iterable[bytes], parts: WorkbookParts) -> None:
    """Parses a part as a stream. Raises Refused; what the part says is put into `parts`."""
    scan = _scan_for(name, parts)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = scan.doctype
    parser.StartElementHandler = scan.start
    # A method of the list itself, since it is called for every element; in whole XML it leaves the right length.
    parser.EndElementHandler = scan.open.remove
    scan.parser = parser
    try:
        for chunk in chunks:
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        where = f"{name}, line {error.lineno}"
        title = parts.sheets.get(name)
        raise damaged(f"broken XML in {where}" + (f", the sheet {title}" if title else "")) from None
    scan.finish()


def _scan_for(name: str, parts: WorkbookParts) -> _Scan:
    if name == "[Content_Types].xml":
        return _TypesScan(name, parts)
    if name == parts.workbook:
        return _WorkbookScan(name, parts)
    if name == parts.relations:
        return _RelationsScan(name, parts)
    if name == parts.strings:
        return _StringsScan(name, parts)
    return _SheetScan(name, parts) if name in parts.sheets else _Scan(name, parts)


class _Scan:
    """What holds for every part: no DTD, no absurd nesting."""

    parser: expat.XMLParserType

    def __init__(self, name: str, parts: WorkbookParts) -> None:
        self.name, self.parts = name, parts
        self.open: list[str] = []

    def doctype(self, *_: object) -> None:
        raise Refused(
            f"a DTD in {self.name}",
            Label("a workbook without DTD or entities", "不含DTD或实体的工作簿"),
            SAVE_AGAIN,
        )

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.open.append(tag)
        if len(self.open) > MOST_DEPTH:
            raise damaged(f"{self.name} nested more than {MOST_DEPTH} deep")
        self.element(tag.rpartition(":")[2], attributes)

    def element(self, tag: str, attributes: dict[str, str]) -> None:
        """Looks at one element; the prefix of its name is gone."""

    def finish(self) -> None:
        """Says what the whole part has shown."""


class _TypesScan(_Scan):
    def element(self, tag: str, attributes: dict[str, str]) -> None:
        kind, part = attributes.get("ContentType", ""), attributes.get("PartName", "").lstrip("/")
        if "macroEnabled" in kind or kind.endswith(".vbaProject"):
            self.parts.macros = True
        if tag == "Override" and kind.endswith("sheet.main+xml"):
            self.parts.workbook = part
        if tag == "Override" and kind.endswith("sharedStrings+xml"):
            self.parts.strings = part


class _WorkbookScan(_Scan):
    def element(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.open) == 1 and any("purl.oclc.org" in value for value in attributes.values()):
            ordinary = Label("an ordinary .xlsx workbook", "普通的 .xlsx 工作簿")
            save = Label("save it as Excel Workbook, not Strict", "请另存为“Excel 工作簿”，而非“Strict”格式")
            raise Refused("a Strict Open XML workbook", ordinary, save)
        if tag != "sheet":
            return
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        hidden = attributes.get("state", "visible") != "visible"
        self.parts.titles[relation] = SheetFacts(attributes.get("name", ""), hidden)

    def finish(self) -> None:
        if not 0 < len(self.parts.titles) <= MOST_SHEETS:
            raise damaged(f"{len(self.parts.titles)} sheets")


class _RelationsScan(_Scan):
    def element(self, _tag: str, attributes: dict[str, str]) -> None:
        kind, target = attributes.get("Type", "").rpartition("/")[2], attributes.get("Target", "")
        if kind == "externalLink":
            nothing = Label("a workbook that needs no other file", "不依赖其他文件的工作簿")
            self.parts.warnings.append(
                Refused(
                    Label("links to other workbooks", "链接到其他工作簿"),
                    nothing,
                    Label("nothing is taken from them; break the links", "不会读取其内容；请断开链接"),
                )
            )
        sheet = self.parts.titles.get(attributes.get("Id", ""))
        if sheet is not None and kind == "worksheet":
            folder = posixpath.dirname(self.parts.workbook)
            part = (
                target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            self.parts.sheets[part] = sheet.title


class _StringsScan(_Scan):
    def element(self, tag: str, _attributes: dict[str, str]) -> None:
        if tag == "si":
            self.parts.string_count += 1


class _SheetScan(_Scan):
    """Rows and cells: each once, in order, at an address that exists, of a known type."""

    def __init__(self, name: str, parts: WorkbookParts) -> None:
        super().__init__(name, parts)
        self.title = parts.sheets[name]
        self.row = self.column = 0
        self.kind, self.has_value = "n", False
        self.text: list[str] = []
        self.merged: list[Area] = []
        self.hidden_rows: set[int] = set()
        self.columns: dict[str, int] = {}
        self.filled_to = self.formulas = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        # The hot path of the gate: tens of thousands of calls for an ordinary workbook.
        if self.parser.CharacterDataHandler is not None:
            self.value()
        self.open.append(tag)
        if tag == "c":
            self.cell(attributes)
        elif tag == "v":
            self.new_value()
        elif tag not in INSIDE_CELLS or len(self.open) > MOST_DEPTH:
            self.open.pop()
            super().start(tag, attributes)
        else:
            self.inside(tag)

    def inside(self, tag: str) -> None:
        """A formula or a text in the cell itself: the row is filled."""
        self.filled_to = self.row
        self.formulas += tag == "f"

    def element(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            self.new_row(attributes)
        elif tag == "mergeCell":
            self.merged.append(self.area(attributes.get("ref", "")))
        elif tag == "c":  # with a prefix
            self.cell(attributes)
        elif tag == "v":
            self.new_value()
        elif tag in INSIDE_CELLS:
            self.inside(tag)

    def new_row(self, attributes: dict[str, str]) -> None:
        said = attributes.get("r")
        row = self.row + 1 if said is None else int(said) if said.isdecimal() and len(said) < 9 else 0
        if not self.row < row <= LAST_ROW:
            raise damaged(f"row {said} after row {self.row}", self.title)
        self.row, self.column = row, 0
        if attributes.get("hidden") in TRUE:
            self.hidden_rows.add(row)

    def cell(self, attributes: dict[str, str]) -> None:
        said = attributes.get("r")
        column = self.column + 1 if said is None else self.placed(said)
        if column <= self.column or column > LAST_COLUMN:
            twice = f"{said}, twice" if column == self.column else f"{said} out of place"
            raise damaged(twice, f"{self.title}!{said or f'row {self.row}'}")
        self.column, self.kind, self.has_value = column, attributes.get("t", "n"), False
        if self.kind not in CELL_TYPES:
            raise damaged(f"a cell of type {self.kind}", f"{self.title}!{said}")

    def placed(self, address: str) -> int:
        match = ADDRESS(address)
        if match is None or int(match[2]) != self.row:
            raise damaged(f"cell {address} in row {self.row}", f"{self.title}!{address}")
        letters = match[1]
        if letters not in self.columns:
            self.columns[letters] = column_number(letters)
        return self.columns[letters]

    def new_value(self) -> None:
        if self.has_value:
            raise damaged(Label("two values in one cell", "一个单元格有两个值"), self.here())
        self.has_value, self.filled_to = True, self.row
        if self.kind == "n" or self.kind == "s":
            self.text.clear()
            self.parser.CharacterDataHandler = self.text.append

    def value(self) -> None:
        self.parser.CharacterDataHandler = None
        text = "".join(self.text).strip()
        if self.kind == "n":
            if text and NUMBER(text) is None:
                number = Label("a number", "数字")
                raise Refused(text, number, Label("write the number", "请填写数字"), self.here())
        elif not text.isdecimal() or int(text[:12]) >= self.parts.string_count:
            raise damaged(f"text number {text}", self.here())

    def here(self) -> str:
        letters = next((key for key, column in self.columns.items() if column == self.column), "")
        return f"{self.title}!{letters}{self.row}"

    def area(self, said: str) -> Area:
        match = AREA(said)
        if match is None:
            raise damaged(f"merged cells {said}", self.title)
        left, top = column_number(match[1]), int(match[2])
        right, bottom = column_number(match[3] or match[1]), int(match[4] or match[2])
        if (right - left + 1) * (bottom - top + 1) > MOST_MERGED:
            small = Label("no merged area of this size", "没有如此大的合并区域")
            raise Refused(
                f"merged cells {said}", small, Label("unmerge them", "请取消合并"), f"{self.title}!{said}"
            )
        return Area(left, top, right, bottom)

    def finish(self) -> None:
        if self.parser.CharacterDataHandler is not None:
            self.value()
        facts = next(one for one in self.parts.titles.values() if one.title == self.title)
        self.parts.facts.append(
            replace(
                facts,
                merged=tuple(self.merged),
                hidden_rows=frozenset(self.hidden_rows),
                filled_to=self.filled_to,
                formulas=self.formulas,
            )
        )


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
