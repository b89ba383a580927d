"""A scenario table as a file: text with one scenario a line; how it is written is found out, its lines cut into cells.

UTF-8 with or without a byte order mark, GB18030, and UTF-16 with one are read; cells are parted by commas, semicolons or
tabs. A row is a line: no cell holds a line break, so that every row has the number that an editor and a spreadsheet show.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound

ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = (",", ";", "\t")
LONGEST_LINE = 1_000_000  # characters
AT_ONCE = 1 << 20  # bytes
BLANK = ' "\t\r\n,;'
LAST_HEAD_ROW = 100  # a head further down is not looked for
SAID_DELIMITER = re.compile(r"sep=(.)").fullmatch


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: its number, and its cells, or why it cannot be cut into cells."""

    row: int
    cells: tuple[str, ...]
    problem: Label | None = None


@dataclass(frozen=True)
class TableFile:
    """A table that can be read again and again; `head` is its row of headings."""

    path: Path
    encoding: str
    delimiter: str
    head: Line

    def where(self, row: int) -> str:
        """A row as messages name it, such as futures.csv:3."""
        return f"{self.path.name}:{row}"

    def lines(self) -> Iterator[Line]:
        """The rows below the head that are not empty."""
        for row, text in _numbered(self.path, self.encoding):
            if row > self.head.row and text.strip(' "\t\r\n' + self.delimiter):
                yield _line(row, text, self.delimiter)


def open_table(path: Path, is_heading: Callable[[str], bool]) -> TableFile:
    """Finds out how a table is written; `is_heading` tells a known heading.

    The head is the line with the most known headings; what stands above it, as in a sheet that was saved as text, is
    left out. If nothing is known it is the first line, so that its headings can be told wrong. Raises ProblemsFound for
    a file that cannot be read, is no text, or has no line of headings.
    """
    try:
        encoding = encoding_of(path)
        delimiter, candidates = _candidates(path, encoding)
    except OSError as error:
        raise ProblemsFound([_problem(path, str(error.strerror), _READABLE)]) from None
    if not candidates:
        raise ProblemsFound([_problem(path, "", _HEADINGS)])
    told = {
        (row, one): sum(map(is_heading, _line(row, text, one).cells))
        for row, text in candidates
        for one in ([delimiter] if delimiter else _present(text))
    }
    row, best = max(told, key=lambda one: told[one])
    text = dict(candidates)[row]
    rivals = [one for (at, one), count in told.items() if at == row and count == told[row, best]]
    if len(rivals) > 1:
        raise ProblemsFound([_problem(path, text.strip()[:60], _DELIMITED)])
    return TableFile(path, encoding, best, _line(row, text, best))


def _candidates(path: Path, encoding: str) -> tuple[str | None, list[tuple[int, str]]]:
    """The delimiter, if the first line states it, and the lines with their numbers that the head may be."""
    delimiter, lines = None, list[tuple[int, str]]()
    for row, text in islice(_numbered(path, encoding), LAST_HEAD_ROW):
        said = SAID_DELIMITER(text.strip())
        if said and delimiter is None and not lines:
            delimiter = said[1]
        elif "\0" in text:
            raise ProblemsFound([_problem(path, Label("other bytes", "其他编码"), _TEXT)])
        elif text.strip(BLANK):
            lines.append((row, text))
    return delimiter, lines


def _present(text: str) -> list[str]:
    """The delimiters that stand in a line; in one that has none a comma would do."""
    return [one for one in DELIMITERS if one in text] or [DELIMITERS[0]]


def encoding_of(path: Path) -> str:
    """The encoding of a text. Raises ProblemsFound for what is none, and OSError for what cannot be read."""
    with path.open("rb") as file:
        start = file.read(2)
    if start in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return "utf-16"
    for encoding in ENCODINGS:
        if _decodes(path, encoding):
            return encoding
    raise ProblemsFound([_problem(path, Label("other bytes", "其他编码"), _TEXT)])


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(AT_ONCE):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _numbered(path: Path, encoding: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers. Of a line that never ends only the beginning is kept."""
    with path.open(encoding=encoding) as file:
        row = 0
        while text := file.readline(LONGEST_LINE):
            row += 1
            yield row, text
            while len(text) == LONGEST_LINE and not text.endswith("\n"):
                text = file.readline(LONGEST_LINE)


def _line(row: int, text: str, delimiter: str) -> Line:
    if len(text) == LONGEST_LINE:
        return Line(row, (), Label("more than a million characters", "超过一百万个字符"))
    plain = text.rstrip("\n")
    if '"' not in plain:
        return Line(row, tuple(plain.split(delimiter)))
    try:
        (cells,) = csv.reader([plain], delimiter=delimiter, skipinitialspace=True, strict=True)
    except (csv.Error, ValueError):
        return Line(row, (), Label("quotation marks that do not pair on the line", "同一行内不成对的引号"))
    return Line(row, tuple(cells))


_READABLE = Label("a file that can be read", "可读取的文件")
_HEADINGS = Label("a first row of headings: name, then paths of inputs", "首行为表头：name 及各输入项路径")
_TEXT = Label("a text in UTF-8 or GB18030", "UTF-8 或 GB18030 编码的文本")
_DELIMITED = Label(
    "headings parted by commas, semicolons or tabs, and not by several of them",
    "表头以逗号、分号或制表符之一分隔，不可混用",
)


def _problem(path: Path, found: str | Label, expected: Label) -> Problem:
    return Problem(str(path), found, expected, Label("check the file", "请检查该文件"))
