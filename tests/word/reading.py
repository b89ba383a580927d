"""A Word document as a reader has it: its tables by their captions, printed numbers, and what printed numbers a run may have.

Nothing here uses what wrote the document but the names of its styles.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from tests.footing import Row

NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?").fullmatch
SCALES = {"en": (Decimal(1_000_000), 3), "zh": (Decimal(10_000), 2)}


@dataclass(frozen=True)
class Captioned:
    """A table with the caption above it."""

    caption: str
    table: Table

    @property
    def cells(self) -> list[list[str]]:
        """The first paragraph of each cell, row by row; the heading is the first row."""
        return [[cell.paragraphs[0].text for cell in row.cells] for row in self.table.rows]


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def parts(document: Document) -> Iterator[Paragraph | Table]:
    """Paragraphs and tables in their order."""
    for child in document.element.body.iterchildren():
        if child.tag == qn("w:p"):
            yield Paragraph(child, document)
        elif child.tag == qn("w:tbl"):
            yield Table(child, document)


def document_text(data: bytes) -> str:
    """Everything that a document says, a line for each paragraph and each row of a table."""
    lines: list[str] = []
    for part in parts(opened(data)):
        rows = (
            [[part.text]]
            if isinstance(part, Paragraph)
            else [[cell.text for cell in row.cells] for row in part.rows]
        )
        lines += (" | ".join(row) for row in rows)
    return "".join(f"{line}\n" for line in lines)


def tables(document: Document) -> list[Captioned]:
    """The tables; one without a caption has that of the heading above it."""
    found, caption = [], ""
    for part in parts(document):
        if isinstance(part, Table):
            found.append(Captioned(caption, part))
        elif part.text:
            caption = part.text
    return found


def captions(document: Document, kind: str) -> list[str]:
    """The captions of tables or pictures, such as Table 1."""
    texts = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Caption"]
    return [text for text in texts if text.startswith(kind)]


def headings(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]


def every_text(document: Document) -> str:
    """All that a reader sees, on a line each."""
    texts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        texts += [paragraph.text for row in table.rows for cell in row.cells for paragraph in cell.paragraphs]
    return "\n".join(texts)


def written(value: float, lang: str) -> set[str]:
    """How a number may be printed: as money on the scale of the language, as it is, to the fen, as a share."""
    exact = Decimal(repr(float(value)))
    size, decimals = SCALES[lang]
    forms = [(exact / size, decimals), (exact, 0), (exact, 2), (exact * 100, 2)]
    texts = {_text(number, places) for number, places in forms}
    plain = f"{exact.normalize():,f}"
    return {*texts, plain, *(f"+{text}" for text in texts)}


def _text(number: Decimal, places: int) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:,.{places}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text


def numbers_in(record: Any) -> Iterator[float]:
    """Every number of a record, however deep it stands."""
    if isinstance(record, Mapping):
        for inner in record.values():
            yield from numbers_in(inner)
    elif isinstance(record, (list, tuple)):
        for inner in record:
            yield from numbers_in(inner)
    elif isinstance(record, (int, float)) and math.isfinite(record):
        yield float(record)


def known_texts(numbers: Iterable[float], lang: str) -> set[str]:
    return {text for number in set(numbers) for text in written(number, lang)}


def printed_numbers(table: Captioned) -> Iterator[str]:
    """The numbers of a table, without signs such as ≥ and %."""
    for row in table.cells[1:]:
        for text in row[1:]:
            bare = text.removeprefix("≥ ").removeprefix("≤ ").removesuffix(" %")
            if NUMBER(bare):
                yield bare


def footing_rows(table: Captioned, column: int | None = None) -> list[Row]:
    """The rows of a table with their printed numbers; a sum stands in bold, a detail farther in than an item."""
    rows = []
    for row in list(table.table.rows)[1:]:
        cells: list[_Cell] = list(row.cells)
        texts = [cell.paragraphs[0].text.replace(",", "") for cell in cells]
        picked = texts[1:] if column is None else [texts[column]]
        numbers = tuple(float(text) if NUMBER(text) else None for text in picked)
        steps = tuple(10.0 ** -len(text.partition(".")[2]) if NUMBER(text) else 1.0 for text in picked)
        first = cells[0].paragraphs[0]
        indent = first.paragraph_format.left_indent
        is_detail = indent is not None and indent.cm > 0.4
        rows.append(Row(first.text, 1, numbers, steps, bool(first.runs[0].bold), is_detail))
    return rows
