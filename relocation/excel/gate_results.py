"""Stored results of formulas that no reader takes, such as NaN for a text, are left out: the formula counts as not calculated.

Libraries fail on such a file as a whole, though nobody needs the result: the program calculates anew.
"""

from __future__ import annotations

import io
import re
import zipfile

from relocation.excel.gate_parts import Refused, SheetFacts, WorkbookParts
from relocation.excel.gate_sheet import MOST_DIGITS, NUMBER
from relocation.labels import Label

CELL = re.compile(
    rb"(<(?:\w+:)?c\b(?P<attributes>[^>]*)>\s*<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*)"
    rb"<(?:\w+:)?v>(?P<value>[^<]*)</(?:\w+:)?v>"
)
RECALCULATE = Label(
    "open the file in Excel, WPS or LibreOffice, let it calculate and save it; our own calculation is used",
    "请用 Excel、WPS 或 LibreOffice 打开、重新计算并保存；已采用程序自行计算的结果",
)


def without_odd_results(data: bytes, archive: zipfile.ZipFile, parts: WorkbookParts) -> bytes:
    """The file without the results that are no numbers; the same bytes where there are none. Each sheet is warned about."""
    odd = {one.title: one for one in parts.facts if one.without_result}
    if not odd:
        return data
    parts.warnings += [_warning(one) for one in odd.values()]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for entry in archive.infolist():
            content = archive.read(entry)
            if parts.sheets.get(entry.filename) in odd:
                content = CELL.sub(_checked, content)
            target.writestr(entry.filename, content)
    return buffer.getvalue()


def _checked(cell: re.Match[bytes]) -> bytes:
    value = cell["value"].decode("utf-8", "replace")
    typed = re.search(rb"""\st=["'](?!n["'])""", cell["attributes"])
    return cell[0] if typed or (NUMBER(value) and len(value) <= MOST_DIGITS) else cell[1]


def _warning(facts: SheetFacts) -> Refused:
    count = len(facts.without_result)
    found = Label(f"{count} formulas whose stored result is no number", f"{count}个公式所存的结果不是数字")
    return Refused(found, Label("calculated results", "已计算的结果"), RECALCULATE, facts.without_result[0])
