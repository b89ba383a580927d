"""What the XML parts of a workbook may hold: no DTD, no absurd nesting, no macros, and sheets that are where they should be."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from xml.parsers import expat

from relocation.excel.gate.parts import Refused, Scan, SheetFacts, WorkbookParts, damaged
from relocation.excel.gate.sheet import TRUE, SheetScan
from relocation.labels import Label

MOST_SHEETS = 255
WORKBOOK_KINDS = ("sheet.main+xml", "template.main+xml", "macroEnabled.main+xml")
MACRO_KINDS = ("macroEnabled.main+xml", ".vbaProject", ".macrosheet+xml", ".intlmacrosheet+xml")
MACRO_RELATIONS = {"vbaProject", "xlMacrosheet", "xlIntlMacrosheet"}


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
        title = parts.sheets.get(name)
        en, zh = (f", the sheet {title}", f"（工作表“{title}”）") if title else ("", "")
        broken = f"broken XML in {name}, line {error.lineno}{en}", f"{name} 第{error.lineno}行的XML已损坏{zh}"
        raise damaged(Label(*broken)) from None
    scan.finish()


def _scan_for(name: str, parts: WorkbookParts) -> Scan:
    if name == "[Content_Types].xml":
        return _TypesScan(name, parts)
    if name == parts.workbook:
        return _WorkbookScan(name, parts)
    if name == parts.relations:
        return _RelationsScan(name, parts)
    if name == parts.strings:
        return _StringsScan(name, parts)
    return SheetScan(name, parts) if name in parts.sheets else Scan(name, parts)


class _TypesScan(Scan):
    """Types of single parts, and of file extensions: writers declare extensions of which there is no part."""

    def element(self, tag: str, attributes: dict[str, str]) -> None:
        kind, part = attributes.get("ContentType", ""), attributes.get("PartName", "").lstrip("/")
        ending = f".{attributes.get('Extension', '').lower()}"
        there = part.lower() in self.parts.names if tag == "Override" else self.parts.has_part_ending(ending)
        if there and kind.endswith(MACRO_KINDS):
            self.parts.macros = True
        if tag == "Override" and kind.endswith(WORKBOOK_KINDS):
            self.parts.workbook = part
        if tag == "Override" and kind.endswith("sharedStrings+xml"):
            self.parts.strings = part


class _WorkbookScan(Scan):
    def element(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.open) == 1 and any("purl.oclc.org" in value for value in attributes.values()):
            ordinary = Label("an ordinary .xlsx workbook", "普通的 .xlsx 工作簿")
            save = Label("save it as Excel Workbook, not Strict", "请另存为“Excel 工作簿”，而非“Strict”格式")
            raise Refused(Label("a Strict Open XML workbook", "Strict Open XML 工作簿"), ordinary, save)
        if tag == "calcPr":
            self.parts.recalculates = attributes.get("fullCalcOnLoad") in TRUE
        if tag != "sheet":
            return
        relation = next((value for key, value in attributes.items() if key.endswith(":id")), "")
        hidden = attributes.get("state", "visible") != "visible"
        self.parts.titles[relation] = SheetFacts(attributes.get("name", ""), hidden)

    def finish(self) -> None:
        if not 0 < len(self.parts.titles) <= MOST_SHEETS:
            raise damaged(Label(f"{len(self.parts.titles)} sheets", f"{len(self.parts.titles)}个工作表"))


class _RelationsScan(Scan):
    def element(self, _tag: str, attributes: dict[str, str]) -> None:
        kind, target = attributes.get("Type", "").rpartition("/")[2], attributes.get("Target", "")
        if kind in MACRO_RELATIONS:
            self.parts.macros = True
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
        if sheet is not None and kind == "chartsheet":
            self.parts.charts.add(sheet.title)
        if sheet is not None and kind == "worksheet":
            folder = posixpath.dirname(self.parts.workbook)
            part = (
                target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            self.parts.sheets[part] = sheet.title


class _StringsScan(Scan):
    def element(self, tag: str, _attributes: dict[str, str]) -> None:
        if tag == "si":
            self.parts.string_count += 1
