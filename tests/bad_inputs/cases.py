"""What is tried, what must come of it, and which cell the message must name."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tests.bad_inputs.workbooks import (
    AREA,
    CALCULATION,
    OFFICE,
    PRICE,
    PRINCIPAL,
    RATE,
    RELATIONS,
    START,
    TERM,
    TYPES,
    WORKBOOK,
    Filled,
    inline,
    zipped,
)

Outcome = Literal["reject", "warn", "accept"]
INPUTS = "xl/worksheets/sheet2.xml"


@dataclass(frozen=True)
class Case:
    """A change; `where` is the path whose cell must be named, `says` a piece of the message in English."""

    name: str
    make: Callable[[Filled], Filled | bytes]
    outcome: Outcome
    where: str = ""
    says: str = ""
    value: tuple[str, object] | None = None
    same: bool = False


def typed(name: str, path: str, text: str, outcome: Outcome, says: str = "", value: object = None) -> Case:
    expected = None if value is None else (path, value)
    return Case(name, lambda book: book.typed(path, text), outcome, path, says, expected)


def put(name: str, path: str, value: float | str, outcome: Outcome, says: str = "") -> Case:
    where = "" if outcome == "accept" else path
    return Case(name, lambda book: book.number(path, value), outcome, where, says)


GOOD = [
    Case("untouched", lambda book: book, "accept", same=True),
    Case(
        "stored without compression",
        lambda book: zipped(book.parts, method=zipfile.ZIP_STORED),
        "accept",
        same=True,
    ),
    Case(
        "a dimension that lies",
        lambda book: book.change(INPUTS, r'<dimension ref="[^"]*"', '<dimension ref="A1"'),
        "accept",
        same=True,
    ),
    Case("no dimension", lambda book: book.change(INPUTS, r"<dimension [^>]*/>", ""), "accept", same=True),
    Case("rows without numbers", lambda book: _without_addresses(book), "accept", same=True),
    Case(
        "far formatted cell",
        lambda book: book.append_row('<row r="1048576"><c r="XFD1048576"/></row>'),
        "accept",
        same=True,
    ),
    Case(
        "an empty row inserted by an office program",
        lambda book: book.shift(book.row(PRICE), 1, names=True),
        "accept",
        same=True,
    ),
    Case(
        "share shown as percent", lambda book: book.put(book.cell(RATE), "<v>0.049</v>"), "accept", same=True
    ),
    Case("elements with a prefix", lambda book: _prefixed(book), "accept", same=True),
    Case(
        "a note in a free column",
        lambda book: book.append_row(f'<row r="900"><c r="P900" t="inlineStr">{inline("note")}</c></row>'),
        "accept",
        same=True,
    ),
    put("another price", PRICE, 88000, "warn", "assumption"),
    Case(
        "another loan, not calculated again",
        lambda book: book.number(PRINCIPAL, 50_000_000),
        "warn",
        "About!B10",
        "recalculate",
        (PRINCIPAL, 50e6),
    ),
]

NUMBERS = [
    typed("ten thousands as text", PRICE, "9.76万", "reject", "write 97600"),
    typed("hundred millions", PRINCIPAL, "0.66亿", "reject", "write 66000000"),
    typed("ten thousand yuan", PRINCIPAL, "6600万元", "reject", "write 66000000"),
    typed("currency sign", PRICE, "¥97,600", "reject", "write 97600"),
    typed("unit behind", AREA, "1500.5亩", "reject", "write 1500.5"),
    typed("price per mu", PRICE, "97600元/亩", "reject", "write 97600"),
    typed("percent", RATE, "4.9%", "reject", "write 0.049"),
    typed("percent in a price", PRICE, "5%", "reject", "digits only"),
    typed("dash", PRICE, "-", "reject", "digits only"),
    typed("to be decided", PRICE, "待定", "reject"),
    typed("circled digit", TERM, "③", "reject", "digits only"),
    typed("accounting negative", PRINCIPAL, "(66,000,000)", "reject"),
    typed("nan", PRICE, "nan", "reject"),
    typed("inf", PRICE, "inf", "reject"),
    typed("underscores", PRICE, "97_600", "reject"),
    typed("hexadecimal", PRICE, "0x10", "reject"),
    typed("other digits", PRICE, "٩٧٦٠٠", "reject"),
    typed("range of numbers", TERM, "3-5", "reject"),
    typed("only spaces", PRINCIPAL, "   ", "reject"),
    typed("comma for a point", AREA, "1500,5", "reject"),
    typed("full-width digits", PRICE, "９７６００", "warn", "read as 97600", 97600.0),
    typed("full-width point", AREA, "１５００．５", "warn", "read as 1500.5", 1500.5),
    typed("thousands", PRINCIPAL, "66,000,000", "warn", "read as 66000000", 66e6),
    typed("Chinese commas", PRINCIPAL, "66，000，000", "warn", "read as 66000000", 66e6),
    typed("digits as text", PRINCIPAL, " 66000000\u00a0", "warn", "read as 66000000", 66e6),
    typed("full-width minus", AREA, "－5", "reject", "minus sign"),
    put("negative area", AREA, -5, "reject", "minus sign"),
    put("rate in percent", RATE, 4.9, "reject", "0.049"),
    put("half a period", TERM, 2.5, "reject", "write"),
    put("no term", TERM, 0, "reject"),
    put("a million periods", TERM, 1_000_000, "reject"),
    put("too large", PRICE, "1e308", "reject"),
    put("overflow", PRICE, "1e400", "reject"),
    put("NaN in the file", PRICE, "NaN", "reject", "a number"),
    put("thousands of digits", PRICE, "9" * 5000, "reject", "a number of 5000 digits"),
    typed("thousands of digits as text", PRICE, "9" * 5000, "reject"),
    typed("signs of direction in a number", PRICE, "\u200e97600\u202c", "warn", "read as 97600", 97600.0),
    typed(
        "signs of direction in a name", "village.name_en", "Dong\u202eling", "warn", "nobody sees", "Dongling"
    ),
    put("loan in ten thousands", PRINCIPAL, 6600, "warn", "write 66000000"),
    put("price in ten thousands", PRICE, 9.76, "warn", "write 97600"),
    put("total instead of price", PRICE, 150_000_000, "warn", "usually"),
    put("area in square metres", AREA, 1_000_333.5, "warn", "m2"),
    put("rate of a month", RATE, 0.0041, "warn", "usually"),
    Case("emptied loan", lambda book: book.empty(PRINCIPAL), "reject", PRINCIPAL, "0 if there is none"),
    Case("emptied price", lambda book: book.empty(PRICE), "reject", PRICE, "0 if there is none"),
    Case(
        "emptied retained area",
        lambda book: book.empty("land_quota.retained_area"),
        "warn",
        "land_quota.retained_area",
        "read as 0",
    ),
    Case("truth value", lambda book: book.put(book.cell(PRICE), "<v>1</v>", kind="b"), "reject", PRICE),
    Case("price with a date format", lambda book: _styled_as(book, PRICE, START), "reject", PRICE),
    Case("error value", lambda book: book.put(book.cell(PRICE), "<v>#REF!</v>", kind="e"), "reject", PRICE),
    Case(
        "error value in a name",
        lambda book: book.put(book.cell("village.name_en"), "<v>#N/A</v>", kind="e"),
        "reject",
        "village.name_en",
    ),
]

DATES = [
    typed("Chinese date", START, "2016年1月1日", "warn", "read as 2016-01-01"),
    typed("ambiguous date", START, "03/04/2016", "reject", "write 2016-03-04 or 2016-04-03"),
    typed("impossible date", START, "2016-02-30", "reject", "2016-02-29"),
    typed("month without a day", START, "2016年3月", "reject", "2016-03-31"),
    typed("slashes", START, "2016/1/1", "warn", "read as 2016-01-01"),
    typed("dots", START, "2016.1.1", "warn", "read as 2016-01-01"),
    Case(
        "a date short of midnight by seconds",
        lambda book: book.put(book.cell(START), "<v>42369.99950</v>"),
        "accept",
        same=True,
    ),
    Case(
        "a date with hours",
        lambda book: book.put(book.cell(START), "<v>42370.6667</v>"),
        "warn",
        START,
        "2016-01-02",
        (START, date(2016, 1, 1)),
    ),
    Case(
        "a year typed for a date",
        lambda book: book.put(book.cell(START), "<v>2016</v>"),
        "reject",
        START,
        "digits are missing",
    ),
    Case(
        "bare day number",
        lambda book: book.put(book.cell(START), "<v>42370</v>", keep_style=False),
        "reject",
        START,
        "date format",
    ),
    Case("counted from 1904", lambda book: _from_1904(book), "warn", "About!", "recalculate", same=True),
]

FORMULAS = [
    Case(
        "formula with its value",
        lambda book: book.formula(PRINCIPAL, "60000000+6000000", "66000000"),
        "warn",
        PRINCIPAL,
        "66000000 was read",
        (PRINCIPAL, 66e6),
    ),
    Case(
        "formula without value",
        lambda book: book.formula(PRINCIPAL, "60000000+6000000"),
        "reject",
        PRINCIPAL,
        "let it calculate",
    ),
    Case(
        "formula with the 0 of a writer that calculates nothing",
        lambda book: book.formula(PRINCIPAL, "60000000+6000000", "0"),
        "reject",
        PRINCIPAL,
        "let it calculate",
    ),
    Case(
        "formula whose stored result is NaN",
        lambda book: book.formula(PRINCIPAL, "60000000+6000000", "NaN"),
        "reject",
        PRINCIPAL,
        "let it calculate",
    ),
    Case(
        "NaN for n/a in a formula nobody reads",
        lambda book: book.change(CALCULATION, r"(<f>[^<]*</f>)<v>[1-9]\d{5,}</v>", r"\1<v>NaN</v>"),
        "warn",
        "Calculation!",
        "let it calculate",
        same=True,
    ),
    Case(
        "formula with an error",
        lambda book: book.formula(PRINCIPAL, "1/0", "#DIV/0!", "e"),
        "reject",
        PRINCIPAL,
        "mend the formula",
    ),
    Case(
        "formula with a text",
        lambda book: book.formula(PRINCIPAL, 'IF(1,"ok","")', "ok", "str"),
        "reject",
        PRINCIPAL,
        "mend the formula",
    ),
    Case(
        "formula into another workbook",
        lambda book: book.formula(PRINCIPAL, "[1]Sheet1!$A$1", "66000000"),
        "reject",
        PRINCIPAL,
        "another workbook",
    ),
    Case(
        "picture in a cell",
        lambda book: book.formula(PRICE, '_xlfn.DISPIMG("ID_1",1)', "=DISPIMG", "str"),
        "reject",
        PRICE,
        "picture",
    ),
    Case(
        "formula in a spare slot",
        lambda book: book.formula("loans.slot_1.principal", "A1"),
        "reject",
        "loans.slot_1.principal",
    ),
    Case(
        "text that begins like a formula",
        lambda book: book.typed("village.name_en", "=cmd|' /C calc'!A0"),
        "accept",
        value=("village.name_en", "=cmd|' /C calc'!A0"),
    ),
    Case(
        "overwritten formula with the right value",
        lambda book: _frozen(book),
        "warn",
        "Calculation!",
        "restore the formula",
        same=True,
    ),
    Case("wrong cached value", lambda book: _stale(book), "warn", "Calculation!", "recalculate", same=True),
]

ROWS = [
    Case(
        "unit changed",
        lambda book: book.beside(PRINCIPAL, "D", "万元"),
        "reject",
        PRINCIPAL,
        "restore the unit",
    ),
    Case(
        "unit emptied", lambda book: book.beside(PRINCIPAL, "D", ""), "reject", PRINCIPAL, "restore the unit"
    ),
    Case("provenance unknown", lambda book: book.beside(PRICE, "G", "rumour"), "reject", PRICE, "provenance"),
    Case("deleted row", lambda book: book.delete_row(RATE), "reject", f"Inputs: {RATE}", "#REF!"),
    Case(
        "deleted row and name",
        lambda book: book.delete_row("loans.bank.grace", name=""),
        "reject",
        "Inputs: loans.bank.grace",
    ),
    Case(
        "deleted share that defaults to one",
        lambda book: book.delete_row("land_quota.acceptance"),
        "reject",
        "Inputs: land_quota.acceptance",
    ),
    Case(
        "two rows exchanged",
        lambda book: book.move_rows({book.row(PRICE): book.row(AREA), book.row(AREA): book.row(PRICE)}),
        "reject",
        PRICE,
        "path column",
    ),
    Case(
        "rows shifted without their names",
        lambda book: book.shift(7, 2, names=False),
        "reject",
        says="rows have another",
    ),
    Case(
        "path mistyped",
        lambda book: book.beside(PRINCIPAL, "K", PRINCIPAL[:-1]),
        "reject",
        PRINCIPAL,
        PRINCIPAL,
    ),
    Case("row copied below", lambda book: _copied(book), "reject", "Inputs!K900", "second row"),
    Case(
        "name of nothing",
        lambda book: book.change(WORKBOOK, "in_loans__bank__rate", "in_loans__bank__rat"),
        "reject",
        says="did you mean rate",
    ),
    Case(
        "value merged with the next row",
        lambda book: book.after_cells(
            f'<mergeCells><mergeCell ref="E{book.row(PRICE)}:E{book.row(PRICE) + 1}"/></mergeCells>'
        ),
        "reject",
        PRICE,
        "unmerge",
    ),
    Case(
        "value merged with its unit",
        lambda book: book.after_cells(
            f'<mergeCells><mergeCell ref="D{book.row(PRICE)}:E{book.row(PRICE)}"/></mergeCells>'
        ),
        "reject",
        PRICE,
        "unmerge",
    ),
    Case(
        "hidden row",
        lambda book: book.change(
            INPUTS, rf'<row r="{book.row(PRICE)}"', rf'<row r="{book.row(PRICE)}" hidden="1"'
        ),
        "warn",
        PRICE,
        "unhide",
        same=True,
    ),
    Case(
        "fixed value changed",
        lambda book: book.number("timeline.periods", 5),
        "reject",
        "timeline.periods",
        "fixed in this file",
    ),
    Case(
        "choice not in the list",
        lambda book: book.typed("loans.bank.method", "by the moon"),
        "reject",
        "loans.bank.method",
    ),
    Case(
        "repayment after the last period",
        lambda book: book.number(TERM, 9),
        "reject",
        TERM,
        "no later than period 3",
    ),
]

SHEETS = [
    Case("inputs renamed", lambda book: _renamed(book, "Mine"), "reject", says="rename the sheet Mine"),
    Case(
        "title with a space behind",
        lambda book: _renamed(book, book.title("Inputs") + " "),
        "reject",
        says="rename the sheet",
    ),
    Case(
        "hidden inputs",
        lambda book: book.change(
            WORKBOOK,
            rf'name="{book.title("Inputs")}"([^>]*?) state="visible"',
            rf'name="{book.title("Inputs")}"\1 state="veryHidden"',
        ),
        "warn",
        says="unhide",
        same=True,
    ),
    Case(
        "no names",
        lambda book: book.change(WORKBOOK, r"<definedNames>.*</definedNames>", ""),
        "reject",
        says="start from",
    ),
    Case(
        "a chart sheet in place of the inputs",
        lambda book: _charted(book),
        "reject",
        says="a chart sheet named",
    ),
    Case(
        "inputs wiped",
        lambda book: book.change(INPUTS, r"<sheetData>.*</sheetData>", "<sheetData/>"),
        "reject",
        says="rows have another",
    ),
    Case(
        "second inputs",
        lambda book: _renamed(book, book.title("Inputs") + " (2)", of="Map"),
        "warn",
        says="delete or rename",
    ),
]


def _without_addresses(book: Filled) -> Filled:
    """Legal, and some writers do so where no cell is left out: here in the first row of the sheet."""
    return book.change(INPUTS, r'<row r="1"', "<row").change(INPUTS, r'<c r="A1"', "<c")


def _prefixed(book: Filled) -> Filled:
    text = book.text(INPUTS)
    text = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", text).replace(' xmlns="', ' xmlns:x="')
    book.parts[INPUTS] = text.encode()
    return book


def _styled_as(book: Filled, path: str, other: str) -> Filled:
    style = re.search(rf'<c r="{book.cell(other)}" s="(\d+)"', book.text(INPUTS))
    assert style
    return book.change(
        INPUTS,
        rf'<c r="{book.cell(path)}" s="\d+"[^>]*>.*?</c>',
        f'<c r="{book.cell(path)}" s="{style[1]}"><v>42551</v></c>',
    )


def _from_1904(book: Filled) -> Filled:
    book.change(WORKBOOK, r"<workbookPr[^>]*/>", '<workbookPr date1904="1"/>')
    # 1 January 2016 is day 42370 of the one count and 1462 less of the other; the other dates stay as they were.
    return book.put(book.cell(START), f"<v>{42370 - 1462}</v>")


def _frozen(book: Filled) -> Filled:
    return book.change(CALCULATION, r'(<c r="F\d+"[^>]*>)<f>[^<]*</f>(<v>[1-9]\d{5,}</v>)', r"\1\2")


def _stale(book: Filled) -> Filled:
    return book.change(CALCULATION, r"(<f>[^<]*</f>)<v>[1-9]\d{5,}</v>", r"\1<v>123456789</v>")


def _copied(book: Filled) -> Filled:
    cells = "".join(
        f'<c r="{column}900" t="inlineStr">{inline(text)}</c>'
        for column, text in (("E", "1"), ("K", PRINCIPAL))
    )
    return book.append_row(f'<row r="900">{cells}</row>')


def _charted(book: Filled) -> Filled:
    """The sheet of inputs under another name, and a chart sheet under its own."""
    book.parts["xl/chartsheets/sheet1.xml"] = (
        b'<chartsheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<sheetViews><sheetView workbookViewId="0"/></sheetViews></chartsheet>'
    )
    title = book.title("Inputs")
    _renamed(book, "Mine")
    book.change(WORKBOOK, r"</sheets>", f'<sheet name="{title}" sheetId="99" r:id="rId93"/></sheets>')
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.chartsheet+xml"
    override = f'<Override PartName="/xl/chartsheets/sheet1.xml" ContentType="{kind}"/></Types>'
    book.change(TYPES, "</Types>", override)
    relation = f'<Relationship Id="rId93" Type="{OFFICE}/chartsheet" Target="chartsheets/sheet1.xml"/>'
    return book.change(RELATIONS, "</Relationships>", f"{relation}</Relationships>")


def _renamed(book: Filled, title: str, of: str = "Inputs") -> Filled:
    old = book.title(of)
    book.change(WORKBOOK, rf'<sheet ([^>]*)name="{old}"', rf'<sheet \1name="{title}"')
    return book.change(WORKBOOK, rf"'{old}'!", f"'{title}'!", times=0) if of == "Inputs" else book
