"""Empty rows pass the gate in bulk; whatever else a sheet holds, the scan finds what it finds in all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from relocation.excel.gate.parts import Refused, SheetFacts, WorkbookParts
from relocation.excel.gate.sheet import without_empty_rows
from relocation.excel.gate.xml_parts import scan_part

EMPTY = (
    '<row r="{0}"/>',
    '<row r="{0}" spans="1:3" />',
    '<row r="{0}" hidden="false" customHeight="1"></row>',
    '<row r="{0}" spans="1:3"><c r="A{0}" s="3"/><c r="XFD{0}" s="12" /></row>',
    '<row r="{0}"><c r="B{0}"></c></row>',
)
OTHER = (
    '<row r="{0}"><c r="A{0}"><v>5</v></c></row>',
    '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>&lt;row r="3"/&gt;</t></is></c></row>',
    '<row r="{0}" hidden="1"/>',
    '<row r="{0}"><c r="XFE{0}"/></row>',
    '<row r="{0}"><c r="A7"/></row>',
    '<row r="{0}"><c r="A{0}" t="x"/></row>',
    '<row r="{0}"><c r="A{0}" s="1"><f>1+1</f></c></row>',
    "<row><c/></row>",
    "<!-- a note -->",
)
SKELETON = '<worksheet><sheetData>{}</sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>'


def chunked(data: bytes, size: int) -> Iterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]


def scanned(chunks: Iterator[bytes]) -> SheetFacts | str:
    """What the scan says of a sheet, or why it refuses it."""
    parts = WorkbookParts(titles={"r1": SheetFacts("S")}, sheets={"sheet1.xml": "S"})
    try:
        scan_part("sheet1.xml", chunks, parts)
    except Refused as refused:
        return f"{refused.where} {refused.found}"
    return parts.facts[0]


def sheet(rows: list[tuple[int, str]]) -> bytes:
    number, text = 0, ""
    for step, form in rows:
        number = max(number + step, 0)
        text += form.format(number)
    return SKELETON.format(text).encode()


STEPS = st.sampled_from([1, 1, 1, 1, 1, 1, 1, 2, 5, 0, -1])
ROWS = st.lists(st.tuples(STEPS, st.sampled_from((*EMPTY * 3, *OTHER))), max_size=40)


@given(ROWS, st.integers(1, 400))
def test_the_scan_finds_the_same(rows: list[tuple[int, str]], size: int) -> None:
    data = sheet(rows)
    whole, fewer = scanned(chunked(data, 10**6)), scanned(without_empty_rows(chunked(data, size)))
    if isinstance(whole, str) and "after row" in whole:  # the row before it may have been left out
        assert isinstance(fewer, str)
        assert whole.partition(" after")[0] == fewer.partition(" after")[0]
    else:
        assert fewer == whole


def test_a_million_empty_rows_become_few() -> None:
    rows = b"".join(
        b'<row r="%d" spans="1:2"><c r="A%d" s="3"/></row>' % (at, at) for at in range(2, 100_001)
    )
    data = (
        b'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>' + rows + b"</sheetData></worksheet>"
    )
    left = b"".join(without_empty_rows(chunked(data, 1 << 16)))
    assert len(re.findall(b"<row ", left)) < 300
    assert b'<row r="100000"' in left
    assert scanned(chunked(left, 1 << 16)) == scanned(chunked(data, 1 << 16))


def test_rows_out_of_order_are_all_left_for_the_scan() -> None:
    data = b"<sheetData>" + b"".join(b'<row r="%d"/>' % at for at in (1, 2, 3, 2, 4)) + b"</sheetData>"
    assert b"".join(without_empty_rows(iter([data]))) == data
