"""Puts calculated values into the formula cells of a saved workbook, and makes the file the same every time.

openpyxl writes formulas without values, and a viewer that does not calculate (a mail preview, a phone, protected
view) would show empty cells. So the value that Python calculated is set beside each formula in the sheet's XML.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

Value = float | str | bool
Address = tuple[str, str]

FIXED_TIME = (1980, 1, 1, 0, 0, 0)
FIXED_STAMP = b"2000-01-01T00:00:00Z"
FORMULA_CELL = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"((?: [a-z]+="[^"]*")*?)>(<f(?: [a-z]+="[^"]*")*>.*?</f>)<v\s*/?>(?:</v>)?</c>',
    re.DOTALL,
)
TEXT, ESCAPE = re.compile(rb"<t(?: [^>]*)?>[^<]*</t>"), re.compile(rb"_(?=x[0-9A-Fa-f]{4}_)")
SHEET = re.compile(r'<sheet [^>]*?name="([^"]*)"[^>]*?r:id="([^"]*)"')
RELATION = re.compile(r"<Relationship [^>]*?>")


# What the library writes for an empty text, and a drawing in a namespace without prefix, stop other libraries.
EMPTY_TEXT = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?) t="inlineStr"\s*/>')
DRAWN = b"http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
BARE_TAG = re.compile(rb"<(/?)(\w+)(?=[\s/>])")


class MissingValues(LookupError):
    """A formula cell has no value, or a value has no formula cell."""


def inject(data: bytes, values: Mapping[Address, Value]) -> bytes:
    """The workbook with `values` as the cached values of its formula cells, keyed by sheet title and cell.

    Raises MissingValues, naming the cells, unless every formula has a value and every value a formula. The bytes
    are the same for the same workbook and values.
    """
    parts = _parts(data)
    left = dict(values)
    missing: list[str] = []
    for title, part in sheet_parts(parts).items():
        text = EMPTY_TEXT.sub(rb"\1/>", _escaped(parts[part]))
        parts[part] = _with_values(text, title, left, missing)
    for part in [name for name in parts if name.startswith("xl/drawings/drawing")]:
        parts[part] = _with_prefix(parts[part])
    if missing or left:
        named = missing[:5] or [f"{sheet}!{cell}" for sheet, cell in list(left)[:5]]
        raise MissingValues(
            f"{len(missing)} formulas without value, {len(left)} values without formula: {', '.join(named)}"
        )
    return pack(parts)


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A zip of the parts with fixed times, so that equal parts give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, FIXED_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, _without_clock(content) if name == "docProps/core.xml" else content)
    return buffer.getvalue()


def sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Sheet title -> the name of its XML part."""
    targets = {}
    for tag in RELATION.findall(parts["xl/_rels/workbook.xml.rels"].decode()):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        targets[found["Id"]] = found["Target"].lstrip("/")
    workbook = parts["xl/workbook.xml"].decode()
    named = {_plain(title): targets[identity] for title, identity in SHEET.findall(workbook)}
    return {title: part if part.startswith("xl/") else f"xl/{part}" for title, part in named.items()}


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _plain(title: str) -> str:
    for written, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        title = title.replace(written, sign)
    return title


def _with_values(xml: bytes, title: str, left: dict[Address, Value], missing: list[str]) -> bytes:
    def put(match: re.Match[bytes]) -> bytes:
        cell, attributes, formula = match[1].decode(), match[2], match[3]
        if (title, cell) not in left:
            missing.append(f"{title}!{cell}")
            return match[0]
        kind, text = _cached(left.pop((title, cell)))
        attributes = re.sub(rb' t="[^"]*"', b"", attributes)
        return b'<c r="%s"%s%s>%s<v>%s</v></c>' % (match[1], attributes, kind, formula, text)

    return FORMULA_CELL.sub(put, xml)


def _with_prefix(drawing: bytes) -> bytes:
    """A drawing whose own tags have a prefix."""
    bare = b'xmlns="%s"' % DRAWN
    return BARE_TAG.sub(rb"<\1xdr:\2", drawing.replace(bare, bare.replace(b"xmlns=", b"xmlns:xdr=")))


def _escaped(xml: bytes) -> bytes:
    """Texts that look like an escape of the file format, such as _x000D_, escaped themselves, so that they stay texts."""
    if ESCAPE.search(xml) is None:
        return xml
    return TEXT.sub(lambda text: ESCAPE.sub(b"_x005F_", text[0]), xml)


def _cached(value: Value) -> tuple[bytes, bytes]:
    if isinstance(value, bool):
        return b' t="b"', b"1" if value else b"0"
    if isinstance(value, str):
        return b' t="str"', ESCAPE.sub(b"_x005F_", escape(value).encode())
    return b"", repr(float(value)).removesuffix(".0").encode()


def _without_clock(core: bytes) -> bytes:
    return re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + FIXED_STAMP, core)
