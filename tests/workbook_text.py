"""A workbook as text that can be compared line by line: what a cell holds and how it looks, not how the file numbers it."""

from __future__ import annotations

import io
import json
import posixpath
from collections.abc import Iterator
from hashlib import sha256
from xml.etree import ElementTree
from zipfile import ZipFile

from openpyxl.styles.numbers import BUILTIN_FORMATS

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
DOCUMENT = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RESOLVED = ("xl/styles.xml", "xl/sharedStrings.xml")  # told where they are used
WRITTEN_ON = ("created", "modified")
LOOKS = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}


def workbook_text(data: bytes) -> str:
    """Every part of the workbook: sheets in their order, then names, charts and all else."""
    with ZipFile(io.BytesIO(data)) as parts:
        texts = {name: parts.read(name) for name in parts.namelist()}
    return "".join(f"{line}\n" for line in _Workbook(texts).lines())


class _Workbook:
    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        styles = ElementTree.fromstring(parts["xl/styles.xml"])
        self.formats = _number_formats(styles)
        self.styles = [self._style(styles, entry) for entry in styles.iterfind(f"{MAIN}cellXfs/{MAIN}xf")]
        self.conditional = [_fingerprint(entry) for entry in styles.iterfind(f"{MAIN}dxfs/{MAIN}dxf")]
        self.strings = self._shared_strings()
        self.used: dict[str, str] = {}

    def _shared_strings(self) -> list[str]:
        if "xl/sharedStrings.xml" not in self.parts:
            return []
        table = ElementTree.fromstring(self.parts["xl/sharedStrings.xml"])
        return ["".join(entry.itertext()) for entry in table.iterfind(f"{MAIN}si")]

    def _style(self, styles: ElementTree.Element, entry: ElementTree.Element) -> tuple[str, str]:
        """The number format of a cell, and everything else about its look."""
        looks = [styles.findall(f"{MAIN}{LOOKS[key]}/*")[int(entry.get(key, "0"))] for key in LOOKS]
        look = " ".join(" ".join(_elements(part, 0)) for part in (*looks, *entry))
        return self.formats.get(int(entry.get("numFmtId", "0")), "General"), look

    def lines(self) -> Iterator[str]:
        sheets = self._sheets()
        for name, part in sheets.items():
            yield f"## sheet {name}"
            yield from self._sheet(ElementTree.fromstring(self.parts[part]))
        for part in sorted(set(self.parts) - set(sheets.values()) - set(RESOLVED)):
            yield f"## {part}"
            yield from _part(part, self.parts[part])
        yield "## looks"
        yield from (f"{label} {look}" for label, look in sorted(self.used.items()))

    def _sheets(self) -> dict[str, str]:
        """Name -> part of every sheet, in the order of the tabs."""
        links = ElementTree.fromstring(self.parts["xl/_rels/workbook.xml.rels"])
        targets = {link.get("Id"): link.get("Target", "") for link in links}
        sheets = ElementTree.fromstring(self.parts["xl/workbook.xml"]).iterfind(f"{MAIN}sheets/{MAIN}sheet")
        return {
            sheet.get("name", ""): posixpath.join("xl", targets[sheet.get(f"{DOCUMENT}id")]).split("/xl/")[-1]
            if not targets[sheet.get(f"{DOCUMENT}id")].startswith("/")
            else targets[sheet.get(f"{DOCUMENT}id")].lstrip("/")
            for sheet in sheets
        }

    def _sheet(self, root: ElementTree.Element) -> Iterator[str]:
        for element in root:
            if element.tag != f"{MAIN}sheetData":
                yield from self._with_conditional_looks(element)
                continue
            for row in element:
                if look := {key: value for key, value in row.attrib.items() if key not in ("r", "spans")}:
                    yield f"row {row.get('r')} {_attributes(look)}"
                yield from map(self._cell, row)

    def _with_conditional_looks(self, element: ElementTree.Element) -> Iterator[str]:
        for rule in element.iter():
            if "dxfId" in rule.attrib:
                rule.set("dxfId", self.conditional[int(rule.attrib["dxfId"])])
        if element.tag == f"{MAIN}cols":
            for column in element:
                if "style" in column.attrib:
                    column.set("style", self._look(column.attrib["style"]))
        yield from _elements(element, 0)

    def _cell(self, cell: ElementTree.Element) -> str:
        kind, formula, value = cell.get("t", "n"), cell.find(f"{MAIN}f"), cell.find(f"{MAIN}v")
        parts = [cell.get("r", "")]
        if formula is not None:
            parts.append(f"={formula.text or ''}{_attributes(formula.attrib)}")
        if kind == "inlineStr":
            parts.append(json.dumps("".join(cell.itertext()), ensure_ascii=False))
        elif value is not None:
            text = value.text or ""
            content = self.strings[int(text)] if kind == "s" else text
            parts.append(content if kind in ("n", "b", "e") else json.dumps(content, ensure_ascii=False))
        return "  ".join([*parts, self._look(cell.get("s", "0"))])

    def _look(self, number: str) -> str:
        shown_as, look = self.styles[int(number)]
        label = sha256(look.encode()).hexdigest()[:6]
        self.used[label] = look
        return f"[{shown_as}] {label}"


def _number_formats(styles: ElementTree.Element) -> dict[int, str]:
    own = styles.iterfind(f"{MAIN}numFmts/{MAIN}numFmt")
    return {
        **BUILTIN_FORMATS,
        **{int(entry.get("numFmtId", "0")): entry.get("formatCode", "") for entry in own},
    }


def _part(name: str, data: bytes) -> Iterator[str]:
    if not name.endswith((".xml", ".rels", ".vml")):
        yield f"sha256 {sha256(data).hexdigest()}"
        return
    root = ElementTree.fromstring(data)
    if name == "docProps/core.xml":
        for element in root:
            if _plain(element.tag) in WRITTEN_ON:
                element.text = "<time>"
    yield from _elements(root, 0)


def _elements(element: ElementTree.Element, depth: int) -> Iterator[str]:
    """An element and what it holds, one a line."""
    text = (element.text or "").strip()
    yield "  " * depth + _plain(element.tag) + _attributes(element.attrib) + (f" {text}" if text else "")
    for child in element:
        yield from _elements(child, depth + 1)


def _attributes(attributes: dict[str, str]) -> str:
    return "".join(
        f" {_plain(key)}={json.dumps(value, ensure_ascii=False)}" for key, value in attributes.items()
    )


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]


def _fingerprint(element: ElementTree.Element) -> str:
    return " ".join(line.strip() for line in _elements(element, 0))
