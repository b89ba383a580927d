"""The rows of a text file: UTF-8 with or without a byte order mark, UTF-16 with one, GB18030; cells parted by any usual sign.

A record is a row, numbered as a spreadsheet program would number it. A quoted cell may hold line breaks; a quotation mark
that is not closed spoils its own line and no other.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound
from relocation.reading.rows import Area, Row

LARGEST_FILE = 500_000_000
LONGEST_LINE = 1_000_000  # characters
MOST_LINES = 100  # of one record
AT_ONCE = 1 << 20  # bytes
HEAD_ROWS = 100  # headings stand near the top
DELIMITERS = ",;\t|，；"
SAID_DELIMITER = re.compile(r"sep=(.)").fullmatch
QUOTED_TEXT = re.compile(r'="((?:[^"]|"")*)"').fullmatch  # ="001", which spreadsheet programs show as 001

A_TEXT = Label("a text file in UTF-8 or GB18030", "UTF-8 或 GB18030 编码的文本文件")
SAVE_AGAIN = Label("save it again as CSV in UTF-8", "请另存为 UTF-8 编码的 CSV")
READABLE = Label("a readable file", "可读取的文件")
ONE_SIGN = Label(
    "headings parted by commas, semicolons, tabs or bars, and not by several of them",
    "表头以逗号、分号、制表符或竖线之一分隔，不可混用",
)
TOO_LONG = Label("more than a million characters", "超过一百万个字符")
UNPAIRED = Label("quotation marks that do not pair", "引号不成对")

IsHeading = Callable[[Any], object]


@dataclass(frozen=True)
class TextRows:
    """Rows that can be gone through again and again, a block of the file at a time."""

    path: Path
    encoding: str
    delimiter: str

    sheet = ""
    typed = False
    merged: tuple[Area, ...] = ()
    hidden = False
    hidden_rows: frozenset[int] = frozenset()

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.path.name

    def __iter__(self) -> Iterator[Row]:
        return records(self.path, self.encoding, self.delimiter)


def open_text(path: Path, is_heading: IsHeading, *, largest: int | None = LARGEST_FILE) -> TextRows:
    """Finds out how a table is written; `is_heading` tells a known heading. Raises ProblemsFound for what is no text.

    The sign between the cells is the one that parts the most known headings in one row; where a line `sep=;` states
    it, that one.
    """
    try:
        if largest is not None and (size := path.stat().st_size) > largest:
            raise ProblemsFound([_too_large(path.name, size, largest)])
        encoding = encoding_of(path)
        delimiter = _said_delimiter(path, encoding) or _delimiter(path, encoding, is_heading)
    except OSError as error:
        raise ProblemsFound([unreadable(path.name, error)]) from None
    return TextRows(path, encoding, delimiter)


def encoding_of(path: Path) -> str:
    """The encoding of a text; what is valid UTF-8 is taken for UTF-8. Raises ProblemsFound, and OSError."""
    with path.open("rb") as file:
        start = file.read(3)
    utf16 = start[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
    for encoding in ["utf-16"] if utf16 else ["utf-8-sig", "gb18030"]:
        filled = _decodes(path, encoding)
        if filled:
            return encoding
        if filled is not None:
            raise ProblemsFound([Problem(path.name, Label("an empty file", "空文件"), A_TEXT, SAVE_AGAIN)])
    raise ProblemsFound([Problem(path.name, Label("other bytes", "其他编码的字节"), A_TEXT, SAVE_AGAIN)])


def _decodes(path: Path, encoding: str) -> bool | None:
    """Whether there is anything in a text of this encoding; None if it is none."""
    decoder = codecs.getincrementaldecoder(encoding)()
    filled = False
    with path.open("rb") as file:
        try:
            while block := file.read(AT_ONCE):
                text = decoder.decode(block)
                filled = filled or not (text.isspace() or not text)
                if "\0" in text:
                    return None
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return None
    return filled


def unreadable(file: str, error: OSError) -> Problem:
    """The problem of a file that the system does not give."""
    mend = Label("check its name and permissions", "请检查文件名与权限")
    return Problem(file, str(error.strerror or type(error).__name__), READABLE, mend)


def _too_large(file: str, size: int, largest: int) -> Problem:
    most = Label(f"at most {largest // 1_000_000} MB", f"不超过{largest // 1_000_000} MB")
    return Problem(
        file, f"{size} bytes", most, Label("split the file, or use Parquet", "请拆分文件，或改用 Parquet")
    )


def _said_delimiter(path: Path, encoding: str) -> str | None:
    with path.open(encoding=encoding) as file:
        said = SAID_DELIMITER(file.readline(LONGEST_LINE).strip("\r\n \ufeff"))
    return said[1] if said else None


def _delimiter(path: Path, encoding: str, is_heading: IsHeading) -> str:
    best, most, where, rivals = "", 0, 0, 0
    for sign in DELIMITERS:
        for row in islice(records(path, encoding, sign), HEAD_ROWS):
            count = sum(bool(is_heading(cell)) for cell in row.cells)
            if count > most:
                best, most, where, rivals = sign, count, row.number, 0
            elif count and count == most and row.number == where and len(row.cells) > 1:
                rivals += 1
    if rivals:
        several = Label("several signs between the headings", "表头中混用了多种分隔符")
        raise ProblemsFound([Problem(f"{path.name}:{where}", several, ONE_SIGN, SAVE_AGAIN)])
    return best or _most_frequent(path, encoding)


def _most_frequent(path: Path, encoding: str) -> str:
    """Of a file without known headings: the sign that stands most often in its first line."""
    with path.open(encoding=encoding) as file:
        first = next((line for line in file if line.strip()), "")
    return max(DELIMITERS, key=first.count)


def records(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    """Every record of a file, blank ones too. A first line `sep=;` is blank."""
    with path.open(encoding=encoding) as file:
        lines = _Lines(file)
        for number, text in enumerate(lines, start=1):
            if '"' not in text:
                said = number == 1 and SAID_DELIMITER(text.strip())
                torn = TOO_LONG if len(text) >= LONGEST_LINE else None
                yield Row(number, [] if said or torn else text.rstrip("\n").split(delimiter), torn)
            else:
                yield _quoted(number, text, delimiter, lines)


class _Lines:
    """Lines of a file, of which some may be put back. Of a line that never ends only the beginning is kept."""

    def __init__(self, file: Any) -> None:
        self.file = file
        self.waiting: deque[str] = deque()

    def __iter__(self) -> Iterator[str]:
        while text := self.next():
            yield text

    def next(self) -> str:
        if self.waiting:
            return self.waiting.popleft()
        text: str = self.file.readline(LONGEST_LINE)
        more = text
        while len(more) == LONGEST_LINE and not more.endswith("\n"):
            more = self.file.readline(LONGEST_LINE)
        return text


def _quoted(number: int, text: str, delimiter: str, lines: _Lines) -> Row:
    """A record with quotation marks, which may go on over several lines."""
    taken: list[str] = []
    cells, torn = _cut(text, delimiter)
    while cells is None and torn is None and len(taken) < MOST_LINES and len(text) < LONGEST_LINE:
        following = lines.next()
        if not following:
            break
        taken.append(following)
        text += following
        if '"' in following:
            cells, torn = _cut(text, delimiter)
    if cells is not None:
        return Row(number, cells)
    lines.waiting.extendleft(reversed(taken))
    return Row(number, [], torn or UNPAIRED)


def _cut(text: str, delimiter: str) -> tuple[list[str] | None, Label | None]:
    """The cells of a record; neither cells nor a reason where a quotation mark is still open."""
    if len(text) >= LONGEST_LINE:
        return None, TOO_LONG
    try:
        (cells,) = csv.reader([text.rstrip("\n")], delimiter=delimiter, skipinitialspace=True, strict=True)
    except (csv.Error, ValueError) as error:
        return None, None if "unexpected end of data" in str(error) else UNPAIRED
    return [_unwrapped(cell) if cell.startswith('="') else cell for cell in cells], None


def _unwrapped(cell: str) -> str:
    match = QUOTED_TEXT(cell.strip())
    return match[1].replace('""', '"') if match else cell
