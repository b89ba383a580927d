"""Roster files for tests, made without the package: text rows and workbooks as other programs write them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from relocation.households import Roster, RosterRead, RuleSet, read_roster, shipped_rules
from relocation.households.columns import RosterColumn
from relocation.households.money import decimal_text
from relocation.households.roster import roster_value
from relocation.labels import Language
from relocation.tables.programs import unformulated

EN = (
    "Household id",
    "Name",
    "Village group",
    "Persons",
    "Registered poor persons",
    "Brick house",
    "Soil house",
    "New flat",
    "Garages",
    "Option",
    "Bank account",
)
ZH = (
    "户编号",
    "户主姓名",
    "村民小组",
    "家庭人口",
    "建档立卡人数",
    "砖房",
    "土房",
    "新居住房",
    "车库",
    "安置方式",
    "银行账号",
)
GOOD = ("22082219800101001X", "张三", "1组", 3, 2, 80.5, 30, 70, 0, "exchange", "6222021234567890123")
LUJIA = shipped_rules("lujia")


def row(**values: Any) -> list[Any]:
    """A good row with some cells changed, by the keys of the columns."""
    keys = (
        "id",
        "name",
        "group",
        "persons",
        "poor_persons",
        "brick",
        "soil",
        "flat",
        "garages",
        "option",
        "bank",
    )
    return [values.get(key, usual) for key, usual in zip(keys, GOOD, strict=True)]


def csv_file(
    path: Path,
    rows: Sequence[Sequence[Any]],
    *,
    encoding: str = "utf-8",
    sign: str = ",",
    head: Sequence[Any] = EN,
) -> Path:
    """A text file, its cells quoted only where they hold the separator."""
    lines = [
        sign.join(f'"{cell}"' if sign in str(cell) else str(cell) for cell in one) for one in (head, *rows)
    ]
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return path


def workbook_file(
    path: Path, rows: Sequence[Sequence[Any]], *, head: Sequence[Any] = EN, title: str = "Households"
) -> Path:
    """A workbook as a clerk would make one, headings in the first row. Texts stay texts."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for at, cells in enumerate((head, *rows), start=1):
        for column, cell in enumerate(cells, start=1):
            written = sheet.cell(at, column, cell)
            if isinstance(cell, str) and not cell.startswith("=SUM"):
                written.data_type = "s"
    book.save(path)
    return path


def read_csv_rows(path: Path, *rows: Sequence[Any], **more: Any) -> RosterRead:
    """What is read of a text file of these rows."""
    return read_roster(csv_file(path / "roster.csv", rows, **more), LUJIA)


def read_sheet_rows(path: Path, *rows: Sequence[Any], **more: Any) -> RosterRead:
    """What is read of a workbook of these rows."""
    return read_roster(workbook_file(path / "roster.xlsx", rows, **more), LUJIA)


def told(read: RosterRead, severity: str = "error") -> list[str]:
    """Where there are problems."""
    return [problem.where for problem in read.problems if problem.severity == severity]


def roster_csv(roster: Roster, rules: RuleSet, lang: Language = "en") -> bytes:
    """The roster as CSV in UTF-8 with BOM, as the shipped one was written; it reads back as the same roster."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    columns = rules.roster_columns
    writer.writerow([column.record.label.text(lang) for column in columns])
    for position in range(len(roster)):
        writer.writerow([csv_cell(roster, column, position, lang) for column in columns])
    return buffer.getvalue().encode("utf-8-sig")


def csv_cell(roster: Roster, column: RosterColumn, position: int, lang: Language) -> str:
    value = roster_value(roster, column, position, lang)
    if column.record.kind == "text":
        return unformulated(str(value))
    return decimal_text(int(value)) if column.scale == 100 else str(value)
