"""Rosters as text files: UTF-8 with or without BOM, UTF-16 with BOM, GB18030; comma, semicolon, tab or bar."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from relocation.households.roster import Places, RosterRead
from relocation.households.roster_headings import (
    SEARCHED_ROWS,
    find_columns,
    folded,
    heading_row,
    known_headings,
    no_headings,
)
from relocation.households.roster_rows import RowReader, is_blank
from relocation.households.rules import RuleSet
from relocation.labels import Label
from relocation.problems import Problem, ProblemsFound

LARGEST_FILE = 500_000_000
DELIMITERS = ",;\t|，；"
A_TEXT = Label("a text file in UTF-8 or GB18030", "UTF-8 或 GB18030 编码的文本文件")
EMPTY = Label("an empty file", "空文件")
SAVE_AGAIN = Label("save it again as CSV in UTF-8", "请另存为 UTF-8 编码的 CSV")


def read_csv(path: Path, rules: RuleSet) -> RosterRead:
    """The roster in a text file. Raises ProblemsFound when nothing can be read from it."""
    text = decoded(file_bytes(path), path.name)
    delimiter = _delimiter(text, rules)
    head = list(islice(records(text, delimiter, path.name), SEARCHED_ROWS))
    at = heading_row([cells for _, cells in head], rules)
    if at is None:
        raise ProblemsFound([no_headings(path.name, rules)])
    number, cells = head[at]
    headings = find_columns([f"{path.name}:{number} {_letter(i)}" for i in range(len(cells))], cells, rules)
    places = Places(path.name, headings.texts)
    reader = RowReader(rules, places, headings.positions, typed=False)
    reader.problems += headings.problems
    if any(problem.severity == "error" for problem in headings.problems):
        raise ProblemsFound(headings.problems)
    width = len(cells)
    for row, found in islice(records(text, delimiter, path.name), at + 1, None):
        if all(is_blank(cell) for cell in found):
            continue
        if len(found) < width or any(not is_blank(cell) for cell in found[width:]):
            reader.refuse(row, _torn(places.row(row), len(found), width))
        else:
            reader.take(row, found)
    return reader.finish()


def file_bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            most = Label("at most 500 MB", "不超过500 MB")
            split = Label("split it by county, or use Parquet", "请按县拆分，或改用 Parquet")
            raise ProblemsFound([Problem(path.name, f"{size} bytes", most, split)])
        data = path.read_bytes()
    except OSError as error:
        readable = Label("a readable file", "可读取的文件")
        mend = Label("check its name and permissions", "请检查文件名与权限")
        raise ProblemsFound([Problem(path.name, str(error.strerror), readable, mend)]) from None
    return data


def decoded(data: bytes, file: str) -> str:
    """The text of a file. Text that is valid UTF-8 is taken for UTF-8. Raises ProblemsFound."""
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    encodings = [marks[data[:2]]] if data[:2] in marks else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not text.strip():
            raise ProblemsFound([Problem(file, EMPTY, A_TEXT, SAVE_AGAIN)])
        if "\0" not in text:
            return text
    raise ProblemsFound([Problem(file, Label("other bytes", "其他编码的字节"), A_TEXT, SAVE_AGAIN)])


def _delimiter(text: str, rules: RuleSet) -> str:
    """The sign that parts the most known headings."""
    known = known_headings(rules)
    first = text.splitlines()[:SEARCHED_ROWS]

    def hits(sign: str) -> int:
        return max(
            (sum(folded(part.strip('"')) in known for part in line.split(sign)) for line in first), default=0
        )

    return max(DELIMITERS, key=hits)


def records(text: str, delimiter: str, file: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Every record with its number, as a spreadsheet program would number the rows."""
    csv.field_size_limit(max(csv.field_size_limit(), 131_072))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error:
        found = Label("a quotation mark that is not closed, or a cell without end", "引号未闭合或单元格过长")
        cells_only = Label("cells parted by one sign", "以同一符号分隔的单元格")
        raise ProblemsFound([Problem(f"{file}:{number + 1}", found, cells_only, SAVE_AGAIN)]) from None


def _torn(where: str, found: int, width: int) -> Problem:
    cells = Label(f"{width} cells as in the headings", f"与标题行一致的{width}个单元格")
    quote = Label("put a text that holds the separator into quotation marks", "含分隔符的文本请加引号")
    return Problem(where, Label(f"{found} cells", f"{found}个单元格"), cells, quote)


def _letter(position: int) -> str:
    """The column as a spreadsheet program letters it: 0 is A, 26 is AA."""
    letters, rest = "", position + 1
    while rest:
        rest, at = divmod(rest - 1, 26)
        letters = chr(65 + at) + letters
    return letters
