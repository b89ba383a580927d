"""Files that are no workbook, no whole one, or one that was made to harm."""

from __future__ import annotations

import io
import warnings
import zipfile

from tests.bad_inputs.cases import INPUTS, Case
from tests.bad_inputs.workbooks import OFFICE, PRINCIPAL, RELATIONS, TYPES, WORKBOOK, Filled, inline, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
STRINGS = "xl/sharedStrings.xml"
DTD = '<!DOCTYPE a [<!ENTITY v "77000000">]>'
LAUGHS = (
    "<!DOCTYPE a [<!ENTITY l0 'ha'>"
    + "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
    + "]>"
)


def part(name: str, content: bytes) -> Case:
    return Case(name, lambda _: content, "reject")


def _twice(book: Filled) -> bytes:
    buffer = io.BytesIO(book.bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(buffer, "a") as archive:
            archive.writestr(INPUTS, book.parts[INPUTS].replace(b"66000000", b"1"))
    return buffer.getvalue()


def _named(book: Filled, name: str, content: bytes = b"x") -> Filled:
    book.parts[name] = content
    return book


def _flipped(book: Filled) -> bytes:
    data = bytearray(book.bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        entry = archive.getinfo(INPUTS)
    data[entry.header_offset + 30 + len(entry.filename) + entry.compress_size // 2] ^= 0xFF
    return bytes(data)


def _without(book: Filled, name: str) -> Filled:
    del book.parts[name]
    return book


def _macros(book: Filled) -> Filled:
    book.change(
        TYPES,
        r"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main\+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    return book


def _declared(book: Filled, ending: str, kind: str) -> Filled:
    """A type for all parts with an ending, as some writers declare it whether there are any or not."""
    return book.change(
        TYPES, "<Override", f'<Default Extension="{ending}" ContentType="application/{kind}"/><Override'
    )


def _typed_part(book: Filled, name: str) -> Filled:
    override = f'<Override PartName="/{name}" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    return book.change(TYPES, "</Types>", override)


def _with_strings(book: Filled, strings: str, index: str) -> Filled:
    """One shared text, and a cell that asks for the text at `index`."""
    book.parts[STRINGS] = strings.encode()
    override = f'<Override PartName="/{STRINGS}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    book.change(TYPES, "</Types>", override)
    book.change(
        RELATIONS,
        "</Relationships>",
        f'<Relationship Id="rId90" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
    )
    return book.put(book.cell("village.name_en"), f"<v>{index}</v>", kind="s")


def _linked(book: Filled) -> Filled:
    book.parts["xl/externalLinks/externalLink1.xml"] = (
        b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    )
    return book.change(
        RELATIONS,
        "</Relationships>",
        f'<Relationship Id="rId91" Type="{OFFICE}/externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>',
    )


def _in_front(text: str, book: Filled, name: str = INPUTS) -> Filled:
    return book.change(
        name, r"^(<\?xml[^>]*\?>)?", lambda match: (match[0] or '<?xml version="1.0"?>') + text
    )


SST = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Dongling</t></si></sst>'

CONTAINERS = [
    part("no bytes", b""),
    part("other bytes", bytes(range(256)) * 8),
    part("a table of values", "户号,姓名\n1,张三\n".encode("gbk")),
    Case("a web page", lambda _: b"<html><table></table></html>", "reject", says="web page"),
    Case(
        "an old workbook",
        lambda _: OLE + "Workbook".encode("utf-16-le"),
        "reject",
        says="save it as .xlsx",
    ),
    Case(
        "a password",
        lambda _: OLE + "EncryptedPackage".encode("utf-16-le"),
        "reject",
        says="remove the password",
    ),
    Case("half a file", lambda book: book.bytes()[: len(book.bytes()) // 2], "reject", says="undamaged"),
    Case("the end missing", lambda book: book.bytes()[:-10], "reject", says="undamaged"),
    Case("one byte changed", _flipped, "reject", says="undamaged"),
    Case(
        "an OpenDocument sheet",
        lambda _: zipped({"mimetype": b"x", "content.xml": b"<a/>"}),
        "reject",
        says="OpenDocument",
    ),
    Case("a part twice", _twice, "reject", says="twice"),
    Case("a part outside", lambda book: _named(book, "../../outside"), "reject", says="../../outside"),
    Case("a part at the root", lambda book: _named(book, "/etc/outside"), "reject", says="/etc/outside"),
    Case("macros", _macros, "reject", says="without macros"),
    Case(
        "macros without a word",
        lambda book: _named(book, "xl/vbaProject.bin"),
        "reject",
        says="without macros",
    ),
    Case(
        "macros under another name",
        lambda book: _named(_typed_part(book, "xl/project.bin"), "xl/project.bin"),
        "reject",
        says="without macros",
    ),
    Case(
        "macros by a relation",
        lambda book: book.change(
            RELATIONS,
            "</Relationships>",
            '<Relationship Id="rId92" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"'
            ' Target="code.dat"/></Relationships>',
        ),
        "reject",
        says="without macros",
    ),
    Case(
        "types of macros for parts that are not there",
        lambda book: _declared(
            _declared(book, "bin", "vnd.ms-excel.sheet.binary.macroEnabled.main"),
            "vba",
            "vnd.ms-office.vbaProject",
        ),
        "accept",
        same=True,
    ),
    Case("no content types", lambda book: _without(book, TYPES), "reject", says="Content_Types"),
    Case("no inputs part", lambda book: _without(book, INPUTS), "reject", says="sheet2.xml"),
    Case("no workbook part", lambda book: _without(book, WORKBOOK), "reject", says="workbook.xml"),
    Case(
        "30 MB of blanks in 30 kB",
        lambda book: _named(book, "xl/blank.xml", b" " * 30_000_000),
        "reject",
        says="200 MB",
    ),
    Case("links to other workbooks", _linked, "warn", says="break the links", same=True),
    Case(
        "Strict Open XML",
        lambda book: book.change(
            WORKBOOK, "<workbook ", '<workbook xmlns:s="http://purl.oclc.org/ooxml/spreadsheetml/main" '
        ),
        "reject",
        says="not Strict",
    ),
]

MARKUP = [
    Case(
        "entity for a number",
        lambda book: _in_front(DTD, book.change(INPUTS, "<v>66000000</v>", "<v>&v;</v>")),
        "reject",
        says="DTD",
    ),
    Case(
        "billion laughs",
        lambda book: _in_front(LAUGHS, book.change(INPUTS, "<v>66000000</v>", "<v>&l9;</v>")),
        "reject",
        says="DTD",
    ),
    Case(
        "DTD in the workbook",
        lambda book: _in_front('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">', book, WORKBOOK),
        "reject",
        says="DTD",
    ),
    Case(
        "DTD in a part nobody reads",
        lambda book: _named(book, "xl/free.xml", b"<!DOCTYPE a><a/>"),
        "reject",
        says="DTD",
    ),
    Case(
        "markup that breaks off",
        lambda book: _named(book, INPUTS, book.parts[INPUTS][:-4000]),
        "reject",
        says="broken XML",
    ),
    Case(
        "nested a thousand deep",
        lambda book: _named(book, "xl/deep.xml", b"<a>" * 1000 + b"</a>" * 1000),
        "reject",
        says="deep",
    ),
    Case(
        "nested deep in a sheet",
        lambda book: book.after_cells("<a>" * 1000 + "</a>" * 1000),
        "reject",
        says="deep",
    ),
    Case(
        "a cell twice",
        lambda book: book.change(
            INPUTS, rf'(<c r="{book.cell(PRINCIPAL)}"[^>]*>)<v>66000000</v></c>', r"\g<0>\1<v>1</v></c>"
        ),
        "reject",
        PRINCIPAL,
        "twice",
    ),
    Case(
        "a cell twice with a prefix",
        lambda book: book.change(
            INPUTS,
            rf'<c r="{book.cell(PRINCIPAL)}"[^>]*><v>66000000</v></c>',
            rf'\g<0><y:c xmlns:y="http://schemas.openxmlformats.org/spreadsheetml/2006/main" r="{book.cell(PRINCIPAL)}"><y:v>1</y:v></y:c>',
        ),
        "reject",
        PRINCIPAL,
        "twice",
    ),
    Case(
        "two values in a cell",
        lambda book: book.change(INPUTS, "<v>66000000</v>", "<v>66000000</v><v>1</v>"),
        "reject",
        PRINCIPAL,
        "two values",
    ),
    Case(
        "a row twice",
        lambda book: book.change(INPUTS, rf'<row r="{book.row(PRINCIPAL)}".*?</row>', r"\g<0>\g<0>"),
        "reject",
        says="row",
    ),
    Case(
        "an address that is none",
        lambda book: book.append_row('<row r="900"><c r="AAAA900"/></row>'),
        "reject",
        says="AAAA900",
    ),
    Case(
        "a column beyond the last",
        lambda book: book.append_row('<row r="900"><c r="XFE900"/></row>'),
        "reject",
        says="XFE900",
    ),
    Case(
        "a row beyond the last", lambda book: book.append_row('<row r="1048577"/>'), "reject", says="1048577"
    ),
    Case(
        "a cell in another row",
        lambda book: book.append_row('<row r="900"><c r="A901"/></row>'),
        "reject",
        says="A901",
    ),
    Case(
        "a cell type that is none",
        lambda book: book.append_row('<row r="900"><c r="A900" t="x"/></row>'),
        "reject",
        says="type x",
    ),
    Case(
        "everything merged",
        lambda book: book.after_cells('<mergeCells><mergeCell ref="L2:XFD1048576"/></mergeCells>'),
        "reject",
        says="unmerge",
    ),
    Case("a shared text", lambda book: _with_strings(book, SST, "0"), "accept", same=True),
    Case(
        "a shared text beyond the last",
        lambda book: _with_strings(book, SST, "1"),
        "reject",
        "village.name_en",
        "text number 1",
    ),
    Case(
        "a shared text below zero",
        lambda book: _with_strings(book, SST, "-1"),
        "reject",
        "village.name_en",
        "text number -1",
    ),
    Case(
        "a name with a command",
        lambda book: book.put(book.cell("village.name_zh"), inline("@SUM(1)"), kind="inlineStr"),
        "accept",
        value=("village.name_zh", "@SUM(1)"),
    ),
]
